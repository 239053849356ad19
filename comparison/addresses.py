"""The readable addresses of a comparison: ?f=…&f=…&element=…"""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from disclosures.models import Filing


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """What the compare page is asked to show; `str()` is its address.

    element  the opened row's slug
    panel    slug of the filing whose cell of that row lies open beside the grid
    side     slugs of the filings laid side by side; empty for the first ones that speak
    """

    filings: tuple[str, ...]
    element: str = ""
    panel: str = ""
    side: tuple[str, ...] = ()

    def __str__(self) -> str:
        pairs = [("f", slug) for slug in self.filings]
        if self.element:
            pairs.append(("element", self.element))
        if self.panel:
            pairs.append(("in", self.panel))
        pairs.extend(("side", slug) for slug in self.side)
        return f"{reverse('compare')}?{urlencode(pairs)}" if pairs else reverse("compare")

    @property
    def grid(self) -> str:
        return str(replace(self, element="", panel="", side=()))

    @property
    def choose(self) -> str:
        return f"{self.grid}&choose=1" if self.filings else self.grid

    def row(self, element: str) -> str:
        return str(replace(self, element=element, panel="", side=()))

    def cell(self, element: str, filing: str) -> str:
        return str(replace(self, element=element, panel=filing, side=()))

    def without(self, filing: str) -> str:
        left = tuple(slug for slug in self.filings if slug != filing)
        return str(replace(self, filings=left, panel="", side=()))


def note_address(kind: str, filing: Filing, element: str, place: tuple[int, int] | None = None) -> str:
    """Where a note or a gap is written on an element of a filing, or on its words at a place."""
    query: dict[str, str | int] = {
        "issuer": filing.issuer.slug,
        "year": filing.fiscal_year,
        "element": element,
        "kind": kind,
        "filing": filing.slug,
    }
    if place is not None:
        query |= {"start": place[0], "end": place[1]}
    return f"{reverse('annotation-create')}?{urlencode(query)}"

"""The readable addresses of a comparison: ?f=…&f=…&element=…"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from django.urls import reverse
from django.utils.http import urlencode

from disclosures.models import Filing


@dataclass(frozen=True, slots=True)
class CompareAddress:
    """What the compare page is asked to show; `str()` is its address.

    element  the opened row's slug
    panel    slug of the filing whose cell of that row lies open beside the grid
    side     slugs of the filings laid side by side; empty for the first ones that speak
    group    the one group of elements that is shown
    state    only elements that some filing here says in this state, or that changed
    like     slug of the filing the others are sorted after, the most similar first
    saved    key of the saved comparison this is
    page     which page of a row with very many passages
    """

    filings: tuple[str, ...]
    element: str = ""
    panel: str = ""
    side: tuple[str, ...] = ()
    group: str = ""
    state: str = ""
    like: str = ""
    saved: int | None = None
    page: int = 1

    def __str__(self) -> str:
        query = self.query
        return f"{_page()}?{query}" if query else _page()

    @property
    def query(self) -> str:
        parts = [_encode_shown(self.filings, self.group, self.state, self.like, self.saved)]
        if self.element:
            parts.append(urlencode({"element": self.element}))
        if self.panel:
            parts.append(urlencode({"in": self.panel}))
        parts.extend(urlencode({"side": slug}) for slug in self.side)
        if self.page > 1:
            parts.append(urlencode({"page": self.page}))
        return "&".join(part for part in parts if part)

    @property
    def grid(self) -> str:
        return str(replace(self, element="", panel="", side=(), page=1))

    @property
    def choose(self) -> str:
        return f"{self.grid}&choose=1" if self.filings else self.grid

    def row(self, element: str) -> str:
        return str(replace(self, element=element, panel="", side=(), page=1))

    def cells(self, element: str, filings: Iterable[str]) -> Iterator[str]:
        """Of one row's cells, which differ in their ends only: a grid has hundreds of them."""
        row = self.row(element)
        return (f"{row}&{urlencode({'in': filing})}" for filing in filings)

    def without(self, filing: str) -> str:
        left = tuple(slug for slug in self.filings if slug != filing)
        like = "" if self.like == filing else self.like
        return str(replace(self, filings=left, panel="", side=(), like=like, saved=None, page=1))

    @property
    def everything(self) -> str:
        """The grid unsorted, with every group and state."""
        return str(replace(self, element="", panel="", side=(), group="", state="", like="", page=1))


@cache
def _page() -> str:
    return reverse("compare")


@lru_cache(maxsize=64)
def _encode_shown(filings: tuple[str, ...], group: str, state: str, like: str, saved: int | None) -> str:
    """What all addresses of one page begin with: a grid has hundreds of them."""
    narrowing = {"group": group, "state": state, "like": like, "saved": saved}
    given = [(name, value) for name, value in narrowing.items() if value]
    return urlencode([*(("f", slug) for slug in filings), *given])


def note_address(
    kind: str, filing: Filing, element: str, place: tuple[int, int] | None = None, *, back: str = ""
) -> str:
    """Where a note or a gap is written on an element of a filing, or on its words at a place; `back` is the
    page to go to afterwards, without one the filing."""
    query: dict[str, str | int] = {
        "issuer": filing.issuer.slug,
        "year": filing.fiscal_year,
        "element": element,
        "kind": kind,
        "filing": filing.slug,
    }
    if place is not None:
        query |= {"start": place[0], "end": place[1]}
    if back:
        query["next"] = back
    return f"{reverse('annotation-create')}?{urlencode(query)}"

"""The readable addresses of a coverage page: /coverage/<plan>/?f=…&f=…&requirement=…"""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True, slots=True)
class CoverageAddress:
    """What the page is asked to show; `str()` is its address.

    requirement  slug of the demand that lies open
    state        only demands that some filing here meets in this way, by its verdict
    """

    framework: str
    filings: tuple[str, ...] = ()
    requirement: str = ""
    state: str = ""

    def __str__(self) -> str:
        page = reverse("coverage-detail", args=[self.framework])
        return f"{page}?{self.query}" if self.query else page

    @property
    def query(self) -> str:
        given = [("requirement", self.requirement), ("state", self.state)]
        return urlencode([*(("f", slug) for slug in self.filings), *((k, v) for k, v in given if v)])

    @property
    def choose(self) -> str:
        chosen = [("plan", self.framework), *(("f", slug) for slug in self.filings), ("choose", "1")]
        return f"{reverse('coverage-list')}?{urlencode(chosen)}"

    @property
    def table(self) -> str:
        return str(replace(self, requirement=""))

    @property
    def everything(self) -> str:
        """The same with all demands."""
        return str(replace(self, state=""))

    @property
    def taken(self) -> str:
        """The query of its files, which hold every demand."""
        return f"?{replace(self, requirement='', state='').query}"

    def open(self, requirement: str) -> str:
        return str(replace(self, requirement=requirement))

    def without(self, filing: str) -> str:
        return str(replace(self, filings=tuple(slug for slug in self.filings if slug != filing)))

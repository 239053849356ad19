"""What is behind a figure: the issuers it counts, each with the words of its filing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Left, Upper
from django.urls import reverse

from comparison.benchmarks.attributes import Attribute, Measure
from comparison.benchmarks.filters import Filters
from comparison.benchmarks.queries import rows_giving, summaries
from comparison.benchmarks.summaries import read_years
from comparison.benchmarks.tag_quality import Finding, expect, find_faults
from comparison.comparing.codes import fetch_codes, show_quotes
from comparison.models import YearSummary
from comparison.reading.places import fetch_places
from config.accounts.models import User
from disclosures.models import GIVEN_ORIGINS, Element, ElementValue, Filing

ROWS_PER_PAGE = 50
QUOTES = 3
QUOTE = 320
"""Characters of a quote; the filing shows the rest."""

type Rows = QuerySet[YearSummary, YearSummary]
type RowPage = Page[YearSummary]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a filing; `source` names their element where it is not the attribute's own, and `address` the
    place where it is known."""

    words: str
    source: str = ""
    address: str = ""

    @property
    def shown(self) -> str:
        """Cut between words, and said to be cut."""
        is_whole = len(self.words) <= QUOTE
        return self.words if is_whole else f"{self.words[:QUOTE].rsplit(maxsplit=1)[0]} …"


@dataclass(frozen=True, slots=True)
class BehindRow:
    summary: YearSummary
    word: str
    quotes: tuple[Quote, ...]
    address: str
    years_address: str = ""


@dataclass(frozen=True, slots=True)
class FaultRow:
    filing: Filing
    findings: tuple[Finding, ...]


def issuers_behind(
    user: User,
    filters: Filters,
    attribute: Attribute,
    element: Element | None,
    *,
    outcome: str,
    number: int | None,
) -> tuple[RowPage, tuple[BehindRow, ...]]:
    """A page of the issuers a figure counts. An unknown outcome finds nobody; none finds all counted."""
    rows = rows_giving(summaries(user, filters), attribute, element, outcome)
    page: RowPage = Paginator(_with_filing(rows), ROWS_PER_PAGE).get_page(number or 1)
    found = list(page)
    if attribute.coded:
        quotes = _coded_quotes([row.filing for row in found], attribute.coded.attribute.name)
    else:
        quotes = {key: (own,) for key, own in _quotes([row.pk for row in found], element).items()}
    words = {own.key: own.word for own in attribute.outcomes}
    return page, tuple(
        BehindRow(
            summary=row,
            word=words.get(getattr(row, "outcome", ""), f"{row.words:,} words"),
            quotes=quotes.get(row.pk, ()),
            address=row.filing.get_absolute_url() + (f"#{element.slug}" if element else ""),
            years_address=(
                reverse("compare-years", args=[row.filing.slug])
                if attribute.measure is Measure.CHANGED
                else ""
            ),
        )
        for row in found
    )


def filings_behind(
    user: User, filters: Filters, fault: str, number: int | None
) -> tuple[RowPage, tuple[FaultRow, ...]]:
    """A page of the filings that show a fault, each with all that is odd about it."""
    rows = summaries(user, filters).filter(findings__contains=[fault]).order_by(Upper("issuer__name"), "pk")
    page: RowPage = Paginator(_with_filing(rows), ROWS_PER_PAGE).get_page(number or 1)
    filings = [row.filing for row in page]
    elements = list(Element.objects.exclude(kind=Element.Kind.REQUIREMENT).order_by("framework", "order"))
    years = read_years(filings)
    return page, tuple(
        FaultRow(filing, find_faults(expect(filing.form, elements), years[filing.pk].tagged))
        for filing in filings
    )


def _with_filing(rows: Rows) -> Rows:
    return rows.select_related("filing__issuer").defer("filing__reading_text")


def _coded_quotes(filings: Sequence[Filing], name: str) -> dict[int, tuple[Quote, ...]]:
    """By filing, the first quotes that the codebook's value rests on. Two queries."""
    codes, places = fetch_codes([filing.pk for filing in filings]), fetch_places(filings)
    return {
        filing.pk: tuple(
            Quote(quote.words, address=quote.address)
            for quote in show_quotes(filing, codes[filing.pk][name], places, QUOTES)
        )
        for filing in filings
        if name in codes[filing.pk]
    }


def _quotes(filings: Sequence[int], element: Element | None) -> dict[int, Quote]:
    """By filing. The words a flag rests on, else the first words of the text it answers for. One query."""
    given = ElementValue.objects.filter(filing__in=filings, origin__in=GIVEN_ORIGINS)
    values = given.order_by("filing_id", "position")
    if element is None:
        first = (
            values.exclude(text="").distinct("filing_id").values_list("filing_id", Left("text", QUOTE + 1))
        )
        return {filing: Quote(words) for filing, words in first}
    wanted = [element.pk, *([element.text_element_id] if element.text_element_id else [])]
    said = values.filter(element__in=wanted).values_list(
        "filing_id", "element_id", Left("text", QUOTE + 1), Left("evidence", QUOTE + 1)
    )
    own: dict[int, Quote] = {}
    other: dict[int, Quote] = {}
    for filing, key, text, evidence in said:
        if key == element.pk and (words := evidence or text):
            own.setdefault(filing, Quote(words))
        elif key != element.pk and text and element.text_element:
            other.setdefault(filing, Quote(text, element.text_element.name))
    return {**other, **own}

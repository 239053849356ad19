"""Filings side by side: the rows of the compare page."""

from datetime import date
from typing import Annotated, Any, cast

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from comparison.alignment.grid import Row
from comparison.api.errors import REFUSALS
from comparison.api.schemas import Slug, Year
from comparison.comparing.comparisons import Comparison, SideBySide, choose_filings, compare_filings, open_row
from comparison.comparing.forms import MAX_FILINGS
from comparison.comparing.queries import find_filings
from comparison.exports.coded import ExportedCode, export_codes
from comparison.exports.files import comparison_content
from comparison.exports.rows import ExportedCell, export_cells
from comparison.reading.places import fetch_places
from config.accounts.models import User
from disclosures.models import Filing

router = Router(tags=["comparisons"])

Slugs = Annotated[list[Slug], Field(max_length=MAX_FILINGS)]


class ComparedIssuer(Schema):
    name: str
    cik: str | None


class ComparedFilingOut(Schema):
    filing: str
    issuer: ComparedIssuer
    form: str
    fiscal_year: int
    accession: str | None
    period_end: date | None
    is_amendment: bool
    taken: str
    year_before: str | None


class PassageOut(Schema):
    text: str
    start: int
    end: int


class LevelOut(Schema):
    likeness: str
    reason: str
    score: float | None
    cells: list[PassageOut | None]


class ComparisonOut(Schema):
    filings: list[ComparedFilingOut]
    rows: list[ExportedCell]
    codes: list[ExportedCode]


class RowOut(ComparisonOut):
    aligned_filings: list[str]
    alignment: list[LevelOut]
    summary: str


class Choice(Schema):
    filing: Slugs = Field([], description="Slugs of filings, in the order of the columns.")
    issuer: Slugs = Field([], description="Slugs of issuers: the annual filing of each is taken.")
    fiscal_year: Year | None = Field(
        None, description="With issuer: the fiscal year; the latest of each without it."
    )


@router.get(
    "/", response={200: ComparisonOut, **REFUSALS}, summary="The grid: one row per element and filing"
)
def show_comparison(request: HttpRequest, choice: Query[Choice]) -> dict[str, Any]:
    comparison = _compare(request, choice)
    return _content(comparison, None, None)


@router.get(
    "/rows/{element}",
    response={200: RowOut, **REFUSALS},
    summary="One element side by side, its passages aligned",
)
def show_row(request: HttpRequest, element: Slug, choice: Query[Choice]) -> dict[str, Any]:
    comparison = _compare(request, choice)
    row = comparison.find_row(element)
    if row is None:
        raise Http404("These filings have no such element.")
    side = open_row(comparison, row)
    return _content(comparison, row, side)


def _content(comparison: Comparison, row: Row | None, side: SideBySide | None) -> dict[str, Any]:
    places = fetch_places([column.filing for column in comparison.columns])
    codes = export_codes(comparison, row, places)
    return comparison_content(export_cells(comparison, row), codes, comparison.columns, side)


def _compare(request: HttpRequest, choice: Choice) -> Comparison:
    """Raises HttpError 400 when nothing, or both, is named, and Http404 for a filing that is not held."""
    if bool(choice.filing) == bool(choice.issuer):
        raise HttpError(400, "Name filings (filing=…) or issuers (issuer=…), not both.")
    user = cast("User", request.user)
    if choice.filing:
        return compare_filings(user, _find(user, choice.filing))
    return compare_filings(user, _choose(user, choice.issuer, choice.fiscal_year))


def _find(user: User, slugs: list[str]) -> list[Filing]:
    wanted = list(dict.fromkeys(slugs))
    found = find_filings(user, wanted)
    if missing := sorted(set(wanted) - {filing.slug for filing in found}):
        raise Http404(f"Not held here: {', '.join(missing)}.")
    return found


def _choose(user: User, issuers: list[str], year: int | None) -> list[Filing]:
    wanted = list(dict.fromkeys(issuers))
    found = choose_filings(user, wanted, year)
    if missing := sorted(set(wanted) - {filing.issuer.slug for filing in found}):
        raise Http404(f"No annual filing is held of: {', '.join(missing)}.")
    return found

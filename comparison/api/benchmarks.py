"""Shares of the market: the figures of the benchmark pages, always with their denominator."""

from typing import Any, Literal, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from comparison.api.errors import REFUSALS
from comparison.api.paging import Paging
from comparison.api.schemas import IssuerRef, Slug, Words, Year
from comparison.benchmarks.attributes import Attribute, attributes_of
from comparison.benchmarks.filters import Dimension, Filters
from comparison.benchmarks.forms import DEFAULT_FORM, default_year
from comparison.benchmarks.pages import BenchmarkPage, ShownGroup, build_benchmark
from comparison.benchmarks.queries import find_attribute, held_years, rows_giving, summaries
from comparison.comparing.queries import fetch_catalogue
from comparison.models import PeerGroup, YearSummary
from config.accounts.models import User
from disclosures.models import Element

router = Router(tags=["benchmarks"])


class BenchmarkFilter(Schema):
    """Issuer types are not mixed unless type=all is asked for."""

    fiscal_year: Year | None = Field(None, description="The latest complete year without it.")
    type: Literal["operating", "bank_or_insurer", "spac_or_shell", "fund_or_trust", "unknown", "all"] = Field(
        "operating", description="Issuer type: operating companies alone without it; all mixes them."
    )
    form: Words = Field(DEFAULT_FORM, description="Annual form, or all.")
    sic_division: Words = Field("", description="Name of a SIC division.")
    size_band: Words = Field("", description="Name of a size band.")
    country: Words = Field("", description="ISO 3166 code, or unknown.")
    peer_group: Slug | None = Field(None, description="Slug of a peer group that you may see.")

    def to_filters(self, user: User) -> Filters:
        """Raises Http404 for a peer group that is not visible."""
        groups = PeerGroup.objects.visible_to(user)
        return Filters(
            year=self.fiscal_year or default_year(held_years(user)),
            kind=self.type,
            form=self.form,
            division=self.sic_division,
            size=self.size_band,
            country=self.country,
            peers=get_object_or_404(groups, slug=self.peer_group) if self.peer_group else None,
        )


class OutcomeOut(Schema):
    key: str
    word: str
    is_counted: bool = Field(description="Part of the denominator.")


class AttributeOut(Schema):
    slug: str
    name: str
    element: str | None = Field(description="Slug; null for the item as a whole.")
    rule: str = Field(description="How it is counted, in a sentence.")
    outcomes: list[OutcomeOut]


class ShareOut(Schema):
    outcome: str
    word: str
    count: int
    of: int = Field(description="The denominator.")
    percent: float | None = Field(description="0 to 100; null for fewer than five filings.")


class LengthsOut(Schema):
    p10: float | None
    median: float | None
    p90: float | None


class GroupOut(Schema):
    value: str
    label: str
    n: int = Field(description="Filings that are counted.")
    left_out: int = Field(description="Filings of which it cannot be asked.")
    shares: list[ShareOut]
    words: LengthsOut | None = Field(description="For lengths; its figures are null for fewer than five.")


class BenchmarkOut(AttributeOut):
    counted_over: str = Field(description="The filters in words.")
    fiscal_year: int
    type: str = Field(description="Issuer type that is counted; all where they are mixed.")
    form: str = Field(description="Annual form that is counted, or all.")
    overall: GroupOut
    groupings: dict[str, list[GroupOut]] = Field(
        description="By kind, form, division, size, country, year and peers, each with the others held fixed."
    )


class CountedOut(Schema):
    issuer: IssuerRef
    filing: str
    fiscal_year: int
    form: str
    outcome: str = Field(description="Empty for lengths.")
    words: int

    @staticmethod
    def resolve_issuer(summary: YearSummary) -> Any:
        return summary.filing.issuer

    @staticmethod
    def resolve_filing(summary: YearSummary) -> str:
        return summary.filing.slug

    @staticmethod
    def resolve_outcome(summary: YearSummary) -> str:
        return str(getattr(summary, "outcome", ""))


@router.get("/", response={200: list[AttributeOut], **REFUSALS}, summary="What is counted")
def list_attributes(request: HttpRequest) -> list[dict[str, Any]]:
    return [_describe(attribute) for attribute in attributes_of(fetch_catalogue().elements)]


@router.get("/{slug}", response={200: BenchmarkOut, **REFUSALS}, summary="Shares of one attribute, by group")
def show_benchmark(request: HttpRequest, slug: Slug, filters: Query[BenchmarkFilter]) -> dict[str, Any]:
    user = cast("User", request.user)
    attribute, element = _find(slug)
    page = build_benchmark(user, attribute, element, filters.to_filters(user))
    return _describe(attribute) | {
        "counted_over": page.filters.words,
        "fiscal_year": page.filters.year,
        "type": page.filters.kind,
        "form": page.filters.form,
        "overall": _group(page, page.overall),
        "groupings": dict.fromkeys((dimension.value for dimension in Dimension), ())
        | {
            section.dimension.value: [_group(page, group) for group in section.groups]
            for section in page.sections
        },
    }


@router.get(
    "/{slug}/issuers",
    response={200: list[CountedOut], **REFUSALS},
    summary="The issuers behind a figure, each with the filing that was counted",
)
@paginate(Paging)
def list_counted(
    request: HttpRequest, slug: Slug, filters: Query[BenchmarkFilter], outcome: Words = ""
) -> QuerySet[YearSummary]:
    user = cast("User", request.user)
    attribute, element = _find(slug)
    rows = rows_giving(summaries(user, filters.to_filters(user)), attribute, element, outcome)
    return rows.select_related("filing__issuer").defer("filing__reading_text")


def _find(slug: str) -> tuple[Attribute, Element | None]:
    found = find_attribute(slug)
    if found is None:
        raise Http404("No such attribute.")
    return found


def _describe(attribute: Attribute) -> dict[str, Any]:
    return {
        "slug": attribute.slug,
        "name": attribute.name,
        "element": attribute.element.slug if attribute.element else None,
        "rule": attribute.rule,
        "outcomes": [
            {"key": own.key, "word": own.word, "is_counted": own.is_counted} for own in attribute.outcomes
        ],
    }


def _group(page: BenchmarkPage, group: ShownGroup) -> dict[str, Any]:
    lengths = group.lengths
    shown = lengths if lengths is not None and lengths.is_shown else None
    return {
        "value": group.value,
        "label": group.label,
        "n": group.total,
        "left_out": group.left_out,
        "shares": [
            {
                "outcome": entry.outcome.key,
                "word": entry.outcome.word,
                "count": entry.share.count,
                "of": entry.share.total,
                "percent": entry.share.percent,
            }
            for entry in group.shares
        ],
        "words": {name: getattr(shown, name, None) for name in ("p10", "median", "p90")}
        if page.is_length
        else None,
    }

"""Filings, and what each says."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from comparison.api.errors import REFUSALS
from comparison.api.paging import Paging
from comparison.api.schemas import CodeOut, FilingDetailOut, FilingOut, Slug, ValueOut, Words, Year
from comparison.comparing.codes import fetch_all_codes
from disclosures.models import ElementValue, Filing
from disclosures.models.querysets import FilingQuerySet

router = Router(tags=["filings"])


class FilingFilter(Schema):
    issuer: Slug | None = Field(None, description="Slug of the issuer.")
    form: Words = Field("", description="10-K, 20-F/A …")
    fiscal_year: Year | None = None

    def apply(self, filings: FilingQuerySet) -> FilingQuerySet:
        if self.issuer:
            filings = filings.filter(issuer__slug=self.issuer)
        if self.form:
            filings = filings.filter(form__iexact=self.form)
        if self.fiscal_year:
            filings = filings.filter(fiscal_year=self.fiscal_year)
        return filings


@router.get("/", response={200: list[FilingOut], **REFUSALS}, summary="Filings, latest fiscal year first")
@paginate(Paging)
def list_filings(request: HttpRequest, filters: Query[FilingFilter]) -> QuerySet[Filing]:
    filings = filters.apply(Filing.objects.visible_to(request.user))
    return (
        filings.for_list()
        .select_related("amends")
        .defer("reading_text", "amends__reading_text")
        .order_by("-fiscal_year", Upper("issuer__name"), "form", "pk")
    )


@router.get("/{slug}", response={200: FilingDetailOut, **REFUSALS}, summary="One filing with its text")
def show_filing(request: HttpRequest, slug: Slug) -> Filing:
    filings = Filing.objects.visible_to(request.user).for_list().select_related("amends")
    return get_object_or_404(filings, slug=slug)


@router.get(
    "/{slug}/elements",
    response={200: list[ValueOut], **REFUSALS},
    summary="What a filing says under each element, with evidence and place",
)
@paginate(Paging)
def list_values(request: HttpRequest, slug: Slug) -> QuerySet[ElementValue]:
    filing = get_object_or_404(Filing.objects.visible_to(request.user).only("pk"), slug=slug)
    return values_with_places().filter(filing=filing).order_by("position")


@router.get(
    "/{slug}/codes",
    response={200: list[CodeOut], **REFUSALS},
    summary="What the rules of the codebook read from a filing, with the words each value rests on",
)
def list_codes(request: HttpRequest, slug: Slug) -> list[dict[str, Any]]:
    """Empty while the filing waits to be coded."""
    filing = get_object_or_404(Filing.objects.visible_to(request.user).only("pk"), slug=slug)
    return [
        {
            "attribute": name,
            "label": code.attribute.label,
            "group": code.attribute.group,
            "clause": code.attribute.clause,
            "state": code.state.value,
            "value": code.value,
            "evidence": [
                {"quote": own.words, "start": own.start, "end": own.end, "element": own.element or None}
                for own in code.quotes
            ],
        }
        for name, code in fetch_all_codes([filing.pk])[filing.pk].items()
    ]


def values_with_places() -> QuerySet[ElementValue]:
    """Values with all that ValueOut shows of them, in one query."""
    return ElementValue.objects.select_related("filing__issuer", "element").defer("filing__reading_text")

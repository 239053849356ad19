"""Elements of the frameworks, and what issuers say under one."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from comparison.api.errors import REFUSALS
from comparison.api.filings import FilingFilter, values_with_places
from comparison.api.paging import Paging
from comparison.api.schemas import ElementOut, Slug, ValueOut
from disclosures.models import Element, ElementValue, Filing

router = Router(tags=["elements"])


class ElementFilter(Schema):
    framework: Slug | None = Field(None, description="Slug of the framework.")


@router.get("/", response={200: list[ElementOut], **REFUSALS}, summary="Elements, in their framework's order")
@paginate(Paging)
def list_elements(request: HttpRequest, filters: Query[ElementFilter]) -> QuerySet[Element]:
    elements = Element.objects.in_use().with_framework().select_related("text_element")
    if filters.framework:
        elements = elements.filter(framework__slug=filters.framework)
    return elements.order_by("framework__slug", "order", "key")


@router.get("/{slug}", response={200: ElementOut, **REFUSALS}, summary="One element")
def show_element(request: HttpRequest, slug: Slug) -> Element:
    return get_object_or_404(
        Element.objects.in_use().with_framework().select_related("text_element"), slug=slug
    )


@router.get(
    "/{slug}/values",
    response={200: list[ValueOut], **REFUSALS},
    summary="What issuers say under an element, latest fiscal year first",
)
@paginate(Paging)
def list_element_values(
    request: HttpRequest, slug: Slug, filters: Query[FilingFilter]
) -> QuerySet[ElementValue]:
    element = get_object_or_404(Element.objects.in_use(), slug=slug)
    filings = filters.apply(Filing.objects.visible_to(request.user))
    values = values_with_places().filter(element=element, filing__in=filings)
    return values.order_by("-filing__fiscal_year", "filing_id", "position")

"""Issuers."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Upper
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from comparison.api.errors import REFUSALS
from comparison.api.paging import Paging
from comparison.api.schemas import IssuerOut, Slug, Words
from comparison.models import PeerGroup
from comparison.peers.groups import member_filter
from disclosures.models import Issuer

router = Router(tags=["issuers"])


class IssuerFilter(Schema):
    q: Words = Field("", description="Part of the name, or the last digits of the CIK.")
    type: Words = Field("", description="operating, bank_or_insurer, spac_or_shell or fund_or_trust.")
    country: Words = Field("", description="ISO 3166 code of the business address.")
    peer_group: Slug | None = Field(None, description="Slug of a peer group that you may see.")


@router.get("/", response={200: list[IssuerOut], **REFUSALS}, summary="Issuers, by name")
@paginate(Paging)
def list_issuers(request: HttpRequest, filters: Query[IssuerFilter]) -> QuerySet[Issuer]:
    issuers = Issuer.objects.visible_to(request.user)
    if filters.q:
        issuers = issuers.filter(Q(name__icontains=filters.q) | Q(cik__endswith=filters.q))
    if filters.type:
        issuers = issuers.filter(kind=filters.type)
    if filters.country:
        issuers = issuers.filter(country__iexact=filters.country)
    if filters.peer_group:
        group = get_object_or_404(PeerGroup.objects.visible_to(request.user), slug=filters.peer_group)
        issuers = issuers.filter(member_filter(group))
    return issuers.for_list().order_by(Upper("name"), "pk")


@router.get("/{slug}", response={200: IssuerOut, **REFUSALS}, summary="One issuer")
def show_issuer(request: HttpRequest, slug: Slug) -> Issuer:
    return get_object_or_404(Issuer.objects.visible_to(request.user).for_list(), slug=slug)

"""Fetching from EDGAR: started from an issuer's page, watched on a page of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.edgar.client import EdgarError
from disclosures.edgar.fetching import start_fetch
from disclosures.models import EdgarFetch, Issuer
from disclosures.queries import fetched_items_of
from disclosures.views.uploads import signed_in


@require_POST
@require_permission(Permission.UPLOAD)
def edgar_fetch_create(request: HttpRequest, slug: str) -> HttpResponse:
    issuer = get_object_or_404(Issuer.objects.visible_to(request.user), slug=slug)
    try:
        return redirect(start_fetch(issuer=issuer, by=signed_in(request)))
    except EdgarError as error:
        messages.error(request, str(error))
        return redirect(issuer)


@require_safe
@require_permission(Permission.UPLOAD)
def edgar_fetch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    fetch = get_object_or_404(EdgarFetch.objects.select_related("issuer", "started_by"), pk=pk)
    items = fetched_items_of(fetch)
    context = {
        "fetch": fetch,
        "items": items,
        "done": sum(item.is_settled for item in items),
        "is_done": fetch.is_settled,
        "nav": "issuers",
    }
    return render_page(request, "disclosures/edgar_fetch.html", context, partial="edgar-progress")

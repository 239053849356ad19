"""Issuers and their filings."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config.htmx import render_page
from config.permissions import Permission, has_permission, require_permission
from disclosures.forms import FilingFilterForm, IssuerFilterForm
from disclosures.models import Filing, Issuer
from disclosures.queries import filings_by_year, filings_page, issuers_page
from disclosures.removal import remove_filing
from disclosures.views.uploads import signed_in


@require_safe
def issuer_list(request: HttpRequest) -> HttpResponse:
    form = IssuerFilterForm(request.GET)
    given = form.given
    issuers = Issuer.objects.visible_to(request.user).for_list()
    page = issuers_page(issuers, words=given.get("q", ""), number=given.get("page"))
    context = {"form": form, "page": page, "nav": "issuers", "words": given.get("q", "")}
    return render_page(request, "disclosures/issuer_list.html", context, partial="issuer-rows")


@require_safe
def issuer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    issuer = get_object_or_404(Issuer.objects.visible_to(request.user), slug=slug)
    years = filings_by_year(Filing.objects.visible_to(request.user).for_list().filter(issuer=issuer))
    context = {"issuer": issuer, "years": years, "nav": "issuers"}
    if has_permission(request.user, Permission.UPLOAD):
        context["latest_fetch"] = issuer.edgar_fetches.first()
    return render_page(request, "disclosures/issuer_detail.html", context)


@require_safe
def filing_list(request: HttpRequest) -> HttpResponse:
    form = FilingFilterForm(request.GET)
    given = form.given
    page = filings_page(
        Filing.objects.visible_to(request.user).for_list(),
        words=given.get("q", ""),
        form=given.get("form", ""),
        year=given.get("year"),
        number=given.get("page"),
    )
    context = {"form": form, "page": page, "nav": "filings"}
    return render_page(request, "disclosures/filing_list.html", context, partial="filing-rows")


@require_safe
def filing_source(request: HttpRequest, slug: str) -> FileResponse:
    """The document as received, always as a download: a browser must not run what an issuer wrote."""
    filing = get_object_or_404(Filing.objects.visible_to(request.user).select_related("document"), slug=slug)
    return FileResponse(
        filing.document.content.open("rb"),
        as_attachment=True,
        filename=filing.document.name,
        content_type="application/octet-stream",
    )


@require_POST
@require_permission(Permission.UPLOAD)
def filing_remove(request: HttpRequest, slug: str) -> HttpResponse:
    filings = Filing.objects.visible_to(request.user).select_related("document", "issuer")
    filing = get_object_or_404(filings, slug=slug)
    name = str(filing)
    remove_filing(filing=filing, by=signed_in(request))
    messages.success(request, f"Removed: {name}. What people wrote on it stays in the records.")
    return redirect(filing.issuer)

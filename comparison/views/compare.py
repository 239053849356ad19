"""Filings side by side, and a filing against its year before."""

from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from comparison.comparing.addresses import CompareAddress
from comparison.comparing.choosing import offer_filings
from comparison.comparing.comparisons import choose_filings, compare_filings
from comparison.comparing.forms import CompareForm, PageForm
from comparison.comparing.pages import build_page, build_years
from comparison.comparing.queries import filings_to_compare, find_filings
from comparison.comparing.saved_forms import SaveComparisonForm
from config.accounts.models import User
from config.htmx import render_page
from disclosures.models import Filing


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The grid of the filings named by `f`; without any, or on `choose`, the page where they are chosen."""
    user = cast("User", request.user)
    form = CompareForm(request.GET)
    if not form.is_valid():
        return _show_chooser(request, form, [], status=400)
    given = form.cleaned_data
    if given["issuer"]:
        return _redirect_to_filings(request, form)
    filings = find_filings(user, given["f"])
    if missing := len(given["f"]) - len(filings):
        messages.warning(
            request,
            f"{missing} of the filings in this address {'is' if missing == 1 else 'are'} not held here.",
        )
    if not filings or given["choose"]:
        return _show_chooser(request, form, filings)
    address = form.address([filing.slug for filing in filings])
    page = build_page(user, compare_filings(user, filings), address)
    if page is None:
        raise Http404("No such element.")
    return render_page(
        request,
        "comparison/compare.html",
        {
            "page": page,
            "save_form": SaveComparisonForm(initial={"query": replace(address, saved=None).query}),
            "nav": "compare",
        },
        partial=page.partial(request.headers.get("HX-Target")),
    )


@require_safe
def compare_years(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    filing = get_object_or_404(filings_to_compare(user), slug=slug)
    form = PageForm(request.GET)
    number = form.cleaned_data["page"] if form.is_valid() else None
    context = {"filing": filing, "page": build_years(user, filing, number), "nav": "compare"}
    return render_page(request, "comparison/years.html", context)


def _redirect_to_filings(request: HttpRequest, form: CompareForm) -> HttpResponse:
    given = form.cleaned_data
    chosen = choose_filings(cast("User", request.user), given["issuer"], given["year"])
    address = CompareAddress(tuple(filing.slug for filing in chosen), given["element"])
    # One issuer alone compares with nobody: its filing is chosen already, others are offered.
    return redirect(address.choose if len(chosen) == 1 else str(address))


def _show_chooser(
    request: HttpRequest, form: CompareForm, chosen: list[Filing], status: int = 200
) -> HttpResponse:
    words = form.cleaned_data.get("q", "")
    context = {
        "form": form,
        "offer": offer_filings(cast("User", request.user), chosen, words),
        "nav": "compare",
    }
    return render_page(request, "comparison/compare_choose.html", context, status=status)

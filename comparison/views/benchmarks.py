"""Shares of the market, what is behind each, and how filings are tagged."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comparison.benchmarks.attributes import Attribute
from comparison.benchmarks.behind import filings_behind, issuers_behind
from comparison.benchmarks.forms import BenchmarkForm, OutcomeForm
from comparison.benchmarks.index import build_index, build_quality
from comparison.benchmarks.market import build_market
from comparison.benchmarks.pages import build_benchmark
from comparison.benchmarks.queries import find_attribute
from comparison.benchmarks.tag_quality import WORDS, Fault
from comparison.exports.benchmarks import benchmark_csv
from config.accounts.models import User
from config.htmx import render_page
from disclosures.models import Element


@require_safe
def benchmark_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = BenchmarkForm(request.GET, user=user)
    asked = form.ask()
    context = {
        "form": form,
        "filters": asked.filters,
        "page": build_index(user, asked.filters, asked.own),
        "own": asked.own,
        "query": asked.filters.query(own=asked.own_slug),
        "nav": "benchmarks",
    }
    return render_page(request, "comparison/benchmark_list.html", context)


@require_safe
def market_shares(request: HttpRequest) -> HttpResponse:
    """Codebook attributes by issuer type, and beside published figures."""
    user = cast("User", request.user)
    form = BenchmarkForm(request.GET, user=user)
    filters = form.ask().filters
    context = {
        "form": form,
        "fields": [form["year"], form["form"]],
        "filters": filters,
        "page": build_market(user, filters),
        "nav": "benchmarks",
    }
    return render_page(request, "comparison/market_shares.html", context)


@require_safe
def benchmark_detail(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    attribute, element = _find(slug)
    form = BenchmarkForm(request.GET, user=user)
    asked = form.ask()
    page = build_benchmark(user, attribute, element, asked.filters, asked.own)
    context = {
        "form": form,
        "filters": asked.filters,
        "page": page,
        "query": asked.filters.query(own=asked.own_slug),
        "nav": "benchmarks",
    }
    return render_page(request, "comparison/benchmark_detail.html", context)


@require_safe
def benchmark_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows of the page as a CSV file."""
    user = cast("User", request.user)
    attribute, element = _find(slug)
    asked = BenchmarkForm(request.GET, user=user).ask()
    page = build_benchmark(user, attribute, element, asked.filters, asked.own)
    response = HttpResponse(benchmark_csv(page), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{attribute.slug}-{asked.filters.year}.csv"'
    return response


@require_safe
def benchmark_issuers(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    attribute, element = _find(slug)
    asked = BenchmarkForm(request.GET, user=user).ask()
    listing = OutcomeForm(request.GET)
    listing.is_valid()  # an odd outcome or page number chooses nothing
    given = listing.cleaned_data
    outcome = given.get("outcome", "")
    page, rows = issuers_behind(
        user, asked.filters, attribute, element, outcome=outcome, number=given.get("page")
    )
    context = {
        "attribute": attribute,
        "filters": asked.filters,
        "own": asked.own,
        "outcome": next((own for own in attribute.outcomes if own.key == outcome), None),
        "outcomes": attribute.outcomes,
        "query": asked.filters.query(own=asked.own_slug),
        "page": page,
        "rows": rows,
        "nav": "benchmarks",
    }
    return render_page(request, "comparison/benchmark_issuers.html", context, partial="behind-rows")


@require_safe
def tag_quality(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = BenchmarkForm(request.GET, user=user)
    asked = form.ask()
    context = {
        "form": form,
        "filters": asked.filters,
        "page": build_quality(user, asked.filters, asked.own),
        "own": asked.own,
        "query": asked.filters.query(own=asked.own_slug),
        "nav": "benchmarks",
    }
    return render_page(request, "comparison/tag_quality.html", context)


@require_safe
def tag_quality_filings(request: HttpRequest, code: str) -> HttpResponse:
    user = cast("User", request.user)
    if code not in set(Fault):
        raise Http404("No such fault.")
    asked = BenchmarkForm(request.GET, user=user).ask()
    filters = asked.filters
    listing = OutcomeForm(request.GET)
    listing.is_valid()  # an odd page number is the first page
    page, rows = filings_behind(user, filters, code, listing.cleaned_data.get("page"))
    context = {
        "words": WORDS[Fault(code)],
        "code": code,
        "filters": filters,
        "query": filters.query(own=asked.own_slug),
        "page": page,
        "rows": rows,
        "nav": "benchmarks",
    }
    return render_page(request, "comparison/tag_quality_filings.html", context, partial="fault-rows")


def _find(slug: str) -> tuple[Attribute, Element | None]:
    found = find_attribute(slug)
    if found is None:
        raise Http404("No such attribute.")
    return found

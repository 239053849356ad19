"""A plan's coverage taken along: the rows of its page as a file, or as a page to print."""

from collections.abc import Callable
from typing import IO, cast

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comparison.comparing.queries import find_filings
from comparison.coverage.forms import CoverageForm
from comparison.coverage.pages import build_coverage
from comparison.coverage.queries import find_plan
from comparison.exports.coverage import (
    ExportedCoverage,
    coverage_to_csv,
    coverage_to_json,
    take_coverage,
    tell_tally,
)
from comparison.exports.coverage_files import write_coverage_report, write_coverage_workbook
from comparison.exports.files import CSV_MARK
from comparison.views.exports import send_file, site_of
from config.accounts.models import User


def _write_csv(content: ExportedCoverage, stream: IO[bytes]) -> None:
    stream.write(CSV_MARK + coverage_to_csv(content).encode())


def _write_json(content: ExportedCoverage, stream: IO[bytes]) -> None:
    stream.write(coverage_to_json(content).encode())


FILES: dict[str, Callable[[ExportedCoverage, IO[bytes]], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "xlsx": write_coverage_workbook,
    "docx": write_coverage_report,
}


@require_safe
def coverage_export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The plan by the filings named by `f`, as the page at the same query shows it.

    404 where the plan, a demand or a filing is not held: a file must not miss a column that was asked for.
    """
    if kind not in FILES:
        raise Http404("There is no such file.")
    content = _take(request, slug)
    issuers = [column.filing.issuer.slug for column in content.page.columns]
    name = "-".join(("coverage", slug[:40], *issuers[:3]))
    return send_file(lambda stream: FILES[kind](content, stream), name, kind)


@require_safe
def coverage_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a page for paper."""
    content = _take(request, slug)
    tallies = [(column.filing, tell_tally(column.tally)) for column in content.page.columns]
    context = {"content": content, "tallies": tallies, "nav": "coverage"}
    return render(request, "comparison/print_coverage.html", context)


def _take(request: HttpRequest, slug: str) -> ExportedCoverage:
    user = cast("User", request.user)
    plan, form = find_plan(user, slug), CoverageForm(request.GET)
    if plan is None:
        raise Http404("No such plan, or it is still a draft.")
    if not form.is_valid():
        raise BadRequest("The address names a filing or a demand oddly.")
    filings = find_filings(user, form.cleaned_data["f"])
    if not filings or len(filings) < len(form.cleaned_data["f"]):
        raise Http404("Not all of these filings are held here.")
    page = build_coverage(user, plan, filings, form.address(plan, filings))
    if page.opened is None and page.address.requirement:
        raise Http404("No such demand.")
    return take_coverage(page, site_of(request))

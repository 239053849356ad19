"""Comparisons taken along: the rows of a page as a file, or as a page to print."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO, cast

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from comparison.comparing.addresses import CompareAddress
from comparison.comparing.comparisons import Comparison, compare_filings
from comparison.comparing.forms import CompareForm
from comparison.comparing.narrowing import describe_narrowing, narrow_comparison, sort_columns
from comparison.comparing.queries import filings_to_compare, find_filings
from comparison.comparing.redlines import redline_filing
from comparison.exports.files import CSV_MARK, to_csv, to_json
from comparison.exports.redline import write_redline
from comparison.exports.rows import ExportedComparison, take_comparison
from comparison.exports.side_by_side import write_side_by_side
from comparison.exports.workbook import write_workbook
from comparison.exports.years import ExportedYears, take_years, years_to_csv, years_to_json
from comparison.exports.years_workbook import write_years_workbook
from comparison.reading.places import fetch_places
from config.accounts.models import User

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
LONGEST_NAME = 100
"""Signs of a file's name: systems and synchronised folders take 255 bytes with the path."""


def _write_csv(content: ExportedComparison, stream: IO[bytes]) -> None:
    stream.write(CSV_MARK + to_csv(content.cells, content.codes).encode())


def _write_json(content: ExportedComparison, stream: IO[bytes]) -> None:
    stream.write(to_json(content.cells, content.codes, content.columns, content.side).encode())


def _write_years_csv(years: ExportedYears, stream: IO[bytes]) -> None:
    stream.write(CSV_MARK + years_to_csv(years).encode())


def _write_years_json(years: ExportedYears, stream: IO[bytes]) -> None:
    stream.write(years_to_json(years).encode())


COMPARISONS: dict[str, Callable[[ExportedComparison, IO[bytes]], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "xlsx": write_workbook,
    "docx": write_side_by_side,
}
YEARS: dict[str, Callable[[ExportedYears, IO[bytes]], None]] = {
    "csv": _write_years_csv,
    "json": _write_years_json,
    "docx": write_redline,
    "xlsx": write_years_workbook,
}


@require_safe
def compare_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The grid of the filings named by `f`, or one `element` of it, as the page at the same query shows it.

    404 where a filing or the element is not held: a file must not miss a column that somebody asked for.
    """
    if kind not in COMPARISONS:
        raise Http404("There is no such file.")
    content = _take(request)
    slugs = [column.filing.issuer.slug for column in content.columns]
    row = content.side.row.element.slug if content.side else ""
    years = {column.filing.fiscal_year for column in content.columns}
    name = "-".join(filter(None, ("comparison", row, *slugs[:3], f"{max(years)}")))
    return send_file(lambda stream: COMPARISONS[kind](content, stream), name, kind)


@require_safe
def years_export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """A filing against its year before, as the page shows it; 404 where no earlier year is held."""
    if kind not in YEARS:
        raise Http404("There is no such file.")
    years = _take_years(request, slug)
    filing, before = years.redline.filing, years.redline.before
    name = f"changes-{filing.issuer.slug}-{before.fiscal_year}-{filing.fiscal_year}"
    return send_file(lambda stream: YEARS[kind](years, stream), name, kind)


@require_safe
def compare_print(request: HttpRequest) -> HttpResponse:
    """The same as a page for paper."""
    context = {"content": _take(request), "nav": "compare"}
    return render(request, "comparison/print_compare.html", context)


@require_safe
def years_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a page for paper."""
    years = _take_years(request, slug)
    rows = zip(years.changes, (*years.redline.changes, *years.redline.unchanged), strict=True)
    context = {"years": years, "rows": tuple(rows), "nav": "compare"}
    return render(request, "comparison/print_years.html", context)


def _take(request: HttpRequest) -> ExportedComparison:
    form = CompareForm(request.GET)
    if not form.is_valid():
        raise BadRequest("The address names a filing or an element oddly.")
    user, given = cast("User", request.user), form.cleaned_data
    filings = find_filings(user, given["f"])
    if not filings or len(filings) < len(given["f"]):
        raise Http404("Not all of these filings are held here.")
    address = replace(form.address([filing.slug for filing in filings]), panel="", saved=None, page=1)
    return _take_at(compare_filings(user, filings), address, site_of(request))


def _take_at(comparison: Comparison, address: CompareAddress, site: str) -> ExportedComparison:
    if not address.element:
        narrowed = describe_narrowing(comparison, address)
        return take_comparison(narrow_comparison(comparison, address), None, address, site, narrowed)
    comparison = sort_columns(comparison, address.like)
    row = comparison.find_row(address.element)
    if row is None:
        raise Http404("No such element.")
    return take_comparison(comparison, row, address, site)


def _take_years(request: HttpRequest, slug: str) -> ExportedYears:
    user = cast("User", request.user)
    redline = redline_filing(user, get_object_or_404(filings_to_compare(user), slug=slug))
    if redline is None:
        raise Http404("No earlier year is held.")
    places = fetch_places([redline.filing, redline.before])
    return take_years(redline, places, reverse("compare-years", args=[slug]), site_of(request))


def site_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def send_file(write: Callable[[IO[bytes]], None], name: str, kind: str) -> FileResponse:
    """The file as a download, streamed from the disk: a large one must not lie in memory."""
    with ExitStack() as until_written:
        stream = until_written.enter_context(TemporaryFile())
        write(stream)
        stream.seek(0)
        until_written.pop_all()  # from here on the response reads and closes it
    file = f"{slugify(name)[:LONGEST_NAME].strip('-')}.{kind}"
    return FileResponse(stream, as_attachment=True, filename=file, content_type=TYPES[kind])

"""manage.py compare ISSUER ISSUER…: filings side by side, as text, JSON or CSV."""

import shutil
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comparison.alignment.grid import Row
from comparison.comparing.comparisons import Comparison, choose_filings, compare_filings, open_row
from comparison.exports.coded import ExportedCode, export_codes
from comparison.exports.files import to_csv, to_json
from comparison.exports.rows import export_cells
from comparison.exports.text import grid_to_text, side_by_side_to_text
from comparison.naming import UnknownIssuerError, find_issuer
from comparison.reading.places import fetch_places
from disclosures.models import Filing, Issuer


class Command(BaseCommand):
    help = "Lays issuers side by side, element by element: the rows of the comparison page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("issuers", nargs="+", metavar="ISSUER", help="Slug, name or CIK.")
        parser.add_argument("--year", type=int, help="Fiscal year; the latest of each issuer without it.")
        parser.add_argument("--element", default="", help="One element: its slug, name or concept.")
        parser.add_argument("--format", choices=["text", "json", "csv"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:
        comparison = compare_filings(None, self._choose(options["issuers"], options["year"]))
        row = _find_row(comparison, options["element"])
        cells = list(export_cells(comparison, row))
        side = open_row(comparison, row) if row else None
        if options["format"] == "csv":
            text = to_csv(cells, _fetch_codes(comparison, row))
        elif options["format"] == "json":
            text = to_json(cells, _fetch_codes(comparison, row), comparison.columns, side)
        else:
            text = side_by_side_to_text(side, _width()) if side else grid_to_text(cells, _width())
        self.stdout.write(text, ending="")

    def _choose(self, names: list[str], year: int | None) -> list[Filing]:
        try:
            issuers = [find_issuer(name) for name in names]
        except UnknownIssuerError as error:
            raise CommandError(str(error), returncode=2) from error
        if year is not None and not 1990 <= year <= 2100:
            raise CommandError("--year takes a year between 1990 and 2100.", returncode=2)
        filings = choose_filings(None, [issuer.slug for issuer in issuers], year)
        held = {filing.issuer_id for filing in filings}
        missing = [issuer for issuer in dict.fromkeys(issuers) if issuer.pk not in held]
        if missing:
            raise CommandError(" ".join(_describe_years(issuer, year) for issuer in missing), returncode=2)
        return filings


def _fetch_codes(comparison: Comparison, row: Row | None) -> tuple[ExportedCode, ...]:
    places = fetch_places([column.filing for column in comparison.columns])
    return export_codes(comparison, row, places)


def _describe_years(issuer: Issuer, year: int | None) -> str:
    years = sorted(set(issuer.filings.values_list("fiscal_year", flat=True)))
    held = ", ".join(str(known) for known in years) or "none"
    wanted = f"for fiscal year {year}" if year else "at all"
    return f"{issuer.name} has no annual filing {wanted}; years held: {held}."


def _find_row(comparison: Comparison, words: str) -> Row | None:
    if not words:
        return None
    wanted = words.casefold()
    for row in comparison.rows:
        for element in (row.element, *row.flags):
            if wanted in {element.slug.casefold(), element.name.casefold(), element.key.casefold()}:
                return row
    known = ", ".join(row.element.slug for row in comparison.rows)
    raise CommandError(f"No element is called “{words}”. Known here: {known}.", returncode=2)


def _width() -> int:
    """Of the terminal; 120 characters where the output goes into a file or a pipe."""
    return shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120

"""manage.py fetch_edgar TICKER|CIK|ACCESSION…: fetches filings from EDGAR and stores them."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosures.edgar.archive import DEFAULT_FORMS, EdgarArchive, Selection, read_wanted
from disclosures.edgar.client import EdgarError
from disclosures.edgar.fetching import fetch_filing, open_archive
from disclosures.models import EdgarFetchItem


def read_years(words: str) -> tuple[int, int]:
    """ "2024" or "2024-2026" as first and last year."""
    span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", words, re.ASCII)
    years = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
    if not 1993 <= years[0] <= years[1] <= 2100:
        raise ArgumentTypeError(f"{words} is neither a year nor a span such as 2024-2026.")
    return years


def read_forms(words: str) -> tuple[str, ...]:
    """Forms separated by commas, in capitals."""
    return tuple(form.strip().upper() for form in words.split(",") if form.strip())


class Command(BaseCommand):
    help = "Fetches filings from EDGAR, politely, and stores them. What is held already is not fetched again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "wanted", nargs="+", metavar="WHAT", help="Ticker, CIK, accession number, or a filing's address."
        )
        parser.add_argument(
            "--form", type=read_forms, default=DEFAULT_FORMS, help=f"Default: {','.join(DEFAULT_FORMS)}."
        )
        parser.add_argument(
            "--years", type=read_years, help="Years in which the period ends: 2024 or 2024-2026."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        selection = Selection(options["form"], options["years"])
        counts: Counter[str] = Counter()
        try:
            archive = open_archive()
            with archive.client:
                for words in options["wanted"]:
                    self.fetch(archive, words, selection, counts)
        except EdgarError as error:
            raise CommandError(
                f"{error} {self.sum_up(counts)} The same command goes on from there."
            ) from error
        self.stdout.write(self.sum_up(counts))
        if counts[EdgarFetchItem.Status.REFUSED]:
            raise CommandError("Some could not be stored; each is named above.", returncode=2)

    def fetch(self, archive: EdgarArchive, words: str, selection: Selection, counts: Counter[str]) -> None:
        """One of the things asked for; what EDGAR does not know is said and counted."""
        try:
            submissions, rows = archive.find_filings(read_wanted(words), selection)
        except EdgarError as error:
            if error.code != "unknown":
                raise
            counts[EdgarFetchItem.Status.REFUSED] += 1
            self.stderr.write(f"{words}: {error}")
            return
        if not rows:
            self.stdout.write(f"{words}: {submissions.name} has filed nothing of the kind asked for.")
        for row in rows:
            outcome = fetch_filing(archive=archive, submissions=submissions, row=row, by=None)
            counts[outcome.status] += 1
            is_refused = outcome.status == EdgarFetchItem.Status.REFUSED
            stream = self.stderr if is_refused else self.stdout
            stream.write(f"{words} {row.accession}: {outcome.sentence}")

    def sum_up(self, counts: Counter[str]) -> str:
        parts = (f"{counts[status]} {status.label}" for status in list(EdgarFetchItem.Status)[1:])
        return f"{', '.join(parts)}."

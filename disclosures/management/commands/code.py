"""`manage.py code FILE|ACCESSION…`: codebook values of filings, one JSON object a line.

Files and archives need no database; an accession number without an archive is looked up in it.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from disclosures.coding.codebook.disclosure import Disclosure, read_disclosure
from disclosures.coding.codebook.registry import code_disclosure
from disclosures.coding.codebook.report import report_codes, write_codes
from disclosures.management.commands.extract import EXIT_UNREADABLE, print_utf8, walk_paths
from disclosures.market.classification import derive_kind
from disclosures.market.notes.filings import build_filing
from disclosures.market.notes.members import Reading, Refused, read_filings
from disclosures.parsing import registry
from disclosures.parsing.cover import find_accession
from disclosures.parsing.errors import ParseError

Found = tuple[str, str | None, Disclosure]
"""What it was asked for as, accession number, disclosure."""


class Command(BaseCommand):
    """Reads filings and prints what the codebook notes of them."""

    help = "Prints the codebook values of filings with their quotes, one JSON object per filing and line."
    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to code, where to look for it, and how to print it."""
        parser.add_argument(
            "wanted",
            nargs="*",
            metavar="FILE|ACCESSION",
            help="a file, a folder of files, or an accession number; nothing: all filings of the archives",
        )
        parser.add_argument(
            "--notes",
            action="append",
            default=[],
            type=Path,
            metavar="ARCHIVE.zip",
            help="a notes archive that holds the accession numbers; may be given several times",
        )
        parser.add_argument("--format", choices=("json", "text"), default="json", help="json unless given")

    def handle(self, *_args: str, **options: Any) -> None:
        """Print every filing; name on standard error what could not be found or read, and exit with 2."""
        print_utf8()
        self.is_failed = False
        wanted: list[str] = options["wanted"]
        numbers = [own for own in wanted if find_accession(own) == own and not Path(own).exists()]
        paths = [Path(own) for own in wanted if own not in numbers]
        if not wanted and not options["notes"]:
            self._fail("code", "Name a file or an accession number, or an archive with --notes.")
        for found in self._read_files(paths):
            self._print(found, options["format"])
        if options["notes"]:
            for found in self._read_archives(options["notes"], numbers, take_all=not wanted):
                self._print(found, options["format"])
        else:
            for found in self._read_stored(numbers):
                self._print(found, options["format"])
        if self.is_failed:
            sys.exit(EXIT_UNREADABLE)

    def _print(self, found: Found, form: str) -> None:
        name, accession, disclosure = found
        coded = code_disclosure(disclosure)
        if form == "json":
            line = {"path": name, **report_codes(coded, accession=accession)}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(write_codes(coded, title=f"{name} {disclosure.issuer_name}".strip())))

    def _read_files(self, paths: Sequence[Path]) -> Iterator[Found]:
        for path in walk_paths(paths):
            try:
                filings = registry.read(path.read_bytes(), path.name)
            except ParseError as error:
                self._fail(str(path), str(error))
            except OSError as error:
                self._fail(str(path), f"{error.strerror or error}.")
            else:
                for filing in filings:
                    kind, _ = derive_kind(filing.issuer_name, None, [filing.reading_text])
                    yield str(path), filing.accession or None, read_disclosure(filing, kind=kind)

    def _read_archives(
        self, archives: Sequence[Path], numbers: Sequence[str], *, take_all: bool
    ) -> Iterator[Found]:
        missing = set(numbers)
        for path in archives:
            try:
                with path.open("rb") as file:
                    for raw in read_filings(file, Reading()):
                        accession = raw.submission["adsh"]
                        if not take_all and accession not in missing:
                            continue
                        missing.discard(accession)
                        refused = Refused()
                        filing = build_filing(raw, refused)
                        if filing is None:
                            self._fail(accession, "; ".join(refused.sentences()))
                            continue
                        disclosure = read_disclosure(filing.parsed, kind=filing.issuer.kind)
                        yield accession, accession, disclosure
            except ParseError as error:
                self._fail(str(path), str(error))
            except OSError as error:
                self._fail(str(path), f"{error.strerror or error}.")
        for accession in sorted(missing):
            self._fail(accession, "No archive given holds it.")

    def _read_stored(self, numbers: Sequence[str]) -> Iterator[Found]:
        """Filings of the database. Imported here: files and archives must do without it."""
        if not numbers:
            return
        from disclosures.codes.texts import read_texts
        from disclosures.models import Filing

        keys = dict(Filing.objects.filter(accession__in=numbers).values_list("accession", "pk"))
        stored = read_texts(list(keys.values()))
        for number in numbers:
            if number in keys:
                yield number, number, stored[keys[number]]
            else:
                self._fail(number, "Not among the stored filings; name its archive with --notes.")

    def _fail(self, what: str, sentence: str) -> None:
        self.stderr.write(f"{what}: {sentence}", lambda text: text)
        self.is_failed = True

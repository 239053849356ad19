"""manage.py ingest PATH…: stores filings from files and folders."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from disclosures.identity import Details
from disclosures.sources import Outcome, ingest_file, list_files


class Command(BaseCommand):
    help = "Stores the filings in files and folders; what a source does not say is taken from the options."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--issuer", default="", help="Name of the issuer, for sources that name none.")
        parser.add_argument("--cik", default="", help="Its CIK, up to ten digits.")
        parser.add_argument("--form", default="", help="10-K, 20-F …, for sources that do not say.")
        parser.add_argument("--year", type=int, default=0, help="Fiscal year, for sources that do not say.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if (cik := options["cik"]) and not (cik.isascii() and cik.isdigit() and len(cik) <= 10):
            raise CommandError("--cik takes up to ten digits.")
        details = Details(options["issuer"], cik and cik.zfill(10), options["form"].upper(), options["year"])
        files = list(list_files(options["paths"]))
        outcomes: list[Outcome] = []
        console = Console(file=self.stderr, stderr=False)  # type: ignore[arg-type]  # a stream with write()
        for path in track(files, description="Reading", console=console, disable=not self.stderr.isatty()):
            for outcome in ingest_file(path, details=details):
                outcomes.append(outcome)
                stream = self.stdout if outcome.is_stored else self.stderr
                # A name may hold bytes that are no text, which no stream takes.
                name = str(outcome.path).encode("utf-8", "replace").decode()
                stream.write(f"{name}: {outcome.sentence}")
        stored = sum(outcome.is_stored for outcome in outcomes)
        refused = len(outcomes) - stored
        self.stdout.write(f"{len(files)} files read, {stored} filings held, {refused} not stored.")
        if refused:
            raise CommandError(f"{refused} could not be stored; each is named above.", returncode=2)

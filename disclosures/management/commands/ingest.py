"""manage.py ingest PATH…: stores filings from files and folders."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from disclosures.identity import Details
from disclosures.sources import Outcome, ingest_file, ingest_files, list_files

# What a shell reports of a program that Ctrl-C ended.
STOPPED = 130


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
        details = Details(options["issuer"], cik and cik.zfill(10), options["form"], options["year"])
        files = list(list_files(options["paths"]))
        console = Console(file=self.stderr, stderr=False)  # type: ignore[arg-type]  # a stream with write()
        n_files, stored, refused = 0, 0, 0
        with stopping_softly() as stop:
            results = read_all(files, details, stop)
            for outcomes in track(
                results, "Reading", total=len(files), console=console, disable=not self.stderr.isatty()
            ):
                n_files += 1
                self.tell(outcomes)
                stored += sum(outcome.is_stored for outcome in outcomes)
                refused += sum(not outcome.is_stored for outcome in outcomes)
        self.stdout.write(f"{n_files} files read, {stored} filings held, {refused} not stored.")
        if n_files < len(files):
            raise CommandError("Stopped; the same command goes on from there.", returncode=STOPPED)
        if refused:
            raise CommandError(f"{refused} could not be stored; each is named above.", returncode=2)

    def tell(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            stream = self.stdout if outcome.is_stored else self.stderr
            # A name may hold bytes that are no text, which no stream takes.
            name = str(outcome.path).encode("utf-8", "replace").decode()
            stream.write(f"{name}: {outcome.sentence}")


def read_all(files: list[Path], details: Details, stop: threading.Event) -> Iterator[list[Outcome]]:
    """Outcomes file by file. One file alone is read here: other processes take longer to start."""
    if len(files) == 1:
        return iter([ingest_file(files[0], details=details)])
    return ingest_files(files, details=details, is_stopped=stop.is_set)


@contextmanager
def stopping_softly() -> Iterator[threading.Event]:
    """The first Ctrl-C, or SIGTERM, sets the event; the second one ends the program at once."""
    stop = threading.Event()

    def ask(_number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop  # signals reach the main thread only
        return
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

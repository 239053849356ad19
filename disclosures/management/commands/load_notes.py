"""manage.py load_notes PATH…: stores the filings of the SEC's notes archives."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from disclosures.market.loading import Loaded, load_archives, receive_archive
from disclosures.market.notes.members import looks_like_notes
from disclosures.models import SourceDocument
from disclosures.sources import list_files


class Command(BaseCommand):
    help = (
        "Stores the filings of the SEC's Financial Statement and Notes archives (YYYY_MM_notes.zip). "
        "Loading an archive again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="an archive, or a folder of archives"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        documents, unusable = self._receive(list(list_files(options["paths"])))
        outcomes = self._load(documents)
        total = sum_up(outcomes)
        self.stdout.write(f"{len(outcomes)} archives, {total.issuers:,} issuers new. {total.sentence}")
        if failed := unusable + sum(loaded.error is not None for loaded in outcomes):
            raise CommandError(f"{failed} files could not be loaded; each is named above.", returncode=2)

    def _receive(self, files: Sequence[Path]) -> tuple[list[SourceDocument], int]:
        """The archives among the files, kept as documents, and the number of the other files."""
        documents: list[SourceDocument] = []
        unusable = 0
        for path in files:
            try:
                with path.open("rb") as file:
                    is_archive = looks_like_notes(file)
                if is_archive:
                    documents.append(receive_archive(path, by=None))
                    continue
                sentence = "Not a notes archive: it is no zip with sub.tsv and txt.tsv."
            except OSError as error:
                sentence = f"Cannot be opened: {error.strerror}."
            self.stderr.write(f"{path}: {sentence}")
            unusable += 1
        return list({document.pk: document for document in documents}.values()), unusable

    def _load(self, documents: Sequence[SourceDocument]) -> list[Loaded]:
        outcomes: list[Loaded] = []
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        console = Console(file=self.stderr, stderr=False)  # type: ignore[arg-type]  # a stream with write()
        with Progress(*columns, console=console, disable=not self.stderr.isatty()) as bar:
            task = bar.add_task("Loading", total=sum(document.size for document in documents))

            def advance(document: SourceDocument, filings: int, of: int) -> None:
                before = sum(other.size for other in documents[: documents.index(document)])
                bar.update(
                    task,
                    completed=before + document.size * filings // max(of, 1),
                    description=f"{document.name}, {filings:,} of {of:,} filings",
                )

            for loaded in load_archives(documents, by=None, progress=advance):
                outcomes.append(loaded)
                stream = self.stderr if loaded.error else self.stdout
                stream.write(f"{loaded.name}: {loaded.sentence}")
        return outcomes


def sum_up(outcomes: Sequence[Loaded]) -> Loaded:
    """All archives as one."""
    total = Loaded("")
    for loaded in outcomes:
        total.new += loaded.new
        total.replaced += loaded.replaced
        total.same += loaded.same
        total.held += loaded.held
        total.issuers += loaded.issuers
        total.refused.merge(loaded.refused)
    return total

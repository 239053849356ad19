"""Files on this machine, brought in: one by one, or with all cores."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from config.accounts.models import User
from disclosures.conf import reading_limits
from disclosures.identity import Details, MissingDetailsError
from disclosures.ingest import Stored, receive_document, store_parsed
from disclosures.market.notes.members import NOTES_SENTENCE, looks_like_notes
from disclosures.models import Filing, SourceDocument
from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.archive import MAGIC
from disclosures.reader_pool import ReaderPool, Reading, read_path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one filing in it."""

    path: Path
    sentence: str
    stored: Stored | None = None

    @property
    def is_stored(self) -> bool:
        return self.stored is not None


def list_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and those under the folders, in order of their names. Hidden ones stay out."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if found.is_file() and not any(part.startswith(".") for part in found.relative_to(path).parts)
            )
        else:
            yield path


def ingest_file(path: Path, *, details: Details, by: User | None = None) -> list[Outcome]:
    """Stores every filing of one file. A file that cannot be used is an outcome with its sentence."""
    if settled := settle_unread(path):
        return [settled]
    return store_reading(read_path(path, reading_limits()), details=details, by=by)


def ingest_files(
    paths: Iterable[Path],
    *,
    details: Details,
    by: User | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[list[Outcome]]:
    """Stores every filing of many files, read with all cores, stored here in the order of the paths.

    Nothing a file does stops the others: its process may crash or take too long. Ends early, between two
    files, once `is_stopped` says so; run again, it passes over what is held.
    """
    pool = ReaderPool(
        processes=count_cores(),
        limits=reading_limits(),
        seconds=settings.READING_MAX_SECONDS,
        is_stopped=is_stopped,
    )
    for result in pool.read(paths, settle_unread):
        yield store_reading(result, details=details, by=by) if isinstance(result, Reading) else [result]


def count_cores() -> int:
    """Cores this process may use; a container may have fewer than its machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def settle_unread(path: Path) -> Outcome | None:
    """The outcome of a file that need not be read: held already, or a notes archive. None for all others."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                if looks_like_notes(file):
                    return Outcome(path, NOTES_SENTENCE)
    except OSError:
        return None
    return find_held(path)


def find_held(path: Path) -> Outcome | None:
    """The outcome of a file whose bytes are held already; None for all others, unreadable ones too.

    Bytes that the document store has lost count as not held: bringing them again puts them back. So do zips:
    of the filings in one, some may be held and others have waited for what their sources do not say.
    """
    try:
        if not path.is_file() or path.stat().st_size > reading_limits().file_bytes:
            return None
        with path.open("rb") as stream:
            if stream.read(len(MAGIC[0])) in MAGIC:
                return None
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    document = SourceDocument.objects.select_related("framework").filter(sha256=digest).first()
    if document is None or not document.is_in_store():
        return None
    return _held_outcome(path, document)


def _held_outcome(path: Path, document: SourceDocument) -> Outcome | None:
    if filing := document.filings.select_related("issuer").first():
        return _tell_held(path, filing)
    if plan := getattr(document, "framework", None):
        return Outcome(path, f"Already held, as the plan “{plan}”.", Stored(None, plan, "", is_new=False))
    return None


def _tell_held(path: Path, filing: Filing) -> Outcome:
    return Outcome(path, f"Already held, as {filing}.", Stored(filing, None, "", is_new=False))


def store_reading(reading: Reading, *, details: Details, by: User | None = None) -> list[Outcome]:
    """Stores all filings of a file that was read, or none where it is interrupted."""
    path = reading.path
    if reading.refusal:
        return [Outcome(path, reading.refusal)]
    try:
        data = path.read_bytes()
    except OSError as error:
        return [Outcome(path, f"Cannot be opened: {error.strerror}.")]
    if hashlib.sha256(data).hexdigest() != reading.sha256:
        return [Outcome(path, "It changed while it was being read; bring it in again.")]
    document = receive_document(data=data, name=path.name, by=by)
    if len(reading.filings) == 1 and (held := _held_outcome(path, document)):
        return [held]
    parts = {filing.part: filing for filing in document.filings.select_related("issuer")}
    outcomes = []
    with transaction.atomic():
        for part, filing in enumerate(reading.filings):
            if part in parts:
                outcomes.append(_tell_held(path, parts[part]))
                continue
            try:
                stored = store_parsed(document=document, part=part, parsed=filing, details=details, by=by)
            except ParseError as error:
                outcomes.append(Outcome(path, str(error)))
            except MissingDetailsError as error:
                outcomes.append(Outcome(path, f"{error} Say it with --issuer, --form or --year."))
            else:
                outcomes.append(Outcome(path, stored.sentence, stored))
    document.discard_if_unused()
    return outcomes

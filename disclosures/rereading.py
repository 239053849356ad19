"""Stored documents parsed again from the bytes that were kept."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings

from disclosures.conf import reading_limits
from disclosures.ingest import store_again
from disclosures.models import Filing, SourceDocument
from disclosures.parsing.errors import ParseError
from disclosures.reader_pool import ReaderPool, Reading, read_named
from disclosures.sources import count_cores

LOST = "Its bytes are gone from the document store; bringing the file in again puts them back."


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of one document. With a refusal nothing has changed."""

    document: SourceDocument
    filings: tuple[Filing, ...] = ()
    refusal: str = ""


def reread_documents(documents: Sequence[SourceDocument]) -> Iterator[Reread]:
    """Makes everything parsed from these documents again, read with all cores, stored in their order.

    Each has the time that an upload has. No notes archives: their own loader reads them.
    """
    names = {str(document.pk): document.name for document in documents}
    pool = ReaderPool(
        processes=count_cores(),
        limits=reading_limits(),
        seconds=settings.READING_MAX_SECONDS,
        read_one=partial(read_named, names=names),
    )
    with tempfile.TemporaryDirectory(prefix="collate-") as folder:
        readings = pool.read(_put_down(documents, Path(folder)), _find_lost)
        for document, reading in zip(documents, readings, strict=True):
            reading.path.unlink(missing_ok=True)
            yield _store(document, reading)


def _store(document: SourceDocument, reading: Reading) -> Reread:
    if reading.refusal:
        return Reread(document, refusal=reading.refusal)
    try:
        return Reread(document, store_again(document, reading.filings))
    except ParseError as error:
        return Reread(document, refusal=str(error))


def _put_down(documents: Sequence[SourceDocument], folder: Path) -> Iterator[Path]:
    """The documents as files; nothing lies at the path of one whose bytes the store has lost."""
    for document in documents:
        path = folder / str(document.pk)
        with contextlib.suppress(FileNotFoundError):
            path.write_bytes(document.read())
        yield path


def _find_lost(path: Path) -> Reading | None:
    return None if path.exists() else Reading(path, refusal=LOST)

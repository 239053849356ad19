"""Every write of notes archives: the document, then issuers, filings, values, passages in one merge."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

import pghistory
from django.core.files.base import File
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from config.accounts.models import User
from disclosures import signals
from disclosures.ingest import create_unknown_element, lock_storing
from disclosures.market.issuers import merge_issuers
from disclosures.market.lanes import Lane, run_in_lanes
from disclosures.market.notes.filings import IssuerFacts
from disclosures.market.notes.members import Refused, looks_like_notes
from disclosures.market.notes.rows import Batch
from disclosures.market.preparing import Prepared, prepare_archives
from disclosures.market.staging import (
    LOCK,
    copy_rows,
    count_planned,
    finish_staging,
    list_planned,
    plan_merge,
    staging_tables,
    write_planned,
)
from disclosures.models import (
    Element,
    ElementValue,
    Filing,
    Issuer,
    Passage,
    SourceDocument,
    StoredProblem,
)
from disclosures.parsing.elements import kind_of
from disclosures.parsing.errors import ParseError
from disclosures.parsing.types import ParsedElement, SourceFormat
from disclosures.replacing import ReplacedValue, take_down
from disclosures.search.index import refresh_words

Progress = Callable[[SourceDocument, int, int], None]
"""Told how many filings of an archive were read, of how many. Called from a thread of the load."""

Items = Iterator[tuple[Prepared, Batch | None]]
"""The batches of all archives, each archive ended by None."""


@dataclass(slots=True)
class Loaded:
    """What became of one archive."""

    name: str
    new: int = 0
    replaced: int = 0
    same: int = 0
    held: int = 0
    issuers: int = 0
    refused: Refused = field(default_factory=Refused)
    error: ParseError | None = None

    @property
    def sentence(self) -> str:
        """For the one who loaded it."""
        if self.error is not None:
            return str(self.error)
        said = [
            f"{self.new:,} filings new, {self.replaced:,} replaced, {self.same:,} held already,"
            f" {self.held:,} left alone because a fuller source is held."
        ]
        if self.refused.counts:
            said.append(f"Left out: {'; '.join(self.refused.sentences())}.")
        return " ".join(said)


def receive_archive(path: Path, *, by: User | None) -> SourceDocument:
    """The document with this file's bytes, kept once; they are passed on in pieces, never held as a whole."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        with transaction.atomic():
            document, created = SourceDocument.objects.get_or_create(
                sha256=digest,
                defaults={"name": path.name[-255:], "size": path.stat().st_size, "received_by": by},
            )
            if created or not document.is_in_store():
                document.content.save(digest, File(file))
    return document


def is_archive(document: SourceDocument) -> bool:
    """Whether a stored document is a notes archive; only its list of members is read."""
    with _open(document) as file:
        return looks_like_notes(file)


def load_archives(
    documents: Sequence[SourceDocument], *, by: User | None, progress: Progress | None = None
) -> Iterator[Loaded]:
    """Stores every filing of stored archives, one transaction each; what became of each as it is done.

    An archive is staged on a second connection while the one before it is merged. Loading one again changes
    nothing. A filing held from a fuller source stays. An archive that cannot be used is told of by its
    `error`; the others go on. Word counts are made anew at the end.
    """
    is_changed = False
    with closing(prepare_archives(partial(_open, document) for document in documents)) as items:
        jobs = [partial(_load, document, items, by, progress) for document in documents]
        with closing(run_in_lanes(jobs)) as outcomes:
            for document, loaded in zip(documents, outcomes, strict=True):
                is_changed = is_changed or bool(loaded.new or loaded.replaced)
                if not loaded.new + loaded.replaced:
                    document.discard_if_unused()
                yield loaded
    if is_changed:
        for _ in run_in_lanes([_refresh_words, _refresh_statistics]):
            pass


def _refresh_words(_lane: Lane) -> None:
    refresh_words()


def _refresh_statistics(_lane: Lane) -> None:
    """The planner's numbers, which pages would otherwise miss until autovacuum comes round."""
    with connection.cursor() as cursor:
        for model in (Issuer, Filing, ElementValue, Passage, StoredProblem):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _open(document: SourceDocument) -> IO[bytes]:
    opened: IO[bytes] = document.content.open("rb")
    return opened


def _load(
    document: SourceDocument,
    items: Items,
    by: User | None,
    progress: Progress | None,
    lane: Lane,
) -> Loaded:
    loaded = Loaded(document.name)
    lane.wait_to_read()
    try:
        with (
            transaction.atomic(),
            pghistory.context(user=by and by.pk, action="load_notes", document=document.sha256),
            staging_tables() as cursor,
        ):
            issuers: list[IssuerFacts] = []
            concepts: set[str] = set()
            for batch, of in _batches(items, loaded):
                lane.go_on()
                copy_rows(cursor, batch.rows)
                issuers.extend(batch.issuers)
                concepts |= batch.concepts
                if progress:
                    progress(document, len(issuers), of)
            finish_staging(cursor)
            lane.wait_to_merge()
            lock_storing()
            cursor.execute(LOCK)
            loaded.issuers = merge_issuers(issuers)
            _create_unknown_elements(concepts)
            plan_merge(cursor)
            _merge(document, cursor, loaded)
    except ParseError as error:
        return Loaded(document.name, error=error)
    return loaded


def _batches(items: Items, loaded: Loaded) -> Iterator[tuple[Batch, int]]:
    """The rest of an archive's batches, each with the number of filings in all; raises what went wrong."""
    for prepared, batch in items:
        if batch is None:
            if prepared.error is not None:
                raise prepared.error
            loaded.refused.merge(prepared.reading.refused)
            return
        loaded.refused.merge(batch.refused)
        yield batch, prepared.reading.submissions


def _create_unknown_elements(concepts: set[str]) -> None:
    known = set(Element.objects.filter(key__in=concepts).values_list("key", flat=True))
    for concept in sorted(concepts - known):
        create_unknown_element(ParsedElement(concept, kind_of(concept)))


def _merge(document: SourceDocument, cursor: CursorWrapper, loaded: Loaded) -> None:
    """Carries out what was planned and tells the receivers, all in the caller's transaction."""
    counts = Counter(count_planned(cursor))
    loaded.new, loaded.replaced = counts["new"], counts["replace"]
    loaded.same, loaded.held = counts["same"], counts["held"]
    before = {
        filing.pk: _take_down_revised(filing, document)
        for filing in Filing.objects.filter(pk__in=list_planned(cursor, "replace")).defer("reading_text")
    }
    write_planned(cursor, document.pk)
    if new := list_planned(cursor, "new"):
        signals.filings_loaded.send(sender=Filing, filing_ids=new)
    for filing in Filing.objects.filter(pk__in=list(before)).select_related("issuer").iterator(100):
        signals.filing_stored.send(sender=Filing, filing=filing, is_new=False, replaced=before[filing.pk])


def _take_down_revised(filing: Filing, document: SourceDocument) -> tuple[ReplacedValue, ...]:
    """What another archive said before. The same bytes read anew, and a fuller source, are no change."""
    is_revised = (
        filing.document_id != document.pk and filing.source_format == SourceFormat.NOTES_ARCHIVE.value
    )
    return take_down(filing) if is_revised else ()

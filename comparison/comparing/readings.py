"""The elements named in each filing's sentences: kept behind the filings, read by the pages."""

import zlib
from collections.abc import Collection, Iterable
from functools import cache

import numpy as np
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from comparison.alignment.issuer_sides import NamedText, name_text
from comparison.alignment.passages import list_passages
from comparison.comparing.queries import fetch_values
from comparison.models import FilingReading
from disclosures.coding.naming import CONCEPTS, MODEL_FILE
from disclosures.models import Filing

FILINGS_AT_ONCE = 200
"""Filings of one transaction: bounds memory, and what a job that is killed has to do again."""

# Half precision keeps three digits of a confidence, which are more than it means.
_SENTENCE = np.dtype([("place", "<u4", (2,)), ("confidences", "<f2", (len(CONCEPTS),))])


def fetch_readings(filings: Collection[Filing]) -> dict[int, NamedText]:
    """The named sentences of each filing, by its key. One query, and three more for what no job read yet."""
    stored_at = {filing.pk: filing.stored_at for filing in filings}
    kept = FilingReading.objects.filter(filing__in=stored_at, model=_name_model())
    readings = {
        reading.filing_id: _unpack(reading.sentences)
        for reading in kept
        if reading.stored_at == stored_at[reading.filing_id]
    }
    missing = [filing for filing in filings if filing.pk not in readings]
    return readings | _read(missing) if missing else readings


def forget_reading(filing: Filing) -> None:
    """Has a filing's sentences named anew: other passages of it are named now, though its text is the same.

    Inside the transaction of the write, which has the filing locked.
    """
    FilingReading.objects.filter(filing=filing).delete()


def refresh_readings() -> int:
    """Names the sentences of filings that were stored, replaced or forgotten since, and lets go those of
    filings that went; how many.

    Safe to run twice and at the same time: a reading depends on its filing and the passages named in it,
    and whoever changes those without storing the filing anew forgets the reading. A filing that somebody
    is writing is left to the round that is asked for after it.
    """
    held = Filing.objects.filter(pk=OuterRef("pk"))
    gone, _ = FilingReading.objects.exclude(Exists(held)).delete()
    total = gone
    while changed := _refresh_some():
        total += changed
    return total


@transaction.atomic
def _refresh_some() -> int:
    is_current = Q(reading__stored_at=F("stored_at"), reading__model=_name_model())
    # Locked, so that no decision comes between reading a filing's passages and keeping what they are named.
    unwritten = Filing.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    stale = list(unwritten.exclude(is_current).order_by("pk").defer("reading_text")[:FILINGS_AT_ONCE])
    readings = _read(stale)
    FilingReading.objects.bulk_create(
        (
            FilingReading(
                filing_id=filing.pk,
                stored_at=filing.stored_at,
                model=_name_model(),
                sentences=_pack(readings[filing.pk]),
            )
            for filing in stale
        ),
        update_conflicts=True,
        unique_fields=["filing"],
        update_fields=["stored_at", "model", "sentences"],
    )
    return len(stale)


def _read(filings: Iterable[Filing]) -> dict[int, NamedText]:
    values = fetch_values(list(filings))
    return {filing: name_text(list_passages(found)) for filing, found in values.items()}


@cache
def _name_model() -> str:
    return f"{zlib.crc32(MODEL_FILE.read_bytes()):08x}"


def _pack(named: NamedText) -> bytes:
    rows = np.zeros(len(named.places), _SENTENCE)
    rows["place"], rows["confidences"] = named.places, named.confidences
    return rows.tobytes()


def _unpack(packed: bytes | memoryview) -> NamedText:
    rows = np.frombuffer(packed, _SENTENCE)
    return NamedText(rows["place"].astype(np.int64), rows["confidences"].astype(np.float64))

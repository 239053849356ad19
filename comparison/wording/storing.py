"""Keeps wordings in step with the filings: every write of Wording, SentenceUse and FilingWording."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comparison.alignment.wording import CLASSES, Folder, find_sentences, hash_words
from comparison.wording.families import Heads, NewWording, assign_families, prepare_wordings

FILINGS_AT_ONCE = 2000
"""Filings of one transaction: bounds memory and how long others wait."""

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('comparison.wording', 0))"
_STALE = """
SELECT f.id, f.issuer_id, i.name, f.stored_at, f.reading_text
FROM disclosures_filing f
JOIN disclosures_issuer i ON i.id = f.issuer_id
LEFT JOIN comparison_filingwording w ON w.filing_id = f.id
WHERE w.filing_id IS NULL OR w.stored_at <> f.stored_at OR w.issuer_id <> f.issuer_id
ORDER BY f.id LIMIT %s
"""
_GONE = """
SELECT w.filing_id FROM comparison_filingwording w
WHERE NOT EXISTS (SELECT FROM disclosures_filing f WHERE f.id = w.filing_id)
"""
_DELETE_USES = "DELETE FROM comparison_sentenceuse WHERE filing_id = ANY(%s) RETURNING wording_id"
_KNOWN = "SELECT key, family FROM comparison_wording WHERE key = ANY(%s)"
_HEADS = """
SELECT key, folded, part_a, part_b, part_c, part_d, part_e FROM comparison_wording
WHERE part_a = ANY(%s) OR part_b = ANY(%s) OR part_c = ANY(%s) OR part_d = ANY(%s) OR part_e = ANY(%s)
ORDER BY issuers DESC, key
"""
_COPY_WORDINGS = """
COPY comparison_wording (key, folded, family, issuers, part_a, part_b, part_c, part_d, part_e)
FROM STDIN (FORMAT BINARY)
"""
_COPY_USES = (
    'COPY comparison_sentenceuse (filing_id, issuer_id, wording_id, start, "end") FROM STDIN (FORMAT BINARY)'
)
_COUNT = """
CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
SELECT w.family, count(DISTINCT u.issuer_id)::int AS issuers, max(w.issuers) AS before
FROM comparison_wording w LEFT JOIN comparison_sentenceuse u ON u.wording_id = w.key
WHERE w.family = ANY(%s) GROUP BY w.family
"""
_WRITE_COUNTS = """
UPDATE comparison_wording w SET issuers = c.issuers FROM counted c
WHERE w.family = c.family AND w.issuers <> c.issuers
"""
# A head stays for as long as its family has anybody.
_DELETE_UNUSED = """
DELETE FROM comparison_wording w
WHERE w.family = ANY(%s)
  AND NOT EXISTS (SELECT FROM comparison_sentenceuse u WHERE u.wording_id = w.key)
  AND (w.family <> w.key OR w.issuers = 0)
"""
_CHANGED_FILINGS = """
SELECT DISTINCT u.filing_id
FROM counted c JOIN comparison_wording w ON w.family = c.family
JOIN comparison_sentenceuse u ON u.wording_id = w.key
WHERE (c.issuers > 1) <> (c.before > 1)
"""
_DELETE_FILINGS = "DELETE FROM comparison_filingwording WHERE filing_id = ANY(%s)"
_INSERT_FILINGS = """
INSERT INTO comparison_filingwording (filing_id, issuer_id, stored_at, sentences, shared)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::int[], %s::int[])
"""
_SHARE = """
UPDATE comparison_filingwording f SET shared = n.shared
FROM (
    SELECT own.filing_id, count(*) FILTER (WHERE w.issuers > 1) AS shared
    FROM unnest(%s::bigint[]) AS own (filing_id)
    JOIN comparison_sentenceuse u ON u.filing_id = own.filing_id
    JOIN comparison_wording w ON w.key = u.wording_id
    GROUP BY own.filing_id) n
WHERE n.filing_id = f.filing_id AND f.shared <> n.shared
"""

type Use = tuple[int, int, int, int, int]
"""Keys of filing, issuer and wording; start and end."""


@dataclass(slots=True)
class _Read:
    """What a round's filings hold."""

    filings: list[tuple[int, int, datetime, int]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    words: dict[int, tuple[str, ...]] = field(default_factory=dict)
    issuers: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def refresh_wordings() -> int:
    """Counts the sentences of filings that were stored, replaced or removed since; how many filings.

    Safe to run twice and at the same time: one round at a time, each in a transaction of its own.
    """
    total = 0
    while changed := _refresh_some():
        total += changed
    if total:
        with connection.cursor() as cursor:
            for table in ("comparison_wording", "comparison_sentenceuse", "comparison_filingwording"):
                cursor.execute(f"ANALYZE {table}")
    return total


@transaction.atomic
def _refresh_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        stale = _fetch(cursor, _STALE, [FILINGS_AT_ONCE])
        gone = [] if stale else [filing for (filing,) in _fetch(cursor, _GONE, [])]
        changed = [row[0] for row in stale] + gone
        if changed:
            _replace(cursor, changed, _read(stale))
    return len(changed)


def _read(rows: Iterable[tuple[int, int, str, datetime, str]]) -> _Read:
    read = _Read()
    for filing, issuer, name, stored_at, text in rows:
        folder = Folder(name, text)
        before = len(read.uses)
        for start, end in find_sentences(text):
            words = folder.fold(text[start:end])
            key = hash_words(words)
            read.words.setdefault(key, words)
            read.issuers[key].add(issuer)
            read.uses.append((filing, issuer, key, start, end))
        read.filings.append((filing, issuer, stored_at, len(read.uses) - before))
    return read


def _replace(cursor: CursorWrapper, changed: list[int], read: _Read) -> None:
    """The filings' rows by what was read; counts of all families they touch, before and after."""
    left = {key for (key,) in _fetch(cursor, _DELETE_USES, [changed])}
    known = dict(_fetch(cursor, _KNOWN, [list(left | read.words.keys())]))
    new = prepare_wordings({key: words for key, words in read.words.items() if key not in known})
    families = _place(cursor, new, read)
    _copy_wordings(cursor, new, families, read)
    _copy(cursor, _COPY_USES, ("int8", "int8", "int8", "int4", "int4"), read.uses)
    own_heads = {key for key, head in families.items() if key == head}
    touched = list({*known.values(), *(head for head in families.values() if head not in own_heads)})
    cursor.execute(_COUNT, [touched])
    cursor.execute(_WRITE_COUNTS)
    elsewhere = [filing for (filing,) in _fetch(cursor, _CHANGED_FILINGS, [])]
    cursor.execute(_DELETE_UNUSED, [touched])
    cursor.execute("DROP TABLE counted")
    cursor.execute(_DELETE_FILINGS, [changed])
    columns = [list(column) for column in zip(*read.filings, strict=True)] or [[], [], [], []]
    cursor.execute(_INSERT_FILINGS, [*columns, [0] * len(read.filings)])
    cursor.execute(_SHARE, [list({*elsewhere, *changed})])


def _place(cursor: CursorWrapper, new: Sequence[NewWording], read: _Read) -> dict[int, int]:
    """The family of each new wording, among the heads held and the new ones."""
    heads = Heads(new)
    parts = [list({part for own in new if (part := own.parts[n]) is not None}) for n in range(CLASSES)]
    for key, folded, *own in _fetch(cursor, _HEADS, parts):
        heads.add(key, folded.split(" "), tuple(own))
    return assign_families(new, heads, {key: len(own) for key, own in read.issuers.items()})


def _copy_wordings(
    cursor: CursorWrapper, new: Sequence[NewWording], families: Mapping[int, int], read: _Read
) -> None:
    """New wordings; those of a new family with its count, which only this round's filings make."""
    issuers: defaultdict[int, set[int]] = defaultdict(set)
    for key, head in families.items():
        issuers[head] |= read.issuers[key]
    rows = []
    for wording in new:
        head = families[wording.key]
        parts = wording.parts if head == wording.key else (None,) * CLASSES
        rows.append((wording.key, wording.folded, head, len(issuers[head]), *parts))
    _copy(cursor, _COPY_WORDINGS, ("int8", "text", "int8", "int4", *["int8"] * CLASSES), rows)


def _copy(cursor: CursorWrapper, sql: str, types: Sequence[str], rows: Collection[tuple[Any, ...]]) -> None:
    with cursor.copy(sql) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def _fetch(cursor: CursorWrapper, sql: str, arguments: Sequence[int | list[int]]) -> list[tuple[Any, ...]]:
    cursor.execute(sql, arguments)
    return list(cursor.fetchall())

"""Keeps codebook values in step with the filings: every write of CodedFiling."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued
from psycopg.types.json import Jsonb

from disclosures.codes.marks import list_marks
from disclosures.codes.processes import Coders, Codes, start_coders
from disclosures.codes.texts import read_texts
from disclosures.coding.codebook.types import Coded
from disclosures.coding.codebook.version import rules_version
from disclosures.identity import ANNUAL_NAMES
from disclosures.models import CodedFiling, Filing
from disclosures.parsing.types import SourceFormat
from disclosures.signals import filings_coded
from disclosures.years import LONGEST_YEAR, SHORTEST_YEAR

FILINGS_AT_ONCE = 500
"""Filings of one round: bounds memory, and what a killed worker has to do again."""
CODES_AFTER_SECONDS = 5
"""Filings of one upload arrive one after the other: they are coded together."""

# The year before, as find_year_before has it, and read from the same kind of source, for an archive's text
# is damaged; the original first, because an amendment may hold a part only. Of a filing in which nothing was
# found to read no answer is known: that is no silence.
_STALE = """
SELECT f.id, f.stored_at, i.kind, prior.id, prior.stored_at, c.filing_id IS NULL
FROM disclosures_filing f
JOIN disclosures_issuer i ON i.id = f.issuer_id
LEFT JOIN LATERAL (
    SELECT p.id, p.stored_at FROM disclosures_filing p
    WHERE p.issuer_id = f.issuer_id AND p.id <> f.id
      AND (f.period_end - p.period_end BETWEEN %(shortest)s AND %(longest)s
           OR p.fiscal_year = f.fiscal_year - 1 AND (p.period_end >= f.period_end) IS NOT TRUE)
      AND f.form = ANY(%(annual)s) AND p.form = ANY(%(annual)s)
      AND (p.source_format = %(archive)s) = (f.source_format = %(archive)s)
    ORDER BY (f.period_end - p.period_end BETWEEN %(shortest)s AND %(longest)s) IS NOT TRUE,
             p.is_amendment, p.filed DESC NULLS LAST, p.id DESC LIMIT 1) prior ON true
LEFT JOIN disclosures_codedfiling c ON c.filing_id = f.id
WHERE (%(all)s OR c.filing_id IS NULL OR c.rules <> %(rules)s OR c.text_stored_at <> f.stored_at
   OR c.kind <> i.kind OR c.prior_stored_at IS DISTINCT FROM prior.stored_at)
   AND (%(only)s::bigint[] IS NULL OR f.id = ANY(%(only)s))
   AND (f.reading_text <> '' OR EXISTS (SELECT FROM disclosures_elementvalue v WHERE v.filing_id = f.id))
ORDER BY f.id LIMIT %(most)s
"""
_EMPTIED = """
DELETE FROM disclosures_codedfiling c USING disclosures_filing f
WHERE f.id = c.filing_id AND c.text_stored_at <> f.stored_at AND f.reading_text = ''
   AND NOT EXISTS (SELECT FROM disclosures_elementvalue v WHERE v.filing_id = f.id)
"""
# A filing that went meanwhile takes no row; one that was stored anew is stale again in the next round.
_WRITE = """
INSERT INTO disclosures_codedfiling
    (filing_id, rules, text_stored_at, kind, prior_stored_at, marks, codes)
SELECT f.id, %s, %s, %s, %s, %s, %s FROM disclosures_filing f WHERE f.id = %s FOR KEY SHARE
ON CONFLICT (filing_id) DO UPDATE SET
    rules = EXCLUDED.rules, text_stored_at = EXCLUDED.text_stored_at, kind = EXCLUDED.kind,
    prior_stored_at = EXCLUDED.prior_stored_at, marks = EXCLUDED.marks, codes = EXCLUDED.codes
"""

type Stale = tuple[int, datetime, str, int | None, datetime | None, bool]
"""Keys of the filing and of the one before it, each with when it was stored; the issuer's type between; last
whether it never had values."""

type Progress = Callable[[int, int], None]
"""Told how many filings were coded, of how many."""


def refresh_codes(
    *, everything: bool = False, most: int | None = None, progress: Progress | None = None
) -> int:
    """Codes the filings whose values are missing or stale, `most` of them, or all there are; how many.

    Values of filings that were stored anew with nothing in them go.

    Safe to run twice and at the same time. Each round is a transaction of its own: whoever is ended in the
    middle has lost that round only. Raises multiprocessing.TimeoutError where a process of its own was ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EMPTIED)
    stale = _find_stale(everything=everything, most=most)
    with start_coders(len(stale)) as coders:
        for first in range(0, len(stale), FILINGS_AT_ONCE):
            part = stale[first : first + FILINGS_AT_ONCE]
            _code(part, coders)
            if progress:
                progress(first + len(part), len(stale))
    if stale:
        with connection.cursor() as cursor:
            cursor.execute(f'ANALYZE "{CodedFiling._meta.db_table}"')
    return len(stale)


def refresh_code(filing: Filing) -> None:
    """Codes one filing now, inside the caller's transaction, where its values are missing or stale."""
    with start_coders(1) as coders:
        _code(_find_stale(only=[filing.pk]), coders)


def count_stale() -> int:
    """How many filings wait for their values. One query."""
    return len(_find_stale())


def _find_stale(
    *, everything: bool = False, most: int | None = None, only: list[int] | None = None
) -> list[Stale]:
    with connection.cursor() as cursor:
        cursor.execute(
            _STALE,
            {
                "annual": list(ANNUAL_NAMES),
                "archive": SourceFormat.NOTES_ARCHIVE.value,
                "all": everything,
                "only": only,
                "rules": rules_version(),
                "most": most,
                "shortest": SHORTEST_YEAR.days,
                "longest": LONGEST_YEAR.days,
            },
        )
        return list(cursor.fetchall())


def _code(stale: list[Stale], coders: Coders) -> None:
    priors = {filing: prior for filing, _, _, prior, _, _ in stale if prior is not None}
    disclosures = read_texts([row[0] for row in stale], priors)
    held = [row for row in stale if row[0] in disclosures]
    codes = coders.code([disclosures[row[0]] for row in held])
    rows = [_row(row, own) for row, own in zip(held, codes, strict=True)]
    with transaction.atomic(), connection.cursor() as cursor:
        for row in rows:  # pghistory, which stamps statements with who wrote, does not take executemany
            cursor.execute(_WRITE, row)
        if new := [row[0] for row in held if row[-1]]:
            filings_coded.send(sender=CodedFiling, filing_ids=new)


def _row(stale: Stale, codes: Codes) -> tuple[Any, ...]:
    filing, stored_at, kind, _, prior_stored_at, _ = stale
    return (
        *(rules_version(), stored_at, kind, prior_stored_at),
        sorted(set(list_marks(codes))),
        Jsonb({name: _plain(own) for name, own in codes.items()}),
        filing,
    )


def _plain(own: Coded) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "value": list(own.value) if isinstance(own.value, tuple) else own.value,
        "state": own.state.value,
    }
    if own.evidence:
        plain["evidence"] = [
            {
                "quote": one.quote,
                "start": one.span.start,
                "end": one.span.end,
                "element": one.concept,
            }
            for one in own.evidence
        ]
    return plain


def code_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded and of a filing's post_delete, which takes a year's prior."""
    transaction.on_commit(ask_for_codes)


def advance_codes() -> None:
    """One round, and another job for the next: somebody's upload need not wait for a whole market."""
    if refresh_codes(most=FILINGS_AT_ONCE) == FILINGS_AT_ONCE:
        ask_for_codes(after=0)


def ask_for_codes(*, after: int = CODES_AFTER_SECONDS) -> None:
    """Has filings coded in so many seconds, once however many arrive until then."""
    from disclosures.codes.tasks import code_filings  # tasks calls this module

    with contextlib.suppress(AlreadyEnqueued):
        code_filings.configure(schedule_in={"seconds": after}).defer()

"""Keeps the search index: which places there are to find, and the words in them. All by SQL."""

import contextlib
from collections.abc import Collection

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from procrastinate.exceptions import AlreadyEnqueued

from disclosures.models import Filing
from disclosures.search.folding import FOLDED, SIGNS

WORDS_AFTER_SECONDS = 60

WORDS_SAMPLE = 20_000
"""Passages whose words are read for the spelling of a stem; stems that none of them shows are not offered."""


def vector_of(text: str) -> str:
    """The SQL of a text's search vector; `text` is the SQL of the text."""
    return f"to_tsvector('english', {_folded(text)})"


def _folded(text: str) -> str:
    # Folding costs as much as the parser: a text of ASCII alone, as archives hold, has nothing to fold.
    return (
        f"CASE WHEN octet_length({text}) = char_length({text}) THEN {text}"
        f" ELSE translate({text}, '{SIGNS}', '{FOLDED}') END"
    )


_DELETE = "DELETE FROM disclosures_indexedpassage WHERE filing_id = ANY(%s)"
# A passage under several elements is stored once per element and found once, under the first of them. Rows of
# one filing lie together: a capped search walks the filings from the newest.
_INSERT = f"""
INSERT INTO disclosures_indexedpassage (passage_id, filing_id, elements, text_hash, search)
WITH place AS MATERIALIZED (
    SELECT min(passage.id) AS passage_id, value.filing_id,
           array_agg(DISTINCT value.element_id ORDER BY value.element_id) AS elements
    FROM disclosures_passage passage
    JOIN disclosures_elementvalue value ON value.id = passage.value_id
    {{where}}
    GROUP BY value.filing_id, passage.start, passage."end"
    ORDER BY value.filing_id, passage_id
)
SELECT place.passage_id, place.filing_id, place.elements, passage.text_hash, {vector_of("passage.text")}
FROM place JOIN disclosures_passage passage ON passage.id = place.passage_id
"""  # noqa: S608  # signs of ours, without a quotation mark or a percent sign among them
_WORDS = """
INSERT INTO disclosures_searchword (lexeme, word, passages)
SELECT found.word, COALESCE(shown.word, ''), found.ndoc
FROM ts_stat('SELECT search FROM disclosures_indexedpassage') found
LEFT JOIN (
    SELECT DISTINCT ON (lexeme) lexeme, word
    FROM (SELECT (ts_lexize('english_stem', word))[1] AS lexeme, word, ndoc FROM ts_stat(%s)) form
    WHERE lexeme IS NOT NULL
    ORDER BY lexeme, ndoc DESC, word
) shown ON shown.lexeme = found.word
"""


@transaction.atomic
def refresh_passages(filings: Collection[int] | None = None) -> int:
    """Makes the index of these filings (ids) anew, of all without an argument; the number of places.

    To be called after passages were written, in the same transaction.
    """
    with connection.cursor() as cursor:
        if filings is None:
            cursor.execute("TRUNCATE disclosures_indexedpassage")
            cursor.execute(_INSERT.format(where=""))
        else:
            chosen = list(filings)
            cursor.execute(_DELETE, [chosen])
            cursor.execute(_INSERT.format(where="WHERE value.filing_id = ANY(%s)"), [chosen])
        count = int(cursor.rowcount)
        clean_index(cursor)
        if filings is None:
            cursor.execute("ANALYZE disclosures_indexedpassage")
    return count


def clean_index(cursor: CursorWrapper) -> None:
    """Works off the waiting list of the GIN index, which every search would read."""
    cursor.execute("SELECT gin_clean_pending_list('indexed_passage_search')")


@transaction.atomic
def refresh_words() -> int:
    """Counts anew in how many passages each word stands; the number of word stems.

    Spelling and the search for similar passages rest on these counts; a little out of date does no harm.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disclosures_indexedpassage")
        total = cursor.fetchone()[0] or 1
        share = min(100.0, 100 * WORDS_SAMPLE / total)
        texts = f"""
            SELECT to_tsvector('simple', {_folded("passage.text")})
            FROM disclosures_passage passage
            JOIN disclosures_indexedpassage indexed ON indexed.passage_id = passage.id
            WHERE indexed.passage_id % 10000 < {int(share * 100)}
        """  # noqa: S608  # a number, and signs of ours without a quotation mark among them
        cursor.execute("DELETE FROM disclosures_searchword")
        cursor.execute(_WORDS, [texts])
        return int(cursor.rowcount)


def index_filing(sender: type[Filing], filing: Filing, **_kwargs: object) -> None:
    """Receiver of filing_stored, inside its transaction: what is stored can be found."""
    refresh_passages([filing.pk])
    transaction.on_commit(ask_for_words)


def ask_for_words() -> None:
    """Has the words counted again soon, once however many filings arrive until then."""
    from disclosures.search.tasks import count_search_words  # tasks calls this module

    with contextlib.suppress(AlreadyEnqueued):
        count_search_words.configure(schedule_in={"seconds": WORDS_AFTER_SECONDS}).defer()

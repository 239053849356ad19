"""Staging tables of one archive and their merge into the live tables: SQL, in the caller's transaction.

`number` (place in sub.tsv) stands for a filing in every staging table. `notes_plan` says what becomes of
each: new, same (nothing changed), held (a fuller source stays) or replace. What needs no look at the live
tables, the vectors of the search index among it, is made before the plan, while another archive merges.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

from disclosures.identity import ANNUAL_FORMS, FULLNESS
from disclosures.market.notes.rows import TABLES
from disclosures.parsing.types import SourceFormat
from disclosures.search.index import clean_index, vector_of

COLUMN_TYPES = {
    "number": "integer",
    "fiscal_year": "smallint",
    "period_end": "date",
    "filed": "date",
    "context_end": "date",
    "is_amendment": "boolean",
    "is_nil": "boolean",
    "flag": "boolean",
    "position": "smallint",
    "value_position": "smallint",
    "start": "integer",
    "end": "integer",
    "spans": "jsonb",
    "dimensions": "jsonb",
    "keys": "text[]",
}
"""Types of the columns that are not text."""

NUMBERED = {"value": "disclosures_elementvalue", "passage": "disclosures_passage"}
"""Staging tables whose rows have their key in the live table from the start; it lapses if never stored."""

# The places that a search finds, made of what was staged.
MADE_TABLES = {"place": "passage_id bigint, number integer, keys text[], text_hash text, search tsvector"}
# As disclosures.search.index.refresh_passages makes them: a passage under several elements counts once, where
# it stands first.
STAGE_PLACES = f"""
INSERT INTO notes_place (passage_id, number, keys, text_hash, search)
SELECT id, number, keys, text_hash, {vector_of("text")} FROM notes_passage WHERE keys IS NOT NULL
"""  # noqa: S608  # an expression of ours

# Filings and issuers are matched, then written: nobody may bring the same in between. Readers never wait.
LOCK = "LOCK TABLE disclosures_issuer, disclosures_filing IN SHARE ROW EXCLUSIVE MODE"

PLAN = """
CREATE TEMP TABLE notes_plan ON COMMIT DROP AS
SELECT s.number, s.accession, i.id AS issuer_id, f.id AS filing_id, f.source_format, ''::text AS action
FROM notes_filing s
JOIN disclosures_issuer i ON i.cik = s.cik
LEFT JOIN disclosures_filing f ON f.accession = s.accession
"""
# As disclosures.identity.find_filing does: one stored without its number, of the same issuer, form, year.
PLAN_UNNUMBERED = """
UPDATE notes_plan SET filing_id = found.id, source_format = found.source_format
FROM (
    SELECT DISTINCT ON (f.id) s.number, f.id, f.source_format
    FROM notes_plan p
    JOIN notes_filing s ON s.number = p.number
    JOIN disclosures_filing f ON f.issuer_id = p.issuer_id AND f.form = s.form
        AND f.fiscal_year = s.fiscal_year AND f.accession IS NULL
    WHERE p.filing_id IS NULL AND regexp_replace(s.form, '/A$', '') = ANY(%(annual)s)
    ORDER BY f.id, s.filed
) found
WHERE notes_plan.number = found.number
"""
PLAN_ACTION = """
UPDATE notes_plan SET action = CASE
    WHEN filing_id IS NULL THEN 'new'
    WHEN source_format = ANY(%(fuller)s) THEN 'held'
    ELSE 'replace' END
"""
# Every value stands on both sides, or the filing has changed. One pass over both: joining two lists of sums
# made the planner try each pair.
PLAN_SAME = """
UPDATE notes_plan SET action = 'same'
FROM (
    SELECT number
    FROM (
        SELECT v.number, v.position, md5(ROW(v.key, v.flag, v.text, v.evidence, v.spans, v.context_end,
            v.dimensions, v.is_nil)::text) AS digest
        FROM notes_value v JOIN notes_plan p ON p.number = v.number AND p.action = 'replace'
        UNION ALL
        SELECT p.number, v.position, md5(ROW(e.key::text, v.flag, v.text, v.evidence, v.spans, v.context_end,
            v.dimensions, v.is_nil)::text)
        FROM notes_plan p
        JOIN disclosures_elementvalue v ON v.filing_id = p.filing_id
        JOIN disclosures_element e ON e.id = v.element_id
        WHERE p.action = 'replace'
    ) value
    GROUP BY number HAVING count(*) = 2 * count(DISTINCT (position, digest))
) equal
JOIN notes_filing s ON s.number = equal.number
JOIN disclosures_filing f ON f.accession = s.accession
WHERE notes_plan.number = equal.number
    AND (f.form, f.fiscal_year, f.is_amendment, f.reading_text, f.source_format)
        = (s.form, s.fiscal_year, s.is_amendment, s.reading_text, %(format)s)
    AND f.period_end IS NOT DISTINCT FROM s.period_end AND f.filed IS NOT DISTINCT FROM s.filed
"""

DELETE_REPLACED = (
    """
    DELETE FROM disclosures_passage USING disclosures_elementvalue v, notes_plan p
    WHERE disclosures_passage.value_id = v.id AND v.filing_id = p.filing_id AND p.action = 'replace'
    """,
    """
    DELETE FROM disclosures_elementvalue USING notes_plan p
    WHERE disclosures_elementvalue.filing_id = p.filing_id AND p.action = 'replace'
    """,
    """
    DELETE FROM disclosures_leftpassage USING notes_plan p
    WHERE disclosures_leftpassage.filing_id = p.filing_id AND p.action = 'replace'
    """,
    """
    DELETE FROM disclosures_storedproblem USING notes_plan p
    WHERE disclosures_storedproblem.filing_id = p.filing_id AND p.action = 'replace'
    """,
)

INSERT_FILINGS = """
INSERT INTO disclosures_filing (issuer_id, document_id, part, slug, form, accession, fiscal_year, period_end,
    filed, is_amendment, source_format, reading_text, stored_at)
SELECT p.issuer_id, %(document)s, s.number,
    CASE WHEN taken.id IS NULL THEN s.accession ELSE s.accession || '-' || s.number END,
    s.form, s.accession, s.fiscal_year, s.period_end,
    s.filed, s.is_amendment, %(format)s, s.reading_text, now()
FROM notes_plan p
JOIN notes_filing s ON s.number = p.number
LEFT JOIN disclosures_filing taken ON taken.slug = s.accession
WHERE p.action = 'new' ORDER BY p.number
"""
NAME_NEW = """
UPDATE notes_plan SET filing_id = f.id FROM disclosures_filing f
WHERE notes_plan.action = 'new' AND f.accession = notes_plan.accession
"""
UPDATE_FILINGS = """
UPDATE disclosures_filing SET document_id = %(document)s, part = s.number, form = s.form,
    accession = s.accession, fiscal_year = s.fiscal_year,
    period_end = COALESCE(s.period_end, disclosures_filing.period_end),
    filed = COALESCE(s.filed, disclosures_filing.filed), is_amendment = s.is_amendment,
    amends_id = CASE WHEN s.is_amendment THEN disclosures_filing.amends_id END,
    source_format = %(format)s, reading_text = s.reading_text, stored_at = now()
FROM notes_plan p JOIN notes_filing s ON s.number = p.number
WHERE disclosures_filing.id = p.filing_id AND p.action = 'replace'
"""
# Rows lie in the staging tables by filing and position, and joins to fewer rows leave them so: sorting them
# again would move all texts once more.
INSERT_VALUES = """
INSERT INTO disclosures_elementvalue (id, filing_id, element_id, position, flag, text, evidence,
    document_name, source_id, spans, heading, context_start, context_end, dimensions, is_nil, origin)
SELECT v.id, p.filing_id, e.id, v.position, v.flag, v.text, v.evidence,
    v.document_name, '', v.spans, '[]', NULL, v.context_end, v.dimensions, v.is_nil, 'tagged'
FROM notes_value v
JOIN notes_plan p ON p.number = v.number AND p.action IN ('new', 'replace')
JOIN disclosures_element e ON e.key = v.key
"""
INSERT_PASSAGES = """
INSERT INTO disclosures_passage (id, value_id, position, text, normalised, text_hash, start, "end")
SELECT s.id, v.id, s.position, s.text, s.normalised, s.text_hash, s.start, s."end"
FROM notes_passage s
JOIN notes_plan p ON p.number = s.number AND p.action IN ('new', 'replace')
JOIN notes_value v ON v.number = s.number AND v.position = s.value_position
"""
INSERT_PLACES = """
INSERT INTO disclosures_indexedpassage (passage_id, filing_id, elements, text_hash, search)
SELECT place.passage_id, p.filing_id, named.elements, place.text_hash, place.search
FROM notes_place place
JOIN notes_plan p ON p.number = place.number AND p.action = 'new'
JOIN (
    SELECT keys, array_agg(DISTINCT e.id ORDER BY e.id) AS elements
    FROM (SELECT DISTINCT keys FROM notes_place) used JOIN disclosures_element e ON e.key = ANY(used.keys)
    GROUP BY keys
) named ON named.keys = place.keys
"""
INSERT_PROBLEMS = """
INSERT INTO disclosures_storedproblem (filing_id, position, code, severity, message, locator)
SELECT p.filing_id, s.position, s.code, s.severity, s.message, s.locator
FROM notes_problem s JOIN notes_plan p ON p.number = s.number AND p.action IN ('new', 'replace')
ORDER BY s.number, s.position
"""
# As disclosures.ingest links amendments, whichever of the two came first; a link lapses where one of the two
# is of another year by now.
UNLINK_AMENDMENTS = """
UPDATE disclosures_filing SET amends_id = NULL
FROM disclosures_filing o, notes_plan p
WHERE o.id = disclosures_filing.amends_id AND p.action = 'replace'
    AND p.filing_id IN (o.id, disclosures_filing.id)
    AND (o.is_amendment OR o.fiscal_year <> disclosures_filing.fiscal_year
        OR regexp_replace(o.form, '/A$', '') <> regexp_replace(disclosures_filing.form, '/A$', ''))
"""
LINK_AMENDMENTS = """
UPDATE disclosures_filing SET amends_id = found.original
FROM (
    SELECT a.id, (
        SELECT o.id FROM disclosures_filing o
        WHERE o.issuer_id = a.issuer_id AND o.fiscal_year = a.fiscal_year AND NOT o.is_amendment
            AND regexp_replace(o.form, '/A$', '') = regexp_replace(a.form, '/A$', '')
        ORDER BY (o.period_end IS NOT DISTINCT FROM a.period_end) DESC, o.filed DESC NULLS LAST, o.id DESC
        LIMIT 1) AS original
    FROM disclosures_filing a
    WHERE a.is_amendment AND a.amends_id IS NULL
        AND a.issuer_id IN (
            SELECT f.issuer_id FROM notes_plan p JOIN disclosures_filing f ON f.id = p.filing_id
            WHERE p.action IN ('new', 'replace'))
) found
WHERE disclosures_filing.id = found.id AND found.original IS NOT NULL
"""


@contextmanager
def staging_tables() -> Iterator[CursorWrapper]:
    """Empty staging tables, gone at the end; they are temporary, so nothing of them is logged."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL default_statistics_target = 10")  # joins on keys need no finer ones
        for table, columns in TABLES.items():
            definitions = ", ".join(f'"{name}" {COLUMN_TYPES.get(name, "text")}' for name in columns)
            if live := NUMBERED.get(table):
                definitions += f", id bigint DEFAULT nextval('{live}_id_seq')"
            cursor.execute(f"CREATE TEMP TABLE notes_{table} ({definitions}) ON COMMIT DROP")
        for table, definitions in MADE_TABLES.items():
            cursor.execute(f"CREATE TEMP TABLE notes_{table} ({definitions}) ON COMMIT DROP")
        yield cursor
        # The caller's transaction may go on; a failed one has undone them.
        made = (*TABLES, *MADE_TABLES, "plan")
        cursor.execute(f"DROP TABLE {', '.join(f'notes_{table}' for table in made)}")


def copy_rows(cursor: CursorWrapper, rows: dict[str, bytes]) -> None:
    """Appends rows, in COPY's text format, to the staging tables."""
    for table, lines in rows.items():
        columns = ", ".join(f'"{name}"' for name in TABLES[table])
        with cursor.copy(f"COPY notes_{table} ({columns}) FROM STDIN") as copy:
            copy.write(lines)


def finish_staging(cursor: CursorWrapper) -> None:
    """When all rows are there: the rest of what can be made without a look at the live tables."""
    cursor.execute("ANALYZE notes_filing (number, accession, cik), notes_value (number, position, key)")
    cursor.execute("ANALYZE notes_passage (number, value_position), notes_problem (number)")
    cursor.execute(STAGE_PLACES)
    cursor.execute("ANALYZE notes_place (number, keys)")


def plan_merge(cursor: CursorWrapper) -> None:
    """Decides for every staged filing. Issuers must be there, and the tables locked with LOCK."""
    ours = FULLNESS[SourceFormat.NOTES_ARCHIVE]
    fuller = [source.value for source, fullness in FULLNESS.items() if fullness > ours]
    cursor.execute(PLAN)
    cursor.execute(PLAN_UNNUMBERED, {"annual": list(ANNUAL_FORMS)})
    cursor.execute(PLAN_ACTION, {"fuller": fuller})
    cursor.execute(PLAN_SAME, {"format": SourceFormat.NOTES_ARCHIVE.value})
    cursor.execute("ANALYZE notes_plan")


def list_planned(cursor: CursorWrapper, action: str) -> list[int]:
    """Keys of the filings that this becomes of."""
    cursor.execute("SELECT filing_id FROM notes_plan WHERE action = %s ORDER BY number", [action])
    return [key for (key,) in cursor.fetchall()]


def count_planned(cursor: CursorWrapper) -> dict[str, int]:
    cursor.execute("SELECT action, count(*) FROM notes_plan GROUP BY action")
    return dict(cursor.fetchall())


def write_planned(cursor: CursorWrapper, document: int) -> None:
    """Carries the plan out: everything of the new filings, everything of the replaced ones anew."""
    parameters: dict[str, int | str] = {"document": document, "format": SourceFormat.NOTES_ARCHIVE.value}
    for statement in DELETE_REPLACED:
        cursor.execute(statement)
    cursor.execute(INSERT_FILINGS, parameters)
    cursor.execute(UPDATE_FILINGS, parameters)
    for statement in (NAME_NEW, INSERT_VALUES, INSERT_PASSAGES, INSERT_PLACES):
        cursor.execute(statement)
    clean_index(cursor)
    for statement in (INSERT_PROBLEMS, UNLINK_AMENDMENTS, LINK_AMENDMENTS):
        cursor.execute(statement)

"""Keeping one row per issuer and fiscal year in step with the filings. Every write of YearSummary."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from comparison.benchmarks.tag_quality import Finding, Tagged, expect, find_faults
from comparison.comparing.comparisons import pick_filing
from comparison.comparing.queries import annual_filter
from comparison.models import YearSummary
from disclosures.models import GIVEN_ORIGINS, Element, Filing, Issuer
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.types import SourceFormat

ISSUERS_AT_ONCE = 1000
"""So many issuers' texts are counted in one round: bounds memory, not time."""

_TAGS = """
SELECT filing_id, element_id, bool_or(flag IS TRUE), bool_or(flag IS FALSE), bool_or(flag IS NULL), max(times)
FROM (SELECT filing_id, element_id, flag, count(*) OVER (
          PARTITION BY filing_id, element_id, context_start, context_end, dimensions) AS times
      FROM disclosures_elementvalue WHERE filing_id = ANY(%s) AND origin = ANY(%s)) tagged
GROUP BY filing_id, element_id
"""
_PLACES = """
SELECT f.id, f.reading_text, p.starts, p.ends
FROM disclosures_filing f JOIN (
    SELECT v.filing_id, array_agg(p.start) AS starts, array_agg(p."end") AS ends
    FROM disclosures_passage p JOIN disclosures_elementvalue v ON v.id = p.value_id
    WHERE v.filing_id = ANY(%s) AND v.origin = ANY(%s) GROUP BY v.filing_id) p ON p.filing_id = f.id
"""
_TEXTS = """
SELECT v.filing_id, v.element_id, md5(string_agg(p.text_hash, '' ORDER BY v.position, p.position)),
       sum(length(p.normalised) - length(replace(p.normalised, ' ', '')) + 1)
FROM disclosures_passage p JOIN disclosures_elementvalue v ON v.id = p.value_id
WHERE v.filing_id = ANY(%s) AND v.origin = ANY(%s) GROUP BY v.filing_id, v.element_id
"""
_IS_GIVEN = Q(values__origin__in=GIVEN_ORIGINS)


@dataclass(slots=True)
class Year:
    """A filing in numbers. What was only named from its words counts for nothing here.

    tagged  by element, how it is tagged
    hashes  by element, of its paragraphs in order
    whole   hash of all that any element covers; empty where none covers anything
    words   of the same: what stands under several elements counts once
    """

    filing: Filing
    tagged: dict[int, Tagged] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    whole: str = ""
    words: int = 0


@transaction.atomic
def refresh_summaries(issuers: Collection[int] | None = None) -> int:
    """Makes the rows of these issuers (by key) anew, of all without any; returns how many there are now.

    Safe at any time and to run twice. A fixed number of queries for each thousand issuers.
    """
    keys = (
        sorted(issuers)
        if issuers is not None
        else list(Issuer.objects.order_by("pk").values_list("pk", flat=True))
    )
    elements = list(
        Element.objects.exclude(kind=Element.Kind.REQUIREMENT).order_by("framework", "order", "key")
    )
    count = 0
    for first in range(0, len(keys), ISSUERS_AT_ONCE):
        part = keys[first : first + ISSUERS_AT_ONCE]
        rows = _summarise(part, elements)
        YearSummary.objects.filter(issuer__in=part).delete()
        _write(rows)
        count += len(rows)
    return count


def _write(rows: Iterable[YearSummary]) -> None:
    """By COPY: building one INSERT of arrays for thousands of rows costs more than storing them."""
    names = [field.attname for field in YearSummary._meta.concrete_fields]
    columns = ", ".join(names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {YearSummary._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([getattr(row, name) for name in names])


def _summarise(issuers: Sequence[int], elements: Sequence[Element]) -> list[YearSummary]:
    # Two filings of one issuer may be stored at the same time: the later one waits, and sees the other.
    list(
        Issuer.objects.select_for_update(no_key=True).filter(pk__in=issuers).order_by("pk").values_list("pk")
    )
    years = read_years(_pick(issuers))
    by_year = {(year.filing.issuer_id, year.filing.fiscal_year): year for year in years.values()}
    expected = {form: expect(form, elements) for form in {year.filing.form for year in years.values()}}
    return [
        _row(
            year,
            by_year.get((year.filing.issuer_id, year.filing.fiscal_year - 1)),
            find_faults(expected[year.filing.form], year.tagged),
        )
        for year in years.values()
    ]


def read_years(filings: Iterable[Filing]) -> dict[int, Year]:
    """Filings in numbers, by key of the filing. Three queries."""
    years = {filing.pk: Year(filing) for filing in filings}
    _fill_tags(years)
    _fill_texts(years)
    return years


def _pick(issuers: Sequence[int]) -> Iterator[Filing]:
    """The filing that stands for each issuer and fiscal year."""
    annual = Filing.objects.filter(annual_filter(), issuer__in=issuers)
    fields = ("pk", "issuer_id", "fiscal_year", "form", "filed", "is_amendment", "source_format")
    counts = {"value_count": Count("values"), "given_count": Count("values", filter=_IS_GIVEN)}
    candidates: defaultdict[tuple[int, int], list[Filing]] = defaultdict(list)
    for filing in annual.only(*fields).annotate(**counts).order_by("pk"):
        candidates[filing.issuer_id, filing.fiscal_year].append(filing)
    for filings in candidates.values():
        if (chosen := pick_filing(filings)) is not None:
            yield chosen


def _fill_tags(years: Mapping[int, Year]) -> None:
    for filing, element, yes, no, empty, times in _fetch(_TAGS, years):
        said = {True: yes, False: no, None: empty}
        flags = frozenset(flag for flag, is_said in said.items() if is_said)
        years[filing].tagged[element] = Tagged(flags, times=times)


def _fill_texts(years: Mapping[int, Year]) -> None:
    for filing, element, text_hash, words in _fetch(_TEXTS, years):
        year = years[filing]
        year.hashes[element] = text_hash
        year.tagged[element] = replace(year.tagged[element], words=int(words))
    for filing, text, starts, ends in _fetch(_PLACES, years):
        covered = cover_text(text, zip(starts, ends, strict=True))
        years[filing].words = len(covered.split())
        years[filing].whole = hash_passage(normalise_passage(covered))


def cover_text(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """What the spans cover of a text, in its order and each character once; gaps become blanks."""
    parts: list[str] = []
    reached = 0
    for start, end in sorted(spans):
        if end > reached:
            parts.append(text[max(start, reached) : end] if start < reached else f" {text[start:end]}")
            reached = end
    return "".join(parts)


def _fetch(sql: str, filings: Iterable[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(filings), list(GIVEN_ORIGINS)])
        return list(cursor.fetchall())


def _is_comparable(year: Year, before: Year) -> bool:
    """Whether equal words have equal hashes: an archive's text is damaged, a document's is not."""
    archive = SourceFormat.NOTES_ARCHIVE
    return (year.filing.source_format == archive) == (before.filing.source_format == archive)


def _row(year: Year, before: Year | None, faults: Sequence[Finding]) -> YearSummary:
    if before is not None and not _is_comparable(year, before):
        before = None
    old = before.hashes if before else {}
    compared = sorted(year.hashes.keys() & old.keys())
    filing = year.filing
    return YearSummary(
        filing=filing,
        issuer_id=filing.issuer_id,
        fiscal_year=filing.fiscal_year,
        form=filing.form.removesuffix("/A"),
        tagged=sorted(year.tagged),
        said_yes=sorted(key for key, own in year.tagged.items() if own.flags == {True}),
        said_no=sorted(key for key, own in year.tagged.items() if own.flags == {False}),
        compared=compared,
        changed=[key for key in compared if year.hashes[key] != old[key]],
        words=year.words,
        has_changed=year.whole != before.whole if before and before.whole and year.whole else None,
        findings=[finding.fault.value for finding in faults],
    )

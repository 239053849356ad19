"""Keeping one row per issuer and fiscal year in step with the filings. Every write of YearSummary."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
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
from disclosures.years import find_year_before

ISSUERS_AT_ONCE = 1000
"""So many issuers' texts are counted in one round: bounds memory, not time."""

_TAGS = """
SELECT filing_id, element_id, bool_or(flag IS TRUE), bool_or(flag IS FALSE), bool_or(flag IS NULL), max(times)
FROM (SELECT filing_id, element_id, flag, count(*) OVER (
          PARTITION BY filing_id, element_id, context_start, context_end, dimensions) AS times
      FROM disclosures_elementvalue WHERE filing_id = ANY(%s) AND origin = ANY(%s)) tagged
GROUP BY filing_id, element_id
"""
# The inner query is kept apart (OFFSET) so that numbers are sorted, not texts.
_TEXTS = """
SELECT filing_id, element_id, md5(string_agg(text_hash, '' ORDER BY place, position)), sum(words),
       array_agg(start), array_agg("end")
FROM (SELECT v.filing_id, v.element_id, v.position AS place, p.position, p.text_hash, p.start, p."end",
          octet_length(p.normalised) - octet_length(replace(p.normalised, ' ', '')) + 1 AS words
      FROM disclosures_passage p JOIN disclosures_elementvalue v ON v.id = p.value_id
      WHERE v.filing_id = ANY(%s) AND v.origin = ANY(%s) OFFSET 0) passage
GROUP BY filing_id, element_id
"""
_READING_TEXTS = "SELECT id, reading_text FROM disclosures_filing WHERE id = ANY(%s)"
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
    held = _fetch_held(issuers)
    # Two years that follow each other may be called alike: the year before need not stand for any itself.
    before = {
        filing: pick_filing(find_year_before(filing, own)) for own in held.values() for filing in _pick(own)
    }
    years = read_years({*before, *filter(None, before.values())})
    expected = {form: expect(form, elements) for form in {filing.form for filing in before}}
    return [
        _row(
            years[filing.pk],
            years[earlier.pk] if earlier else None,
            find_faults(expected[filing.form], years[filing.pk].tagged),
        )
        for filing, earlier in before.items()
    ]


def read_years(filings: Iterable[Filing]) -> dict[int, Year]:
    """Filings in numbers, by key of the filing. Three queries."""
    years = {filing.pk: Year(filing) for filing in filings}
    _fill_tags(years)
    return years


def _fetch_held(issuers: Sequence[int]) -> Mapping[int, Sequence[Filing]]:
    """The annual filings of each issuer."""
    annual = Filing.objects.filter(annual_filter(), issuer__in=issuers)
    fields = (
        *("pk", "issuer_id", "fiscal_year", "period_end", "form", "filed", "is_amendment"),
        "source_format",
    )
    counts = {"value_count": Count("values"), "given_count": Count("values", filter=_IS_GIVEN)}
    held: defaultdict[int, list[Filing]] = defaultdict(list)
    for filing in annual.only(*fields).annotate(**counts).order_by("pk"):
        held[filing.issuer_id].append(filing)
    return held


def _pick(held: Iterable[Filing]) -> Iterator[Filing]:
    """The filing that stands for each fiscal year of an issuer."""
    candidates: defaultdict[int, list[Filing]] = defaultdict(list)
    for filing in held:
        candidates[filing.fiscal_year].append(filing)
    for filings in candidates.values():
        if (chosen := pick_filing(filings)) is not None:
            yield chosen


def _fill_tags(years: Mapping[int, Year]) -> None:
    flags = {said: _flags(*said) for said in product((True, False), repeat=3)}
    words: dict[tuple[int, int], int] = {}
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for filing, element, text_hash, count, starts, ends in _fetch(_TEXTS, list(years), list(GIVEN_ORIGINS)):
        years[filing].hashes[element] = text_hash
        words[filing, element] = int(count)
        spans[filing].extend(zip(starts, ends, strict=True))
    for filing, element, yes, no, empty, times in _fetch(_TAGS, list(years), list(GIVEN_ORIGINS)):
        own = Tagged(flags[yes, no, empty], words.get((filing, element), 0), times)
        years[filing].tagged[element] = own
    _fill_words(years, spans)


def _flags(yes: bool, no: bool, empty: bool) -> frozenset[bool | None]:
    return frozenset(flag for flag, is_said in ((True, yes), (False, no), (None, empty)) if is_said)


def _fill_words(years: Mapping[int, Year], spans: Mapping[int, Iterable[tuple[int, int]]]) -> None:
    for filing, text in _fetch(_READING_TEXTS, list(spans)):
        normalised = normalise_passage(cover_text(text, spans[filing]))
        years[filing].words = normalised.count(" ") + 1 if normalised else 0
        years[filing].whole = hash_passage(normalised)


def cover_text(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """What the spans cover of a text, in its order and each character once; gaps become blanks."""
    parts: list[str] = []
    reached = 0
    for start, end in sorted(spans):
        if end > reached:
            parts.append(text[max(start, reached) : end] if start < reached else f" {text[start:end]}")
            reached = end
    return "".join(parts)


def _fetch(sql: str, *parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
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

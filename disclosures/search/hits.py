"""Finds passages: totals, facets and one page of hits, read in a single scan of the index."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Upper

from disclosures.market.classification import SIZE_BANDS, sic_division
from disclosures.models import IndexedPassage
from disclosures.models.querysets import FilingQuerySet
from disclosures.search.criteria import Criteria, tsquery

MAX_COUNTED = 12_000
"""Hits that are counted and ordered; a search with more says so. It bounds the time of any search."""
RANK_BY_LENGTH = Value(1)
"""PostgreSQL's ts_rank divided by 1 + log(length): a long passage is not better for being long."""
ZERO = Value(0.0)


MULTIPLE = {
    "form": "forms",
    "year": "years",
    "kind": "kinds",
    "division": "divisions",
    "size": "sizes",
    "country": "countries",
}
"""Facets of which several values may be chosen, with their names in Criteria."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Count:
    """How many hits, and how many issuers they come from."""

    value: str
    passages: int
    issuers: int


@dataclass(frozen=True, slots=True)
class Found:
    """`passages` of `issuers` in `filings`; `facets` by name, largest first; `page` is ids of passages.

    When `is_capped` everything here is about the first MAX_COUNTED hits.
    """

    passages: int = 0
    issuers: int = 0
    filings: int = 0
    facets: dict[str, tuple[Count, ...]] = field(default_factory=dict)
    page: tuple[int, ...] = ()

    @property
    def is_capped(self) -> bool:
        return self.passages >= MAX_COUNTED


# Small counts are kept as integers: PostgreSQL adds bigints up as numerics, which takes three times as long.
_SQL = """
WITH hit AS MATERIALIZED ({hits}),
told AS MATERIALIZED (
    SELECT filing_id, issuer_id, form, fiscal_year, n
    FROM (SELECT filing_id, count(*)::int AS n FROM hit GROUP BY filing_id) counted
    JOIN disclosures_filing filing ON filing.id = filing_id
),
speaker AS MATERIALIZED (
    SELECT country, kind, sic, width_bucket(public_float, %s::bigint[]) AS size, n
    FROM (SELECT issuer_id, sum(n)::int AS n FROM told GROUP BY issuer_id) counted
    JOIN disclosures_issuer issuer ON issuer.id = issuer_id
),
together AS (SELECT elements, count(*)::int AS n FROM hit GROUP BY elements)
SELECT 'filings', '', count(*)::bigint, 0 FROM told
UNION ALL SELECT 'total', '', COALESCE(sum(n), 0)::bigint, count(*) FROM speaker
UNION ALL SELECT 'form', form, sum(n), count(*)
    FROM (SELECT form, issuer_id, sum(n)::int AS n FROM told GROUP BY form, issuer_id) by_form GROUP BY form
UNION ALL SELECT 'year', fiscal_year::text, sum(n), count(*)
    FROM (SELECT fiscal_year, issuer_id, sum(n)::int AS n FROM told GROUP BY fiscal_year, issuer_id) by_year
    GROUP BY fiscal_year
UNION ALL SELECT 'country', country, sum(n), count(*) FROM speaker GROUP BY country
UNION ALL SELECT 'kind', kind, sum(n), count(*) FROM speaker GROUP BY kind
UNION ALL SELECT 'sic', sic::text, sum(n), count(*) FROM speaker GROUP BY sic
UNION ALL SELECT 'size', size::text, sum(n), count(*) FROM speaker GROUP BY size
UNION ALL SELECT 'element', element::text, sum(n), 0
    FROM (SELECT unnest(elements) AS element, n FROM together) under GROUP BY element
UNION ALL (
    SELECT 'hit', passage_id::text, 0, 0 FROM hit {joins}
    ORDER BY {order} LIMIT %s OFFSET %s
)
"""
_FILING = "JOIN disclosures_filing filing ON filing.id = hit.filing_id"
_NEWEST = (_FILING, "filing.filed DESC NULLS LAST, hit.filing_id DESC, hit.passage_id")
_ORDERS = {
    Sort.RELEVANCE: ("", "rank DESC, hit.filing_id DESC, hit.passage_id"),
    Sort.NEWEST: _NEWEST,
    Sort.ISSUER: (
        f"{_FILING} JOIN disclosures_issuer issuer ON issuer.id = filing.issuer_id",
        "upper(issuer.name), issuer.id, filing.fiscal_year DESC, hit.filing_id, hit.passage_id",
    ),
}
_WALKS = {
    # The same orders for a search that is capped: PostgreSQL walks an index and stops after one page.
    Sort.NEWEST: (F("filing__filed").desc(nulls_last=True), "-filing_id", "pk"),
    Sort.ISSUER: (
        Upper("filing__issuer__name"),
        "filing__issuer_id",
        "-filing__fiscal_year",
        "filing_id",
        "pk",
    ),
}
_BANDS = tuple(reversed([(name, lowest) for name, lowest in SIZE_BANDS if lowest is not None]))


def find(
    filings: FilingQuerySet,
    criteria: Criteria,
    *,
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 20,
) -> Found:
    """What the criteria find in these filings. `filings` start at visible_to(user). At most two queries."""
    hits = criteria.narrow(IndexedPassage.objects.all(), filings)
    if not criteria.words and sort is Sort.RELEVANCE:
        sort = Sort.NEWEST  # without words nothing is more relevant than what is new
    is_ranked = sort is Sort.RELEVANCE
    rank = (
        SearchRank(F("search"), tsquery(criteria.words), normalization=RANK_BY_LENGTH) if is_ranked else ZERO
    )
    rows = hits.annotate(rank=rank).order_by("-filing_id")
    columns = rows.values_list("passage_id", "filing_id", "elements", "rank")[:MAX_COUNTED]
    try:
        chosen, params = columns.query.sql_with_params()
    except EmptyResultSet:
        return Found()
    joins, order = _ORDERS[sort]
    with connection.cursor() as cursor:
        lowest = [lowest for _, lowest in _BANDS]
        cursor.execute(_SQL.format(hits=chosen, joins=joins, order=order), [*params, lowest, limit, offset])
        found = _collect(cursor.fetchall())
    if found.is_capped and not is_ranked and limit:
        walked = hits.order_by(*_WALKS[sort])[offset : offset + limit]
        return replace(found, page=tuple(walked.values_list("pk", flat=True)))
    return found


def count_instead(filings: FilingQuerySet, criteria: Criteria, facet: str) -> tuple[Count, ...]:
    """What each value of one of MULTIPLE would find, the other filters kept. One query."""
    nothing: dict[str, Any] = {MULTIPLE[facet]: ()}
    return find(filings, replace(criteria, **nothing), sort=Sort.NEWEST, limit=0).facets.get(facet, ())


def _collect(rows: Sequence[tuple[str, str | None, int, int]]) -> Found:
    counts: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    page: list[int] = []
    total, filings = (0, 0), 0
    for name, value, passages, issuers in rows:
        if name == "hit":
            page.append(int(value or 0))
        elif name == "total":
            total = (int(passages), issuers)
        elif name == "filings":
            filings = int(passages)
        else:
            facet, told = _tell(name, value)
            entry = counts[facet][told]
            entry[0] += int(passages)
            entry[1] += issuers
    facets = {
        name: tuple(
            sorted(
                (Count(value, *entry) for value, entry in values.items()),
                key=lambda c: (-c.passages, c.value),
            )
        )
        for name, values in counts.items()
    }
    return Found(*total, filings, facets=facets, page=tuple(page))


def _tell(name: str, value: str | None) -> tuple[str, str]:
    """The facet and its value as an address names them. An issuer has one SIC code, so codes add up."""
    if name == "sic":
        return "division", sic_division(int(value) if value else None)
    if name == "size":
        return "size", SIZE_BANDS[-1][0] if value is None else _BANDS[max(int(value) - 1, 0)][0]
    return name, value or ""

"""The nearest passages of the market to a paragraph: by its rare words first, then word by word."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from rapidfuzz import fuzz

from disclosures.models import IndexedPassage, Passage, SearchWord
from disclosures.models.querysets import FilingQuerySet
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.search.folding import fold_signs

MAX_CHARACTERS = 6_000
MAX_READ = 6_000
"""Entries of the index that are read for candidates, over all words that are looked up by themselves."""
MAX_WORDS = 14
MIN_WORDS = 3
"""With fewer words within MAX_READ commoner ones are looked up too, but only together with these."""
CANDIDATES = 80
"""Different texts that are compared word by word."""
WEIGHT_OF_WORDS, WEIGHT_OF_ORDER = 0.6, 0.4
"""What the shared words say (rare ones more), and what their order says."""
LEAST_SCORE = 0.35
"""Below this two paragraphs have a subject in common, not their words."""


@dataclass(frozen=True, slots=True)
class Similar:
    """One text near the asked one. `score` is 0 to 1; `passages` are all places it is at, newest first."""

    score: float
    text: str
    passages: tuple[Passage, ...]
    is_exact: bool

    @property
    def percent(self) -> int:
        return 100 if self.is_exact else min(99, round(100 * self.score))

    @property
    def first(self) -> Passage:
        return self.passages[0]

    @property
    def issuer_count(self) -> int:
        return len({passage.value.filing.issuer_id for passage in self.passages})


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question to the index, as a tsquery, and what a passage that it finds is worth."""

    query: str
    weight: float
    limit: int = MAX_READ


# Identical texts count once; among equals those about as long as the text come first.
_SQL = """
SELECT text_hash
FROM (
    SELECT min(entry.text_hash) AS text_hash, sum(own.weight) AS weight, min(entry.size) AS size
    FROM unnest(%s::text[], %s::float8[], %s::int[]) AS own (query, weight, most)
    CROSS JOIN LATERAL (
        SELECT passage_id, text_hash, length(search) AS size FROM disclosures_indexedpassage
        WHERE search @@ own.query::tsquery {narrowed}
        LIMIT own.most
    ) entry
    GROUP BY entry.passage_id
) scored
GROUP BY text_hash
ORDER BY max(weight) DESC, min(abs(size - %s)), text_hash
LIMIT %s
"""


def find_similar(filings: FilingQuerySet, text: str, limit: int = 20) -> list[Similar]:
    """Texts most like this one in these filings, best first. Six queries.

    `filings` start at visible_to(user). Candidates share the rarest words with the text; the score weighs
    the shared words by their rarity and compares their order.
    """
    text = " ".join(text[:MAX_CHARACTERS].replace("\0", " ").split())
    weights = _weigh(text)
    if not weights:
        return []
    normalised = normalise_passage(text)
    own = hash_passage(normalised)
    hashes = _find_candidates(filings, plan_lookups(weights), len(weights))
    entries = IndexedPassage.objects.filter(text_hash__in={*hashes, own})
    if filings.query.where:
        entries = entries.filter(filing__in=filings.order_by().values("pk"))
    places = _collect_places(entries)
    scored = _score(places, normalised, own, {lexeme: weight for lexeme, (weight, _) in weights.items()})
    best = [entry for entry in scored if entry[0] >= LEAST_SCORE][:limit]
    return _load(best, places, own)


type _Weights = dict[str, tuple[float, int]]
"""Stem -> weight (idf), and in how many passages it stands."""


def _weigh(text: str) -> _Weights:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('english', %s))", [fold_signs(text)])
        lexemes = cursor.fetchone()[0]
    counts = dict(SearchWord.objects.filter(lexeme__in=lexemes).values_list("lexeme", "passages"))
    total = max(counts.values(), default=1) + 1
    return {lexeme: (log(total / count) + 0.1, count) for lexeme, count in counts.items()}


def plan_lookups(weights: _Weights) -> list[Lookup]:
    """Questions that find what shares the rarest words, and read a bounded part of the index.

    The rarest words whose entries together are few enough are looked up each by itself. Are these fewer
    than MIN_WORDS, the next ones are looked up among what holds one of them: that reads no more than the
    first lookups did. Is not even the rarest word rare, pairs of the rarest are looked up, and of each pair
    a part.
    """
    ordered = sorted(weights, key=lambda lexeme: (weights[lexeme][1], lexeme))[:MAX_WORDS]
    alone: list[str] = []
    read = 0
    for lexeme in ordered:
        read += weights[lexeme][1]
        if read > MAX_READ:
            break
        alone.append(lexeme)
    lookups = [Lookup(_quote(lexeme), weights[lexeme][0]) for lexeme in alone]
    commoner = ordered[len(alone) : MIN_WORDS]
    if alone:
        any_of_them = " | ".join(map(_quote, alone))
        return lookups + [
            Lookup(f"{_quote(lexeme)} & ({any_of_them})", weights[lexeme][0]) for lexeme in commoner
        ]
    pairs = list(combinations(commoner, min(2, len(commoner))))
    return [
        Lookup(" & ".join(map(_quote, pair)), sum(weights[one][0] for one in pair), MAX_READ // len(pairs))
        for pair in pairs
    ]


def _quote(lexeme: str) -> str:
    """As a tsquery takes it (PostgreSQL manual, "tsquery")."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _find_candidates(filings: FilingQuerySet, lookups: Sequence[Lookup], size: int) -> list[str]:
    """Hashes of the texts worth comparing; `size` is the number of different words asked for."""
    narrowed = ""
    params: tuple[Any, ...] = ()
    if filings.query.where:
        try:
            chosen, params = filings.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        narrowed = f"AND filing_id IN ({chosen})"
    columns = [[getattr(own, name) for own in lookups] for name in ("query", "weight", "limit")]
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(narrowed=narrowed), [*columns, *params, size, CANDIDATES])
        return [text_hash for (text_hash,) in cursor.fetchall()]


def _collect_places(entries: QuerySet[IndexedPassage]) -> dict[str, list[int]]:
    """Ids of the passages by the hash of their text, those of the newest filings first."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for text_hash, passage in entries.order_by("-filing_id", "pk").values_list("text_hash", "pk"):
        places[text_hash].append(passage)
    return dict(places)


def _score(
    places: dict[str, list[int]], normalised: str, own: str, weights: dict[str, float]
) -> list[tuple[float, str]]:
    """Scores and hashes, best first."""
    firsts = {passages[0]: text_hash for text_hash, passages in places.items()}
    rows = IndexedPassage.objects.filter(pk__in=firsts).values_list("pk", "passage__normalised", "search")
    scored = []
    for pk, other, vector in rows:
        text_hash = firsts[pk]
        exact = text_hash == own
        scored.append(
            (1.0 if exact else _nearness(normalised, other, weights, lexemes_of(vector)), text_hash)
        )
    return sorted(scored, reverse=True)


def _nearness(text: str, other: str, weights: dict[str, float], lexemes: Sequence[str]) -> float:
    theirs = set(lexemes)
    together = sum(weight for lexeme, weight in weights.items() if lexeme in theirs)
    ours = sum(weights.values())
    unknown = len(theirs - weights.keys()) * ours / max(len(weights), 1)
    words = together / (ours + unknown * 0.5) if ours else 0.0
    order = fuzz.token_set_ratio(text, other) * 0.3 + fuzz.ratio(text, other) * 0.7
    return WEIGHT_OF_WORDS * words + WEIGHT_OF_ORDER * order / 100


def lexemes_of(vector: str) -> list[str]:
    """The stems in a tsvector as PostgreSQL prints it: 'board':1,4 'oversight':2."""
    return [part.split("':", 1)[0].lstrip("'").replace("''", "'") for part in vector.split(" ")]


def _load(best: Sequence[tuple[float, str]], places: dict[str, list[int]], own: str) -> list[Similar]:
    wanted = [passage for _, text_hash in best for passage in places[text_hash]]
    rows = (
        Passage.objects.filter(pk__in=wanted)
        .select_related("value__filing__issuer", "value__element")
        .only(
            "text",
            "start",
            "end",
            "value__element__name",
            "value__filing__slug",
            "value__filing__form",
            "value__filing__fiscal_year",
            "value__filing__issuer__name",
            "value__filing__issuer__slug",
            "value__filing__issuer__cik",
        )
        .in_bulk()
    )
    return [
        Similar(
            score,
            rows[places[text_hash][0]].text,
            tuple(rows[pk] for pk in places[text_hash]),
            text_hash == own,
        )
        for score, text_hash in best
    ]

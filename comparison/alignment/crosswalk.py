"""How likely two elements of different frameworks speak of the same thing. Pure.

By their words, and better by what is disclosed under them: how many issuers' texts under the one answer what
the other asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comparison.alignment.coverage import AnswerSentence, Demand, Verdict, cover_demands
from comparison.alignment.meaning import compare_tokens, read_meaning, weigh_tokens

WORDS = 0.4
"""What the elements' own words weigh beside the texts disclosed under them."""
SUGGESTED = 0.2
"""Pairs that score less are not suggested."""


@dataclass(frozen=True, slots=True)
class JoinableElement:
    """An element: what it asks in words, and per issuer the sentences disclosed under it."""

    key: str
    words: str
    context: str
    texts: Sequence[Sequence[AnswerSentence]]


@dataclass(frozen=True, slots=True)
class SuggestedPair:
    """Two elements with the score of their being joined, 0 to 1.

    `answering` of `texts` issuers' texts under one of them answer what the other asks.
    """

    left: str
    right: str
    score: float
    by_words: float
    answering: int
    texts: int


def suggest_pairs(
    left: Sequence[JoinableElement], right: Sequence[JoinableElement]
) -> tuple[SuggestedPair, ...]:
    """Pairs of the two frameworks that may belong together, the likeliest first."""
    under_right = {e.key: _count_answers([_ask(one) for one in left], e.texts) for e in right}
    under_left = {e.key: _count_answers([_ask(one) for one in right], e.texts) for e in left}
    words = compare_tokens(*weigh_tokens([[read_meaning(e.words) for e in side] for side in (left, right)]))
    pairs = (
        _score(
            (one, other),
            float(words[i, j]),
            under_right[other.key][one.key],
            under_left[one.key][other.key],
        )
        for i, one in enumerate(left)
        for j, other in enumerate(right)
    )
    suggested = (pair for pair in pairs if pair.score >= SUGGESTED)
    return tuple(sorted(suggested, key=lambda pair: (-pair.score, pair.left, pair.right)))


def _ask(element: JoinableElement) -> Demand:
    return Demand(element.key, element.words, element.context, {})


def _count_answers(
    demands: Sequence[Demand], texts: Sequence[Sequence[AnswerSentence]]
) -> Mapping[str, tuple[int, int]]:
    """Per demand how many of the texts answer it, a part of it counting half of one; and of how many."""
    counts = dict.fromkeys((demand.key for demand in demands), 0.0)
    for sentences in texts:
        for covered in cover_demands(demands, sentences):
            counts[covered.key] += {Verdict.ADDRESSED: 1.0, Verdict.PARTLY: 0.5}.get(covered.verdict, 0.0)
    return {key: (round(count), len(texts)) for key, count in counts.items()}


def _score(
    pair: tuple[JoinableElement, JoinableElement],
    by_words: float,
    forth: tuple[int, int],
    back: tuple[int, int],
) -> SuggestedPair:
    shares = [(answering / texts, answering, texts) for answering, texts in (forth, back) if texts]
    by_texts, answering, texts = max(shares, default=(0.0, 0, 0))
    score = WORDS * by_words + (1 - WORDS) * by_texts if texts else by_words
    return SuggestedPair(pair[0].key, pair[1].key, round(score, 3), round(by_words, 3), answering, texts)

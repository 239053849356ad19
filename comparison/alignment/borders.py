"""Pairs of two years between which text wandered over the border of their paragraphs. Pure.

A sentence that ended one paragraph opens the next a year later: told apart pair by pair it would be gone
here and new there. Where paragraphs are guessed, as of the bulk data, borders move without any word changing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from comparison.alignment.keys import cut_key_words
from comparison.alignment.pairs import Pair
from comparison.alignment.words import Mark, Run

WANDERED = 8
"""Words in a row that are gone from one pair and new in the next, or the other way: fewer are a phrase."""
MOST = 4_000_000
"""Two pairs are looked at up to this product of their words on both sides: 2,000 words each."""


@dataclass(frozen=True, slots=True)
class Told:
    """A pair with its words told apart."""

    pair: Pair
    runs: tuple[Run, ...]


def chain_wandered(told: Sequence[Told], old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches [first, last) of the pairs, those together that text wandered between; most hold one pair."""
    chains: list[tuple[int, int]] = []
    for place, own in enumerate(told):
        first = chains[-1][0] if chains else 0
        if place and _have_exchanged(told[first:place], own, old, new):
            chains[-1] = (first, place + 1)
        else:
            chains.append((place, place + 1))
    return chains


def _have_exchanged(chain: Sequence[Told], after: Told, old: Sequence[str], new: Sequence[str]) -> bool:
    before = chain[-1]
    if before.pair.is_equal or after.pair.is_equal or not _follows([own.pair for own in chain], after.pair):
        return False
    gone, come = set(_phrases(before, Mark.GONE)), set(_phrases(before, Mark.NEW))
    if gone.isdisjoint(_phrases(after, Mark.NEW)) and come.isdisjoint(_phrases(after, Mark.GONE)):
        return False
    return _gain(before.pair, after.pair, old, new) >= WANDERED


def _follows(chain: Sequence[Pair], after: Pair) -> bool:
    """Whether a pair goes on where a chain ends, on each side that both have; at least one."""
    sides = (
        ([i for pair in chain for i in pair.left], after.left),
        ([j for pair in chain for j in pair.right], after.right),
    )
    shared = [(own, others) for own, others in sides if own and others]
    return bool(shared) and all(max(own) + 1 == min(others) for own, others in shared)


def _phrases(told: Told, mark: Mark) -> Iterator[tuple[str, ...]]:
    for run in told.runs:
        if run.mark is mark:
            words = cut_key_words(run.text)
            yield from (tuple(words[k : k + WANDERED]) for k in range(len(words) - WANDERED + 1))


def _gain(before: Pair, after: Pair, old: Sequence[str], new: Sequence[str]) -> int:
    """How many more words stay, in order, where two pairs are told apart as one."""
    (a, b), (c, d) = (
        (
            [word for i in pair.left for word in cut_key_words(old[i])],
            [word for j in pair.right for word in cut_key_words(new[j])],
        )
        for pair in (before, after)
    )
    if (len(a) + len(c)) * (len(b) + len(d)) > MOST:
        return 0
    together = LCSseq.similarity(a + c, b + d)
    return int(together - LCSseq.similarity(a, b) - LCSseq.similarity(c, d))

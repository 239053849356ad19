"""One issuer's text of two years: what stayed, was edited, is new or was dropped. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from comparison.alignment.borders import Told, chain_wandered
from comparison.alignment.keys import cut_key_words
from comparison.alignment.pairs import Kind, Pair
from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Mark, Run, redline
from comparison.alignment.year_pairs import can_pair_by_words, pair_years


class Change(StrEnum):
    """What became of a passage, an element or a flag."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    NEW = "new"
    DROPPED = "dropped"
    FLIPPED = "flag flipped"


@dataclass(frozen=True, slots=True)
class YearRow:
    """Old and new words of one thought; several passages of a year where they were split or merged, and of
    both years where text wandered over the border between them (borders.py).

    `score` is 0 to 100, None for a passage without a partner; `kind` tells merged, split and moved apart.
    """

    kind: Kind
    change: Change
    old: tuple[ComparedPassage, ...]
    new: tuple[ComparedPassage, ...]
    score: float | None
    runs: tuple[Run, ...]

    @property
    def word(self) -> str:
        """What became of the passages; "moved" and "split" also of those whose words stayed the same."""
        is_regrouped = self.kind in {Kind.MERGED, Kind.SPLIT, Kind.MOVED}
        return self.kind.value if is_regrouped else self.change.value

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the elements the passages stand under, of either year, each once."""
        return tuple(dict.fromkeys(name for passage in (*self.new, *self.old) for name in passage.elements))


def align_years(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> tuple[YearRow, ...]:
    """Rows in this year's reading order; a dropped passage stands after the one it followed last year.

    The pairs are those of year_pairs.pair_years, which `manage.py align` prints, joined where text wandered
    from one to the next.
    """
    before, after = _texts(old), _texts(new)
    pairs = pair_years(before, after)
    rows = [_row(pair, old, new) for pair in pairs]
    told = [Told(pair, row.runs) for pair, row in zip(pairs, rows, strict=True)]
    return tuple(_join(rows[first:last]) for first, last in chain_wandered(told, before, after))


def can_match_years_by_words(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> bool:
    """False where so much is left beside the equal passages that a page would wait for its scores."""
    return can_pair_by_words(_texts(old), _texts(new))


def _texts(passages: Sequence[ComparedPassage]) -> list[str]:
    return [passage.text for passage in passages]


def _row(pair: Pair, old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> YearRow:
    left, right = tuple(old[i] for i in pair.left), tuple(new[j] for j in pair.right)
    before = "\n\n".join(passage.text for passage in left)
    after = "\n\n".join(passage.text for passage in right)
    score = round(100 * pair.score, 1) if left and right else None
    if pair.is_equal:
        return YearRow(pair.kind, Change.UNCHANGED, left, right, score, (Run(Mark.SAME, after),))
    runs = redline(before, after)
    change = (_judge(runs) if right else Change.DROPPED) if left else Change.NEW
    return YearRow(pair.kind, change, left, right, score, runs)


def _judge(runs: Sequence[Run]) -> Change:
    """Without any word marked nothing changed: the words stand in more paragraphs, in fewer, or elsewhere."""
    return Change.UNCHANGED if all(run.mark is Mark.SAME for run in runs) else Change.EDITED


def _join(rows: Sequence[YearRow]) -> YearRow:
    """The rows as one; where no word is marked, nothing but the borders moved."""
    if len(rows) == 1:
        return rows[0]
    left = tuple(passage for row in rows for passage in row.old)
    right = tuple(passage for row in rows for passage in row.new)
    before, after = ("\n\n".join(passage.text for passage in side) for side in (left, right))
    runs = redline(before, after)
    change = _judge(runs)
    score = round(100 * Indel.normalized_similarity(cut_key_words(before), cut_key_words(after)), 1)
    return YearRow(_join_kinds(rows, is_same=change is Change.UNCHANGED), change, left, right, score, runs)


def _join_kinds(rows: Sequence[YearRow], *, is_same: bool) -> Kind:
    if all(row.kind is Kind.MOVED for row in rows):
        return Kind.MOVED
    if sum(len(row.old) for row in rows) == 1:
        return Kind.SPLIT
    if sum(len(row.new) for row in rows) == 1:
        return Kind.MERGED
    return Kind.IDENTICAL if is_same else Kind.EDITED

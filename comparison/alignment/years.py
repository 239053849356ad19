"""One issuer's text of two years: what stayed, was edited, is new or was dropped. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    """Old and new words of one thought; several passages of a year where they were split or merged.

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
        """What became of the passages; "moved" also of one whose words stayed the same."""
        is_regrouped = self.kind in {Kind.MERGED, Kind.SPLIT, Kind.MOVED}
        return self.kind.value if is_regrouped else self.change.value

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the elements the passages stand under, of either year, each once."""
        return tuple(dict.fromkeys(name for passage in (*self.new, *self.old) for name in passage.elements))


def align_years(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> tuple[YearRow, ...]:
    """Rows in this year's reading order; a dropped passage stands after the one it followed last year.

    The pairs are those of year_pairs.pair_years, which `manage.py align` prints.
    """
    return tuple(_row(pair, old, new) for pair in pair_years(_texts(old), _texts(new)))


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
    change = (Change.EDITED if right else Change.DROPPED) if left else Change.NEW
    return YearRow(pair.kind, change, left, right, score, redline(before, after))

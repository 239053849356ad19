"""Which paragraphs of two texts belong together, and what became of them. Pure values."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What became of the paragraphs of a pair from the left text to the right one."""

    IDENTICAL = "identical"
    EDITED = "edited"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Pair:
    """Paragraphs of the left text with those of the right, by their numbers from 0; one side may be empty.

    kind    a pair of the same words at another place is moved, one of edited words as well
    score   0 to 1; of years the share of words that both sides have in the same order, of issuers how likely
            they speak of the same (issuer_pairs.score_sides); 0 where one side is empty
    reason  what the match rests on, in words
    """

    kind: Kind
    score: float
    left: tuple[int, ...]
    right: tuple[int, ...]
    reason: str

    @property
    def is_equal(self) -> bool:
        """One paragraph on each side, of the same words; signs, spaces and capitals do not count."""
        return len(self.left) == len(self.right) == 1 and self.score == 1.0

"""How near what an issuer says is to what the others say, word by word. Pure.

Not for pairing passages (comparison.alignment.passages does that): one figure for a cell and for a column,
cheap enough for a grid of twenty filings, and told in words: the share of an issuer's words its peers use.
"""

import re
from collections import Counter
from collections.abc import Sequence

from comparison.alignment.grid import Cell

MIN_PEERS = 3
"""Fewer others that speak are no peers to be near to."""
MIN_WORDS = 5
"""A cell of fewer words says too little to be near to anything."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY_WORDS = frozenset(
    _WORD.findall(
        """
        about above after all also and any are been both but can each for from had has have how into its
        may more most not other our out over own shall should such than that the their them then there
        these they this those through under upon was were what when where which while who will with within
        would
        """
    )
)


def words_of(cell: Cell) -> frozenset[str]:
    """The different words of a cell's texts that carry meaning."""
    found = {
        word for value in cell.values for part in value.passages for word in _WORD.findall(part.normalised)
    }
    return frozenset(found - _EMPTY_WORDS)


def measure_closeness(cells: Sequence[frozenset[str]]) -> tuple[float | None, ...]:
    """Per cell of a row, 0 to 1: how many of the others that speak use a word of it, on average.

    None for a cell that says too little, and where too few others speak.
    """
    speaking = [words for words in cells if len(words) >= MIN_WORDS]
    if len(speaking) <= MIN_PEERS:
        return (None,) * len(cells)
    users = Counter(word for words in speaking for word in words)
    others = len(speaking) - 1
    return tuple(
        sum(users[word] - 1 for word in words) / (len(words) * others) if len(words) >= MIN_WORDS else None
        for words in cells
    )


def measure_likeness(own: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> float:
    """Two columns, cell by cell: the share of words they have in common, 0 to 1 (Dice's coefficient)."""
    shared = sum(len(mine & theirs) for mine, theirs in zip(own, other, strict=True))
    size = sum(len(mine) + len(theirs) for mine, theirs in zip(own, other, strict=True))
    return 2 * shared / size if size else 0.0

"""How alike two passages are, and how many may be scored at all. Pure."""

import re
from collections.abc import Iterable, Sequence, Sized

PAIRS = 60_000
"""So many pairs of passages are scored for a row, about a second's work. 700 rows of two to four real
filings, cut into sentences, came to 2,400 at most; four columns of 100 sentences make 60,000."""
SIGNS = 4_000_000_000
"""What scoring a pair costs grows with the product of the two lengths. Of the same rows the largest sum of
these products was 100 million; two passages of 63,000 signs make 4,000 million, about a second's work."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def comparable(text: str) -> str:
    """The words of a passage in lower case, signs left out: what scores are computed on."""
    return " ".join(_WORD.findall(text.casefold()))


def are_few(tables: Iterable[tuple[Sequence[Sized], Sequence[Sized]]]) -> bool:
    """True when each text of a table's left side may be scored against each of its right side.

    Counted over all tables: the pairs, and the products of their lengths, in signs or in words, whichever are
    scored. Linear in the number of texts.
    """
    sizes = [(len(left) * len(right), sum(map(len, left)) * sum(map(len, right))) for left, right in tables]
    return sum(pairs for pairs, _ in sizes) <= PAIRS and sum(signs for _, signs in sizes) <= SIGNS

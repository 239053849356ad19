"""How alike two passages are, and how many may be scored at all. Pure."""

import re
from collections.abc import Iterable, Sequence, Sized

from rapidfuzz import fuzz

FEW_WORDS = 6
"""token_set_ratio calls a passage equal whose words all stand in the other; for so few that is chance."""
MUCH_LONGER = 3

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


def score_pair(left: str, right: str) -> float:
    """How alike two comparable texts are, 0 to 100; the order of the two does not matter.

    The token set ratio, which asks how much of the shorter stands in the longer. Where one is so much longer
    that it may hold any words, half the score is the ratio of all words; where one is a few words, all of it.
    """
    # The order of the arguments moves the last digits of some rapidfuzz ratios.
    first, second = sorted((left, right))
    shorter, longer = sorted((len(left.split()), len(right.split())))
    if shorter < FEW_WORDS:
        return round(fuzz.token_sort_ratio(first, second), 1)
    score = fuzz.token_set_ratio(first, second)
    if longer > MUCH_LONGER * shorter:
        score = (score + fuzz.token_sort_ratio(first, second)) / 2
    return round(score, 1)


def are_few(tables: Iterable[tuple[Sequence[Sized], Sequence[Sized]]]) -> bool:
    """True when each text of a table's left side may be scored against each of its right side.

    Counted over all tables: the pairs, and the products of their lengths, in signs or in words, whichever are
    scored. Linear in the number of texts.
    """
    sizes = [(len(left) * len(right), sum(map(len, left)) * sum(map(len, right))) for left, right in tables]
    return sum(pairs for pairs, _ in sizes) <= PAIRS and sum(signs for _, signs in sizes) <= SIGNS

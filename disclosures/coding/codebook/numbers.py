"""Numbers written as digits or words."""

import re

_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}

NUMBER = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[:9])}))?"
    rf"|(?:{'|'.join(reversed(_UNITS))}))"
)
"""Pattern of a number up to 999 in digits, or up to 99 in words, for folded text."""


def read_number(words: str) -> int | None:
    """The number that `words` (folded) write: "18", "twenty-five", "twenty five"; None for anything else."""
    if words.isascii() and words.isdigit():
        return int(words)
    parts = [_WORDS.get(part) for part in re.split(r"[- ]", words)]
    return sum(part for part in parts if part is not None) if None not in parts else None

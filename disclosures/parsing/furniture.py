"""Page furniture: numbers and running heads that a page break leaves between two halves of a text."""

import re
from collections.abc import Sequence

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page\s+)?(?:[A-Z]{1,3}\s?[-–]\s?)?\d{1,4}(?:[-–][A-Z])?(?:\s*(?:of|/)\s*\d{1,4})?|(?-i:[ivxl]{1,7}))\W*",
    re.IGNORECASE,
)
_RUNNING_HEAD = re.compile(
    r"table of contents|\bform (?:10-K|20-F|8-K|6-K)|annual report|(?:fiscal )?year ended|^index$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\bInc)(?<!\bCorp)(?<!\bLtd)(?<!\bCo)(?<!\bN\.V)(?<!\bS\.A)[.;:,?!]$")
_MOST_MARK_WORDS, _MOST_HEAD_WORDS, _MOST_WORDS = 12, 6, 16
"""Words of a line that bears a mark, of one that bears none, and of all lines without a mark together."""


def is_furniture(pieces: Sequence[str]) -> bool:
    """Whether the pieces are a page number or a running head, and short lines about it."""
    unmarked = [
        len(piece.split()) for piece in pieces if not (is_page_number(piece) or is_running_head(piece))
    ]
    has_mark = len(unmarked) < len(pieces)
    return has_mark and max(unmarked, default=0) <= _MOST_HEAD_WORDS and sum(unmarked) <= _MOST_WORDS


def is_furniture_line(line: str) -> bool:
    """Whether a line by itself is furniture: a row of a table that holds a number is none."""
    if is_page_number(line):
        return True
    pieces = [piece.strip() for piece in re.split(r"[\t|]", line) if piece.strip()]
    is_ruled = "|" in line and any(map(is_page_number, pieces))
    return (is_ruled or any(map(is_running_head, pieces))) and is_furniture(pieces)


def is_page_number(piece: str) -> bool:
    """Whether the piece is the number of a page and nothing else: 23, - 23 -, F-12, xii, Page 3 of 80."""
    return _PAGE_NUMBER.fullmatch(piece) is not None


def is_running_head(piece: str) -> bool:
    """Whether the piece names the document as running heads do; a sentence that does so is none."""
    is_short = len(piece.split()) <= _MOST_MARK_WORDS
    return is_short and _RUNNING_HEAD.search(piece) is not None and _SENTENCE_END.search(piece) is None

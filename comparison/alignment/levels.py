"""A row's passages laid level, as finely as their number allows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.alignment.passages import PassageRow, align_passages, can_match_by_words
from comparison.alignment.pieces import count_pieces, cut_long
from comparison.alignment.values import ComparedPassage

PIECES = 4_000
"""So many sentences and paragraphs of all columns together are laid level; each is a place on the page. 700
rows of two to four real filings came to 90 at most."""
WHOLE_ONLY = "Too long to match sentence by sentence: whole paragraphs are laid level."
EQUAL_ONLY = "Too long to match by words: only equal passages are laid level."


@dataclass(frozen=True, slots=True)
class Levels:
    """Rows of passages level with each other; `note` says what was not tried, empty where all was."""

    rows: tuple[PassageRow, ...]
    note: str = ""


def lay_level(columns: Sequence[Sequence[ComparedPassage]]) -> Levels:
    """Long paragraphs sentence by sentence; too many of those whole; too many of these only where equal."""
    finest = _cut(columns)
    if can_match_by_words(finest):
        is_whole = finest is columns and sum(map(count_pieces, columns)) > sum(map(len, columns))
        return Levels(align_passages(finest), WHOLE_ONLY if is_whole else "")
    if can_match_by_words(columns):
        return Levels(align_passages(columns), WHOLE_ONLY)
    return Levels(align_passages(finest), EQUAL_ONLY)


def _cut(columns: Sequence[Sequence[ComparedPassage]]) -> Sequence[Sequence[ComparedPassage]]:
    if sum(map(count_pieces, columns)) > PIECES:
        return columns
    return [cut_long(column) for column in columns]

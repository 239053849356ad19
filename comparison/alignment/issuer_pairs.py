"""Paragraphs of two issuers' texts that say the same thing. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from comparison.alignment.pairs import Kind, Pair
from comparison.alignment.passages import PassageRow, align_passages
from comparison.alignment.values import ComparedPassage


def pair_issuers(left: Sequence[ComparedPassage], right: Sequence[ComparedPassage]) -> tuple[Pair, ...]:
    """Every paragraph of both sides in exactly one pair: those laid level first, then each side's own."""
    # The place in the text identifies a passage, whatever else stands there twice.
    sides = [
        [replace(passage, start=number, end=number) for number, passage in enumerate(side)]
        for side in (left, right)
    ]
    return tuple(_pair(row) for row in align_passages(sides))


def _pair(row: PassageRow) -> Pair:
    left, right = row.cells
    if left is not None and right is not None and row.score is not None:
        is_equal = left.text_hash == right.text_hash
        said = "the same words" if is_equal else f"{row.score:.0f} of 100 by the words they share"
        kind = Kind.IDENTICAL if is_equal else Kind.EDITED
        return Pair(kind, round(row.score / 100, 3), (left.start,), (right.start,), said)
    if left is not None:
        return Pair(Kind.REMOVED, 0.0, (left.start,), (), "only on the left")
    return Pair(Kind.ADDED, 0.0, (), (right.start,) if right else (), "only on the right")

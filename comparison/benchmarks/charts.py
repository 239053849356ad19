"""Geometry of the charts, in the units of their view boxes. Pure; colours and sizes are the style sheet's."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.benchmarks.shares import SMALLEST_GROUP, Lengths, Share, Tally

BAR_WIDTH = 200
PLOT_TOP, PLOT_HEIGHT = 16, 64
COLUMN_WIDTH, COLUMN_STEP = 26, 44


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar. `name` is the outcome's mark, which the style sheet gives a height and a colour."""

    name: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Range:
    """From the tenth to the ninetieth percentile, with the median in it."""

    x: float
    width: float
    median: float


@dataclass(frozen=True, slots=True)
class Column:
    """A year of a small multiple. No height where the group is too small for a percentage.

    text   where the label stands
    label  what stands over it: the percentage or the median; "few" of too small a group, nothing of none
    words  the same with its denominator
    """

    year: str
    x: float
    middle: float
    top: float
    text: float
    height: float | None
    label: str
    words: str


def cut_bar(tally: Tally) -> tuple[Segment, ...]:
    """A bar as long as the denominator; empty for a group too small for a percentage."""
    if tally.total < SMALLEST_GROUP:
        return ()
    segments, x = [], 0.0
    for outcome in tally.outcomes:
        if outcome.is_counted and (count := tally.count(outcome)):
            width = BAR_WIDTH * count / tally.total
            segments.append(Segment(outcome.mark, round(x, 2), round(width, 2)))
            x += width
    return tuple(segments)


def draw_range(lengths: Lengths, longest: float) -> Range | None:
    """The middle eighty percent on a scale that ends at `longest` words."""
    if not lengths.is_shown or lengths.p10 is None or lengths.median is None or lengths.p90 is None:
        return None
    scale = BAR_WIDTH / longest if longest else 0
    x, end = lengths.p10 * scale, lengths.p90 * scale
    return Range(round(x, 2), round(max(end - x, 1), 2), round(lengths.median * scale, 2))


def draw_columns(shares: Sequence[tuple[str, Share]]) -> tuple[Column, ...]:
    """Years from left to right, as high as their percentage."""
    columns = []
    for index, (year, share) in enumerate(shares):
        percent = share.percent
        height = None if percent is None else round(PLOT_HEIGHT * percent / 100, 2)
        columns.append(
            _column(index, year, height, share.percent_words or ("few" if share.total else ""), share.words)
        )
    return tuple(columns)


def draw_medians(lengths: Sequence[tuple[str, Lengths]], longest: float) -> tuple[Column, ...]:
    """Years from left to right, as high as their median on a scale that ends at `longest` words."""
    columns = []
    for index, (year, own) in enumerate(lengths):
        is_drawn = own.is_shown and own.median is not None and longest > 0
        height = round(PLOT_HEIGHT * (own.median or 0) / longest, 2) if is_drawn else None
        label = f"{own.median:,.0f}" if is_drawn and own.median is not None else "few" if own.total else ""
        columns.append(_column(index, year, height, label, f"{own.total:,} filings"))
    return tuple(columns)


def plot_width(columns: Sequence[Column]) -> int:
    return max(len(columns), 1) * COLUMN_STEP


def _column(index: int, year: str, height: float | None, label: str, words: str) -> Column:
    x = index * COLUMN_STEP + (COLUMN_STEP - COLUMN_WIDTH) / 2
    top = round(PLOT_TOP + PLOT_HEIGHT - (height or 0), 2)
    return Column(year, x, x + COLUMN_WIDTH / 2, top, round(top - 4, 2), height, label, words)

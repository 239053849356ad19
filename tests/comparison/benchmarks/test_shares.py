"""Arithmetic of shares, and the geometry drawn from it."""

import pytest

from comparison.benchmarks.attributes import OUTCOMES, Measure, read_slug
from comparison.benchmarks.charts import (
    Column,
    Range,
    Segment,
    cut_bar,
    draw_columns,
    draw_medians,
    draw_range,
)
from comparison.benchmarks.shares import Lengths, Share, Tally

FLAG = OUTCOMES[Measure.FLAG]
CHANGED = OUTCOMES[Measure.CHANGED]


@pytest.mark.parametrize(
    ("count", "total", "words", "percent"),
    [
        (0, 0, "0 of 0", ""),
        (3, 4, "3 of 4", ""),
        (4, 4, "4 of 4", ""),
        (0, 5, "0 of 5", "0 %"),
        (5, 5, "5 of 5", "100 %"),
        (38, 41, "38 of 41", "92.7 %"),
        (1, 2, "1 of 2", ""),
        (1, 3000, "1 of 3,000", "0.1 %"),
        (2999, 3000, "2,999 of 3,000", "99.9 %"),
        (1, 3, "1 of 3", ""),
        (10, 30, "10 of 30", "33 %"),
    ],
)
def test_share_is_said_with_its_denominator(count: int, total: int, words: str, percent: str) -> None:
    share = Share(count, total)
    assert (share.words, share.percent_words) == (words, percent)


def test_what_cannot_be_asked_is_not_in_the_denominator() -> None:
    tally = Tally(CHANGED, {"changed": 3, "same": 1, "alone": 7})
    assert (tally.total, tally.left_out, tally.headline) == (4, 7, Share(3, 4))


def test_bar_is_as_long_as_its_denominator() -> None:
    assert cut_bar(Tally(FLAG, {"yes": 5, "no": 3, "untagged": 2})) == (
        Segment("yes", 0, 100),
        Segment("no", 100, 60),
        Segment("untagged", 160, 40),
    )
    assert cut_bar(Tally(CHANGED, {"changed": 5, "alone": 5})) == (Segment("changed", 0, 200),)
    assert cut_bar(Tally(FLAG, {"yes": 4})) == ()


def test_range_runs_from_the_tenth_to_the_ninetieth_percentile() -> None:
    assert draw_range(Lengths(5, 100, 250, 500), 1000) == Range(20, 80, 50)
    assert draw_range(Lengths(4, 100, 250, 500), 1000) is None
    assert draw_range(Lengths(0), 0) is None


def test_columns_are_as_high_as_their_share_and_few_have_none() -> None:
    assert draw_columns([("2024", Share(5, 10)), ("2025", Share(2, 4))]) == (
        Column("2024", 9, 22, 48, 44, 32, "50 %", "5 of 10"),
        Column("2025", 53, 66, 80, 76, None, "few", "2 of 4"),
    )
    assert draw_medians([("2024", Lengths(5, 1, 500, 900))], 1000) == (
        Column("2024", 9, 22, 48, 44, 32, "500", "5 filings"),
    )


@pytest.mark.parametrize(
    ("slug", "found"),
    [
        ("says-integration-flag", (Measure.FLAG, "integration-flag")),
        ("changed-item", (Measure.CHANGED, "")),
        ("tagged-", None),
        ("tagged", None),
        ("counts-board-oversight", None),
        ("", None),
    ],
)
def test_address_of_an_attribute(slug: str, found: tuple[Measure, str] | None) -> None:
    assert read_slug(slug) == found

import itertools

import pytest

from comparison.alignment.passages import (
    CLOSE,
    LEVEL,
    align_passages,
    fold_contained,
    fold_repeats,
    lift_headings,
    name_repeats,
)
from comparison.alignment.pieces import cut_long
from comparison.alignment.scores import comparable, score_pair
from comparison.alignment.summaries import summarise_row
from comparison.alignment.values import ComparedPassage, ComparedValue
from comparison.alignment.words import Mark

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
QUARTERLY_TOO = "Every quarter the audit committee receives the security officer's report on cyber risk."
HOTLINE = "Customers reach our hotline on working days between nine and five."
EXPERTISE = "Our security officer has eighteen years of experience in protecting payment networks."
EXPERTISE_TOO = "The security officer has twenty years of experience in protecting bank networks."


def passage(text: str, start: int = 0, *names: str) -> ComparedPassage:
    folded = " ".join(text.casefold().split())
    return ComparedPassage(text, folded, folded, start, start + len(text), names)


def column(*texts: str) -> list[ComparedPassage]:
    return [passage(text, 1000 * index) for index, text in enumerate(texts)]


def texts_of(rows: object) -> list[tuple[str | None, ...]]:
    return [tuple(cell and cell.text for cell in row.cells) for row in rows]  # type: ignore[attr-defined]


def test_align_passages_lays_alike_ones_level_and_leaves_the_others_alone() -> None:
    rows = align_passages([column(QUARTERLY, HOTLINE), column(EXPERTISE, QUARTERLY_TOO)])
    assert texts_of(rows) == [(QUARTERLY, QUARTERLY_TOO), (None, EXPERTISE), (HOTLINE, None)]
    assert [row.score is None for row in rows] == [False, True, True]


def test_align_passages_gives_equal_words_the_full_score() -> None:
    rows = align_passages([column(HOTLINE), column(HOTLINE)])
    assert [(row.score, row.is_shared) for row in rows] == [(100.0, True)]
    assert {run.mark for runs in rows[0].runs for run in runs} == {Mark.SAME}


def test_align_passages_prefers_the_best_pair_over_the_first() -> None:
    rows = align_passages([column(EXPERTISE, EXPERTISE_TOO), column(EXPERTISE_TOO)])
    assert texts_of(rows) == [(EXPERTISE_TOO, EXPERTISE_TOO), (EXPERTISE, None)]


def test_align_passages_joins_three_columns_in_one_row() -> None:
    rows = align_passages([column(QUARTERLY), column(QUARTERLY_TOO), column(QUARTERLY)])
    assert texts_of(rows) == [(QUARTERLY, QUARTERLY_TOO, QUARTERLY)]


def test_align_passages_does_not_depend_on_the_order_of_columns() -> None:
    columns = [column(QUARTERLY, HOTLINE), column(EXPERTISE, QUARTERLY_TOO), column(EXPERTISE_TOO, HOTLINE)]
    expected = {frozenset(filter(None, cells)) for cells in texts_of(align_passages(columns))}
    for order in itertools.permutations(range(3)):
        rows = align_passages([columns[place] for place in order])
        assert {frozenset(filter(None, cells)) for cells in texts_of(rows)} == expected


def test_align_passages_marks_no_words_where_a_pair_is_not_close() -> None:
    far = "The security officer tells the whole board about cyber risk in a yearly session of the committee."
    rows = align_passages([column(QUARTERLY), column(far)])
    assert [LEVEL <= (row.score or 0) < CLOSE for row in rows] == [True]
    assert {run.mark for runs in rows[0].runs for run in runs} == {Mark.NEW}


def test_align_passages_of_nothing_is_nothing() -> None:
    assert align_passages([[], []]) == ()


@pytest.mark.parametrize(
    ("left", "right"), [(QUARTERLY, QUARTERLY_TOO), (EXPERTISE, HOTLINE), ("CISO", QUARTERLY)]
)
def test_score_pair_is_symmetric(left: str, right: str) -> None:
    a, b = comparable(left), comparable(right)
    assert score_pair(a, b) == score_pair(b, a)


def test_score_pair_does_not_call_a_few_words_equal_to_a_text_that_holds_them() -> None:
    assert score_pair("audit committee", comparable(QUARTERLY)) < LEVEL
    assert score_pair(comparable(EXPERTISE), comparable(HOTLINE)) < LEVEL


def test_fold_repeats_shows_words_under_two_elements_once_with_both_names() -> None:
    folded = fold_repeats([passage(HOTLINE, 5, "A"), passage(EXPERTISE, 0, "A"), passage(HOTLINE, 5, "B")])
    assert [(p.text, p.elements) for p in folded] == [(EXPERTISE, ("A",)), (HOTLINE, ("A", "B"))]


def test_fold_repeats_keeps_the_same_words_at_another_place() -> None:
    assert len(fold_repeats([passage(HOTLINE, 0, "A"), passage(HOTLINE, 90, "A")])) == 2


def test_fold_contained_gives_the_inner_name_to_the_passage_around_it() -> None:
    outer, inner = passage("One two three four.", 0, "A"), passage("two three", 4, "B")
    assert [(p.text, p.elements) for p in fold_contained([inner, outer])] == [
        ("One two three four.", ("A", "B"))
    ]


def test_name_repeats_names_the_other_element_on_both_values() -> None:
    values = [
        ComparedValue("a", passages=(passage(HOTLINE, 0, "A"),)),
        ComparedValue("b", passages=(passage(HOTLINE, 0, "B"), passage(EXPERTISE, 99, "B"))),
    ]
    named = name_repeats(values)
    assert [[p.elements for p in value.passages] for value in named] == [[("A", "B")], [("B", "A"), ("B",)]]


def test_lift_headings_puts_a_heading_onto_the_passage_after_it() -> None:
    lifted = lift_headings(column("Governance", "Board oversight", QUARTERLY, "Short sentence.", "The end"))
    assert [(p.heading, p.text) for p in lifted] == [
        ("Governance · Board oversight", QUARTERLY),
        ("", "Short sentence."),
        ("", "The end"),
    ]


def test_summarise_row_ends_with_one_full_stop() -> None:
    columns = [column(QUARTERLY), column(HOTLINE)]
    assert summarise_row(align_passages(columns), ["Ann", "Bo, Inc."]) == (
        "No passages are shared, one is only in Ann, one is only in Bo, Inc."
    )


def test_summarise_row_counts_sentences_that_stay_together_once() -> None:
    whole = passage(
        " ".join([EXPERTISE, HOTLINE, "We also answer letters within a week of their arrival."] * 2)
    )
    columns = [cut_long([whole]), column(QUARTERLY)]
    assert len(columns[0]) == 6
    assert summarise_row(align_passages(columns), ["Ann", "Bo"]) == (
        "No passages are shared, one is only in Ann, one is only in Bo."
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([column(QUARTERLY), column(QUARTERLY_TOO)], "One passage is shared."),
        ([column(QUARTERLY, HOTLINE), column(QUARTERLY_TOO)], "One passage is shared, one is only in Ann."),
        ([column(QUARTERLY, HOTLINE), []], "No passages are shared, two are only in Ann, Bo says nothing."),
        ([[], []], "None of them says anything here."),
    ],
)
def test_summarise_row(columns: list[list[ComparedPassage]], sentence: str) -> None:
    assert summarise_row(align_passages(columns), ["Ann", "Bo"]) == sentence

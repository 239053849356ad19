from collections.abc import Callable

import pytest

from comparison.alignment.levels import EQUAL_ONLY, PIECES, WHOLE_ONLY, lay_level
from comparison.alignment.passages import align_passages, can_match_by_words
from comparison.alignment.scores import PAIRS, SIGNS, are_few
from comparison.alignment.values import ComparedPassage
from disclosures.parsing.passages import hash_passage, normalise_passage

HEARD = "The board hears of cyber risk from its security officer in spring. "
REPLIES = "Customers reach our hotline on working days between nine and five. "


def column(*texts: str) -> list[ComparedPassage]:
    found: list[ComparedPassage] = []
    start = 0
    for text in texts:
        words = normalise_passage(text)
        found.append(ComparedPassage(text, words, hash_passage(words), start, start + len(text), ("A",)))
        start += len(text) + 2
    return found


def many(number: int, year: int) -> list[ComparedPassage]:
    return column(*(f"Paragraph {n} says something new of {n * n} in year {year}." for n in range(number)))


def test_lay_level_cuts_long_paragraphs_and_says_nothing_of_it() -> None:
    found = lay_level([column(HEARD * 6), column(HEARD + REPLIES * 6)])
    assert (found.note, len(found.rows)) == ("", 12)
    assert [row.score for row in found.rows if row.is_shared] == [100.0]


def test_lay_level_keeps_paragraphs_whole_where_there_are_too_many_sentences() -> None:
    text = " ".join(f"Sentence {n} is of spring." for n in range(PIECES))
    found = lay_level([column(text), column(text, REPLIES)])
    assert (found.note, len(found.rows)) == (WHOLE_ONLY, 2)


def test_lay_level_keeps_paragraphs_whole_where_sentences_make_too_many_pairs() -> None:
    texts = [" ".join(f"Sentence {n} is of spring {year}." for n in range(300)) for year in (2023, 2024)]
    found = lay_level([column(text) for text in texts])
    assert (found.note, [row.is_shared for row in found.rows]) == (WHOLE_ONLY, [True])


def test_lay_level_of_many_short_paragraphs_that_are_equal_says_nothing() -> None:
    found = lay_level([many(PIECES, 2024), many(PIECES, 2024)])
    assert (found.note, len(found.rows)) == ("", PIECES)
    assert all(row.score == 100.0 for row in found.rows)


def test_lay_level_lays_only_equal_passages_level_where_there_are_too_many() -> None:
    found = lay_level([[*many(400, 2023), *column(HEARD)], [*column(HEARD), *many(400, 2024)]])
    assert found.note == EQUAL_ONLY
    assert [[cell and cell.text for cell in row.cells] for row in found.rows if row.is_shared] == [
        [HEARD, HEARD]
    ]
    assert len(found.rows) == 801


@pytest.mark.parametrize("columns", [2, 4])
@pytest.mark.parametrize(
    "texts",
    [
        lambda year: many(1_000, year),
        lambda year: many(1_000, 2024),
        lambda year: column(HEARD * 3_000 + str(year)),
        lambda year: column(*[HEARD * 20 + str(year)] * 150),
        lambda year: column("Acme Inc. " * 20_000 + str(year)),
    ],
    ids=["distinct", "equal", "one paragraph", "long paragraphs", "abbreviations"],
)
def test_lay_level_of_long_texts_loses_no_word(
    columns: int, texts: Callable[[int], list[ComparedPassage]]
) -> None:
    given = [texts(2020 + number) for number in range(columns)]
    found = lay_level(given)
    words = [" ".join(cell.text for row in found.rows if (cell := row.cells[c])) for c in range(columns)]
    given_words = [" ".join(passage.text for passage in passages) for passages in given]
    assert [sorted(text.split()) for text in words] == [sorted(text.split()) for text in given_words]


def test_align_passages_lays_repeats_level_in_reading_order() -> None:
    left, right = column(HEARD, REPLIES, HEARD), column(HEARD, HEARD, HEARD)
    rows = align_passages([left, right])
    assert [tuple(cell and cell.start for cell in row.cells) for row in rows] == [
        (left[0].start, right[0].start),
        (left[2].start, right[1].start),
        (left[1].start, None),
        (None, right[2].start),
    ]


def test_align_passages_joins_an_equal_pair_with_an_alike_passage_of_a_third_column() -> None:
    alike = "In spring the board hears of cyber risk from its security officer."
    rows = align_passages([column(HEARD), column(alike), column(HEARD)])
    assert [[cell and cell.text for cell in row.cells] for row in rows] == [[HEARD, alike, HEARD]]


def test_can_match_by_words_counts_only_what_has_no_equal_partner() -> None:
    assert can_match_by_words([many(5_000, 2024), many(5_000, 2024)])
    assert not can_match_by_words([many(300, 2023), many(300, 2024)])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (["a"] * PAIRS, ["b"], True),
        (["a"] * (PAIRS + 1), ["b"], False),
        (["a" * 50_000], ["b" * (SIGNS // 50_000)], True),
        (["a" * 50_000], ["b" * (SIGNS // 50_000), "c"], False),
        ([], ["b"], True),
    ],
)
def test_are_few_holds_both_limits(left: list[str], right: list[str], expected: bool) -> None:
    assert are_few([(left, right)]) is expected


def test_are_few_counts_over_all_tables() -> None:
    half = (["a"] * (PAIRS // 2), ["b"])
    assert are_few([half, half])
    assert not are_few([half, half, (["a"], ["b"])])

import itertools
from collections.abc import Callable, Sequence

import pytest

from comparison.alignment.issuer_pairs import pair_issuers
from comparison.alignment.issuer_rows import can_score
from comparison.alignment.issuer_sides import PROCESSES, Column
from comparison.alignment.levels import (
    EQUAL_ONLY,
    PIECES,
    WHOLE_ONLY,
    Levels,
    Likeness,
    PassageRow,
    lay_level,
)
from comparison.alignment.scores import PAIRS, SIGNS, are_few
from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Mark
from disclosures.coding.naming import CONCEPTS
from disclosures.parsing.passages import hash_passage, normalise_passage

HEARD = "The board hears of cyber risk from its security officer in spring. "
REPLIES = "Customers reach our hotline on working days between nine and five. "
QUARTERLY = "Our security chief reports to the audit committee each quarter on cybersecurity risks."
QUARTERLY_TOO = "The audit committee receives quarterly updates on cybersecurity risks from management."
QUARTERLY_THREE = "Each quarter management reports to the audit committee on cybersecurity risks."
YEARS = "Our CISO has over twenty years of experience in information security."
YEARS_TOO = "The harbour's CISO has fifteen years of experience guarding networks of ports."


def column(*texts: str) -> list[ComparedPassage]:
    found: list[ComparedPassage] = []
    start = 0
    for text in texts:
        words = normalise_passage(text)
        found.append(ComparedPassage(text, words, hash_passage(words), start, start + len(text), ("A",)))
        start += len(text) + 2
    return found


def lay(columns: Sequence[Sequence[ComparedPassage]], base: str = "") -> Levels:
    return lay_level([Column(passages, base=base) for passages in columns])


def many(number: int, year: int) -> list[ComparedPassage]:
    return column(*(f"Paragraph {n} says something new of {n * n} in year {year}." for n in range(number)))


def test_lay_level_cuts_long_paragraphs_and_says_nothing_of_it() -> None:
    found = lay([column(HEARD * 6), column(HEARD + REPLIES * 6)])
    assert (found.note, len(found.rows)) == ("", 12)
    assert [row.score for row in found.rows if row.is_shared] == [100.0]


def test_lay_level_keeps_paragraphs_whole_where_there_are_too_many_sentences() -> None:
    text = " ".join(f"Sentence {n} is of spring." for n in range(PIECES))
    found = lay([column(text), column(text, REPLIES)])
    assert (found.note, len(found.rows)) == (WHOLE_ONLY, 2)


def test_lay_level_keeps_paragraphs_whole_where_sentences_make_too_many_pairs() -> None:
    texts = [" ".join(f"Sentence {n} is of spring {year}." for n in range(300)) for year in (2023, 2024)]
    found = lay([column(text) for text in texts])
    assert (found.note, [row.is_shared for row in found.rows]) == (WHOLE_ONLY, [True])


def test_lay_level_of_many_short_paragraphs_that_are_equal_says_nothing() -> None:
    found = lay([many(PIECES, 2024), many(PIECES, 2024)])
    assert (found.note, len(found.rows)) == ("", PIECES)
    assert all(row.score == 100.0 for row in found.rows)


def test_lay_level_lays_only_equal_passages_level_where_there_are_too_many() -> None:
    found = lay([[*many(400, 2023), *column(HEARD)], [*column(HEARD), *many(400, 2024)]])
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
    found = lay(given)
    words = [" ".join(cell.text for row in found.rows if (cell := row.cells[c])) for c in range(columns)]
    given_words = [" ".join(passage.text for passage in passages) for passages in given]
    assert [sorted(text.split()) for text in words] == [sorted(text.split()) for text in given_words]


def texts_of(rows: Sequence[PassageRow]) -> list[tuple[str | None, ...]]:
    return [tuple(cell.text if cell else None for cell in row.cells) for row in rows]


def test_lay_level_lays_repeats_level_in_reading_order() -> None:
    left, right = column(HEARD, REPLIES, HEARD), column(HEARD, HEARD, HEARD)
    assert [tuple(cell and cell.start for cell in row.cells) for row in lay([left, right]).rows] == [
        (left[0].start, right[0].start),
        (left[2].start, right[1].start),
        (left[1].start, None),
        (None, right[2].start),
    ]


def test_lay_level_joins_an_equal_pair_with_a_near_copy_in_a_third_column() -> None:
    alike = "The board hears of cyber risk from its security officer each spring."
    (row,) = lay([column(HEARD), column(alike), column(HEARD)]).rows
    assert texts_of([row]) == [(HEARD, alike, HEARD)]
    assert (row.likeness, row.label) == (Likeness.NEAR, "nearly the same words")


def test_can_score_counts_only_what_has_no_equal_partner() -> None:
    assert can_score([Column(many(5_000, 2024)), Column(many(5_000, 2024))])
    assert not can_score([Column(many(300, 2023)), Column(many(300, 2024))])


def test_lay_level_of_nothing_is_nothing() -> None:
    assert lay([[], []]).rows == ()


def test_lay_level_marks_words_only_where_one_is_nearly_a_copy() -> None:
    same, near, far = lay(
        [column(REPLIES, QUARTERLY, YEARS), column(REPLIES, QUARTERLY.replace("each", "every"), YEARS_TOO)]
    ).rows
    assert [row.likeness for row in (same, near, far)] == [Likeness.SAME, Likeness.NEAR, Likeness.ALIKE]
    assert [row.is_close for row in (same, near, far)] == [True, True, False]
    assert {run.mark for runs in far.runs for run in runs} == {Mark.NEW}
    assert far.label == "both: years of experience, the CISO"


def test_lay_level_gives_three_columns_one_row_and_says_what_all_share() -> None:
    (row,) = lay([column(QUARTERLY), column(QUARTERLY_TOO), column(QUARTERLY_THREE)]).rows
    assert texts_of([row]) == [(QUARTERLY, QUARTERLY_TOO, QUARTERLY_THREE)]
    assert (row.likeness, row.label) == (Likeness.ALIKE, "all three: quarterly report to the audit committee")


def test_lay_level_does_not_depend_on_the_order_of_columns() -> None:
    columns = [column(QUARTERLY, REPLIES), column(YEARS, QUARTERLY_TOO), column(YEARS_TOO, REPLIES)]
    expected = {frozenset(filter(None, cells)) for cells in texts_of(lay(columns).rows)}
    assert expected == {
        frozenset({QUARTERLY, QUARTERLY_TOO}),
        frozenset({YEARS, YEARS_TOO}),
        frozenset({REPLIES}),
    }
    for order in itertools.permutations(range(3)):
        rows = lay([columns[place] for place in order]).rows
        assert {frozenset(filter(None, cells)) for cells in texts_of(rows)} == expected


def test_lay_level_of_two_columns_has_the_pairs_of_the_command() -> None:
    left, right = column(REPLIES, QUARTERLY, YEARS), column(YEARS_TOO, QUARTERLY_TOO, REPLIES)
    pairs = {
        (left[pair.left[0]].text, right[pair.right[0]].text, round(100 * pair.score), pair.reason)
        for pair in pair_issuers(left, right)
    }
    rows = {(*texts_of([row])[0], round(row.score or 0), row.reason) for row in lay([left, right]).rows}
    assert rows == pairs


def test_lay_level_within_a_wide_element_asks_for_the_same_things() -> None:
    """All of a row stands under its element: that alone is nothing two of its paragraphs share."""
    tests = "We run penetration tests of the harbour's network and rehearse with tabletop exercises."
    drills = "Penetration testing by hired hackers comes before our tabletop exercises."
    providers = "Vendors must tell us of breaches."
    rows = lay([column(tests), column(drills, providers)], PROCESSES).rows
    assert texts_of(rows) == [(tests, drills), (None, providers)]
    assert rows[0].label == "both: tests and exercises"


def test_lay_level_does_not_give_the_element_of_the_row_for_a_reason() -> None:
    one = "The harbour master has guarded networks for twenty years and studied computer science in Bergen."
    other = "Before joining us she led the security of a large port, and she has a degree in engineering."
    (row,) = lay([column(one), column(other)], CONCEPTS[8]).rows
    assert (row.is_shared, row.reason, row.label) == (True, "", "alike")


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

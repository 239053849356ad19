from comparison.alignment.summaries import summarise_years
from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Mark
from comparison.alignment.years import Change, align_years, can_match_years_by_words
from disclosures.parsing.passages import hash_passage, normalise_passage

BOARD = "The audit committee reviews cyber risk twice a year and reports to the full board."
BOARD_NOW = "The audit committee reviews cyber risk every quarter and reports to the full board."
PLAN = "Our response plan names who may shut the application down and how customers are told."
STAFF = "New employees attend a course on strange links in their first month with us."
INSURANCE = "We carry insurance against losses from attacks on our own systems."


def passages(*texts: str) -> list[ComparedPassage]:
    return [
        ComparedPassage(
            text,
            normalise_passage(text),
            hash_passage(normalise_passage(text)),
            1000 * i,
            1000 * i + len(text),
            ("A",),
        )
        for i, text in enumerate(texts)
    ]


def changes(old: list[str], new: list[str]) -> list[tuple[str, int, int]]:
    rows = align_years(passages(*old), passages(*new))
    return [(row.change.value, len(row.old), len(row.new)) for row in rows]


def test_align_years_of_the_same_text_is_unchanged() -> None:
    rows = align_years(passages(BOARD, PLAN), passages(BOARD, PLAN))
    assert [row.change for row in rows] == [Change.UNCHANGED, Change.UNCHANGED]
    assert summarise_years(rows) == "Nothing changed since last year."


def test_align_years_tells_edited_new_and_dropped_apart() -> None:
    rows = align_years(passages(BOARD, PLAN, STAFF), passages(BOARD_NOW, PLAN, INSURANCE))
    assert [(row.change, [p.text for p in row.old], [p.text for p in row.new]) for row in rows] == [
        (Change.EDITED, [BOARD], [BOARD_NOW]),
        (Change.UNCHANGED, [PLAN], [PLAN]),
        (Change.DROPPED, [STAFF], []),
        (Change.NEW, [], [INSURANCE]),
    ]
    assert [run.text for run in rows[0].runs if run.mark is Mark.GONE] == ["twice a year"]
    assert [run.text for run in rows[0].runs if run.mark is Mark.NEW] == ["every quarter"]
    assert summarise_years(rows) == "One edited, one new, one dropped, one unchanged."


def test_align_years_matches_passages_that_moved() -> None:
    assert changes([BOARD, PLAN, STAFF], [STAFF, BOARD_NOW, PLAN]) == [
        ("unchanged", 1, 1),
        ("edited", 1, 1),
        ("unchanged", 1, 1),
    ]


def test_align_years_takes_typography_for_no_change() -> None:
    assert changes(["The board's plan - in full - is kept."], ["The board’s plan – in full – is kept."]) == [
        ("unchanged", 1, 1)
    ]


def test_align_years_sees_a_passage_that_was_split() -> None:
    assert changes([f"{BOARD} {PLAN}"], [BOARD, PLAN]) == [("unchanged", 1, 2)]
    assert changes([f"{BOARD} {PLAN}"], [BOARD_NOW, PLAN]) == [("edited", 1, 2)]


def test_align_years_sees_two_passages_that_were_merged() -> None:
    assert changes([BOARD, PLAN], [f"{BOARD} {PLAN}"]) == [("unchanged", 2, 1)]
    assert changes([BOARD, PLAN], [f"{BOARD_NOW} {PLAN}"]) == [("edited", 2, 1)]


def test_align_years_pairs_repeated_words_once_each() -> None:
    assert changes([PLAN, PLAN], [PLAN, PLAN, PLAN]) == [
        ("unchanged", 1, 1),
        ("unchanged", 1, 1),
        ("new", 0, 1),
    ]


def test_align_years_keeps_a_flag_of_nothing_to_compare() -> None:
    assert align_years([], []) == ()
    assert summarise_years([]) == "Neither year says anything here."


def test_align_years_matches_a_long_paragraph_edited_at_one_place() -> None:
    text = f"{BOARD} " * 1_000
    rows = align_years(passages(text + PLAN + text), passages(text + STAFF + text))
    assert [(row.change, len(row.old), len(row.new)) for row in rows] == [(Change.EDITED, 1, 1)]
    assert "".join(run.text for run in rows[0].runs if run.mark is not Mark.GONE) == text + STAFF + text


def test_align_years_matches_only_equal_passages_where_there_are_too_many() -> None:
    old = passages(*(f"Paragraph {n} says something of {n * n} in spring." for n in range(3_000)), PLAN)
    new = passages(PLAN, *(f"Paragraph {n} says something of {n * n} in autumn." for n in range(3_000)))
    assert not can_match_years_by_words(old, new)
    rows = align_years(old, new)
    assert [row.change for row in rows if row.old and row.new] == [Change.UNCHANGED]
    assert len(rows) == 6_001


def test_can_match_years_by_words_does_not_count_what_stayed() -> None:
    same = passages(*(f"Paragraph {n} says something of {n * n}." for n in range(3_000)))
    assert can_match_years_by_words([*same, *passages(BOARD)], [*same, *passages(BOARD_NOW)])


def test_align_years_puts_a_dropped_passage_after_the_one_it_followed() -> None:
    rows = align_years(passages(INSURANCE, BOARD, STAFF, PLAN), passages(BOARD, PLAN))
    assert [(row.change.value, (row.old or row.new)[0].text) for row in rows] == [
        ("dropped", INSURANCE),
        ("unchanged", BOARD),
        ("dropped", STAFF),
        ("unchanged", PLAN),
    ]


REPORTS = "The harbour office hears from its wardens at the end of every month and writes down what they saw."
ROPES = "Ropes are counted each evening by the youngest sailor, who signs for them in the book of the pier."
LAMPS = "Lamps along the quay burn from dusk and are trimmed by two keepers who live above the customs house."


def test_align_years_joins_passages_that_a_sentence_wandered_between() -> None:
    rows = align_years(
        passages(f"{PLAN} {REPORTS}", f"{ROPES} {LAMPS}"),
        passages(f"{PLAN}", f"{REPORTS} {ROPES} {LAMPS} Yes."),
    )
    assert [(row.word, len(row.old), len(row.new), row.score) for row in rows] == [("edited", 2, 2, 99.3)]
    assert [run.text for run in rows[0].runs if run.mark is not Mark.SAME] == [" Yes."]


def test_align_years_finds_nothing_changed_where_only_a_border_moved() -> None:
    rows = align_years(
        passages(f"{PLAN} {REPORTS}", f"{ROPES} {LAMPS}"), passages(PLAN, f"{REPORTS} {ROPES} {LAMPS}")
    )
    assert [(row.word, row.kind.value, len(row.old), len(row.new), row.score) for row in rows] == [
        ("unchanged", "identical", 2, 2, 100.0)
    ]
    assert summarise_years(rows) == "Nothing changed since last year."


def test_align_years_joins_a_new_passage_that_opens_with_what_ended_the_one_before() -> None:
    rows = align_years(
        passages(f"{PLAN} {BOARD} {REPORTS}"), passages(f"{PLAN} {BOARD}", f"{REPORTS} {LAMPS} {ROPES}")
    )
    assert [(row.word, len(row.old), len(row.new)) for row in rows] == [("split", 1, 2)]
    assert "".join(run.text for run in rows[0].runs if run.mark is Mark.NEW).strip() == f"{LAMPS} {ROPES}"


def test_align_years_leaves_passages_apart_that_exchanged_a_phrase_only() -> None:
    assert changes(
        [f"{PLAN} At the end of every month.", f"{LAMPS} {ROPES}"],
        [f"{PLAN} In spring.", f"{LAMPS} {ROPES} At the end of every month."],
    ) == [("edited", 1, 1), ("edited", 1, 1)]

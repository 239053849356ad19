import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparison.alignment.words import Mark, Run, cut_words, mark_shared, redline

TEXTS = st.lists(
    st.sampled_from(["board", "Board", "risk", "reviews", ",", ".", " ", "\n\n", "the", "2025"])
).map("".join)


def test_redline_marks_the_words_that_changed() -> None:
    assert redline("The board meets twice a year.", "The board meets every quarter.") == (
        Run(Mark.SAME, "The board meets "),
        Run(Mark.GONE, "twice a year"),
        Run(Mark.NEW, "every quarter"),
        Run(Mark.SAME, "."),
    )


def test_redline_of_equal_texts_is_one_unchanged_run() -> None:
    assert redline("The board meets.", "The board meets.") == (Run(Mark.SAME, "The board meets."),)


def test_redline_takes_typography_and_white_space_for_no_change() -> None:
    assert redline("The board's  risk - all of it", "The board’s risk – all of it") == (
        Run(Mark.SAME, "The board’s risk – all of it"),
    )


def test_redline_merges_an_island_of_words_into_the_change_around_it() -> None:
    runs = redline("Reports go monthly to Ann Lee and others", "Reports go quarterly to Bo Berg and others")
    assert runs == (
        Run(Mark.SAME, "Reports go "),
        Run(Mark.GONE, "monthly to Ann Lee"),
        Run(Mark.NEW, "quarterly to Bo Berg"),
        Run(Mark.SAME, " and others"),
    )


@pytest.mark.parametrize(("old", "new", "mark"), [("", "New words", Mark.NEW), ("Old words", "", Mark.GONE)])
def test_redline_against_nothing_is_one_run(old: str, new: str, mark: Mark) -> None:
    assert redline(old, new) == (Run(mark, old or new),)


@pytest.mark.parametrize("written", ["third party", "third- party", "third -party", "thirdparty"])
def test_redline_takes_a_dash_for_white_space_for_no_change_beside_one(written: str) -> None:
    old, new = (
        f"The piers of {written} boats are checked",
        "The piers of third-party boats are checked in spring",
    )
    assert redline(old, new) == (
        Run(Mark.SAME, "The piers of third-party boats are checked"),
        Run(Mark.NEW, " in spring"),
    )


def test_redline_never_cuts_a_word() -> None:
    runs = redline("third-party providers", "third-party provisions")
    assert [run.text for run in runs] == ["third-party ", "providers", "provisions"]


@given(TEXTS, TEXTS)
def test_redline_holds_both_texts(old: str, new: str) -> None:
    runs = redline(old, new)
    assert "".join(run.text for run in runs if run.mark is not Mark.GONE) == new
    # Where signs, spaces and capitals alone differ, the new text's stand for both.
    kept = "".join(run.text for run in runs if run.mark is not Mark.NEW)
    assert list(filter(str.isalnum, kept.casefold())) == list(filter(str.isalnum, old.casefold()))


@given(TEXTS)
def test_cut_words_loses_nothing(text: str) -> None:
    assert "".join(cut_words(text)) == text


def test_mark_shared_marks_phrases_and_leaves_single_words() -> None:
    runs = mark_shared("Our board of directors oversees all risk.", "The board of directors names its risk.")
    assert [run.text for run in runs if run.mark is Mark.SAME] == [" board of directors "]
    assert "".join(run.text for run in runs) == "Our board of directors oversees all risk."


def test_redline_of_texts_too_long_keeps_their_equal_ends_and_replaces_the_rest() -> None:
    head, tail = "The board meets in spring. ", " Nothing else is said."
    old, new = (head + " ".join(f"{name}{n}" for n in range(6_000)) + tail for name in ("then", "now"))
    assert redline(old, new) == (
        Run(Mark.SAME, head),
        Run(Mark.GONE, old.removeprefix(head).removesuffix(tail)),
        Run(Mark.NEW, new.removeprefix(head).removesuffix(tail)),
        Run(Mark.SAME, tail),
    )


def test_redline_of_a_long_text_changed_at_one_place_marks_that_place() -> None:
    text = "The board meets in spring and hears the officer. " * 2_000
    assert redline(f"{text}Ann asks. {text}", f"{text}Bo asks. {text}") == (
        Run(Mark.SAME, text),
        Run(Mark.GONE, "Ann"),
        Run(Mark.NEW, "Bo"),
        Run(Mark.SAME, f" asks. {text}"),
    )


def test_mark_shared_of_equal_texts_is_one_run() -> None:
    assert mark_shared("The board meets often.", "The board meets often.") == (
        Run(Mark.SAME, "The board meets often."),
    )
    assert mark_shared("Board meets", "Board meets") == (Run(Mark.NEW, "Board meets"),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The board’s plan is kept.", "The boards plan is kept."),
        ("A risk—based view of it.", "A riskbased view of it."),
        ("A risk-based view of it.", "A risk based view of it."),
        ("The “CISO” of Müller reports.", "The CISO of Mller reports."),
    ],
)
def test_redline_takes_what_bulk_data_lose_for_no_change(old: str, new: str) -> None:
    assert redline(old, new) == (Run(Mark.SAME, new),)


def test_redline_takes_other_letters_outside_ascii_for_a_change() -> None:
    assert [run.mark for run in redline("董事会", "委员会")] == [Mark.GONE, Mark.NEW]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ropes, sails and oars are kept.", "Ropes, sails, and oars are kept."),
        ("The Harbour Office: who keeps it; how", "The harbour office, who keeps it, how"),
        ('The "plan" is kept;', "The plan is kept."),
    ],
    ids=["comma", "capitals", "quotes"],
)
def test_redline_takes_capitals_and_punctuation_for_no_change(old: str, new: str) -> None:
    assert redline(old, new) == (Run(Mark.SAME, new),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("over 25 years", "over 25+ years"),
        ("a rate of 1.5 knots", "a rate of 15 knots"),
        ("5 % of it", "5 of it"),
        ("24/7 watch", "247 watch"),
    ],
)
def test_redline_takes_signs_that_tell_for_a_change(old: str, new: str) -> None:
    assert {run.mark for run in redline(old, new)} > {Mark.SAME}


MEETS, COUNTS, SPRING = "Our board meets.", "Our office counts ropes.", "Lamps burn in spring."


@pytest.mark.parametrize(
    ("old", "new", "mark", "text"),
    [
        (COUNTS, f"{MEETS} {COUNTS}", Mark.NEW, f"{MEETS} "),
        (f"{COUNTS} {SPRING}", f"{COUNTS} {MEETS} {SPRING}", Mark.NEW, f"{MEETS} "),
        (f"{SPRING} {MEETS}", SPRING, Mark.GONE, f" {MEETS}"),
        (f"{COUNTS} {MEETS}", f"{COUNTS}", Mark.GONE, f" {MEETS}"),
        (
            "Lamps burn in the harbour systems.",
            "Lamps burn in the harbour systems, and in back-up systems.",
            Mark.NEW,
            ", and in back-up systems",
        ),
    ],
    ids=["opening", "between", "ending", "ending-alike", "clause"],
)
def test_redline_lets_a_change_begin_and_end_with_its_sentence(
    old: str, new: str, mark: Mark, text: str
) -> None:
    assert [(run.mark, run.text) for run in redline(old, new) if run.mark is not Mark.SAME] == [(mark, text)]


def test_redline_takes_punctuation_into_the_change_of_words_beside_it() -> None:
    runs = redline(
        "It speaks of risk, and hears the officer who keeps ropes.",
        "It speaks of risk. The keeper of lamps who keeps ropes.",
    )
    assert [run.text for run in runs if run.mark is not Mark.SAME] == [
        ", and hears the officer",
        ". The keeper of lamps",
    ]
    runs = redline("The Office of Ropes and Sails (ORS) meets in May", "The ORS meets in May")
    assert [run.text for run in runs if run.mark is not Mark.SAME] == [
        "Office of Ropes and Sails (ORS)",
        "ORS",
    ]


def test_redline_does_not_mark_a_word_that_both_sides_of_a_change_end_with() -> None:
    runs = redline("Sailors learn the ropes in spring. The board meets.", "The board meets.")
    assert [(run.mark, run.text) for run in runs] == [
        (Mark.GONE, "Sailors learn the ropes in spring. "),
        (Mark.SAME, "The board meets."),
    ]


def test_redline_leaves_white_space_around_a_change_alone() -> None:
    old, new = "Threats that could harm our boats", "Threats, if they come true, that could harm our boats"
    assert [run.text for run in redline(old, new) if run.mark is not Mark.SAME] == [", if they come true,"]
    old, new = "The GOTO sets rules for boats", "The Group Technology sets rules for boats"
    assert [run.text for run in redline(old, new)] == [
        "The ",
        "GOTO",
        "Group Technology",
        " sets rules for boats",
    ]


def test_redline_of_a_text_that_repeats_itself_marks_one_word() -> None:
    # A change could slide over all of it: looking at each place from the start would never end.
    runs = redline("again " * 20_000 + "end", "again " * 19_999 + "end")
    assert [run.text for run in runs if run.mark is not Mark.SAME] == ["again "]
    assert "".join(run.text for run in runs if run.mark is not Mark.GONE) == "again " * 19_999 + "end"

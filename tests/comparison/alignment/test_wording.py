"""What makes two issuers' sentences the same words, or nearly."""

import pytest

from comparison.alignment.wording import Folder, are_near, find_sentences, hash_parts, hash_words

BASE = "We report quarterly to the audit committee on the state of our information security programme."


def fold(sentence: str, name: str = "Acme Corp") -> tuple[str, ...]:
    return Folder(name, sentence).fold(sentence)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Our board’s committee meets “often” with us.", "our boards committee meets often with us"),
        ("We do not have a programme.", "The Company does not have a programme."),
        ("We don't have a programme of our own.", "We do not have a programme of our own."),
        ("ACME CORP has a plan for its own answer.", "We have a plan for our own answer."),
        ("Acme's plan is tested by others each year.", "Our plan is tested by others each year."),
        ("Acmes plan is tested by others each year.", "Our plan is tested by others each year."),
        ("The Bank relies on outside help for it all.", "This company relies on outside help for it all."),
    ],
)
def test_words_of_an_issuer_about_itself_and_typography_are_folded(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("We have a programme.", "We do not have a programme."),
        ("We test 3 times a year.", "We test 4 times a year."),
        ("Companies rely on us.", "We rely on us."),
    ],
)
def test_what_is_said_is_kept(left: str, right: str) -> None:
    assert fold(left) != fold(right)


def test_first_word_of_a_name_is_folded_only_where_it_is_no_word_of_the_text() -> None:
    name = "Target Systems Inc."
    named, common = "Target has a plan.", "Target has a plan for each target."
    assert Folder(name, named).fold(named) == fold("We have a plan.")
    assert Folder(name, common).fold(common)[0] == "target"


def test_sentences_are_cut_with_their_places_and_headings_left_out() -> None:
    text = (
        "Governance and Board Oversight\n\nThe board of Acme Inc. oversees risks of this kind."
        " See Item 1A.\n\n"
        "• It hears from the chief officer each quarter."
    )
    assert cut(text) == [
        "The board of Acme Inc. oversees risks of this kind.",
        "It hears from the chief officer each quarter.",
    ]


def test_a_list_that_runs_on_is_cut_into_its_items() -> None:
    text = (
        "Our plan has: tests by outside experts every year; training of all who work here;"
        " and a plan for incidents of any kind."
    )
    assert cut(text) == [
        "tests by outside experts every year;",
        "training of all who work here;",
        "a plan for incidents of any kind.",
    ]


def test_hash_fits_a_bigint_and_tells_words_apart() -> None:
    key = hash_words(fold(BASE))
    assert -(2**63) <= key < 2**63
    assert key == hash_words(fold(BASE.upper()))
    assert key != hash_words(fold(BASE.replace("audit", "risk")))


@pytest.mark.parametrize("word", ["quarterly", "audit", "state", "security", "programme"])
def test_near_copies_share_a_part_whatever_single_word_is_another(word: str) -> None:
    long = f"{BASE.removesuffix('.')} and name threats, vendors, incidents, budgets, tests and open findings."
    own, other = fold(long), fold(long.replace(word, "annually"))
    shared = [a for a, b in zip(hash_parts(own), hash_parts(other), strict=True) if a == b and a is not None]
    assert shared != []
    assert are_near(own, other)


@pytest.mark.parametrize("words", [("quarterly", "audit"), ("state", "vendors"), ("budgets", "findings")])
def test_near_copies_share_a_part_whatever_two_words_are_others(words: tuple[str, str]) -> None:
    long = f"{BASE.removesuffix('.')} and name threats, vendors, incidents, budgets, tests and open findings."
    own, other = fold(long), fold(long.replace(words[0], "yearly").replace(words[1], "matters"))
    assert any(a == b is not None for a, b in zip(hash_parts(own), hash_parts(other), strict=True))
    assert are_near(own, other)


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("report", "do not report"),
        BASE.replace("the state", "2 states"),
        BASE.replace("quarterly to the audit committee", "now and then to whoever asks"),
    ],
)
def test_denials_other_numbers_and_other_words_are_no_near_copies(other: str) -> None:
    assert are_near(fold(BASE), fold(other)) is False


def test_the_negated_word_is_no_near_copy() -> None:
    said = "We have had incidents that were material to the results and to the finances of our business."
    denied = said.replace("material", "immaterial")
    assert are_near(fold(said), fold(denied)) is False
    assert are_near(fold(denied), fold(said)) is False

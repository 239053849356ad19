"""What the attributes share: sentences, scope of a negation, numbers, titles, committees, quotes."""

import re

import pytest

from disclosures.coding.codebook.bodies import sort_committees
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.numbers import read_number
from disclosures.coding.codebook.scope import is_denied, is_prospect
from disclosures.coding.codebook.sentences import fold_letters, place_sentences
from disclosures.coding.codebook.titles import titles_in


def test_sentences_keep_their_places() -> None:
    text = "Mr. Oak, who joined in 2019, leads it. The board meets.\n\n• Drills • Audits"
    cut = place_sentences(text)
    assert [s.text for s in cut] == [
        "Mr. Oak, who joined in 2019, leads it.",
        "The board meets.",
        "• Drills • Audits",
    ]
    assert [text[s.span.start : s.span.end] for s in cut] == [s.text for s in cut]


@pytest.mark.parametrize("text", ["The Company’s “plan” – A", "İstanbul ÉTÉ\u00a0x", "a\tb\nC"])
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold_letters(text)) == len(text)


@pytest.mark.parametrize(
    ("sentence", "words", "denied"),
    [
        ("we have not engaged any consultants.", "consultants", True),
        ("we do not have a plan or conduct drills.", "drills", True),
        ("we do not have a team, but we engage consultants.", "consultants", False),
        ("we have no staff and rely on consultants.", "consultants", False),
        ("there is no assurance that our insurance suffices.", "insurance", False),
        ("controls include, but are not limited to, insurance.", "insurance", False),
        ("not only do we hold drills", "drills", False),
        ("the plan is tested no less than once a year", "once a year", False),
        ("insurance is not currently maintained.", "insurance", True),
        ("while we lack a policy, we hold insurance.", "insurance", False),
        ("neither a plan nor insurance is in place.", "insurance", True),
    ],
)
def test_negation_reaches_as_far_as_its_clause(sentence: str, words: str, denied: bool) -> None:
    start = sentence.index(words)
    assert is_denied(sentence, start, start + len(words)) is denied


def test_prospect_needs_a_later_day() -> None:
    assert is_prospect("we may in the future engage assessors.", 24)
    assert not is_prospect("we may engage assessors from time to time.", 14)


@pytest.mark.parametrize(
    ("words", "number"),
    [("18", 18), ("twenty-five", 25), ("forty two", 42), ("eleven", 11), ("several", None)],
)
def test_read_number(words: str, number: int | None) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("Our Chief Information Security Officer (“CISO”) leads.", ["CISO", "CISO"]),
        ("The Vice President of Information Technology leads.", ["VP_IT"]),
        ("Our Senior Director, Information Security leads.", ["IT_director_or_head"]),
        ("Our Head of IT and our General Counsel decide.", ["IT_director_or_head", "GC"]),
        ("The Vice President decides.", []),
        ("Our Chief Compliance Officer decides.", ["other"]),
    ],
)
def test_titles_are_normalised(sentence: str, titles: list[str]) -> None:
    (own,) = Disclosure(sentence).sentences
    assert [title for title, _ in titles_in(own)] == titles


def test_committees_of_the_board_and_of_management_are_told_apart() -> None:
    text = (
        "The Board has delegated oversight to its Risk Committee. Our Security Steering Committee, made up of"
        " executives, meets monthly and reports to the Audit Committee. The Risk Committee is informed."
    )
    board, management = sort_committees(Disclosure(text))
    assert [(c.name, c.kind) for c in board] == [
        ("risk committee", "risk"),
        ("audit committee", "audit"),
        ("risk committee", "risk"),
    ]
    assert [c.name for c in management] == ["security steering committee"]


def test_council_that_is_called_a_management_committee_is_none_of_the_board() -> None:
    text = (
        "The CISO leads the Digital Safety Council, a cross-functional management committee that guides"
        " policy and reports to the Audit Committee. The Audit Committee, a standing committee, meets often."
    )
    board, management = sort_committees(Disclosure(text))
    assert {c.name for c in board} == {"audit committee"}
    assert management[0].name == "digital safety council"


def test_quote_of_a_long_sentence_is_cut_at_words_and_holds_the_hit() -> None:
    text = "We " + "carefully " * 40 + "maintain insurance " + "every year " * 20 + "."
    disclosure = Disclosure(text)
    hit = next(iter(disclosure.find(re.compile("insurance"))))
    quote = disclosure.quote(hit)
    assert text[quote.span.start : quote.span.end] == quote.quote
    assert "insurance" in quote.quote
    assert len(quote.quote) <= 160
    assert set(quote.quote.split()) <= set(text.split())

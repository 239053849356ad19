"""Filings without tags; whole ones stand under golden/."""

from datetime import date

import pytest

from disclosures.parsing.formats import untagged
from tests.disclosures.parsing.documents import untagged_document


def page(*paragraphs: str) -> bytes:
    return f"<html><body>{''.join(f'<p>{words}</p>' for words in paragraphs)}</body></html>".encode()


@pytest.mark.parametrize(
    "heading",
    [
        "Item 1C. Cybersecurity",
        "ITEM 1C.&#160;&#160;CYBERSECURITY",
        "<b>Item 1C</b> – <i>Cybersecurity</i>",
        "Item&nbsp;1C: Cybersecurity Risk Management and Strategy",
        "Item 16K. Cybersecurity",
    ],
)
@pytest.mark.parametrize(
    "next_heading", ["Item 2. Properties", "ITEM 17 FINANCIAL STATEMENTS", "PART II", "Item 3."]
)
def test_item_is_found_between_its_heading_and_the_next(heading: str, next_heading: str) -> None:
    filing = untagged.parse(
        page("Item 1B. Comments", "None.", heading, "We lock up.", next_heading, "Two mills.")
    )
    assert filing.reading_text.split("\n\n")[1:] == ["We lock up."]


def test_heading_in_two_paragraphs_is_found() -> None:
    filing = untagged.parse(page("Item 1C.", "Cybersecurity", "We lock up.", "Item 2. Properties"))
    assert filing.reading_text == "Item 1C.\n\nCybersecurity\n\nWe lock up."


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Item 1C. Cybersecurity", "17", "Item 2. Properties", "19"),
        ("See Item 1C. Cybersecurity, for what we do about it.", "We lock up."),
        ("Item 1C. Cybersecurity",),
    ],
)
def test_item_without_words_of_its_own_is_not_found(paragraphs: tuple[str, ...]) -> None:
    filing = untagged.parse(page(*paragraphs))
    assert filing.reading_text == ""
    assert [problem.code for problem in filing.problems] == ["no-cyd-facts", "item-not-found"]


def test_sentence_that_opens_with_another_item_does_not_end_the_item() -> None:
    filing = untagged.parse(
        page("Item 1C. Cybersecurity", "Item 1A tells more.", "We lock up.", "Item 2. Properties")
    )
    assert filing.reading_text.endswith("Item 1A tells more.\n\nWe lock up.")


@pytest.mark.parametrize(
    ("cover", "form", "issuer", "end"),
    [
        (
            (
                "FORM 10-K",
                "For the fiscal year ended June 30, 2024",
                "Tin Lantern",
                "(Exact name of registrant as…)",
            ),
            "10-K",
            "Tin Lantern",
            date(2024, 6, 30),
        ),
        (
            (
                "Form 20-F/A",
                "fiscal year ended: 31 March 2024",
                "Tin N.V. (Exact name of Registrant as specified)",
            ),
            "20-F/A",
            "Tin N.V.",
            date(2024, 3, 31),
        ),
        (
            ("FORM 10-K", "(Amendment No. 2)", "Tin", "____", "(Exact name of registrant)"),
            "10-K/A",
            "Tin",
            None,
        ),
        (("Annual report", "of a lamp maker"), "", "", None),
    ],
)
def test_cover_says_form_issuer_and_period(
    cover: tuple[str, ...], form: str, issuer: str, end: date | None
) -> None:
    filing = untagged.parse(page(*cover))
    assert (filing.form, filing.issuer_name, filing.period_end) == (form, issuer, end)


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (untagged_document(), True),
        (page("Item 1C. Cybersecurity", "We lock up."), True),
        (b"ITEM 16K. CYBERSECURITY\n\nWe lock up.", True),
        ("Item 1C. Cyber\u00adsecu\u00adrity\n\nWe lock up.".encode(), True),
        (page("Our report on Form 10-K is filed with the Securities and Exchange Commission."), False),
        (page("Opening hours"), False),
        (b'{"item": "Item 1C. Cybersecurity"}', False),
        (b"<?xml version='1.0'?><a>Item 1C. Cybersecurity</a>", False),
    ],
)
def test_only_filings_look_like_one(data: bytes, is_one: bool) -> None:
    assert untagged.looks_like(data) is is_one


def test_soft_hyphens_that_make_new_ones_when_removed_are_removed_once() -> None:
    nested = b"FORM 1\n" + b"&sh" * 20_000 + b"&shy;" + b"y;" * 20_000
    assert not untagged.looks_like(nested)


@pytest.mark.parametrize("columns", ["<colgroup><col></colgroup>", "<col>", "<!-- crew -->", "<tbody>"])
def test_a_table_alone_is_a_page(columns: str) -> None:
    page = f"<table>{columns}<tr><td>Item 1C. Cybersecurity</td></tr><tr><td>We lock up.</td></tr></table>"
    assert untagged.looks_like(page.encode())
    assert untagged.parse(page.encode()).reading_text == "Item 1C. Cybersecurity\n\nWe lock up."


def test_sentence_cut_by_a_page_break_is_made_whole() -> None:
    pages = (
        "<html><body><p>FORM 10-K</p><p>Item 1C. Cybersecurity</p><p>The crew meets with</p>"
        "<table><tr><td>25. Table of Contents</td><td>Tin Lantern Inc.</td></tr></table>"
        "<p>outside counsel every month.</p><p>Our risks are told in our Form 10-K.</p></body></html>"
    )
    filing = untagged.parse(pages.encode())

    assert filing.reading_text.split("\n\n")[1:] == [
        "The crew meets with outside counsel every month.",
        "Our risks are told in our Form 10-K.",
    ]
    assert [p.message for p in filing.problems if p.code == "furniture-dropped"] == [
        "Page furniture was left out: “25. Table of Contents Tin Lantern Inc.”."
    ]


@pytest.mark.parametrize(
    "right",
    [
        "Security Officer, who reports to the board of directors and to its two committees.",
        "officer reports.",
    ],
)
def test_halves_of_a_sentence_are_joined_over_a_page_break(right: str) -> None:
    left = "Our crew is led by the harbour master, who answers to the council and to our Chief Information"
    assert untagged.is_cut(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("We lock up.", "Our crew answers for it to the board of directors and to its two committees."),
        (
            "Governance",
            "Our crew answers for it to the board of directors and to its two committees and so on.",
        ),
        (
            "• we ask everybody who comes to the quay for a name and write it down in the book of the crew",
            "We",
        ),
        (
            "We ask everybody who comes to the quay for a name and write it down in the book of the crew",
            "Governance",
        ),
    ],
)
def test_paragraphs_beside_a_page_break_are_not_joined(left: str, right: str) -> None:
    assert not untagged.is_cut(left, right)


def test_heading_before_a_page_number_is_not_joined_to_what_follows() -> None:
    pages = page("FORM 10-K", "Item 1C. Cybersecurity", "We lock up.", "Notes", "31", "The crew asks why.")
    assert untagged.parse(pages).reading_text.split("\n\n")[2:] == ["Notes", "The crew asks why."]


def test_a_sentence_over_very_many_pages_is_joined_once() -> None:
    halves = ["the crew reads the book aloud and"] * 30_000
    pieces = [untagged.Piece(words, 0) for half in halves for words in (half, "31")]
    kept, dropped = untagged.drop_furniture(pieces)
    assert [piece.text for piece in kept] == [" ".join(halves)]
    assert len(dropped) == len(halves)


def test_an_item_of_a_list_cut_twice_remains_one_item() -> None:
    texts = [
        "• we ask everybody and",
        "31",
        "write it down in the book of the crew of the Tin",
        "32",
        "Lantern",
    ]
    kept, _ = untagged.drop_furniture([untagged.Piece(text, 0) for text in texts])
    assert [piece.text for piece in kept] == [f"{texts[0]} {texts[2]}", texts[4]]

"""Plain text to paragraphs, on invented texts."""

import textwrap

import pytest

from disclosures.parsing.cut_words import KnownWords
from disclosures.parsing.wrapping import cut_paragraphs

WORDS = (
    "We keep a watch on the quay by day and by night. The watch writes down who comes and who goes. "
    "Each spring the book is read aloud to the council, which asks the harbour master what it means."
)


def paragraphs(text: str) -> list[str]:
    return list(cut_paragraphs(text))


@pytest.mark.parametrize("width", [40, 60, 72, 100, 130])
def test_lines_broken_at_a_margin_are_one_paragraph(width: int) -> None:
    assert paragraphs(textwrap.fill(WORDS, width)) == [WORDS]


def test_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    assert paragraphs(f"The watch\n{WORDS}\nThe book\n{WORDS}") == ["The watch", WORDS, "The book", WORDS]


def test_heading_over_its_paragraph_stands_alone() -> None:
    text = f"{textwrap.fill(WORDS, 72)}\n\nThe watch\n{textwrap.fill(WORDS, 72)}"
    assert paragraphs(text) == [WORDS, "The watch", WORDS]


def test_bullets_begin_paragraphs() -> None:
    text = "• keep a watch on the quay by day and by night, in rain and in snow,\n• write down who comes"
    assert paragraphs(text) == [
        "• keep a watch on the quay by day and by night, in rain and in snow,",
        "• write down who comes",
    ]


@pytest.mark.parametrize("page_break", ["\n\n 31\n<PAGE>\n\n", "\n\n31\n\n\fTable of Contents\n", "\n\f31\n"])
def test_page_breaks_are_paragraphs_of_their_own(page_break: str) -> None:
    half = WORDS.index("The watch")
    text = textwrap.fill(WORDS[:half], 72) + page_break + textwrap.fill(WORDS[half:], 72)
    found = paragraphs(text)
    assert (found[0], found[-1]) == (WORDS[:half].strip(), WORDS[half:])


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("We ask each third-\nparty provider.", "We ask each third-party provider."),
        ("The gover-\nnance of it. Good governance.", "The governance of it. Good governance."),
        ("We ask third-\nand fourth-party providers.", "We ask third- and fourth-party providers."),
        ("In the years 2023-\n2024.", "In the years 2023-2024."),
    ],
)
def test_word_cut_at_the_margin_is_made_whole(cut: str, whole: str) -> None:
    first, _, rest = cut.partition("\n")
    filled = f"{'A party is a party to this. ' * 2}{first}"
    assert paragraphs(f"{filled}\n{rest}") == [f"{'A party is a party to this. ' * 2}{whole}"]


def test_a_word_cut_over_three_lines_is_whole() -> None:
    assert (
        KnownWords.of(["harbourmaster"]).join(["the harbour-", "mas-", "ter reads"])
        == "the harbourmaster reads"
    )


def test_a_long_text_without_blank_lines_takes_its_length_in_time() -> None:
    """Work, not seconds: every line is joined to one word, however long the paragraph has become."""
    seen: list[int] = []

    class Watched(KnownWords):
        def _join_two(self, left: str, right: str) -> str:
            seen.append(len(left))
            return super()._join_two(left, right)

    lines = textwrap.wrap(WORDS * 200, 72)
    assert Watched(KnownWords.of((WORDS * 200).split()).counts).join(lines) == " ".join(lines)
    assert len(seen) == len(lines) - 1
    assert max(seen) <= 15

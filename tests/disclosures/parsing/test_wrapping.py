"""Plain text to paragraphs, on invented texts."""

import textwrap
from dataclasses import dataclass, field

import pytest

from disclosures.parsing.cut_words import LONGEST_WORD, KnownWords
from disclosures.parsing.wrapping import cut_paragraphs

WORDS = (
    "We keep a watch on the quay by day and by night. The watch writes down who comes and who goes. "
    "Each spring the book is read aloud to the council, which asks the harbour master what it means."
)


@dataclass(frozen=True)
class Watched(KnownWords):
    """Remembers how long a text each line was joined to."""

    seen: list[int] = field(default_factory=list)

    def _join_two(self, left: str, right: str) -> str:
        self.seen.append(len(left))
        return super()._join_two(left, right)


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


@pytest.mark.parametrize("page_break", ["\n\f", "\n\n\f", "\n\f\n", "\n<PAGE>\n"])
@pytest.mark.parametrize("words_before", [6, 10, 27])
def test_sentence_over_a_page_break_without_a_page_number_is_whole(
    page_break: str, words_before: int
) -> None:
    words = WORDS.split(" ")
    left, right = " ".join(words[:words_before]), " ".join(words[words_before:])
    text = f"{textwrap.fill(left, 72)}{page_break}{textwrap.fill(right, 72)}"
    assert paragraphs(text) == [WORDS]


@pytest.mark.parametrize("page_break", ["\n\f", "\n\n\f"])
def test_names_over_a_page_break_are_whole(page_break: str) -> None:
    left = "Those who keep the watch answer to the council and to our Chief Harbour"
    right = "Officer, who keeps the book of the quay and reads it aloud in the spring"
    assert paragraphs(f"{left}{page_break}{right}") == [f"{left} {right}"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The watch", "The council asks what it means."),
        (WORDS, "The council asks what it means."),
        ("Those who keep the watch answer to the council and to our harbour master", "Governance"),
        ("Those who keep the watch answer to the council and to our harbour master", "• the book"),
    ],
)
def test_page_breaks_between_paragraphs_part_them(left: str, right: str) -> None:
    assert paragraphs(f"{textwrap.fill(left, 72)}\n\f{right}") == [left, right]


@pytest.mark.parametrize("tag", ["<TEXT>", "<PAGE>", "<CAPTION>", "  <FN>", "<S> <C>", "</TABLE>", "<c>"])
def test_words_behind_a_tag_of_the_text_stay(tag: str) -> None:
    text = f"The harbour master answers.\n{tag}The council reads the book.\n{tag}\nSo does the crew."
    assert paragraphs(text) == [
        "The harbour master answers.",
        "The council reads the book.",
        "So does the crew.",
    ]


@pytest.mark.parametrize("length", [16, 40])
def test_a_long_web_address_leaves_lines_broken_at_the_margin(length: int) -> None:
    address = f"https://quay.example/{'book/' * length}"
    words = f"{WORDS} The book is at {address} for everybody to read. {WORDS}"
    assert paragraphs(textwrap.fill(words, 80, break_long_words=False)) == [words]


def test_a_paragraph_on_one_line_among_broken_ones_stands_alone() -> None:
    broken = f"{WORDS} {WORDS} {WORDS}"
    text = f"{textwrap.fill(broken, 72)}\n{WORDS}\n{textwrap.fill(broken, 72)}"
    assert paragraphs(text) == [broken, WORDS, broken]


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
    lines = textwrap.wrap(WORDS * 200, 72)
    words = Watched(KnownWords.of((WORDS * 200).split()).counts)
    assert words.join(lines) == " ".join(lines)
    assert len(words.seen) == len(lines) - 1
    assert max(words.seen) <= 15


def test_a_long_text_without_blanks_takes_its_length_in_time() -> None:
    words = Watched()
    assert words.join(["ab2-"] * 1000) == "ab2-" * 1000
    assert max(words.seen) <= LONGEST_WORD

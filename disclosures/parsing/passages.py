"""Paragraphs of an element's text as passages: their place in the reading text, their comparable form."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from disclosures.parsing.text import fold
from disclosures.parsing.types import ParsedElement, Span

# Typewriter and typographic variants are the same words to a reader.
SAME_SIGN = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "­": "",
    }
)


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """One paragraph of an element; `span` runs from its first to its last character in the reading text."""

    text: str
    span: Span


def normalise_passage(text: str) -> str:
    """The words of a passage for comparing: case, white space and typography folded."""
    if text.isascii():
        folded = text.lower()  # the same as below, many times faster
    else:
        folded = unicodedata.normalize("NFKC", text).translate(SAME_SIGN).casefold()
    return fold(folded)


def hash_passage(normalised: str) -> str:
    """32 hexadecimal digits that two passages share when their normalised texts are equal."""
    return hashlib.blake2b(normalised.encode(), digest_size=16).hexdigest()


def cut_passages(element: ParsedElement, reading_text: str) -> Iterator[ParsedPassage]:
    """The element's paragraphs with their places in the reading text, in order.

    Characters are paired one by one with white space left out: the spans hold the same characters as the
    element's text, only breaks may differ. A paragraph drawn from two spans covers what lies between.
    """
    places = (
        place
        for span in element.locator.spans
        for place in range(span.start, span.end)
        if not reading_text[place].isspace()
    )
    for paragraph in element.paragraphs:
        size = sum(not char.isspace() for char in paragraph)
        own = list(islice(places, size))
        if own:
            yield ParsedPassage(paragraph, Span(own[0], own[-1] + 1))

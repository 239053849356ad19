"""The sentences of a reading text with their places, folded for searching."""

from dataclasses import dataclass

from disclosures.coding.sentences import find_sentences
from disclosures.parsing.types import Span

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\t\n\r", " "),
    }
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `plain` has the same length as `text`: lower case, plain quotes, hyphens and spaces."""

    text: str
    plain: str
    span: Span
    number: int


def fold_letters(text: str) -> str:
    """`text` in lower case with plain quotes, hyphens and spaces, character for character."""
    folded = text.translate(_FOLDED)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    # A few letters (İ) grow when lowered; they stay as they are, so that places keep their meaning.
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def place_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, where they stand."""
    sentences = []
    for number, (start, end) in enumerate(find_sentences(text)):
        own = text[start:end]
        sentences.append(Sentence(own, fold_letters(own), Span(start, end), number))
    return tuple(sentences)

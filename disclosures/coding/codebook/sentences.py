"""A reading text cut into sentences that keep their places, folded for searching."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from disclosures.parsing.types import Span

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\t\n\r", " "),
    }
)
# The archives drop the space after a tag: "…our systems.The board"; a lower-case letter before the stop.
_END = re.compile(
    r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9•])|(?<=[a-z)])\.(?=[A-Z][a-z]+ )|\s*\n\n\s*|\s+(?=•)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|Messrs|No|Nos|vs|St|Jr|Sr|Art|Sec|approx|incl|Sc|Eng|Tech)"
    r"|\b[A-Z]|\b[A-Z]\.[A-Z]|\b(?:e\.g|i\.e|n\.v|s\.a|u\.s)|\b[IVX]+[A-D]?|\bItem \d+[A-Z]?)$",
    re.IGNORECASE,
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


def cut_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order. A blank line and a bullet end one as well as a stop does."""
    sentences: list[Sentence] = []
    for span in _spans(text):
        own = text[span.start : span.end]
        sentences.append(Sentence(own, fold_letters(own), span, len(sentences)))
    return tuple(sentences)


def _spans(text: str) -> Iterator[Span]:
    start = 0
    for end in _END.finditer(text):
        stop = end.end() - len(end[0].lstrip(".!?\"')]"))
        is_stop = text[end.start()] in ".!?"
        if is_stop and text[end.start()] == "." and _ABBREVIATION.search(text, start, end.start()):
            continue
        if text[start:stop].strip():
            yield _trim(text, start, stop)
        start = end.end()
    if text[start:].strip():
        yield _trim(text, start, len(text))


def _trim(text: str, start: int, stop: int) -> Span:
    own = text[start:stop]
    return Span(start + len(own) - len(own.lstrip()), start + len(own.rstrip()))

"""Sentences of a disclosure, as words or as places. The one cutter of all coding and aligning. Pure."""

import re
from collections.abc import Iterator

_ABBREVIATIONS = ("Inc.", "Corp.", "Ltd.", "Co.", "No.", "Mr.", "Ms.", "Mrs.", "Dr.", "U.S.", "e.g.", "i.e.")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z])|\n+")

type Place = tuple[int, int]
"""First character and the one after the last."""


def cut_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order; a full stop of a common abbreviation ends none."""
    # Pieces are joined at the end: a text of nothing but abbreviations would be copied for each of them.
    return tuple(" ".join(text[start:end] for start, end in pieces) for pieces in _gather(text))


def find_sentences(text: str) -> Iterator[Place]:
    """Where the same sentences stand, from their first character to their last."""
    return ((pieces[0][0], pieces[-1][1]) for pieces in _gather(text))


def _gather(text: str) -> list[list[Place]]:
    """Sentences, each as the pieces that an abbreviation's full stop left of it, without blanks around."""
    sentences: list[list[Place]] = []
    for start, end in _cut(text):
        if sentences and text.endswith(_ABBREVIATIONS, *sentences[-1][-1]):
            sentences[-1].append((start, end))
        elif start < end:
            sentences.append([(start, end)])
    return sentences


def _cut(text: str) -> Iterator[Place]:
    first = 0
    for found in _SENTENCE_END.finditer(text):
        yield _strip(text, first, found.start())
        first = found.end()
    yield _strip(text, first, len(text))


def _strip(text: str, start: int, end: int) -> Place:
    own = text[start:end]
    start += len(own) - len(own.lstrip())
    return start, max(start, start + len(own.strip()))

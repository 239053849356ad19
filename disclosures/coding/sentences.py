"""Sentences of a disclosure. Pure."""

import re

_ABBREVIATIONS = ("Inc.", "Corp.", "Ltd.", "Co.", "No.", "Mr.", "Ms.", "Mrs.", "Dr.", "U.S.", "e.g.", "i.e.")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z])|\n+")


def cut_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order; a full stop of a common abbreviation ends none."""
    # Pieces are joined at the end: a text of nothing but abbreviations would be copied for each of them.
    sentences: list[list[str]] = []
    for piece in _SENTENCE_END.split(text):
        if sentences and sentences[-1][-1].endswith(_ABBREVIATIONS):
            sentences[-1].append(piece.strip())
        elif piece.strip():
            sentences.append([piece.strip()])
    return tuple(" ".join(pieces) for pieces in sentences)

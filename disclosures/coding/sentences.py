"""Sentences of a disclosure, as words or as places. The one cutter of all coding and aligning. Pure."""

import re
from collections.abc import Iterator

_TITLES = r"Mrs?|Ms|Mx|Drs?|Messrs|Mmes|Prof|Rev|Hon|Gen|Col|Capt|Cmdr|Lt|Maj|Sgt|Sen|Rep|Gov|Pres|St|Mt"
_SHORTENED = r"Nos|vs?|approx|incl|excl|cf|e\.g|i\.e|viz|resp|est|ca|Regs?|Secs?|Arts?|Figs?|Vol|pp|Dept"
_OFTEN_LAST = r"Inc|Corp|Cos?|Ltd|Bros|No|Sr|Jr|Esq|etc|al|Ph\.D|[ap]\.m|(?:[A-Z]\.)*[A-Z]"
_BEGINNINGS = (
    r"The|Our|We|In|He|She|It|As|This|That|These|Those|Such|Each|If|For|While|When|Although|However|They|Their|His"
    r"|Her|Its|To|At|On|By|From|Under|With|During|There|All|Any|Both|Before|After|Since|Mr|Ms|Mrs|Dr"
)
# What may also be the last word of a sentence ends one where the next word is seldom part of a name.
_ABBREVIATION = re.compile(rf"(?<![\w.])(?:(?:{_TITLES}|{_SHORTENED})\.$|(?:{_OFTEN_LAST})\.$(?P<is_open>))")
_BEGINNING = re.compile(rf"[\"”’)\s“‘(]*(?:{_BEGINNINGS})\b")
_LONGEST = 16
"""Characters of the longest abbreviation, or beginning with the blanks before it."""
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


def is_abbreviated(text: str, end: int) -> bool:
    """Whether the full stop before text[end] is one of an abbreviation, and ends no sentence.

    One that often stands last ("Inc.", "Jr.", an initial) ends one where the text goes on as sentences begin.
    """
    found = _ABBREVIATION.search(text, max(0, end - _LONGEST), end)
    return found is not None and (
        found["is_open"] is None or _BEGINNING.match(text, end, end + _LONGEST) is None
    )


def _gather(text: str) -> list[list[Place]]:
    """Sentences, each as the pieces that an abbreviation's full stop left of it, without blanks around."""
    sentences: list[list[Place]] = []
    for start, end in _cut(text):
        end_before = sentences[-1][-1][1] if sentences else 0
        if sentences and "\n" not in text[end_before:start] and is_abbreviated(text, end_before):
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

"""Where a note's words stand after the text around them has changed. Pure.

The rule is honesty before convenience: a note stays *anchored* only on the very words it was written on, in
their unchanged paragraph. Anything less certain is *moved* (a place is proposed, a person confirms it) or
*orphaned* (the words are gone; the note is listed with its last known place).
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from comparison.reading.marking import cut_paragraphs
from disclosures.parsing.passages import hash_passage, normalise_passage

CONTEXT = 64
"""Characters kept on either side of a quote."""

SIMILAR = 75.0
"""rapidfuzz score (0-100) from which other words may be proposed as the quote's new form."""

SHORTEST_SIMILAR = 20
"""Characters: below it, words that merely look alike are another word, not an edited one."""

PROBE = 64
"""Characters of a piece by which a longer quote is looked for; rapidfuzz compares so many bits at once."""


class State(StrEnum):
    """How surely a note stands; the values of Annotation.Anchor but for "whole"."""

    ANCHORED = "anchored"
    MOVED = "moved"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a reading text with their surroundings. `text_hash` is of the paragraphs they touch."""

    start: int
    end: int
    words: str
    prefix: str
    suffix: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Anchorage:
    """Where a quote stands in a text, and how surely. Orphaned: the last known place."""

    state: State
    start: int
    end: int


def take_quote(text: str, start: int, end: int) -> Quote:
    """The words at [start, end) without white space around them. Raises ValueError where there are none."""
    words = text[max(start, 0) : max(end, 0)]
    if start < 0 or end > len(text) or not words.strip():
        raise ValueError("There are no words at this place of the text.")
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    block_start, block_end = _block(cut_paragraphs(text), start, end)
    return Quote(
        start=start,
        end=end,
        words=text[start:end],
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
        text_hash=hash_passage(normalise_passage(text[block_start:block_end])),
    )


def fingerprint(text: str) -> str:
    """Short name of a text as somebody saw it: equal for equal texts only, as far as anybody can tell."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def find_quote(quote: Quote, text: str) -> Anchorage:
    """Looks for a quote in a text that may have changed since it was taken."""
    same = list(_occurrences(quote.words, text))
    paragraphs = cut_paragraphs(text) if same else []
    sure = [start for start in same if _has_its_surroundings(quote, text, start, paragraphs)]
    if quote.start in sure:
        return Anchorage(State.ANCHORED, quote.start, quote.end)
    if len(sure) == 1:
        return _at(State.ANCHORED, quote, sure[0])
    if same:
        return _at(State.MOVED, quote, max(same, key=lambda start: _likeness(quote, text, start)))
    return _find_similar(quote, text) or Anchorage(State.ORPHANED, quote.start, quote.end)


def find_again(quote: Quote, text: str, known: State) -> Anchorage:
    """`find_quote` for a note that stood as `known`: what was lost or moved is never sure again by itself."""
    found = find_quote(quote, text)
    if known is not State.ANCHORED and found.state is State.ANCHORED:
        return Anchorage(State.MOVED, found.start, found.end)
    return found


def _at(state: State, quote: Quote, start: int) -> Anchorage:
    return Anchorage(state, start, start + len(quote.words))


def _occurrences(words: str, text: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _block(paragraphs: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """First and last character of the paragraphs that [start, end) touches."""
    first = bisect_right(paragraphs, start, key=lambda paragraph: paragraph[1])
    last = bisect_left(paragraphs, end, key=lambda paragraph: paragraph[0]) - 1
    return paragraphs[first][0], paragraphs[last][1]


def _has_its_surroundings(quote: Quote, text: str, start: int, paragraphs: list[tuple[int, int]]) -> bool:
    """True when the quote's whole paragraph is unchanged and this is the same spot in it.

    The hash alone cannot tell "the board" in a paragraph's first line from "the board" in its last.
    """
    end = start + len(quote.words)
    block_start, block_end = _block(paragraphs, start, end)
    before = text[max(block_start, start - CONTEXT) : start]
    after = text[end : min(block_end, end + CONTEXT)]
    if not (quote.prefix.endswith(before) and quote.suffix.startswith(after)):
        return False
    return hash_passage(normalise_passage(text[block_start:block_end])) == quote.text_hash


def _likeness(quote: Quote, text: str, start: int) -> tuple[float, int]:
    """How like the quote's surroundings those of another place are; of equals the nearest."""
    end = start + len(quote.words)
    before = fuzz.ratio(quote.prefix, text[max(start - CONTEXT, 0) : start])
    after = fuzz.ratio(quote.suffix, text[end : end + CONTEXT])
    return before + after, -abs(start - quote.start)


def _find_similar(quote: Quote, text: str) -> Anchorage | None:
    """The stretch of `text` most like the quote, if it is like enough."""
    if len(quote.words) < SHORTEST_SIMILAR:
        return None
    places = {place for probe in _probes(quote.words) if (place := _place_by(probe, quote.words, text))}
    scored = [(fuzz.ratio(quote.words, text[start:end]), start, end) for start, end in places]
    score, start, end = max(scored, default=(0.0, 0, 0))
    return _widen_to_words(text, start, end) if score >= SIMILAR and start < end else None


def _probes(words: str) -> set[int]:
    """Where pieces of PROBE characters are cut from a quote: its beginning, middle and end."""
    last = max(len(words) - PROBE, 0)
    return {0, last // 2, last}


def _place_by(probe: int, words: str, text: str) -> tuple[int, int] | None:
    """Where the quote would stand, going by one piece of it.

    Looking for short pieces takes milliseconds in the longest filing; looking for a long quote as a whole
    took over a minute in a text that repeats itself.
    """
    found = fuzz.partial_ratio_alignment(words[probe : probe + PROBE], text, score_cutoff=SIMILAR)
    if found is None or found.dest_start == found.dest_end:
        return None
    guess = max(found.dest_start - probe, 0)
    head = _find_near(words[:PROBE], text, guess, slack=len(words) // 4)
    start = head[0] if head else guess
    tail = _find_near(words[-PROBE:], text, start + len(words) - PROBE, slack=len(words) // 4)
    return start, tail[1] if tail else min(start + len(words), len(text))


def _find_near(piece: str, text: str, guess: int, slack: int) -> tuple[int, int] | None:
    """Where a quote's first or last piece stands near a guess: its new form may be shorter or longer."""
    first = max(guess - slack - PROBE, 0)
    near = text[first : max(guess, 0) + slack + 2 * PROBE]
    if len(near) < len(piece):
        return None
    found = fuzz.partial_ratio_alignment(piece, near, score_cutoff=SIMILAR)
    return (first + found.dest_start, first + found.dest_end) if found else None


def _widen_to_words(text: str, start: int, end: int) -> Anchorage | None:
    """A proposal starts and ends at whole words, and never runs over white space at its ends."""
    while start > 0 and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Anchorage(State.MOVED, start, end) if end > start else None

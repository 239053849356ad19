"""One reading text made of texts that repeat each other, fast: an archive brings fifty million characters.

The rule is that of disclosures.parsing.reading.join_texts: outermost texts in order, joined by a blank line;
a text within another one takes its place there. The texts here stand on one line with single spaces, so
that places are counted by words instead of characters, and paragraphs are guessed on the way.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from disclosures.market.notes.paragraphs import guess_breaks
from disclosures.parsing.reading import LONG_ENOUGH_TO_TRUST, PARAGRAPH_BREAK
from disclosures.parsing.types import Span


class Squeezed:
    """A text, and itself without its spaces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = text.replace(" ", "")

    @cached_property
    def words(self) -> list[int]:
        """Where the words begin among the letters."""
        return list(accumulate(map(len, self.text.split(" ")), initial=0))[:-1]

    def place(self, letter: int) -> int:
        """The place in the text of a letter's place among the letters."""
        return letter + bisect_right(self.words, letter) - 1

    def find(self, wanted: "Squeezed") -> Span | None:
        """Where `wanted` stands in this text, spaces ignored; short texts only as whole words."""
        size = len(wanted.letters)
        found = self.letters.find(wanted.letters)
        while found >= 0:
            span = self._place_as_it_stands(found, wanted.text) or Span(
                self.place(found), self.place(found + size - 1) + 1
            )
            if size >= LONG_ENOUGH_TO_TRUST or self._stands_alone(span):
                return span
            found = self.letters.find(wanted.letters, found + 1)
        return None

    def _place_as_it_stands(self, letter: int, words: str) -> Span | None:
        """The same for words whose spaces stand here too, as nearly always: nothing need be counted out."""
        place = self.text.find(words, letter)
        if place < 0 or place - self.text.count(" ", 0, place) != letter:
            return None
        return Span(place, place + len(words))

    def _stands_alone(self, span: Span) -> bool:
        before, after = self.text[max(span.start - 1, 0) : span.start], self.text[span.end : span.end + 1]
        starts_clean = not (before.isalnum() and self.text[span.start].isalnum())
        return starts_clean and not (after.isalnum() and self.text[span.end - 1].isalnum())


def lay_out(texts: Sequence[str]) -> tuple[str, tuple[Span | None, ...]]:
    """A reading text of the outermost texts, in order, and the span of every text in it.

    `texts` have single spaces and nothing at their ends. An empty text has no span.
    """
    squeezed = [Squeezed(text) for text in texts]
    homes = _find_homes(squeezed)
    parts: list[str] = []
    starts: dict[int, int] = {}
    breaks: dict[int, list[int]] = {}
    length = 0
    for index, home in enumerate(homes):
        if home is None and texts[index]:
            starts[index] = length
            breaks[index] = guess_breaks(texts[index])
            part = _break_up(texts[index], breaks[index])
            parts.append(part)
            length += len(part) + len(PARAGRAPH_BREAK)
    spans: list[Span | None] = []
    for index, home in enumerate(homes):
        host, inner = home or (index, Span(0, len(texts[index])))
        if host in starts:
            first = bisect_left(breaks[host], inner.start)
            last = bisect_left(breaks[host], inner.end)
            spans.append(Span(starts[host] + inner.start + first, starts[host] + inner.end + last))
        else:
            spans.append(None)
    return PARAGRAPH_BREAK.join(parts), tuple(spans)


def cut_paragraphs(reading_text: str, span: Span) -> list[Span]:
    """The paragraphs of a stretch of the reading text."""
    pieces: list[Span] = []
    start = span.start
    for piece in reading_text[span.start : span.end].split(PARAGRAPH_BREAK):
        if piece:
            pieces.append(Span(start, start + len(piece)))
        start += len(piece) + len(PARAGRAPH_BREAK)
    return pieces


def _find_homes(texts: Sequence[Squeezed]) -> list[tuple[int, Span] | None]:
    """For every text the outermost text that holds it, and where; None for the outermost themselves."""
    homes: list[tuple[int, Span] | None] = [None] * len(texts)
    outermost: list[int] = []
    by_size = sorted(range(len(texts)), key=lambda index: (-len(texts[index].letters), index))
    for index in by_size:
        # Nearest before in order, then nearest after.
        before = sorted((other for other in outermost if other < index), reverse=True)
        after = sorted(other for other in outermost if other > index)
        home = next(
            (
                (other, span)
                for other in (*before, *after)
                if (span := _find_in(texts[other], texts[index])) is not None
            ),
            None,
        )
        homes[index] = home
        if home is None and texts[index].letters:
            outermost.append(index)
    return homes


def _find_in(outer: Squeezed, inner: Squeezed) -> Span | None:
    """Where one text stands in another. Marks without a letter ("." as a block) stand nowhere else."""
    if not inner.letters or (
        len(inner.letters) < LONG_ENOUGH_TO_TRUST and not any(map(str.isalnum, inner.letters))
    ):
        return None
    return outer.find(inner)


def _break_up(text: str, breaks: Sequence[int]) -> str:
    edges = [-1, *breaks, len(text)]
    return PARAGRAPH_BREAK.join(text[start + 1 : end] for start, end in pairwise(edges))

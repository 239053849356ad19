"""One reading text made of texts that overlap, for sources that repeat words instead of nesting them."""

from collections.abc import Sequence

from disclosures.parsing.types import Span

PARAGRAPH_BREAK = "\n\n"
# From this many characters on, a text is found even where its ends touch other words: EDGAR's pages
# glue words at line breaks ("experienceas"), and so long a match is no accident.
LONG_ENOUGH_TO_TRUST = 40


class SqueezedText:
    """A text without its white space, and the way back to the places its characters had."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [place for place, char in enumerate(text) if not char.isspace()]
        self.squeezed = "".join(text[place] for place in self.places)

    def find(self, wanted: "SqueezedText") -> Span | None:
        """Where `wanted` stands in this text, white space ignored, or None."""
        size = len(wanted.squeezed)
        found = self.squeezed.find(wanted.squeezed) if size else -1
        while found >= 0:
            span = Span(self.places[found], self.places[found + size - 1] + 1)
            if size >= LONG_ENOUGH_TO_TRUST or self.stands_alone(span):
                return span
            found = self.squeezed.find(wanted.squeezed, found + 1)
        return None

    def stands_alone(self, span: Span) -> bool:
        """Whether neither end of the span cuts a word."""
        before, after = self.text[: span.start][-1:], self.text[span.end :][:1]
        starts_clean = not (before.isalnum() and self.text[span.start].isalnum())
        return starts_clean and not (after.isalnum() and self.text[span.end - 1].isalnum())


def join_texts(texts: Sequence[str]) -> tuple[str, tuple[tuple[Span, ...], ...]]:
    """A reading text of the outermost texts, in order, and the spans of every text in it.

    A text that stands within another one gets its place inside that one; of several, inside the one
    nearest before it in order, then nearest after. An empty text has no span.
    """
    squeezed = [SqueezedText(text.strip()) for text in texts]
    everyone = range(len(squeezed))
    outermost = [
        index for index in everyone if not any(is_inside(index, other, squeezed) for other in everyone)
    ]
    homes = [None if index in outermost else find_home(index, outermost, squeezed) for index in everyone]
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for index, home in enumerate(homes):
        if home is None and squeezed[index].squeezed:
            starts[index] = length
            parts.append(squeezed[index].text)
            length += len(squeezed[index].text) + len(PARAGRAPH_BREAK)
    spans = []
    for index, home in enumerate(homes):
        host, inner = home or (index, Span(0, len(squeezed[index].text)))
        offset = starts.get(host)
        spans.append(() if offset is None else (Span(offset + inner.start, offset + inner.end),))
    return PARAGRAPH_BREAK.join(parts), tuple(spans)


def find_home(index: int, outermost: Sequence[int], texts: Sequence[SqueezedText]) -> tuple[int, Span] | None:
    """The outermost text that holds the text at `index`, and where in it."""
    before = [other for other in outermost if other < index]
    after = [other for other in outermost if other > index]
    for other in (*reversed(before), *after):
        span = texts[other].find(texts[index])
        if span is not None:
            return other, span
    return None


def is_inside(index: int, other: int, texts: Sequence[SqueezedText]) -> bool:
    """Whether the text at `index` gives way to the one at `other`: longer, or equal and earlier."""
    inner, outer = texts[index].squeezed, texts[other].squeezed
    if len(inner) == len(outer):
        return other < index and inner == outer
    return len(inner) < len(outer) and texts[other].find(texts[index]) is not None

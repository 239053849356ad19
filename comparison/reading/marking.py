"""Reading text, the places of elements and of notes in it → paragraphs ready to be shown. Pure.

Elements nest and overlap: most facts lie inside another, and the same words may stand under two. An element
that covers a whole paragraph is named in the margin only; the words themselves are set off where an element
covers just a part of their paragraph, so that a page of nested blocks stays readable.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_DEPTH = 3

_BLANK_LINE = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\w")
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t\n]+")


@dataclass(frozen=True, slots=True)
class ElementPlace:
    """Where one element stands: its slug, and [start, end) character ranges of the reading text."""

    slug: str
    spans: tuple[tuple[int, int], ...]
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where one annotation stands; `key` is its primary key."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Words over which nothing begins or ends.

    slugs   every element over them, widest first
    depth   how many texts cover them without covering the whole paragraph, at most MAX_DEPTH
    ending  annotations whose last words these are
    """

    start: int
    text: str
    slugs: tuple[str, ...] = ()
    depth: int = 0
    is_evidence: bool = False
    notes: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the reading text shown without a break of its own: a paragraph, or a table's cell."""

    start: int
    end: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """An element's name in the margin.

    is_first  the element's first place in the filing: where its address leads
    is_start  it begins or resumes here; else it goes on from the paragraph above
    """

    slug: str
    is_first: bool
    is_start: bool
    is_flag: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. A table has rows of cells; everything else is one row with one cell.

    slug   the narrowest text over its beginning: what a note on the paragraph is about; empty outside
    notes  annotations that end in it, in reading order
    """

    start: int
    end: int
    rows: tuple[tuple[Run, ...], ...]
    labels: tuple[Label, ...]
    slug: str
    slugs: tuple[str, ...]
    notes: tuple[int, ...]

    @property
    def is_table(self) -> bool:
        return len(self.rows) > 1 or len(self.rows[0]) > 1

    @property
    def run(self) -> Run:
        return self.rows[0][0]


@dataclass(frozen=True, slots=True)
class _Cover:
    """One span of one element, cut to a paragraph."""

    slug: str
    start: int
    end: int
    is_flag: bool
    is_whole: bool
    size: int


def cut_paragraphs(text: str) -> list[tuple[int, int]]:
    """[start, end) of each paragraph: what stands between blank lines, white space around it left out."""
    paragraphs = []
    begin = 0
    for stop, following in [*(gap.span() for gap in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        if trimmed := _trim(text, begin, stop):
            paragraphs.append(trimmed)
        begin = following
    return paragraphs


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    stop = start + len(words.rstrip())
    return (begin, stop) if begin < stop else None


def mark_text(text: str, elements: Sequence[ElementPlace], notes: Sequence[NotePlace]) -> list[Paragraph]:
    """The paragraphs of `text` with elements and annotations marked. Places outside the text mark nothing."""
    own_notes = sorted(_trimmed_notes(text, notes), key=lambda note: (note.end, note.key))
    paragraphs: list[Paragraph] = []
    seen: set[str] = set()
    previous: tuple[str, ...] = ()
    for start, end in cut_paragraphs(text):
        covers = sorted(_covers(text, start, end, elements), key=lambda cover: (-cover.size, cover.start))
        touching = [note for note in own_notes if note.start < end and note.end > start]
        labels = tuple(_labels(covers, seen, previous))
        previous = tuple(dict.fromkeys(cover.slug for cover in covers))
        seen.update(previous)
        paragraphs.append(
            Paragraph(
                start=start,
                end=end,
                rows=_rows(text, start, end, covers, touching),
                labels=labels,
                slug=_narrowest(covers),
                slugs=previous,
                notes=tuple(note.key for note in touching if note.end <= end),
            )
        )
    return paragraphs


def _trimmed_notes(text: str, notes: Sequence[NotePlace]) -> Iterator[NotePlace]:
    for note in notes:
        if trimmed := _trim(text, note.start, note.end):
            yield NotePlace(note.key, *trimmed)


def _covers(text: str, start: int, end: int, elements: Sequence[ElementPlace]) -> Iterator[_Cover]:
    for element in elements:
        size = sum(stop - begin for begin, stop in element.spans)
        for begin, stop in element.spans:
            own_start, own_end = max(begin, start), min(stop, end)
            if own_start < own_end and not text[own_start:own_end].isspace():
                # Filers often leave a paragraph's last full stop outside their tag.
                is_whole = not _WORD.search(text[start:own_start] + text[own_end:end])
                yield _Cover(element.slug, own_start, own_end, element.is_flag, is_whole, size)


def _labels(covers: Sequence[_Cover], seen: set[str], previous: tuple[str, ...]) -> Iterator[Label]:
    """Names of what begins here; of what goes on only where the company it keeps has changed."""
    flags = {cover.slug: cover.is_flag for cover in covers}
    if tuple(flags) == previous:
        return
    for slug, is_flag in flags.items():
        yield Label(slug, is_first=slug not in seen, is_start=slug not in previous, is_flag=is_flag)


def _narrowest(covers: Sequence[_Cover]) -> str:
    texts = [cover for cover in covers if not cover.is_flag] or list(covers)
    return min(texts, key=lambda cover: (cover.size, cover.start)).slug if texts else ""


def _rows(
    text: str, start: int, end: int, covers: Sequence[_Cover], notes: Sequence[NotePlace]
) -> tuple[tuple[Run, ...], ...]:
    if "\t" not in text[start:end]:
        return ((_run(text, start, end, covers, notes),),)
    return tuple(
        tuple(_run(text, *cell.span(), covers, notes) for cell in _CELL.finditer(text, *line.span()))
        for line in _LINE.finditer(text, start, end)
        if not line.group().isspace()
    )


def _run(text: str, start: int, end: int, covers: Sequence[_Cover], notes: Sequence[NotePlace]) -> Run:
    places = [(cover.start, cover.end) for cover in covers] + [(note.start, note.end) for note in notes]
    cuts = sorted({start, end, *(cut for place in places for cut in place if start < cut < end)})
    segments = tuple(_segment(text, *pair, covers, notes) for pair in pairwise(cuts))
    return Run(start, end, segments)


def _segment(
    text: str, start: int, end: int, covers: Sequence[_Cover], notes: Sequence[NotePlace]
) -> Segment:
    over = [cover for cover in covers if cover.start <= start and cover.end >= end]
    partial = {cover.slug for cover in over if not cover.is_flag and not cover.is_whole}
    marked = [note for note in notes if note.start <= start and note.end >= end]
    return Segment(
        start=start,
        text=text[start:end],
        slugs=tuple(dict.fromkeys(cover.slug for cover in over)),
        depth=min(len(partial), MAX_DEPTH),
        is_evidence=any(cover.is_flag for cover in over),
        notes=tuple(note.key for note in marked),
        ending=tuple(note.key for note in marked if note.end == end),
    )

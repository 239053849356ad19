"""Two years of one issuer as a Word document with tracked changes, which Word and LibreOffice settle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import count, groupby
from typing import IO

from docx.document import Document

from comparison.alignment.values import ComparedPassage
from comparison.exports.tracked import PARAGRAPH, Kind, Piece, Step, lay_out
from comparison.exports.wordml import (
    Node,
    Revision,
    append,
    make_change,
    make_link,
    make_paragraph,
    make_range,
    make_run,
    make_table,
    make_text,
    mark_end,
    open_document,
)
from comparison.exports.years import ExportedYears, cite_passages
from disclosures.models import Filing

AUTHOR = "Collate"
SIGNS = "Collate (typography)"
"""Signs and white space that no reader calls a change have an author of their own, to be hidden by."""
WIDTHS = (4_200, 5_800)


def write_redline(years: ExportedYears, stream: IO[bytes]) -> None:
    """Writes the file to `stream`: accepting every change leaves this year's text, rejecting last year's."""
    document = open_document(years.title, landscape=False)
    _write_front(document, years)
    writer = _Writer(document, years, _date_of(years.redline.filing), count(1))
    redline = years.redline
    steps = lay_out((*redline.changes, *redline.unchanged))
    for elements, found in groupby(steps, key=lambda step: step.unit.elements):
        block = list(found)
        append(document, writer.make_heading(" · ".join(elements), block))
        for step in block:
            append(document, *writer.make_step(step))
    # A document's last paragraph ends it: its end can be neither put in nor taken out.
    append(document, make_paragraph("Facts", [make_link(document, years.address, "Open this redline")]))
    document.save(stream)


def _write_front(document: Document, years: ExportedYears) -> None:
    redline = years.redline
    append(document, make_text("Title", years.title))
    for when, filing, words in years.filings:
        link = make_link(document, years.site + filing.get_absolute_url(), words)
        append(document, make_paragraph("Facts", [make_run(f"{when}  ", bold=True), link]))
    append(document, make_text("Facts", redline.summary))
    about = (
        "Accept all changes to read this year's text, reject all to read last year's. "
        f"Signs and white space alone are changes by “{SIGNS}”, which can be hidden by that author."
    )
    append(document, make_text("Facts", about))
    changed = [own for own in years.elements if own.change != "unchanged"]
    if changed:
        heads = [[make_text("Table head", word)] for word in ("Element", "Change")]
        rows = [
            [
                [make_text("Disclosure", f"{own.name} {own.clause}".rstrip())],
                [make_text("Disclosure", f"{own.change}: {own.detail}" if own.detail else own.change)],
            ]
            for own in changed
        ]
        append(document, make_table(WIDTHS, [heads, *rows], whole=True), make_paragraph("Facts"))


@dataclass(frozen=True, slots=True)
class _Writer:
    document: Document
    years: ExportedYears
    moment: datetime
    numbers: Iterator[int]

    def make_heading(self, words: str, block: Sequence[Step]) -> Node:
        """Over passages that are all gone, or all new, it is gone or new itself."""
        kind = _shared_kind(block)
        return self._make_tracked("Heading 2", [make_run(words, deleted=kind is Kind.GONE)], kind)

    def make_step(self, step: Step) -> Iterator[Node]:
        ranges = step.kind in {Kind.LEFT, Kind.ARRIVED}
        number = next(self.numbers)
        if ranges:
            yield make_range(step.kind, "Start", number, self._by(), f"move{step.move}")
        yield from self._make_paragraphs(step)
        if ranges:
            yield make_range(step.kind, "End", number)
        yield self._make_citation(step)

    def _make_paragraphs(self, step: Step) -> Iterator[Node]:
        """Each piece in the paragraph it belongs to; a paragraph's end carries the change that made it."""
        paragraph = make_paragraph("Passage", text=_words(step))
        for piece in step.pieces:
            for number, part in enumerate(piece.text.split(PARAGRAPH)):
                if number:
                    self._end(paragraph, piece.kind, is_minor=piece.is_minor)
                    yield paragraph
                    paragraph = make_paragraph("Passage", text=_words(step))
                if part:
                    paragraph.append(self._make_piece(piece, part))
        self._end(paragraph, step.kind)
        yield paragraph

    def _make_piece(self, piece: Piece, text: str) -> Node:
        run = make_run(text, deleted=piece.kind is Kind.GONE)
        if piece.kind is Kind.KEPT:
            return run
        return make_change(piece.kind, next(self.numbers), self._by(is_minor=piece.is_minor), [run])

    def _end(self, paragraph: Node, kind: Kind, *, is_minor: bool = False) -> None:
        if kind is not Kind.KEPT:
            mark_end(paragraph, make_change(kind, next(self.numbers), self._by(is_minor=is_minor)))

    def _make_citation(self, step: Step) -> Node:
        redline, unit = self.years.redline, step.unit
        sides: list[tuple[Filing, tuple[ComparedPassage, ...]]] = []
        if unit.new and step.kind is not Kind.LEFT:
            sides.append((redline.filing, unit.new))
        if unit.old and step.kind is not Kind.ARRIVED:
            sides.append((redline.before, unit.old))
        kind = {Kind.LEFT: Kind.GONE, Kind.ARRIVED: Kind.COME}.get(step.kind, step.kind)
        runs: list[Node] = []
        for number, (filing, passages) in enumerate(sides):
            words = cite_passages(filing, unit.elements, passages)
            runs.append(make_run(f"{'; ' if number else ''}{words}", deleted=kind is Kind.GONE))
        return self._make_tracked("Citation", runs, kind)

    def _make_tracked(self, style: str, runs: Sequence[Node], kind: Kind) -> Node:
        if kind is Kind.KEPT:
            return make_paragraph(style, runs)
        paragraph = make_paragraph(style, [make_change(kind, next(self.numbers), self._by(), runs)])
        self._end(paragraph, kind)
        return paragraph

    def _by(self, *, is_minor: bool = False) -> Revision:
        return Revision(SIGNS if is_minor else AUTHOR, self.moment)


def _shared_kind(block: Sequence[Step]) -> Kind:
    """Of passages that all go, or all come, that; kept otherwise."""
    kinds = {Kind.GONE if step.kind in {Kind.GONE, Kind.LEFT} else step.kind for step in block}
    if kinds == {Kind.GONE}:
        return Kind.GONE
    return Kind.COME if kinds <= {Kind.COME, Kind.ARRIVED} else Kind.KEPT


def _words(step: Step) -> str:
    return (step.unit.new or step.unit.old)[0].text[:200]


def _date_of(filing: Filing) -> datetime:
    """The day the change was made public: when this year's filing was filed, as far as that is known."""
    day = filing.filed or filing.period_end
    return datetime.combine(day, time(), UTC) if day else filing.stored_at

"""Two years of one issuer as an Excel workbook: what became of each passage, and of each element."""

from collections.abc import Iterator
from typing import IO

from comparison.alignment.words import Run
from comparison.exports.characters import CELL, keep_xml
from comparison.exports.sheets import Link, Runs, SheetWriter, Value, open_book
from comparison.exports.years import ExportedChange, ExportedYears

HEAD = ("Change", "Alike", "Elements", "Last year", "Changes", "This year", "Last year cited as")
WIDTHS = (14, 12, 24, 60, 60, 60, 28, 28, 12, 12)
LOOKS = ("name", "text", "text", "text", "text", "text", "small", "small", "link", "link")
MOST_RUNS = 400
"""Changes of look in one cell; Excel is slow to open, and a reader lost, with more."""


def write_years_workbook(years: ExportedYears, stream: IO[bytes]) -> None:
    """Writes the file to `stream`: the passages, changes first as on the page, then the elements."""
    book, looks = open_book(stream, years.title)
    writer = SheetWriter(book.add_worksheet("Changes"), looks, WIDTHS)
    writer.add_line(years.title, "title")
    writer.add_line(years.redline.summary, "note")
    writer.add_line(Link(years.address, "Open this redline"), "quiet-link")
    writer.add_head((*HEAD, "This year cited as", "Last year", "This year"), frozen=1)
    head = writer.row - 1
    rows = (*years.redline.changes, *years.redline.unchanged)
    for change, row in zip(years.changes, rows, strict=True):
        writer.add_row(tuple(_values(change, row.runs)), LOOKS)
    writer.sheet.autofilter(head, 0, max(head, writer.row - 1), len(WIDTHS) - 1)
    elements = SheetWriter(book.add_worksheet("Elements"), looks, (40, 14, 18, 50, 24, 24, 60))
    elements.add_head(
        ("Element", "Clause", "Change", "How much", "Answer last year", "Answer this year", "Tag"), frozen=1
    )
    for own in years.elements:
        values = (own.name, own.clause, own.change, own.edit, own.flag_before, own.flag_now, own.concept)
        elements.add_row(values, ("name", "text", "text", "text", "text", "text", "small"))
    book.close()


def _values(change: ExportedChange, runs: tuple[Run, ...]) -> Iterator[Value]:
    yield change.change
    yield "" if change.score is None else f"{change.score:.0f} of 100"
    yield " · ".join(change.elements)
    yield change.before
    yield _show(runs)
    yield change.now
    yield change.before_cited
    yield change.cited
    yield Link(change.before_address, "Open") if change.before_address else ""
    yield Link(change.address, "Open") if change.address else ""


def _show(runs: tuple[Run, ...]) -> Value:
    """The changes in colours; a remark where one cell cannot hold them: both texts stand beside it."""
    if sum(len(keep_xml(run.text)) for run in runs) > CELL // 2 or len(runs) > MOST_RUNS:
        return "too long to be marked in one cell: see the texts on both sides"
    return Runs(tuple((run.mark.value, run.text) for run in runs))

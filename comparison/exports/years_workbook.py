"""Two years of one issuer as an Excel workbook: what became of each passage, and of each element."""

from collections.abc import Iterator
from typing import IO

from comparison.alignment.words import Run
from comparison.exports.sheets import Link, Runs, SheetWriter, Value, open_book
from comparison.exports.years import ExportedChange, ExportedYears

HEAD = (
    *("Change", "Alike", "Elements", "Part", "Last year", "Changes", "This year"),
    *("Last year cited as", "This year cited as", "Last year", "This year"),
)
WIDTHS = (12, 11, 22, 7, 54, 54, 54, 28, 28, 12, 12)
LOOKS = ("name", "text", "text", "small", "text", "text", "text", "small", "small", "link", "link")
PART = HEAD.index("Part")
AGAIN = frozenset({0, 1, 2, 7, 8})
"""What the rows say again in which a text goes on, so that it stays together when they are filtered."""


def write_years_workbook(years: ExportedYears, stream: IO[bytes]) -> None:
    """Writes the file to `stream`: the passages, changes first as on the page, then the elements."""
    book, looks = open_book(stream, years.title)
    writer = SheetWriter(book.add_worksheet("Changes"), looks, WIDTHS)
    writer.add_line(years.title, "title")
    writer.add_line(years.redline.summary, "note")
    writer.add_line(Link(years.address, "Open this redline"), "quiet-link")
    writer.add_head(HEAD, frozen=1)
    head = writer.row - 1
    rows = (*years.redline.changes, *years.redline.unchanged)
    for change, row in zip(years.changes, rows, strict=True):
        writer.add_row(tuple(_values(change, row.runs)), LOOKS, part=PART, again=AGAIN)
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
    yield ""
    yield change.before
    yield Runs(tuple((run.mark.value, run.text) for run in runs))
    yield change.now
    yield change.before_cited
    yield change.cited
    yield Link(change.before_address, "Open") if change.before_address else ""
    yield Link(change.address, "Open") if change.address else ""

"""A comparison for the terminal, side by side in its width."""

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from comparison.comparing.comparisons import ComparedFiling, SideBySide
from comparison.exports.rows import ExportedCell

SHAPES = {"disclosed": "●", "denied": "○", "silent": "–", "unread": "…", "conflict": "⚠", "predicted": "◌"}
ELEMENT_WIDTH = 22
COLUMN_WIDTH = 30


def grid_to_text(cells: Sequence[ExportedCell], width: int) -> str:
    """One table, or as many below each other as the filings need to be readable in `width` characters."""
    stream = StringIO()
    console = _console(stream, width)
    rows = [list(found) for _, found in groupby(cells, key=lambda cell: cell.concept)]
    per_table = max(1, (width - ELEMENT_WIDTH) // COLUMN_WIDTH)
    for first in range(0, len(rows[0]) if rows else 0, per_table):
        table = Table(show_lines=True, expand=True)
        table.add_column("Element", ratio=2)
        for cell in rows[0][first : first + per_table]:
            table.add_column(Text(f"{cell.issuer}\n{cell.form} {cell.fiscal_year}"), ratio=3)
        for row in rows:
            shown = [Text("\n".join(_lines(cell))) for cell in row[first : first + per_table]]
            table.add_row(Text(f"{row[0].name}\n{row[0].clause}"), *shown)
        console.print(table)
    return stream.getvalue()


def side_by_side_to_text(side: SideBySide, width: int) -> str:
    """The passages of one element level with each other; what is only in one filing last."""
    stream = StringIO()
    console = _console(stream, width)
    console.print(Text(f"{side.row.element.name} {side.row.element.clause}"))
    console.print(Text(side.summary))
    table = Table(show_lines=True, expand=True)
    table.add_column("Shared", width=16)
    for column in side.columns:
        table.add_column(Text(_title(column)), ratio=1)
    for row in side.passages:
        texts = (
            "" if cell is None else "\n".join(filter(None, (cell.heading, cell.text))) for cell in row.cells
        )
        table.add_row(row.label, *(Text(text) for text in texts))
    console.print(table)
    return stream.getvalue()


def _lines(cell: ExportedCell) -> Iterator[str]:
    changed = " Δ changed" if cell.changed_since_last_year else ""
    yield f"{SHAPES[cell.state]} {cell.word}{changed}"
    yield from (flag.told for flag in cell.flags)
    yield from filter(None, (cell.first_words, cell.conflict))
    counts = ((cell.gaps, "gap"), (cell.notes, "note"))
    marks = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count]
    if marks:
        yield ", ".join(marks)


def _title(column: ComparedFiling) -> str:
    return f"{column.name}\n{column.filing.form} {column.filing.fiscal_year}"


def _console(stream: StringIO, width: int) -> Console:
    return Console(file=stream, width=width, highlight=False, color_system=None)

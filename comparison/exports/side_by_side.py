"""A comparison as a Word document: a table per element, issuers as columns, a citation under each cell."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import IO

from docx.document import Document

from comparison.comparing.comparisons import SideBySide
from comparison.exports.coded import CodedTable, ExportedCode
from comparison.exports.codes import NOTE
from comparison.exports.rows import ExportedCell, ExportedComparison, ExportedPassage, TableCell, name_filing
from comparison.exports.text import SHAPES
from comparison.exports.wordml import (
    Node,
    append,
    cut_paragraphs,
    make_link,
    make_paragraph,
    make_run,
    make_table,
    make_text,
    open_document,
)

WIDTH = 15_000
"""Of a table, in twentieths of a point: A4 landscape between its margins."""


SCORE = 1_700
"""Width of the column that says what passages share: room for its longest words."""
LABEL = 2_600
"""Width of the column that names attributes of the codebook."""


def write_side_by_side(content: ExportedComparison, stream: IO[bytes]) -> None:
    """Writes the file to `stream`: every filing, four to a table; an opened row has its passages level."""
    document = open_document(content.title, landscape=True)
    _write_front(document, content)
    if content.side is not None:
        _write_level(document, content, content.side)
    for group, tables in groupby(content.tables, key=lambda table: table.first.group):
        append(document, make_text("Heading 1", "The other filings" if content.side else group))
        for table in tables:
            if content.side is None:
                append(document, make_text("Heading 2", f"{table.first.name} {table.first.clause}".rstrip()))
            for part in table.parts:
                _write_part(document, part)
    _write_codes(document, content)
    document.save(stream)


def _write_front(document: Document, content: ExportedComparison) -> None:
    append(document, make_text("Title", content.title))
    for column in content.columns:
        filing = column.filing
        cited = ", ".join(filter(None, (name_filing(filing), filing.accession or "", column.note)))
        lead = make_run(f"{column.name}  ", bold=True)
        link = make_link(document, f"{content.site}{filing.get_absolute_url()}", cited)
        append(document, make_paragraph("Facts", [lead, link]))
    append(document, make_paragraph("Facts", [make_link(document, content.address, "Open this comparison")]))
    for remark in content.remarks:
        append(document, make_text("Facts", remark))


def _write_part(document: Document, part: Sequence[TableCell]) -> None:
    cells = [own.cell for own in part]
    heads = [_make_head(cell.issuer, f"{cell.form} {cell.fiscal_year}") for cell in cells]
    body = [tuple(_make_cell(document, own)) for own in part]
    append(document, make_table(_share(len(cells)), [heads, body]), make_paragraph("Citation"))


def _make_cell(document: Document, own: TableCell) -> Iterator[Node]:
    cell = own.cell
    yield from _make_answer(cell)
    if own.said_under:
        yield make_text("Facts", f"The same words as under “{own.said_under}” above.")
    yield from (make_text("Disclosure", part) for part in cut_paragraphs(own.text))
    if cell.own_evidence:
        yield make_text("Facts", f"The flag rests on “{cell.own_evidence}”")
    yield make_paragraph("Citation", [make_link(document, cell.address, cell.cited)])


def _write_level(document: Document, content: ExportedComparison, side: SideBySide) -> None:
    element = side.row.element
    append(document, make_text("Heading 1", f"{element.name} {element.clause}".rstrip()))
    append(document, make_text("Facts", side.summary))
    heads = [[make_text("Table head", "Shared")]]
    heads += [_make_head(column.name, name_filing(column.filing)) for column in side.columns]
    rows: list[list[list[Node]]] = [
        heads,
        [[], *(list(_make_answer(cell)) for cell in content.answers)],
    ]
    for level in content.levels:
        cells = [[make_text("Facts", level.alike)]]
        cells += [_make_passage(document, own) if own else [] for own in level.passages]
        rows.append(cells)
    widths = (SCORE, *_share(len(side.columns), SCORE))
    append(document, make_table(widths, rows, whole=True), make_paragraph("Citation"))


def _make_passage(document: Document, own: ExportedPassage) -> list[Node]:
    heading = [make_text("Table head", own.heading)] if own.heading else []
    citation = make_paragraph("Citation", [make_link(document, own.address, own.cited)])
    return [*heading, make_text("Disclosure", own.text), citation]


def _make_answer(cell: ExportedCell) -> Iterator[Node]:
    """State, change and flags."""
    changed = "  Δ changed" if cell.changed_since_last_year else ""
    yield make_text("Table head", f"{SHAPES[cell.state]} {cell.word}{changed}")
    yield from (make_text("Facts", flag.told) for flag in cell.flags)
    if cell.conflict:
        yield make_text("Facts", cell.conflict)


def _write_codes(document: Document, content: ExportedComparison) -> None:
    """What the rules of the codebook read, an attribute to a row, each value with its first quote."""
    for number, table in enumerate(content.coded_tables):
        if number == 0:
            append(document, make_text("Heading 1", "Codebook values"), make_text("Facts", NOTE))
        heads = [[make_text("Table head", "Attribute")]]
        heads += [_make_head(column.name, name_filing(column.filing)) for column in table.columns]
        rows = [heads, *_make_coded(document, table, content.uncoded)]
        widths = (LABEL, *_share(len(table.columns), LABEL))
        append(document, make_table(widths, rows, whole=True))
        nothing = f"Nobody here says anything of: {', '.join(table.silent)}." if table.silent else ""
        append(document, make_text("Facts", nothing))


def _make_coded(document: Document, table: CodedTable, uncoded: str) -> Iterator[list[list[Node]]]:
    for row in table.rows:
        yield [
            [make_text("Table head", row.label), make_text("Facts", row.clause)],
            *(
                list(_make_code(document, code)) if code else [make_text("Facts", uncoded)]
                for code in row.cells
            ),
        ]


def _make_code(document: Document, code: ExportedCode) -> Iterator[Node]:
    yield make_text("Table head", f"{SHAPES[code.state]} {code.word}")
    if code.first:
        yield make_text("Facts", f"“{code.first.quote}”")
        yield make_paragraph("Citation", [make_link(document, code.first.address, code.first_cited)])


def _make_head(name: str, filing: str) -> list[Node]:
    return [make_text("Table head", name), make_text("Facts", filing)]


def _share(columns: int, taken: int = 0) -> tuple[int, ...]:
    return ((WIDTH - taken) // columns,) * columns

"""A comparison as an Excel workbook: the grid, the filings, and a sheet per element."""

from collections.abc import Iterator, Sequence
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from comparison.comparing.comparisons import SideBySide
from comparison.exports.characters import name_sheets
from comparison.exports.codes import codebook_widths, write_codebook
from comparison.exports.rows import ExportedCell, ExportedComparison, name_filing, source_address
from comparison.exports.sheets import Link, SheetWriter, Styled, Value, open_book
from comparison.exports.text import SHAPES

OVERVIEW, FILINGS, LEVEL, CODEBOOK = "Overview", "Filings", "Side by side", "Codebook"
ELEMENT_HEAD = (
    *("Issuer", "Filing", "State", "Changed", "Flags", "Part", "Text", "Cited as", "Read it", "Source"),
    *("Evidence of flags", "Remarks"),
)
ELEMENT_WIDTHS = (22, 11, 15, 12, 22, 7, 90, 26, 9, 11, 40, 30)
ELEMENT_LOOKS = (
    *("name", "text", "text", "text", "text", "small", "text", "small", "link", "link"),
    *("text", "small"),
)
FILING_LOOKS = (
    *("name", "text", "text", "number", "date", "date", "text", "text", "text"),
    *("link", "link"),
)
PART = ELEMENT_HEAD.index("Part")
AGAIN = frozenset(map(ELEMENT_HEAD.index, ("Issuer", "Filing", "State", "Changed", "Cited as", "Read it")))
"""What the rows say again in which a text goes on, so that it stays together when they are filtered."""
CHANGES = {True: "Δ changed", False: "same as last year", None: "no year before"}


def write_workbook(content: ExportedComparison, stream: IO[bytes]) -> None:
    """Writes the file to `stream`. Every text is text; what is longer than a cell goes on in rows below."""
    book, looks = open_book(stream, content.title)
    rows = list(content.rows)
    has_codebook = content.side is None or bool(content.codes)
    first = (OVERVIEW, FILINGS, *((LEVEL,) if content.side else ()), *((CODEBOOK,) if has_codebook else ()))
    names = list(name_sheets((*first, *(row[0].name for row in rows))))[len(first) :]
    _write_overview(book, looks, content, list(zip(rows, names, strict=True)))
    _write_filings(book, looks, content)
    if content.side is not None:
        _write_level(book, looks, content, content.side)
    if has_codebook:
        write_codebook(SheetWriter(book.add_worksheet(CODEBOOK), looks, codebook_widths(content)), content)
    for row, name in zip(rows, names, strict=True):
        _write_element(book, looks, content, row, name)
    book.close()


def _write_overview(
    book: Workbook,
    looks: dict[str, Format],
    content: ExportedComparison,
    rows: Sequence[tuple[Sequence[ExportedCell], str]],
) -> None:
    widths = (26, 11, *(34 for _ in content.columns))
    writer = SheetWriter(book.add_worksheet(OVERVIEW), looks, widths)
    writer.add_line(content.title, "title")
    writer.add_line(Link(content.address, "Open this comparison"), "quiet-link")
    for remark in content.remarks:
        writer.add_line(remark, "note")
    writer.add_line(f"{'   '.join(f'{shape} {word}' for shape, word in LEGEND)}   Δ changed", "note")
    heads = (
        f"{c.name}\n{name_filing(c.filing)}\n{c.filing.accession or ''}".rstrip() for c in content.columns
    )
    writer.add_head(("Element", "Clause", *heads), frozen=2)
    group = ""
    for cells, sheet in rows:
        if cells[0].group != group:
            group = cells[0].group
            writer.add_row((group, *("" for _ in widths[1:])), ["group"] * len(widths))
        lead: tuple[Value, ...] = (Link(f"internal:'{_quote(sheet)}'!A1", cells[0].name), cells[0].clause)
        values = (*lead, *(Styled(_brief(cell), cell.state) for cell in cells))
        writer.add_row(values, ("link", "small", *("text" for _ in cells)))


LEGEND = (
    (SHAPES["disclosed"], "discloses"),
    (SHAPES["denied"], "denies"),
    (SHAPES["silent"], "says nothing"),
    (SHAPES["unread"], "no element of the filing is named yet: what it says is not known"),
    (SHAPES["conflict"], "flag and text disagree"),
    (SHAPES["predicted"], "predicted from the words, or read from headings: not tagged"),
)


def _brief(cell: ExportedCell) -> str:
    """A cell of the grid: state, change, flags, first words."""
    changed = "  Δ changed" if cell.changed_since_last_year else ""
    lines = (f"{SHAPES[cell.state]} {cell.word}{changed}", *_flags(cell), cell.first_words, cell.conflict)
    return "\n".join(filter(None, (*lines, _marks(cell))))


def _flags(cell: ExportedCell) -> tuple[str, ...]:
    return tuple(flag.told for flag in cell.flags)


def _marks(cell: ExportedCell) -> str:
    counts = ((cell.gaps, "gap"), (cell.notes, "note"))
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)


def _write_filings(book: Workbook, looks: dict[str, Format], content: ExportedComparison) -> None:
    writer = SheetWriter(book.add_worksheet(FILINGS), looks, (34, 13, 10, 9, 13, 13, 24, 30, 24, 14, 14))
    head = (
        "Issuer",
        "CIK",
        "Form",
        "Year",
        "Period end",
        "Filed",
        "Accession number",
        "Taken",
        "Year before",
    )
    writer.add_head((*head, "Read it", "Source"), frozen=1)
    for column in content.columns:
        filing, before = column.filing, column.before
        address = f"{content.site}{filing.get_absolute_url()}"
        lead: tuple[Value, ...] = (column.name, filing.issuer.cik or "", filing.form, filing.fiscal_year)
        days = (filing.period_end, filing.filed)
        tail = (filing.accession or "", column.note, name_filing(before) if before else "")
        links = (Link(address, "Open"), Link(source_address(filing, content.site), "Download"))
        writer.add_row((*lead, *days, *tail, *links), FILING_LOOKS)


def _write_level(
    book: Workbook, looks: dict[str, Format], content: ExportedComparison, side: SideBySide
) -> None:
    """Passages level with each other, with their places; what is only in one filing last."""
    widths = (18, *(width for _ in side.columns for width in (60, 24)))
    writer = SheetWriter(book.add_worksheet(LEVEL), looks, widths)
    writer.add_line(content.title, "title")
    writer.add_line(side.summary, "note")
    heads = (head for c in side.columns for head in (f"{c.name}\n{name_filing(c.filing)}", "Cited as"))
    writer.add_head(("Shared", *heads), frozen=1)
    for level in content.levels:
        values: list[Value] = [level.alike]
        for own in level.passages:
            values += ["\n".join(filter(None, (own.heading, own.text))), own.cited] if own else ["", ""]
        writer.add_row(values, ("text", *(look for _ in side.columns for look in ("text", "small"))))


def _write_element(
    book: Workbook,
    looks: dict[str, Format],
    content: ExportedComparison,
    cells: Sequence[ExportedCell],
    name: str,
) -> None:
    own = cells[0]
    writer = SheetWriter(book.add_worksheet(name), looks, ELEMENT_WIDTHS)
    writer.add_line(f"{own.name} {own.clause}".rstrip(), "title")
    writer.add_line(own.concept, "note")
    address = content.address if "element=" in content.address else f"{content.address}&element={own.element}"
    writer.add_line(Link(address, "Open this element side by side"), "quiet-link")
    writer.add_line(Link(f"internal:'{OVERVIEW}'!A1", "Back to the overview"), "quiet-link")
    writer.add_head(ELEMENT_HEAD, frozen=1)
    head = writer.row - 1
    for cell in cells:
        writer.add_row(tuple(_element_values(cell)), ELEMENT_LOOKS, part=PART, again=AGAIN)
    writer.sheet.autofilter(head, 0, writer.row - 1, len(ELEMENT_HEAD) - 1)


def _element_values(cell: ExportedCell) -> Iterator[Value]:
    yield cell.issuer
    yield f"{cell.form} {cell.fiscal_year}"
    yield Styled(f"{SHAPES[cell.state]} {cell.word}", cell.state)
    yield CHANGES[cell.changed_since_last_year]
    yield "\n".join(_flags(cell))
    yield ""
    yield cell.text
    yield cell.cited
    yield Link(cell.address, "Open")
    yield Link(cell.source, "Download")
    yield cell.evidence
    same = f"same words as {', '.join(cell.same_words_as)}" if cell.same_words_as else ""
    read = f"read from {', '.join(cell.read_from)}" if cell.read_from else ""
    yield "\n".join(filter(None, (cell.conflict, same, read, _marks(cell))))


def _quote(name: str) -> str:
    return name.replace("'", "''")

"""EDGAR's R page (R2.htm …) as EDGAR serves it.

`table.report`: title in `th.tl`, periods in `th.th`, one row per element with its label in `td.pl`, whose
link names the element (`defref_cyd_…`), and its values in the cells after it. Hidden `table.authRefData`
blocks follow. A row `tr.rh` puts the rows under it into a dimension.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from disclosures.parsing import rpage, safexml
from disclosures.parsing.elements import kind_of
from disclosures.parsing.errors import ParseError
from disclosures.parsing.rpage import Cell, Column
from disclosures.parsing.text import flatten, fold
from disclosures.parsing.types import ParsedFiling, Problem, SourceFormat

REPORT_TABLE = re.compile(rb"<table[^<>]*\bclass\s*=\s*[\"']?report\b", re.IGNORECASE)
LINK = re.compile(r"defref_(?P<prefix>[A-Za-z][\w-]*?)_(?P<name>[^'\"=]+)(?:=(?P<member>[^'\"]+))?")
CYD_ROW = re.compile(rb"showAR\s*\(\s*this\s*,\s*['\"]defref_cyd_\w+(?:Flag|TextBlock)\b")
FOOTNOTE_CLASSES = frozenset({"fn", "fnr", "fnt"})


def looks_like(data: bytes) -> bool:
    """Whether `data` holds the table that every R page has."""
    return REPORT_TABLE.search(data[: 64 * 1024]) is not None


def has_cyd_rows(data: bytes) -> bool:
    """Whether a row of the page is about a cyd flag or text."""
    return CYD_ROW.search(data) is not None


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The filing that the page shows. ParseError `no-cyd-facts` for a page about something else."""
    if b"\0" in data:
        raise ParseError("nul-bytes", "The file holds NUL bytes, so it is not a text document.")
    root = safexml.parse_html(data)
    tables = [table for table in root.iter("table") if "report" in classes_of(table)]
    if not tables:
        raise ParseError("truncated", "The R page ends before its table.")
    problems: list[Problem] = []
    cells: list[Cell] = []
    columns: tuple[Column, ...] = ()
    for table in tables:
        columns = read_columns(table)
        cells.extend(read_table(table, columns, problems))
    if b"</table>" not in data[data.rfind(b"<tr") :].lower():
        problems.append(Problem("truncated", "The R page ends within its table.", "end of file"))
    return rpage.build_filing(
        SourceFormat.RPAGE_HTML,
        cells,
        title=read_title(tables[0]),
        columns=columns,
        name=name,
        problems=problems,
    )


def classes_of(element: etree._Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The table's own rows, not those of tables within its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody"):
            yield from child.iterchildren("tr")


def read_title(table: etree._Element) -> str:
    """The page's title, without the lines on units under it."""
    for cell in table.iter("th"):
        if "tl" in classes_of(cell):
            return fold(flatten(cell).split("\n")[0])
    return ""


def read_columns(table: etree._Element) -> tuple[Column, ...]:
    """The periods over the value columns, left to right.

    Filers leave empty `<th class="th">` spacers: over a day without a duration one is a column's, at a
    row's end it is none.
    """
    months: list[int | None] = []
    columns: tuple[Column, ...] = ()
    for row in rows_of(table):
        heads = [cell for cell in row.iterchildren("th") if "th" in classes_of(cell)]
        ends = [rpage.read_date(flatten(head)) for head in heads]
        if any(ends):
            found = [end for end in ends if end]
            columns = tuple(
                Column(end, months[index] if index < len(months) else None) for index, end in enumerate(found)
            )
        else:
            for head in heads:
                duration = rpage.DURATION.search(flatten(head))
                span = int(head.get("colspan") or 1) if (head.get("colspan") or "1").isdigit() else 1
                months.extend([int(duration.group(1)) if duration else None] * min(span, 100))
    return columns


def read_table(table: etree._Element, columns: Sequence[Column], problems: list[Problem]) -> Iterator[Cell]:
    """The values of the table's cyd rows."""
    dimensions: tuple[tuple[str, str], ...] = ()
    for row in rows_of(table):
        label = next((cell for cell in row.iterchildren("td") if "pl" in classes_of(cell)), None)
        link = None if label is None else find_link(label)
        if label is None or link is None:
            continue
        prefix, name, member = link.group("prefix", "name", "member")
        if member or "rh" in classes_of(row):
            dimensions = ((f"{prefix}:{name}", member.replace("_", ":", 1)),) if member else ()
        elif prefix == "cyd" and not rpage.STRUCTURAL.search(fold(flatten(label))):
            yield from read_row(label, f"cyd:{name}", columns, dimensions, problems)


def find_link(label: etree._Element) -> re.Match[str] | None:
    """The reference to an element in the link of a row's label."""
    for link in label.iter("a"):
        if match := LINK.search(link.get("onclick") or ""):
            return match
    return None


def read_row(
    label: etree._Element,
    concept: str,
    columns: Sequence[Column],
    dimensions: tuple[tuple[str, str], ...],
    problems: list[Problem],
) -> Iterator[Cell]:
    """The values beside a label, under their periods; footnote cells are no values."""
    words = fold(flatten(label))
    values = [cell for cell in label.itersiblings("td") if not classes_of(cell) & FOOTNOTE_CLASSES]
    texts = [flatten(value) for value in values]
    if not any(text.strip() for text in texts):
        problems.append(Problem("value-missing", f"“{words}” has no value on the page.", concept))
    for index, text in enumerate(texts):
        if text.strip():
            yield Cell(
                concept,
                kind_of(concept),
                words,
                text.strip(),
                element_id=f"defref_{concept.replace(':', '_')}",
                column=columns[index] if index < len(columns) else Column(),
                dimensions=dimensions,
            )

"""EDGAR's R page copied as text, from a browser or a converter.

Title, "12 Months Ended", the period's end; then a label line and its value lines, row by row; then blocks
of "X / - References", hidden on the page, which are left out. Cells may be marked by a "|" at their start,
by tabs, or not at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosures.parsing import rpage
from disclosures.parsing.elements import kind_of
from disclosures.parsing.normalise import decode_text
from disclosures.parsing.rpage import Cell, Column, Label
from disclosures.parsing.text import fold
from disclosures.parsing.types import ElementKind, ParsedFiling, Problem, Severity, SourceFormat

HEAD_BYTES = 256 * 1024
LONGEST_LABEL = 300
MARKUP = re.compile(rb"<\s*(html|xbrl|table|\?xml|sec-document|document|body)\b", re.IGNORECASE)
REFERENCE_MARK = re.compile(r"^[-+]\s*(References|Definition|Details)\b")
SEPARATOR = re.compile(r"[\t|]|:\s")
BULLET = re.compile(r"^(?:[•·▪◦●‣*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])$")
SENTENCE_END = (".", ":", ";", "?", "!", "”", '"', ")")


@dataclass(slots=True)
class Row:
    """A label, the number of its line from 1, and the lines of each of its values."""

    label: Label
    line: int
    values: list[list[str]] = field(default_factory=list)


def looks_like(data: bytes) -> bool:
    """Whether `data` is plain text in which a line is a cyd label, or a heading of R pages' references."""
    head = data[:HEAD_BYTES]
    if MARKUP.search(head):
        return False
    lines = [unmark(line)[0] for line in decode_head(head).splitlines()]
    has_label = any(is_cyd_line(line) for line in lines)
    return has_label or ("X" in lines and any(REFERENCE_MARK.match(line) for line in lines))


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The filing that the page shows. ParseError `no-cyd-facts` for a page about something else."""
    text, problems = decode_text(data)
    lines = text.split("\n")
    first_reference = find_references(lines)
    title, columns, rows = read_rows(lines[:first_reference])
    late = [number for number in range(first_reference, len(lines)) if is_cyd_line(unmark(lines[number])[0])]
    found = list(problems)
    if late:
        found.append(
            Problem(
                "text-after-references",
                "Elements follow the page's references; they were not read: give each page as a file.",
                locator=f"line {late[0] + 1}",
                severity=Severity.ERROR,
            )
        )
    cells: list[Cell] = []
    for row, concept in zip(rows, choose_concepts(rows, found), strict=True):
        cells.extend(read_cells(row, concept, columns, found))
    return rpage.build_filing(
        SourceFormat.RPAGE_TEXT, cells, title=title, columns=columns, name=name, problems=found
    )


def decode_head(head: bytes) -> str:
    """The start of a file as text, for looking only; cut or odd bytes become marks."""
    return head.decode("utf-8", errors="replace").lstrip("\ufeff")


def unmark(line: str) -> tuple[str, bool]:
    """The line without its cell mark, and whether it had one."""
    stripped = line.strip()
    if not stripped.startswith("|"):
        return stripped, False
    return stripped.removeprefix("|").removesuffix("|").strip(), True


def is_cyd_line(line: str) -> bool:
    """Whether the line begins a row of a cyd element."""
    label, _ = split_label(line)
    return label is not None and bool(label.concepts)


def split_label(line: str) -> tuple[Label | None, str]:
    """The label that a line is or starts with, and the rest of the line after it."""
    if len(line) <= LONGEST_LABEL and (label := rpage.read_label(line)):
        return label, ""
    for separator in SEPARATOR.finditer(line[:LONGEST_LABEL]):
        if label := rpage.read_label(line[: separator.start()]):
            return label, line[separator.end() :].strip()
    words, _, last = line.rpartition(" ")
    if last.casefold() in rpage.FLAG_VALUES and (label := rpage.read_label(words)):
        return label, last
    return None, ""


def find_references(lines: Sequence[str]) -> int:
    """Index of the first line of the reference blocks ("X", then "- References"), or the number of lines."""
    candidate = len(lines)
    for index, line in enumerate(lines):
        words = unmark(line)[0]
        if words == "X":
            candidate = index
        elif candidate < index and REFERENCE_MARK.match(words):
            return candidate
        elif words:
            candidate = len(lines)
    return len(lines)


def read_rows(lines: Sequence[str]) -> tuple[str, tuple[Column, ...], list[Row]]:
    """Title, periods and rows of the page."""
    header: list[str] = []
    rows: list[Row] = []
    columns: tuple[Column, ...] = ()
    for number, line in enumerate(lines, start=1):
        body, is_marked = unmark(line)
        label, rest = split_label(body)
        if label is not None:
            columns = columns or rpage.read_columns(" ".join(header))
            rows.append(Row(label, number))
            if rest:
                add_values(rows[-1], rest, n_columns=len(columns), opens_cell=True)
        elif rows:
            add_values(rows[-1], body, n_columns=len(columns), opens_cell=is_marked)
        else:
            header.append(body)
    return read_title(header), columns, rows


def read_title(header: Sequence[str]) -> str:
    """The words over the periods."""
    words = []
    for line in header:
        cut = rpage.DURATION.split(rpage.DATE.split(line)[0])[0]
        words.append(cut)
        if cut != line:
            break
    return fold(" ".join(words)).strip("| ")


def add_values(row: Row, body: str, *, n_columns: int, opens_cell: bool) -> None:
    """Add a line to the row's values: a marked line opens a cell while a column is free.

    Beyond the last column a marked line is a cell of a table inside the text, so it stays in the text.
    """
    pieces = [piece.strip() for piece in re.split(r"[\t|]", body)] if n_columns > 1 else [body]
    for piece in pieces:
        is_free = len(row.values) < max(n_columns, 1)
        if not row.values or (opens_cell and is_free):
            row.values.append([])
        if piece:
            row.values[-1].append(piece)
        opens_cell = True


def choose_concepts(rows: Sequence[Row], problems: list[Problem]) -> list[str]:
    """The concept of each row, "" for headings and for labels of no element.

    A label without suffix may be a flag or a text: the value tells. The 2024 taxonomy labels the Scope
    block "… Timing [Text Block]" as well; it comes before the real one, and alone it cannot be told.
    """
    concepts: list[str] = []
    for row in rows:
        choices = row.label.concepts
        if row.label.kind is None and len(choices) > 1:
            choices = tuple(c for c in choices if kind_of(c) is kind_of_values(row)) or choices
        concepts.append(choices[-1] if choices else "")
        if not choices and not row.label.is_structural:
            problems.append(
                Problem("label-unknown", f"No cyd element is called “{row.label.words}”.", f"line {row.line}")
            )
    timings = [
        index for index, row in enumerate(rows) if {rpage.SCOPE, rpage.TIMING} <= set(row.label.concepts)
    ]
    if len(timings) > 1 and rpage.SCOPE not in (concepts[i] for i in range(len(rows)) if i not in timings):
        concepts[timings[0]] = rpage.SCOPE
    elif timings and rpage.SCOPE not in concepts:
        problems.append(
            Problem(
                "label-ambiguous",
                "The 2024 labels call both the scope and the timing of an incident “Timing”; "
                "this one was taken for the timing.",
                locator=f"line {rows[timings[0]].line}",
            )
        )
    for index in timings:
        if concepts[index] != rpage.SCOPE:
            concepts[index] = rpage.TIMING
    return concepts


def kind_of_values(row: Row) -> ElementKind:
    """A row whose values are all true or false is a flag's."""
    lines = [line.casefold() for value in row.values for line in value]
    is_flag = bool(lines) and all(line in rpage.FLAG_VALUES for line in lines)
    return ElementKind.FLAG if is_flag else ElementKind.TEXT


def read_cells(row: Row, concept: str, columns: Sequence[Column], problems: list[Problem]) -> list[Cell]:
    """The values of a row that has a concept; what is missing or uncertain goes to `problems`."""
    if not concept:
        return []
    values = [value for value in row.values if value]
    where = f"line {row.line}"
    if not values:
        problems.append(Problem("value-missing", f"“{row.label.words}” has no value on the page.", where))
    if len(columns) > 1 and 0 < len(values) < len(columns) and len(row.values) != len(columns):
        problems.append(
            Problem("column-unclear", f"“{row.label.words}” has fewer values than periods.", where)
        )
    kind = kind_of(concept)
    cells = []
    for index, value in enumerate(row.values):
        if value:
            column = columns[index] if index < len(columns) else Column()
            text = value[0] if kind is ElementKind.FLAG and len(value) == 1 else join_lines(value)
            cells.append(Cell(concept, kind, row.label.words, text, column=column))
    return cells


def join_lines(lines: Sequence[str]) -> str:
    """Paragraphs, one a line, except where a line goes on: after a bullet, or in the middle of a sentence.

    A copied page breaks a line where the filing's page ended, so a line that starts in lower case after
    one without a final mark continues it.
    """
    paragraphs: list[str] = []
    for line in lines:
        before = paragraphs[-1] if paragraphs else ""
        goes_on = before and line[0].islower() and not before.endswith(SENTENCE_END)
        if paragraphs and (goes_on or BULLET.match(before)):
            paragraphs[-1] = f"{before} {line}"
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)

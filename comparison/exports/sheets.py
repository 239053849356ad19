"""Writing sheets of text: nothing is taken for a formula, a link or a number, and nothing is cut off."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import IO, Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from comparison.exports.characters import cut_for_cells, keep_xml

HIGHEST = 409.0
"""Points: no program makes a row higher."""
LINE_HEIGHT = 13.5
LONGEST_LINK = 2_000
"""Excel takes 2,079 signs; a longer address stands there as text."""
INK, QUIET, LINE, PAPER, ACCENT = "#1F2328", "#51575F", "#DEDAD1", "#F3F1EC", "#1D5C63"
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False, "border": 0},
    "note": {"font_color": QUIET, "text_wrap": False, "border": 0},
    "head": {"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "border_color": ACCENT},
    "group": {"bold": True, "bg_color": PAPER},
    "name": {"bold": True},
    "text": {},
    "small": {"font_size": 9, "font_color": QUIET},
    "number": {"align": "right", "num_format": "0"},
    "link": {"font_color": ACCENT, "underline": 1},
    "quiet-link": {"font_color": ACCENT, "underline": 1, "text_wrap": False, "border": 0},
    "disclosed": {"bg_color": "#EEF6EC"},
    "denied": {"bg_color": "#F7ECE6"},
    "silent": {"font_color": QUIET, "bg_color": "#FAF9F6"},
    "unread": {"font_color": QUIET},
    "conflict": {"bg_color": "#FBEAE8", "font_color": "#A8322D"},
    "predicted": {"bg_color": "#EEEBF8"},
    "same": {},
    "new": {"font_color": "#12512A", "underline": 1},
    "gone": {"font_color": "#86261B", "font_strikeout": True},
}


READABLE = 220
"""Characters side by side that can still be read on a sheet of A4 lying on its side."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere: an address, or internal:'Sheet'!A1."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell with a look of its own."""

    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Runs:
    """A cell of words in several looks; it must fit one cell."""

    parts: tuple[tuple[str, str], ...]


type Value = str | int | Link | Styled | Runs | None


def open_book(stream: IO[bytes], title: str) -> tuple[Workbook, dict[str, Format]]:
    """A workbook whose rows are written to the disk as they come, and its looks by name."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(stream, options)
    book.set_properties({"title": keep_xml(title)[:255], "author": "Collate"})
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
    lined = base | {"font_color": INK, "border": 1, "border_color": LINE}
    return book, {name: book.add_format(lined | look) for name, look in LOOKS.items()}


@dataclass(slots=True)
class SheetWriter:
    """Rows one below the other. `widths` in characters, one per column."""

    sheet: Worksheet
    looks: dict[str, Format]
    widths: Sequence[int]
    row: int = 0

    def __post_init__(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(ceil(sum(self.widths) / READABLE), 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")

    def add_line(self, value: Value, look: str) -> None:
        """One cell that may run over its neighbours."""
        self._write(0, value, look)
        self.row += 1

    def add_head(self, names: Sequence[str], frozen: int) -> None:
        """The head of the table: it and `frozen` columns stay in sight, and are repeated on paper."""
        self.sheet.set_row(self.row, self._measure(names))
        for column, name in enumerate(names):
            self._write(column, name, "head")
        self.row += 1
        self.sheet.freeze_panes(self.row, frozen)
        self.sheet.repeat_rows(self.row - 1)
        self.sheet.repeat_columns(0, frozen - 1)

    def add_row(self, values: Sequence[Value], looks: Sequence[str]) -> None:
        """One row; a text longer than a cell goes on in the rows below, which say so in their first cell."""
        parts = [self._cut(value) for value in values]
        height = max(map(len, parts))
        for number in range(height):
            shown = [part[number] if number < len(part) else None for part in parts]
            self.sheet.set_row(self.row, self._measure(shown))
            for column, (value, look) in enumerate(zip(shown, looks, strict=True)):
                if number and column == 0:
                    again = f"{_words(values[0])} (continued, part {number + 1} of {height})"
                    self._write(column, again, look)
                else:
                    self._write(column, value, look)
            self.row += 1

    def _cut(self, value: Value) -> tuple[Value, ...]:
        return cut_for_cells(keep_xml(value)) if isinstance(value, str) else (value,)

    def _measure(self, values: Sequence[Value]) -> float:
        """Height in points, estimated: not every program fits a row to its words by itself."""
        lines = (
            sum(max(1, ceil(_width(line) / width)) for line in _words(value).split("\n"))
            for value, width in zip(values, self.widths, strict=True)
        )
        return min(HIGHEST, max(lines) * LINE_HEIGHT + 3)

    def _write(self, column: int, value: Value, look: str) -> None:
        style = self.looks[look]
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, style)
        elif isinstance(value, int):
            self.sheet.write_number(self.row, column, value, style)
        elif isinstance(value, Runs):
            self._write_runs(column, value, style)
        elif isinstance(value, Link) and len(value.address) <= LONGEST_LINK:
            self.sheet.write_url(self.row, column, value.address, style, keep_xml(value.words))
        elif isinstance(value, Link):
            self._write_text(column, value.address, style)
        elif isinstance(value, Styled):
            self._write_text(column, keep_xml(value.words), self.looks[value.look])
        else:
            self._write_text(column, keep_xml(value), style)

    def _write_text(self, column: int, text: str, style: Format) -> None:
        if text.startswith("<r>"):
            # xlsxwriter takes a text from <r> to </r> for markup of its own; in parts it does not.
            self.sheet.write_rich_string(self.row, column, text[:1], self.looks["same"], text[1:], style)
        else:
            self.sheet.write_string(self.row, column, text, style)

    def _write_runs(self, column: int, value: Runs, style: Format) -> None:
        parts = [(look, keep_xml(words)) for look, words in value.parts if words]
        if len(parts) < 2:
            look, words = parts[0]
            self._write_text(column, words, self.looks[look] if look != "same" else style)
            return
        fragments = [piece for look, words in parts for piece in (self.looks[look], words)]
        self.sheet.write_rich_string(self.row, column, *fragments, style)


def _words(value: Value) -> str:
    if isinstance(value, Runs):
        return "".join(words for _, words in value.parts)
    if isinstance(value, Link | Styled):
        return value.words
    return value if isinstance(value, str) else ""


def _width(line: str) -> int:
    """In characters; those of East Asia take two."""
    return len(line) if line.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)

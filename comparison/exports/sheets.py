"""Writing sheets of text: nothing is taken for a formula, a link or a number, and nothing is cut off."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from comparison.exports.characters import count_lines, cut_for_cells, keep_xml

HIGHEST = 409.0
"""Points: no program makes a row higher."""
LINE_HEIGHT = 13.5
LETTERS = 1.15
"""Letters that stand in the width of a digit, which columns are measured in: a little less than do."""
LINES = 30
"""So many lines a row can show. It keeps a cell far below the 32,767 UTF-16 units that Excel takes, too."""
LONGEST_LINK = 2_000
"""Excel takes 2,079 signs; a longer address stands there as text."""
MOST_LINKS = 65_530
"""Excel takes so many on a sheet; further ones stand there as text."""
FIRST_YEAR = 1900
"""Excel knows no days before it; they stand there as text."""
INK, QUIET, LINE, PAPER, ACCENT = "#1F2328", "#51575F", "#DEDAD1", "#F3F1EC", "#1D5C63"
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False, "border": 0},
    "note": {"font_color": QUIET, "text_wrap": False, "border": 0},
    "head": {"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "border_color": ACCENT},
    "group": {"bold": True, "bg_color": PAPER},
    "name": {"bold": True},
    "text": {},
    "small": {"font_size": 9, "font_color": QUIET},
    "number": {"align": "right", "num_format": "0", "indent": 1},
    "date": {"align": "left", "num_format": "yyyy-mm-dd"},
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
    """A cell of words in several looks: pairs of a look and its words."""

    parts: tuple[tuple[str, str], ...]


type Value = str | int | date | Link | Styled | Runs | None


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
    links: int = 0

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

    def add_row(
        self,
        values: Sequence[Value],
        looks: Sequence[str],
        *,
        part: int | None = None,
        again: Collection[int] = (),
    ) -> None:
        """One row; a text longer than a row can show goes on in rows below.

        These have the cells of `again` once more. Which part of how many it is stands in the column `part`,
        without one in the first column of the rows below.
        """
        pieces = [self._cut(value, width) for value, width in zip(values, self._rooms, strict=True)]
        for number in range(count := max(map(len, pieces))):
            shown = [
                own[number] if number < len(own) else own[0] if column in again else None
                for column, own in enumerate(pieces)
            ]
            if part is not None and count > 1:
                shown[part] = f"{number + 1} of {count}"
            elif number:
                shown[0] = f"{_words(values[0])} (continued, part {number + 1} of {count})"
            self.sheet.set_row(self.row, self._measure(shown))
            for column, (value, look) in enumerate(zip(shown, looks, strict=True)):
                self._write(column, value, look)
            self.row += 1

    @property
    def _rooms(self) -> Iterator[int]:
        """How many letters each column takes."""
        return (int(width * LETTERS) for width in self.widths)

    def _cut(self, value: Value, width: int) -> tuple[Value, ...]:
        if isinstance(value, Runs):
            return tuple(Runs(parts) for parts in _cut_runs(value, width))
        if isinstance(value, Styled):
            pieces = cut_for_cells(keep_xml(value.words), width, LINES)
            return tuple(Styled(piece, value.look) for piece in pieces)
        return cut_for_cells(keep_xml(value), width, LINES) if isinstance(value, str) else (value,)

    def _measure(self, values: Sequence[Value]) -> float:
        """Height in points, estimated: not every program fits a row to its words by itself."""
        lines = (count_lines(_words(value), room) for value, room in zip(values, self._rooms, strict=True))
        return min(HIGHEST, max(lines) * LINE_HEIGHT + 3)

    def _write(self, column: int, value: Value, look: str) -> None:
        style = self.looks[look]
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, style)
        elif isinstance(value, int):
            self.sheet.write_number(self.row, column, value, style)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            self.sheet.write_datetime(self.row, column, value, style)
        elif isinstance(value, date):
            self._write_text(column, value.isoformat(), style)
        elif isinstance(value, Runs):
            self._write_runs(column, value, style)
        elif isinstance(value, Link) and len(value.address) <= LONGEST_LINK and self.links < MOST_LINKS:
            self.links += 1
            self.sheet.write_url(self.row, column, value.address, style, keep_xml(value.words))
        elif isinstance(value, Link):
            self._write_text(column, value.address, style)
        elif isinstance(value, Styled):
            self._write_text(column, value.words, self.looks[value.look])
        else:
            self._write_text(column, keep_xml(value), style)

    def _write_text(self, column: int, text: str, style: Format) -> None:
        if text.startswith("<r>"):
            # xlsxwriter takes a text from <r> to </r> for markup of its own; in parts it does not.
            self.sheet.write_rich_string(self.row, column, text[:1], self.looks["same"], text[1:], style)
        else:
            self.sheet.write_string(self.row, column, text, style)

    def _write_runs(self, column: int, value: Runs, style: Format) -> None:
        if len(value.parts) < 2:
            look, words = next(iter(value.parts), ("same", ""))
            self._write_text(column, words, self.looks[look] if look != "same" else style)
            return
        fragments = [piece for look, words in value.parts for piece in (self.looks[look], words)]
        self.sheet.write_rich_string(self.row, column, *fragments, style)


def _words(value: Value) -> str:
    if isinstance(value, Runs):
        return "".join(words for _, words in value.parts)
    if isinstance(value, Link | Styled):
        return value.words
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ""


def _cut_runs(runs: Runs, width: int) -> Iterator[tuple[tuple[str, str], ...]]:
    parts = [(look, keep_xml(words)) for look, words in runs.parts if words]
    ends = list(accumulate(len(words) for _, words in parts))
    start = 0
    for piece in cut_for_cells("".join(words for _, words in parts), width, LINES):
        end = start + len(piece)
        places = ((look, words, last - len(words)) for (look, words), last in zip(parts, ends, strict=True))
        yield tuple(
            (look, words[max(0, start - at) : end - at])
            for look, words, at in places
            if at < end and at + len(words) > start
        )
        start = end

"""Running heads, running feet and page numbers: what stands at the edge of page after page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from disclosures.parsing.formats.pdf.lines import Line, Row, sort_rows
from disclosures.parsing.furniture import is_page_number

EDGE_ROWS = 4
LEAST_PAGES = 3
SAME_HEIGHT = 6.0
"""Points by which the same running head may stand higher or lower from page to page."""
_DIGITS = re.compile(r"\d+")


class Edge(Enum):
    """Where on a page furniture stands."""

    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A row near an edge of a page, its words with every number as "#"."""

    page: int
    edge: Edge
    mask: str
    row: Row


def find_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """For every page the lines that are furniture, in reading order.

    From the edge inwards, as long as a row says the same as on two other pages (on the other one of two),
    at the same height, its numbers left aside. On a single page only its own number is furniture.
    """
    edges = [list(list_edges(number, lines)) for number, lines in enumerate(pages)]
    heights: dict[tuple[Edge, str], list[float]] = {}
    for rows in edges:
        for row in rows:
            heights.setdefault((row.edge, row.mask), []).append(row.row[0].baseline)
    needed = min(LEAST_PAGES, len(pages))

    def is_repeated(row: EdgeRow) -> bool:
        baseline = row.row[0].baseline
        same = sum(abs(baseline - other) <= SAME_HEIGHT for other in heights[row.edge, row.mask])
        if len(pages) > 1 and same >= needed:
            return True
        return row.edge is Edge.BOTTOM and _text(row.row).strip(" -–—") == str(row.page + 1)

    return [[line for row in keep_outermost(rows, is_repeated) for line in row] for rows in edges]


def list_edges(page: int, lines: Sequence[Line]) -> list[EdgeRow]:
    """The rows nearest to the edges of a page, from each edge inwards."""
    rows = sort_rows(lines)
    top = [EdgeRow(page, Edge.TOP, _mask(row), row) for row in rows[:EDGE_ROWS]]
    bottom = [EdgeRow(page, Edge.BOTTOM, _mask(row), row) for row in reversed(rows[-EDGE_ROWS:])]
    return [*top, *bottom]


def keep_outermost(rows: Sequence[EdgeRow], is_repeated: Callable[[EdgeRow], bool]) -> list[Row]:
    """The repeated rows that no other row parts from the edge."""
    kept: list[Row] = []
    for edge in Edge:
        for row in rows:
            if row.edge is edge:
                if not is_repeated(row):
                    break
                if row.row not in kept:
                    kept.append(row.row)
    return kept


def _text(row: Row) -> str:
    return " ".join(line.text for line in row)


def _mask(row: Row) -> str:
    text = _text(row)
    return "#" if is_page_number(text) else _DIGITS.sub("#", text)

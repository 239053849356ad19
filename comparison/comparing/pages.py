"""What the pages of a comparison hold: the grid with its open row or cell, and the years."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.http import urlencode

from comparison.alignment.grid import Cell, Row
from comparison.alignment.levels import PassageRow
from comparison.alignment.summaries import summarise_edit
from comparison.alignment.years import Change, YearRow
from comparison.comparing.addresses import CompareAddress
from comparison.comparing.codes import fetch_chips
from comparison.comparing.comparisons import SIDE_BY_SIDE, ComparedFiling, Comparison, open_row, passages_of
from comparison.comparing.narrowing import Narrowing, offer_narrowing, sort_columns
from comparison.comparing.presenting import (
    FLAG_WORDS,
    PlanPoint,
    ShownColumn,
    ShownGroup,
    ShownLevel,
    ShownPassage,
    show_column,
    show_grid,
    show_levels,
    show_passages,
    show_requirements,
)
from comparison.comparing.queries import fetch_annotations, fetch_requirements
from comparison.comparing.redlines import ElementChange, Redline, redline_filing
from comparison.comparing.saved import find_saved
from comparison.models import SavedComparison
from comparison.reading.places import fetch_places
from comparison.wording.badges import fetch_badges
from config.accounts.models import User
from disclosures.models import Filing

ROWS_PER_PAGE = 300
"""Rows of passages on a page of years, or side by side, and passages of a cell beside the grid: real filings
have 90 at most."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row side by side; `piece` is what is shown of it, `shared` and `only` are its passages."""

    row: Row
    columns: tuple[ShownColumn, ...]
    shared: tuple[ShownLevel, ...]
    only: tuple[tuple[ShownPassage, ...], ...]
    piece: Page[PassageRow]
    summary: str
    points: tuple[PlanPoint, ...]
    chosen: frozenset[str]

    @property
    def has_only(self) -> bool:
        return any(self.only)

    @property
    def width(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell beside the grid, with the first of its passages; `total` counts all."""

    row: Row
    column: ShownColumn
    passages: tuple[ShownPassage, ...]
    total: int
    points: tuple[PlanPoint, ...]
    row_address: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    address: CompareAddress
    columns: tuple[tuple[ComparedFiling, str], ...]
    """Each with the address of the comparison without it."""
    groups: tuple[ShownGroup, ...]
    silent: tuple[str, ...]
    """Names of the groups nobody speaks about."""
    row: OpenRow | None
    cell: OpenCell | None
    narrowing: Narrowing
    saved: SavedComparison | None
    """The kept comparison that was opened."""
    side_by_side: int = SIDE_BY_SIDE

    def partial(self, target: str | None) -> str:
        """The part that htmx asks for: the panel or the row side by side."""
        return target if target in {"panel", "side-by-side"} else ""

    @property
    def peers(self) -> str:
        """Where a peer group of these issuers is made."""
        slugs = dict.fromkeys(column.filing.issuer.slug for column, _ in self.columns)
        return f"{reverse('peer-group-create')}?{urlencode({'issuer': list(slugs)}, doseq=True)}"

    @property
    def can_choose_sides(self) -> bool:
        return len(self.columns) > self.side_by_side


def build_page(user: User, comparison: Comparison, address: CompareAddress) -> ComparePage | None:
    """The page of a comparison; None when its address opens an element that no framework has."""
    comparison = sort_columns(comparison, address.like)
    row = comparison.find_row(address.element) if address.element else None
    if address.element and row is None:
        return None
    opened = _open_cell(user, comparison, row, address) if row and address.panel else None
    return ComparePage(
        address=address,
        columns=tuple((column, address.without(column.filing.slug)) for column in comparison.columns),
        groups=show_grid(comparison, address, fetch_chips([c.filing.pk for c in comparison.columns])),
        silent=tuple(group.name for group in comparison.silent_groups),
        row=_open_row(user, comparison, row, address) if row and opened is None else None,
        cell=opened,
        narrowing=offer_narrowing(comparison, address),
        saved=find_saved(user, address.saved),
    )


def _open_row(user: User, comparison: Comparison, row: Row, address: CompareAddress) -> OpenRow:
    side = open_row(comparison, row, address.side)
    filings = [column.filing for column in side.columns]
    notes = fetch_annotations(user, filings, _keys(row))
    piece = Paginator(side.passages, ROWS_PER_PAGE).get_page(address.page)
    badges = fetch_badges([filing.pk for filing in filings])
    shared, only = show_levels(side, list(piece), fetch_places(filings), badges)
    columns = zip(side.columns, side.cells, strict=True)
    return OpenRow(
        row=row,
        columns=tuple(show_column(column, row, cell, notes) for column, cell in columns),
        shared=shared,
        only=only,
        piece=piece,
        summary=side.summary,
        points=show_requirements(fetch_requirements(comparison.catalogue, _keys(row))),
        chosen=frozenset(filing.slug for filing in filings),
    )


def _open_cell(user: User, comparison: Comparison, row: Row, address: CompareAddress) -> OpenCell | None:
    """None when the filing is not among those compared: then the row opens instead."""
    found = _find_cell(comparison, row, address.panel)
    if found is None:
        return None
    column, cell = found
    places = fetch_places([column.filing])
    passages = passages_of(cell)
    first = passages[:ROWS_PER_PAGE]
    return OpenCell(
        row=row,
        column=show_column(column, row, cell, fetch_annotations(user, [column.filing], _keys(row))),
        passages=show_passages(column, row, first, places, fetch_badges([column.filing.pk])),
        total=len(passages),
        points=show_requirements(fetch_requirements(comparison.catalogue, _keys(row))),
        row_address=f"{address.row(row.element.slug)}#side-by-side",
    )


def _find_cell(comparison: Comparison, row: Row, slug: str) -> tuple[ComparedFiling, Cell] | None:
    cells = zip(comparison.columns, row.cells, strict=True)
    return next(((column, cell) for column, cell in cells if column.filing.slug == slug), None)


def _keys(row: Row) -> list[str]:
    return [row.element.key, *(flag.key for flag in row.flags)]


@dataclass(frozen=True, slots=True)
class ShownYearRow:
    row: YearRow
    number: int
    old_address: str
    new_address: str


@dataclass(frozen=True, slots=True)
class ShownElementChange:
    """An element's line in the overview; a flag with both years' words."""

    element: ElementChange
    flag_before: str = ""
    flag_now: str = ""

    @property
    def edit(self) -> str:
        """How much of an edited text."""
        return summarise_edit(self.element.rows)


@dataclass(frozen=True, slots=True)
class YearsPage:
    """`piece` is what is shown of the rows, changes first; `changes` and `unchanged` are its rows."""

    redline: Redline
    piece: Page[YearRow]
    changes: tuple[ShownYearRow, ...]
    unchanged: tuple[ShownYearRow, ...]
    elements: tuple[ShownElementChange, ...]
    unchanged_elements: tuple[ShownElementChange, ...]

    @property
    def total(self) -> int:
        return self.piece.paginator.count


def build_years(user: User, filing: Filing, number: int | None = None) -> YearsPage | None:
    """A filing against its year before, so many rows at a time; None when no earlier year is held."""
    redline = redline_filing(user, filing)
    if redline is None:
        return None
    places = fetch_places([redline.filing, redline.before])
    rows = (*redline.changes, *redline.unchanged)
    piece = Paginator(rows, ROWS_PER_PAGE).get_page(number or 1)

    def show(row: YearRow, number: int) -> ShownYearRow:
        old = places.address(redline.before, row.old[0].start) if row.old else ""
        new = places.address(redline.filing, row.new[0].start) if row.new else ""
        return ShownYearRow(row, number, old, new)

    elements = [_show_change(change) for change in redline.elements]
    shown = [show(row, place) for place, row in enumerate(piece, piece.start_index())]
    return YearsPage(
        redline=redline,
        piece=piece,
        changes=tuple(own for own in shown if own.row.change is not Change.UNCHANGED),
        unchanged=tuple(own for own in shown if own.row.change is Change.UNCHANGED),
        elements=tuple(e for e in elements if e.element.change is not Change.UNCHANGED),
        unchanged_elements=tuple(e for e in elements if e.element.change is Change.UNCHANGED),
    )


def _show_change(change: ElementChange) -> ShownElementChange:
    if change.flag_before is None or change.flag_now is None:
        return ShownElementChange(change)
    return ShownElementChange(change, FLAG_WORDS[change.flag_before][1], FLAG_WORDS[change.flag_now][1])

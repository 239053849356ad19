"""A comparison as its page shows it: words, addresses, and what lies open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from comparison.alignment.closeness import measure_closeness, words_of
from comparison.alignment.grid import Cell, FlagMark, Row
from comparison.alignment.levels import PassageRow
from comparison.alignment.pieces import join_pieces
from comparison.alignment.states import FlagState, State
from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Run
from comparison.comparing.addresses import CompareAddress, note_address
from comparison.comparing.codes import Chip, Codes, find_chips
from comparison.comparing.comparisons import ComparedFiling, Comparison, SideBySide
from comparison.comparing.narrowing import narrow_groups
from comparison.comparing.queries import Marks
from comparison.models import Annotation
from comparison.predictions.confidence import word_origin
from comparison.reading.places import Places
from comparison.wording.badges import Badge, Badges
from disclosures.models import Element
from disclosures.predictions import is_predictable

FLAG_WORDS = {
    FlagState.TRUE: ("disclosed", "yes"),
    FlagState.FALSE: ("denied", "no"),
    FlagState.ABSENT: ("silent", "not tagged"),
    FlagState.NIL: ("silent", "tagged without a value"),
}
STATE_WORDS = {
    State.DISCLOSED: "discloses",
    State.DENIED: "denies",
    State.SILENT: "says nothing",
    State.UNREAD: "not named yet",
    State.CONFLICT: "flag and text disagree",
    State.PREDICTED: "read from headings",
}


@dataclass(frozen=True, slots=True)
class ShownFlag:
    name: str
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of the grid; `address` opens it."""

    cell: Cell
    word: str
    flags: tuple[ShownFlag, ...]
    marks: Marks
    address: str
    is_open: bool
    source: str
    """Name of the other framework's element it was read under; empty for the row's own."""
    closeness: int | None
    """Out of a hundred: how many of the others use its words, on average; None without enough of either."""
    chips: tuple[Chip, ...]
    """Codebook values that its words say."""

    @property
    def state(self) -> State:
        return self.cell.state

    @property
    def change(self) -> str:
        """In a word; empty where it is as last year, or nothing is known of one."""
        if not self.cell.has_changed:
            return ""
        return "no longer" if self.cell.is_empty and not self.cell.values else "changed"

    @property
    def lead(self) -> str:
        return self.cell.lead

    @property
    def same_as(self) -> str:
        """Names of elements with the very same words."""
        return ", ".join(self.cell.same_as)

    @property
    def has_marks(self) -> bool:
        """Whether anything stands at its foot."""
        return bool(self.flags or self.cell.same_as or self.marks.gaps or self.marks.notes)


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Row
    address: str
    cells: tuple[ShownCell, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    name: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with its way back into the filing and to a note on it."""

    issuer: str
    passage: ComparedPassage
    runs: tuple[Run, ...]
    address: str
    note: str
    gap: str
    also: tuple[str, ...]
    """Names of other elements that hold the same words."""
    is_own: bool
    """False for words of another framework that were read under the row's topic."""
    badge: Badge | None
    """Its sentences that other issuers use too."""


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """Passages level with each other, one place per column; `row` says what they share."""

    passages: tuple[ShownPassage | None, ...]
    row: PassageRow


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A filing above its passages: flags, conflict, annotations, and where to write a gap."""

    column: ComparedFiling
    cell: Cell
    word: str
    flags: tuple[ShownFlag, ...]
    evidence: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    note: str
    gap: str
    source: str
    is_flag: bool
    """Whether the row is a flag: the issuer's own answer, which nobody names from its words."""

    @property
    def is_from_words(self) -> bool:
        """Of a filing without tags: predicted, confirmed or not."""
        return any(value.origin.is_from_words for value in self.cell.values)

    @property
    def can_name(self) -> bool:
        """Whether its passages are named from their words, so that one more may be under this element."""
        return is_predictable(self.column.filing) and self._has_text and not self.is_flag

    @property
    def _has_text(self) -> bool:
        return bool(getattr(self.column.filing, "has_text", True))

    @property
    def absence(self) -> str:
        """Why no passage stands here, in a sentence."""
        if self.cell.state is State.UNREAD:
            found = (
                "No element is named in this filing yet"
                if self._has_text
                else "No item was found in this filing"
            )
            return f"{found}: what it says about this is not known."
        if self.cell.values:
            return "No words of its own under this element."
        if self.cell.is_from_words and self.is_flag:
            return "Not tagged: this filing has no tags, and a flag is never read from the words."
        if self.cell.is_from_words:
            return "Nothing was found about it in the words of the filing, which has no tags."
        return "Says nothing about it."


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """Demands of one point of a plan."""

    plan: str
    title: str
    demands: tuple[Element, ...]


def show_grid(
    comparison: Comparison, address: CompareAddress, codes: Mapping[int, Codes]
) -> tuple[ShownGroup, ...]:
    """The grid with codebook values, `codes` by key of the filing."""
    return tuple(
        ShownGroup(group.name, tuple(_show_row(comparison, row, address, codes) for row in group.rows))
        for group in narrow_groups(comparison.groups, address)
    )


def show_levels(
    side: SideBySide, rows: Sequence[PassageRow], places: Places, badges: Badges
) -> tuple[tuple[ShownLevel, ...], tuple[tuple[ShownPassage, ...], ...]]:
    """Of these rows the shared ones level with each other, and per column what is only there."""
    shared = tuple(_show_level(side, row, places, badges) for row in rows if row.is_shared)
    only = tuple(
        tuple(show_passage(column, side.row, passage, places, badges) for passage in join_pieces(own))
        for column, own in zip(side.columns, _only_here(side, rows), strict=True)
    )
    return shared, only


def _only_here(side: SideBySide, rows: Sequence[PassageRow]) -> tuple[tuple[ComparedPassage, ...], ...]:
    """Per column the passages that nothing in the others is like."""
    alone = [row.cells for row in rows if not row.is_shared]
    columns = range(len(side.columns))
    return tuple(tuple(cell for cells in alone if (cell := cells[index])) for index in columns)


def _show_level(side: SideBySide, row: PassageRow, places: Places, badges: Badges) -> ShownLevel:
    cells = zip(side.columns, row.cells, row.runs, strict=True)
    shown = tuple(
        show_passage(column, side.row, passage, places, badges, runs=runs) if passage else None
        for column, passage, runs in cells
    )
    return ShownLevel(shown, row)


def show_column(
    column: ComparedFiling, row: Row, cell: Cell, annotations: Sequence[Annotation]
) -> ShownColumn:
    filing = column.filing
    own = tuple(
        note
        for note in annotations
        if note.issuer_id == filing.issuer_id and note.fiscal_year == filing.fiscal_year
    )
    return ShownColumn(
        column=column,
        cell=cell,
        word=cell_word(row, cell),
        flags=_flags(cell.flags),
        evidence=_own_evidence(cell),
        annotations=own,
        note=note_address("note", filing, row.element.slug),
        gap=note_address("gap", filing, row.element.slug),
        source=_source(cell),
        is_flag=row.element.is_flag,
    )


def _own_evidence(cell: Cell) -> tuple[str, ...]:
    """Words that flags rest on, save those the cell's own passages hold anyway."""
    told = " ".join(" ".join(value.text.split()) for value in cell.values)
    words = dict.fromkeys(" ".join(value.evidence.split()) for value in cell.values)
    return tuple(quote for quote in words if quote and quote not in told)


def show_passages(
    column: ComparedFiling, row: Row, passages: Sequence[ComparedPassage], places: Places, badges: Badges
) -> tuple[ShownPassage, ...]:
    """Passages of a cell, unmarked."""
    return tuple(show_passage(column, row, passage, places, badges) for passage in passages)


def show_passage(
    column: ComparedFiling,
    row: Row,
    passage: ComparedPassage,
    places: Places,
    badges: Badges,
    *,
    runs: tuple[Run, ...] = (),
) -> ShownPassage:
    filing = column.filing
    place = (passage.start, passage.end)
    return ShownPassage(
        issuer=column.name,
        passage=passage,
        runs=runs,
        address=places.address(filing, passage.start),
        note=note_address("note", filing, row.element.slug, place),
        gap=note_address("gap", filing, row.element.slug, place),
        also=tuple(name for name in passage.elements if name != row.element.name),
        is_own=row.element.name in passage.elements,
        badge=badges.find(filing.pk, place),
    )


def show_requirements(requirements: Sequence[Element]) -> tuple[PlanPoint, ...]:
    """What plans ask on a row's topics, by point; a point whose demands are there gives its title only."""
    detailed = {element.parent_id for element in requirements if element.parent_id}
    asked = [element for element in requirements if element.pk not in detailed]
    return tuple(
        PlanPoint(plan, title, tuple(demands))
        for (plan, title), demands in groupby(asked, key=lambda e: (e.framework.name, _point_title(e)))
    )


def _point_title(element: Element) -> str:
    return element.parent.name if element.parent else element.name


def _show_row(
    comparison: Comparison, row: Row, address: CompareAddress, codes: Mapping[int, Codes]
) -> ShownRow:
    slug = row.element.slug
    return ShownRow(
        row=row,
        address=f"{address.row(slug)}#side-by-side",
        cells=tuple(_show_cells(comparison, row, address, codes)),
        is_open=address.element in {slug, *(flag.slug for flag in row.flags)},
    )


def _show_cells(
    comparison: Comparison, row: Row, address: CompareAddress, codes: Mapping[int, Codes]
) -> Iterator[ShownCell]:
    near = measure_closeness([words_of(cell) for cell in row.cells])
    addresses = address.cells(row.element.slug, [column.filing.slug for column in comparison.columns])
    for column, cell, closeness, own in zip(comparison.columns, row.cells, near, addresses, strict=True):
        filing = column.filing
        yield ShownCell(
            cell=cell,
            word=cell_word(row, cell),
            flags=_flags(cell.flags) if not row.element.is_flag else (),
            marks=comparison.marks_of(filing, row),
            address=own,
            is_open=address.element == row.element.slug and address.panel == filing.slug,
            source=_source(cell),
            closeness=None if closeness is None else round(100 * closeness),
            chips=find_chips(codes.get(filing.pk, {}), row.element.key, cell),
        )


def cell_word(row: Row, cell: Cell) -> str:
    """The state of a cell in a word or two; for a row that is a flag, its answer."""
    if row.element.is_flag and cell.state is not State.CONFLICT and cell.flags:
        return FLAG_WORDS[cell.flags[0].state][1]
    if row.element.is_flag and cell.state is State.SILENT:
        return FLAG_WORDS[FlagState.ABSENT][1]
    if cell.state is State.SILENT and cell.values:
        return "no words" if cell.flags else "left empty"
    if cell.state is State.SILENT and cell.is_from_words:
        return "not found in its words"
    word, origin = STATE_WORDS[cell.state], word_origin(cell.values)
    if cell.state is State.PREDICTED:
        return origin or word
    return f"{word}, {origin}" if origin else word


def _flags(flags: Sequence[FlagMark]) -> tuple[ShownFlag, ...]:
    return tuple(ShownFlag(flag.name, *FLAG_WORDS[flag.state]) for flag in flags)


def _source(cell: Cell) -> str:
    return ", ".join(dict.fromkeys(entry.element.name for entry in cell.joined))

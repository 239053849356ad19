"""The rows of a comparison as plain values, one per element and filing. The same cells as the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched, groupby

from django.urls import reverse

from comparison.alignment.grid import Cell, Row
from comparison.alignment.values import ComparedPassage
from comparison.comparing.addresses import CompareAddress
from comparison.comparing.comparisons import SIDE_BY_SIDE, ComparedFiling, Comparison, SideBySide, open_row
from comparison.comparing.presenting import cell_word
from comparison.exports.coded import CodedRow, CodedTable, ExportedCode, cut_tables, export_codes, lay_out
from comparison.reading.places import Places, fetch_places
from disclosures.models import Filing

FLAG_WORDS = {"true": "yes", "false": "no", "absent": "not tagged", "nil": "no value"}
REPEATED = 400
"""Characters of a text from which on a page or document names where it stood instead of saying it again."""


@dataclass(frozen=True, slots=True)
class ExportedFlag:
    concept: str
    name: str
    state: str
    """true, false, absent or nil."""

    @property
    def told(self) -> str:
        return f"{self.name} {FLAG_WORDS[self.state]}"


@dataclass(frozen=True, slots=True)
class ExportedCell:
    """What one filing says under one element; fields as docs/compare-command.md describes them."""

    group: str
    concept: str
    element: str
    name: str
    clause: str
    issuer: str
    cik: str | None
    filing: str
    form: str
    fiscal_year: int
    state: str
    word: str
    flags: tuple[ExportedFlag, ...]
    first_words: str
    text: str
    evidence: str
    conflict: str
    read_from: tuple[str, ...]
    same_words_as: tuple[str, ...]
    changed_since_last_year: bool | None
    notes: int
    gaps: int
    accession: str | None
    start: int | None
    end: int | None
    """The words' place in the filing's reading text, in characters from 0; None without words."""
    address: str
    """The reading page at the element."""
    source: str
    """The document as received."""

    @property
    def cited(self) -> str:
        """Accession number, element and place: what a reader needs to find the words again."""
        element = f"{self.name} {self.clause}".rstrip()
        return ", ".join(
            filter(None, (self.accession or self.filing, element, name_place(self.start, self.end)))
        )

    @property
    def own_evidence(self) -> str:
        """The words its flags rest on, where they are not among its own."""
        return "" if self.evidence in self.text else self.evidence


@dataclass(frozen=True, slots=True)
class ExportedPassage:
    heading: str
    text: str
    cited: str
    address: str


@dataclass(frozen=True, slots=True)
class Level:
    """Passages level with each other, one place per column of the opened row."""

    alike: str
    passages: tuple[ExportedPassage | None, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table that is read from top to bottom.

    said_under  the element under which the filing's very same, long words stand further up; empty otherwise
    """

    cell: ExportedCell
    said_under: str

    @property
    def text(self) -> str:
        return "" if self.said_under else self.cell.text


@dataclass(frozen=True, slots=True)
class Table:
    """One element: its `first` cell names it; `parts` hold the cells, some columns at a time."""

    first: ExportedCell
    parts: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class ExportedComparison:
    """What a file of a comparison holds: the grid, or one element of it with its passages laid level.

    title    what is compared, in a line
    address  the page that shows the same
    narrowed what of the grid was asked for, in a sentence; empty where all of it was
    silent   names of the groups that nobody speaks about
    side     the opened row; None for the grid
    codes    codebook values of the filings; of an opened row those that belong to it
    """

    title: str
    address: str
    columns: tuple[ComparedFiling, ...]
    cells: tuple[ExportedCell, ...]
    narrowed: str
    silent: tuple[str, ...]
    side: SideBySide | None
    codes: tuple[ExportedCode, ...]
    places: Places
    site: str

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is left out, a sentence each."""
        silent = f"Nothing is named here about: {', '.join(self.silent)}." if self.silent else ""
        return tuple(filter(None, (self.narrowed, silent)))

    @property
    def rows(self) -> Iterator[tuple[ExportedCell, ...]]:
        """The cells of each element, one per filing, in the order of the columns."""
        return (tuple(found) for _, found in groupby(self.cells, key=lambda cell: cell.concept))

    @property
    def coded_rows(self) -> tuple[CodedRow, ...]:
        """The codebook values by attribute."""
        return tuple(lay_out(self.codes, self.columns))

    @property
    def coded_tables(self) -> tuple[CodedTable, ...]:
        """The same, as many columns at a time as can be read."""
        return tuple(cut_tables(self.codes, self.columns))

    @property
    def uncoded(self) -> str:
        """What stands where a filing has no value: in the grid it waits to be coded, in an opened row its
        words say nothing of it."""
        return "not coded yet" if self.side is None else ""

    @property
    def levels(self) -> Iterator[Level]:
        """The opened row's passages, as the page lays them level."""
        if self.side is None:
            return
        for row in self.side.passages:
            cells = zip(self.side.columns, row.cells, strict=True)
            yield Level(
                row.label, tuple(self._passage(column.filing, own) if own else None for column, own in cells)
            )

    def _passage(self, filing: Filing, passage: ComparedPassage) -> ExportedPassage:
        names = " · ".join(passage.elements)
        cited = (filing.accession or filing.slug, names, name_place(passage.start, passage.end))
        address = f"{self.site}{self.places.address(filing, passage.start)}"
        return ExportedPassage(passage.heading, passage.text, ", ".join(filter(None, cited)), address)

    @property
    def answers(self) -> tuple[ExportedCell, ...]:
        """The cells of the filings that the opened row lays level, in their order."""
        own = {cell.filing: cell for cell in self.cells}
        return tuple(own[column.filing.slug] for column in self.side.columns) if self.side else ()

    @property
    def tables(self) -> Iterator[Table]:
        """The cells by element and as many columns as can be read; without those that `side` lays level."""
        level = {cell.filing for cell in self.answers}
        said: dict[tuple[str, str], str] = {}
        for row in self.rows:
            if rest := [cell for cell in row if cell.filing not in level]:
                cells = (_find_words(cell, said) for cell in rest)
                yield Table(rest[0], tuple(batched(cells, SIDE_BY_SIDE)))


def _find_words(cell: ExportedCell, said: dict[tuple[str, str], str]) -> TableCell:
    """Notes in `said` where its words stand, unless they stood somewhere before."""
    under = said.setdefault((cell.filing, cell.text), cell.name) if len(cell.text) >= REPEATED else cell.name
    return TableCell(cell, "" if under == cell.name else under)


def take_comparison(
    comparison: Comparison, row: Row | None, address: CompareAddress, site: str, narrowed: str = ""
) -> ExportedComparison:
    """The grid, or one `row` of it with the filings of `address` level; `site` is put before every address.

    Three queries, two of them for the codebook values.
    """
    names = [column.name for column in comparison.columns]
    side = open_row(comparison, row, address.side) if row else None
    places = fetch_places([column.filing for column in comparison.columns])
    issuers = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return ExportedComparison(
        title=f"{row.element.name}: {issuers}" if row else issuers,
        address=f"{site}{address}",
        columns=comparison.columns,
        cells=tuple(export_cells(comparison, row, site)),
        narrowed=narrowed,
        silent=() if row else tuple(group.name for group in comparison.silent_groups),
        side=side,
        codes=export_codes(comparison, row, places, site),
        places=places,
        site=site,
    )


def name_place(start: int | None, end: int | None) -> str:
    """Where words stand in a filing's reading text; empty where it is not known."""
    return "" if start is None or end is None else f"characters {start}–{end}"


def source_address(filing: Filing, site: str) -> str:
    """Where the document is downloaded as received."""
    return f"{site}{reverse('filing-source', args=[filing.slug])}"


def name_filing(filing: Filing) -> str:
    return f"{filing.form} {filing.fiscal_year}"


def export_cells(comparison: Comparison, row: Row | None = None, site: str = "") -> Iterator[ExportedCell]:
    """Cells in the order of the page, row by row; only those of `row` when it is given.

    `site` (https://host) is put before the addresses, which otherwise are paths on it.
    """
    for group in (*comparison.groups, *comparison.silent_groups):
        for own in group.rows:
            if row is None and group in comparison.silent_groups:
                continue
            if row is not None and own is not row:
                continue
            for column, cell in zip(comparison.columns, own.cells, strict=True):
                yield _export_cell(comparison, (group.name, site), own, column, cell)


def _export_cell(
    comparison: Comparison, around: tuple[str, str], row: Row, column: ComparedFiling, cell: Cell
) -> ExportedCell:
    group, site = around
    filing, element = column.filing, row.element
    marks = comparison.marks_of(filing, row)
    texts = [value.text for value in cell.values if value.text] or [entry.value.text for entry in cell.joined]
    start, end = _place(cell)
    return ExportedCell(
        group=group,
        concept=element.key,
        element=element.slug,
        name=element.name,
        clause=element.clause,
        issuer=column.name,
        cik=filing.issuer.cik,
        filing=filing.slug,
        form=filing.form,
        fiscal_year=filing.fiscal_year,
        state=cell.state.value,
        word=cell_word(row, cell),
        flags=tuple(ExportedFlag(flag.key, flag.name, flag.state.value) for flag in cell.flags),
        first_words=cell.lead,
        text="\n\n".join(texts),
        evidence="\n\n".join(dict.fromkeys(value.evidence for value in cell.values if value.evidence)),
        conflict=cell.conflict,
        read_from=tuple(dict.fromkeys(entry.element.key for entry in cell.joined)),
        same_words_as=cell.same_as,
        changed_since_last_year=cell.has_changed,
        notes=marks.notes,
        gaps=marks.gaps,
        accession=filing.accession,
        start=start,
        end=end,
        address=f"{site}{filing.get_absolute_url()}#{element.slug}",
        source=source_address(filing, site),
    )


def _place(cell: Cell) -> tuple[int | None, int | None]:
    """From the first to the last character of a cell's passages; of a flag alone, where its words begin."""
    values = cell.values or tuple(entry.value for entry in cell.joined)
    passages = [passage for value in values for passage in value.passages]
    if passages:
        return min(p.start for p in passages), max(p.end for p in passages)
    placed = [(value.place, value.place + len(value.evidence)) for value in values if value.place is not None]
    return min(placed, default=(None, None))

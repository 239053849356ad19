"""Codebook values of a comparison as plain values: one per attribute and filing, with the words behind it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import cast

from comparison.alignment.grid import Row
from comparison.comparing.codes import UNSHOWN, Code, Codes, fetch_all_codes, say_in_cell
from comparison.comparing.comparisons import SIDE_BY_SIDE, ComparedFiling, Comparison
from comparison.reading.places import Places
from disclosures.coding.codebook.registry import load_attributes
from disclosures.models import Filing

type Kept = bool | int | str | list[int] | list[str] | None
"""A value as it is stored."""


@dataclass(frozen=True, slots=True)
class ExportedQuote:
    """Words a value rests on; places count characters of the filing's reading text."""

    quote: str
    start: int
    end: int
    element: str | None
    """Concept whose text holds it; None outside of all."""
    address: str
    """The reading page at the words' paragraph."""


@dataclass(frozen=True, slots=True)
class ExportedCode:
    """What the rules of the codebook read from one filing under one attribute."""

    attribute: str
    label: str
    group: str
    clause: str
    issuer: str
    cik: str | None
    filing: str
    form: str
    fiscal_year: int
    accession: str | None
    state: str
    value: Kept
    word: str
    """The value as pages say it."""
    evidence: tuple[ExportedQuote, ...]

    def cite(self, quote: ExportedQuote) -> str:
        return f"{self.accession or self.filing}, characters {quote.start}–{quote.end}"

    @property
    def first(self) -> ExportedQuote | None:
        """The words to show where there is room for one quote."""
        return self.evidence[0] if self.evidence else None

    @property
    def first_cited(self) -> str:
        """Where those stand, and how many others there are."""
        more = f" and {len(self.evidence) - 1} more" if len(self.evidence) > 1 else ""
        return f"{self.cite(self.evidence[0])}{more}" if self.evidence else ""


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One attribute by the filings of a comparison; None for a filing that waits to be coded."""

    label: str
    group: str
    clause: str
    cells: tuple[ExportedCode | None, ...]

    @property
    def is_said(self) -> bool:
        """Whether any filing answers or denies it."""
        return any(cell is not None and cell.state != "silent" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class CodedTable:
    """As many filings as can be read side by side, with the attributes that any of them answers or denies.

    silent  labels of the attributes that all of them say nothing of
    """

    columns: tuple[ComparedFiling, ...]
    rows: tuple[CodedRow, ...]
    silent: tuple[str, ...]


def export_codes(
    comparison: Comparison, row: Row | None, places: Places, site: str = ""
) -> tuple[ExportedCode, ...]:
    """Attribute by attribute in the order of the columns; a filing that waits to be coded has none.

    Of an opened `row` only what its chips say: values that belong to the element and rest on its words.
    Copied flags are left out: they stand among the elements. Two queries.
    """
    codes = fetch_all_codes([column.filing.pk for column in comparison.columns])
    shown = {
        column.filing.slug: _shown(codes[column.filing.pk], row, number)
        for number, column in enumerate(comparison.columns)
    }
    return tuple(
        _export(column, own[name], places, site)
        for name in load_attributes()
        for column in comparison.columns
        if name in (own := shown[column.filing.slug])
    )


def cut_tables(codes: Iterable[ExportedCode], columns: Iterable[ComparedFiling]) -> Iterator[CodedTable]:
    """The values in tables of SIDE_BY_SIDE filings at most; none for filings without any."""
    held = tuple(codes)
    for part in batched(columns, SIDE_BY_SIDE):
        rows = tuple(lay_out(held, part))
        if rows:
            silent = tuple(row.label for row in rows if not row.is_said)
            yield CodedTable(part, tuple(row for row in rows if row.is_said), silent)


def lay_out(codes: Iterable[ExportedCode], columns: Iterable[ComparedFiling]) -> Iterator[CodedRow]:
    """The same as rows of a table, one per attribute that any of the filings has a value for."""
    slugs = {column.filing.slug: None for column in columns}
    by_attribute: dict[str, dict[str, ExportedCode]] = {}
    for code in codes:
        if code.filing in slugs:
            by_attribute.setdefault(code.attribute, {})[code.filing] = code
    for found in by_attribute.values():
        first = next(iter(found.values()))
        yield CodedRow(first.label, first.group, first.clause, tuple(map(found.get, slugs)))


def _shown(codes: Codes, row: Row | None, column: int) -> Mapping[str, Code]:
    if row is not None:
        return say_in_cell(codes, row.element.key, row.cells[column])
    return {name: code for name, code in codes.items() if name not in UNSHOWN}


def _export(column: ComparedFiling, code: Code, places: Places, site: str) -> ExportedCode:
    filing, attribute = column.filing, code.attribute
    return ExportedCode(
        attribute=attribute.name,
        label=attribute.label,
        group=attribute.group,
        clause=attribute.clause,
        issuer=column.name,
        cik=filing.issuer.cik,
        filing=filing.slug,
        form=filing.form,
        fiscal_year=filing.fiscal_year,
        accession=filing.accession,
        state=code.state.value,
        value=cast("Kept", code.value),
        word=code.words,
        evidence=tuple(_quotes(filing, code, places, site)),
    )


def _quotes(filing: Filing, code: Code, places: Places, site: str) -> Iterator[ExportedQuote]:
    for own in {(own.words, own.start): own for own in code.quotes}.values():
        address = f"{site}{places.address(filing, own.start)}"
        yield ExportedQuote(own.words, own.start, own.end, own.element or None, address)

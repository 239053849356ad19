"""The rows of a comparison as plain values, one per element and filing. The same cells as the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from comparison.alignment.grid import Cell, Row
from comparison.comparisons import ComparedFiling, Comparison
from comparison.presenting import cell_word


@dataclass(frozen=True, slots=True)
class ExportedFlag:
    concept: str
    name: str
    state: str
    """true, false, absent or nil."""


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


def export_cells(comparison: Comparison, row: Row | None = None) -> Iterator[ExportedCell]:
    """Cells in the order of the page, row by row; only those of `row` when it is given."""
    for group in (*comparison.groups, *comparison.silent_groups):
        for own in group.rows:
            if row is None and group in comparison.silent_groups:
                continue
            if row is not None and own is not row:
                continue
            for column, cell in zip(comparison.columns, own.cells, strict=True):
                yield _export_cell(comparison, group.name, own, column, cell)


def _export_cell(
    comparison: Comparison, group: str, row: Row, column: ComparedFiling, cell: Cell
) -> ExportedCell:
    filing, element = column.filing, row.element
    marks = comparison.marks_of(filing, row)
    texts = [value.text for value in cell.values if value.text] or [entry.value.text for entry in cell.joined]
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
    )

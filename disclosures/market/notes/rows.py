"""Filings of an archive as rows of the staging tables, in PostgreSQL's text format for COPY."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from disclosures.market.notes.filings import IssuerFacts, NotesFiling, build_filing
from disclosures.market.notes.layout import cut_paragraphs
from disclosures.market.notes.members import RawFiling, Refused
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.types import ElementKind, ParsedElement, ParsedFiling

Cell = str | int | bool | date | None

TABLES: dict[str, tuple[str, ...]] = {
    "filing": (
        *("number", "cik", "accession", "form", "fiscal_year", "period_end", "filed", "is_amendment"),
        "reading_text",
    ),
    "value": (
        *("number", "position", "key", "flag", "text", "evidence", "document_name", "spans"),
        *("context_end", "dimensions", "is_nil"),
    ),
    "passage": (
        *("number", "value_position", "position", "text", "normalised", "text_hash", "start", "end"),
    ),
    "problem": ("number", "position", "code", "severity", "message", "locator"),
}
"""Staging tables and their columns. `number` stands for the filing in all of them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some filings as rows to be copied, with what the database must be asked before."""

    rows: dict[str, bytes]
    issuers: tuple[IssuerFacts, ...]
    concepts: frozenset[str]
    refused: Refused
    filings: int


def prepare_batch(raws: Sequence[RawFiling]) -> Batch:
    """Everything that can be done to filings without a database. Runs in a process of its own."""
    refused = Refused()
    filings = [filing for raw in raws if (filing := build_filing(raw, refused)) is not None]
    lines: dict[str, list[str]] = {table: [] for table in TABLES}
    for filing in filings:
        add_filing(lines, filing)
    return Batch(
        rows={table: "".join(found).encode() for table, found in lines.items()},
        issuers=tuple(filing.issuer for filing in filings),
        concepts=frozenset(element.concept for filing in filings for element in filing.parsed.elements),
        refused=refused,
        filings=len(filings),
    )


def add_filing(lines: dict[str, list[str]], filing: NotesFiling) -> None:
    number, parsed = filing.number, filing.parsed
    lines["filing"].append(
        write_row(
            (
                *(number, parsed.cik, parsed.accession, parsed.form, parsed.fiscal_year, parsed.period_end),
                *(parsed.filed, parsed.is_amendment, parsed.reading_text),
            )
        )
    )
    for position, element in enumerate(parsed.elements):
        lines["value"].append(write_row((number, position, *value_cells(element))))
        if element.kind is ElementKind.TEXT:
            lines["passage"].extend(passage_rows(number, position, element, parsed))
    lines["problem"].extend(
        write_row((number, position, problem.code, problem.severity, problem.message, problem.locator))
        for position, problem in enumerate(parsed.problems)
    )


def value_cells(element: ParsedElement) -> tuple[Cell, ...]:
    return (
        *(element.concept, element.flag, element.text, element.evidence, element.locator.document),
        json.dumps([[span.start, span.end] for span in element.locator.spans]),
        *(element.context.end, json.dumps(dict(element.context.dimensions)), element.is_nil),
    )


def passage_rows(number: int, value: int, element: ParsedElement, parsed: ParsedFiling) -> Iterable[str]:
    spans = (part for span in element.locator.spans for part in cut_paragraphs(parsed.reading_text, span))
    for position, span in enumerate(spans):
        text = parsed.reading_text[span.start : span.end]
        normalised = normalise_passage(text)
        cells = (text, normalised, hash_passage(normalised), span.start, span.end)
        yield write_row((number, value, position, *cells))


def write_row(cells: Iterable[Cell]) -> str:
    """One line of COPY's text format (PostgreSQL manual, COPY, "Text Format")."""
    return "\t".join(map(write_cell, cells)) + "\n"


def write_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        if "\\" in cell:
            cell = cell.replace("\\", "\\\\")
        if cell.isprintable():
            return cell
        return cell.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return "\\N" if cell is None else str(cell)

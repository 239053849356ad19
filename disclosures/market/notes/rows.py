"""Filings of an archive as rows of the staging tables, in PostgreSQL's text format for COPY."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from disclosures.market.notes.filings import IssuerFacts, NotesFiling, build_filing
from disclosures.market.notes.layout import cut_paragraphs
from disclosures.market.notes.members import RawFiling, Refused
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.types import ElementKind, ParsedElement, ParsedFiling, Span

Cell = str | int | bool | date | None

ESCAPED = (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))
"""Characters with a meaning in COPY's text format, the one that they are written with first."""

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
        "keys",
    ),
    "problem": ("number", "position", "code", "severity", "message", "locator"),
}
"""Staging tables and their columns. `number` stands for the filing in all of them.

`keys` of a passage are those of all elements it stands under; a passage of the same place that came before
has them, and this one none.
"""


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
    lines["passage"].extend(passage_rows(number, parsed))
    lines["problem"].extend(
        write_row((number, position, problem.code, problem.severity, problem.message, problem.locator))
        for position, problem in enumerate(parsed.problems)
    )


def value_cells(element: ParsedElement) -> tuple[Cell, ...]:
    dimensions = element.context.dimensions
    return (
        *(element.concept, element.flag, element.text, element.evidence, element.locator.document),
        str([[span.start, span.end] for span in element.locator.spans]),
        *(element.context.end, json.dumps(dict(dimensions)) if dimensions else "{}", element.is_nil),
    )


def passage_rows(number: int, parsed: ParsedFiling) -> Iterator[str]:
    """All passages of a filing. What repeats under several elements is made ready once."""
    keys: defaultdict[Span, list[str]] = defaultdict(list)
    passages: list[tuple[int, int, Span]] = []
    for value, element in enumerate(parsed.elements):
        if element.kind is ElementKind.TEXT:
            spans = (
                part for span in element.locator.spans for part in cut_paragraphs(parsed.reading_text, span)
            )
            for position, span in enumerate(spans):
                keys[span].append(element.concept)
                passages.append((value, position, span))
    written: dict[Span, str] = {}
    for value, position, span in passages:
        if span in written:
            named = "\\N"
        else:
            written[span] = passage_cells(parsed.reading_text[span.start : span.end], span)
            named = write_cell(write_array(keys[span]))
        yield f"{number}\t{value}\t{position}\t{written[span]}\t{named}\n"


def passage_cells(text: str, span: Span) -> str:
    normalised = normalise_passage(text)
    return write_cells((text, normalised, hash_passage(normalised), span.start, span.end))


def write_array(words: Iterable[str]) -> str:
    """Texts as PostgreSQL writes an array of them."""
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"


def write_row(cells: Iterable[Cell]) -> str:
    """One line of COPY's text format (PostgreSQL manual, COPY, "Text Format")."""
    return write_cells(cells) + "\n"


def write_cells(cells: Iterable[Cell]) -> str:
    return "\t".join(map(write_cell, cells))


def write_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        # Looking for a character is many times faster than looking at each: most texts hold none of them.
        for sign, written in ESCAPED:
            if sign in cell:
                cell = cell.replace(sign, written)
        return cell
    return "\\N" if cell is None else str(cell)

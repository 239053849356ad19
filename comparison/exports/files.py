"""Exported cells as JSON and CSV."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from comparison.comparing.comparisons import ComparedFiling, SideBySide
from comparison.exports.coded import ExportedCode
from comparison.exports.rows import ExportedCell

VALUE = "value"
CODEBOOK = "codebook"
"""Stands before an attribute's name where an element's concept stands."""
CSV_MARK = b"\xef\xbb\xbf"
"""Spreadsheets take a file without it for one of their own old encodings."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_json(
    cells: Iterable[ExportedCell],
    codes: Iterable[ExportedCode],
    columns: Sequence[ComparedFiling],
    side: SideBySide | None,
) -> str:
    """comparison_content as text."""
    return json.dumps(comparison_content(cells, codes, columns, side), ensure_ascii=False, indent=2) + "\n"


def comparison_content(
    cells: Iterable[ExportedCell],
    codes: Iterable[ExportedCode],
    columns: Sequence[ComparedFiling],
    side: SideBySide | None,
) -> dict[str, Any]:
    """One object: `filings`, `rows`, `codes` and, for one element, `aligned_filings`, `alignment` and
    `summary`."""
    content: dict[str, Any] = {
        "filings": [_filing(column) for column in columns],
        "rows": [asdict(cell) for cell in cells],
        "codes": [asdict(code) for code in codes],
    }
    if side is not None:
        content["aligned_filings"] = [column.filing.slug for column in side.columns]
        content["alignment"] = [
            {
                "likeness": row.likeness.value,
                "reason": row.reason,
                "score": row.score,
                "cells": [
                    None if cell is None else {"text": cell.text, "start": cell.start, "end": cell.end}
                    for cell in row.cells
                ],
            }
            for row in side.passages
        ]
        content["summary"] = side.summary
    return content


def to_csv(cells: Iterable[ExportedCell], codes: Iterable[ExportedCode]) -> str:
    """One line per element and filing, then one per codebook attribute and filing: the fields of
    ExportedCell and the attribute's `value`; lists are joined by "; "."""
    stream = StringIO()
    writer = csv.DictWriter(
        stream, (*(field.name for field in fields(ExportedCell)), VALUE), restval="", lineterminator="\n"
    )
    writer.writeheader()
    for cell in cells:
        own = {field.name: _plain(field.name, getattr(cell, field.name)) for field in fields(ExportedCell)}
        writer.writerow({name: defuse(value) for name, value in own.items()})
    for code in codes:
        writer.writerow({name: defuse(_plain(name, value)) for name, value in _code_line(code).items()})
    return stream.getvalue()


def _code_line(code: ExportedCode) -> dict[str, Any]:
    """The place is that of the first quote; `evidence` has all."""
    first = code.evidence[0] if code.evidence else None
    return {
        "group": code.group,
        "concept": f"{CODEBOOK}:{code.attribute}",
        "element": code.attribute,
        "name": code.label,
        "clause": code.clause,
        "issuer": code.issuer,
        "cik": code.cik,
        "filing": code.filing,
        "form": code.form,
        "fiscal_year": code.fiscal_year,
        "state": code.state,
        "word": code.word,
        "evidence": "\n\n".join(dict.fromkeys(own.quote for own in code.evidence)),
        "read_from": tuple(dict.fromkeys(own.element for own in code.evidence if own.element)),
        "accession": code.accession,
        "start": first and first.start,
        "end": first and first.end,
        "address": first and first.address,
        VALUE: code.value,
    }


def defuse(value: str) -> str:
    """The value with ' before it where a spreadsheet would take it for a formula (it starts with = + - @,
    a tab or a carriage return). Source of the rule: OWASP, CSV injection."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _plain(name: str, value: Any) -> str:
    if name == "flags":
        return "; ".join(f"{flag.concept}={flag.state}" for flag in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return str(value)


def _filing(column: ComparedFiling) -> dict[str, Any]:
    filing = column.filing
    return {
        "filing": filing.slug,
        "issuer": {"name": filing.issuer.name, "cik": filing.issuer.cik},
        "form": filing.form,
        "fiscal_year": filing.fiscal_year,
        "accession": filing.accession,
        "period_end": filing.period_end.isoformat() if filing.period_end else None,
        "is_amendment": filing.is_amendment,
        "taken": column.note,
        "year_before": column.before.slug if column.before else None,
    }

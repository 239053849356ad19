"""Exported cells as JSON and CSV."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from comparison.comparing.comparisons import ComparedFiling, SideBySide
from comparison.exports.rows import ExportedCell

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_json(
    cells: Iterable[ExportedCell],
    columns: Sequence[ComparedFiling],
    side: SideBySide | None,
) -> str:
    """comparison_content as text."""
    return json.dumps(comparison_content(cells, columns, side), ensure_ascii=False, indent=2) + "\n"


def comparison_content(
    cells: Iterable[ExportedCell],
    columns: Sequence[ComparedFiling],
    side: SideBySide | None,
) -> dict[str, Any]:
    """One object: `filings`, `rows` and, for one element, `aligned_filings`, `alignment` and `summary`."""
    content: dict[str, Any] = {
        "filings": [_filing(column) for column in columns],
        "rows": [asdict(cell) for cell in cells],
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


def to_csv(cells: Iterable[ExportedCell]) -> str:
    """One line per element and filing, the fields of ExportedCell; lists are joined by "; "."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(field.name for field in fields(ExportedCell))
    for cell in cells:
        writer.writerow(defuse(_plain(cell, field.name)) for field in fields(ExportedCell))
    return stream.getvalue()


def defuse(value: str) -> str:
    """The value with ' before it where a spreadsheet would take it for a formula (it starts with = + - @,
    a tab or a carriage return). Source of the rule: OWASP, CSV injection."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _plain(cell: ExportedCell, name: str) -> str:
    if name == "flags":
        return "; ".join(f"{flag.concept}={flag.state}" for flag in cell.flags)
    value = getattr(cell, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "; ".join(value)
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

"""What reviewers decided about predictions, as labels: one JSON object per line."""

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from comparison.models import Judgement
from comparison.models.querysets import JudgementQuerySet

ROWS_AT_ONCE = 1000
IN_MEMORY = 1 << 20
"""Bytes of a download before it goes to a file."""


def label_lines(judgements: JudgementQuerySet) -> Iterator[str]:
    """Lines of JSON with their line feed, oldest first; docs/classifier.md describes the fields."""
    rows = judgements.standing().for_list().defer("filing__reading_text").order_by("decided_at", "pk")
    for judgement in rows.iterator(ROWS_AT_ONCE):
        yield json.dumps(describe_label(judgement), ensure_ascii=False) + "\n"


def open_labels(judgements: JudgementQuerySet) -> IO[bytes]:
    """The same as a file at its beginning."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever answers the request closes it
    file.writelines(line.encode() for line in label_lines(judgements))
    file.seek(0)
    return file


def describe_label(judgement: Judgement) -> dict[str, Any]:
    """A decision in plain values."""
    filing = judgement.filing
    return {
        "issuer": judgement.issuer.slug,
        "cik": judgement.issuer.cik,
        "fiscal_year": judgement.fiscal_year,
        "form": filing.form if filing else None,
        "accession": filing.accession if filing else None,
        "element": judgement.element.key,
        "verdict": judgement.verdict,
        "instead": judgement.instead.key if judgement.instead else None,
        "confidence": judgement.confidence,
        "text": judgement.quote,
        "prefix": judgement.prefix,
        "suffix": judgement.suffix,
        "start": judgement.start,
        "end": judgement.end,
        "anchor": judgement.anchor,
        "decided_by": judgement.decided_by.username,
        "decided_at": judgement.decided_at.isoformat(),
    }

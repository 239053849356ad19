"""Whole small documents beside what they say, checked by hand; one folder per format and case."""

import json
from pathlib import Path

import pytest

from disclosures.extraction import extract_filing
from disclosures.parsing import registry

GOLDEN = Path(__file__).parent / "golden"
FORMATS = ("rpage_text", "rpage_html", "submission", "untagged", "web_disclosure")
CASES = sorted(case for source_format in FORMATS for case in (GOLDEN / source_format).iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_document_reads_as_written_down(case: Path) -> None:
    (document,) = case.glob("input.*")
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    filings = registry.read(document.read_bytes(), document.name)
    found = [
        {**extract_filing(filing, path=document.name), "reading_text": filing.reading_text}
        for filing in filings
    ]
    assert found == expected


def test_every_format_has_its_cases() -> None:
    assert {case.parent.name for case in CASES} == set(FORMATS)

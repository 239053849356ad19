"""Whole small XBRL documents beside what they say, checked by hand."""

import json
from pathlib import Path

import pytest

from disclosures.extraction import extract_filing
from disclosures.parsing.formats import inline_xbrl, xbrl_instance

GOLDEN = Path(__file__).parent / "golden"
READERS = {"inline_xbrl": inline_xbrl.parse, "xbrl_instance": xbrl_instance.parse}
CASES = sorted(case for name in READERS for case in (GOLDEN / name).iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_xbrl_document_reads_as_written_down(case: Path) -> None:
    (document,) = case.glob("input.*")
    filing = READERS[case.parent.name](document.read_bytes(), document.name)

    assert {
        **extract_filing(filing, path=document.name),
        "reading_text": filing.reading_text,
    } == json.loads((case / "expected.json").read_text("utf-8"))


def test_every_reader_has_a_case() -> None:
    assert {case.parent.name for case in CASES} == READERS.keys()

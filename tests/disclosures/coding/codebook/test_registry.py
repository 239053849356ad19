"""The codebook as a whole: its data, its quotes, its command."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from disclosures.coding.codebook.disclosure import Disclosure, read_disclosure
from disclosures.coding.codebook.registry import CODERS, code_disclosure, load_attributes
from disclosures.coding.codebook.types import LONGEST_QUOTE, State
from disclosures.parsing import registry as parsing
from tests.disclosures.market.archives import archive, fact, submission
from tests.disclosures.parsing.documents import inline_document

REPOSITORY = Path(__file__).resolve().parents[4]
TEXT = (
    "Our Board has delegated oversight of cyber risk to its Audit Committee; our CISO briefs it quarterly. "
    "The CISO has over 18 years of experience and is a CISSP. We do not maintain cyber insurance. "
    "We engage outside consultants to run penetration tests. Threats have not materially affected us."
)
TAG = "CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock"


def test_every_attribute_has_its_function_and_its_data() -> None:
    assert set(load_attributes()) == set(CODERS)


def test_the_codebooks_45_core_attributes_are_there_once() -> None:
    numbers = [own.number for own in load_attributes().values() if own.number]
    assert (len(numbers), len(set(numbers))) == (45, 45)


def test_values_are_allowed_ones() -> None:
    coded = code_disclosure(Disclosure(TEXT))
    wrong = {
        name: own.value
        for name, own in coded.items()
        if (allowed := load_attributes()[name].values) and own.value is not None
        if not set(own.value if isinstance(own.value, tuple) else (own.value,)) <= set(allowed)
    }
    assert wrong == {}


def test_every_quote_is_verbatim_at_its_place_and_short() -> None:
    (filing,) = parsing.read(inline_document(TEXT), "a.htm")
    disclosure = read_disclosure(filing)
    quotes = [one for own in code_disclosure(disclosure).values() for one in own.evidence]
    assert len(quotes) == 10
    for one in quotes:
        assert disclosure.text[one.span.start : one.span.end] == one.quote
        assert len(one.quote) <= LONGEST_QUOTE
        assert one.concept == f"cyd:{TAG}"


def test_what_is_said_or_denied_in_words_has_a_quote() -> None:
    copied = {"reports_to_board_flag", "materially_affected_flag", "tag_completeness", "specificity"}
    bare = {
        name
        for name, own in code_disclosure(Disclosure(TEXT)).items()
        if own.state is not State.SILENT and not own.evidence and name not in copied
    }
    assert bare == set()


def run(*arguments: str) -> tuple[list[dict[str, Any]], str, int]:
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("code", *arguments, stdout=out, stderr=err)
    except SystemExit as leave:
        code = int(leave.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "2025_01_notes.zip"
    path.write_bytes(archive([submission()], [fact(TAG, TEXT)]))
    return path


def test_command_codes_a_filing_of_an_archive(notes: Path) -> None:
    accession = submission()["adsh"]
    (line,), err, code = run(accession, "--notes", str(notes))
    assert (line["accession"], err, code) == (accession, "", 0)
    assert line["values"]["board_oversight_body"] == ["audit"]
    assert line["values"]["experience_years"] == [18]
    assert line["values"]["cyber_insurance"] == "denied"
    assert line["evidence"]["cyber_insurance"] == "We do not maintain cyber insurance."
    assert line["states"]["cyber_insurance"] == "denied"


def test_command_without_a_name_codes_the_whole_archive(notes: Path) -> None:
    lines, _, code = run("--notes", str(notes))
    assert ([line["accession"] for line in lines], code) == ([submission()["adsh"]], 0)


def test_command_names_what_the_archive_does_not_hold(notes: Path) -> None:
    lines, err, code = run("0000000009-25-000009", "--notes", str(notes))
    assert (lines, err, code) == ([], "0000000009-25-000009: No archive given holds it.\n", 2)


def test_command_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    lines, err, code = run(str(tmp_path / "none.htm"))
    assert (lines, err, code) == ([], f"{tmp_path / 'none.htm'}: No such file or directory.\n", 2)


def test_command_reads_a_file_without_a_database(tmp_path: Path) -> None:
    path = tmp_path / "report.htm"
    path.write_bytes(inline_document(TEXT))
    nowhere = "postgresql://nobody@localhost:1/none"
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), "code", str(path)],
        capture_output=True,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": nowhere},
        check=True,
    )
    assert json.loads(done.stdout)["values"]["third_party_assessors"] == "yes"


def test_command_prints_text_for_people(tmp_path: Path) -> None:
    path = tmp_path / "report.htm"
    path.write_bytes(inline_document(TEXT))
    out = StringIO()
    call_command("code", str(path), "--format", "text", stdout=out)
    assert (
        "  Insured against incidents: denied (denied)\n      “We do not maintain cyber insurance.”"
        in out.getvalue()
    )

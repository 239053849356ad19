"""`manage.py extract`: its lines, its sentences and its exit code."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.disclosures.parsing.documents import inline_document, page_text, zip_of

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two readable files, one that is not, and a hidden one."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "report.htm").write_bytes(inline_document("The board’s plan."))
    (tmp_path / "a.txt").write_bytes(page_text())
    (tmp_path / "b" / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / ".hidden").write_bytes(b"junk")
    return tmp_path


def run(*paths: Path) -> tuple[list[dict[str, Any]], str, int]:
    """The printed objects, standard error and the exit code."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("extract", *map(str, paths), stdout=out, stderr=err)
    except SystemExit as leave:
        code = int(leave.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


def test_line_holds_the_filing(folder: Path) -> None:
    path = folder / "b" / "report.htm"
    lines, err, code = run(path)
    concept = "CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock"
    assert lines == [
        {
            "path": str(path),
            "source_format": "inline_xbrl",
            "form": "10-K",
            "issuer": {"name": "Harbour Rope Co", "cik": "0000001234"},
            "period_end": "2024-12-31",
            "fiscal_year": 2024,
            "is_amendment": False,
            "elements": [
                {
                    "concept": f"cyd:{concept}",
                    "kind": "text",
                    "flag": None,
                    "text": "The board’s plan.",
                    "evidence": "",
                    "paragraphs": ["The board’s plan."],
                    "locator": "report.htm#f-9;char=0,17",
                }
            ],
            "problems": [],
            "accession": None,
        }
    ]
    assert (err, code) == ("", 0)


def test_folder_is_read_in_order_and_an_unreadable_file_does_not_stop_it(folder: Path) -> None:
    lines, err, code = run(folder)
    assert [line["path"] for line in lines] == [str(folder / "a.txt"), str(folder / "b" / "report.htm")]
    assert err.startswith(f"{folder / 'b' / 'photo.png'}: This is an image.")
    assert (err.count("\n"), code) == (1, 2)


def test_missing_file_is_said(tmp_path: Path) -> None:
    lines, err, code = run(tmp_path / "none.htm")
    assert (lines, err, code) == ([], f"{tmp_path / 'none.htm'}: No such file or directory.\n", 2)


def test_zip_gives_a_line_per_filing(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    path.write_bytes(zip_of(("a.htm", inline_document()), ("page.txt", page_text())))
    lines, _, code = run(path)
    assert [(line["path"], line["source_format"], line["form"]) for line in lines] == [
        (str(path), "inline_xbrl", "10-K"),
        (str(path), "rpage_text", None),
    ]
    assert code == 0


def test_plan_lists_its_requirements() -> None:
    (line,) = run(REPOSITORY / "disclosures/samples/eastmark-plan/digital-finance-safety-plan.txt")[0]
    assert line["source_format"] == "regulator_plan"
    assert set(line["requirements"][0]) == {"point", "demand", "title", "quote", "locator"}


def test_program_prints_utf_8_without_a_database_in_any_locale(folder: Path) -> None:
    nowhere = "postgresql://nobody@localhost:1/none"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "DATABASE_URL": nowhere}
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), "extract", str(folder)],
        capture_output=True,
        env=environment,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [line["elements"][0]["text"] for line in lines] == [
        "The mate runs the drills.",
        "The board’s plan.",
    ]
    assert "The board’s plan.".encode() in done.stdout
    assert done.stderr.decode("utf-8").startswith(f"{folder / 'b' / 'photo.png'}: This is an image.")
    assert done.returncode == 2


def test_program_ends_quietly_when_nobody_reads_on(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), "extract", str(folder / "b" / "report.htm")],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.stderr, done.returncode) == (b"", 141)

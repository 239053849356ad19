"""`manage.py classify`: passages and their elements, without a database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from disclosures.coding.naming import CONCEPTS

PROCESSES, BOARD, EXPERTISE = CONCEPTS[0], CONCEPTS[3], CONCEPTS[8]
PROGRAMME = "We run a program to identify, assess and manage material risks from cybersecurity threats."
OVERSIGHT = "Our Board of Directors oversees cybersecurity risk; the Audit Committee is told every quarter."
OFFICER = "Our CISO has twenty years of experience in information security and holds a CISSP certification."


@pytest.fixture
def untagged(tmp_path: Path) -> Path:
    paragraphs = (
        "FORM 10-K",
        "Tin Lantern Inc.",
        "(Exact name of registrant as specified in its charter)",
        "Item 1C. Cybersecurity",
        "Risk Management and Strategy",
        PROGRAMME,
        "Governance",
        "Board",
        OVERSIGHT,
        OFFICER,
        "Item 2. Properties",
        "Two mills.",
    )
    path = tmp_path / "tin.htm"
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return path


def classify(*arguments: str) -> str:
    out = StringIO()
    call_command("classify", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_untagged_filing_gives_passages_with_headings_and_elements(untagged: Path) -> None:
    (line,) = classify(str(untagged)).splitlines()
    found = json.loads(line)
    assert (found["path"], found["item"]) == (str(untagged), "1C")
    assert [(passage["heading"], passage["text"]) for passage in found["passages"]] == [
        ("Risk Management and Strategy", PROGRAMME),
        ("Governance > Board", OVERSIGHT),
        ("Governance > Board", OFFICER),
    ]
    programme, oversight, officer = (passage["elements"] for passage in found["passages"])
    assert programme[PROCESSES] >= 0.5
    assert oversight[BOARD] >= 0.5
    assert officer[EXPERTISE] >= 0.5
    start = len("Item 1C. Cybersecurity\n\nRisk Management and Strategy\n\n")
    assert found["passages"][0]["locator"] == f"tin.htm#;char={start},{start + len(PROGRAMME)}"


def test_text_names_what_is_sure_enough(untagged: Path) -> None:
    lines = classify(str(untagged), "--format", "text").splitlines()
    assert lines[0] == f"{untagged}: Item 1C"
    assert PROGRAMME in lines
    assert lines[lines.index(PROGRAMME) + 1].startswith("  = CybersecurityRiskManagementProcesses")


def test_tags_are_taken_as_they_are_unless_they_are_ignored(shared_data: Path) -> None:
    path = str(shared_data / "filings" / "ixbrl_10k" / "nvda-10-k-2025-02-26.htm")
    tagged, predicted = json.loads(classify(path)), json.loads(classify(path, "--ignore-tags"))
    assert {value for passage in tagged["passages"] for value in passage["elements"].values()} == {1.0}
    assert {value for passage in predicted["passages"] for value in passage["elements"].values()} != {1.0}
    assert [passage["text"] for passage in tagged["passages"]] == [
        passage["text"] for passage in predicted["passages"]
    ]


def test_filing_without_the_item_is_said_to_have_none(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_text(
        "FORM 10-K\n\nTin Lantern\n\n(Exact name of registrant)\n\nWe sell locks.\n", encoding="utf-8"
    )
    assert json.loads(classify(str(path))) == {"path": str(path), "item": None, "passages": []}


def test_unreadable_file_exits_with_2(tmp_path: Path, untagged: Path) -> None:
    out, errors = StringIO(), StringIO()
    missing = tmp_path / "missing.htm"
    with pytest.raises(SystemExit) as exit_code:
        call_command("classify", str(missing), str(untagged), stdout=out, stderr=errors)
    assert exit_code.value.code == 2
    assert errors.getvalue().splitlines()[0] == f"{missing}: No such file or directory."
    assert json.loads(out.getvalue())["item"] == "1C"


def test_current_report_gives_the_passages_of_item_105_without_elements_of_annual_reports(
    tmp_path: Path,
) -> None:
    event = "On March 1, 2024, our CISO told the board of directors that a stranger had copied charts."
    path = tmp_path / "tin.txt"
    path.write_text(
        "FORM 8-K\n\nTin Lantern Inc.\n\n(Exact name of registrant as specified in its charter)\n\n"
        f"Item 1.05 Material Cybersecurity Incidents\n\n{event}\n\nSIGNATURES\n"
    )
    found = json.loads(classify(str(path)))
    assert found["item"] == "1.05"
    assert [(passage["text"], passage["elements"]) for passage in found["passages"]] == [(event, {})]

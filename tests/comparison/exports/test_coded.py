"""Codebook values in every file of a comparison, on paper, from the command and over the interface."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from disclosures.codes.storing import refresh_codes
from disclosures.models import Filing
from tests.comparison.exports.office import sheets
from tests.comparison.exports.test_side_by_side import headings, tables
from tests.factories import BOARD, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

OVERSIGHT = "The audit committee of our board oversees cybersecurity risk and is briefed every quarter."
PROGRAMME = "Our programme follows the NIST framework and ISO 27001. We do not carry cyber insurance."
DENIAL = "We do not carry cyber insurance."
START = len(OVERSIGHT) + 2 + PROGRAMME.index(DENIAL)
END = START + len(DENIAL)


@pytest.fixture
def pair() -> tuple[Filing, Filing]:
    """One that is coded, one that waits."""
    coded = make_filing(
        "Alpha", texts={BOARD: OVERSIGHT, PROCESSES: PROGRAMME}, accession="0000000042-25-000001"
    )
    refresh_codes()
    return coded, make_filing("Beta", texts={BOARD: OVERSIGHT})


def take(client: Client, kind: str, *filings: Filing, **more: Any) -> bytes:
    query = {"f": [filing.slug for filing in filings], **more}
    response: Any = client.get(reverse("compare-export", args=[kind], query=query))
    return b"".join(response.streaming_content)


def insurance(filing: Filing, site: str) -> dict[str, Any]:
    return {
        "attribute": "cyber_insurance",
        "label": "Insured against incidents",
        "group": "Programme",
        "clause": "",
        "issuer": "Alpha",
        "cik": None,
        "filing": filing.slug,
        "form": "10-K",
        "fiscal_year": 2024,
        "accession": "0000000042-25-000001",
        "state": "denied",
        "value": "denied",
        "word": "denies",
        "evidence": [
            {
                "quote": DENIAL,
                "start": START,
                "end": END,
                "element": PROCESSES,
                "address": f"{site}{filing.get_absolute_url()}#c{len(OVERSIGHT) + 2}",
            }
        ],
    }


def test_json_holds_every_value_with_evidence_and_place(
    viewer_client: Client, pair: tuple[Filing, Filing]
) -> None:
    content = json.loads(take(viewer_client, "json", *pair))
    assert {own["filing"] for own in content["codes"]} == {pair[0].slug}
    assert len(content["codes"]) == len({own["attribute"] for own in content["codes"]}) == 45
    found = [own for own in content["codes"] if own["attribute"] == "cyber_insurance"]
    assert found == [insurance(pair[0], "http://testserver")]


def test_interface_and_command_hold_the_same(viewer_client: Client, pair: tuple[Filing, Filing]) -> None:
    out = StringIO()
    call_command("compare", "alpha", "beta", "--format", "json", stdout=out)
    query = {"filing": [filing.slug for filing in pair]}
    answer = viewer_client.get("/api/comparisons/", query).json()
    assert answer["codes"] == json.loads(out.getvalue())["codes"]
    assert [own for own in answer["codes"] if own["attribute"] == "cyber_insurance"] == [
        insurance(pair[0], "")
    ]


def test_an_opened_element_takes_the_values_of_its_own_words(
    viewer_client: Client, pair: tuple[Filing, Filing]
) -> None:
    refresh_codes()
    content = json.loads(take(viewer_client, "json", *pair, element="board-oversight"))
    assert [(own["attribute"], own["issuer"], own["word"]) for own in content["codes"]] == [
        ("board_oversight_body", "Alpha", "audit committee"),
        ("board_oversight_body", "Beta", "audit committee"),
        ("board_reporting_cadence", "Alpha", "quarterly"),
        ("board_reporting_cadence", "Beta", "quarterly"),
    ]
    query = {"filing": [filing.slug for filing in pair]}
    row = viewer_client.get("/api/comparisons/rows/board-oversight", query).json()
    assert [own["word"] for own in row["codes"]] == [own["word"] for own in content["codes"]]


def test_csv_has_a_line_per_value_below_the_elements(
    viewer_client: Client, pair: tuple[Filing, Filing]
) -> None:
    text = take(viewer_client, "csv", *pair).decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    values = {line["element"]: line for line in lines if line["concept"].startswith("codebook:")}
    assert [line["concept"] for line in lines[-45:]] == [f"codebook:{name}" for name in values]
    wanted = ("name", "issuer", "accession", "state", "word", "value", "evidence", "start", "end")
    assert tuple(values["cyber_insurance"][name] for name in wanted) == (
        *("Insured against incidents", "Alpha", "0000000042-25-000001", "denied", "denies", "denied"),
        *(DENIAL, str(START), str(END)),
    )
    assert (values["framework"]["value"], values["framework"]["read_from"]) == ("ISO27001; NIST", PROCESSES)
    assert {line["value"] for line in lines[:-45]} == {""}


def test_word_has_a_row_per_value_that_anybody_gives(
    viewer_client: Client, pair: tuple[Filing, Filing]
) -> None:
    data = take(viewer_client, "docx", *pair)
    assert headings(data, 1)[-1] == "Codebook values"
    head, *rows = tables(data)[-1]
    assert head == [["Attribute"], ["Alpha", "10-K 2024"], ["Beta", "10-K 2024"]]
    by_name = {row[0][0]: row[1:] for row in rows}
    assert by_name["Insured against incidents"] == [
        ["○ denies", f"“{DENIAL}”", f"0000000042-25-000001, characters {START}–{END}"],
        ["not coded yet"],
    ]
    assert "Incident exercises" not in by_name


def test_word_of_filings_that_wait_has_no_table_of_values(viewer_client: Client) -> None:
    data = take(viewer_client, "docx", make_filing("Beta", texts={BOARD: OVERSIGHT}))
    assert "Codebook values" not in headings(data, 1)


def test_workbook_of_an_opened_element_has_its_values_too(
    viewer_client: Client, pair: tuple[Filing, Filing]
) -> None:
    found = sheets(take(viewer_client, "xlsx", *pair, element="board-oversight"))
    assert list(found)[:4] == ["Overview", "Filings", "Side by side", "Codebook"]
    assert [row[:3] for row in found["Codebook"][4:]] == [
        ["Body of the board that oversees", "106(c)(1)", "● audit committee"],
        ["How often the board is informed", "106(c)(1)", "● quarterly"],
    ]


def test_page_for_paper_lists_the_values(viewer_client: Client, pair: tuple[Filing, Filing]) -> None:
    page = viewer_client.get(reverse("compare-print", query={"f": [own.slug for own in pair]}))
    content = page.content.decode()
    assert content.count("<h2>Codebook values</h2>") == 1
    assert f"0000000042-25-000001, characters {START}–{END}</a>" in content
    assert (content.count(f"“{DENIAL}”"), "not coded yet" in content) == (1, True)

"""Codebook values where people meet them: in the grid, beside the text, in files and over the interface."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.wording.storing import refresh_wordings
from disclosures.codes.storing import refresh_codes
from disclosures.models import Filing
from tests.comparison.exports.office import sheets
from tests.factories import BOARD, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

OVERSIGHT = "The audit committee of our board oversees cybersecurity risk and is briefed every quarter."
PROGRAMME = "Our programme follows the NIST framework and ISO 27001. We do not carry cyber insurance."


def hold(issuer: str = "Alpha", **fields: Any) -> Filing:
    return make_filing(issuer, texts={BOARD: OVERSIGHT, PROCESSES: PROGRAMME}, **fields)


def chips(client: Client, filing: Filing) -> dict[str, list[tuple[str, str]]]:
    """Of the first column, by name of the row."""
    page = client.get(reverse("compare", query={"f": filing.slug})).context["page"]
    return {
        row.row.element.name: [(chip.words, chip.state.value) for chip in row.cells[0].chips]
        for group in page.groups
        for row in group.rows
        if row.cells[0].chips
    }


def test_chips_stand_in_the_rows_they_belong_to(viewer_client: Client) -> None:
    filing = hold()
    refresh_codes()
    assert chips(viewer_client, filing) == {
        "Processes for managing threats": [
            ("ISO 27001, NIST", "disclosed"),
            ("denies insurance", "denied"),
        ],
        "Board oversight": [("audit committee", "disclosed"), ("quarterly", "disclosed")],
    }


def test_a_cell_has_no_chip_of_words_that_stand_elsewhere(viewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: PROGRAMME, PROCESSES: OVERSIGHT})
    refresh_codes()
    assert chips(viewer_client, filing) == {}


def test_a_filing_that_waits_has_no_chips_and_no_table(viewer_client: Client) -> None:
    filing = hold()
    assert chips(viewer_client, filing) == {}
    answer = viewer_client.get(filing.get_absolute_url())
    assert (answer.context["reading"].codes, b'id="codebook"' in answer.content) == ((), False)


def test_values_of_a_replaced_text_are_not_shown(viewer_client: Client) -> None:
    filing = hold()
    refresh_codes()
    filing.reading_text = f"Foreword. {filing.reading_text}"
    filing.save()  # the job that codes it anew has not come yet
    assert chips(viewer_client, filing) == {}
    assert viewer_client.get(filing.get_absolute_url()).context["reading"].codes == ()


def test_reading_page_shows_values_with_the_way_to_their_words(viewer_client: Client) -> None:
    filing = hold()
    refresh_codes()
    groups = viewer_client.get(filing.get_absolute_url()).context["reading"].codes
    shown = {code.label: code for group in groups for code in group.codes}
    insurance = shown["Insured against incidents"]
    assert (insurance.state.value, insurance.words) == ("denied", "denies")
    assert [(quote.words, quote.address) for quote in insurance.quotes] == [
        ("We do not carry cyber insurance.", f"{filing.get_absolute_url()}#c{len(OVERSIGHT) + 2}")
    ]
    assert "Incident exercises" in next(group.silent for group in groups if group.name == "Programme")


def test_workbook_has_a_sheet_of_codebook_values(viewer_client: Client) -> None:
    coded = hold("Alpha")
    refresh_codes()
    waiting = hold("Beta")
    answer = viewer_client.get(reverse("compare-export", args=["xlsx"]), {"f": [coded.slug, waiting.slug]})
    found = sheets(b"".join(answer.streaming_content))
    rows = {row[0]: row[1:] for row in found["Codebook"]}
    text = f"{OVERSIGHT}\n\n{PROGRAMME}"
    place = f"characters {text.index('We do not')}–{len(text)}"
    assert rows["Insured against incidents"] == [
        "",
        "○ denies",
        f"“We do not carry cyber insurance.” ({coded.slug}, {place})",
        "not coded yet",
        "",
    ]


def test_interface_gives_every_value_with_its_evidence(viewer_client: Client) -> None:
    filing = hold()
    refresh_codes()
    answer = viewer_client.get(f"/api/filings/{filing.slug}/codes").json()
    codes = {own["attribute"]: own for own in answer}
    assert len(codes) == 47
    assert codes["board_oversight_body"] == {
        "attribute": "board_oversight_body",
        "label": "Body of the board that oversees",
        "group": "Board",
        "clause": "106(c)(1)",
        "state": "disclosed",
        "value": ["audit"],
        "evidence": [{"quote": OVERSIGHT, "start": 0, "end": len(OVERSIGHT), "element": BOARD}],
    }


def test_interface_gives_nothing_while_a_filing_waits(viewer_client: Client) -> None:
    assert viewer_client.get(f"/api/filings/{hold().slug}/codes").json() == []


def test_interface_counts_the_sentences_that_three_others_use(viewer_client: Client) -> None:
    filing = hold("Alpha")
    for number in range(3):
        make_filing(f"Other {number}", texts={BOARD: OVERSIGHT})
    refresh_codes()
    refresh_wordings()
    codes = {own["attribute"]: own for own in viewer_client.get(f"/api/filings/{filing.slug}/codes").json()}
    assert (codes["boilerplate_share"]["value"], codes["boilerplate_share"]["state"]) == (33, "disclosed")

"""Item 1.05 of current reports without tags."""

from datetime import date
from pathlib import Path

import pytest

from disclosures.parsing import registry
from disclosures.parsing.incident_items import find_incident_item
from disclosures.parsing.types import ParsedFiling, SourceFormat

COVER = (
    "FORM 8-K",
    "CURRENT REPORT",
    "Date of Report (Date of earliest event reported): March 4, 2024",
    "Tin Lantern Inc.",
    "(Exact name of registrant as specified in its charter)",
)
EVENT = "On March 1, 2024, Tin Lantern found that a stranger had copied its charts."
IMPACT = "For its fiscal year ended June 30, 2024, no material effect is expected."
REST = ("Item 9.01. Financial Statements and Exhibits", "(d) Exhibits.", "SIGNATURES", "Pursuant to …")


def page(*paragraphs: str) -> bytes:
    return f"<html><body>{''.join(f'<p>{words}</p>' for words in paragraphs)}</body></html>".encode()


def read(*paragraphs: str) -> ParsedFiling:
    (filing,) = registry.read(page(*paragraphs))
    return filing


@pytest.mark.parametrize(
    "heading",
    [
        "Item 1.05 Material Cybersecurity Incidents.",
        "ITEM&#160;1.05.&#160;&#160;MATERIAL CYBERSECURITY INCIDENT",
        "<b>Item 1.05</b> – <i>Material Cyber-Security Incidents</i>",
        "Item 1.05",
        "Material Cybersecurity Incident",
        "Disclosure of a Cybersecurity Incident",
    ],
)
@pytest.mark.parametrize(
    "rest", [REST, REST[2:], ("Signature(s)",), ("Item 7.01 Regulation FD Disclosure.",)]
)
def test_item_is_found_between_its_heading_and_the_next(heading: str, rest: tuple[str, ...]) -> None:
    filing = read(*COVER, heading, EVENT, IMPACT, *rest)
    assert filing.reading_text.split("\n\n")[1:] == [EVENT, IMPACT]
    assert (filing.form, filing.issuer_name) == ("8-K", "Tin Lantern Inc.")
    assert (filing.period_end, filing.fiscal_year) == (date(2024, 3, 4), 2024)
    assert [problem.code for problem in filing.problems] == ["no-cyd-facts"]


def test_number_and_title_in_two_cells_are_one_heading() -> None:
    table = "<table><tr><td>Item 1.05</td><td>Material Cybersecurity Incidents.</td></tr></table>"
    filing = read(*COVER, table, EVENT, *REST)
    assert filing.reading_text.split("\n\n")[-1] == EVENT
    assert "Item 9.01" not in filing.reading_text


def test_words_on_the_line_of_the_heading_are_kept() -> None:
    filing = read(*COVER, f"Item 1.05 Material Cybersecurity Incidents. {EVENT}", IMPACT, *REST)
    assert filing.reading_text == f"Item 1.05 Material Cybersecurity Incidents. {EVENT}\n\n{IMPACT}"


def test_item_that_is_only_mentioned_is_not_found() -> None:
    filing = read(*COVER, "Item 8.01 Other Events", "Item 1.05 of our report of May tells more.", *REST)
    assert filing.reading_text == ""
    (message,) = (problem.message for problem in filing.problems if problem.code == "item-not-found")
    assert message == "No heading of Item 1.05 with words under it was found."


@pytest.mark.parametrize(
    "heading", ["Item 1.05 Material Cybersecurity Incidents", "Disclosure of a Cybersecurity Incident"]
)
def test_heading_without_words_is_no_item(heading: str) -> None:
    assert find_incident_item(f"{heading}\n\nItem 9.01 Exhibits") is None
    assert find_incident_item(f"{heading}\n\nSIGNATURES") is None


@pytest.mark.parametrize(
    "lines",
    [
        ("Date of Report (Date of earliest event reported)", "March 4, 2024"),
        ("March 4, 2024", "Date of Report", "(Date of earliest event reported)"),
        ("March 4, 2024", "(Date of earliest event reported)", "Tin Lantern Inc."),
        ("Date of report: 4 March 2024",),
        ("Date of Report (Date of Earliest Event Reported): 3/4/2024",),
    ],
)
def test_day_of_the_event_is_the_period(lines: tuple[str, ...]) -> None:
    filing = read("FORM 8-K", *lines, *COVER[3:], "Item 1.05", EVENT, IMPACT)
    assert filing.period_end == date(2024, 3, 4)


def test_report_of_a_foreign_issuer_may_speak_of_governance() -> None:
    words = "Our board of directors oversees cybersecurity risk and our process to assess it."
    cover = ("FORM 6-K", "REPORT OF FOREIGN PRIVATE ISSUER")
    assert read(*cover, "Cybersecurity", words, "SIGNATURES").reading_text == f"Cybersecurity\n\n{words}"
    assert read(*cover, "Cybersecurity incident", EVENT, "SIGNATURES").reading_text.endswith(EVENT)


def test_real_current_reports_without_their_tags_hold_all_that_was_tagged(shared_data: Path) -> None:
    reports = sorted((shared_data / "filings" / "ixbrl_8k").glob("8-k*.htm"))
    assert len(reports) == 8
    for path in reports:
        data = path.read_bytes()
        (tagged,), (bare,) = registry.read(data, path.name), registry.read_untagged(data, path.name)
        text = " ".join(bare.reading_text.split())
        assert text.startswith("Item 1.05")
        assert not {"SIGNATURE", "SIGNATURES", "SIGNATURE(S)"} & set(bare.reading_text.split("\n\n"))
        assert bare.source_format is SourceFormat.UNTAGGED
        assert bare.period_end == tagged.period_end
        paragraphs = [" ".join(part.split()) for own in tagged.elements for part in own.text.split("\n\n")]
        assert [words for words in paragraphs if words not in text] == []

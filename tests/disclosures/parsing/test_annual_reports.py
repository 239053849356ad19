"""The cybersecurity item found and cut out of whole annual reports in the layouts that filers use."""

from dataclasses import replace

import pytest

from disclosures.parsing import registry
from disclosures.parsing.reading import PARAGRAPH_BREAK
from tests.disclosures.parsing.annual_reports import (
    LAYOUTS,
    OWN,
    Part,
    annual_report,
    change_part,
    make_plain,
)

POINTER = (
    "The information required by this item is set forth under the heading “Cyber resilience” in the section "
    "“Our year” of this annual report and is incorporated herein by reference.",
)
SHORT = ("Not applicable.",)


def paragraphs_of(report: tuple[Part, ...], layout: str) -> list[str]:
    """The item's paragraphs as read, without what stands over them: its heading, in one piece or two."""
    (filing,) = registry.read(LAYOUTS[layout](report), "report")
    paragraphs = filing.reading_text.split(PARAGRAPH_BREAK)
    while paragraphs and is_heading(paragraphs[0]):
        paragraphs.pop(0)
    return paragraphs


def is_heading(paragraph: str) -> bool:
    return len(paragraph) < 90 and ("cyber" in paragraph.lower() or paragraph.lower().startswith("item"))


def as_written(paragraphs: tuple[str, ...], layout: str) -> list[str]:
    """Paragraphs in the letters that a layout has."""
    return [make_plain(words) if layout == "pdf" else words for words in paragraphs]


def without(report: tuple[Part, ...], *numbers: str) -> tuple[Part, ...]:
    return tuple(part for part in report if part.number not in numbers)


FOREIGN, DOMESTIC = annual_report("20-F"), annual_report("10-K")
REPORTS = {
    "20-F": FOREIGN,
    "10-K": DOMESTIC,
    "16.K": change_part(FOREIGN, "16K", number="16.K"),
    "16 K": change_part(FOREIGN, "16K", number="16 K"),
    "16J and 16K together": change_part(
        without(FOREIGN, "16J"),
        "16K",
        number="16J and 16K",
        title="Insider Trading Policies and Cybersecurity",
    ),
    "17 and 18 together": change_part(without(FOREIGN, "18"), "17", number="17 and 18"),
    "no 17 and 18": without(FOREIGN, "17", "18"),
    "letters under Item 16": tuple(
        replace(part, number="", title=f"{part.number[-1]}. {part.title}")
        if part.number.startswith("16")
        else part
        for part in FOREIGN
    ),
    "1C with a long title": change_part(
        DOMESTIC, "1C", title="Cybersecurity Risk Management, Strategy, Governance and Incidents"
    ),
    "1C of another title": change_part(DOMESTIC, "1C", title="Cyber Risk Management"),
    "1C on information security": change_part(DOMESTIC, "1C", title="Information Security"),
    "no Item 2": without(DOMESTIC, "2"),
    "no Items 2 to 4": without(DOMESTIC, "2", "3", "4"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", REPORTS)
def test_item_of_a_whole_report_is_cut_out_exactly(name: str, layout: str) -> None:
    assert paragraphs_of(REPORTS[name], layout) == as_written(OWN, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("form", "number"), [("20-F", "16K"), ("10-K", "1C")])
def test_item_that_does_not_apply_is_found_all_the_same(form: str, number: str, layout: str) -> None:
    report = change_part(annual_report(form), number, paragraphs=SHORT)
    assert paragraphs_of(report, layout) == as_written(SHORT, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("form", "number"), [("20-F", "16K"), ("10-K", "1C")])
def test_item_incorporated_by_reference_is_followed(form: str, number: str, layout: str) -> None:
    report = change_part(annual_report(form), number, paragraphs=POINTER)
    report = (*report[:4], Part("", "Cyber resilience", OWN), *report[4:])
    assert paragraphs_of(report, layout) == as_written(OWN, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cover_of_a_whole_report_is_read(layout: str) -> None:
    (filing,) = registry.read(LAYOUTS[layout](FOREIGN), "report")
    assert (filing.form, filing.issuer_name, str(filing.period_end), filing.fiscal_year) == (
        "20-F",
        "Pewter Gull Shipping Ltd.",
        "2024-12-31",
        2024,
    )

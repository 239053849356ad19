"""A real platform's page, read from beside the repository; and that other real documents are none."""

from pathlib import Path

import pytest

from disclosures.parsing.formats.web_disclosure import looks_like, parse
from tests.disclosures.parsing.test_web_disclosure import check_places


@pytest.fixture
def platform_page(shared_data: Path) -> bytes:
    return next((shared_data / "seeds").glob("002_*")).read_bytes()


def test_real_platform_page_loses_nothing(platform_page: bytes) -> None:
    filing = parse(platform_page)
    assert looks_like(platform_page)
    assert filing.reading_text.split() == platform_page.decode().split()
    check_places(filing)
    assert [problem.code for problem in filing.problems] == [
        "issuer-missing",
        "period-from-text",
        "empty-field",
        "empty-section",
    ]


def test_real_platform_page_has_every_section_and_measure_once(platform_page: bytes) -> None:
    filing = parse(platform_page)
    assert [(element.concept.partition(":")[2], len(element.paragraphs)) for element in filing.elements] == [
        ("customer-service", 1),
        ("working-hours", 1),
        ("supervisor", 1),
        ("filing-time", 0),
        ("registration", 1),
        ("business-licence", 1),
        ("fund-depository", 1),
        ("security-level", 1),
        ("website-record", 0),
        ("risks-and-controls", 7),
        ("risk-organisation", 1),
        ("major-events", 1),
        ("post-loan-management", 3),
    ]
    measures = [
        " ".join(line.split()) for line in platform_page.decode().splitlines() if line[:1].isdecimal()
    ]
    paragraphs = [paragraph for element in filing.elements for paragraph in element.paragraphs]
    assert len(measures) == 7
    # The fifth speaks of major events, and stands among the risks.
    assert [paragraphs.count(measure) for measure in measures] == [1, 1, 1, 1, 2, 1, 1]


def test_real_platform_page_has_each_line_in_a_label_heading_or_value(platform_page: bytes) -> None:
    filing = parse(platform_page)
    text = filing.reading_text
    held = [False] * len(text)
    for element in filing.elements:
        for span in element.locator.spans:
            held[span.start : span.end] = [True] * (span.end - span.start)
        for title in element.heading:
            start = text.find(title)
            held[start : start + len(title)] = [True] * len(title)
    left = "".join(char if not is_held else "\n" for char, is_held in zip(text, held, strict=True))
    # What belongs to no element and no heading: the colons of two labels, the number of a heading.
    assert left.split() == [":", ":", "II."]


def test_real_filings_are_no_web_disclosures(shared_data: Path) -> None:
    folder = shared_data / "filings"
    files = [*folder.glob("rpages/*"), *folder.glob("ixbrl_8k/*"), *folder.glob("submissions/*")]
    seeds = [path for path in (shared_data / "seeds").iterdir() if not path.name.startswith("002")]
    taken = [path.name for path in (*files, *seeds) if path.is_file() and looks_like(path.read_bytes())]
    assert taken == []

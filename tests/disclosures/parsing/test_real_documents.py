"""What real documents give; they are read from beside the repository and skipped where they are not there."""

from pathlib import Path

import pytest

from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.text import fold
from disclosures.parsing.types import ElementKind, ParsedFiling, SourceFormat


def read_one(path: Path) -> ParsedFiling:
    (filing,) = registry.read(path.read_bytes(), path.name)
    return filing


@pytest.mark.parametrize(("pattern", "form"), [("000_*.txt", "20-F"), ("001_*.txt", "")])
def test_copied_page_gives_nine_texts_and_six_flags(shared_data: Path, pattern: str, form: str) -> None:
    (path,) = (shared_data / "seeds").glob(pattern)
    filing = read_one(path)
    kinds = [element.kind for element in filing.elements]
    assert (kinds.count(ElementKind.TEXT), kinds.count(ElementKind.FLAG)) == (9, 6)
    assert (filing.form, filing.fiscal_year, str(filing.period_end)) == (form, 2024, "2024-12-31")
    assert [problem.code for problem in filing.problems] == ["issuer-missing"]
    for element in filing.elements:
        words = " ".join(filing.reading_text[s.start : s.end] for s in element.locator.spans)
        assert "".join(words.split()) == "".join(element.text.split())


def test_texts_of_a_copied_page_stand_within_the_first_where_it_holds_them(shared_data: Path) -> None:
    (path,) = (shared_data / "seeds").glob("000_*.txt")
    filing = read_one(path)
    assert filing.reading_text == filing.elements[0].text


def test_page_and_report_of_one_issuer_agree(shared_data: Path) -> None:
    page = read_one(shared_data / "filings/rpages/NVDA_R31_transcribed.htm")
    (path,) = (shared_data / "filings/ixbrl_10k").glob("nvda-*.htm")
    report = read_one(path)

    def facts(filing: ParsedFiling) -> dict[str, bool | str | None]:
        return {e.concept: e.flag if e.kind is ElementKind.FLAG else fold(e.text) for e in filing.elements}

    assert len(page.elements) == 15
    assert facts(page) == facts(report)
    assert (page.period_end, page.fiscal_year) == (report.period_end, report.fiscal_year)


@pytest.mark.parametrize(
    "name", ["AAPL_10Q_R1.htm", "AAPL_10Q_R2.htm", "AAPL_10Q_R18.htm", "AAPL_10Q_R19.htm"]
)
def test_page_about_something_else_is_refused(shared_data: Path, name: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_one(shared_data / "filings/rpages" / name)
    assert caught.value.code == "no-cyd-facts"


@pytest.mark.parametrize("name", ["FilingSummary.xml", "MetaLinks.json"])
def test_lists_of_a_filing_are_no_filing(shared_data: Path, name: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_one(shared_data / "filings/rpages" / name)
    assert caught.value.code == "unknown-format"


def test_submission_without_cyd_facts_is_kept_under_its_issuer(shared_data: Path) -> None:
    filing = read_one(shared_data / "filings/submissions/0001213900-25-032135.txt")
    assert (filing.form, filing.cik, filing.accession) == ("8-K", "0001173313", "0001213900-25-032135")
    assert [problem.code for problem in filing.problems] == ["no-cyd-facts", "item-not-found"]


def test_submission_without_header_or_markup_is_kept_as_untagged(shared_data: Path) -> None:
    filing = read_one(shared_data / "filings/submissions/0000899681-95-000096.txt")
    assert (filing.form, filing.elements, filing.source_format) == ("S-3/A", (), SourceFormat.UNTAGGED)
    assert {"no-cyd-facts", "item-not-found"} <= {problem.code for problem in filing.problems}


def test_untagged_report_gives_its_item_and_its_cover(shared_data: Path) -> None:
    (path,) = (shared_data / "filings/untagged").glob("aapl-*.htm")
    filing = read_one(path)
    assert (filing.source_format, filing.form, filing.cik) == (SourceFormat.UNTAGGED, "10-K", "0000320193")
    paragraphs = filing.reading_text.split("\n\n")
    assert (fold(paragraphs[0]), len(paragraphs)) == ("Item 1C. Cybersecurity", 5)

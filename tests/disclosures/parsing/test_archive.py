"""Zips: which of their files are one filing, and which zips are refused."""

from pathlib import Path

import pytest

from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import archive
from disclosures.parsing.limits import Limits
from disclosures.parsing.types import ParsedFiling, Severity, SourceFormat
from tests.disclosures.parsing.documents import (
    ROLE,
    encrypted,
    inline_document,
    instance_document,
    page_document,
    page_text,
    submission_document,
    untagged_document,
    zip_of,
    zip_with_link,
)

SAMPLES = Path(__file__).resolve().parents[3] / "disclosures/samples"
PLAN = SAMPLES / "eastmark-plan/digital-finance-safety-plan.txt"
BROKEN = b"<?xml version='1.0'?><html xmlns:ix=\"http://www.xbrl.org/2013/inlineXBRL\"><body>"
OTHER = inline_document("We guard the mill.", issuer="Tide Mill plc", schema="tml.xsd", cik="0000004321")


def read(*members: tuple[str, bytes]) -> tuple[ParsedFiling, ...]:
    return registry.read(zip_of(*members), "x.zip")


def issuers(filings: tuple[ParsedFiling, ...]) -> list[str]:
    return sorted(filing.issuer_name for filing in filings)


def test_documents_of_one_inline_set_are_one_filing() -> None:
    part = inline_document("The mate runs it.", concept=ROLE, has_cover=False)
    (filing,) = read(("hbr.htm", inline_document("")), ("hbr-ex13.htm", part), ("hbr-20241231.xsd", b"<x/>"))
    assert [element.concept for element in filing.elements] == [f"cyd:{ROLE}"]
    assert (filing.source_format, filing.issuer_name) == (SourceFormat.ZIP, "Harbour Rope Co")
    assert filing.documents == ("hbr.htm", "hbr-ex13.htm")


def test_instance_and_pages_of_a_packed_filing_are_not_read_again() -> None:
    (filing,) = read(
        ("hbr.htm", inline_document()),
        ("hbr_htm.xml", instance_document()),
        ("R4.htm", page_document()),
        ("FilingSummary.xml", b"<FilingSummary/>"),
        ("hbr-20241231.xsd", b"<x/>"),
        ("logo.jpg", b"\xff\xd8\xff"),
    )
    assert [element.text for element in filing.elements] == ["We sweep the quay for rogue aerials."]
    assert filing.problems == ()


def test_instance_stands_in_for_a_broken_inline_document_of_a_packed_filing() -> None:
    (filing,) = read(("hbr.htm", BROKEN), ("hbr_htm.xml", instance_document()), ("hbr.xsd", b"<x/>"))
    assert [element.text for element in filing.elements] == ["We sweep the quay for rogue aerials."]
    assert [(p.code, p.severity) for p in filing.problems] == [("truncated", Severity.ERROR)]


def test_pages_of_a_packed_filing_are_one_filing() -> None:
    (filing,) = read(
        (
            "R2.htm",
            page_document("8-K", concept="dei").replace(b"defref_cyd_dei", b"defref_dei_DocumentType"),
        ),
        ("R3.htm", page_document("The mate runs the drills.")),
        (
            "R4.htm",
            page_document("Twice a year.", concept="CybersecurityRiskBoardOfDirectorsOversightTextBlock"),
        ),
        ("FilingSummary.xml", b"<FilingSummary/>"),
    )
    assert filing.reading_text == "The mate runs the drills.\n\nTwice a year."
    spans = [filing.elements[index].locator.spans[0] for index in (0, 1)]
    assert [filing.reading_text[span.start : span.end] for span in spans] == [
        "The mate runs the drills.",
        "Twice a year.",
    ]


def test_folder_of_filings_gives_each_of_them() -> None:
    filings = read(
        ("in/hbr.htm", inline_document()),
        ("in/tml.htm", OTHER),
        ("in/page.txt", page_text()),
        ("in/whole.txt", submission_document(("a.htm", inline_document(issuer="Third")))),
        ("in/plain.htm", untagged_document()),
    )
    assert issuers(filings) == ["", "Harbour Rope Co", "Third", "Tide Mill plc", "Tin Lantern Inc."]
    assert [(filing.documents[0], filing.source_format) for filing in filings] == [
        ("in/hbr.htm", SourceFormat.INLINE_XBRL),
        ("in/tml.htm", SourceFormat.INLINE_XBRL),
        ("in/page.txt", SourceFormat.RPAGE_TEXT),
        ("a.htm", SourceFormat.SUBMISSION),
        ("in/plain.htm", SourceFormat.UNTAGGED),
    ]


def test_documents_without_a_schema_and_one_cover_are_one_filing() -> None:
    cover = inline_document("", schema="").replace(b"link:schemaRef", b"link:roleRef")
    part = inline_document("The mate runs it.", concept=ROLE, has_cover=False, schema="")
    (filing,) = read(("hbr.htm", cover), ("ex13.htm", part.replace(b"link:schemaRef", b"link:roleRef")))
    assert (filing.issuer_name, [e.text for e in filing.elements]) == (
        "Harbour Rope Co",
        ["The mate runs it."],
    )


def test_instance_beside_its_inline_document_is_no_filing_of_its_own() -> None:
    filings = read(
        ("hbr.htm", inline_document()),
        ("hbr_htm.xml", instance_document(cik="0000009999")),
        ("tml.htm", OTHER),
    )
    assert [(f.issuer_name, len(f.elements)) for f in filings] == [
        ("Harbour Rope Co", 1),
        ("Tide Mill plc", 1),
    ]


def test_folder_named_by_accession_number_gives_it_to_its_filing() -> None:
    filings = read(("0000001234-25-000001/hbr.htm", inline_document()), ("000000432125000002/tml.htm", OTHER))
    assert [filing.accession for filing in filings] == ["0000001234-25-000001", "0000004321-25-000002"]


def test_accession_number_in_the_name_of_the_zip_is_that_of_a_single_filing_only() -> None:
    one, two = ("a.htm", inline_document()), ("b.htm", OTHER)
    name = "0000001234-25-000001-xbrl.zip"
    assert [filing.accession for filing in registry.read(zip_of(one), name)] == ["0000001234-25-000001"]
    assert [filing.accession for filing in registry.read(zip_of(one, two), name)] == ["", ""]


def test_accession_number_in_the_name_of_a_member_is_that_of_its_filing() -> None:
    whole = submission_document(("a.htm", inline_document()))
    filings = read(("0000001234-25-000001.txt", whole), ("b.htm", OTHER))
    assert [filing.accession for filing in filings] == ["0000001234-25-000001", ""]


def test_filing_and_its_amendment_under_one_schema_are_two() -> None:
    filings = read(("a.htm", inline_document()), ("b.htm", inline_document(form="10-K/A")))
    assert [(filing.form, filing.is_amendment) for filing in filings] == [("10-K", False), ("10-K/A", True)]


def test_zip_of_zips_gives_all_filings() -> None:
    filings = read(("a.zip", zip_of(("a.htm", inline_document()))), ("b.zip", zip_of(("b.htm", OTHER))))
    assert issuers(filings) == ["Harbour Rope Co", "Tide Mill plc"]


def test_third_zip_inside_is_skipped_and_said() -> None:
    deep = zip_of(("c.zip", zip_of(("c.htm", OTHER))), ("b.htm", inline_document()))
    (filing,) = read(("a.zip", deep))
    assert filing.issuer_name == "Harbour Rope Co"
    assert [(p.code, p.locator) for p in filing.problems] == [("nested-archive", "c.zip")]


def test_member_that_is_no_filing_is_skipped_and_said() -> None:
    (filing,) = read(("a.htm", inline_document()), ("notes.txt", b"Opening hours of the baths."))
    assert [(p.code, p.locator) for p in filing.problems] == [("unknown-format", "notes.txt")]


def test_name_that_stands_twice_is_said() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zip_of(("a.htm", inline_document("First.")), ("a.htm", inline_document("Second one.")))
    (filing,) = registry.read(data)
    assert [element.text for element in filing.elements] == ["Second one."]
    assert [problem.code for problem in filing.problems] == ["duplicate-member"]


def test_files_of_the_operating_system_are_left_alone() -> None:
    (filing,) = read(("__MACOSX/._a.htm", b"\0\5"), (".DS_Store", b"\0"), ("a.htm", inline_document()))
    assert filing.problems == ()


@pytest.mark.parametrize(
    "path", ["../a.htm", "x/../../a.htm", "/etc/a.htm", "C:/a.htm", "..\\a.htm", "\\\\s\\a.htm"]
)
def test_path_outside_is_refused(path: str) -> None:
    with pytest.raises(ParseError) as caught:
        read((path, inline_document()))
    assert caught.value.code == "unsafe-path"


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (zip_with_link("a.htm", "/etc/passwd"), Limits(), "archive-link"),
        (encrypted(zip_of(("a.htm", inline_document()))), Limits(), "password-protected"),
        (zip_of(("a", b"1"), ("b", b"2")), Limits(archive_members=1), "archive-too-large"),
        (zip_of(("a", b"12345")), Limits(member_bytes=4), "archive-too-large"),
        (zip_of(("a", b"123"), ("b", b"456")), Limits(archive_bytes=5), "archive-too-large"),
        (zip_of(("a", b"0" * 5_000_000)), Limits(), "archive-bomb"),
    ],
)
def test_dangerous_zip_is_refused(data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        registry.read(data, "x.zip", limits)
    assert caught.value.code == code


def test_member_larger_than_it_says_is_refused() -> None:
    data = bytearray(zip_of(("a.htm", inline_document())))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(magic) + offset
        data[at : at + 4] = (20).to_bytes(4, "little")
    with pytest.raises(ParseError) as caught:
        registry.read(bytes(data))
    assert caught.value.code in ("archive-bomb", "broken-zip")


def test_zips_inside_count_against_the_same_limit() -> None:
    inner = zip_of(("a.htm", inline_document("drill " * 80)))
    limits = Limits(archive_bytes=len(inline_document("drill " * 80)) + 2 * len(inner) + 10)
    two = zip_of(("a.zip", inner), ("b.zip", inner))
    filings = registry.read(two, limits=limits)
    assert [[p.code for p in filing.problems] for filing in filings] == [["archive-too-large"]]


def test_parse_refuses_to_choose_between_filings() -> None:
    with pytest.raises(ParseError) as caught:
        archive.parse(zip_of(("a.htm", inline_document()), ("b.htm", OTHER)))
    assert caught.value.code == "several-filings"
    assert archive.parse(zip_of(("a.htm", OTHER))).issuer_name == "Tide Mill plc"


def test_zip_of_several_plans_is_refused_with_a_sentence() -> None:
    plan = PLAN.read_bytes()
    with pytest.raises(ParseError, match="The zip holds 2 plans; bring each in by itself") as caught:
        read(("a/plan.txt", plan), ("b/plan.txt", plan))
    assert caught.value.code == "several-plans"
    (alone,) = read(("a/plan.txt", plan))
    assert alone.source_format is SourceFormat.REGULATOR_PLAN

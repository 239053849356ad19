"""Detection by content, and what becomes of input that cannot be used."""

import codecs
import zipfile
from io import BytesIO

import pytest

from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.limits import Limits
from disclosures.parsing.types import Severity, SourceFormat
from tests.disclosures.parsing.documents import (
    ROLE,
    inline_document,
    instance_document,
    page_document,
    page_text,
    submission_document,
    untagged_document,
    zip_of,
)

FORMATS = {
    SourceFormat.INLINE_XBRL: inline_document(),
    SourceFormat.XBRL_INSTANCE: instance_document(),
    SourceFormat.RPAGE_HTML: page_document(),
    SourceFormat.RPAGE_TEXT: page_text(),
    SourceFormat.SUBMISSION: submission_document(("a.htm", inline_document())),
    SourceFormat.UNTAGGED: untagged_document(),
    SourceFormat.ZIP: zip_of(
        ("a.htm", inline_document()), ("a_htm.xml", instance_document()), ("a.xsd", b"<x/>")
    ),
}


def code_of(data: bytes, name: str = "", limits: Limits = registry.DEFAULT_LIMITS) -> str:
    """The code with which the whole file is refused."""
    with pytest.raises(ParseError) as caught:
        registry.read(data, name, limits)
    assert str(caught.value).endswith((".", "?")), "a sentence"
    return caught.value.code


def codes(data: bytes) -> list[str]:
    """The codes of the problems of the one filing in the file."""
    (filing,) = registry.read(data, "x")
    return [problem.code for problem in filing.problems]


@pytest.mark.parametrize("source_format", FORMATS)
@pytest.mark.parametrize("name", ["", "a.pdf", "a.zip", "R2.htm", "a_htm.xml"])
def test_format_is_told_by_content_whatever_the_name(source_format: SourceFormat, name: str) -> None:
    (filing,) = registry.read(FORMATS[source_format], name)
    assert filing.source_format is source_format


def test_every_source_format_has_a_reader() -> None:
    # A notes archive holds thousands of filings: disclosures.market reads it, not the registry.
    assert set(registry.FORMATS) == set(SourceFormat) - {SourceFormat.NOTES_ARCHIVE}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\0" * 40, "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "unknown-format"),
        (b"%PDF-1.7\n1 0 obj\n", "broken-pdf"),
        (registry.OLE_MAGIC + b"\0" * 600, "unknown-format"),
        (registry.OLE_MAGIC + registry.PROTECTED_OFFICE, "password-protected"),
        (zip_of(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), "unknown-format"),
        (b'{"cik": 1}', "unknown-format"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "unknown-format"),
        (b"<html><body><p>Opening hours of the baths.</p></body></html>", "unknown-format"),
        (b"Opening hours of the baths: nine to five.\n", "unknown-format"),
        (b"Opening\0hours", "unknown-format"),
        (bytes(range(1, 256)) * 8, "unknown-format"),
    ],
)
def test_unrelated_file_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zip_of(("[Content_Types].xml", b"<x/>")), "This is an Office file (Word, Excel or the like)."),
        (b"\x1f\x8b\x08\0", "This is a gzip file."),
        (b'{"cik": 1}', "This is JSON, not a filing."),
    ],
)
def test_refusal_names_what_the_file_is_and_what_would_be_accepted(data: bytes, words: str) -> None:
    with pytest.raises(ParseError) as caught:
        registry.read(data)
    assert str(caught.value) == f"{words} {registry.ACCEPTED}"


def test_file_over_the_limit_is_refused() -> None:
    assert code_of(page_text(), limits=Limits(file_bytes=20)) == "too-large"


@pytest.mark.parametrize("source_format", [SourceFormat.INLINE_XBRL, SourceFormat.XBRL_INSTANCE])
def test_truncated_document_is_refused(source_format: SourceFormat) -> None:
    assert code_of(FORMATS[source_format][:-30]) == "truncated"


def test_truncated_submission_is_refused_when_its_only_document_is_cut() -> None:
    whole = submission_document(("a.htm", inline_document()))
    assert code_of(whole[: whole.index(b"</body>")]) == "truncated"


def test_submission_cut_after_a_whole_document_is_read_and_says_so() -> None:
    data = submission_document(("a.htm", inline_document()), is_closed=False)
    (filing,) = registry.read(data)
    assert [(p.code, p.severity) for p in filing.problems if p.code == "truncated"] == [
        ("truncated", Severity.ERROR)
    ]
    assert len(filing.elements) == 1


def test_submission_that_ends_in_its_header_is_refused() -> None:
    assert code_of(b"<SEC-DOCUMENT>x.txt : 20250303\n<SEC-HEADER>\nACCESSION NUMBER: 0000") == "truncated"


def test_truncated_page_is_read_as_far_as_it_goes_and_says_so() -> None:
    data = page_document()
    assert "truncated" in codes(data[: data.index(b"</table>")])


@pytest.mark.parametrize(
    "source_format", [SourceFormat.RPAGE_HTML, SourceFormat.RPAGE_TEXT, SourceFormat.UNTAGGED]
)
def test_nul_in_text_is_refused(source_format: SourceFormat) -> None:
    assert code_of(FORMATS[source_format] + b"\0 drills") == "nul-bytes"


def test_nul_in_markup_is_refused() -> None:
    assert code_of(inline_document().replace(b"rogue", b"ro\0gue")) == "nul-bytes"


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE html SYSTEM "http://example.invalid/x.dtd">',
    ],
)
def test_entities_and_outside_references_are_refused(declaration: bytes) -> None:
    assert code_of(inline_document().replace(b"<html", declaration + b"<html", 1)) == "entity-declaration"


def test_deep_nesting_is_refused() -> None:
    deep = "<i>" * 3000 + "x" + "</i>" * 3000
    assert code_of(inline_document(deep)) == "too-deep"


def test_huge_single_text_is_refused() -> None:
    assert code_of(inline_document("x" * 11_000_000)) == "huge-text"


def test_bytes_other_than_declared_are_read_and_noted() -> None:
    data = inline_document("The board’s plan.").decode().encode("cp1252")
    (filing,) = registry.read(data)
    assert filing.elements[0].text == "The board’s plan."
    assert "encoding-mismatch" in [problem.code for problem in filing.problems]


def test_text_that_is_not_utf_8_is_read_as_windows_and_noted() -> None:
    data = page_text("The board’s plan.").decode().encode("cp1252")
    (filing,) = registry.read(data)
    assert filing.elements[0].text == "The board’s plan."
    assert "encoding-guessed" in [problem.code for problem in filing.problems]


def test_text_in_no_known_encoding_is_refused() -> None:
    assert code_of(page_text() + b" \x81\xff") == "wrong-encoding"


def test_text_in_utf_16_is_read() -> None:
    (filing,) = registry.read(codecs.BOM_UTF16_LE + page_text("Größe 7").decode().encode("utf-16-le"))
    assert [element.text for element in filing.elements] == ["Größe 7"]


def test_page_about_something_else_is_refused() -> None:
    data = page_document().replace(f"defref_cyd_{ROLE}".encode(), b"defref_dei_DocumentType")
    assert code_of(data) == "no-cyd-facts"


def test_copied_page_about_something_else_is_refused() -> None:
    data = (
        b"Cover Page\n|12 Months Ended\nDec. 31, 2024\n|Document Type\n|10-K\n|X\n- References\n+ Details\n"
    )
    assert code_of(data) == "no-cyd-facts"


def test_filing_without_cyd_facts_is_untagged_and_keeps_its_cover() -> None:
    (filing,) = registry.read(inline_document(""))
    assert (filing.source_format, filing.issuer_name, filing.elements) == (
        SourceFormat.UNTAGGED,
        "Harbour Rope Co",
        (),
    )
    assert [problem.code for problem in filing.problems] == ["no-cyd-facts", "item-not-found"]


def test_cik_that_is_none_is_said() -> None:
    assert "cik-invalid" in codes(inline_document(cik="12x4"))


def test_period_that_makes_no_sense_is_said() -> None:
    assert "period-implausible" in codes(inline_document(period_end="1024-12-31"))


def test_undeclared_prefix_is_read_and_said() -> None:
    data = inline_document().replace(b' xmlns:cyd="http://xbrl.sec.gov/cyd/2024"', b"")
    (filing,) = registry.read(data)
    assert len(filing.elements) == 1
    assert "undeclared-prefix" in [problem.code for problem in filing.problems]


def test_zip_without_its_end_is_refused() -> None:
    assert code_of(zip_of(("a.htm", inline_document()))[:-40]) == "broken-zip"


def test_zip_of_nothing_readable_is_refused() -> None:
    assert code_of(zip_of(("notes.txt", b"Opening hours of the baths."))) == "unknown-format"


def test_empty_zip_is_refused() -> None:
    buffer = BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    assert code_of(buffer.getvalue()) == "no-filing"


def test_accession_number_is_taken_from_the_name_where_the_content_has_none() -> None:
    (filing,) = registry.read(page_text(), "000000123425000007/R4.txt")
    assert filing.accession == "0000001234-25-000007"


def test_current_report_belongs_to_the_year_of_its_day() -> None:
    (filing,) = registry.read(inline_document(form="8-K", period_end="2026-01-14"))
    assert filing.fiscal_year == 2026

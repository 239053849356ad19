"""Complete submissions; whole ones stand under golden/."""

from datetime import date

import pytest

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import submission
from disclosures.parsing.types import SourceFormat
from tests.disclosures.parsing.documents import (
    ROLE,
    inline_document,
    instance_document,
    page_document,
    submission_document,
)

HEADER = (
    "ACCESSION NUMBER:\t\t0000001234-25-000007\nCONFORMED SUBMISSION TYPE:\t10-K/A\n"
    "CONFORMED PERIOD OF REPORT:\t20241231\nFILED AS OF DATE:\t\t20250303\n\nFILER:\n\n\tCOMPANY DATA:\t\n"
    "\t\tCOMPANY CONFORMED NAME:\t\t\tHARBOUR ROPE CO\n\t\tCENTRAL INDEX KEY:\t\t\t0000001234\n"
)
SUBJECT = (
    "\nSUBJECT COMPANY:\n\n\tCOMPANY DATA:\t\n\t\tCOMPANY CONFORMED NAME:\t\t\tSOMEBODY ELSE\n"
    "\t\tCENTRAL INDEX KEY:\t\t\t0000009999\n"
)


def test_facts_win_over_the_header_and_the_header_fills_the_rest() -> None:
    data = submission_document(("a.htm", inline_document(form="10-K")), header=HEADER)
    filing = submission.parse(data)
    assert (filing.form, filing.issuer_name, filing.cik) == ("10-K", "Harbour Rope Co", "0000001234")
    assert (filing.accession, filing.filed) == ("0000001234-25-000007", date(2025, 3, 3))


def test_instance_is_read_where_no_document_is_tagged() -> None:
    data = submission_document(
        ("a.htm", b"<html><body><p>A report.</p></body></html>"),
        ("a_htm.xml", instance_document()),
        header=HEADER,
    )
    filing = submission.parse(data)
    assert [element.text for element in filing.elements] == ["We sweep the quay for rogue aerials."]
    assert filing.source_format is SourceFormat.SUBMISSION


def test_page_supplies_the_facts_of_a_filing_tagged_on_its_cover_only() -> None:
    data = submission_document(("a.htm", inline_document("")), ("R4.htm", page_document()), header=HEADER)
    filing = submission.parse(data)
    assert [(e.concept, e.text) for e in filing.elements] == [(f"cyd:{ROLE}", "The mate runs the drills.")]
    assert filing.issuer_name == "Harbour Rope Co"
    assert filing.documents == ("a.htm", "R4.htm")
    assert "no-cyd-facts" not in [problem.code for problem in filing.problems]


def test_plain_text_submission_without_header_is_untagged() -> None:
    head, tail = b"<DOCUMENT>\n<TYPE>10-K405\n<SEQUENCE>1\n<TEXT>\n\n", b"</TEXT>\n</DOCUMENT>\n"
    data = head + b"  An old report of a rope works.\n" + tail
    filing = submission.parse(data)
    assert (filing.form, filing.elements, filing.reading_text) == ("10-K405", (), "")
    assert [problem.code for problem in filing.problems] == ["no-cyd-facts", "item-not-found"]


def test_untagged_submission_gives_the_words_of_its_item() -> None:
    text = (
        b"FORM 10-K\n\nITEM 1C. CYBERSECURITY\n\nWe lock the rope loft.\n\nITEM 2. PROPERTIES\n\nOne loft.\n"
    )
    filing = submission.parse(submission_document(("a.txt", text), header=HEADER))
    assert filing.reading_text == "ITEM 1C. CYBERSECURITY\n\nWe lock the rope loft."
    assert (filing.issuer_name, filing.period_end) == ("HARBOUR ROPE CO", date(2024, 12, 31))


def test_several_filers_are_said_but_a_subject_company_is_none() -> None:
    document = ("a.htm", inline_document())
    second = (
        HEADER[HEADER.index("\nFILER:") :].replace("HARBOUR ROPE CO", "ROPE FINANCE").replace("1234", "1235")
    )
    one = submission.parse(submission_document(document, header=HEADER + SUBJECT))
    two = submission.parse(submission_document(document, header=HEADER + second))
    assert one.problems == ()
    assert [problem.code for problem in two.problems] == ["several-registrants"]


def test_cik_of_facts_and_header_that_differ_are_said() -> None:
    data = submission_document(("a.htm", inline_document(cik="0000000077")), header=HEADER)
    assert [problem.code for problem in submission.parse(data).problems] == ["cik-differs"]


def test_encoded_members_are_left_alone() -> None:
    head = b"<DOCUMENT>\n<TYPE>ZIP\n<FILENAME>x-xbrl.zip\n<TEXT>\nbegin 644 x.zip\n"
    graphic = head + b"M4$L#!!0\nend\n</TEXT>\n</DOCUMENT>\n"
    data = submission_document(("a.htm", inline_document())).replace(
        b"</SEC-DOCUMENT>", graphic + b"</SEC-DOCUMENT>"
    )
    filing = submission.parse(data)
    assert filing.documents == ("a.htm",)
    assert filing.problems == ()


def test_document_that_is_cut_is_named() -> None:
    whole = submission_document(("a.htm", inline_document()), ("b.htm", page_document()))
    filing = submission.parse(whole[: whole.index(b"<table")])
    truncated = [problem.locator for problem in filing.problems if problem.code == "truncated"]
    assert truncated == ["b.htm", "end of file"]


def test_submission_without_readable_document_is_refused() -> None:
    with pytest.raises(ParseError) as caught:
        submission.parse(submission_document(("a.json", b'{"a": 1}')))
    assert caught.value.code == "no-cyd-facts"

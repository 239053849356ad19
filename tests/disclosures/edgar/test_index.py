"""EDGAR's indexes as values; what is no index is refused, never taken for an empty one."""

import gzip
import json
from datetime import date
from typing import Any

import pytest

from disclosures.edgar.client import UnreadableAnswerError
from disclosures.edgar.index import (
    FilingRow,
    ListedFile,
    OlderPage,
    read_folder,
    read_metalinks,
    read_older_page,
    read_owner,
    read_submissions,
    read_summary,
    read_tickers,
)
from tests.disclosures.edgar.server import columns, master_index, row, submissions

ACCESSION = "0009900077-25-000001"


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_submissions_are_rows_and_older_pages() -> None:
    page = {
        "name": "CIK0009900077-submissions-001.json",
        "filingFrom": "2001-02-03",
        "filingTo": "2019-01-02",
    }
    read = read_submissions(as_bytes(submissions(row(ACCESSION), older=(page,))))
    assert (read.cik, read.name, read.sic) == ("0009900077", "Lanternfish Marine Corp", 4412)
    assert read.country == "GR"
    assert read.filings == (
        FilingRow(ACCESSION, "10-K", date(2025, 2, 20), date(2024, 12, 31), "000001.htm", "", is_inline=True),
    )
    assert read.older == (
        OlderPage("CIK0009900077-submissions-001.json", date(2001, 2, 3), date(2019, 1, 2)),
    )


def test_row_without_a_date_or_with_a_document_outside_the_folder_keeps_what_it_has() -> None:
    odd = row(ACCESSION, filingDate="", reportDate="", primaryDocument="../../etc/passwd")
    assert read_older_page(as_bytes(columns(odd))) == (
        FilingRow(ACCESSION, "10-K", None, None, "", "", is_inline=True),
    )


@pytest.mark.parametrize("addresses", [None, [], {"business": None}, {"business": {"stateOrCountry": None}}])
def test_company_without_a_business_address_has_no_country(addresses: Any) -> None:
    assert read_submissions(as_bytes(submissions(addresses=addresses))).country == ""


def test_company_without_filings_or_sic_is_read() -> None:
    read = read_submissions(as_bytes(submissions(sic="", name=None)))
    assert (read.name, read.sic, read.filings) == ("", None, ())


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(UnreadableAnswerError):
        read_older_page(as_bytes(columns(row(ACCESSION)) | {"form": []}))


@pytest.mark.parametrize(
    "reader", [read_tickers, read_submissions, read_older_page, read_folder, read_metalinks]
)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>sorry</html>",
        b"[]",
        b"{}",
        b"null",
        b'{"filings": 3}',
        b'{"a": "b"',
        b"\xff\xfe",
        b"[" * 99_999,
    ],
)
def test_no_index_is_refused(reader: Any, data: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        reader(data)


def test_folder_lists_files_with_their_sizes_and_no_odd_names() -> None:
    items = [
        {"name": "a.htm", "size": "120"},
        {"name": "b.htm", "size": ""},
        {"name": "../c.htm", "size": "1"},
        {"name": "d e.htm", "size": "1"},
        "nonsense",
    ]
    assert read_folder(as_bytes({"directory": {"item": items}})) == (
        ListedFile("a.htm", 120),
        ListedFile("b.htm", None),
    )


def test_metalinks_name_all_documents_of_all_inline_sets_once() -> None:
    instance = {
        "a.htm a_ex13.htm": {"dts": {"inline": {"local": ["a.htm", "a_ex13.htm"]}}},
        "b.htm": {"dts": {"inline": {"local": ["b.htm", "a.htm"]}}},
        "c.xml": {"dts": {"instance": {"local": ["c.xml"]}}},
    }
    assert read_metalinks(as_bytes({"instance": instance})) == ("a.htm", "a_ex13.htm", "b.htm")


def test_summary_names_the_pages_among_its_input_files() -> None:
    xml = b"""<?xml version="1.0"?><FilingSummary><InputFiles><File doctype="10-K">a.htm</File>
    <File>a.xsd</File><File>a_ex13.HTM</File></InputFiles>
    <SupplementalFiles><File>logo.htm</File></SupplementalFiles></FilingSummary>"""
    assert read_summary(xml) == ("a.htm", "a_ex13.HTM")
    with pytest.raises(UnreadableAnswerError):
        read_summary(xml[:90])


def test_master_index_names_the_owner_of_a_filing() -> None:
    lines = [
        "320|Another Corp|10-K|2025-02-20|edgar/data/320/0000000320-25-000001.txt",
        f"9900077|Lanternfish Marine Corp|10-K|2025-02-20|edgar/data/9900077/{ACCESSION}.txt",
    ]
    assert read_owner(master_index(*lines), ACCESSION) == "0009900077"
    assert read_owner(gzip.decompress(master_index(*lines)), ACCESSION) == "0009900077"
    assert read_owner(master_index(*lines), "0009900077-25-000002") is None


@pytest.mark.parametrize(
    "data",
    [b"<html>sorry</html>", master_index("x" * 999)[:-12], b"\x1f\x8bnothing"],
    ids=["page", "cut-short", "no-gzip"],
)
def test_no_master_index_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_owner(data, ACCESSION)

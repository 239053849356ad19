"""Which filings are found, which documents of them are taken, and what is kept of those."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from disclosures.edgar.archive import EdgarArchive, Selection, Wanted, read_wanted
from disclosures.edgar.client import EdgarClient, EdgarError, Patience
from disclosures.edgar.index import FilingRow
from disclosures.parsing import registry
from disclosures.parsing.types import SourceFormat
from tests.disclosures.edgar.server import (
    CIK,
    FOLDER,
    Edgar,
    NoPace,
    columns,
    inline_document,
    master_index,
    page,
    put_filing,
    row,
    submissions,
)

ACCESSION = "0009900077-25-000001"
LISTED = FilingRow(ACCESSION, "10-K", date(2025, 2, 20), date(2024, 12, 31), "000001.htm", "", is_inline=True)
BOARD = inline_document("The board hears of cyber risk twice a year.")
SECOND = inline_document("Management keeps a register of threats.", element="RoleOfManagement")


@pytest.fixture
def archive(edgar: Edgar) -> Iterator[EdgarArchive]:
    client = EdgarClient(
        contact="a@b.example", pace=NoPace(), patience=Patience(attempts=2), sleep=lambda _: None
    )
    with client:
        yield EdgarArchive(client, www=edgar.address, data=f"{edgar.address}/", most_bytes=100_000)


def fetch(archive: EdgarArchive, listed: FilingRow = LISTED) -> bytes:
    return archive.fetch_submission(listed, cik=CIK, issuer="Lanternfish Marine Corp")


def accessions(archive: EdgarArchive, wanted: Wanted, selection: Selection) -> list[str]:
    return [found.accession for found in archive.find_filings(wanted, selection)[1]]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("lntn", Wanted(ticker="LNTN")),
        ("BRK.B", Wanted(ticker="BRK-B")),
        ("9900077", Wanted(cik=CIK)),
        ("CIK0009900077", Wanted(cik=CIK)),
        (ACCESSION, Wanted(accession=ACCESSION)),
        (
            "https://www.sec.gov/ix?doc=/Archives/edgar/data/9900077/000990007725000001/000001.htm",
            Wanted(cik=CIK, accession=ACCESSION),
        ),
        (
            f"https://www.sec.gov/Archives/edgar/data/9900077/{ACCESSION}.txt",
            Wanted(cik=CIK, accession=ACCESSION),
        ),
    ],
)
def test_words_are_a_ticker_a_cik_or_a_filing(words: str, wanted: Wanted) -> None:
    assert read_wanted(words) == wanted


def test_selection_takes_annual_reports_amendments_and_incidents_since_disclosure_is_due() -> None:
    def wants(selection: Selection, **changes: Any) -> bool:
        return selection.wants(replace(LISTED, **changes))

    default = Selection()
    assert wants(default)
    assert wants(default, form="20-F/A")
    assert not wants(default, form="10-Q")
    assert not wants(default, period_end=date(2023, 12, 14))
    assert wants(default, form="8-K", items="1.05,9.01")
    assert not wants(default, form="8-K", items="11.05,9.01")
    assert not wants(default, period_end=None, filed=None)
    assert not wants(Selection(("20-F",)))
    assert wants(Selection(("10-K",), (2024, 2024)))
    assert not wants(Selection(("10-K",), (2025, 2026)))
    assert not wants(Selection(("10-K",), (2022, 2023)))


def test_filings_are_found_by_ticker(edgar: Edgar, archive: EdgarArchive) -> None:
    edgar.put("/files/company_tickers.json", {"0": {"cik_str": 9900077, "ticker": "LNTN", "title": "L"}})
    edgar.put(f"/submissions/CIK{CIK}.json", submissions(row(ACCESSION), row("0009900077-25-000002", "10-Q")))
    assert accessions(archive, read_wanted("lntn"), Selection()) == [ACCESSION]
    with pytest.raises(EdgarError, match="EDGAR lists no company with the ticker NONE"):
        archive.find_filings(read_wanted("none"), Selection())


def test_older_pages_are_asked_for_only_where_they_reach_the_years(
    edgar: Edgar, archive: EdgarArchive
) -> None:
    older = tuple(
        {"name": f"CIK{CIK}-submissions-00{number}.json", "filingFrom": first, "filingTo": last}
        for number, first, last in ((1, "2023-06-01", "2025-01-31"), (2, "2010-01-01", "2023-05-31"))
    )
    edgar.put(
        f"/submissions/CIK{CIK}.json",
        submissions(row("0009900077-26-000009", period="2025-12-31"), older=older),
    )
    edgar.put(f"/submissions/{older[0]['name']}", columns(row("0009900077-25-000008", period="2024-06-30")))
    edgar.put(f"/submissions/{older[1]['name']}", columns(row("0009900077-15-000001", period="2014-12-31")))
    assert accessions(archive, Wanted(cik=CIK), Selection()) == [
        "0009900077-26-000009",
        "0009900077-25-000008",
    ]
    assert f"/submissions/{older[1]['name']}" not in edgar.paths
    assert accessions(archive, Wanted(cik=CIK), Selection(("10-K",), (2014, 2014))) == [
        "0009900077-15-000001"
    ]


def test_unknown_cik_is_said(archive: EdgarArchive) -> None:
    with pytest.raises(EdgarError, match=f"EDGAR knows no company with the CIK {CIK}") as caught:
        archive.find_filings(Wanted(cik=CIK), Selection())
    assert caught.value.code == "unknown"


def test_filing_is_found_by_accession_number_of_the_issuer_itself(
    edgar: Edgar, archive: EdgarArchive
) -> None:
    edgar.put(f"/submissions/CIK{CIK}.json", submissions(row(ACCESSION, "10-Q")))
    found, rows = archive.find_filings(Wanted(accession=ACCESSION), Selection())
    assert (found.cik, [listed.form for listed in rows]) == (CIK, ["10-Q"])


def test_filing_sent_by_an_agent_is_found_through_the_quarterly_index(
    edgar: Edgar, archive: EdgarArchive
) -> None:
    accession = "0001234567-25-000042"
    edgar.put(f"/submissions/CIK{CIK}.json", submissions(row(accession)))
    edgar.put(
        "/Archives/edgar/full-index/2025/QTR1/master.gz",
        master_index("1|A|10-K|2025-01-02|edgar/data/1/x.txt"),
    )
    listed = f"9900077|Lanternfish|10-K|2025-05-02|edgar/data/9900077/{accession}.txt"
    edgar.put("/Archives/edgar/full-index/2025/QTR2/master.gz", master_index(listed))
    found, rows = archive.find_filings(Wanted(accession=accession), Selection())
    assert (found.cik, [listed.accession for listed in rows]) == (CIK, [accession])
    with pytest.raises(EdgarError, match="EDGAR lists no filing 0001234567-25-000043"):
        archive.find_filings(Wanted(accession="0001234567-25-000043"), Selection())


def test_all_documents_of_the_inline_set_are_kept_as_one_submission(
    edgar: Edgar, archive: EdgarArchive
) -> None:
    put_filing(edgar, ACCESSION, {"ex13.htm": SECOND, "000001.htm": BOARD})
    data = fetch(archive)
    (filing,) = registry.read(data, f"{ACCESSION}.txt")
    assert filing.source_format is SourceFormat.SUBMISSION
    assert filing.documents == ("000001.htm", "ex13.htm")
    assert [element.text for element in filing.elements] == [
        "The board hears of cyber risk twice a year.",
        "Management keeps a register of threats.",
    ]
    assert (filing.accession, filing.form, filing.cik) == (ACCESSION, "10-K", CIK)
    assert (filing.issuer_name, filing.fiscal_year) == ("Lanternfish Marine Corp", 2024)
    assert (filing.period_end, filing.filed) == (date(2024, 12, 31), date(2025, 2, 20))
    assert filing.problems == ()


def test_kept_bytes_are_the_same_each_time(edgar: Edgar, archive: EdgarArchive) -> None:
    put_filing(edgar, ACCESSION, {"ex13.htm": SECOND, "000001.htm": BOARD})
    hashes = {hashlib.sha256(fetch(archive)).hexdigest() for _ in range(2)}
    assert len(hashes) == 1


def test_without_metalinks_every_page_with_tags_is_kept_and_no_other(
    edgar: Edgar, archive: EdgarArchive
) -> None:
    documents = {"000001.htm": BOARD, "ex13.htm": SECOND, "ex31.htm": b"<html><p>I certify.</p></html>"}
    put_filing(edgar, ACCESSION, documents, metalinks=False)
    (filing,) = registry.read(fetch(archive), "")
    assert filing.documents == ("000001.htm", "ex13.htm")
    assert f"{FOLDER}/000990007725000001/R2.htm" not in edgar.paths


def test_filing_without_tags_is_its_main_document(edgar: Edgar, archive: EdgarArchive) -> None:
    text = (
        b"<html><body><p>FORM 10-K</p><p>Item 1C. Cybersecurity</p><p>The board hears of it each spring.</p>"
        b"<p>Item 2. Properties</p><p>We own one pier.</p></body></html>"
    )
    put_filing(edgar, ACCESSION, {"000001.htm": text, "ex31.htm": b"<p>I certify.</p>"}, metalinks=False)
    data = fetch(archive, replace(LISTED, is_inline=False))
    assert data.count(b"<DOCUMENT>") == 1
    (filing,) = registry.read(data, "")
    assert (filing.form, filing.elements) == ("10-K", ())


@pytest.mark.parametrize("document", [page("NoSuchKey", 404), page("We are sorry"), BOARD[:-20], b""])
def test_inline_document_that_is_missing_or_cut_off_is_taken_from_the_complete_submission(
    edgar: Edgar, archive: EdgarArchive, document: bytes
) -> None:
    folder = put_filing(edgar, ACCESSION, {"000001.htm": BOARD, "ex13.htm": SECOND})
    edgar.put(f"{folder}/ex13.htm", document)
    complete = (
        b"<SEC-DOCUMENT>x\n<SEC-HEADER>\n</SEC-HEADER>\n"
        b"<DOCUMENT>\n<TYPE>10-K\n<TEXT>\nwords\n</TEXT>\n</DOCUMENT>\n</SEC-DOCUMENT>\n"
    )
    edgar.put(f"{folder}/{ACCESSION}.txt", complete[:-20], complete)
    assert fetch(archive) == complete


def test_filing_that_is_nowhere_is_an_error(edgar: Edgar, archive: EdgarArchive) -> None:
    folder = put_filing(edgar, ACCESSION, {"000001.htm": BOARD})
    edgar.put(f"{folder}/000001.htm", page("NoSuchKey", 404))
    with pytest.raises(EdgarError) as caught:
        fetch(archive)
    assert caught.value.code == "not-found"


def test_documents_that_are_too_large_together_are_not_kept(edgar: Edgar, archive: EdgarArchive) -> None:
    large = BOARD.replace(b"<body>", b"<body><!--" + b"x" * 60_000 + b"-->")
    put_filing(edgar, ACCESSION, {"000001.htm": large, "ex13.htm": large})
    with pytest.raises(EdgarError) as caught:
        fetch(archive)
    assert caught.value.code == "too-large"

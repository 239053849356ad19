"""EDGAR's archive as this program uses it: companies, their filings, and the documents of one filing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from disclosures.edgar.client import EdgarClient, EdgarError
from disclosures.edgar.documents import (
    Document,
    check_inline,
    check_page,
    check_submission,
    choose_pages,
    compose_submission,
    is_inline,
    order_documents,
)
from disclosures.edgar.index import (
    ACCESSION,
    FilingRow,
    ListedFile,
    Submissions,
    pad_cik,
    read_folder,
    read_metalinks,
    read_older_page,
    read_owner,
    read_submissions,
    read_summary,
    read_tickers,
)

DEFAULT_FORMS = ("10-K", "10-KT", "20-F", "8-K")
# Of the many 8-Ks only those about a cybersecurity incident (Form 8-K, Item 1.05) are of this field.
INCIDENT_ITEM = "1.05"
FIRST_PERIOD = date(2023, 12, 15)
"""Annual reports speak of the matter for fiscal years that end on or after this day (Release 33-11216)."""

IN_ADDRESS = re.compile(r"edgar/data/(\d{1,10})/(\d{10})-?(\d{2})-?(\d{6})")
CIK = re.compile(r"(?:CIK)?(\d{1,10})", re.IGNORECASE)
GONE = frozenset({"not-found", "unreadable"})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which filings of an issuer are wanted. A form stands for its amendments too.

    years  those in which the period ends, both ends included; without them, since disclosure is due
    """

    forms: tuple[str, ...] = DEFAULT_FORMS
    years: tuple[int, int] | None = None

    @property
    def first_day(self) -> date:
        return date(self.years[0], 1, 1) if self.years else FIRST_PERIOD

    def wants(self, row: FilingRow) -> bool:
        form = row.form.removesuffix("/A")
        day = row.period_end or row.filed
        if form not in self.forms or day is None or day < self.first_day:
            return False
        if form == "8-K" and INCIDENT_ITEM not in row.items.split(","):
            return False
        return self.years is None or day.year <= self.years[1]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for: an issuer by CIK or ticker, or one filing."""

    cik: str = ""
    ticker: str = ""
    accession: str = ""


def read_wanted(words: str) -> Wanted:
    """A ticker, a CIK, an accession number, or an address of a filing on sec.gov."""
    words = words.strip()
    if address := IN_ADDRESS.search(words):
        return Wanted(cik=pad_cik(address[1]), accession=f"{address[2]}-{address[3]}-{address[4]}")
    if ACCESSION.fullmatch(words):
        return Wanted(accession=words)
    if number := CIK.fullmatch(words):
        return Wanted(cik=pad_cik(number[1]))
    # Share classes are written BRK-B here, BRK.B elsewhere.
    return Wanted(ticker=words.upper().replace(".", "-"))


class EdgarArchive:
    """Asks EDGAR's two servers: `www` for documents, `data` for the index of each issuer's filings."""

    def __init__(self, client: EdgarClient, *, www: str, data: str, most_bytes: int) -> None:
        self.client = client
        self.www = www.rstrip("/")
        self.data = data.rstrip("/")
        self.most_bytes = most_bytes

    def find_filings(self, wanted: Wanted, selection: Selection) -> tuple[Submissions, tuple[FilingRow, ...]]:
        """The issuer and its filings, newest first: the selected ones, or the one asked for.

        Raises EdgarError `unknown` where EDGAR knows no such company or filing.
        """
        if wanted.accession:
            return self._find_filing(wanted)
        submissions = self._submissions(wanted.cik or self._find_cik(wanted.ticker))
        rows = self._rows(submissions, selection.first_day)
        return submissions, tuple(row for row in rows if selection.wants(row))

    def fetch_submission(self, row: FilingRow, *, cik: str, issuer: str) -> bytes:
        """The filing as one complete submission: made of its inline documents, else as EDGAR keeps it."""
        folder = f"{self.www}/Archives/edgar/data/{int(cik)}/{row.accession.replace('-', '')}"
        files = self.client.get(f"{folder}/index.json", read_folder)
        try:
            documents = self._documents(row, folder, files)
        except EdgarError as error:
            if error.code not in GONE:
                raise
            documents = ()
        if documents:
            return compose_submission(row=row, cik=cik, issuer=issuer, documents=documents)
        return self.client.get(f"{folder}/{row.accession}.txt", check_submission)

    def _find_cik(self, ticker: str) -> str:
        tickers = self.client.get(f"{self.www}/files/company_tickers.json", read_tickers)
        if ticker not in tickers:
            raise EdgarError("unknown", f"EDGAR lists no company with the ticker {ticker}.")
        return tickers[ticker]

    def _submissions(self, cik: str) -> Submissions:
        try:
            return self.client.get(f"{self.data}/submissions/CIK{cik}.json", read_submissions)
        except EdgarError as error:
            if error.code == "not-found":
                raise EdgarError("unknown", f"EDGAR knows no company with the CIK {cik}.") from error
            raise

    def _rows(self, submissions: Submissions, first_day: date) -> Iterator[FilingRow]:
        """All filings filed on or after a day; only those files of the index are asked for that reach it."""
        yield from submissions.filings
        for page in submissions.older:
            if page.last is None or page.last >= first_day:
                yield from self.client.get(f"{self.data}/submissions/{page.name}", read_older_page)

    def _find_filing(self, wanted: Wanted) -> tuple[Submissions, tuple[FilingRow, ...]]:
        """An accession number starts with the CIK of who sent it: the issuer itself, or its filing agent."""
        year = int(wanted.accession[11:13])
        first_day = date(year + (1900 if year > 90 else 2000), 1, 1)
        for cik in self._possible_owners(wanted, first_day.year):
            try:
                submissions = self._submissions(cik)
            except EdgarError as error:
                if error.code != "unknown":
                    raise
                continue
            for row in self._rows(submissions, first_day):
                if row.accession == wanted.accession:
                    return submissions, (row,)
        raise EdgarError("unknown", f"EDGAR lists no filing {wanted.accession}.")

    def _possible_owners(self, wanted: Wanted, year: int) -> Iterator[str]:
        if wanted.cik:
            yield wanted.cik
            return
        yield wanted.accession[:10]
        for quarter in (1, 2, 3, 4):
            address = f"{self.www}/Archives/edgar/full-index/{year}/QTR{quarter}/master.gz"
            try:
                owner = self.client.get(address, lambda data: read_owner(data, wanted.accession))
            except EdgarError as error:
                # A quarter that has not begun is missing, or forbidden.
                if error.code not in ("not-found", "refused"):
                    raise
                return
            if owner:
                yield owner
                return

    def _documents(self, row: FilingRow, folder: str, files: tuple[ListedFile, ...]) -> tuple[Document, ...]:
        """The inline documents, all of the set; for a filing without tags its main document."""
        names = self._inline_names(folder, {file.name for file in files})
        if names:
            found = [self._take(f"{folder}/{name}", name, is_named=True) for name in names]
        elif row.primary_document:
            found = [self._take(f"{folder}/{row.primary_document}", row.primary_document)]
            if row.is_inline or is_inline(found[0]):
                others = [name for name in choose_pages(row, files) if name != row.primary_document]
                pages = (self._take(f"{folder}/{name}", name) for name in others)
                found += [page for page in pages if is_inline(page)]
        else:
            return ()
        if sum(len(document.data) for document in found) > self.most_bytes:
            raise EdgarError(
                "too-large", f"The documents of {row.accession} together are larger than the limit."
            )
        return order_documents(row, found)

    def _inline_names(self, folder: str, listed: set[str]) -> tuple[str, ...]:
        if "MetaLinks.json" in listed:
            return self.client.get(f"{folder}/MetaLinks.json", read_metalinks)
        if "FilingSummary.xml" in listed:
            return self.client.get(f"{folder}/FilingSummary.xml", read_summary)
        return ()

    def _take(self, address: str, name: str, *, is_named: bool = False) -> Document:
        return Document(name, self.client.get(address, check_inline if is_named else check_page))

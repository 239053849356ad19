"""What EDGAR's own indexes say: pure readers of their JSON, XML and text. Bytes in, values out.

Each raises UnreadableAnswerError for bytes that are not such an index: EDGAR sends error pages as 200 at
times, and a cut-off answer is no JSON.
"""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from disclosures.countries import read_edgar_country
from disclosures.edgar.client import UnreadableAnswerError
from disclosures.parsing import safexml
from disclosures.parsing.errors import ParseError
from disclosures.parsing.periods import parse_date

ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
SAFE_NAME = re.compile(r"[\w][\w.\-]{0,200}", re.ASCII)
GZIP_MAGIC = b"\x1f\x8b"
# A quarter's index has some 25 MB.
MOST_INDEX_BYTES = 300 * 1024 * 1024
COLUMNS = ("accessionNumber", "form", "filingDate", "reportDate", "primaryDocument")
OPTIONAL_COLUMNS = ("items", "isInlineXBRL")


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A filing as the submissions index lists it. `items` are those of an 8-K ("1.05,9.01")."""

    accession: str
    form: str
    filed: date | None
    period_end: date | None
    primary_document: str
    items: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class OlderPage:
    """A further file of the submissions index, and the days its filings were filed between."""

    name: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Submissions:
    """An issuer's filings, newest first, as far as the first file of the index lists them.

    country  ISO 3166 code of the business address; empty where it is not stated
    """

    cik: str
    name: str
    sic: int | None
    country: str
    filings: tuple[FilingRow, ...]
    older: tuple[OlderPage, ...]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file in a filing's folder; `size` in bytes, None where the index does not say."""

    name: str
    size: int | None


def read_tickers(data: bytes) -> dict[str, str]:
    """company_tickers.json: ticker, in capitals, to ten-digit CIK."""
    entries = _object(data)
    found = {}
    for entry in entries.values():
        if isinstance(entry, dict) and "ticker" in entry and _is_number(entry.get("cik_str")):
            found[str(entry["ticker"]).upper()] = pad_cik(entry["cik_str"])
    if not found:
        raise UnreadableAnswerError("it lists no companies")
    return found


def read_submissions(data: bytes) -> Submissions:
    """submissions/CIK##########.json."""
    whole = _object(data)
    filings = whole.get("filings")
    if not isinstance(filings, dict) or not _is_number(whole.get("cik")):
        raise UnreadableAnswerError("it is no index of an issuer's filings")
    older = tuple(
        OlderPage(
            str(entry["name"]),
            parse_date(str(entry.get("filingFrom", ""))),
            parse_date(str(entry.get("filingTo", ""))),
        )
        for entry in filings.get("files") or ()
        if isinstance(entry, dict) and SAFE_NAME.fullmatch(str(entry.get("name", "")))
    )
    return Submissions(
        cik=pad_cik(whole["cik"]),
        name=" ".join(str(whole.get("name") or "").split()),
        sic=_number(whole.get("sic")),
        country=_country(whole.get("addresses")),
        filings=_rows(filings.get("recent")),
        older=older,
    )


def read_older_page(data: bytes) -> tuple[FilingRow, ...]:
    """submissions/CIK##########-submissions-###.json: the same columns, without anything around them."""
    return _rows(_object(data))


def read_folder(data: bytes) -> tuple[ListedFile, ...]:
    """index.json of a filing's folder."""
    folder = _object(data).get("directory")
    entries = folder.get("item") if isinstance(folder, dict) else None
    if not isinstance(entries, list):
        raise UnreadableAnswerError("it is no index of a filing's folder")
    return tuple(
        ListedFile(str(entry["name"]), _number(entry.get("size")))
        for entry in entries
        if isinstance(entry, dict) and SAFE_NAME.fullmatch(str(entry.get("name", "")))
    )


def read_metalinks(data: bytes) -> tuple[str, ...]:
    """MetaLinks.json: the documents of the inline sets, in their order."""
    instances = _object(data).get("instance")
    if not isinstance(instances, dict):
        raise UnreadableAnswerError("it lists no inline documents")
    names: list[str] = []
    for entry in instances.values():
        inline = entry.get("dts", {}).get("inline", {}) if isinstance(entry, dict) else {}
        names.extend(str(name) for name in inline.get("local", ()))
    return _safe_names(names)


def read_summary(data: bytes) -> tuple[str, ...]:
    """FilingSummary.xml: the HTML documents among the files the facts were read from."""
    try:
        summary = safexml.parse_xml(data).root
    except ParseError as error:
        raise UnreadableAnswerError("it is no filing summary") from error
    names = [entry.text or "" for entry in summary.iterfind(".//InputFiles/File")]
    return _safe_names([name for name in names if name.lower().endswith((".htm", ".html"))])


def read_owner(data: bytes, accession: str) -> str | None:
    """master.gz of a quarter: the ten-digit CIK of the first issuer a filing is of; None if not listed."""
    entry = re.compile(rb"^(\d{1,10})\|[^\n]*/" + re.escape(accession).encode() + rb"\.txt\r?$", re.MULTILINE)
    line = entry.search(_unpack(data))
    return pad_cik(line.group(1).decode()) if line else None


def pad_cik(number: object) -> str:
    """A CIK as ten digits."""
    return str(number).zfill(10)


def _unpack(data: bytes) -> bytes:
    """The text of a gzip file that arrived whole; a server on the way may have unpacked it already."""
    if not data.startswith(GZIP_MAGIC):
        if data.lstrip().startswith(b"<"):
            raise UnreadableAnswerError("it is a page, not an index")
        return data
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = unpacker.decompress(data, MOST_INDEX_BYTES)
    except zlib.error as error:
        raise UnreadableAnswerError("it is no gzip file") from error
    if not unpacker.eof:
        raise UnreadableAnswerError("it is cut off, or far too large")
    return text


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("it is no JSON, or cut off") from error
    if not isinstance(value, dict):
        raise UnreadableAnswerError("it is not an index")
    return value


def _rows(columns: object) -> tuple[FilingRow, ...]:
    if not isinstance(columns, Mapping) or not all(isinstance(columns.get(c), list) for c in COLUMNS):
        raise UnreadableAnswerError("it is no list of filings")
    lists: list[Sequence[Any]] = [columns[name] for name in COLUMNS]
    if len({len(column) for column in lists}) > 1:
        raise UnreadableAnswerError("its columns differ in length")
    count = len(lists[0])
    for name in OPTIONAL_COLUMNS:
        column = columns.get(name)
        lists.append(column if isinstance(column, list) and len(column) == count else [""] * count)
    return tuple(
        FilingRow(
            accession=str(accession),
            form=str(form),
            filed=parse_date(str(filed)),
            period_end=parse_date(str(period_end)),
            primary_document=str(document) if SAFE_NAME.fullmatch(str(document)) else "",
            items=str(numbers),
            is_inline=str(inline) == "1",
        )
        for accession, form, filed, period_end, document, numbers, inline in zip(*lists, strict=True)
        if ACCESSION.fullmatch(str(accession))
    )


def _country(addresses: object) -> str:
    business = addresses.get("business") if isinstance(addresses, dict) else None
    return read_edgar_country(str(business.get("stateOrCountry") or "")) if isinstance(business, dict) else ""


def _safe_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if SAFE_NAME.fullmatch(name)))


def _number(value: object) -> int | None:
    return int(str(value)) if _is_number(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | str) and str(value).isascii() and str(value).isdigit()

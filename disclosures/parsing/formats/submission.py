"""EDGAR's complete submission text file: a header, then every document of the filing, one after the other.

The layout is the SEC's (EDGAR PDS specification): `<SEC-HEADER>` with "KEY: value" lines, or the feed's
`<SUBMISSION>` with one tag a line; then `<DOCUMENT>` blocks with `<TYPE>`, `<FILENAME>` and `<TEXT>`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from disclosures.parsing.errors import ParseError
from disclosures.parsing.package import Member, read_package
from disclosures.parsing.periods import parse_date
from disclosures.parsing.text import fold
from disclosures.parsing.types import ParsedFiling, Problem, Severity, SourceFormat

HEAD_BYTES = 64 * 1024
MOST_HEADER_BYTES = 1024 * 1024
OPENING = re.compile(rb"^<(SEC-DOCUMENT|IMS-DOCUMENT|SEC-HEADER|IMS-HEADER|SUBMISSION)>", re.MULTILINE)
BARE_DOCUMENT = re.compile(rb"\A\s*<DOCUMENT>\s*<TYPE>")
OPENING_TAGS = (b"<SEC-", b"<IMS-", b"<SUBMISSION>", b"<DOCUMENT>")
DOCUMENT = re.compile(rb"^<DOCUMENT>[ \t]*\r?$", re.MULTILINE)
FIELD = re.compile(rb"^<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^\r\n]*)", re.MULTILINE)
WRAPPERS = (b"XBRL", b"XML")
UUENCODED = re.compile(rb"\A\s*(?:<PDF>\s*)?begin [0-7]{3} ")
PARTY = re.compile(r"^[ \t]*(?:<FILER>|FILER:)[ \t]*\r?$", re.MULTILINE)
ACCESSION = re.compile(r"(?:ACCESSION NUMBER:|<ACCESSION-NUMBER>)\s*(\d{10}-\d{2}-\d{6})")
FORM = re.compile(r"(?:CONFORMED SUBMISSION TYPE:[ \t]*|^<TYPE>)([^\r\n]+)", re.MULTILINE)
PERIOD = re.compile(r"(?:CONFORMED PERIOD OF REPORT:|<PERIOD>)\s*(\d{8})")
FILED = re.compile(r"(?:FILED AS OF DATE:|<FILING-DATE>)\s*(\d{8})")
COMPANY = re.compile(r"(?:COMPANY CONFORMED NAME:|<CONFORMED-NAME>)[ \t]*([^\r\n]+)")
CIK = re.compile(r"(?:CENTRAL INDEX KEY:|<CIK>)\s*(\d{1,10})")


@dataclass(frozen=True, slots=True)
class Header:
    """What a submission says about itself; `registrants` are (name, CIK) pairs, the first filer first."""

    accession: str = ""
    form: str = ""
    period_end: date | None = None
    filed: date | None = None
    registrants: tuple[tuple[str, str], ...] = ()


def looks_like(data: bytes) -> bool:
    """Whether `data` opens like a submission, or like one document cut out of one."""
    head = data[:HEAD_BYTES]
    if not any(tag in head for tag in OPENING_TAGS):
        return False  # the patterns are slow on the long lines of an inline document
    return bool(BARE_DOCUMENT.search(head)) or bool(OPENING.search(head) and not head.startswith(b"PK"))


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The filing in the submission: its documents read together, gaps filled from its header.

    ParseError `truncated` where it holds no document at all, else as the documents' own readers.
    """
    first = DOCUMENT.search(data)
    header = read_header(data[: first.start() if first else HEAD_BYTES][:MOST_HEADER_BYTES])
    problems: list[Problem] = []
    members = tuple(split_documents(data, problems))
    if not members:
        raise ParseError("truncated", "The submission holds no document: it ends within its header.")
    if OPENING.search(data[:HEAD_BYTES]) and not re.search(
        rb"</(SEC|IMS)-DOCUMENT>|</SUBMISSION>", data[-4096:]
    ):
        problems.append(Problem("truncated", "The submission ends early.", "end of file", Severity.ERROR))
    filing = read_package(members, source_format=SourceFormat.SUBMISSION)
    is_said = any(problem.code == "several-registrants" for problem in filing.problems)
    if len({cik for _, cik in header.registrants}) > 1 and not is_said:
        names = ", ".join(f"{company} ({cik})" for company, cik in header.registrants)
        problems.append(
            Problem("several-registrants", f"The filing is made by several registrants: {names}.")
        )
    form = header.form or (members[0].type if not filing.form else "")
    return fill_from_header(
        replace(filing, problems=(*problems, *filing.problems)), replace(header, form=form)
    )


def read_header(data: bytes) -> Header:
    """The header's fields; those it lacks are empty. Only filers are registrants, not other parties."""
    text = data.decode("latin-1")
    parties = PARTY.split(text)[1:] or [text]
    registrants = []
    for party in parties:
        company, cik = COMPANY.search(party), CIK.search(party)
        if company and cik:
            registrants.append((fold(company.group(1)), cik.group(1).zfill(10)))
    return Header(
        accession=first_group(ACCESSION, text),
        form=fold(first_group(FORM, text)),
        period_end=read_day(first_group(PERIOD, text)),
        filed=read_day(first_group(FILED, text)),
        registrants=tuple(dict.fromkeys(registrants)),
    )


def first_group(pattern: re.Pattern[str], text: str) -> str:
    """What the pattern's group finds first, or ""."""
    match = pattern.search(text)
    return match.group(1) if match else ""


def read_day(digits: str) -> date | None:
    """20250131 as a day; None where it is none."""
    return parse_date(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")


def split_documents(data: bytes, problems: list[Problem]) -> Iterator[Member]:
    """The submission's documents without their wrappers; encoded graphics and archives are left out."""
    starts = [match.end() for match in DOCUMENT.finditer(data)]
    for number, start in enumerate(starts, start=1):
        limit = starts[number] if number < len(starts) else len(data)
        opening = data.find(b"<TEXT>", start, limit)
        fields = dict(FIELD.findall(data[start : opening if opening >= 0 else limit][:HEAD_BYTES]))
        member_name = read_field(fields, b"FILENAME") or f"document-{number}"
        closing = data.rfind(b"</TEXT>", start, limit)
        if opening < 0 or closing < 0:
            problems.append(Problem("truncated", f"{member_name} ends early.", member_name, Severity.ERROR))
        if opening < 0:
            continue
        content = data[opening + len(b"<TEXT>") : closing if closing >= 0 else limit]
        if UUENCODED.match(content[:256]):
            continue
        yield Member(member_name, unwrap(content), read_field(fields, b"TYPE"))


def unwrap(content: bytes) -> bytes:
    """A document without the tag that EDGAR puts around XML ones."""
    content = content.strip()
    for name in WRAPPERS:
        opening, closing = b"<" + name + b">", b"</" + name + b">"
        if content.startswith(opening):
            return content.removeprefix(opening).removesuffix(closing).strip()
    return content


def read_field(fields: dict[bytes, bytes], key: bytes) -> str:
    """A field of a document's head as text."""
    return fields.get(key, b"").decode("latin-1").strip()


def fill_from_header(filing: ParsedFiling, header: Header) -> ParsedFiling:
    """`filing` with what its own facts lack taken from the header; a CIK both give must be the same."""
    company, cik = header.registrants[0] if header.registrants else ("", "")
    known_ciks = {other for _, other in header.registrants}
    problems = filing.problems
    if filing.cik and known_ciks and filing.cik.zfill(10) not in known_ciks:
        problems = (
            *problems,
            Problem("cik-differs", f"The facts name CIK {filing.cik}, the header {cik}.", "header"),
        )
    return replace(
        filing,
        accession=header.accession or filing.accession,
        form=filing.form or header.form,
        issuer_name=filing.issuer_name or company,
        cik=filing.cik or cik,
        period_end=filing.period_end or header.period_end,
        filed=header.filed or filing.filed,
        problems=problems,
    )

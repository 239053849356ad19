"""Bytes to text, and the one spelling of identifiers that every reader's result is brought to."""

import re
from dataclasses import replace

from disclosures.parsing.cover import find_accession
from disclosures.parsing.encodings import transcode
from disclosures.parsing.errors import ParseError
from disclosures.parsing.text import fold
from disclosures.parsing.types import ParsedFiling, Problem

BARE_ACCESSION = re.compile(r"(?<!\d)(\d{10})(\d{2})(\d{6})(?!\d)")
CIK_DIGITS = 10
CURRENT_REPORTS = frozenset({"8-K", "6-K"})


def decode_text(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Plain text of `data`: UTF-8, UTF-16 with its mark, else Windows-1252 with a Problem saying so.

    Line ends become "\\n". ParseError `nul-bytes` or `wrong-encoding` where it is no text.
    """
    problems: tuple[Problem, ...] = ()
    try:
        text = transcode(data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = decode_windows(data, position=error.start)
        problems = (
            Problem(
                "encoding-guessed",
                f"Byte {error.start + 1} is not UTF-8; the file was read as Windows-1252.",
                locator=f"byte {error.start + 1}",
            ),
        )
    if "\0" in text:
        raise ParseError(
            "nul-bytes", f"Character {text.index(chr(0)) + 1} is a NUL: this is not a text file."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def decode_windows(data: bytes, *, position: int) -> str:
    """Text in Windows-1252; ParseError where a byte has no meaning there either."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ParseError(
            "wrong-encoding",
            f"The text is neither UTF-8 (byte {position + 1}) nor Windows-1252 (byte {error.start + 1}).",
        ) from error


def guess_accession(*names: str) -> str:
    """The first accession number in names, EDGAR's folder names (18 digits) included; "" without one."""
    for name in names:
        if accession := find_accession(name):
            return accession
        if match := BARE_ACCESSION.search(name):
            return "-".join(match.groups())
    return ""


def is_current_report(form: str) -> bool:
    """Whether a form tells of an event, not of a fiscal year; amendments are what they amend."""
    return form.upper().removesuffix("/A") in CURRENT_REPORTS


def normalise_filing(filing: ParsedFiling, *, name: str) -> ParsedFiling:
    """`filing` with form, CIK and accession number in their one spelling, and its fiscal year settled.

    The file's name is only asked for an accession number that the content does not give. A form ending
    in "/A" amends, whatever the amendment flag says. A CIK of digits gets its leading zeros. A current
    report (8-K, 6-K) covers a day, not a fiscal year: its year is that day's.
    """
    form = fold(filing.form).upper().removeprefix("FORM ")
    cik = filing.cik.strip()
    return replace(
        filing,
        form=form,
        issuer_name=fold(filing.issuer_name),
        cik=cik.zfill(CIK_DIGITS) if cik.isascii() and cik.isdigit() else cik,
        fiscal_year=filing.period_end.year
        if is_current_report(form) and filing.period_end
        else filing.fiscal_year,
        accession=filing.accession or guess_accession(name, *filing.documents),
        is_amendment=filing.is_amendment or form.endswith("/A"),
    )

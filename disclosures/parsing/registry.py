"""Bytes in, filings out: tells the format from the content, reads, brings into one spelling, checks."""

import re
from dataclasses import replace
from functools import partial
from types import ModuleType

from disclosures.parsing.checks import run_checks
from disclosures.parsing.encodings import transcode
from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import (
    archive,
    inline_xbrl,
    pdf,
    regulator_plan,
    rpage_html,
    rpage_text,
    submission,
    untagged,
    web_disclosure,
    xbrl_instance,
)
from disclosures.parsing.limits import DEFAULT_LIMITS, Limits
from disclosures.parsing.normalise import normalise_filing
from disclosures.parsing.package import Member, main_documents, read_package
from disclosures.parsing.page_source import MOST_BYTES, is_too_large
from disclosures.parsing.types import ParsedFiling, SourceFormat

FORMATS: dict[SourceFormat, ModuleType] = {
    SourceFormat.ZIP: archive,
    SourceFormat.SUBMISSION: submission,
    SourceFormat.INLINE_XBRL: inline_xbrl,
    SourceFormat.XBRL_INSTANCE: xbrl_instance,
    SourceFormat.RPAGE_HTML: rpage_html,
    SourceFormat.RPAGE_TEXT: rpage_text,
    SourceFormat.UNTAGGED: untagged,
    SourceFormat.REGULATOR_PLAN: regulator_plan,
    SourceFormat.WEB_DISCLOSURE: web_disclosure,
}
"""Every format and its module, most specific first: the first whose `looks_like` agrees reads the file."""

ACCEPTED = (
    "Accepted are filings as inline XBRL, XBRL instance, R page, complete submission or plain HTML, text and "
    "PDF, web disclosures, a regulator's plan, and zips of these."
)
PROTECTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF....WEBP", "an image"),
        (rb"\x1f\x8b", "a gzip file"),
        (rb"7z\xbc\xaf\x27\x1c|Rar!|BZh|\xfd7zXZ", "an archive other than a zip"),
        (rb"\{\\rtf", "an RTF document"),
        (rb"\x7fELF|MZ", "a program"),
        (rb"SQLite format 3", "a database"),
    )
)


def read(data: bytes, name: str = "", limits: Limits = DEFAULT_LIMITS) -> tuple[ParsedFiling, ...]:
    """The filings in `data`: several from a zip, else one. `name` labels them, it never decides.

    ParseError, one sentence for the uploader, where the file as a whole cannot be used.
    """
    refuse_unusable(data, limits)
    if archive.looks_like(data):
        filings = archive.read_filings(data, partial(read_single, limits=limits), limits)
    else:
        filings = read_single(data, name, limits)
    # A zip's own name may carry the accession number of its filing, never of several.
    hint = name if len(filings) == 1 else ""
    return tuple(finish(filing, hint) for filing in filings)


def read_untagged(data: bytes, name: str = "", limits: Limits = DEFAULT_LIMITS) -> tuple[ParsedFiling, ...]:
    """The filings in `data` as if nothing in them were tagged: no elements, the item found by its heading.

    Of sources that hold only what was tagged (R pages, instances, zips) the tagged text is the item's.
    """
    documents = list_pages(data, name)
    filings = []
    for filing in read(data, name, limits):
        bare = replace(filing, elements=())
        filings.append(untagged.describe(bare, documents) if filing.elements and documents else bare)
    return tuple(filings)


def list_pages(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """Names and bytes of the documents a person reads: those of a submission, or the one inline document."""
    if submission.looks_like(data):
        members = tuple(submission.split_documents(data, []))
        return [(member.name, member.data) for member in main_documents(members)]
    return [(name, data)] if inline_xbrl.looks_like(data) else []


def detect(data: bytes) -> SourceFormat:
    """The format of `data` by its content. ParseError `unknown-format` where it is none that is read."""
    for source_format, module in FORMATS.items():
        if module.looks_like(data):
            return source_format
    raise ParseError("unknown-format", f"This is {name_unknown(data)}. {ACCEPTED}")


def read_single(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[ParsedFiling, ...]:
    """The one filing of a file that is no zip, as its reader gives it."""
    refuse_foreign(data)
    if pdf.looks_like(data):
        return (normalise_filing(read_pdf(data, name, limits), name=name),)
    data = transcode(data)
    source_format = detect(data)
    if source_format in (SourceFormat.INLINE_XBRL, SourceFormat.XBRL_INSTANCE):
        filing = read_package([Member(name, data)], source_format=source_format)
    else:
        filing = FORMATS[source_format].parse(data, name)
    return (normalise_filing(filing, name=name),)


def read_pdf(data: bytes, name: str, limits: Limits) -> ParsedFiling:
    """What the text of a PDF holds: an untagged filing, a regulator's plan or a web disclosure."""
    document = pdf.read_document(data, limits)
    text = document.text.encode()
    if untagged.looks_like(text):
        return untagged.parse_text(document.text, name, problems=document.problems, pages=document.pages)
    for module in (regulator_plan, web_disclosure):
        if module.looks_like(text):
            return pdf.add_pages(module.parse(text, name), document)
    raise ParseError("unknown-format", f"This is a PDF without a disclosure that is known here. {ACCEPTED}")


def finish(filing: ParsedFiling, name: str) -> ParsedFiling:
    """`filing` in one spelling, with what the checks found."""
    whole = normalise_filing(filing, name=name)
    return replace(whole, problems=tuple(dict.fromkeys((*whole.problems, *run_checks(whole)))))


def refuse_unusable(data: bytes, limits: Limits) -> None:
    """ParseError for what no reader needs to look at: empty, too large, or of a foreign kind."""
    if len(data) > limits.file_bytes:
        size, most = len(data) / 1e6, limits.file_bytes / 1e6
        raise ParseError("too-large", f"The file has {size:.1f} MB; at most {most:.1f} MB are read.")
    refuse_foreign(data)


def refuse_foreign(data: bytes) -> None:
    """ParseError for empty files and for documents of a kind that is known and not read."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n\0"):
        raise ParseError("empty", "The file is empty.")
    if data.startswith(OLE_MAGIC):
        if PROTECTED_OFFICE in data:
            raise ParseError("password-protected", f"This Office file is protected by a password. {ACCEPTED}")
        raise ParseError("unknown-format", f"This is an Office file of the old kind (.doc, .xls). {ACCEPTED}")
    if archive.is_office_document(data):
        raise ParseError("unknown-format", f"This is an Office file (Word, Excel or the like). {ACCEPTED}")
    for magic, what in FOREIGN:
        if magic.match(data):
            raise ParseError("unknown-format", f"This is {what}. {ACCEPTED}")


def name_unknown(data: bytes) -> str:
    """What a file that no reader knows seems to be, in a few words."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\0" in head:
        return "a binary file, or text with NUL bytes in it"
    if head[:1] in (b"{", b"["):
        return "JSON, not a filing"
    if untagged.is_readable(data) and is_too_large(data):
        return f"no filing, and pages that show more than {MOST_BYTES / 1e6:.0f} MB are not read"
    if untagged.MARKUP.search(head):
        return "an HTML page without a disclosure that is known here"
    if head.startswith(b"<"):
        return "XML, but no XBRL"
    return "text without a disclosure that is known here"

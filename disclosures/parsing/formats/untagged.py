"""A filing without cyd tags: HTML or text with Item 1C (10-K), Item 16K (20-F) or Item 1.05 (8-K).

At this level the filing is recognised, its cover is read and the item's text is found by its heading; the
elements stay empty.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from disclosures.parsing import safexml
from disclosures.parsing.errors import ParseError
from disclosures.parsing.furniture import is_furniture_line
from disclosures.parsing.headings import find_enumerator, is_heading_like
from disclosures.parsing.incident_items import find_incident_item
from disclosures.parsing.items import FoundItem, find_item
from disclosures.parsing.normalise import decode_text, is_current_report
from disclosures.parsing.periods import derive_fiscal_year, parse_date
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.text import find_preformatted, flatten, fold, goes_on, has_open_end
from disclosures.parsing.types import (
    PageStart,
    ParsedFiling,
    Problem,
    Severity,
    SourceFormat,
    Span,
    find_page,
)
from disclosures.parsing.wrapping import cut_paragraphs

NO_FACTS = "no-cyd-facts"
HEAD_BYTES = 512 * 1024
COVER_LINES = 150
OPENING = 200
"""Characters of a paragraph that tell whether it is a heading or an item of a list; headings are shorter."""
SPACE = rb"(?:\s|&nbsp;|&#160;|&#xa0;|\xc2\xa0|\xa0|<[^<>]{0,400}>)"
ITEM_IN_BYTES = re.compile(
    rb"item" + SPACE + rb"{1,8}(?:1c|16k)[.:]?" + SPACE + rb"{0,40}[-.:]?" + SPACE + rb"{0,8}cybersecurity",
    re.IGNORECASE,
)
COVER_IN_BYTES = re.compile(
    rb"exact\s+name\s+of\s+(?:the\s+)?registrant|report\s+of\s+foreign\s+private\s+issuer", re.IGNORECASE
)
NO_WIDTH_IN_BYTES = re.compile(
    rb"\xc2\xad|\xe2\x80\x8b|\xe2\x81\xa0|&shy;|&#173;|&#xad;|&#8203;", re.IGNORECASE
)
"""Soft hyphens and blanks of no width, within words."""
# Filings as text have SGML's <TABLE> and <PAGE>, which are no markup of a page.
MARKUP = re.compile(
    rb"<\s*(?:(?:html|body|div|p|!doctype)\b|table\b[^>]*>\s*<\s*(?:(?:t(?:r|d|h|body|head)|col(?:group)?)\b|!--))",
    re.IGNORECASE,
)
FORM = re.compile(r"\bform\s+((?:10-KT?|20-F|40-F|10-Q|8-K|6-K|[SF]-\d{1,2})(?:/A)?)(?![\w-])", re.IGNORECASE)
AMENDMENT = re.compile(r"^\(?amendment\s+no", re.IGNORECASE)
REGISTRANT = re.compile(r"\(?exact\s+name\s+of\s+(?:the\s+)?registrant", re.IGNORECASE)
PERIOD = re.compile(
    r"(?:fiscal\s+year|year|period)\s+ended:?\s*((?:[A-Z][a-z]+\s+\d{1,2},?|\d{1,2}\s+[A-Z][a-z]+,?)\s+\d{4})",
    re.I,
)
_DAY = r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})"
REPORT_DATE = re.compile(
    r"(?i:date\s+of\s+(?:earliest\s+event\s+)?report(?:ed)?\s*(?:\([^()]{0,60}\))?)[\s:_]*"
    rf"(?P<after>{_DAY})|(?P<before>{_DAY})[\s_]*\(?(?i:date\s+of\s+(?:earliest\s+event\s+)?report)"
)
"""Behind the words on the cover of Form 8-K, or on the line above them."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover page says; what it does not is empty. A current report is for the day of its event."""

    form: str = ""
    issuer_name: str = ""
    period_end: date | None = None


def is_readable(data: bytes) -> bool:
    """Whether `data` is text a person reads, marked up or plain: no XML vocabulary, script or JSON."""
    head = data[:4096]
    if MARKUP.search(head):
        return True
    start = head.lstrip()[:1]
    return (
        start not in (b"<", b"{", b"") and b"\0" not in head and not re.match(rb"\s*(?:/[/*]|begin \d)", head)
    )


def looks_like(data: bytes) -> bool:
    """Whether `data` is a filing by its cover's words, or holds the heading of Item 1C or 16K."""
    if not is_readable(data):
        return False
    if _speaks_as_filing(data):
        return True
    return NO_WIDTH_IN_BYTES.search(data) is not None and _speaks_as_filing(NO_WIDTH_IN_BYTES.sub(b"", data))


def _speaks_as_filing(data: bytes) -> bool:
    return bool(COVER_IN_BYTES.search(data[:HEAD_BYTES]) or ITEM_IN_BYTES.search(data))


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The filing's cover and the words of its cybersecurity item, without elements.

    Problem `no-cyd-facts` always, `item-not-found` where no heading of the item is followed by words.
    """
    text, problems = read_text(data)
    return parse_text(text, name, problems=problems)


def parse_text(
    text: str, name: str, *, problems: tuple[Problem, ...] = (), pages: Sequence[PageStart] = ()
) -> ParsedFiling:
    """The same of a document whose words are read already; `pages` tell where its pages begin in `text`."""
    cover = read_cover(text)
    filing = ParsedFiling(
        source_format=SourceFormat.UNTAGGED,
        problems=problems,
        form=cover.form,
        issuer_name=cover.issuer_name,
        period_end=cover.period_end,
        fiscal_year=derive_fiscal_year(cover.period_end),
        documents=(name,) if name else (),
    )
    return add_item(filing, [text], pages)


def describe(filing: ParsedFiling, documents: Sequence[tuple[str, bytes]]) -> ParsedFiling:
    """A filing whose own facts name issuer and period but hold no cyd element, read as untagged."""
    return add_item(
        replace(filing, source_format=SourceFormat.UNTAGGED), [read_text(data)[0] for _, data in documents]
    )


def add_item(filing: ParsedFiling, texts: Sequence[str], pages: Sequence[PageStart] = ()) -> ParsedFiling:
    """`filing` with the longest cybersecurity item among `texts` as its reading text.

    `pages` are those of the only text, where it is a PDF's.
    """
    found = [(text, item) for text in texts if (item := find_item_of(filing.form, text)) is not None]
    text, item = max(found, key=lambda pair: pair[1].span.end - pair[1].span.start, default=("", None))
    kept, dropped = drop_furniture(cut_pieces(text, item.span) if item else [])
    problems = [problem for problem in filing.problems if problem.code != NO_FACTS]
    problems.append(Problem(NO_FACTS, "The filing has no cyd tags: the issuer names no elements in it."))
    if item is None:
        name = "Item 1.05" if is_current_report(filing.form) else "Item 1C or Item 16K"
        problems.append(Problem("item-not-found", f"No heading of {name} with words under it was found."))
    else:
        problems.extend(item.problems)
    for piece in dropped:
        sentence = f"Page furniture was left out: “{fold(piece.text)}”."
        problems.append(Problem("furniture-dropped", sentence, severity=Severity.NOTE))
    return replace(
        filing,
        reading_text=PARAGRAPH_BREAK.join(piece.text for piece in kept),
        problems=tuple(problems),
        pages=tuple(move_pages(kept, pages)),
    )


def find_item_of(form: str, text: str) -> FoundItem | None:
    """What a filing of this form says on cybersecurity: an incident, or how its risks are governed."""
    if not is_current_report(form):
        return find_item(text)
    incident = find_incident_item(text)
    # Form 6-K is for whatever an issuer has made public at home.
    return find_item(text) if incident is None and form.upper().startswith("6-K") else incident


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of a document, and the character of its text that it begins at."""

    text: str
    start: int


def cut_pieces(text: str, span: Span) -> list[Piece]:
    """The paragraphs of a stretch of text."""
    pieces, start = [], span.start
    for part in text[span.start : span.end].split(PARAGRAPH_BREAK):
        if part.strip():
            pieces.append(Piece(part, start))
        start += len(part) + len(PARAGRAPH_BREAK)
    return pieces


def drop_furniture(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The paragraphs without page furniture, halves of a cut one joined; and the furniture."""
    kept: list[list[Piece]] = []
    dropped: list[Piece] = []
    is_after_break = False
    opening = ""
    for piece in pieces:
        if is_furniture_line(piece.text):
            dropped.append(piece)
            is_after_break = True
            continue
        if is_after_break and kept and is_cut(kept[-1][-1].text, piece.text, opening=opening):
            kept[-1].append(piece)
            opening = f"{opening} {piece.text[:OPENING]}"[:OPENING]
        else:
            kept.append([piece])
            opening = piece.text[:OPENING]
        is_after_break = False
    return [replace(parts[0], text=" ".join(part.text for part in parts)) for parts in kept], dropped


def is_cut(left: str, right: str, *, opening: str = "") -> bool:
    """Whether a page break stands within a sentence: neither half is a heading or an item of a list.

    `opening` is how the paragraph begins whose last part is `left`; without it `left` is all of it.
    """
    if goes_on(left, right):
        return True
    halves = opening or left, right
    return has_open_end(left) and not any(find_enumerator(half) or is_heading_like(half) for half in halves)


def move_pages(kept: Sequence[Piece], pages: Sequence[PageStart]) -> Iterator[PageStart]:
    """Where pages begin in the reading text that the pieces make."""
    start, last = 0, None
    for piece in kept:
        page = find_page(pages, piece.start)
        if page is not None and page != last:
            yield PageStart(page, start)
        last = page
        start += len(piece.text) + len(PARAGRAPH_BREAK)


def read_text(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The words of a document, paragraphs parted by a blank line."""
    if b"\0" in data:
        raise ParseError("nul-bytes", "The file holds NUL bytes, so it is not a text document.")
    problems: tuple[Problem, ...] = ()
    if MARKUP.search(data[:4096]):
        page = safexml.parse_html(data)
        text = find_preformatted(page)
        if not text:
            return flatten(page), ()
    else:
        text, problems = decode_text(data)
    return PARAGRAPH_BREAK.join(cut_paragraphs(text)), problems


def read_cover(text: str) -> Cover:
    """Form, issuer and period from the lines of the cover page."""
    lines = [line for line in (fold(line) for line in text.splitlines()) if line][:COVER_LINES]
    together = " ".join(lines)
    form = FORM.search(together)
    is_amendment = any(AMENDMENT.match(line) for line in lines)
    name = form.group(1).upper() if form else ""
    return Cover(
        form=f"{name}/A" if name and is_amendment and not name.endswith("/A") else name,
        issuer_name=read_registrant(lines),
        period_end=read_period(together, name),
    )


def read_period(cover: str, form: str) -> date | None:
    """The end of the period that the cover names; of a current report the day of its event."""
    if is_current_report(form):
        day = REPORT_DATE.search(cover)
        return parse_date(day["after"] or day["before"]) if day else None
    period = PERIOD.search(cover)
    return parse_date(period.group(1)) if period else None


def read_registrant(lines: Sequence[str]) -> str:
    """The words that stand above, or before, "(Exact name of registrant …)"."""
    for index, line in enumerate(lines):
        match = REGISTRANT.search(line)
        if match is None:
            continue
        above = [line[: match.start()], *reversed(lines[max(0, index - 3) : index])]
        return next((words.strip(" _") for words in above if re.search(r"\w", words.strip("_"))), "")
    return ""

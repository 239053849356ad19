"""A PDF as text: its paragraphs in reading order, each with the page it begins on."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.pdf.lines import Line, read_lines
from disclosures.parsing.formats.pdf.margins import find_margins
from disclosures.parsing.formats.pdf.paragraphs import Composer
from disclosures.parsing.formats.pdf.words import UNDECODED, Page, read_pages
from disclosures.parsing.limits import DEFAULT_LIMITS, Limits
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import PageStart, Problem, Severity

TAIL_BYTES = 2048
LEAST_LETTERS = 20
"""Letters a page: fewer, over the whole document, are stamps and page numbers on pictures of pages."""
MOST_UNDECODED = 0.2
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a PDF, paragraphs parted by a blank line; where each page begins in it; what was odd."""

    text: str
    pages: tuple[PageStart, ...]
    problems: tuple[Problem, ...] = ()


def read_document(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The text of a PDF.

    ParseError, one sentence each, for what needs a password, is broken, too large, a scan, or written in
    fonts that do not say which letters they show.
    """
    pages = read_pages(data, limits)
    refuse_wordless(pages)
    lines = [read_lines(page) for page in pages]
    margins = find_margins(lines)
    body = [
        [line for line in own if line not in dropped] for own, dropped in zip(lines, margins, strict=True)
    ]
    composer = Composer.over(body)
    for page, own in zip(pages, body, strict=True):
        composer.add_page(page.number, own)
    parts: list[str] = []
    starts: list[PageStart] = []
    length = 0
    for paragraph in composer.paragraphs:
        parts.append(composer.write(paragraph))
        if not starts or starts[-1].page != paragraph.page:
            starts.append(PageStart(paragraph.page, length))
        length += len(parts[-1]) + len(PARAGRAPH_BREAK)
    problems = (*find_truncation(data), *find_pictures(pages), *report_margins(margins))
    return Document(PARAGRAPH_BREAK.join(parts), tuple(starts), problems)


def refuse_wordless(pages: Sequence[Page]) -> None:
    """ParseError where a PDF holds no text that could be read."""
    text = "".join(word.text for page in pages for word in page.words)
    letters = sum(character.isalpha() for character in text)
    if text.count(UNDECODED) > MOST_UNDECODED * len(text):
        raise ParseError(
            "undecodable-pdf",
            "The fonts of this PDF do not say which letters they show; hand in the filing as HTML or text.",
        )
    if letters < LEAST_LETTERS * max(1, sum(page.has_pictures for page in pages)):
        what = "is a scan: it holds pictures of pages and no text"
        if not any(page.has_pictures for page in pages):
            what = "holds no text"
        raise ParseError("no-text", f"This PDF {what}; hand in one with text, or the filing as HTML or text.")


def find_truncation(data: bytes) -> list[Problem]:
    """A problem where the file ends before its end mark: what was still there has been read."""
    if b"%%EOF" in data[-TAIL_BYTES:]:
        return []
    sentence = "The PDF ends without its end mark: it may be cut off."
    return [Problem("truncated", sentence, severity=Severity.ERROR)]


def find_pictures(pages: Sequence[Page]) -> list[Problem]:
    """A problem that names the pages that hold pictures and no text."""
    numbers = [str(page.number) for page in pages if page.has_pictures]
    if not numbers:
        return []
    more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
    named = ", ".join(numbers[:MOST_NAMED])
    sentence = f"Pages with pictures and no text, of which nothing was read: {named}{more}."
    return [Problem("pages-without-text", sentence, locator=f"page {numbers[0]}")]


def report_margins(margins: Sequence[Sequence[Line]]) -> list[Problem]:
    """A note on the running heads and feet that were left out, each wording once."""
    wordings = list(
        dict.fromkeys(text for lines in margins for line in lines if any(map(str.isalpha, text := line.text)))
    )
    count = sum(bool(lines) for lines in margins)
    if not count:
        return []
    quoted = ", ".join(f"“{wording}”" for wording in wordings[:MOST_NAMED])
    more = f" and {len(wordings) - MOST_NAMED} more" if len(wordings) > MOST_NAMED else ""
    named = f": {quoted}{more}" if quoted else ""
    sentence = f"Running heads, running feet and page numbers of {count} pages were left out{named}."
    return [Problem("furniture-dropped", sentence, severity=Severity.NOTE)]

"""A PDF with text: read as text, and what that text holds then as if it had come as text."""

import re
from collections.abc import Iterator
from dataclasses import replace

from disclosures.parsing.formats.pdf.document import Document, read_document
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import Locator, PageStart, ParsedFiling, find_page

__all__ = ["Document", "add_pages", "looks_like", "read_document"]

MAGIC = re.compile(rb"%PDF-\d")
HEAD_BYTES = 1024
"""ISO 32000-1, H.3: readers accept the mark anywhere in so many bytes."""
TOLD_APART = 80
"""Characters of a paragraph by which it is found again."""


def looks_like(data: bytes) -> bool:
    """Whether `data` bears the mark of a PDF; markup that only speaks of one does not."""
    return MAGIC.search(data[:HEAD_BYTES]) is not None and data.lstrip()[:1] not in (b"<", b"{")


def add_pages(filing: ParsedFiling, document: Document) -> ParsedFiling:
    """A filing that was read from the document's text, with the pages its parts stand on."""
    paged = replace(
        filing,
        pages=tuple(_find_pages(filing.reading_text, document)),
        problems=(*document.problems, *filing.problems),
    )

    def with_page(locator: Locator) -> Locator:
        page = find_page(paged.pages, locator.spans[0].start) if locator.spans else None
        return replace(locator, element_id=f"page={page}") if page else locator

    return replace(
        paged,
        elements=tuple(replace(one, locator=with_page(one.locator)) for one in filing.elements),
        requirements=tuple(replace(one, locator=with_page(one.locator)) for one in filing.requirements),
    )


def _find_pages(reading_text: str, document: Document) -> Iterator[PageStart]:
    """Where pages begin in a text made of the document's paragraphs, in order; white space may differ."""
    squeezed = [_squeeze(part) for part in document.text.split(PARAGRAPH_BREAK)]
    starts, length = [], 0
    for part in document.text.split(PARAGRAPH_BREAK):
        starts.append(length)
        length += len(part) + len(PARAGRAPH_BREAK)
    place, cursor, last = 0, 0, None
    for paragraph in reading_text.split(PARAGRAPH_BREAK):
        wanted = _squeeze(paragraph)[:TOLD_APART]
        found = next((i for i in range(cursor, len(squeezed)) if wanted and wanted in squeezed[i]), None)
        if found is not None:
            cursor = found
            page = find_page(document.pages, starts[found])
            if page is not None and page != last:
                yield PageStart(page, place)
            last = page
        place += len(paragraph) + len(PARAGRAPH_BREAK)


def _squeeze(text: str) -> str:
    return "".join(text.split())

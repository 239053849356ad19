"""A file as the paragraphs to be aligned: a filing by its reader, other text by its blank lines. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comparison.alignment.passages import find_concepts
from comparison.alignment.values import ComparedPassage
from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import pdf, rpage_text, submission, untagged
from disclosures.parsing.limits import DEFAULT_LIMITS
from disclosures.parsing.normalise import decode_text
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.types import ParsedElement

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_MARKUP = re.compile(rb"\s*<[!?A-Za-z]")


@dataclass(frozen=True, slots=True)
class Source:
    """One side of an alignment: how it was named, and its paragraphs in order with their elements."""

    name: str
    passages: tuple[ComparedPassage, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of each paragraph."""
        return tuple(passage.text for passage in self.passages)


def read_source(data: bytes, name: str) -> Source:
    """The paragraphs of a file. ParseError, one sentence, where it cannot be used.

    Text without markup that holds a blank line is the blocks between its blank lines, whatever it speaks of:
    the numbers count what its writer sees. Only a whole filing as text (a cover, a submission's header, the
    labels of an R page) goes to its reader, as all else does. Text that no reader knows is blocks again, that
    of a PDF too.
    """
    registry.refuse_unusable(data, DEFAULT_LIMITS)
    text = _decode_plain(data)
    if text is not None and _BLANK_LINES.search(text.strip()) and not _is_filing(data):
        return Source(name, tuple(_cut_blocks(text)))
    try:
        filings = registry.read(data, name)
    except ParseError as error:
        if error.code != "unknown-format":
            raise
        text = pdf.read_document(data).text if pdf.looks_like(data) else text
        if text is None:
            raise
        return Source(name, tuple(_cut_blocks(text)))
    if len(filings) > 1:
        raise ParseError("several-filings", f"The file holds {len(filings)} filings; give one of them.")
    passages = tuple(_cut_blocks(filings[0].reading_text, filings[0].elements))
    if not passages and text is not None:
        passages = tuple(_cut_blocks(text))
    if not passages:
        raise ParseError("no-words", "The file holds no words of a disclosure.")
    return Source(name, passages)


def _decode_plain(data: bytes) -> str | None:
    """The text of a file without markup; None for markup, zips and what is no text."""
    if pdf.looks_like(data):
        return None
    if _MARKUP.match(data) or untagged.MARKUP.search(data[:4096]) or data.startswith(b"PK\x03\x04"):
        return None
    try:
        return decode_text(data)[0]
    except ParseError:
        return None


def _is_filing(data: bytes) -> bool:
    has_cover = untagged.COVER_IN_BYTES.search(data[: untagged.HEAD_BYTES]) is not None
    return has_cover or submission.looks_like(data) or rpage_text.looks_like(data)


def _cut_blocks(text: str, elements: Sequence[ParsedElement] = ()) -> Iterator[ComparedPassage]:
    """The blocks between blank lines, with the concepts of the elements that stand on them."""
    spans = [
        (span.start, span.end, element.concept) for element in elements for span in element.locator.spans
    ]
    start = 0
    for end, following in _breaks(text):
        block = text[start:end]
        words = block.strip()
        if words:
            first = start + block.index(words[0])
            last = first + len(words)
            normalised = normalise_passage(words)
            yield ComparedPassage(
                words,
                normalised,
                hash_passage(normalised),
                first,
                last,
                concepts=find_concepts(first, last, spans),
            )
        start = following


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    for match in _BLANK_LINES.finditer(text):
        yield match.span()
    yield len(text), len(text)

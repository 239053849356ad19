"""An item's text cut into headings and paragraphs, each paragraph with the elements in it. Pure."""

from dataclasses import dataclass, replace

from disclosures.coding.naming import CONCEPTS, NamedSentence, Paragraph, name_elements
from disclosures.parsing.headings import find_enumerator, is_heading_like
from disclosures.parsing.incident_items import is_incident_heading, opens_incident
from disclosures.parsing.items import read_number
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import ElementKind, Locator, ParsedFiling, Span

LEAST = 0.1
"""Confidence below which an element is not worth telling."""


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph of an item, the headings over it, and its place in the filing's reading text."""

    text: str
    headings: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class NamedPassage:
    """A paragraph with the elements in it: for each the highest confidence of its sentences.

    elements  of a predicted passage those of 0.1 and more, highest first; of a tagged one 1 for each tag
    """

    text: str
    headings: tuple[str, ...]
    elements: dict[str, float]
    locator: Locator


def cut_sections(reading_text: str) -> tuple[Section, ...]:
    """The paragraphs of an item under their headings; headings that follow each other are a path.

    The item's own heading is over everything and is left out.
    """
    sections: list[Section] = []
    path: tuple[str, ...] = ()
    is_open = False
    start = 0
    for number, paragraph in enumerate(reading_text.split(PARAGRAPH_BREAK)):
        span = Span(start, start + len(paragraph))
        start = span.end + len(PARAGRAPH_BREAK)
        words = " ".join(paragraph.split())
        if not words or is_item_heading(words, number):
            continue
        if is_section_heading(words):
            path = (*path, words) if is_open else (words,)
            is_open = True
        else:
            sections.append(Section(paragraph, path, span))
            is_open = False
    return tuple(sections)


def is_item_heading(words: str, number: int) -> bool:
    """Whether a paragraph names the item and no more: its number, or its title in the first two."""
    is_title = words.casefold().strip(" .:") in ("cybersecurity", "cyber security")
    return read_number(words) is not None or (number < 2 and (is_title or is_incident_heading(words)))


def is_section_heading(words: str) -> bool:
    """Whether a paragraph is a heading: short, without a stop, no item of a list."""
    return is_heading_like(words) and find_enumerator(words) is None


def tells_of_incident(filing: ParsedFiling) -> bool:
    """Whether the text that was found in a filing without tags is Item 1.05."""
    return opens_incident(filing.reading_text.partition(PARAGRAPH_BREAK)[0])


def name_passages(filing: ParsedFiling) -> tuple[NamedPassage, ...]:
    """The passages of a filing without tags, with predicted elements.

    Those that tell of an incident (Form 8-K, Item 1.05) have none: the model knows the others' elements.
    """
    if tells_of_incident(filing):
        sections = cut_sections(filing.reading_text)
        return tuple(NamedPassage(own.text, own.headings, {}, filing.locate(own.span)) for own in sections)
    named = name_text(filing.reading_text)
    return tuple(replace(passage, locator=filing.locate(passage.locator.spans[0])) for passage in named)


def name_text(reading_text: str, least: float = LEAST) -> tuple[NamedPassage, ...]:
    """The passages of an item's text, with predicted elements of `least` and more; one locator span each."""
    sections = cut_sections(reading_text)
    named = name_elements([Paragraph(section.text, section.headings) for section in sections])
    return tuple(
        NamedPassage(
            section.text, section.headings, take_highest(sentences, least), Locator(spans=(section.span,))
        )
        for section, sentences in zip(sections, named, strict=True)
    )


def take_highest(sentences: tuple[NamedSentence, ...], least: float = LEAST) -> dict[str, float]:
    """Per element the highest confidence among the sentences, the surest first; under `least` none."""
    highest = {
        concept: max((sentence.elements[concept] for sentence in sentences), default=0.0)
        for concept in CONCEPTS
    }
    ranked = sorted(highest.items(), key=lambda pair: -pair[1])
    return {concept: confidence for concept, confidence in ranked if confidence >= least}


def collect_tagged(filing: ParsedFiling) -> tuple[NamedPassage, ...]:
    """The passages of a tagged filing: every paragraph of its reading text that a text element holds."""
    texts = [element for element in filing.elements if element.kind is ElementKind.TEXT]
    passages = []
    for section in cut_sections(filing.reading_text):
        held = [
            element for element in texts if any(_overlaps(section.span, s) for s in element.locator.spans)
        ]
        if held:
            document = next((e.locator.document for e in held if e.locator.document), "")
            elements = {element.concept: 1.0 for element in held}
            passages.append(
                NamedPassage(
                    section.text, section.headings, elements, Locator(document, spans=(section.span,))
                )
            )
    return tuple(passages)


def _overlaps(own: Span, other: Span) -> bool:
    return own.start < other.end and other.start < own.end

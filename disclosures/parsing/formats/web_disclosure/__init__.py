"""An issuer's own page under another regime: headings, label-and-value lines, numbered measures.

Sections are named by the phrases of the online-lending guideline. What no phrase names stays in the
reading text, with a Problem saying where.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from disclosures.frameworks.loader import load_framework
from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.web_disclosure.mentioned_dates import find_latest_year
from disclosures.parsing.formats.web_disclosure.mentions import Mention, find_mentions
from disclosures.parsing.formats.web_disclosure.naming import Namer
from disclosures.parsing.formats.web_disclosure.pairs import split_pairs
from disclosures.parsing.formats.web_disclosure.sections import Section, is_placeholder, read_sections
from disclosures.parsing.headings import is_heading_like
from disclosures.parsing.page_blocks import PARAGRAPH_BREAK, Block, place_blocks
from disclosures.parsing.page_source import is_filing, is_too_large, read_blocks
from disclosures.parsing.types import (
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    Severity,
    SourceFormat,
    Span,
)

FRAMEWORK = "online_lending"
ISSUER_NAME = "online_lending:company-name"
# Hours, hotline and name stand on every shop's page: they prove nothing about what a page is.
COMMON_GROUPS = frozenset({"customers", "organisation"})
MIN_TELLING_SECTIONS = 2
TITLE_IN_MESSAGE = 80


def looks_like(data: bytes) -> bool:
    """Whether `data` is no filing and at least two of its sections are what the guideline asks for."""
    namer = Namer(load_framework(FRAMEWORK))
    try:
        if is_filing(data) or is_too_large(data):
            return False
        blocks, _ = read_page(data, namer, wants_second_opinion=False)
    except ParseError:
        return False
    _, spans = place_blocks(blocks)
    sections = read_sections(blocks, spans, namer)
    telling = {
        section.element.key
        for section in sections
        if section.element and section.element.group not in COMMON_GROUPS
    }
    return len(telling) >= MIN_TELLING_SECTIONS


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The page's elements in order. ParseError where it holds no words; `name` goes into locators.

    `fiscal_year` is a hint only: the latest year the text mentions (Problem `period-from-text`).
    """
    namer = Namer(load_framework(FRAMEWORK))
    blocks, problems = read_page(data, namer, wants_second_opinion=True)
    if not blocks:
        raise ParseError("no-text", "The page holds no text.")
    text, spans = place_blocks(blocks)
    sections = tuple(read_sections(blocks, spans, namer))
    mentions = find_mentions(sections, blocks, spans, namer)
    elements = [build_element(section, text, name) for section in sections if section.element]
    elements += [build_mention(mention, text, name) for mention in mentions]
    elements.sort(key=lambda element: (element.locator.spans[0].start, -element.locator.spans[-1].end))
    issuer = next((element.text for element in elements if element.concept == ISSUER_NAME), "")
    year = find_latest_year(text)
    return ParsedFiling(
        SourceFormat.WEB_DISCLOSURE,
        reading_text=text,
        elements=tuple(elements),
        problems=(
            *problems,
            *find_identity_problems(issuer, year),
            *find_section_problems(sections, text, name),
        ),
        issuer_name=issuer,
        fiscal_year=year,
        documents=(name,) if name else (),
    )


def read_page(
    data: bytes, namer: Namer, *, wants_second_opinion: bool
) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of the page's content, a label each, and what was left out. ParseError as `read_blocks`."""
    telling = partial(is_telling, namer)
    blocks, problems = read_blocks(data, telling, wants_second_opinion=wants_second_opinion)
    return tuple(split_pairs(blocks, namer)), problems


def is_telling(namer: Namer, block: Block) -> bool:
    """Whether a block is a heading or field of the guideline, and no such thing as every site has."""
    field = namer.split_field(block.text, is_row=block.is_row, only_fields=False)
    element = field.element if field else None
    if element is None and is_heading_like(block.text):
        element = namer.find_label(block.text)
    return element is not None and element.group not in COMMON_GROUPS


def build_element(section: Section, text: str, name: str) -> ParsedElement:
    """The section as an element; an empty one is placed, without width, behind its label."""
    if section.element is None:
        raise ValueError("A section that names no element is none.")
    spans = tuple(section.spans) or (Span(section.head.end, section.head.end),)
    return ParsedElement(
        section.element.key,
        ElementKind.TEXT,
        text=read_body(section, text),
        locator=Locator(name, spans=spans),
        label=section.element.label,
        heading=section.path,
    )


def read_body(section: Section, text: str) -> str:
    """What stands under a section's heading, cut out of the reading text."""
    return PARAGRAPH_BREAK.join(text[span.start : span.end] for span in section.spans)


def build_mention(mention: Mention, text: str, name: str) -> ParsedElement:
    """Words of another element's section as a value of their own; they stay in that section too."""
    return ParsedElement(
        mention.element.key,
        ElementKind.TEXT,
        text=text[mention.span.start : mention.span.end],
        locator=Locator(name, spans=(mention.span,)),
        label=mention.element.label,
        heading=(*mention.section.path, mention.name),
    )


def find_identity_problems(issuer: str, year: int | None) -> Iterator[Problem]:
    """What the page does not say about whose it is and for when."""
    if not issuer:
        yield Problem("issuer-missing", "The page does not say whose it is; name the issuer.")
    if year is None:
        yield Problem("period-missing", "The page mentions no date; name the fiscal year.")
    else:
        yield Problem(
            "period-from-text",
            f"The page states no period; {year} is the latest year its text mentions.",
            severity=Severity.NOTE,
        )


def find_section_problems(sections: Sequence[Section], text: str, name: str) -> Iterator[Problem]:
    """Fields and sections left empty, and sections that the guideline does not ask for."""
    for section in sections:
        title = section.title[:TITLE_IN_MESSAGE]
        where = str(
            Locator(name, spans=(section.head, *section.spans) if section.title else tuple(section.spans))
        )
        if section.element is None:
            said = f"The section “{title}” names" if title else "The text before the first heading names"
            sentence = f"{said} nothing the guideline asks for; it stays in the reading text."
            yield Problem("section-unnamed", sentence, locator=where)
        elif section.is_field and is_placeholder(read_body(section, text)):
            yield Problem("empty-field", f"“{title}” is given without a value.", where, Severity.NOTE)
        elif not section.spans:
            yield Problem("empty-section", f"Nothing stands under “{title}”.", where, Severity.NOTE)

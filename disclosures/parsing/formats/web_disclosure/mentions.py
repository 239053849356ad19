"""Elements that speak up inside another one's section: a measure or sentence that begins with their name.

Pages put "5. Major events …" among the risks, and say who answers for risk in the paragraph over them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosures.frameworks.loader import ElementData
from disclosures.parsing.formats.web_disclosure.naming import CHINESE, Namer
from disclosures.parsing.formats.web_disclosure.sections import Section
from disclosures.parsing.headings import find_enumerator
from disclosures.parsing.page_blocks import Block
from disclosures.parsing.types import Span

SENTENCE_START = re.compile(r"(?:^|(?<=[.!?])\s+|(?<=[。！？]))(?=\S)")
# "The risk committee …", "Our company's risk committee …"
LEAD = re.compile(r"(?:(?:the|a|an|our|its|this)\s+)?(?:(?:company|platform)(?:['’]s)?\s+)?", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
MOST_WORDS = 5
MOST_SIGNS = 10
SHORTEST_CHINESE_NAME = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """Words inside `section` that speak of `element`, and the name they begin with."""

    section: Section
    element: ElementData
    name: str
    span: Span


def find_mentions(
    sections: Sequence[Section], blocks: Sequence[Block], spans: Sequence[Span], namer: Namer
) -> Iterator[Mention]:
    """What numbered measures and sentences of a section say of another element; they stay its own too."""
    starts = [place.start for place in spans]
    for section in sections:
        if section.element is None or section.is_field:
            continue
        for own in section.spans:
            # Looked up, not looked through: a long page has as many sections as blocks.
            for index in range(bisect_left(starts, own.start), bisect_left(starts, own.end)):
                if spans[index].end <= own.end:
                    yield from mentions_in(section, blocks[index], spans[index], namer)


def mentions_in(section: Section, block: Block, place: Span, namer: Namer) -> Iterator[Mention]:
    """The mentions of one block: the whole block where it is an item that begins with a name."""
    marker = find_enumerator(block.text)
    starts = [match.end() for match in SENTENCE_START.finditer(block.text)]
    if marker:
        starts = [marker.end]
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        found = find_name(block.text[start:end], namer)
        if found and found[0] is not section.element:
            first = 0 if marker else start
            last = len(block.text[:end].rstrip())
            yield Mention(section, *found, Span(place.start + first, place.start + last))


def find_name(sentence: str, namer: Namer) -> tuple[ElementData, str] | None:
    """The element whose name of two words or more a sentence begins with, and the name as it stands there.

    Fields are left out: "Filing numbers are given by the office" says none.
    """
    lead = LEAD.match(sentence)
    rest = sentence[lead.end() if lead else 0 :]
    for name in openings(rest):
        element = namer.find_exact(name)
        if element is not None and not element.is_field:
            return element, name
    return None


def openings(words: str) -> Iterator[str]:
    """The first words of a sentence, the longest such run first."""
    if CHINESE.match(words):
        yield from (words[:size] for size in range(MOST_SIGNS, SHORTEST_CHINESE_NAME - 1, -1))
        return
    ends = [match.end() for match in WORD.finditer(words[:120])][:MOST_WORDS]
    yield from (words[:end] for end in reversed(ends[1:]))

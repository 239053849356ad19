"""Blocks of a page to sections under their headings, each with the framework's element it speaks about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from disclosures.frameworks.loader import ElementData
from disclosures.parsing.formats.web_disclosure.naming import Field, Namer
from disclosures.parsing.headings import Depth, find_enumerator, is_heading_like, strip_enumerator
from disclosures.parsing.page_blocks import PARAGRAPH_BREAK, Block
from disclosures.parsing.types import Span

MAX_VALUE_CHARACTERS = 120


@dataclass(slots=True)
class Section:
    """A heading and what stands under it; a field is a section whose body is its value.

    head      place of the heading or label in the reading text
    spans     places of the body, in order
    group     the framework's group that the heading opens, or "": what stands under other headings
              in it is not its own
    is_field  a label with its value: never a parent
    """

    title: str
    level: int
    head: Span
    path: tuple[str, ...] = ()
    element: ElementData | None = None
    group: str = ""
    is_field: bool = False
    has_children: bool = False
    spans: list[Span] = field(default_factory=list)

    def add(self, span: Span) -> None:
        """Puts a place at the end of the body; paragraphs that follow each other become one place."""
        if self.spans and span.start == self.spans[-1].end + len(PARAGRAPH_BREAK):
            span = Span(self.spans.pop().start, span.end)
        self.spans.append(span)


class Outline:
    """Reads blocks one by one and keeps the open sections, outermost first."""

    def __init__(self, blocks: Sequence[Block], spans: Sequence[Span], namer: Namer) -> None:
        self.blocks = blocks
        self.spans = spans
        self.namer = namer
        self.open: list[Section] = []
        self.sections: list[Section] = []
        # What stands before the first heading has a section without one.
        self.preface = Section("", 0, Span(0, 0))

    def read(self) -> list[Section]:
        """All sections in order, the preface first where it holds something."""
        index = 0
        while index < len(self.blocks):
            index = self.read_block(index)
        return [self.preface, *self.sections] if self.preface.spans else self.sections

    @property
    def current(self) -> Section:
        return self.open[-1] if self.open else self.preface

    def read_block(self, index: int) -> int:
        """Reads the block at `index`, and a value that belongs to it; the index of the next one to read."""
        while self.blocks[index].ends and self.open and self.open[-1].level >= self.blocks[index].ends:
            self.open.pop()
        found = self.find_field(index)
        if found:
            return self.add_field(index, found)
        level = self.find_level(index)
        if level:
            self.add_heading(index, level)
        else:
            self.current.add(self.spans[index])
        return index + 1

    def find_field(self, index: int) -> Field | None:
        """The label and value of the block, if it is such a line."""
        block = self.blocks[index]
        if block.level:
            return None
        # "5. Complaints: we answer …" in a list of measures is one of them, not a field.
        is_inside = self.current.element is not None and not self.current.group
        found = self.namer.split_field(block.text, is_row=block.is_row, only_fields=is_inside)
        if found is None and is_inside and block.is_row:
            # A table's own label is one, wherever it stands, unless it speaks of the section's own matter.
            found = self.namer.split_field(block.text, is_row=True, only_fields=False)
            return found if found and found.element is not self.current.element else None
        return found

    def add_field(self, index: int, found: Field) -> int:
        """A section for a label; its value may be the next line."""
        place = self.spans[index]
        label_start = self.blocks[index].text.find(found.label)
        head = Span(place.start + label_start, place.start + label_start + len(found.label))
        section = Section(found.label, Depth.PLAIN, head, element=found.element, is_field=True)
        section.path = (*self.current.path, found.label)
        self.current.has_children = True
        self.sections.append(section)
        value = Span(place.start + found.value_start, place.end)
        if value.start < value.end:
            section.add(value)
            return index + 1
        if not self.blocks[index].is_row and self.is_value_line(index + 1):
            section.add(self.spans[index + 1])
            return index + 2
        return index + 1

    def is_value_line(self, index: int) -> bool:
        """Whether the block is the value of the label in the line above it."""
        if index >= len(self.blocks):
            return False
        block = self.blocks[index]
        if (
            block.level
            or block.is_row
            or len(block.text) > MAX_VALUE_CHARACTERS
            or find_enumerator(block.text)
        ):
            return False
        if self.namer.find_element(block.text) or self.namer.find_group(block.text):
            return False
        if any(char.isdigit() for char in block.text) or is_placeholder(block.text):
            return True
        # A short line over a paragraph is that paragraph's heading.
        is_over_prose = index + 1 < len(self.blocks) and not self.may_head(index + 1)
        return is_heading_like(block.text) and not is_over_prose

    def may_head(self, index: int) -> bool:
        """Whether the block could be a heading or a field by its looks alone."""
        block = self.blocks[index]
        return bool(block.level) or block.is_row or is_heading_like(block.text)

    def find_level(self, index: int) -> int:
        """How deep the block stands as a heading, smaller is outer; 0 where it is none."""
        block = self.blocks[index]
        if block.level:
            return block.level
        if block.is_row or block.is_item or not is_heading_like(block.text):
            return 0
        enumerator = find_enumerator(block.text)
        if enumerator:
            return enumerator.depth if self.heads_text(index, enumerator.depth) else 0
        is_named = self.namer.find_element(block.text) is not None
        group = self.namer.find_group(block.text)
        if not block.stands_alone and not is_named and not group:
            return 0
        return Depth.GROUP if group else Depth.PLAIN

    def heads_text(self, index: int, depth: Depth) -> bool:
        """Whether a short numbered line stands over something, and is no item of a list of short items."""
        if depth is Depth.BULLET:
            return False
        if index + 1 >= len(self.blocks):
            return self.is_bare_name(index, depth)
        following = find_enumerator(self.blocks[index + 1].text)
        if following and following.depth == depth:
            return self.is_bare_name(index, depth)
        return following is None or following.depth > depth

    def is_bare_name(self, index: int, depth: Depth) -> bool:
        """Whether a numbered line with nothing under it names an element, in no other element's section."""
        return self.namer.find_element(self.blocks[index].text) is not None and self.is_outermost(depth)

    def is_outermost(self, depth: Depth) -> bool:
        """Whether a heading of this depth would stand in no section that speaks of an element."""
        return not any(section.element and section.level < depth for section in self.open)

    def add_heading(self, index: int, level: int) -> None:
        """Closes what a heading of this level ends, and opens its section."""
        text = self.blocks[index].text
        title = strip_enumerator(text) or text
        element = self.namer.find_element(text)
        while self.open and (self.open[-1].level >= level or self.leaves_group(level, element)):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        if parent and parent.element and not parent.group and element in {None, parent.element}:
            # A part of the same matter: its heading is one of the parent's paragraphs.
            parent.add(self.spans[index])
            self.open.append(self.lend(parent, level))
            return
        if parent:
            parent.has_children = True
        section = Section(text, level, self.spans[index], element=element)
        section.path = (*(parent.path if parent else ()), title)
        section.group = self.namer.find_group(text)
        self.open.append(section)
        self.sections.append(section)

    def leaves_group(self, level: int, element: ElementData | None) -> bool:
        """Whether a plain heading speaks of another group's matter: such pages do not mark a group's end."""
        group = self.open[-1].group
        return bool(group) and level == Depth.PLAIN and element is not None and element.group != group

    def lend(self, parent: Section, level: int) -> Section:
        """A section of this level whose body is its parent's own."""
        return Section(
            parent.title,
            level,
            parent.head,
            path=parent.path,
            element=parent.element,
            has_children=True,
            spans=parent.spans,
        )


def is_placeholder(text: str) -> bool:
    """Whether a value is only a sign that there is none: "--", "/", "…"."""
    return not any(char.isalnum() for char in text)


def read_sections(blocks: Sequence[Block], spans: Sequence[Span], namer: Namer) -> Iterator[Section]:
    """The sections of a page that say or leave empty something: parents without words of their own go."""
    for section in Outline(blocks, spans, namer).read():
        if section.spans or not section.has_children:
            yield section

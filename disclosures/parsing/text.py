"""Markup to reading text: paragraphs, lists and tables as a person sees them, and where each piece stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from lxml import etree

from disclosures.parsing.errors import ParseError

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt"}
    | {"figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "p"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
    | {"pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "title"})

MAX_DEPTH = 200
"""How deep the elements of a text may be nested; real filings stay below 40."""

_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OWN_LINES = re.compile(r"display\s*:\s*(?:block|list-item|table\b|flex|grid)", re.IGNORECASE)
_INLINE_BLOCK = re.compile(r"display\s*:\s*inline", re.IGNORECASE)
NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, zero-width space, word joiner, byte order mark: nobody sees them, no search expects them."""

_BULLET = re.compile(r"[•●▪■◦○‣∙·⚫➢➤►✓✔§*–—-]")
_MARKER = re.compile(r"(?:[•●▪■◦○‣∙·⚫➢➤►✓✔§*–—-]|o|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,6})[.)])")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_GOES_ON_WITH = re.compile(
    r"(?:[,$€£¥(]|\b(?:a|an|the|of|our|its|their|and|or|to|for|by|with|in|on|as|at|from|that|which|is|are|has|have"
    r"|see|under))$"
)
_NAMED_BY_NUMBER = re.compile(r"\b(?:[Ii]tems?|[Nn]otes?|[Ss]ections?)$")
_NUMBER = re.compile(r"[A-Z]?\d|[“\"(]")


class Gap(IntEnum):
    """What stands between two pieces of text, weakest first."""

    NONE = 0
    SPACE = 1
    CELL = 2
    LINE = 3
    PARAGRAPH = 4


_GAP_TEXT = {Gap.NONE: "", Gap.SPACE: " ", Gap.CELL: "\t", Gap.LINE: "\n", Gap.PARAGRAPH: "\n\n"}


def fold(text: str) -> str:
    """`text` with every run of white space, no-break spaces included, as one space and none at the ends."""
    # Looking is faster than splitting and joining, and what is printable has no white space but spaces.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def is_marker(text: str) -> bool:
    """Whether `text` is nothing but a bullet or the number of a list item."""
    return _MARKER.fullmatch(text) is not None


def goes_on(left: str, right: str) -> bool:
    """Whether a sentence that stops at the end of `left` continues with `right` (a page break cut it)."""
    left, right = left.rstrip(), right.lstrip()
    if not left or not right or _SENTENCE_END.search(left) or is_marker(left.rpartition("\n")[2]):
        return False
    if _NAMED_BY_NUMBER.search(left):
        return right[0].islower() or _NUMBER.match(right) is not None
    return right[0].islower() or _GOES_ON_WITH.search(left) is not None or left.rfind("“") > left.rfind("”")


def has_open_end(text: str) -> bool:
    """Whether `text` stops at a word, not at a mark that ends or announces something."""
    return text[-1:].isalnum() or text.endswith(("_", ")", "’", "'", "%"))


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, lower case; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def raw_text(element: etree._Element) -> str:
    """All character data within the element, without any layout."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser would show nothing of this element."""
    if local_name(element) in UNSEEN:
        return True
    style = element.get("style")
    return style is not None and _NOT_DISPLAYED.search(style) is not None


@dataclass(slots=True)
class Flattener:
    """Collects text piece by piece and tells at which character of it each mark starts and ends.

    White space is folded, blocks become paragraphs parted by a blank line, list items start with "• "
    or their own marker, a table row is one line with its cells parted by tabs. While `muted`, words go to
    `skipped` instead; the layout around them still counts.
    """

    marks: Mapping[etree._Element, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    gap: Gap = Gap.NONE
    is_soft: bool = False
    muted: int = 0
    skipped: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    _line: str = ""
    _waiting: list[str] = field(default_factory=list)
    _starts: dict[str, int] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)
    _single_line: int = 0
    _depth: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def span(self, mark: str) -> tuple[int, int] | None:
        """Start and end of what was written between `open(mark)` and `close(mark)`; None if nothing was."""
        start = self._starts.get(mark)
        return None if start is None else (start, self._ends[mark])

    def open(self, mark: str) -> None:
        self._waiting.append(mark)

    def close(self, mark: str) -> None:
        if mark in self._waiting:
            self._waiting.remove(mark)
        else:
            self._ends[mark] = self.length

    def widen(self, gap: Gap) -> None:
        """Put at least `gap` before the next words; within a table row every break is a space."""
        if self._single_line and gap > Gap.CELL:
            gap = Gap.SPACE
        self.gap = max(self.gap, gap)

    def write(self, text: str) -> None:
        """Add text as it stands in the markup, without its characters of no width."""
        if not text.isascii():
            text = text.translate(NO_WIDTH)
        words = fold(text)
        if not words:
            if text:
                self.widen(Gap.SPACE)
            return
        if self.muted:
            self.skipped.append(words)
            self.is_soft = True
            self.gap = max(self.gap, Gap.SPACE if text[0].isspace() or text[-1].isspace() else Gap.NONE)
            return
        if text[0].isspace():
            self.widen(Gap.SPACE)
        self._append(words)
        self.gap = Gap.SPACE if text[-1].isspace() else Gap.NONE

    def _append(self, words: str) -> None:
        gap = self._gap_before(words)
        if gap:
            self.parts.append(_GAP_TEXT[gap])
            self.length += len(_GAP_TEXT[gap])
        if gap >= Gap.CELL:
            self._line = ""
        for mark in self._waiting:
            self._starts[mark] = self.length
        self._waiting.clear()
        self.parts.append(words)
        self.length += len(words)
        self._line = f"{self._line}{_GAP_TEXT[gap] if gap is Gap.SPACE else ''}{words}"[-200:]
        self.is_soft = False

    def _gap_before(self, words: str) -> Gap:
        if not self.length:
            return Gap.NONE
        if self.gap >= Gap.CELL and is_marker(self._line):
            return Gap.SPACE
        if self.is_soft and self.gap is Gap.PARAGRAPH and goes_on(self._line, words):
            return Gap.SPACE
        return self.gap

    def walk(self, element: etree._Element) -> None:
        """Add everything within `element`, its own tail left out.

        ParseError where elements stand more than MAX_DEPTH deep in each other.
        """
        name = local_name(element)
        if not name:
            if isinstance(element, etree._Entity):
                self.write(element.text or "")
            return
        if name == "br":
            self.widen(Gap.PARAGRAPH if self.gap is Gap.LINE else Gap.LINE)
        elif name == "img":
            self.images.append(element.get("alt") or element.get("src", "")[:80])
        elif not is_unseen(element):
            mark = self.marks.get(element)
            if mark is not None:
                self.open(mark)
            self._walk_seen(element, name)
            if mark is not None:
                self.close(mark)

    def _walk_seen(self, element: etree._Element, name: str) -> None:
        if name == "exclude" and element.tag.startswith("{http://www.xbrl.org/"):
            self.muted += 1
            self._walk_children(element)
            self.muted -= 1
        elif name == "tr":
            self._walk_row(element)
        elif name in ("td", "th"):
            self.widen(Gap.CELL if self._single_line else Gap.PARAGRAPH)
            self._walk_children(element)
            self.widen(Gap.CELL if self._single_line else Gap.PARAGRAPH)
        elif is_block(element, name):
            self.widen(Gap.PARAGRAPH)
            if name == "li":
                self._write_marker(element)
            self._walk_children(element)
            self.widen(Gap.PARAGRAPH)
        else:
            self._walk_children(element)

    def _walk_children(self, element: etree._Element) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseError(
                "too-deep", f"Line {element.sourceline}: the elements are nested too deeply to be read."
            )
        if element.text:
            self.write(element.text)
        for child in element:
            self.walk(child)
            if child.tail:
                self.write(child.tail)
        self._depth -= 1

    def _walk_row(self, row: etree._Element) -> None:
        """A row of several filled cells is one line; a row that only sets text beside a bullet is a block."""
        cells = [cell for cell in row.iter() if local_name(cell) in ("td", "th") and _row_of(cell) is row]
        contents = {cell: fold(raw_text(cell)) for cell in cells}
        filled = [cell for cell in cells if contents[cell]]
        if sum(not is_marker(contents[cell]) for cell in filled) <= 1:
            self.widen(Gap.PARAGRAPH)
            self._walk_children(row)
            self.widen(Gap.PARAGRAPH)
            return
        self.widen(Gap.LINE)
        self._single_line += 1
        self._walk_children(row)
        self._single_line -= 1
        self.widen(Gap.LINE)

    def _write_marker(self, item: etree._Element) -> None:
        """Give a list item its bullet or number, unless the words bring their own."""
        words = fold(raw_text(item))[:40]
        if words and not self.muted and not is_marker(words.split(" ")[0]) and not _BULLET.match(words):
            self._append(_marker_of(item))
            self.gap = Gap.SPACE


PREFORMATTED_SHARE = 0.9
"""Of a page's words; the rest is its title or the line of who shows it."""


def flatten(element: etree._Element) -> str:
    """The reading text of a piece of markup: paragraphs joined by a blank line."""
    flat = Flattener()
    flat.walk(element)
    return flat.text


def find_preformatted(page: etree._Element) -> str:
    """The words of a page that only shows a text as it is (`<pre>`), their lines kept; else nothing."""
    parts = page.iter("pre", "PRE")
    # The outermost: what stands in one within another is in its text already.
    outer = (part for part in parts if next(part.iterancestors("pre", "PRE"), None) is None)
    shown = "\n\n".join("".join(map(str, part.itertext())) for part in outer)
    words = len(shown.split())
    is_all = words > 0 and words >= PREFORMATTED_SHARE * len(flatten(page).split())
    return shown if is_all else ""


def is_block(element: etree._Element, name: str) -> bool:
    """Whether the element starts and ends its own lines: by its name, unless its style says otherwise."""
    style = element.get("style")
    if style is None or "display" not in style.lower():
        return name in BLOCKS
    if name in BLOCKS:
        return _INLINE_BLOCK.search(style) is None
    return _OWN_LINES.search(style) is not None


def _row_of(cell: etree._Element) -> etree._Element | None:
    return next((a for a in cell.iterancestors() if local_name(a) == "tr"), None)


def _marker_of(item: etree._Element) -> str:
    parent = item.getparent()
    if parent is None or local_name(parent) != "ol":
        return "•"
    start = parent.get("start", "1")
    first = int(start) if start.isdecimal() else 1
    number = first + sum(local_name(before) == "li" for before in item.itersiblings(preceding=True))
    kind = parent.get("type", "1")
    if kind in ("a", "A") and number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in ("i", "I"):
        roman = _roman(number)
        return f"{roman if kind == 'i' else roman.upper()}."
    return f"{number}."


def _roman(number: int) -> str:
    written = ""
    for value, digits in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
    ):
        written += digits * (number // value)
        number %= value
    return written + "i" * number

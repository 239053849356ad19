"""An ordinary page, text or HTML, cut into blocks in reading order: the paragraphs of its reading text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from disclosures.parsing.headings import SENTENCE_END, find_enumerator, is_heading_like
from disclosures.parsing.text import BLOCKS, UNSEEN, fold, is_unseen, local_name
from disclosures.parsing.types import Span

PARAGRAPH_BREAK = "\n\n"
# Longer lines were not broken by a typewriter's margin: each is a paragraph of its own.
WRAP_WIDTH = 100
# A line broken at the margin is nearly as long as the longest one beside it.
WRAP_FILL = 0.7

# Ruled lines part blocks as blank ones do; "## Custody" and "**Custody**" are plain text's own marks.
RULE = re.compile(r"[=\-_*~#\s]{3,}")
HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
STARS = re.compile(r"(\*\*|__)(?P<words>[^*]+)\1")
# Columns of a text are parted by a tab or three blanks; a label is no longer than this.
COLUMN = re.compile(r"\s*\t\s*|(?<=\S)\s{3,}(?=\S)")
MAX_LABEL = 60

HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
BOLD_TAGS = frozenset({"b", "strong", *HEADING_LEVELS})
BLOCK_TAGS = BLOCKS | {"br", "legend"}
DROPPED_TAGS = UNSEEN | {
    "aside",
    "audio",
    "button",
    "canvas",
    "nav",
    "object",
    "select",
    "svg",
    "textarea",
    "video",
}
DROPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu"})
# Inside a layout these are blocks of their own, so that the row around them is no row of figures.
LAYOUT_CONTENT = ".//table|.//ul|.//ol|.//dl|.//h1|.//h2|.//h3|.//h4|.//h5|.//h6|.//p[2]"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row (cells joined by a tab) of a page.

    level         1 to 6 for a heading by HTML's own mark, else 0
    stands_alone  a line by itself in a text, or wholly bold in HTML: it may be a heading
    """

    text: str
    level: int = 0
    stands_alone: bool = False
    is_row: bool = False
    is_item: bool = False


def place_blocks(blocks: Sequence[Block]) -> tuple[str, tuple[Span, ...]]:
    """The reading text of the blocks, and each block's place in it."""
    spans, start = [], 0
    for block in blocks:
        spans.append(Span(start, start + len(block.text)))
        start += len(block.text) + len(PARAGRAPH_BREAK)
    return PARAGRAPH_BREAK.join(block.text for block in blocks), tuple(spans)


def cut_text(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: blank lines part them, lines broken at a margin are joined again."""
    blocks: list[Block] = []
    lines = ["" if RULE.fullmatch(line) else line.strip(" ") for line in text.split("\n")]
    for has_words, run in groupby(lines, key=bool):
        if has_words:
            blocks.extend(join_wrapped(list(run)))
    return tuple(blocks)


def join_wrapped(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of consecutive lines without a blank one between them."""
    width = max(len(line) for line in lines)
    open_lines = [lines[0]]
    for line in lines[1:]:
        if is_continuation(open_lines[-1], line, width=width):
            open_lines.append(line)
        else:
            yield make_text_block(open_lines)
            open_lines = [line]
    yield make_text_block(open_lines)


def is_continuation(line: str, following: str, *, width: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`, which was broken at the margin `width`."""
    if width > WRAP_WIDTH or len(line) < WRAP_FILL * width or find_enumerator(following):
        return False
    return not SENTENCE_END.search(line) or line.endswith((",", ";")) or following[0].islower()


def make_text_block(lines: Sequence[str]) -> Block:
    """One block of a plain text: a heading by its marks, a row of columns, or a paragraph."""
    line = " ".join(lines).strip()
    is_alone = len(lines) == 1
    hashes = HASHES.match(line) if is_alone else None
    title = fold(line[hashes.end() :].rstrip("# ")) if hashes else ""
    if hashes and is_heading_like(title):
        return Block(title, level=len(hashes[1]), stands_alone=True)
    stars = STARS.fullmatch(line) if is_alone else None
    if stars:
        return Block(fold(stars["words"]), stands_alone=True)
    label, *cells = COLUMN.split(lines[0].strip(" ")) if is_alone else [""]
    if cells and 0 < len(label) <= MAX_LABEL:
        return Block("\t".join(map(fold, (label, *cells))), stands_alone=True, is_row=True)
    return Block(fold(line), stands_alone=is_alone)


def cut_html(root: etree._Element) -> tuple[Block, ...]:
    """The blocks of a page's main content: scripts, navigation, page header and footer left out."""
    return tuple(HtmlCutter(find_main(root)).cut())


def find_main(root: etree._Element) -> etree._Element:
    """The element with the page's main content: what the page marks as such, else its body."""
    for path in ("//main", "//*[@role='main']", "//article", "//body"):
        found = root.xpath(path)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], etree._Element):
            return found[0]
    return root


class HtmlCutter:
    """Walks an element once and collects its blocks; a stack of its own, so that depth costs nothing."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.bold_words: list[bool] = []
        self.bold_depth = 0
        self.level = 0
        self.items: list[str] = []

    def cut(self) -> list[Block]:
        """The blocks, in order. Call once."""
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        skipped: etree._Element | None = None
        for event, node in walk:
            if event == "start":
                if self.start(node):
                    self.add(node.text)
                else:
                    skipped = node
                    walk.skip_subtree()
                continue
            if node is skipped:
                skipped = None
            elif event == "end":
                self.end(node)
            if node is not self.root:
                self.add(node.tail)
        self.flush()
        return self.blocks

    def add(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            self.bold_words.append(self.bold_depth > 0 or not text.strip())

    def start(self, node: etree._Element) -> bool:
        """Opens `node`; False where it was dropped or taken whole."""
        if node is not self.root and is_dropped(node):
            return False
        tag = local_name(node)
        if tag in BLOCK_TAGS:
            self.flush()
        if tag in {"tr", "dt"} and node is not self.root:
            cells = row_cells(node) if tag == "tr" else definition_cells(node)
            if cells:
                self.blocks.append(Block("\t".join(cells), is_row=True))
                return False
        if tag == "dd" and node is not self.root and is_taken_by_term(node):
            return False
        if tag == "li":
            self.items.append(item_marker(node))
        self.level = HEADING_LEVELS.get(tag, self.level)
        self.bold_depth += is_bold(node)
        return True

    def end(self, node: etree._Element) -> None:
        """Closes what `start` opened."""
        tag = local_name(node)
        if tag in BLOCK_TAGS:
            self.flush()
        if tag == "li":
            self.items.pop()
        if tag in HEADING_LEVELS:
            self.level = 0
        self.bold_depth -= is_bold(node)

    def flush(self) -> None:
        """Closes the open block, if it has words."""
        text = fold("".join(self.words))
        if text:
            marker = self.items[-1] if self.items else ""
            if marker:
                # Only the first block of an item carries its number.
                self.items[-1] = ""
                text = text if find_enumerator(text) else f"{marker} {text}"
            self.blocks.append(
                Block(
                    text,
                    level=self.level,
                    stands_alone=all(self.bold_words),
                    is_item=bool(self.items) and not self.level,
                )
            )
        self.words, self.bold_words = [], []


def is_dropped(node: etree._Element) -> bool:
    """Whether the element holds no words of the page's own content, or hides them."""
    tag = local_name(node)
    if tag in DROPPED_TAGS or node.get("role") in DROPPED_ROLES or node.get("hidden") is not None:
        return True
    if tag in {"header", "footer"}:
        # An article's own header holds its title.
        return not any(
            local_name(parent) in {"article", "main", "section"} for parent in node.iterancestors()
        )
    if tag == "form":
        # Some sites wrap the whole page in one form; a form for asking holds no prose.
        return node.find(".//p") is None and node.find(".//table") is None and node.find(".//li") is None
    return is_unseen(node)


def is_bold(node: etree._Element) -> bool:
    """Whether the element itself makes its words bold."""
    style = "".join((node.get("style") or "").split()).lower()
    return local_name(node) in BOLD_TAGS or any(
        f"font-weight:{weight}" in style for weight in ("bold", "600", "700", "800", "900")
    )


def item_marker(node: etree._Element) -> str:
    """ "•" for an item of a plain list, its number for one of an ordered list."""
    parent = node.getparent()
    if parent is None or local_name(parent) != "ol":
        return "•"
    before = sum(1 for sibling in node.itersiblings("li", preceding=True))
    start = parent.get("start", "1")
    return f"{(int(start) if start.isdecimal() else 1) + before}."


def row_cells(row: etree._Element) -> list[str]:
    """The cells of a table row that holds values; empty for a row that only lays out the page."""
    cells = [cell for cell in row if local_name(cell) in {"td", "th"}]
    if len(cells) < 2 or any(cell.xpath(LAYOUT_CONTENT) for cell in cells):
        return []
    texts = [words_of(cell) for cell in cells]
    return texts if texts[0] else []


def definition_cells(term: etree._Element) -> list[str]:
    """A term and its definitions as cells; empty where a definition is more than a value."""
    cells = [words_of(term)]
    for sibling in term.itersiblings():
        if local_name(sibling) != "dd":
            break
        if sibling.xpath(LAYOUT_CONTENT):
            return []
        cells.append(words_of(sibling))
    return cells if len(cells) > 1 else []


def is_taken_by_term(definition: etree._Element) -> bool:
    """Whether the definition already stands in its term's row."""
    for sibling in definition.itersiblings(preceding=True):
        if local_name(sibling) == "dt":
            return bool(definition_cells(sibling))
        if local_name(sibling) != "dd":
            return False
    return False


def words_of(node: etree._Element) -> str:
    """All words of an element on one line."""
    return fold(" ".join(block.text.lstrip("• ") for block in HtmlCutter(node).cut()))

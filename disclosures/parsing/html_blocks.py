"""A web page cut into blocks in reading order, each knowing whether it stands in the page's furniture."""

from dataclasses import replace
from itertools import takewhile

from lxml import etree

from disclosures.parsing.headings import find_enumerator
from disclosures.parsing.html_regions import (
    MOST_OF_PAGE,
    UNSEEN_TAGS,
    Marks,
    find_furniture,
    find_target,
    is_hidden,
    is_panel,
    is_titled,
    read_marks,
    words_in,
)
from disclosures.parsing.page_blocks import Block
from disclosures.parsing.text import BLOCKS, UNSEEN, fold, local_name

PANEL_LEVEL = 6
"""Level of the title of a tab, a fold or a long definition: what follows its panel is not under it."""
HEADING_LEVELS = {**{f"h{level}": level for level in range(1, 7)}, "summary": PANEL_LEVEL, "dt": PANEL_LEVEL}
BOLD_TAGS = frozenset({"b", "strong", *HEADING_LEVELS})
BLOCK_TAGS = BLOCKS | {"br", "button", "details", "legend", "summary"}
OUTSIDE = "outside the main part"
# Signs between the links of a row of links.
BETWEEN_LINKS = " \t\n\r|/>»›·•,:：-–—&"
# Inside a layout these are blocks of their own, so that the row around them is no row of figures.
LAYOUT_CONTENT = etree.XPath(".//table|.//ul|.//ol|.//dl|.//h1|.//h2|.//h3|.//h4|.//h5|.//h6|.//p[2]")


def cut_html(root: etree._Element) -> tuple[Block, ...]:
    """Every block of a page; scripts, buttons and what a form asks for have none."""
    found = root.xpath("//body")
    body = found[0] if isinstance(found, list) and found else None
    page = body if isinstance(body, etree._Element) else root
    return tuple(HtmlCutter(page, read_marks(page), find_main(page)).cut())


class HtmlCutter:
    """Walks an element once and collects its blocks; a stack of its own, so that depth costs nothing.

    main  what the page marks as its main part: blocks outside it are furniture
    """

    def __init__(
        self, root: etree._Element, marks: Marks | None = None, main: etree._Element | None = None
    ) -> None:
        self.root = root
        self.marks = marks or Marks()
        self.main = main
        self.is_outside = main is not None
        self.characters = len(words_in(root))
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.bold_words: list[bool] = []
        self.linked_words: list[bool] = []
        self.bold_depth = self.link_depth = self.links = 0
        self.level = self.ends = 0
        self.items: list[str] = []
        self.numbers: dict[etree._Element, int] = {}
        # What is open, innermost last: elements of furniture with their kinds, and panels with a title.
        self.furniture: list[tuple[etree._Element, str]] = []
        self.panels: list[tuple[etree._Element, int]] = []
        # Level of the last heading, and whether a term stands over a definition of several blocks.
        self.last_level = 0
        self.is_under_term = False
        # Definitions that stand in their term's row.
        self.taken: set[etree._Element] = set()

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
            self.linked_words.append(self.link_depth > 0 or not text.strip(BETWEEN_LINKS))

    def start(self, node: etree._Element) -> bool:
        """Opens `node`; False where it was left out or taken whole."""
        tag = local_name(node)
        if node is not self.root and (tag in UNSEEN or tag in UNSEEN_TAGS or self.is_idle_button(node)):
            return False
        if tag in BLOCK_TAGS:
            self.flush()
        if node in self.marks.tabs:
            return False  # its labels stand over their panels
        self.open_parts(node)
        if node is not self.root and self.take_row(node, tag):
            self.close_parts(node)
            return False
        if tag == "li":
            self.items.append(self.mark_item(node))
        self.level = HEADING_LEVELS.get(tag, self.level)
        self.bold_depth += is_bold(node)
        if tag == "a":
            self.link_depth += 1
            self.links += 1
        return True

    def is_idle_button(self, node: etree._Element) -> bool:
        """Whether the element is a button that is no title of a panel or part."""
        if local_name(node) != "button" or find_target(node):
            return False
        parent = node.getparent()
        return parent is None or local_name(parent) not in HEADING_LEVELS

    def open_parts(self, node: etree._Element) -> None:
        """Notes the furniture and the panel that begin with `node`."""
        if node is self.main:
            self.flush()
            self.is_outside = False
        if node is not self.root and not self.furniture:
            kind = find_furniture(node, self.characters)
            if not kind and is_hidden(node) and not is_panel(node, self.marks):
                kind = "hidden"
            if kind:
                self.flush()
                self.furniture.append((node, kind))
        label = self.marks.labels.get(node)
        if label:
            self.flush()
            self.put(Block(label, level=PANEL_LEVEL, stands_alone=True))
        if label or local_name(node) == "details":
            self.panels.append((node, PANEL_LEVEL))
        elif node.get("id") in self.marks.controlled and self.last_level:
            self.panels.append((node, self.last_level))

    def close_parts(self, node: etree._Element) -> None:
        """Closes the parts of the page that end with `node`."""
        if node is self.main:
            self.flush()
            self.is_outside = True
        if self.furniture and self.furniture[-1][0] is node:
            self.flush()
            self.furniture.pop()
        if self.panels and self.panels[-1][0] is node:
            self.flush()
            self.ends = self.panels.pop()[1]

    def take_row(self, node: etree._Element, tag: str) -> bool:
        """Takes a table row or a term with its definitions as one block; True where nothing is left of it."""
        if tag == "dt":
            self.end_term()
        if tag in {"tr", "dt"}:
            cells = row_cells(node) if tag == "tr" else definition_cells(node)
            if cells:
                self.put(Block("\t".join(cells), is_row=True))
            if tag == "dt" and cells:
                self.taken.update(definitions_of(node))
            self.is_under_term = tag == "dt" and not cells
            return bool(cells)
        return node in self.taken

    def mark_item(self, node: etree._Element) -> str:
        """ "•" for an item of a plain list, its number for one of an ordered list."""
        parent = node.getparent()
        if parent is None or local_name(parent) != "ol":
            return "•"
        start = parent.get("start", "1")
        number = self.numbers.get(parent, int(start) if start.isdecimal() else 1)
        self.numbers[parent] = number + 1
        return f"{number}."

    def end_term(self) -> None:
        """Ends what a term stands over, where another term or the end of their list follows."""
        if self.is_under_term:
            self.flush()
            self.ends, self.is_under_term = PANEL_LEVEL, False

    def end(self, node: etree._Element) -> None:
        """Closes what `start` opened."""
        tag = local_name(node)
        if tag in BLOCK_TAGS:
            self.flush(is_title=tag == "button" or is_titled(node))
        if tag == "li":
            self.items.pop()
        if tag == "dl":
            self.end_term()
        if tag in HEADING_LEVELS:
            self.last_level, self.level = self.level, 0
        if tag == "a":
            self.link_depth -= 1
        self.bold_depth -= is_bold(node)
        self.close_parts(node)

    def flush(self, *, is_title: bool = False) -> None:
        """Closes the open block, if it has words."""
        text = fold("".join(self.words))
        if text:
            marker = self.items[-1] if self.items else ""
            if marker:
                # Only the first block of an item carries its number.
                self.items[-1] = ""
                text = text if find_enumerator(text) else f"{marker} {text}"
            self.put(
                Block(
                    text,
                    level=self.level,
                    stands_alone=is_title or all(self.bold_words),
                    is_item=bool(self.items) and not self.level,
                    links=max(self.links, 1) if all(self.linked_words) else 0,
                )
            )
        self.words, self.bold_words, self.linked_words, self.links = [], [], [], 0

    def put(self, block: Block) -> None:
        """Adds a block with what is known of the parts of the page it stands in."""
        furniture = self.furniture[0][1] if self.furniture else OUTSIDE if self.is_outside else ""
        self.blocks.append(replace(block, furniture=furniture, ends=self.ends))
        self.ends = 0


def find_main(root: etree._Element) -> etree._Element | None:
    """The one element that the page marks as its main part, if it does and most of the page is in it."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.xpath(path)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], etree._Element):
            is_most = len(words_in(found[0])) > MOST_OF_PAGE * len(words_in(root))
            return found[0] if is_most else None
    return None


def is_bold(node: etree._Element) -> bool:
    """Whether the element itself makes its words bold."""
    style = "".join((node.get("style") or "").split()).lower()
    return local_name(node) in BOLD_TAGS or any(
        f"font-weight:{weight}" in style for weight in ("bold", "600", "700", "800", "900")
    )


def row_cells(row: etree._Element) -> list[str]:
    """The cells of a table row that holds values; empty for a row that only lays out the page."""
    cells = [cell for cell in row if local_name(cell) in {"td", "th"}]
    if len(cells) < 2 or any(len(cell) and LAYOUT_CONTENT(cell) for cell in cells):
        return []
    texts = [words_of(cell) for cell in cells]
    return texts if texts[0] else []


def definitions_of(term: etree._Element) -> list[etree._Element]:
    """The definitions that follow a term at once."""
    return list(takewhile(lambda sibling: local_name(sibling) == "dd", term.itersiblings()))


def definition_cells(term: etree._Element) -> list[str]:
    """A term and its definitions as cells; empty where a definition is more than a value."""
    definitions = definitions_of(term)
    if not definitions or any(len(own) and LAYOUT_CONTENT(own) for own in definitions):
        return []
    return [words_of(term), *map(words_of, definitions)]


def words_of(node: etree._Element) -> str:
    """All words of an element on one line."""
    if len(node) == 0:
        return fold(node.text or "")
    return fold(" ".join(block.text.lstrip("• ") for block in HtmlCutter(node).cut() if not block.furniture))

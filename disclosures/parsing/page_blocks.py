"""The blocks of an ordinary page, the paragraphs of its reading text; plain text cut into them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from disclosures.parsing.headings import SENTENCE_END, find_enumerator, is_heading_like
from disclosures.parsing.text import fold
from disclosures.parsing.types import Span
from disclosures.parsing.wrapping import LONGEST_MARGIN, find_widest, is_unbreakable, measure

PARAGRAPH_BREAK = "\n\n"
# A line broken at the margin is nearly as long as the longest one beside it.
WRAP_FILL = 0.7

# Ruled lines part blocks as blank ones do; "## Custody" and "**Custody**" are plain text's own marks.
RULE = re.compile(r"[=\-_*~#\s]{3,}")
HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
STARS = re.compile(r"(\*\*|__)(?P<words>[^*]+)\1")
# Columns of a text are parted by a tab or three blanks; a label is no longer than this.
COLUMN = re.compile(r"\s*\t\s*|(?<=\S)\s{3,}(?=\S)")
MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row (cells joined by a tab) of a page.

    level         1 to 6 for a heading by HTML's own mark, else 0
    stands_alone  a line by itself in a text, or wholly bold or named a title in HTML: it may be a heading
    ends          sections opened at this level or deeper end before this block; 0 where none does
    links         how many links it consists of, where it consists of nothing else
    furniture     the part of the page's furniture it stands in ("footer"), "" for the content
    """

    text: str
    level: int = 0
    stands_alone: bool = False
    is_row: bool = False
    is_item: bool = False
    ends: int = 0
    links: int = 0
    furniture: str = ""


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
    width = find_widest(lines)
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
    if max(width, measure(line)) > LONGEST_MARGIN or find_enumerator(following):
        return False
    if len(line) < WRAP_FILL * width and not is_unbreakable(following.partition(" ")[0]):
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

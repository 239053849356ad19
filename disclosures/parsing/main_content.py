"""What of a web page's blocks is its content, and what is left out, to be counted and told."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from disclosures.parsing.headings import find_enumerator, is_heading_like
from disclosures.parsing.page_blocks import Block
from disclosures.parsing.text import fold
from disclosures.parsing.types import Problem, Severity

# A single link may be a document that belongs to the text; a row or a run of links leads elsewhere.
FEWEST_LINKS_IN_A_ROW = 2
FEWEST_LINKS_IN_A_RUN = 3
LONGEST_LEGAL_LINE = 160
SHOWN_LINES = 6
SHOWN_CHARACTERS = 40
EDGE = "edge of the page"
# Where these are named, what stands under a telling heading is somebody else's.
NEVER_CONTENT = frozenset({"cookie notice", "dialog", "hidden", "advertising"})

LEGAL_LINE = re.compile(
    r"©|\bcopyright\b|\ball rights reserved\b|版权所有|版權所有|友情链接|友情連結|技术支持", re.IGNORECASE
)

type IsTelling = Callable[[Block], bool]
"""Whether a block names something that a page of this kind discloses."""


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of the content, in order, and those left out, each with what it is."""

    blocks: tuple[Block, ...]
    left: tuple[Block, ...]


def choose_content(blocks: Sequence[Block], is_telling: IsTelling, main: Collection[str] = ()) -> Content:
    """Parts the content from the page's furniture.

    A block in the furniture that tells something stays, with what stands under it if it is a heading.
    main  a second opinion on the page's edges (`read_main_lines`)
    """
    judged = mark_legal_end(mark_links(rescue(blocks, is_telling)), is_telling)
    judged = mark_edges(judged, main, is_telling)
    kept: list[Block] = []
    left: list[Block] = []
    ends = 0
    for block in judged:
        # An end that a left-out block marks is one for the next block too.
        ends = min(filter(None, (ends, block.ends)), default=0)
        if block.furniture:
            left.append(block)
        else:
            kept.append(replace(block, ends=ends))
            ends = 0
    return Content(tuple(kept), tuple(left))


def rescue(blocks: Iterable[Block], is_telling: IsTelling) -> list[Block]:
    """Blocks of furniture that tell something, as content: a record number in the footer, say."""
    judged: list[Block] = []
    under = ""
    for block in blocks:
        if block.furniture != under:
            under = ""
        if block.furniture and block.furniture not in NEVER_CONTENT and not block.links and is_telling(block):
            # Only a heading has words under it; a label has its value with it.
            under = block.furniture if block.level else ""
            judged.append(replace(block, furniture=""))
        else:
            judged.append(replace(block, furniture="") if under else block)
    return judged


def mark_links(blocks: Sequence[Block]) -> list[Block]:
    """Rows and runs of links as furniture."""
    judged = list(blocks)
    run: list[int] = []
    for index, block in enumerate([*blocks, Block("")]):
        if block.links and not block.level and not block.furniture:
            run.append(index)
            continue
        if len(run) >= FEWEST_LINKS_IN_A_RUN or any(blocks[at].links >= FEWEST_LINKS_IN_A_ROW for at in run):
            for at in run:
                judged[at] = replace(blocks[at], furniture="links")
        run = []
    return judged


def mark_legal_end(blocks: Sequence[Block], is_telling: IsTelling) -> list[Block]:
    """The lines from a copyright notice to the end of the page as its footer, unless one tells something."""
    judged = list(blocks)
    content = [index for index, block in enumerate(blocks) if not block.furniture]
    end: list[int] = []
    for index in reversed(content):
        block = blocks[index]
        if is_telling(block) or len(block.text) > LONGEST_LEGAL_LINE:
            break
        end.append(index)
    notices = [index for index in end if LEGAL_LINE.search(blocks[index].text)]
    for index in end:
        if notices and index >= min(notices):
            judged[index] = replace(blocks[index], furniture="footer")
    return judged


def mark_edges(blocks: Sequence[Block], main: Collection[str], is_telling: IsTelling) -> list[Block]:
    """Lines at the beginning and the end of the page as furniture where another reader has left them out.

    main  the lines that reader took for the page's main text (`read_main_lines`); nothing is marked where
          it found none. It loses headings, labels and whole panels, so it is believed only about what
          stands before the first heading or telling block, and about short lines after the last one
    """
    judged = list(blocks)
    content = [index for index, block in enumerate(blocks) if not block.furniture] if main else []
    for index in content:
        if is_settled(blocks[index], main, is_telling):
            break
        judged[index] = replace(blocks[index], furniture=EDGE)
    for above, index in zip(content[-2::-1], content[:0:-1], strict=True):
        block = blocks[index]
        is_body = is_telling(blocks[above])
        if is_body or not is_heading_like(block.text) or is_settled(block, main, is_telling):
            break
        judged[index] = replace(block, furniture=EDGE)
    return judged


def is_settled(block: Block, main: Collection[str], is_telling: IsTelling) -> bool:
    """Whether a block is content whatever stands around it."""
    has_mark = bool(block.level) or block.is_row or block.stands_alone
    return has_mark or is_telling(block) or strip_marker(block.text) in main


def strip_marker(text: str) -> str:
    """A list item's words without the marker it was given."""
    found = find_enumerator(text)
    return text[found.end :] if found else text


def read_main_lines(page: bytes) -> frozenset[str]:
    """The lines that trafilatura takes for the main text of an HTML page in UTF-8."""
    # Loaded where it is needed: it takes longer to load than most files take to read.
    import trafilatura

    # Fast: its fall-backs look at each line's neighbours, and take minutes on a long page.
    found = trafilatura.extract(page, fast=True, include_comments=False, include_tables=True) or ""
    return frozenset(strip_marker(fold(line)) for line in found.splitlines())


def tell_left_out(left: Sequence[Block]) -> tuple[Problem, ...]:
    """One note on what was left out: how many lines of which kind, and how the first ones begin."""
    if not left:
        return ()
    kinds = Counter(block.furniture for block in left)
    counted = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    begin = ", ".join(f"“{shorten(block.text)}”" for block in left[:SHOWN_LINES])
    more = f" and {len(left) - SHOWN_LINES} more" if len(left) > SHOWN_LINES else ""
    lines = "1 line" if len(left) == 1 else f"{len(left)} lines"
    sentence = f"Left out as no part of the disclosure: {lines} ({counted}): {begin}{more}."
    return (Problem("page-furniture", sentence, severity=Severity.NOTE),)


def shorten(text: str) -> str:
    text = text.replace("\t", " ")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS].rstrip()}…"

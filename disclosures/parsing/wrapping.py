"""Plain text to paragraphs: lines that a margin broke are joined, headings and page numbers stand alone.

A line was broken at the margin if the next one's first word would not have fitted on it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from disclosures.parsing.cut_words import KnownWords
from disclosures.parsing.furniture import is_furniture_line
from disclosures.parsing.headings import Depth, find_enumerator, is_heading_like
from disclosures.parsing.text import fold, goes_on, has_open_end

LONGEST_MARGIN = 160
"""Longer lines were broken by nobody: each is a paragraph."""
NARROWEST_MARGIN = 60
FEWEST_LINES = 4
"""A block of this many lines shows its own margin."""
SLACK = 6
"""Characters by which a word that was carried over may have missed the margin: text set by hand."""
LONGEST_WORD = 40
"""Longer ones are web addresses, which no margin breaks: they show none."""
PAGE_BREAK = "\f"
PAGE_TAG = re.compile(r"(?im)^[ \t]*<page>|\f")
PART_TAGS = re.compile(r"(?im)^[ \t]*(?:</?(?:page|table|caption|s|c|fn|text)>[ \t]*)+")
"""What parts the tables of filings as text: SGML tags before a line's words."""


def cut_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a plain text, white space folded; blank lines part them wherever they stand."""
    text = PART_TAGS.sub("\n", PAGE_TAG.sub(f"\n{PAGE_BREAK}\n", text))
    lines = [line if line == PAGE_BREAK else line.rstrip() for line in text.split("\n")]
    margin, words = find_margin(lines), KnownWords.of(text.split())
    return (words.join(map(fold, group)) for group in join_pages(lines, margin))


def join_pages(lines: Sequence[str], margin: int) -> Iterator[list[str]]:
    """The lines of each paragraph, those of one that goes on over a page break together."""
    last: list[str] = []
    is_new_page = False
    for has_words, run in groupby(lines, key=lambda line: bool(line.strip())):
        if not has_words:
            is_new_page = PAGE_BREAK in run
            continue
        for group in join_lines(list(run), margin):
            if last and is_new_page and goes_over(last[-1], group, margin):
                last += group
            else:
                if last:
                    yield last
                last = group
            is_new_page = False
    if last:
        yield last


def find_margin(lines: Sequence[str]) -> int:
    """The length that nine of ten lines keep to, of those that another one follows at once."""
    lengths = sorted(len(line) for line, following in pairwise(lines) if line.strip() and following.strip())
    return max(NARROWEST_MARGIN, lengths[len(lengths) * 9 // 10]) if lengths else NARROWEST_MARGIN


def join_lines(lines: Sequence[str], margin: int) -> Iterator[list[str]]:
    """Lines without a blank one between them, as the paragraphs they make."""
    widest = find_widest(lines)
    if len(lines) >= FEWEST_LINES or widest > margin:
        margin = widest
    group = [lines[0]]
    for line in lines[1:]:
        if is_broken(group[-1], line, margin):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group


def find_widest(lines: Sequence[str]) -> int:
    """The length of the longest line that a margin may have broken.

    More than LONGEST_MARGIN where nine of ten lines do not keep to any: nothing was broken then.
    """
    widths = sorted(map(measure, lines))
    kept = [width for width in widths if width <= LONGEST_MARGIN]
    return kept[-1] if kept and len(widths) - len(kept) <= len(widths) // 10 else widths[-1]


def measure(line: str) -> int:
    """The length of a line without the web addresses in it."""
    if len(line) <= LONGEST_WORD:
        return len(line)
    return len(line) - sum(len(word) for word in line.split() if is_unbreakable(word))


def is_unbreakable(word: str) -> bool:
    """Whether a word is longer than any but a web address; languages without blanks are broken anywhere."""
    return len(word) > LONGEST_WORD and word.isascii()


def is_broken(line: str, following: str, margin: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`, which was broken at the margin."""
    if max(margin, measure(line)) > LONGEST_MARGIN:
        return False
    marker = find_enumerator(following.strip())
    if marker is not None and marker.depth is Depth.BULLET:
        return False
    first = following.split(maxsplit=1)[0]
    is_full = len(line) + 1 + len(first) > margin - SLACK
    return (is_full or goes_on(line, following)) and not is_furniture_line(fold(line))


def goes_over(line: str, following: Sequence[str], margin: int) -> bool:
    """Whether a paragraph whose last line is `line` goes on with the first one of the next page."""
    if is_furniture_line(fold(line)) or is_furniture_line(fold(following[0])):
        return False
    if goes_on(line, following[0]):
        return find_enumerator(following[0].strip()) is None
    is_heading = is_heading_like(" ".join(map(fold, following)))
    return has_open_end(line) and not is_heading and is_broken(line, following[0], margin)

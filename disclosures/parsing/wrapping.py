"""Plain text to paragraphs: lines that a margin broke are joined, headings and page numbers stand alone.

A line was broken at the margin if the next one's first word would not have fitted on it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from disclosures.parsing.cut_words import KnownWords
from disclosures.parsing.furniture import is_furniture_line
from disclosures.parsing.headings import Depth, find_enumerator
from disclosures.parsing.text import fold, goes_on

LONGEST_MARGIN = 160
"""Longer lines were broken by nobody: each is a paragraph."""
NARROWEST_MARGIN = 60
FEWEST_LINES = 4
"""A block of this many lines shows its own margin."""
SLACK = 6
"""Characters by which a word that was carried over may have missed the margin: text set by hand."""
MARKED_PARTS = re.compile(r"(?im)^[ \t]*</?(?:page|table|caption|s|c|fn|text)>.*$|\f")
"""What parts pages and tables of filings as text: SGML tags on lines of their own, form feeds."""


def cut_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a plain text, white space folded; blank lines part them wherever they stand."""
    text = MARKED_PARTS.sub("\n", text)
    lines = [line.rstrip() for line in text.split("\n")]
    margin, words = find_margin(lines), KnownWords.of(text.split())
    for has_words, run in groupby(lines, key=lambda line: bool(line.strip())):
        if has_words:
            yield from (words.join(map(fold, group)) for group in join_lines(list(run), margin))


def find_margin(lines: Sequence[str]) -> int:
    """The length that nine of ten lines keep to, of those that another one follows at once."""
    lengths = sorted(len(line) for line, following in pairwise(lines) if line and following.strip())
    return max(NARROWEST_MARGIN, lengths[len(lengths) * 9 // 10]) if lengths else NARROWEST_MARGIN


def join_lines(lines: Sequence[str], margin: int) -> Iterator[list[str]]:
    """Lines without a blank one between them, as the paragraphs they make."""
    widest = max(map(len, lines))
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


def is_broken(line: str, following: str, margin: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`, which was broken at the margin."""
    if margin > LONGEST_MARGIN:
        return False
    marker = find_enumerator(following.strip())
    if marker is not None and marker.depth is Depth.BULLET:
        return False
    first = following.split(maxsplit=1)[0]
    is_full = len(line) + 1 + len(first) > margin - SLACK
    return (is_full or goes_on(line, following)) and not is_furniture_line(fold(line))

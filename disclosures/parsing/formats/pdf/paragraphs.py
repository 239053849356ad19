"""Lines put together as paragraphs and table rows, over the ends of columns and pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from disclosures.parsing.cut_words import KnownWords
from disclosures.parsing.formats.pdf.lines import Line
from disclosures.parsing.headings import find_enumerator
from disclosures.parsing.text import goes_on, is_marker

USUAL_LEADING = 1.5
"""Of the size of type: how far apart lines are where the document does not say more."""
LOOSER, LOOSER_IN_SENTENCE = 1.2, 1.5
"""Of the usual distance of lines: what is further apart is parted by space."""
SAME_SIZE = 0.08
INDENT = 0.9
SAME_LEFT = 3.0
MOST_CELL_WORDS = 25
LONG_LINE_WORDS = 5
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_GLUED = re.compile(r"\w[-–—]$")


@dataclass(slots=True)
class Paragraph:
    """Lines that are read as one; of a table row the cells, each with its lines."""

    page: int
    cells: list[list[Line]]
    is_full: bool = False

    @property
    def last(self) -> Line:
        return self.cells[-1][-1]

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1


@dataclass(slots=True)
class Composer:
    """Puts the lines of page after page together; knows the words of the document for cut ones."""

    leadings: dict[int, float]
    words: KnownWords
    paragraphs: list[Paragraph] = field(default_factory=list)
    lines: Sequence[Line] = ()

    @classmethod
    def over(cls, pages: Sequence[Sequence[Line]]) -> "Composer":
        """A composer that has seen the lines of all pages, though put none together yet."""
        words = (word.text for lines in pages for line in lines for word in line.words)
        return cls(measure_leadings(pages), KnownWords.of(words))

    def add_page(self, number: int, lines: Sequence[Line]) -> None:
        """Put the lines of one page together, the first with the page before where they go on."""
        self.lines = lines
        is_first = True
        for line in lines:
            open_one = self.paragraphs[-1] if self.paragraphs else None
            if open_one is not None and not is_first and self.take(open_one, line):
                continue
            is_new_run = is_first or (open_one is not None and line.baseline > open_one.last.baseline)
            if open_one is not None and is_new_run and goes_on_beyond(open_one, line):
                open_one.cells[-1].append(line)
            else:
                self.paragraphs.append(Paragraph(number, [[line]]))
            is_first = False
            self.paragraphs[-1].is_full = self.fills(self.paragraphs[-1].last)

    def take(self, paragraph: Paragraph, line: Line) -> bool:
        """Whether `paragraph` takes the line: as a further cell of its row, or its next line."""
        cell = paragraph.cells[-1]
        if is_marker(cell[0].text) and line.is_beside(cell[0]):
            cell[0] = Line.of([*cell[0].words, *line.words])
            paragraph.is_full = self.fills(line)
            return True
        is_short = sum(len(own.words) for own in cell) <= MOST_CELL_WORDS
        if is_short and len(line.words) <= MOST_CELL_WORDS and line.is_beside(cell[0]):
            right = max(own.right for own in cell)
            if line.left >= right - 1:
                paragraph.cells.append([line])
                return True
        if self.follows(cell, line):
            cell.append(line)
            paragraph.is_full = self.fills(line)
            return True
        return False

    def follows(self, cell: Sequence[Line], line: Line) -> bool:
        """Whether the line is the next one of the paragraph or cell."""
        last = cell[-1]
        if not self.is_just_below(cell, line) or not has_same_type(last, line):
            return False
        first_word = line.words[0].text
        is_full = self.is_full_before(last, line)
        if is_marker(first_word) and (not is_full or _ENDS.search(last.text)):
            return False
        if find_enumerator(line.text) and _ENDS.search(last.text):
            return False
        body = cell[1:] or cell
        if line.left > body[-1].left + INDENT * line.size and not starts_hanging(cell):
            return False
        if _GLUED.search(last.text):
            return True
        return is_full or runs_on(last, line)

    def is_just_below(self, cell: Sequence[Line], line: Line) -> bool:
        """Whether the line stands under the cell, no further than its lines are apart."""
        last = cell[-1]
        distance = last.baseline - line.baseline
        # A raised sign sets its line lower; what runs on in mid-sentence is no new paragraph for that.
        looser = LOOSER_IN_SENTENCE if runs_on(last, line) else LOOSER
        if not 0 < distance <= looser * self.usual(line):
            return False
        if len(cell) > 1 and distance > looser * (cell[-2].baseline - last.baseline) > 0:
            return False
        return min(own.left for own in cell) <= line.right and line.left <= max(own.right for own in cell)

    def usual(self, line: Line) -> float:
        """How far apart lines of this size stand in the document, in points."""
        return self.leadings.get(round(line.size)) or USUAL_LEADING * line.size

    def fills(self, line: Line) -> bool:
        """Whether the line reaches the right margin of its column."""
        return line.right >= self.margin(line) - 2 * line.size

    def is_full_before(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would not have fitted on the line."""
        first = following.words[0]
        room = self.margin(line) - line.right
        return first.right - first.left + 0.2 * line.size > room - 0.3 * line.size

    def margin(self, line: Line) -> float:
        """The right edge of the longest line that starts where this one does."""
        near = SAME_LEFT * line.size
        return max(
            (
                other.right
                for other in self.lines
                if abs(other.left - line.left) <= near and len(other.words) >= LONG_LINE_WORDS
            ),
            default=line.right,
        )

    def write(self, paragraph: Paragraph) -> str:
        """The words of a paragraph on one line, cells parted by tabs, words cut at line ends whole."""
        return "\t".join(self.words.join(line.text for line in cell) for cell in paragraph.cells)


def runs_on(last: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to the next by its words."""
    return line.text[0].islower() and not _ENDS.search(last.text)


def has_same_type(last: Line, line: Line) -> bool:
    """Whether two lines are set alike: as large, and not a bold heading above its text."""
    if abs(last.size - line.size) > SAME_SIZE * max(last.size, line.size):
        return False
    if last.is_bold and not line.is_bold:
        return line.words[0].is_bold
    return not (line.is_bold and not last.is_bold and not last.words[-1].is_bold)


def starts_hanging(cell: Sequence[Line]) -> bool:
    """Whether the first line starts with a bullet or number, so that the others may stand further in."""
    return len(cell) == 1 and (is_marker(cell[0].words[0].text) or find_enumerator(cell[0].text) is not None)


def goes_on_beyond(paragraph: Paragraph, line: Line) -> bool:
    """Whether a paragraph goes on with the first line of the next column or page."""
    last = paragraph.last
    if paragraph.is_row or not has_same_type(last, line) or is_marker(line.words[0].text):
        return False
    if goes_on(last.text, line.text) or last.text.endswith("-"):
        return True
    is_prose = len(last.words) >= LONG_LINE_WORDS and not _ENDS.search(last.text)
    return paragraph.is_full and is_prose and not last.is_bold and len(line.words) >= LONG_LINE_WORDS


def measure_leadings(pages: Sequence[Sequence[Line]]) -> dict[int, float]:
    """Per size of type the usual distance of baselines, in points."""
    found: dict[int, Counter[float]] = {}
    for lines in pages:
        for above, below in pairwise(lines):
            distance = above.baseline - below.baseline
            is_close = 0.5 * below.size < distance < 2.5 * below.size
            is_prose = len(above.words) >= LONG_LINE_WORDS and below.text[0].islower()
            if is_close and is_prose and abs(above.left - below.left) < below.size:
                found.setdefault(round(below.size), Counter())[round(distance * 2) / 2] += 1
    return {size: distances.most_common(1)[0][0] for size, distances in found.items()}

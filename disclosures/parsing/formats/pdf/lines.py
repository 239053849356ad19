"""Words of a page put together as lines, in the order a person reads them: column after column."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

from disclosures.parsing.formats.pdf.words import Page, Word

SAME_LINE = 0.5
"""Of the size of type: how far a word may stand above or below its line, as a note's number does."""
CELL_GAP = 2.3
"""Of the size of type: a wider gap parts two cells or columns; justified lines have narrower ones."""
MOST_JUMPS = 0.1
LEAST_COLUMN_ROWS = 4
LEAST_COLUMN_WORDS = 4
LEAST_COLUMN_SHARE = 0.3
LEAST_RUNNING_ON = 0.4
"""Share of lines that begin in small letters: lines of prose do, cells of a table do not."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other: a line of a paragraph, or one of a cell of a table."""

    words: tuple[Word, ...]
    left: float
    right: float
    baseline: float
    size: float

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Line":
        letters: Counter[float] = Counter()
        for word in words:
            letters[round(word.size, 1)] += len(word.text)
        size = letters.most_common(1)[0][0]
        usual = next(word for word in words if round(word.size, 1) == size)
        return cls(tuple(words), words[0].left, max(word.right for word in words), usual.baseline, size)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def is_bold(self) -> bool:
        """Whether all of its words are bold, bullets and the like left aside."""
        lettered = [word for word in self.words if re.search(r"\w", word.text)]
        return bool(lettered) and all(word.is_bold for word in lettered)

    def is_beside(self, other: "Line") -> bool:
        """Whether this line goes on, after a gap, at the height of `other`, to the right of it."""
        near = SAME_LINE * max(self.size, other.size)
        return abs(self.baseline - other.baseline) <= near and self.left >= other.right - 1


type Row = list[Line]


def read_lines(page: Page) -> list[Line]:
    """The lines of a page in reading order: that of the file, unless it jumps about; columns apart."""
    lines = list(cut_lines(page.words))
    if is_jumping(lines):
        lines = [line for row in sort_rows(lines) for line in row]
    return part_columns(lines)


def cut_lines(words: Sequence[Word]) -> Iterator[Line]:
    """Runs of words at one height without a wide gap, in the order of the file."""
    run: list[Word] = []
    for word in words:
        if run and not _goes_on(run, word):
            yield Line.of(run)
            run = []
        run.append(word)
    if run:
        yield Line.of(run)


def _goes_on(run: Sequence[Word], word: Word) -> bool:
    last = run[-1]
    size = max(last.size, word.size)
    tallest = max(run, key=lambda one: one.size)
    is_level = min(abs(word.baseline - last.baseline), abs(word.baseline - tallest.baseline)) <= (
        SAME_LINE * max(size, tallest.size)
    )
    return is_level and -0.5 * size <= word.left - last.right <= CELL_GAP * size


def is_jumping(lines: Sequence[Line]) -> bool:
    """Whether the file's order goes back up the page time and again, not only to another cell or column."""
    jumps = sum(
        after.baseline > before.baseline + SAME_LINE * before.size and after.left < before.right
        for before, after in pairwise(lines)
    )
    return jumps > max(2, MOST_JUMPS * len(lines))


def sort_rows(lines: Sequence[Line]) -> list[Row]:
    """Lines of the same height together, from left to right, the rows from the top down."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda one: -one.baseline):
        if rows and abs(rows[-1][0].baseline - line.baseline) <= SAME_LINE * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def part_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines with columns of prose that stand row by row in the file read one after the other."""
    rows = list(join_rows(lines))
    gutter = find_gutter(rows)
    if gutter is None:
        return list(lines)
    ordered: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for row in rows:
        if any(line.left < gutter < line.right for line in row):
            ordered += [*columns[0], *columns[1], *row]
            columns = ([], [])
        else:
            for line in row:
                columns[line.left > gutter].append(line)
    return [*ordered, *columns[0], *columns[1]]


def join_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Lines that follow each other and stand beside each other."""
    row: Row = []
    for line in lines:
        if row and not line.is_beside(row[-1]):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def find_gutter(rows: Sequence[Row]) -> float | None:
    """The middle between two columns of prose, or None: columns of a table are narrower or of few words."""
    halves = [row for row in rows if len(row) == 2]
    if len(halves) < LEAST_COLUMN_ROWS:
        return None
    gutter = median((left.right + right.left) / 2 for left, right in halves)
    parted = [(left, right) for left, right in halves if left.right < gutter < right.left]
    if len(parted) < LEAST_COLUMN_ROWS:
        return None
    width = max(right.right for _, right in parted) - min(left.left for left, _ in parted)
    for side in zip(*parted, strict=True):
        is_wordy = mean(len(line.words) for line in side) >= LEAST_COLUMN_WORDS
        is_prose = mean(line.text[0].islower() for line in side) >= LEAST_RUNNING_ON
        is_wide = median(line.right - line.left for line in side) >= LEAST_COLUMN_SHARE * width
        if not (is_wordy and is_prose and is_wide):
            return None
    return gutter

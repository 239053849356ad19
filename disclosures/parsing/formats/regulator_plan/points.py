"""The points of a plan: where its ordinals, numbers or bullets stand, and how far each point goes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosures.parsing.formats.regulator_plan.obligations import states_obligation
from disclosures.parsing.headings import Depth, find_enumerator, is_heading_like
from disclosures.parsing.page_blocks import Block
from disclosures.parsing.types import Span

MIN_POINTS = 3
WORD = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
ORDINALS = WORD.split("|")
CHINESE_ORDINALS = "一二三四五六七八九十"
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}

SENTENCE_START = r"(?:^|(?<=[.;:!?。；：！？”\"])\s*)"
# "First, …", "Firstly …", "The second is to …", "The third point is …", "一是…", "第二，…"
ORDINAL_MARK = re.compile(
    rf"{SENTENCE_START}(?P<mark>(?:the\s+)?(?P<word>{WORD})(?:ly)?"
    r"(?:\s*[,:，：]\s*|\s+(?:point|requirement|task|measure|priority)?\s*(?:is|are)\s*[,:]?\s*(?:to\s+)?)"
    r"|(?P<last>finally|lastly)\s*,\s*"
    rf"|(?:第(?P<zh>[{CHINESE_ORDINALS}])[，、,]\s*|(?P<zh2>[{CHINESE_ORDINALS}])(?:是|要)\s*))",
    re.IGNORECASE | re.MULTILINE,
)
INLINE_NUMBER = re.compile(rf"{SENTENCE_START}(?P<mark>[(（](?P<number>\d{{1,2}})[)）]\s*)", re.MULTILINE)
NUMBER = re.compile(r"\d+")
# Chapters and articles are two habits, though both are parts.
MARKER_WORD = re.compile(
    r"(?:article|section|chapter|part|principle|requirement|expectation|pillar|rule)\b", re.I
)
CHINESE_NUMBER = re.compile(rf"[{CHINESE_ORDINALS}]+")
ROMAN_NUMBER = re.compile(r"[IVX]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """An ordinal in the reading text: its number, where it starts, and where the words after it start.

    A number of 0 is the next one, whichever that is: a bullet, "finally".
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a plan: its number as written, its place with its ordinal, and where its words start."""

    number: int
    span: Span
    body_start: int


def find_points(text: str, blocks: Sequence[Block], spans: Sequence[Span]) -> tuple[Point, ...]:
    """The points of the plan in order; empty where fewer than three are numbered by one habit.

    Of several habits the one with the most points that ask for something wins; of equals the outer one.
    A habit that starts again at 1 (items under articles) numbers parts of points, not points.
    """
    best: tuple[Point, ...] = ()
    best_count = 0
    fallback: tuple[Point, ...] = ()
    for marks in find_habits(text, blocks, spans):
        run = longest_run(marks)
        if len(run) < MIN_POINTS:
            continue
        points = cut_points(run, text, blocks, spans)
        count = sum(states_obligation(text[point.body_start : point.span.end]) for point in points)
        if starts_again(marks):
            fallback = fallback or points
        elif count > best_count:
            best, best_count = points, count
    return best or fallback


def find_habits(text: str, blocks: Sequence[Block], spans: Sequence[Span]) -> Iterator[list[Mark]]:
    """The marks of every habit of numbering, outer habits first."""
    yield [read_ordinal(match) for match in ORDINAL_MARK.finditer(text)]
    by_kind: dict[tuple[Depth, str], list[Mark]] = {}
    for block, span in zip(blocks, spans, strict=True):
        found = find_enumerator(block.text)
        if found:
            marker = block.text[: found.end]
            word = MARKER_WORD.match(marker)
            kind = found.depth, word[0].lower() if word else ""
            by_kind.setdefault(kind, []).append(Mark(read_number(marker), span.start, span.start + found.end))
    for kind in sorted(by_kind, key=lambda kind: kind[0]):
        yield by_kind[kind]
    yield [
        Mark(int(match["number"]), match.start("mark"), match.end("mark"))
        for match in INLINE_NUMBER.finditer(text)
    ]


def read_ordinal(match: re.Match[str]) -> Mark:
    """The mark of an ordinal word."""
    chinese = match["zh"] or match["zh2"]
    if match["last"]:
        number = 0
    elif chinese:
        number = CHINESE_ORDINALS.index(chinese) + 1
    else:
        number = ORDINALS.index(match["word"].lower()) + 1
    return Mark(number, match.start("mark"), match.end("mark"))


def read_number(marker: str) -> int:
    """The number in a marker, in figures, Chinese or roman; 0 for a bullet or a letter."""
    if match := NUMBER.search(marker):
        return int(match.group())
    if match := CHINESE_NUMBER.search(marker):
        return read_chinese(match.group())
    if match := ROMAN_NUMBER.search(marker):
        return read_roman(match.group())
    letter = next((char for char in marker.lower() if "a" <= char <= "z"), "")
    return ord(letter) - ord("a") + 1 if letter else 0


def read_chinese(signs: str) -> int:
    """A number up to 99 in Chinese signs."""
    tens, ten, ones = signs.partition("十")
    if not ten:
        return CHINESE_ORDINALS.index(signs[-1]) + 1
    return 10 * (CHINESE_ORDINALS.index(tens) + 1 if tens else 1) + (
        CHINESE_ORDINALS.index(ones) + 1 if ones else 0
    )


def read_roman(signs: str) -> int:
    """A number in roman signs up to X."""
    values = [ROMAN_VALUES[sign] for sign in signs]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def longest_run(marks: Sequence[Mark]) -> list[Mark]:
    """The longest stretch of marks whose numbers rise from 1; unnumbered ones go on wherever they stand."""
    runs: list[list[Mark]] = []
    for mark in marks:
        expected = runs[-1][-1].number + 1 if runs else 1
        number = mark.number or expected
        if number == 1:
            runs.append([Mark(number, mark.start, mark.end)])
        elif runs and number >= expected:
            runs[-1].append(Mark(number, mark.start, mark.end))
    return max(runs, key=len, default=[])


def starts_again(marks: Sequence[Mark]) -> bool:
    """Whether the habit counts from 1 more than once."""
    return sum(mark.number == 1 for mark in marks) > 1


def cut_points(
    run: Sequence[Mark], text: str, blocks: Sequence[Block], spans: Sequence[Span]
) -> tuple[Point, ...]:
    """Each mark's point, up to the next mark; the last takes no more paragraphs than the longest other."""
    ends = [following.start for following in run[1:]]
    starts = [span.start for span in spans]
    counts = [
        bisect_left(starts, end) - bisect_left(starts, mark.start) or 1
        for mark, end in zip(run[:-1], ends, strict=True)
    ]
    ends.append(find_last_end(run[-1], max(counts, default=1), blocks, spans))
    points = []
    for mark, end in zip(run, ends, strict=True):
        trimmed = mark.start + len(text[mark.start : end].rstrip())
        points.append(Point(mark.number, Span(mark.start, trimmed), min(mark.end, trimmed)))
    return tuple(points)


def find_last_end(mark: Mark, count: int, blocks: Sequence[Block], spans: Sequence[Span]) -> int:
    """Where the last point ends: after `count` paragraphs at most, before the next heading."""
    first = next(index for index, span in enumerate(spans) if span.end > mark.start)
    last = first
    for index in range(first + 1, min(first + count, len(blocks))):
        block = blocks[index]
        if block.level or (is_heading_like(block.text) and block.stands_alone and not block.is_item):
            break
        last = index
    return spans[last].end

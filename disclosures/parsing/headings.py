"""How pages without markup number and head their parts: enumerators, and lines that look like headings."""

import re
from dataclasses import dataclass
from enum import IntEnum

MAX_HEADING_WORDS = 14
MAX_HEADING_CHARACTERS = 110
# A line that ends a sentence is no heading; a colon announces what follows and may end one.
SENTENCE_END = re.compile(r"[.!?。！？;；,，、][\"'”’)）]*$")
# Signs of markup, code and figures. No heading of a disclosure holds them.
NOT_PROSE = re.compile(r"[={}<>\[\]\\|^`~]|://|\d%")


class Depth(IntEnum):
    """How deep a heading stands by the habit it is written in; the smaller one is the outer one.

    Levels 1 to 6 are HTML's own. `GROUP` is a plain heading that the reader knows to open a group.
    """

    GROUP = 10
    PLAIN = 20
    PART = 30
    SUBPART = 35
    NUMBER = 40
    SUBNUMBER = 45
    BRACKET = 50
    LETTER = 60
    BULLET = 70


@dataclass(frozen=True, slots=True)
class Enumerator:
    """The marker a line starts with: "I.", "2.", "(a)", "•". `end` is where the words after it start."""

    depth: Depth
    end: int


# In order: an "I." is a roman one, not a letter; "1.1 Loans" is tried before "1.", "3.5 percent" is neither.
ENUMERATORS = (
    (Depth.BULLET, re.compile(r"[•●▪◦■□◆‣⁃·*]\s*|[-–—]\s+(?![+\d])")),
    (Depth.PART, re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})[.．、)]\s*", re.ASCII)),
    (Depth.PART, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]\s*")),
    (Depth.PART, re.compile(r"第[一二三四五六七八九十百\d]{1,4}[章节条部][分]?\s*")),
    (Depth.PART, re.compile(r"(?:article|section|chapter|part)\s+(?:\d{1,3}|[IVX]{1,5})\b[.:：]?\s*", re.I)),
    (
        Depth.PART,
        re.compile(
            r"(?:principle|requirement|expectation|pillar|rule|question|q\.?)\s?\d{1,3}[.:：)]\s*", re.I
        ),
    ),
    (Depth.SUBNUMBER, re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?:[.)、]\s*|\s+)(?=[A-Z\u3400-\u9fff])")),
    (Depth.NUMBER, re.compile(r"\d{1,2}(?:[.．、:：]\s*|[)）]\s*)(?![\d%])")),
    (Depth.SUBPART, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]\s*")),
    (Depth.BRACKET, re.compile(r"[(（]\d{1,2}[)）]\s*")),
    (Depth.BRACKET, re.compile(r"[①-⑳]\s*")),
    (Depth.LETTER, re.compile(r"[(（](?:[a-z]|[ivx]{1,4})[)）]\s*", re.I)),
    (Depth.LETTER, re.compile(r"[a-z][.)]\s+", re.I)),
)


def find_enumerator(line: str) -> Enumerator | None:
    """The enumerator `line` starts with, or None."""
    for depth, pattern in ENUMERATORS:
        if match := pattern.match(line):
            return Enumerator(depth, match.end())
    return None


def strip_enumerator(line: str) -> str:
    """`line` without its enumerator and closing colon: the words of a heading."""
    found = find_enumerator(line)
    return line[found.end if found else 0 :].strip().rstrip(":：").rstrip()


def is_heading_like(line: str) -> bool:
    """Whether a line that stands alone is short and wordy enough for a heading, and ends no sentence."""
    words = strip_enumerator(line)
    return (
        0 < len(words) <= MAX_HEADING_CHARACTERS
        and len(words.split()) <= MAX_HEADING_WORDS
        and words[0].isalnum()
        and any(char.isalpha() for char in words)
        and not SENTENCE_END.search(words)
        and not NOT_PROSE.search(words)
    )

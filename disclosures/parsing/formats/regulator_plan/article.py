"""An article's words without what a news page puts around them: tickers, bylines, players, repetition."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from disclosures.parsing.page_blocks import Block
from disclosures.parsing.passages import normalise_passage
from disclosures.parsing.periods import parse_date
from disclosures.parsing.types import Problem, Severity

MAX_NOISE_CHARACTERS = 80
# Shorter paragraphs may well stand twice on purpose.
MIN_REPEATED_CHARACTERS = 40
SAMPLE_CHARACTERS = 40

FURNITURE = re.compile(
    r"(?:listen|play|audio|text[- ]to[- ]speech|share|print|e-?mail|save|follow us|subscribe|sign (?:in|up)"
    r"|log in|read more|related (?:news|articles?|stories)|advertisement|sponsored|copyright|©|comments?"
    r"|all rights reserved|back to top|disclaimer|translated by|语音播报|語音播報|朗读|朗讀|分享|打印|字号"
    r"|上一篇|下一篇|责任编辑|責任編輯|相关阅读)",
    re.IGNORECASE,
)
BYLINE_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|"
    r"\d{1,2} [A-Za-z]{3,9}\.? \d{4}|(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
)
SENTENCE_STOP = re.compile(r"[.!?。！？]$")


@dataclass(slots=True)
class Article:
    """The blocks of an article, the day its byline gives, and what was left out."""

    blocks: list[Block] = field(default_factory=list)
    published: date | None = None
    problems: list[Problem] = field(default_factory=list)


def clean_article(blocks: Sequence[Block]) -> Article:
    """The article in the blocks of a page: noise and repetition dropped, each with a Problem saying what."""
    article = Article()
    seen: dict[str, int] = {}
    for number, block in enumerate(blocks, 1):
        where = f"paragraph {number}"
        words = normalise_passage(block.text)
        day = read_byline(block)
        if day is not None or is_noise(block):
            article.published = article.published or day
            what = "a byline" if day else "no part of the article"
            article.problems.append(report("page-noise", f"“{sample(block)}” is {what}; left out.", where))
        elif words in seen:
            sentence = f"“{sample(block)}” repeats paragraph {seen[words]}; left out."
            article.problems.append(report("repeated-text", sentence, where))
        else:
            article.blocks.append(block)
            if len(words) >= MIN_REPEATED_CHARACTERS:
                seen[words] = number
    return article


def read_byline(block: Block) -> date | None:
    """The day in a short line that is no sentence (source, day, time); None for any other block."""
    if len(block.text) > MAX_NOISE_CHARACTERS or block.level or SENTENCE_STOP.search(block.text):
        return None
    match = BYLINE_DATE.search(block.text)
    if match is None:
        return None
    if match["y"]:
        return parse_date(f"{match['y']}-{match['m']}-{match['d']}")
    return parse_date(match.group())


def is_noise(block: Block) -> bool:
    """Whether the block holds no words (a ticker), or is a short line of the page's own controls."""
    if not any(char.isalpha() for char in block.text):
        return True
    is_short = len(block.text) <= MAX_NOISE_CHARACTERS and not SENTENCE_STOP.search(block.text)
    return is_short and not block.level and FURNITURE.match(block.text) is not None


def sample(block: Block) -> str:
    """The first words of a block, for a message."""
    text = block.text
    return text if len(text) <= SAMPLE_CHARACTERS else f"{text[:SAMPLE_CHARACTERS].rsplit(' ', 1)[0]}…"


def report(code: str, sentence: str, where: str) -> Problem:
    """A note on something left out."""
    return Problem(code, sentence, where, Severity.NOTE)

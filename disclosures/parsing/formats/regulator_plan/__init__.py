"""A regulator's plan, or a press piece on one: numbered points, each with the demands it makes."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.regulator_plan.article import clean_article
from disclosures.parsing.formats.regulator_plan.demands import (
    MIN_DEMAND_WORDS,
    count_words,
    cut_demands,
    make_title,
    name_demands,
)
from disclosures.parsing.formats.regulator_plan.obligations import (
    FIRST_PERSON,
    OPENS_AS_VERB,
    states_obligation,
)
from disclosures.parsing.formats.regulator_plan.points import MIN_POINTS, Point, find_points
from disclosures.parsing.headings import is_heading_like, strip_enumerator
from disclosures.parsing.page_blocks import PARAGRAPH_BREAK, Block, place_blocks
from disclosures.parsing.page_source import is_filing, is_too_large, read_blocks
from disclosures.parsing.types import (
    Locator,
    ParsedFiling,
    ParsedRequirement,
    Problem,
    SourceFormat,
    Span,
)

MAX_TITLE = 100
# A plan asks others: one word in two hundred about "us" makes it somebody's account of itself.
MAX_FIRST_PERSON_SHARE = 0.005
MIN_SUBJECTS = 3
ANSWER = re.compile(r"(?:yes|no)[.,]?", re.IGNORECASE)
# Three words may be a demand ("Mend grave faults."), and one that is taken for a title is lost.
LEAD_WORDS = re.compile(r"(?P<words>[A-Z][\w&/-]*(?: [\w&/-]+)?)\.\s+(?=[A-Z])")
# A recipe numbers its steps and says "should" as well; it speaks of none of these.
SUBJECTS = re.compile(
    r"\b(institution|regulator|supervis|complian|risk|governance|bank|insurer|financ|authorit|guideline|licen[cs]|"
    r"cybersecurity|third[- ]part|consumer|security)|(机构|風險|风险|监管|監管|合规|金融|治理|安全)",
    re.IGNORECASE,
)
# "clarifies the …": what a plan does says less than what it does it to.
PREDICATE = re.compile(r"^\w+(?:s|ed)\s+(?:that\s+)?(?:(?:the|an?)\s+)?")
NAMED = re.compile(r"《([^》]{3,120})》|[“\"]([^”\"]{3,120})[”\"]")


def looks_like(data: bytes) -> bool:
    """Whether `data` is no filing and has three numbered points on supervision that ask for something."""
    try:
        if is_filing(data) or is_too_large(data):
            return False
        blocks, _ = read_blocks(data)
    except ParseError:
        return False
    blocks = tuple(clean_article(blocks).blocks)
    text, spans = place_blocks(blocks)
    subjects = {(match[1] or match[2]).lower() for match in SUBJECTS.finditer(text)}
    self_mentions = len(FIRST_PERSON.findall(text))
    if len(subjects) < MIN_SUBJECTS or self_mentions > MAX_FIRST_PERSON_SHARE * len(text.split()):
        return False
    points = find_points(text, blocks, spans)
    asking = sum(states_obligation(text[point.body_start : point.span.end]) for point in points)
    return asking >= MIN_POINTS and 2 * asking > len(points)


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """The plan's points and demands as requirements. ParseError `no-points` where none are numbered.

    `filed` is the day of the byline; `title` the plan's name as the text gives it.
    """
    page, problems = read_blocks(data)
    article = clean_article(page)
    text, spans = place_blocks(article.blocks)
    points = find_points(text, article.blocks, spans)
    if not points:
        raise ParseError("no-points", "No numbered points were found, so this cannot be read as a plan.")
    return ParsedFiling(
        SourceFormat.REGULATOR_PLAN,
        reading_text=text,
        problems=(*problems, *article.problems, *find_gaps(points, name)),
        filed=article.published,
        documents=(name,) if name else (),
        requirements=tuple(
            requirement
            for number, point in enumerate(points, 1)
            for requirement in build_requirements(number, point, text, name)
        ),
        title=find_title(text, article.blocks),
    )


def build_requirements(number: int, point: Point, text: str, name: str) -> Iterator[ParsedRequirement]:
    """The point itself as demand 0, then its demands from 1; those of one list share their quote."""
    quote = text[point.span.start : point.span.end]
    title, body = split_title(text, point)
    demands = tuple(span for span in cut_demands(text, body) if asks(text[span.start : span.end]))
    first = text[demands[0].start : demands[0].end] if demands else quote
    yield ParsedRequirement(number, 0, title or make_title(first), quote, Locator(name, spans=(point.span,)))
    named = ((span, wording) for span in demands for wording in name_demands(text[span.start : span.end]))
    for order, (span, wording) in enumerate(named, 1):
        words = text[span.start : span.end]
        locator = Locator(name, spans=(span,))
        yield ParsedRequirement(number, order, make_title(wording), words, locator, wording)


def split_title(text: str, point: Point) -> tuple[str, Span]:
    """The words a point has as its title, "" for none, and where what it asks for begins.

    A title is a heading or a question over the point's words, or a word or two before them ("Governance.")
    that ask for nothing.
    """
    body = text[point.body_start : point.span.end]
    start = point.body_start + len(body) - len(body.lstrip())
    line = text[start : point.span.end].partition(PARAGRAPH_BREAK)[0]
    is_over_words = start + len(line) < point.span.end
    # "Strengthen governance" over a paragraph asks for something itself.
    is_heading = is_heading_like(line) and not states_obligation(line)
    if is_over_words and (is_heading or line.endswith(("?", "？"))):
        return strip_enumerator(line), Span(start + len(line), point.span.end)
    lead = LEAD_WORDS.match(line)
    if lead and not states_obligation(lead["words"]) and not OPENS_AS_VERB.match(lead["words"]):
        return lead["words"], Span(start + lead.end(), point.span.end)
    return "", Span(start, point.span.end)


def asks(words: str) -> bool:
    """Whether a clause is more than what leads over to demands: "They shall:", "Yes."."""
    leads_over = words.endswith((":", "：")) and count_words(words) <= MIN_DEMAND_WORDS
    return not leads_over and ANSWER.fullmatch(words) is None


def find_gaps(points: Sequence[Point], name: str) -> Iterator[Problem]:
    """Numbers that the plan's own count leaves out."""
    for before, after in pairwise(points):
        if after.number > before.number + 1:
            yield Problem(
                "point-missing",
                f"Point {before.number} is followed by point {after.number}.",
                str(Locator(name, spans=(after.span,))),
            )


def find_title(text: str, blocks: Sequence[Block]) -> str:
    """The page's first heading, else the plan's name where it is quoted, else the first words.

    A name of one word ("the “Plan” clarifies …") is followed by what its sentence says of it.
    """
    for block in blocks:
        if block.level:
            return cut_words(block.text)
    opening = text.partition(PARAGRAPH_BREAK)[0]
    match = NAMED.search(opening)
    if match is None:
        return cut_words(re.split(r"(?<=[.。])\s", opening, maxsplit=1)[0].rstrip(".。"))
    name = match[1] or match[2]
    if match[1] or " " in name:
        return cut_words(name)
    said = re.split(r"[.。;；]", opening[match.end() :], maxsplit=1)[0].strip()
    said = PREDICATE.sub("", said)
    return cut_words(f"{name}: {said}" if said else name)


def cut_words(words: str) -> str:
    """The words, cut at a blank where they are more than a title holds."""
    if len(words) <= MAX_TITLE:
        return words
    return f"{words[: MAX_TITLE - 1].rsplit(' ', 1)[0]}…"

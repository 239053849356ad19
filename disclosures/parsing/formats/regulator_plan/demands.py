"""A point of a plan cut into its demands, and the short title of each."""

import re
from collections.abc import Callable, Iterator

from disclosures.parsing.formats.regulator_plan.obligations import (
    DETERMINERS,
    MODALS,
    VERB,
    VERBS,
    VERBS_OR_NOUNS,
)
from disclosures.parsing.headings import find_enumerator
from disclosures.parsing.types import Span

MIN_DEMAND_WORDS = 3
NEAR = 240
"""Characters on either side of a place that tell whether a sentence may be cut there."""
MAX_TITLE = 80
MIN_TITLE = 20
# The verb that a title starts with stands near the front: "financial institutions are required to …".
MAX_WORDS_BEFORE_VERB = 14

ABBREVIATION = re.compile(
    r"(?:\b(?:No|Art|Arts|Inc|Ltd|Co|Corp|vs|Mr|Ms|Dr|St|cf|al|para|Sec)|\b[A-Z]|\be\.g|\bi\.e)\.$"
)
MayCut = Callable[[str, str], bool]
SENTENCE_BREAK = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z0-9\"“(\[])|[。！？][”’）]*\s*|\n\n")
SEMICOLON = re.compile(r"[;；]\s*(?:and\s+|or\s+)?")
VERB_AHEAD = (
    rf"(?=(?:{MODALS})\s+(?:also\s+|not\s+)?(?:\w+ly\s+)?(?!be\b|have\b)[a-z]+\s+\w"
    rf"|(?:also\s+|not\s+)?(?:\w+ly\s+)?"
    rf"(?:(?:{VERBS})\s+(?!of\b|and\b|or\b)\w|(?:{VERBS_OR_NOUNS})\s+(?:{DETERMINERS})\b))"
)
COORDINATION = re.compile(
    rf"(?:,\s*(?:and\s+|or\s+|as well as\s+)?|\s+and\s+)(?:to\s+)?{VERB_AHEAD}", re.IGNORECASE
)
PURPOSE = re.compile(
    r"\s*(?:;|\bso that\b|\bin order to\b|\bthrough\b|\bto\s+(?:ensure|enhance|improve|prevent|achieve)\b)"
)

MODAL = re.compile(
    rf"\b(?:{MODALS})\b(?P<negation>(?<=may not)|(?<=prohibited)|\s+not\b)?\s*(?:also\s+)?(?:to\s+)?",
    re.IGNORECASE,
)
# "A report shall be sent": without its subject nobody knows what.
PASSIVE = re.compile(r"be\s+\w+(?:ed|en|wn|de|nt|ld|pt|ut|ought)\b")
# Words that promise another one: a shortened title does not end with them.
DANGLING = re.compile(
    r"(?:\s+(?:an?|the|of|and|or|to|by|at|in|on|for|with|from|as|that|which|their|its|each|every))+$"
)
# "liquidity risk, operational risk, and outsourcing risk": each is supervised by itself.
# One that something else belongs to ("…, and fraud") is none: `more`.
RISK_LIST = re.compile(
    r"(?<!, )(?<![\w-])[\w-]+ risks?(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)[\w-]+ risks?)+\b"
    r"(?P<more>\s*,?\s*(?:and|or)\b|,)?"
    r"|[\u4e00-\u9fff]{2,6}风险(?:[、和及与]+[\u4e00-\u9fff]{2,6}风险)+"
)
LISTED_RISK = re.compile(r"[\w-]+ risks?\b|[^、和及与\s]{2,6}风险")


def cut_demands(text: str, span: Span) -> Iterator[Span]:
    """The places of the demands in a piece of the reading text, in order.

    Cut at sentence ends, semicolons and before coordinated verbs ("…, and establish …"); a list of
    objects after one verb stays one demand.
    """
    for sentence in cut_at(text, span, SENTENCE_BREAK, is_sentence_break):
        for clause in cut_at(text, sentence, SEMICOLON, has_words_on_both_sides):
            yield from cut_at(text, clause, COORDINATION, has_words_on_both_sides)


def cut_at(text: str, span: Span, pattern: re.Pattern[str], may_cut: MayCut) -> Iterator[Span]:
    """The stretches of a span between the matches at which it may be cut, without their separators."""
    start = span.start
    for match in pattern.finditer(text, span.start, span.end):
        # No further than it takes to count a few words: a page may be one sentence of a megabyte.
        before = text[max(start, match.end() - NEAR) : match.end()]
        after = text[match.end() : min(span.end, match.end() + NEAR)]
        if match.start() >= start and may_cut(before, after):
            # A sentence keeps its stop; commas and conjunctions belong to neither side.
            stop = match.end() if pattern is SENTENCE_BREAK else match.start()
            yield from trim(text, Span(start, stop))
            start = match.end()
    yield from trim(text, Span(start, span.end))


def trim(text: str, span: Span) -> Iterator[Span]:
    """The span without white space and marks of enumeration at its ends; nothing where no word is left."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(" \n\t,;，；"))
    end = span.start + len(words.rstrip(" \n\t,;，；"))
    if start < end:
        found = find_enumerator(text[start:end])
        start += found.end if found else 0
    if any(char.isalpha() for char in text[start:end]):
        yield Span(start, end)


def is_sentence_break(before: str, after: str) -> bool:
    """Whether a stop ends a sentence: it is no abbreviation's, and something follows."""
    return bool(after.strip()) and not ABBREVIATION.search(before.rstrip())


def has_words_on_both_sides(before: str, after: str) -> bool:
    """Whether both sides say enough to be demands of their own: "assess, identify and manage" does not."""
    return count_words(before) >= MIN_DEMAND_WORDS and count_words(after) >= MIN_DEMAND_WORDS


def name_demands(quote: str) -> tuple[str, ...]:
    """What a demand's words ask for: a list of risks one by one, each in its clause; else the words."""
    listed = next((found for found in RISK_LIST.finditer(quote) if found["more"] is None), None)
    if listed is None:
        return (quote,)
    before, after = quote[: listed.start()], quote[listed.end() :]
    return tuple(f"{before}{risk}{after}" for risk in LISTED_RISK.findall(listed.group()))


def count_words(words: str) -> int:
    """Words between blanks; Chinese, which has none, counts two signs a word."""
    return max(len(words.split()), sum(char > "\u2fff" for char in words) // 2)


def make_title(quote: str) -> str:
    """A short name of a demand: its own words from its verb on, at most 80 characters, cut at a word."""
    words = quote[find_title_start(quote) :]
    words = " ".join(words.split()).rstrip(".;,:。；，")
    if len(words) > MAX_TITLE:
        words = shorten(words)
    return words[:1].upper() + words[1:]


def find_title_start(quote: str) -> int:
    """Where what is asked for starts: at the first verb, or behind the first "must" or "are required to"."""
    verb, modal = VERB.search(quote), MODAL.search(quote)
    if modal and PASSIVE.match(quote, modal.end()) and modal["negation"] is None:
        return 0
    starts = [match.start() for match in (verb, modal) if match]
    if modal and starts[-1] == min(starts) and modal["negation"] is None:
        starts = [modal.end()]
    start = min(starts, default=0)
    return start if len(quote[:start].split()) <= MAX_WORDS_BEFORE_VERB else 0


def shorten(words: str) -> str:
    """The words up to their purpose clause if that leaves a name, else up to the last word that fits."""
    for match in PURPOSE.finditer(words, MIN_TITLE, MAX_TITLE + 1):
        return words[: match.start()].rstrip()
    head = words[: MAX_TITLE - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head else head
    return f"{DANGLING.sub('', cut).rstrip(',; ')}…"

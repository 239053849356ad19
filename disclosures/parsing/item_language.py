"""The cybersecurity item told by its language, where no heading tells it. Pure.

17 CFR 229.106 asks who assesses, manages and oversees the risks from cybersecurity threats; risk factors,
which speak of cybersecurity as well, tell what could happen. Counting the words of either kind parts them.
"""

import re
from collections.abc import Callable, Sequence

from disclosures.parsing.furniture import is_furniture_line
from disclosures.parsing.headings import is_heading_like

SUBJECT = re.compile(
    r"\bcyber|\binformation\s+security|\bdata\s+security|\bsecurity\s+(?:incident|event|operation|awareness|polic"
    r"|team)|\bCISOs?\b",
    re.IGNORECASE,
)
GOVERNANCE = re.compile(
    r"oversees?\b|overseeing|oversight|\bboard\b|committee|\bCISOs?\b|chief\s+(?:information|security|technology)"
    r"|\bprocess(?:es)?\s+(?:for|to|in\s+place|are|is|design)|program|polic(?:y|ies)|framework|\bNIST\b|\bISO\b"
    r"|\bSOC\b|training|tabletop|exercise|incident\s+response|penetration|assess(?:es|ing|ments?|ors?)?\b|identif"
    r"|third[- ]party\s+(?:assessor|service\s+provider|vendor|consultant|expert)|consultants?\b|auditors?\b"
    r"|reports?\s+(?:directly\s+)?to\b|brief(?:s|ed|ings?)\b|updates?\b|years\s+of|experience|certifi|expertise"
    r"|monitor|enterprise\s+risk\s+management|materially\s+affected|reasonably\s+likely\s+to",
    re.IGNORECASE,
)
HARM = re.compile(
    r"\bcould\b|\bmay\b|\bmight\b|adverse|\bharm|damag|litigation|\bfines?\b|penalt|reputation|\bloss|unable|\bfail"
    r"|breach|disrupt|interrupt|attack|unauthori[sz]|hack|malware|viruses|ransom",
    re.IGNORECASE,
)
# What the item is asked to say and a description of products or of data protection law does not: who
# oversees the risks, and whether they had a material effect (17 CFR 229.106(b)(2) and (c)(1)).
ASKED = re.compile(
    r"\bboards?\b|committees?\b|\bdirectors\b|material(?:ly)?\s+(?:affect|impact)", re.IGNORECASE
)
TITLE = re.compile(
    r"\b(?:risks?|governance|management|strategy|overview|oversight|security)\b", re.IGNORECASE
)
MOST_SUBJECT, MOST_GOVERNANCE = 4, 8
"""Mentions that count in one paragraph: a long one says no more about its place than two middling ones."""
GOVERNANCE_WEIGHT, HARM_WEIGHT, OFFSET = 0.6, 0.7, 2.0
"""Chosen on real 10-Ks: there paragraphs of the item score 3.4 in the mean, no other one above 2.6."""
LEAST_WORDS = 6
LEAST_SCORE = 4.0
"""Of a whole stretch; items of real 10-Ks score 11 and more, what else is in them 2.6 at most."""
PEOPLE = re.compile(
    r"\bboards?\b|committee|\bdirectors\b|chief\s+\w+(?:\s+\w+)?\s+officer|years\s+of|experience|certifi",
    re.IGNORECASE,
)
"""What the item says of people without naming its subject in every sentence."""
MOST_ASIDE = 3
"""Paragraphs that may speak of something else within the item."""
LEAST_OTHER = 200
"""Characters of another matter; fewer are a closing remark."""
MOST_BEFORE, MOST_AFTER = 2, 3
"""Paragraphs at either end that only mention the subject and still belong to the stretch."""


def score_paragraph(text: str) -> float:
    """How much a paragraph reads like the item (above 0) rather than like a risk factor or anything else."""
    if len(text.split()) < LEAST_WORDS:
        return 0.0
    subject = min(len(SUBJECT.findall(text)), MOST_SUBJECT)
    governance = min(len(GOVERNANCE.findall(text)), MOST_GOVERNANCE)
    weight = GOVERNANCE_WEIGHT if subject else GOVERNANCE_WEIGHT / 2
    return subject + weight * governance - HARM_WEIGHT * len(HARM.findall(text)) - OFFSET


def score_stretch(texts: Sequence[str]) -> float:
    """The score of the best run of paragraphs among `texts`."""
    best = _best_run(texts)
    return best[0] if best else 0.0


def find_stretch(texts: Sequence[str], is_border: Callable[[str], bool]) -> tuple[int, int] | None:
    """First paragraph, and the one after the last, of the run that reads most like the item.

    None where nothing does. No run goes over a border, the heading of another item.
    """
    best: tuple[float, int, int] | None = None
    start = 0
    for place in range(len(texts) + 1):
        if place < len(texts) and not is_border(texts[place]):
            continue
        if run := _best_run(texts[start:place]):
            total, first, after = run[0], start + run[1], start + run[2]
            says_enough = total >= LEAST_SCORE and any(map(ASKED.search, texts[first:after]))
            if says_enough and (best is None or total > best[0]):
                best = total, *_widen(texts, first, after, (start, place))
        start = place + 1
    return best[1:] if best else None


def find_end(texts: Sequence[str]) -> int | None:
    """The paragraph after the last that belongs to the item that `texts` begin with; None where all may.

    The item goes on behind its best run as long as every few paragraphs say something of its matter, and ends
    before headings of what follows.
    """
    best = _best_run(texts)
    if best is None:
        return None
    after = best[2]
    aside = 0
    for place in range(after, len(texts)):
        if aside >= MOST_ASIDE:
            break
        if SUBJECT.search(texts[place]) or PEOPLE.search(texts[place]):
            after, aside = place + 1, 0
        # A page's number and running head are no paragraphs of anything.
        aside += after <= place and not is_furniture_line(texts[place])
    left = texts[after:]
    is_other = sum(map(len, left)) >= LEAST_OTHER
    return after if is_other else None


def _best_run(texts: Sequence[str]) -> tuple[float, int, int] | None:
    """The run of the highest sum of scores: that sum, its first paragraph, the one after its last.

    None where no paragraph scores above 0.
    """
    best: tuple[float, int, int] | None = None
    total, first = 0.0, 0
    for place, text in enumerate(texts):
        if total <= 0:
            total, first = 0.0, place
        total += score_paragraph(text)
        if total > 0 and (best is None or total > best[0]):
            best = total, first, place + 1
    return best


def _widen(texts: Sequence[str], first: int, after: int, section: tuple[int, int]) -> tuple[int, int]:
    """The run with the headings over it, and what stands at its ends and still speaks of the subject."""
    start, end = section
    for _ in range(MOST_BEFORE):
        if first > start and (_belongs(texts[first - 1]) or _is_title(texts[first - 1])):
            first -= 1
    for _ in range(MOST_AFTER):
        if after < end and _belongs(texts[after]) and len(texts[after].split()) >= LEAST_WORDS:
            after += 1
    return first, after


def _is_title(text: str) -> bool:
    return is_heading_like(text) and TITLE.search(text) is not None


def _belongs(text: str) -> bool:
    return SUBJECT.search(text) is not None and score_paragraph(text) > -2 * OFFSET

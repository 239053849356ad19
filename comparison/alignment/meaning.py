"""What a paragraph of a cybersecurity disclosure speaks of, however it is worded. Pure.

Words that mean the same in these texts become one token ("chief information security officer" and "CISO",
"each quarter" and "quarterly"); the tokens that stand for a thing are told in a reason.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from comparison.alignment.keys import cut_key_words

type Table = npt.NDArray[np.float64]


class Aspect(StrEnum):
    """What kind of thing a notion is."""

    CADENCE = "cadence"
    ACTIVITY = "activity"
    BODY = "body"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Notion:
    """A thing these texts speak of: how it is told, and the folded words that name it."""

    aspect: Aspect
    name: str
    pattern: str

    @property
    def token(self) -> str:
        return "_" + re.sub(r"\W+", "_", self.name)


_COMMITTEE = r"(?: (?:and|or) \w+(?: \w+)?)? (?:sub)?committees?"
_PATTERNS = {
    Aspect.BODY: {
        "audit and risk committee": rf"audit and (?:\w+ )?risk{_COMMITTEE}|risk and audit{_COMMITTEE}",
        "audit committee": rf"audit{_COMMITTEE}",
        "risk committee": rf"(?:enterprise )?risk(?: management| oversight)?{_COMMITTEE}",
        "governance committee": (
            r"(?:corporate governance|governance|nominating)"
            rf"(?: and \w+){{0,2}}{_COMMITTEE}"
        ),
        "technology or security committee": (
            r"(?:information security|information technology|cyber ?security"
            rf"|technology|security|it|digital|data)(?: steering| governance| risk)?{_COMMITTEE}"
        ),
        "incident response team": r"(?:incident|crisis) (?:response|management) teams?|csirt|cirt",
        "board": r"boards? of (?:directors|trustees|managers)|boards?|directors",
        "internal audit": r"internal audit(?:ors?)?",
    },
    Aspect.ROLE: {
        "CISO": (
            r"chief (?:\w+ )?(?:information|cyber|it)(?: and)? ?(?:cyber)?security officers?|cisos?"
            r"|information security officers?"
        ),
        "CIO": r"chief (?:digital and )?information(?: technology)? officers?|cios?",
        "CTO": r"chief technolog(?:y|ical) officers?|chief technical officers?|ctos?",
        "CFO": r"chief financ(?:ial|e) officers?|cfos?",
        "CEO": r"chief executive officers?|ceos?",
        "general counsel": r"general counsel|chief legal officers?",
        "head of IT": (
            r"(?:vice president|vp|svp|director|head|manager) (?:of )?(?:global )?"
            r"(?:information technology|information security|it|technology|cyber ?security)"
        ),
        "security consultants": r"(?:third party )?(?:consultants|assessors|advisors|consulting firms?)",
        "outside providers": r"(?:third party )?(?:service providers?|vendors?|suppliers?)|third parties",
    },
    Aspect.CADENCE: {
        "quarterly": r"quarterly|(?:each|every|per|a) quarter",
        "twice-yearly": (
            r"semi ?annual(?:ly)?|bi ?annual(?:ly)?|twice (?:a|per|each) year"
            r"|twice yearly|every six months"
        ),
        "yearly": (
            r"annual(?:ly)?(?! reports?\b)|yearly"
            r"|(?:each|every|once a|once per) year|every twelve months"
        ),
        "monthly": r"monthly|(?:each|every|per|a) month",
        "regular": r"regular(?:ly)?|periodic(?:ally)?|routinely|from time to time|on an ongoing basis",
    },
    Aspect.ACTIVITY: {
        "years of experience": r"years (?:of )?(?:\w+ ){0,4}experience|experience of \w+ years",
        "certificates or degrees": (
            r"cissp|cism|cisa|crisc|certified \w+|certifications?"
            r"|bachelors?(?: \w+)? degree|masters?(?: \w+)? degree"
        ),
        "training": r"training|trainings|awareness programs?|phishing simulations?",
        "tests and exercises": (
            r"penetration test(?:s|ing)?|tabletop exercises?|table top exercises?"
            r"|exercises|simulations|drills"
        ),
        "response plan": r"(?:incident )?response (?:plan|program|procedure|policy|polici)(?:s|es)?",
        "insurance": r"insurance",
        "a standard": (
            r"nist(?: csf)?|national institute of standards and technology"
            r"|iso(?: iec)? ?27\d+|soc [12]|pci dss"
        ),
        "no material effect": (
            r"(?:not|nor|no)(?: \w+){0,24}"
            r" material(?:ly)? (?:affect\w*|impact\w*|effect|adverse\w*)"
        ),
        "part of enterprise risk management": (
            r"enterprise(?: wide)? risk management|erm|overall risk management"
            r"|integrated into (?:our|the)(?: \w+){0,4} risk"
        ),
        "risk assessment": r"risk assessments?|assess\w* (?:of )?(?:\w+ ){0,3}risks?",
        "monitoring": r"monitor(?:s|ed|ing)?",
        "report": (
            r"reports?|reporting|reported|brief(?:s|ed|ing|ings)|updates?|updated (?:on|about)(?! an?\b)"
            r"|presentations?"
            r"|presents|informs?|informed"
        ),
        "oversight": r"oversees?|oversight|overseeing|supervis\w+",
    },
}
NOTIONS = tuple(
    Notion(aspect, name, pattern) for aspect, named in _PATTERNS.items() for name, pattern in named.items()
)
# Reports that are no telling of anybody: those an issuer files, the word within other names, a programme
# "informed by" a standard, people who stay informed, and updates of software.
_FILED = (
    r"(?:financial|external) reporting|reporting (?:compan(?:y|ies)|persons?|periods?|units?)"
    r"|reporting (?:purposes|requirements|obligations)"
    r"|(?:this|these|our|its|the) (?:\w+ )?(?:annual |quarterly |current |periodic )reports?(?! to\b)"
    r"|this report|(?:annual|quarterly|current|periodic) reports? (?:on|under) forms?"
    r"|(?:annual|quarterly|current|periodic) reports? (?:\w+ ){0,3}with the (?:sec|securities)"
    r"|informed by(?= (?:\w+ ){0,5}(?:nist|national|iso|standards?|frameworks?|practices?|industry)\b)"
    r"|(?:stay(?:s|ing)?|remain(?:s|ing)?) (?:\w+ )?(?:informed|updated)"
    r"|(?:software|security|system) updates?"
)
_ANY = re.compile(
    rf"\b(?:(?P<filed>{_FILED})|"
    + "|".join(f"(?P<n{k}>{notion.pattern})" for k, notion in enumerate(NOTIONS))
    + r")\b"
)
_EMPTY = frozenset(
    cut_key_words(
        """
        a about all also an and any are as at be been by can company for from has have in into is it its may
        of on or other our such that the their these this those to us was we were which who will with
        """
    )
)
_ENDINGS = re.compile(r"(?:ations?|ings?|ments?|edly|ed|es|s|ly)$")
STEM = 4
"""Letters an ending may not take away."""
TOLD = 4
"""Things named in a reason."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A paragraph folded: how often each token stands in it, and the notions it names, in their order."""

    tokens: Counter[str]
    notions: tuple[Notion, ...]

    def only_notions(self) -> "Meaning":
        """The same without its other words."""
        return Meaning(Counter({n.token: self.tokens[n.token] for n in self.notions}), self.notions)


@lru_cache(maxsize=2_000)
def read_meaning(text: str) -> Meaning:
    """The tokens of a paragraph: a notion's words are one, other words lose their endings. Linear.

    Kept for a while, some 3 kB each: readers go from row to row of the same filings.
    """
    folded = " ".join(cut_key_words(text.replace("-", " ").replace("–", " ")))
    found: Counter[int] = Counter()

    def fold(match: re.Match[str]) -> str:
        if match.lastgroup == "filed":
            return match[0]
        number = int((match.lastgroup or "n0")[1:])
        found[number] += 1
        return NOTIONS[number].token

    words = [word for word in _ANY.sub(fold, folded).split() if word not in _EMPTY]
    tokens = Counter(word if word.startswith("_") else cut_ending(word) for word in words)
    return Meaning(tokens, tuple(NOTIONS[number] for number in sorted(found)))


def cut_ending(word: str) -> str:
    """A word without its ending, so that "assess", "assesses" and "assessing" are one."""
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= STEM else word


def weigh_tokens(sides: Sequence[Sequence[Meaning]]) -> tuple[list[dict[str, float]], ...]:
    """Per side and paragraph the weight of each token: its rarity in all the paragraphs, as unit vectors."""
    everything = [meaning for side in sides for meaning in side]
    spread = Counter(token for meaning in everything for token in meaning.tokens)
    rarity = {token: log((len(everything) + 1) / times) for token, times in spread.items()}
    return tuple([_unit(meaning.tokens, rarity) for meaning in side] for side in sides)


def _unit(tokens: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    weights = {token: (1 + log(times)) * rarity[token] for token, times in tokens.items()}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {token: weight / length for token, weight in weights.items()} if length else {}


def compare_tokens(left: Sequence[dict[str, float]], right: Sequence[dict[str, float]]) -> Table:
    """0 to 1 for each left and right paragraph: how much of their weighty tokens they share."""
    common = set().union(*left) & set().union(*right)
    number_of = {token: number for number, token in enumerate(sorted(common))}
    tables = []
    for side in (left, right):
        table = np.zeros((len(side), len(number_of)))
        for row, tokens in enumerate(side):
            for token in tokens.keys() & common:
                table[row, number_of[token]] = tokens[token]
        tables.append(table)
    return np.asarray(np.minimum(tables[0] @ tables[1].T, 1.0), np.float64)


def tell_shared(meanings: Sequence[Meaning]) -> str:
    """What all speak of ("quarterly report to the audit committee"); "" where that is nothing, or how often
    alone."""
    first, *others = meanings
    shared = [notion for notion in first.notions if all(notion in own.notions for own in others)]
    both = {aspect: [notion for notion in shared if notion.aspect is aspect] for aspect in Aspect}
    bodies, roles = ([_name(notion) for notion in both[aspect]] for aspect in (Aspect.BODY, Aspect.ROLE))
    activities = [notion.name for notion in both[Aspect.ACTIVITY]]
    cadence = next((notion.name for notion in both[Aspect.CADENCE]), "")
    said: list[str] = []
    for activity, link in (("report", "to"), ("oversight", "by")):
        if activity in activities and bodies:
            said.append(f"{activity} {link} {bodies.pop(0)}")
            activities.remove(activity)
    told = [*said, *activities, *bodies, *roles][:TOLD]
    if cadence and (said or activities):
        told[0] = f"{cadence} {told[0]}"
    return ", ".join(told)


def _name(notion: Notion) -> str:
    return (
        notion.name if notion.name.endswith("s") or notion.name == "internal audit" else f"the {notion.name}"
    )

"""Committees of management, and how management is informed (17 CFR 229.106(c)(2))."""

import re

from disclosures.coding.codebook.bodies import sort_committees
from disclosures.coding.codebook.claims import code_practice, phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.numbers import NUMBER, read_number
from disclosures.coding.codebook.types import Coded

_GROUP = re.compile(
    r"\b(?:steering|governance|working|advisory|leadership|oversight|risk|security"
    r"|response) (?:council|group|task force|body|forum)\b|\btask force\b|\bworking group\b"
)


@remembered
def find_committees_of_management(disclosure: Disclosure) -> list[Hit]:
    """Where the text names a committee, council or working group of management."""
    _, management = sort_committees(disclosure)
    hits = [committee.hit for committee in management if not committee.hit.is_denied]
    return hits + [hit for hit in disclosure.find(_GROUP) if not hit.is_denied]


def code_management_committee(disclosure: Disclosure) -> Coded:
    """Whether a committee of management is named."""
    hits = find_committees_of_management(disclosure)
    return disclosure.disclosed("yes", hits[:1]) if hits else silent("no")


_SIZE = re.compile(
    r"\b(?:comprised of|composed of|consist(?:s|ing) of|made up of|includ(?:es|ing)|formed by"
    r"|comprising|comprises|with|has|must consist of|committee of|council of|group of) (?:of )?(?:the |our "
    r"|its )?(?:a total of |at least "
    rf"|a minimum of )?(?P<size>{NUMBER})(?: \(\d+\))? (?:\w+[ -]){{0,3}}?(?:members?"
    r"|executives?|officers?|individuals|leaders|people|employees|managers"
    r"|representatives)\b"
    rf"|\b(?P<size2>{NUMBER})(?:-| )(?:member|person)\b"
)


def code_management_committee_size(disclosure: Disclosure) -> Coded:
    """How many members the committee of management has, where the text counts them."""
    numbers = {hit.sentence.number for hit in find_committees_of_management(disclosure)}
    near = [s for s in disclosure.sentences if s.number in numbers or s.number - 1 in numbers]
    for hit in disclosure.find(_SIZE, among=near):
        match = _SIZE.match(hit.sentence.plain, hit.start)
        size = read_number(match["size"] or match["size2"]) if match else None
        if size and 1 < size < 100:
            return disclosure.disclosed(size, [hit])
    return silent(None)


_INFORMED = phrase(
    r"\b(?:informed|apprised|notified|aware|briefed|updated)\b[^.;]{0,60}\b(?:of|about|on|by"
    r"|through)\b[^.;]{0,120}",
    r"\bmonitors?\b[^.;]{0,60}\bprevention",
    r"\b(?:receives?|provid\w+)\b[^.;]{0,40}\b(?:reports?|updates?|alerts?|notifications?"
    r"|briefings?|information)\b",
    r"\b(?:reports?|updates?)\b[^.;]{0,40}\bto (?:the |our |its )?(?:\w+ ){0,2}?(?:management"
    r"|ciso|cio|cfo|ceo|chief|committee|executive|general counsel|head of)",
    r"\bescalat\w+\b[^.;]{0,60}\b(?:management|ciso|cio|cfo|ceo|chief|committee|executive|officer)",
)
_MANAGERS = re.compile(
    r"management|officer|\bc[a-z]{1,2}o\b|steering|executive|team|director of|head|committee"
)
_CHANNEL = re.compile(
    r"\b(?:through|via|by|from|meetings?|reports? (?:from|prepared|by)|alerts?|tools|dashboards?"
    r"|daily|weekly|monthly|quarterly|escalat\w+|security operations|team)\b"
)


def code_process_for_informing_management(disclosure: Disclosure) -> Coded:
    """How management learns of incidents; "generic" where only the rule's words stand."""

    def concerns_management(hit: Hit) -> bool:
        plain = hit.sentence.plain
        return (
            _MANAGERS.search(plain) is not None
            and re.search(r"incident|threat|risk|cyber|security", plain) is not None
        )

    coded = code_practice(disclosure, _INFORMED, accept=concerns_management)
    if coded.value != "yes":
        return Coded("absent", coded.state, coded.evidence)
    claimed = [hit for hit in disclosure.find(_INFORMED) if concerns_management(hit) and not hit.is_denied]
    for hit in claimed:
        if _CHANNEL.search(hit.sentence.plain[hit.start :]):
            return disclosure.disclosed("described", [hit])
    return disclosure.disclosed("generic", claimed[:1])

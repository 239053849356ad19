"""What the board does: which body oversees, how often and by whom it is informed (17 CFR 229.106(c)(1))."""

import re
from itertools import pairwise

from disclosures.coding.codebook.bodies import BOARD, Committee, sort_committees
from disclosures.coding.codebook.claims import phrase, sort_claims
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.sentences import Sentence
from disclosures.coding.codebook.types import Coded

_OVERSIGHT = re.compile(
    r"overs(?:ee|aw|ight)|responsib|delegat|charged|monitor|assist|supervis|review|receiv|report"
    r"|brief|updat|inform|discuss|meet|address"
)
_BOARD_OVERSEES = phrase(
    rf"{BOARD}[^.;]{{0,140}}\b(?:overs(?:ee|ight)|supervis|responsib|review|monitor|administers)",
    r"\b(?:oversight|overseen|supervis\w+|responsibility)\b[^.;]{0,60}\b(?:by|of|from|with"
    rf"|to) (?:the |our |its )?(?:company's |companys )?{BOARD}",
    rf"{BOARD}[^.;]{{0,60}}\b(?:receives?|is (?:\w+ )?(?:informed|briefed|updated)|considers)\b",
    rf"\b(?:brief|update|report|inform)s? (?:to )?(?:the |our |its )?{BOARD}",
)


def code_board_oversight_body(disclosure: Disclosure) -> Coded:
    """Bodies of the board that oversee; the full board only where no committee of it is named."""
    board, _ = sort_committees(disclosure)
    bodies: dict[str, Hit] = {}
    for committee in board:
        if _OVERSIGHT.search(committee.hit.sentence.plain) and not committee.hit.is_denied:
            for kind in _kinds(committee):
                bodies.setdefault(kind, committee.hit)
    if len(bodies) > 1:
        bodies.pop("other_committee", None)
    if bodies:
        return disclosure.disclosed(tuple(sorted(bodies)), bodies.values())
    claimed, denied = sort_claims(disclosure, _BOARD_OVERSEES)
    if claimed:
        kind = "supervisory_board" if "supervisory board" in claimed[0].sentence.plain else "full_board_only"
        return disclosure.disclosed((kind,), claimed[:1])
    return disclosure.denied(("none_disclosed",), denied[:1]) if denied else silent(("none_disclosed",))


def _kinds(committee: Committee) -> tuple[str, ...]:
    """A finance and risk committee stands for both of its subjects; one that audits is an audit committee."""
    kinds = [committee.kind]
    if committee.kind == "risk" and re.search(r"\bfinance", committee.name):
        kinds.append("finance")
    return tuple(kinds)


_REPORTING = (
    r"\b(?:report(?!ing period|able|ed in|ing status)|updat|brief|present|inform|review|discuss"
    r"|receiv|communicat|advis|appris|provid|engag|evaluat|meet|deliver|convey|notif|alert"
    r"|escalat|made aware|kept aware|agenda|considers|monitors|assess)"
)
_REPORTS = re.compile(_REPORTING)
_PART = re.compile(
    r";|, (?:while|whereas|although)\b|(?<=[a-z]), and (?=(?:our|the|we|it|he|she|they|this)\b)"
)


@remembered
def board_parts(disclosure: Disclosure) -> list[tuple[Sentence, int, int]]:
    """Parts of sentences in which a body of the board is informed, meets or reviews: sentence, start, end.

    "The Committee" counts where the sentence before names one of the board.
    """
    committees, _ = sort_committees(disclosure)
    places = {(c.hit.sentence.number, c.hit.start) for c in committees}
    numbers = {number for number, _ in places}
    parts = []
    for sentence in disclosure.sentences:
        if not _REPORTS.search(sentence.plain):
            continue
        for start, end in _cut(sentence.plain):
            names = any(n == sentence.number and start <= place < end for n, place in places)
            alone = _THE_COMMITTEE.search(sentence.plain, start, end) and numbers
            is_named = names or alone or _BOARD.search(sentence.plain, start, end)
            if is_named and _REPORTS.search(sentence.plain, start, end):
                parts.append((sentence, start, end))
    return parts


_BOARD = re.compile(BOARD)
_THE_COMMITTEE = re.compile(r"\b(?:the|such|this|each|these|our) committees?\b")


def _cut(plain: str) -> list[tuple[int, int]]:
    bounds = [0, *(found.start() for found in _PART.finditer(plain)), len(plain)]
    return list(pairwise(bounds))


_FREQUENCIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "more_than_quarterly",
            r"\bmonthly\b|\bweekly\b|\bbi-?weekly\b|\bbi-?monthly\b|\b(?:each|every|once a|per) (?:month"
            r"|week)\b|\b(?:six|eight|ten|twelve|five) times (?:a|per|each) year",
        ),
        (
            "quarterly",
            r"\bquarterly\b(?! report on| financial)|\b(?:each|every|once a|once per|per|once each"
            r"|once every) (?:fiscal )?quarter\b|\bfour times (?:a|per|each|annually)"
            r"|\bevery three months|\b(?:each|every) of its quarterly",
        ),
        (
            "semiannual",
            r"\bsemi-? ?annual(?:ly)?\b|\bbi-?annual(?:ly)?\b|\btwice (?:a|per|each|every|annually|yearly"
            r"|during)|\b(?:two|three) times (?:a|per|each|annually|every)|\bevery six months"
            r"|\bhalf-?[ -]?yearly",
        ),
        (
            "annual",
            r"\bannual(?:ly)?\b(?! (?:report|training|security awareness|cyber\w* (?:awareness )?training"
            r"|form|general|budget|penetration|test|financial|meeting of|filing|basis thereafter))"
            r"|\b(?:once a|each|every|once per|per|once every|once each) (?:calendar |fiscal )?year\b"
            r"|\byearly\b|\bonce annually",
        ),
        (
            "regular_unspecified",
            r"\bregular(?:ly)?\b|\bperiodic(?:ally)?\b|\broutine(?:ly)?\b|\bfrom time to time\b"
            r"|\bongoing\b|\bfrequent(?:ly)?\b|\bcontinu\w+\b|\b(?:each|every|at) (?:\w+ ){0,2}(?:board "
            r"|committee )?meetings?\b|\bperiods?\b|\brecurring\b|\bconsistently\b|\bscheduled\b",
        ),
    )
)


def code_board_reporting_cadence(disclosure: Disclosure) -> Coded:
    """The most frequent schedule stated for informing the board or a committee of it."""
    found: dict[str, Hit] = {}
    _, management = sort_committees(disclosure)
    for sentence, start, end in board_parts(disclosure):
        others = [c.hit.start for c in management if c.hit.sentence.number == sentence.number]
        for name, pattern in _FREQUENCIES:
            for match in pattern.finditer(sentence.plain, start, end):
                hit = Hit(sentence, match.start(), match.end())
                if name in found or hit.is_denied or not _informs_board(hit, name, start, end, others):
                    continue
                found[name] = hit
    for name, _ in _FREQUENCIES:
        if name in found:
            return disclosure.disclosed(name, [found[name]])
    urgent = find_urgent(disclosure)
    return disclosure.disclosed("as_needed_only", urgent[:1]) if urgent else silent("not_stated")


def _informs_board(hit: Hit, name: str, start: int, end: int, others: list[int]) -> bool:
    """Whether a frequency is that of informing the board, not of something else in the same words.

    `others` are the places in the sentence where committees of management are named: their own meetings
    inform no board.
    """
    plain = hit.sentence.plain
    reach = 250 if _ADVERBIAL.search(plain, start, hit.start) else 90
    if not _REPORTS.search(plain, max(start, hit.start - reach), min(end, hit.end + 90)):
        return False
    if meets := _MEETS.search(plain, max(start, hit.start - 40), hit.start):
        before = [place for place in others if place < meets.start()]
        if before and not _BOARD.search(plain, max(before), meets.start()):
            return False
    if name == "more_than_quarterly":
        near = plain[max(start, hit.start - 70) : min(end, hit.end + 70)]
        if any(hit.end < place < hit.end + 60 for place in others) or _COMMITTEE_ALONE.search(near):
            return False
        return bool(re.search(rf"{BOARD}|committee", near)) and not _MANAGEMENT_NEAR.search(near)
    return True


_ADVERBIAL = re.compile(
    r"\b(?:at least|no less(?: frequently| often)? than|not less than|on an?|on at least an?"
    r"|minimum of) $"
)
_COMMITTEE_ALONE = re.compile(r"\bthe committee meets\b")
"""Committees of the board that meet monthly have a name in the same breath."""
_MEETS = re.compile(r"\bmeets? (?:\w+ ){0,4}$")


_MANAGEMENT_NEAR = re.compile(
    r"meets? (?:weekly|monthly|bi-?weekly)|(?:weekly|monthly) (?:meetings?|basis) with (?:the"
    r"|our) (?:c[a-z]o|chief|it)|steering|management committee|phishing|scan|patch|train"
)

_URGENT = phrase(
    r"\b(?:as|when|if|where|whenever) (?:deemed )?(?:needed|necessary|appropriate|required"
    r"|warranted|circumstances|applicable)",
    r"\bas (?:circumstances|situations|events|conditions|issues|matters|they"
    r"|it) (?:\w+ ){0,2}(?:warrants?|requires?|arises?|occurs?|dictates?|necessitates?|becomes?)",
    r"\bon an as[- ]needed basis|\bas-needed|\bad[- ]hoc\b|\bmore (?:frequently|often)\b"
    r"|\bas and when\b|\binterim\b|\bbetween (?:\w+ )?meetings",
    r"\bprompt(?:ly)?\b|\btimely\b|\bimmediate(?:ly)?\b|\bwithout delay\b|\bpromptness\b"
    r"|\bas soon as\b|\breal[- ]time\b|\bat any time\b|\bexpedit",
    r"\bin the event\b|\bupon (?:the )?(?:occurrence|discovery|detection|identification|determin"
    r"|becoming)|\bin case of\b|\bshould (?:a|an|any)\b|\bif (?:a|an|any|the|we|there)\b"
    r"|\bfollowing (?:a|any|the|material|significant)\b|\bwhen (?:a|an|any)\b",
)
_INCIDENT_REPORTED = phrase(
    r"\b(?:report|informs?\b|informed|informing|notif|escalat|alert|brief|advis|appris|made aware"
    r"|updat|communicat|elevat)\w*[^.;]{0,90}\b(?:material|significant|potential|certain|major"
    r"|serious|critical|cyber ?-?security|any|severe|security|such) (?:\w+ ){0,3}?(?:incidents?"
    r"|breach(?:es)?|threats?|events?|attacks?|occurrences?)\b",
    r"\b(?:material|significant|potential|certain|major|serious|critical|severe|security"
    r"|cyber ?-?security) (?:\w+ ){0,3}?(?:incidents?|breach(?:es)?|events?"
    r"|attacks?)\b[^.;]{0,60}\b(?:is|are|be|being|would be|will be) (?:\w+ )?(?:reported"
    r"|escalated|communicated|brought|elevated|notified|raised|disclosed)",
)


_SCHEDULED = re.compile(
    r"\b(?:regular(?:ly)?|periodic(?:ally)?|quarterly|annual(?:ly)?|semi-?annual(?:ly)?|monthly"
    r"|routine(?:ly)?)\b"
    r"|\binformed oversight\b"
)
"""Incidents among the topics of a regular report are no briefing of their own."""


@remembered
def find_urgent(disclosure: Disclosure) -> list[Hit]:
    """Places that have the board informed outside of any schedule."""
    hits = []
    for sentence, start, end in board_parts(disclosure):
        for pattern in (_INCIDENT_REPORTED, _URGENT):
            for match in pattern.finditer(sentence.plain, start, end):
                hit = Hit(sentence, match.start(), match.end())
                is_scheduled = pattern is _INCIDENT_REPORTED and _SCHEDULED.search(
                    sentence.plain, max(start, match.start() - 40), match.end()
                )
                if not hit.is_denied and not is_scheduled:
                    hits.append(hit)
    return hits


def code_ad_hoc_briefing(disclosure: Disclosure) -> Coded:
    """Whether the board is also informed as needed, or promptly when something happens."""
    hits = find_urgent(disclosure)
    return disclosure.disclosed("yes", hits[:1]) if hits else silent("no")


PERSON_REPORTS = re.compile(
    r"\b(?:report|updat|brief|present|inform(?!ation|ed oversight)|communicat|advis|appris|notif|alert"
    r"|escalat|made aware|discuss|provid|receiv|convey|liaison|interface|meet)"
)
_PEOPLE = re.compile(
    r"management|officer|\bc[a-z]{1,3}o\b|team|director of|head|manager|adviser|advisor|committee"
    r"|\bvp\b|vice president|personnel|department|group|representatives|executive|council|sponsor"
    r"|consultant|provider|leader|counsel|administrator|employee|reports?|updates?|briefings?"
    r"|presentations?"
)


@remembered
def code_reports_to_board(disclosure: Disclosure) -> Coded:
    """Whether those responsible report to the board or a committee of it (17 CFR 229.106(c)(2)(iii))."""
    refused: list[Hit] = []
    for sentence, start, end in board_parts(disclosure):
        found = PERSON_REPORTS.search(sentence.plain, start, end)
        if found is None or not _PEOPLE.search(sentence.plain, start, end):
            continue
        hit = Hit(sentence, found.start(), found.end())
        if not hit.is_denied:
            return disclosure.disclosed("yes", [hit])
        refused.append(hit)
    return disclosure.denied("denied", refused[:1]) if refused else silent("not_mentioned")


_DIRECTOR_EXPERT = phrase(
    r"\b(?:member|members|director|directors|chair|chairman|chairperson"
    r"|chairwoman)\b[^.;]{0,80}\b(?:has|have|with|possess\w*|brings?"
    r"|holds?)\b[^.;]{0,60}\b(?:cyber\w*|information security|information technology"
    r"|technology)\b[^.;]{0,60}\b(?:experience|expertise|background|certif\w+|knowledge)",
    r"\b(?:member|members|director|directors|chair|chairman)\b[^.;]{0,60}\b(?:experience"
    r"|expertise|background)\b[^.;]{0,40}\b(?:cyber|information security|technology)",
    r"\bnacd\b[^.;]{0,60}(?:cert|cyber)|\bcert certificate in cyber",
)


def code_director_cyber_expertise(disclosure: Disclosure) -> Coded:
    """Whether a director is said to know the field; named where the sentence names one."""

    def is_of_board(hit: Hit) -> bool:
        return bool(re.search(rf"{BOARD}|\bcommittee\b", hit.sentence.plain)) and not re.search(
            r"director,? (?:of )?(?:it|information|technology|cyber|security)"
            r"|management (?:team )?members?|members? of (?:our )?(?:senior |executive )?management",
            hit.sentence.plain,
        )

    found, denied = sort_claims(disclosure, _DIRECTOR_EXPERT, accept=is_of_board)
    claimed = [hit for hit in found if not re.search(r"\b(?:not|no|none)\b", hit.words.lower())]
    denied += [hit for hit in found if hit not in claimed]
    if claimed:
        is_named = re.search(r"\b(?:Mr|Ms|Mrs|Dr)\.? [A-Z]", claimed[0].sentence.text)
        return disclosure.disclosed("yes_named" if is_named else "yes_unnamed", claimed[:1])
    return disclosure.denied("explicitly_none", denied[:1]) if denied else silent("not_stated")

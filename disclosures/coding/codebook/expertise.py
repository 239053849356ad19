"""What the text tells of the people: years, degrees, former posts (17 CFR 229.106(c)(2)(i))."""

import re

from disclosures.coding.codebook.certificates import code_certifications
from disclosures.coding.codebook.claims import code_practice, phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.numbers import NUMBER, read_number
from disclosures.coding.codebook.types import Coded

_YEARS = re.compile(
    rf"\b(?:(?P<number>{NUMBER})(?:\s?\(\d+\))?\s?\+?(?: plus| or more)?(?:'s)? ?[- ]?years?\b'?"
    rf"|(?P<decades>{NUMBER}|a couple of|a few|several|a)?(?: and a half)? ?decades?\b)"
)
_NO_EXPERIENCE = re.compile(
    r"\bevery (?:\w+ ){0,3}$|\b(?:fiscal|ended|every|each|next|within|first|per|recent|annual"
    r"|least once|term|once) (?:\w+ )?$"
)
_LOOKS_BACK = re.compile(r"\b(?:past|last|previous|prior|preceding) (?:\w+ )?$")
LONGEST_PERIOD = 5
"""Years. "In the past three years we have not experienced …" speaks of no career; "the last twenty" does."""
_PERIOD_AFTER = re.compile(r"^ (?:ended|ending|ago|old|term|period|plan|roadmap|strategy|from|, we)\b")


@remembered
def code_experience_years(disclosure: Disclosure) -> Coded:
    """Years of experience as stated, each number once, in the text's order."""
    found: dict[int, Hit] = {}
    for sentence in disclosure.sentences:
        for match in _YEARS.finditer(sentence.plain):
            years = _read_years(match)
            before = sentence.plain[max(0, match.start() - 24) : match.start()]
            near = sentence.plain[max(0, match.start() - 60) : match.end() + 110]
            if years is None or not 1 <= years <= 70 or _NO_EXPERIENCE.search(before):
                continue
            if years <= LONGEST_PERIOD and _LOOKS_BACK.search(before):
                continue
            if _PERIOD_AFTER.match(sentence.plain[match.end() :]) or not _is_experience(near):
                continue
            found.setdefault(years, Hit(sentence, match.start(), match.end()))
    return disclosure.disclosed(tuple(found), found.values()) if found else silent(())


def _is_experience(near: str) -> bool:
    return (
        re.search(
            r"experience|expertise|career|background|worked|served|dedicated|tenure|oversight|veteran"
            r"|has been|\bin (?:the )?(?:\w+ ){0,4}(?:field|industry|technology|security|cyber\w*|it)\b"
            r"|leadership|working|professional|held",
            near,
        )
        is not None
    )


_SOME_DECADES = {"a": 10, "a couple of": 20}


def _read_years(match: re.Match[str]) -> int | None:
    if match["number"]:
        return read_number(match["number"])
    decades = match["decades"]
    if decades in _SOME_DECADES or decades is None:
        return _SOME_DECADES.get(decades or "")
    number = read_number(decades)
    return number * 10 if number is not None and number < 6 else None


_DEGREE = re.compile(
    r"\b[Bb]achelor(?:'?s|s'|’s)?\b|\b[Mm]aster(?:'s|s|’s)? (?:of|in|[Dd]egree|from|and)\b"
    r"|\bMasters?\b(?= [A-Z])(?! Agreement| Services| Service| Data| Plan| File)|\bM\.?B\.?A\.?\b"
    r"|\bB\.?[SA]c?\.?(?= (?:in|degree|from|\())|\bM\.?S\.?c?\.?(?= (?:in|degree|from))"
    r"|\bB\.(?:S|A|Sc|Eng|Tech|Comm?)\.|\bM\.(?:S|A|Sc|Eng|Tech)\.|\bBsc\b|\bBSc\b|\bMSc\b"
    r"|\bPh\.? ?D\b|\b[Dd]octorate\b|\b[Dd]octor of\b|\bJ\.?D\.?(?=[ ,.;]| degree)|\bJuris\b"
    r"|\b(?:undergraduate|graduate|college|university|advanced|associate's|associates|engineering"
    r"|academic|relevant|master|bachelor|law) degrees?\b|\bdegrees? in\b|\b[Dd]iploma\b"
    r"|\bgraduated (?:from|with)\b"
)


@remembered
def code_degrees(disclosure: Disclosure) -> Coded:
    """Whether a degree is told of."""
    for sentence in disclosure.sentences:
        for match in _DEGREE.finditer(sentence.text):
            hit = Hit(sentence, match.start(), match.end())
            if not hit.is_denied:
                return disclosure.disclosed("yes", [hit])
    return silent("no")


_GOVERNMENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "military",
        re.compile(
            r"\b(?:u\.?s\.? )?(?:air force|army|navy|marine corps|marines|military|armed forces"
            r"|coast guard|national guard|veteran|department of defense|cyber command"
            r"|defense intelligence)\b"
        ),
    ),
    (
        "government",
        re.compile(
            r"\b(?:federal government|nsa|national security agency|department of (?:homeland security"
            r"|energy|state|justice|the treasury)|white house|cia|central intelligence"
            r"|government agenc\w+|intelligence (?:agenc\w+|community)|public sector"
            r"|national laborator\w+|ministry of)\b"
        ),
    ),
    (
        "law_enforcement",
        re.compile(
            r"\b(?:fbi|federal bureau of investigation|secret service|law enforcement|police|interpol)\b"
        ),
    ),
)
_CAREER = re.compile(
    r"\b(?:served|serving|service|career|previous|prior|former|formerly|experience|background"
    r"|held|worked|years|retired|veteran|joining)\b"
)
_CONTACT = re.compile(
    r"\b(?:notif|report(?:ed|ing) to|cooperat|coordinat|contact|collaborat|liais|engag\w+ with"
    r"|partner|alert|intelligence from|relationships? with|information[- ]sharing)\w*"
)


@remembered
def code_prior_roles(disclosure: Disclosure) -> Coded:
    """Government, military or law-enforcement background of those responsible."""
    found: dict[str, Hit] = {}
    for sentence in disclosure.sentences:
        if not _CAREER.search(sentence.plain) or _CONTACT.search(sentence.plain):
            continue
        for name, pattern in _GOVERNMENT:
            match = pattern.search(sentence.plain)
            if match:
                found.setdefault(name, Hit(sentence, match.start(), match.end()))
    return disclosure.disclosed(tuple(found), found.values()) if found else silent(("none",))


_GENERIC = phrase(
    r"\b(?:extensive|significant|substantial|relevant|deep|considerable|prior|broad|appropriate"
    r"|necessary|work|professional|varying|requisite|limited|years of"
    r"|diverse) (?:\w+ ){0,4}?(?:experience|expertise|knowledge|skills|background)",
    r"\bexperienced\b|\bhas (?:\w+ )?experience\b|\bexpertise in\b",
)


def code_expertise_disclosed(disclosure: Disclosure) -> Coded:
    """Specific with years, certificates, degrees or former employers; generic with praise alone."""
    for code in (code_experience_years, code_certifications, code_degrees, code_prior_roles):
        specific = code(disclosure)
        if specific.evidence:
            return Coded("specific", specific.state, specific.evidence[:1])
    people = re.compile(
        r"officer|\bc[a-z]{1,2}o\b|management|team|personnel|director|head|individual|vice president"
        r"|manager"
    )
    generic = code_practice(
        disclosure, _GENERIC, accept=lambda hit: people.search(hit.sentence.plain) is not None
    )
    return Coded(
        "generic" if generic.evidence and generic.value == "yes" else "absent",
        generic.state,
        generic.evidence,
    )

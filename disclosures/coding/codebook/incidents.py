"""Incidents that happened, how one is escalated, and who decides whether it is material."""

import re

from disclosures.coding.codebook.claims import phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.numbers import NUMBER, read_number
from disclosures.coding.codebook.types import Coded

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_STRUCK_AS_OF = (
    r"of [\w ,]{4,30} (?:we|it|(?:the|our) company) (?:experienced|suffered|fell victim|became aware"
    r"|(?:was|were) (?:the )?(?:subject|target|victim))\b"
)
"""The day a report is "as of" dates no incident, unless this follows it."""
_DATE = re.compile(
    rf"(?:(?<!\bas )|(?={_STRUCK_AS_OF}))"
    r"\b(?:in|on|during|since|of|around|late|early|mid-?)\b[ -]?(?:or about |approximately "
    rf"|around |late |early |the )*(?:{_MONTH}(?: \d{{1,2}})?,? (?:of )?20\d\d|(?:first|second"
    r"|third|fourth) quarter of (?:fiscal )?(?:year )?20\d\d|(?:fiscal )?(?:year )?20\d\d\b)"
)
_EVENT = re.compile(
    r"\b(?:incidents?|attacks?|ransomware|breach(?:es)?|unauthori[sz]ed (?:access|activity|changes|party"
    r"|third)|intrusion|hack(?:ed|ers)?|compromise[d]?|outage|phishing|malware|exfiltrat\w+"
    r"|fraud\w*)\b"
)
_HAPPENED = re.compile(
    r"\b(?:experienced|detected|discovered|identified|suffered|became aware|occurred"
    r"|was (?:the )?(?:subject|target|victim)|were (?:the )?(?:subject|target|victim)|learned"
    r"|determined|disclosed|notified|affected|gained|disrupted|fell victim|impacted|announced"
    r"|encountered|sustained|filed)\b"
)
_COST = re.compile(r"\$ ?\d[\d.,]*(?: (?:million|thousand|billion))?")
_THE_EVENT = re.compile(
    r"\b(?:the|this|such) (?:cyber ?-?security |security |ransomware |data |cyber ?|june |july "
    r"|\w+ 20\d\d )*(?:incident|attack|breach)\b"
)
_REPORT = re.compile(r"\bform (?:8-k|6-k)\b|\bcurrent report\b")
_GENERIC = re.compile(
    r"\b(?:from time to time|in the past|like (?:other|many|most)|have (?:previously |also "
    r"|also previously )?(?:experienced|been (?:the )?(?:subject|target))|regularly experience"
    r"|continue to experience|has experienced|periodically experience|have been subject)\b"
)


def code_past_incident(disclosure: Disclosure) -> Coded:
    """ "yes" where one incident is told of with its date, its cost or its report; the guide's yes or no."""
    specific = find_incidents(disclosure)
    return disclosure.disclosed("yes", specific[:1]) if specific else silent("no")


def find_incidents(disclosure: Disclosure) -> list[Hit]:
    """Sentences that tell of one incident of the issuer."""
    hits = []
    for sentence in disclosure.sentences:
        plain = sentence.plain
        event = _EVENT.search(plain)
        if event is None:
            continue
        date, happened = _DATE.search(plain), _HAPPENED.search(plain)
        is_dated = date and happened and abs(date.start() - happened.start()) < 170
        if is_dated and _STATEMENT.search(plain) and not re.search(_MONTH, date[0] if date else ""):
            continue
        is_costly = _THE_EVENT.search(plain) and (_COST.search(plain) or _REPORT.search(plain))
        if (is_dated or is_costly) and not _is_aside(plain):
            hits.append(Hit(sentence, event.start(), event.end()))
    return hits


_STATEMENT = re.compile(r"reasonably likely|materially affect|identified security incidents were")
"""A year in the statement on material effects is the year that is reported on."""


def _is_aside(plain: str) -> bool:
    """Years of policies, people and reporting periods; and sentences that deny or suppose an incident."""
    return bool(
        re.search(
            r"\b(?:not|no|none|never)\b[^.;]{0,60}\b(?:experienc\w+|identif\w+|incident|incidents"
            r"|breach\w*|aware|encounter\w*|detect\w*|material)\b"
            r"|\b(?:we|company) did not\b|\bif (?:a|an|any|we|such)\b|\bin the event\b|\bdefined in\b"
            r"|\bhas served|\bjoined\b|\bexperience in\b|\badopted\b|\bimplemented a\b|\bappointed\b"
            r"|\b(?:will|would|could|may) be\b|\bfour business days\b|\bif the\b|\bpolicy\b|\bexercise\b",
            plain,
        )
    )


_TIME_LIMIT = re.compile(
    r"\b(?:within|in less than|no later than|under) (?:a |the first "
    rf"|an? )?(?P<number>{NUMBER})(?: ?\(\d+\))?[ -](?:to \d+ )?hours?\b"
    r"|\b(?P<number2>\d{1,3})[ -]hours? (?:of|after|from|notification|escalation|reporting)"
)
_INSIDE = re.compile(r"escalat|report|notif|inform|brief|alert|communicat|review|determin|convene|elevat")
_AUTHORITY = re.compile(
    r"\b(?:sec|regulators?|regulatory|authorit(?:y|ies)|gdpr|law|cisa|tsa|securities and exchange"
    r"|government|ministry|customers)\b"
)


def code_escalation_time_limit(disclosure: Disclosure) -> Coded:
    """The issuer's own time limit for passing an incident on ("24 hours"); deadlines of the law are none."""
    for hit in disclosure.find(_TIME_LIMIT):
        match = _TIME_LIMIT.match(hit.sentence.plain, hit.start)
        plain = hit.sentence.plain
        if match is None or not _INSIDE.search(plain) or _AUTHORITY.search(plain):
            continue
        hours = read_number(match["number"] or match["number2"])
        if hours is not None:
            return disclosure.disclosed(f"{hours} hours", [hit])
    return silent(None)


_ESCALATED = phrase(
    r"\bescalat\w*",
    r"\b(?:elevated|elevates) to\b|\b(?:report|notif|inform|brief"
    r"|alert)\w*[^.;]{0,80}\b(?:incident|breach|attack|threat)s?\b[^.;]{0,60}\bto (?:the |our "
    r"|its |senior |executive )?(?:board|audit|management|ceo|chief|committee|executive"
    r"|disclosure)",
    r"\b(?:incident|breach|threat)s?\b[^.;]{0,50}\b(?:reported|communicated|brought"
    r"|raised) to (?:the |our |its |senior |executive )?(?:board|audit|management|ceo|chief"
    r"|committee|executive|disclosure)",
    r"\breport(?:s|ed)? (?:any |material |significant )?(?:\w+ )?incidents? to\b",
)
_TIERS = re.compile(r"severity|\btier|\bthreshold|\blevels? of|classif|priorit|criticality|\brat(?:ed|ing)")


def code_escalation_process(disclosure: Disclosure) -> Coded:
    """Whether a path from detection to management and board is described, and whether by severity."""
    hits = [hit for hit in disclosure.find(_ESCALATED) if not hit.is_denied]
    for hit in hits:
        if _TIERS.search(hit.sentence.plain):
            return disclosure.disclosed("described_with_severity_tiers", [hit])
    return disclosure.disclosed("described", hits[:1]) if hits else silent("absent")


_DECIDES = re.compile(
    r"\bmateriality\b(?! threshold)|\b(?:determin\w*|assess\w*|evaluat\w*|decid\w*"
    r"|conclud\w*)\b[^.;]{0,60}\b(?:is|are|was|whether"
    r"|if)\b[^.;]{0,60}\bmaterial\b(?! (?:\w+ )?(?:risks|threats))"
    r"|\bmaterial\b(?! (?:\w+ )?(?:risks|threats))[^.;]{0,50}\bdisclos"
)
_NOT_DECIDED = re.compile(r"materially affect|reasonably likely")
_DECIDERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("disclosure_committee", r"\bdisclosure (?:controls )?committee|\bdisclosure (?:working )?group"),
        ("legal", r"\blegal\b|\bcounsel\b|\bclo\b"),
        (
            "CISO",
            r"\bciso\b|chief information security|information security (?:team|officer)|\bcio\b"
            r"|chief information officer",
        ),
        (
            "cross_functional",
            r"\bcross-functional|\bmulti-?disciplinary|\bincident response team|\bsteering|\bteam\b"
            r"|\bcommittee\b|executive|senior management|\bcfo\b|chief financial",
        ),
    )
)


def code_materiality_determination(disclosure: Disclosure) -> Coded:
    """Who decides whether an incident is material."""
    found: dict[str, Hit] = {}
    for hit in disclosure.find(_DECIDES):
        if _NOT_DECIDED.search(hit.sentence.plain) or hit.is_denied:
            continue
        for name, pattern in _DECIDERS:
            if pattern.search(hit.sentence.plain):
                found.setdefault(name, hit)
    return disclosure.disclosed(tuple(sorted(found)), found.values()) if found else silent(())


_SEE = (
    r"\b(?:see|refer|discuss\w*|describ\w*|included|contained|information|set forth|found|under"
    r"|captioned|titled|entitled|disclosure|disclosed|reference)\b"
)
_REFERENCES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("item_1A", rf"{_SEE}[^;]{{0,160}}\b(?:item 1\.? ?a\b|part i,? item 1a)"),
        ("item_3D", rf"{_SEE}[^;]{{0,160}}\b(?:item ?3\.? ?\(?d\b|key information)"),
        (
            "other",
            rf"{_SEE}[^;]{{0,160}}\brisk factors?|\brisk factors? (?:section|disclosure|in|included)"
            r"|\b(?:see|refer to)\b[^.;]{0,60}\bitem \d",
        ),
    )
)


def code_cross_reference(disclosure: Disclosure) -> Coded:
    """To where the text refers the reader; the item of the risk factors first."""
    for name, pattern in _REFERENCES:
        for hit in disclosure.find(pattern):
            return disclosure.disclosed(name, [hit])
    return silent("none")

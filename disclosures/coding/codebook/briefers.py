"""Who informs the board: officers who tell, parted from those who are told beside it (229.106(c)(2)(iii))."""

import re

from disclosures.coding.codebook.board import PERSON_REPORTS, board_parts
from disclosures.coding.codebook.bodies import BOARD
from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.titles import titles_in
from disclosures.coding.codebook.types import Coded

_BRIEFERS = {"IT_director_or_head": "head_of_IT", "VP_IT": "head_of_IT"}
_OUTSIDER = (
    r"(?:external|third[- ]party|independent(?! (?:director|board|member|registered))"
    r"|outside(?! (?:of|the|our|its|these|this|regular|normal|scheduled|quarterly)\b))"
)
_OUTSIDE_BRIEFS = re.compile(
    rf"\b(?:consultants?|{_OUTSIDER}) (?:\w+ ){{0,3}}?(?:report|brief|present|updat|provid(?!er))"
    r"|(?:reports?|presentations?|briefings?"
    rf"|updates?) (?:\w+ ){{0,4}}?from (?:\w+ ){{0,2}}?{_OUTSIDER}"
)
_MANAGED = "".join(
    rf"(?<!\b{word} )"
    for word in (
        *(
            "risk",
            "risks",
            "data",
            "asset",
            "vendor",
            "incident",
            "threat",
            "vulnerability",
            "patch",
            "access",
        ),
        *("identity", "crisis", "change", "to", "to our", "to the", "to its", "to senior", "to our senior"),
    )
)
_MANAGEMENT_BRIEFS = re.compile(
    rf"{_MANAGED}\bmanagement\b(?! (?:of|and mitigation|overseeing|program|process|strateg|system|framework"
    r"|effort|plan|polic|practice|activit|function|approach)\w*\b)"
    r"|\b(?:security|it|technology|leadership) team\b|\bexecutives\b"
)
"""Managers, not the management of something, nor those who are told beside the board."""
_TOLD = re.compile(
    r"\b(?:report|communicat|escalat)\w*(?: [\w']+){0,3}? to (?:(?:the|our|its|a) )?"
    r"(?:[\w' -]{2,40}(?:, (?:and |or )?| and | or )(?:(?:the|our|its) )?)?$"
)
_TELLS_ON = re.compile(r"^[\w', ()-]{0,60},? (?:who|which)\b")


_BODY = re.compile(
    rf"{BOARD}|\b(?:audit|risk|nominat\w+|governance|technology|cyber\w*|compliance)\b[\w &-]{{0,30}}"
    r"\bcommittee\b"
)
_ABREAST = re.compile(
    r"^(?:\)|,)*(?: ?[,/&]|,? (?:and|or|as well as|along with|together with|then)\b)(?: to\b)?"
)
_NO_LIST = re.compile(
    r"(?<!well as )(?<!and )(?<!or )\bto\b|\b(?:by|from|with|for|on|who|whom|which|that|part|is|are|was"
    r"|were|be|has|have|will|may|chairs?|regularly|periodically)\b"
    r"|\b(?:report|brief|updat|present|inform(?!ation)|advis(?!or|er)|notif|provid|communicat|meet|discuss|review|escalat|deliver|attend|lead|oversee|overs[ei]|serv|work|receiv"
    r"|convey|alert|keep|assist|support|help|share|ensur|bring|participat)\w*"
)
_LONGEST_LIST = 140
_MEET_ABREAST = re.compile(r"^[\w', -]{0,40}?\b(?:meet|discuss|confer|hold|interact)")
_TELLS = re.compile(
    r"^(?: \(\w+\))?,? (?:(?:also|regularly|periodically|then|each|in turn|jointly|together|both) )*"
    r"(?:reports?|briefs?|updates?|presents?|provides?|informs?|meets?|delivers?|communicates?|advises?"
    r"|notif(?:y|ies)|discuss(?:es)?)\b"
)


def _is_abreast_of_board(hit: Hit) -> bool:
    """Whether the officer stands in one list with the board: "inform our management and the Board".

    Who shares the board's role is told with it; who meets with it, or stands between others and it, tells.
    """
    plain = hit.sentence.plain
    body = _BODY.search(plain, hit.end, hit.end + _LONGEST_LIST)
    if body and _is_list(plain[hit.end : body.start()]):
        after = plain[body.end() :]
        tells = _MEET_ABREAST.match(after) or _TELLS.match(after)
        return not (tells or _is_between(plain, hit.start))
    after = plain[hit.end :]
    for body in _BODY.finditer(plain, max(0, hit.start - _LONGEST_LIST), hit.start):
        if _is_list(plain[body.end() : hit.start]) and not _TELLS.match(after):
            return not (_MEET_ABREAST.match(after) or _is_between(plain, body.start()))
    return False


def _is_list(between: str) -> bool:
    """Whether what stands between two names goes on with a list of names."""
    opening = _ABREAST.match(between)
    return opening is not None and _NO_LIST.search(between, opening.end()) is None


def _is_between(plain: str, place: int) -> bool:
    """Whether the list says between whom or from whom something comes."""
    return re.search(r"\b(?:between|from) (?:(?:the|our|its|senior|executive) )*$", plain[:place]) is not None


def _is_told(hit: Hit) -> bool:
    """Whether the officer is told, and not said to tell on: "they report to the CEO and the board"."""
    plain = hit.sentence.plain
    if _TELLS_ON.match(plain[hit.end :]):
        return False
    return _TOLD.search(plain[: hit.start]) is not None or _is_abreast_of_board(hit)


def code_who_briefs_board(disclosure: Disclosure) -> Coded:
    """Officers who brief the board or its committee."""
    found: dict[str, Hit] = {}
    for sentence, start, end in board_parts(disclosure):
        if not PERSON_REPORTS.search(sentence.plain, start, end):
            continue
        for title, hit in titles_in(sentence):
            if title == "other" or hit.is_denied or _is_told(hit):
                continue
            if start <= hit.start < end:
                found.setdefault(_BRIEFERS.get(title, title), hit)
        for name, pattern in (
            ("external_provider", _OUTSIDE_BRIEFS),
            ("management_generic", _MANAGEMENT_BRIEFS),
        ):
            hits = (Hit(sentence, *match.span()) for match in pattern.finditer(sentence.plain, start, end))
            first = next((hit for hit in hits if not _is_abreast_of_board(hit)), None)
            if first:
                found.setdefault(name, first)
    if len(found) > 1:
        found.pop("management_generic", None)
    return disclosure.disclosed(tuple(sorted(found)), found.values()) if found else silent(())

"""Who informs the board: officers who tell, parted from those who are told beside it (229.106(c)(2)(iii))."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from disclosures.coding.codebook.board import PERSON_REPORTS, board_parts
from disclosures.coding.codebook.bodies import BOARD, sort_committees
from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.titles import titles_in
from disclosures.coding.codebook.types import Coded

type Bodies = list[tuple[int, int]]

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


_BOARD = re.compile(BOARD)
_ABREAST = re.compile(
    r"^(?:\)|,)*(?: ?[,/&]|,? (?:and|or|as well as|along with|together with|then)\b)(?: to\b)?"
)
_LINK = re.compile(r"[,&/] ?|\b(?:and|or) ")
_NO_LIST = re.compile(
    r"(?<!well as )(?<!and )(?<!or )\bto\b|\b(?:by|from|with|for|on|who|whom|which|that|part|is|are|was"
    r"|were|be|has|have|will|may|chairs?|regularly|periodically)\b"
    r"|\b(?:report|brief|updat|present|inform(?!ation)|advis(?!or|er)|notif|provid|communicat|meet|discuss|review|escalat|deliver|attend|lead|oversee|overs[ei]|serv|work|receiv"
    r"|convey|alert|keep|assist|support|help|share|ensur|bring|prepar|participat)\w*"
)
_OWNS = re.compile(r"(?:'s|s')? ")
"""Between a board and the committee that is its."""
_LONGEST_LIST = 140
_MEET_ABREAST = re.compile(r"^[\w', -]{0,40}?\b(?:meet|discuss|confer|hold|interact)")
_TELLS = re.compile(
    r"^(?: \([^)]{0,60}\))?,?(?: chairs?)?,? "
    r"(?:(?:also|regularly|periodically|then|each|in turn|jointly|together|both) )*"
    r"(?:(?:(?:will|may) (?:\w+ly |also )?)?(?:reports?|briefs?|updates?|presents?|provides?|informs?|meets?"
    r"|delivers?|communicates?|advises?|notif(?:y|ies)|discuss(?:es)?)"
    r"|(?:have|has) (?:\w+ly |also )?(?:reported|briefed|updated|presented|provided|informed|met|delivered"
    r"|communicated|advised|notified|discussed))\b"
)
_SOURCE = re.compile(
    r"\b(?:between|from|(?:briefed|updated|informed|advised|apprised|notified|alerted|aware|briefings?"
    r"|presentations?|(?:reports?|updates?|information|materials?) (?:\w+ )?(?:provided|prepared|presented"
    r"|given|delivered|made))"
    r"(?: (?!\w+ed\b)[\w',-]+){0,8}? by)\b"
)
"""Words before those between whom, from whom or by whom something is told."""


def _is_abreast_of_board(hit: Hit, bodies: Bodies) -> bool:
    """Whether the officer stands in one list with the board: "inform our management and the Board".

    Who shares the board's role is told with it; who meets with it, or stands between others and it, tells.
    `bodies` are the places in the sentence where the board and its committees are named.
    """
    plain = hit.sentence.plain
    after = plain[hit.end : hit.end + _LONGEST_LIST]
    first = bisect_left(bodies, (hit.end, 0))
    for start, end in bodies[first : first + 1]:
        if start - hit.end <= _LONGEST_LIST and _is_list(plain[hit.end : start]):
            behind = plain[end : end + _LONGEST_LIST]
            tells = _MEET_ABREAST.match(behind) or _TELLS.match(behind)
            return not (tells or _is_source(plain, hit.start))
    for start, end in bodies[bisect_left(bodies, (hit.start - _LONGEST_LIST, 0)) : first]:
        if end <= hit.start and _is_list(plain[end : hit.start]) and not _TELLS.match(after):
            return not (_MEET_ABREAST.match(after) or _is_source(plain, start))
    return False


def _is_list(between: str) -> bool:
    """Whether what stands between two names goes on with a list of names."""
    opening = _ABREAST.match(between)
    return opening is not None and _NO_LIST.search(between, opening.end()) is None


def _is_source(plain: str, place: int) -> bool:
    """Whether the list that holds `place` says between whom, from whom or by whom something is told."""
    first = max(0, place - _LONGEST_LIST)
    sources = [found.end() for found in _SOURCE.finditer(plain, first, place)]
    return bool(sources) and _NO_LIST.search(plain, sources[-1], place) is None


def _is_told(hit: Hit, bodies: Bodies) -> bool:
    """Whether the officer is told, and not said to tell on: "they report to the CEO and the board"."""
    plain = hit.sentence.plain
    if _TELLS_ON.match(plain[hit.end : hit.end + _LONGEST_LIST]):
        return False
    before = plain[max(0, hit.start - _LONGEST_LIST) : hit.start]
    return _TOLD.search(before) is not None or _is_abreast_of_board(hit, bodies)


def _find_bodies(disclosure: Disclosure) -> dict[int, Bodies]:
    """Where each sentence names the board or a committee of it, by the number of the sentence.

    A committee's name may hold the officers before it ("the CEO, CFO and Audit Committee"): its place starts
    at the last of the names in it.
    """
    places: dict[int, set[tuple[int, int]]] = defaultdict(set)
    words: dict[int, str] = {}
    for hit in disclosure.find(_BOARD):
        places[hit.sentence.number].add((hit.start, hit.end))
        words[hit.sentence.number] = hit.sentence.plain
    committees, _ = sort_committees(disclosure)
    for committee in committees:
        hit = committee.hit
        links = _LINK.finditer(hit.sentence.plain, hit.start, hit.end)
        start = max((link.end() for link in links), default=hit.start)
        places[hit.sentence.number].add((start, hit.end))
        words[hit.sentence.number] = hit.sentence.plain
    return {number: _join_places(words[number], own) for number, own in places.items()}


def _join_places(plain: str, places: Iterable[tuple[int, int]]) -> Bodies:
    """Places in order; those that name one body are one: "the Board's Risk Committee"."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and (start < joined[-1][1] or _OWNS.fullmatch(plain, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _between(titles: Sequence[tuple[str, Hit]], start: int, end: int) -> Iterator[tuple[str, Hit]]:
    first = bisect_left(titles, start, key=lambda found: found[1].start)
    return takewhile(lambda found: found[1].start < end, islice(titles, first, None))


def code_who_briefs_board(disclosure: Disclosure) -> Coded:
    """Officers who brief the board or its committee."""
    found: dict[str, Hit] = {}
    bodies = _find_bodies(disclosure)
    # Looked for once in a sentence, which may have many parts.
    titles: dict[int, list[tuple[str, Hit]]] = {}
    for sentence, start, end in board_parts(disclosure):
        if not PERSON_REPORTS.search(sentence.plain, start, end):
            continue
        own = bodies.get(sentence.number, [])
        if sentence.number not in titles:
            titles[sentence.number] = list(titles_in(sentence))
        for title, hit in _between(titles[sentence.number], start, end):
            if title == "other":
                continue
            if not (hit.is_denied or _is_told(hit, own)):
                found.setdefault(_BRIEFERS.get(title, title), hit)
        for name, pattern in (
            ("external_provider", _OUTSIDE_BRIEFS),
            ("management_generic", _MANAGEMENT_BRIEFS),
        ):
            hits = (Hit(sentence, *match.span()) for match in pattern.finditer(sentence.plain, start, end))
            first = next((hit for hit in hits if not _is_abreast_of_board(hit, own)), None)
            if first:
                found.setdefault(name, first)
    if len(found) > 1:
        found.pop("management_generic", None)
    return disclosure.disclosed(tuple(sorted(found)), found.values()) if found else silent(())

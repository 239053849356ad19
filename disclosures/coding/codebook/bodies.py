"""The board and its committees, told apart from committees of management."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered

BOARD = (
    r"\b(?:(?:supervisory |full |entire |whole |company |group )*boards?(?: of (?:directors"
    r"|trustees|managers))?(?:'s?)?|directors)\b(?! members? of management)"
)
"""The board itself, for folded text."""

_WORD = r"(?:[a-z][a-z'-]*|&|it)"
_LINK = r"(?:,? and |, | & |&|/| )"
_COMMITTEE = re.compile(
    rf"\b(?P<name>(?:{_WORD}{_LINK}){{1,6}}?)(?:\([\w& ]{{1,12}}\) )?(?P<noun>committees?"
    r"|sub-?committee|council)\b"
)
_LAST_WORDS = re.compile(
    r"(?:.*\b(?:the|our|its|a|an|by|to|with|of|each|that|this|from|both|for|via|through|their"
    r"|including|board's|boards|company's"
    r"|companys|directors'|directors|management's|bank's|banks|respective|certain|internal"
    r"|dedicated|our|named|separate|standing|independent|any|such|other|or|these|when|established"
    r"|formed|has|have|also|following|as|while|if|where|in|on|using|delegated|informs?|updates?"
    r"|reports?|meets?|via|during|appropriate|applicable|relevant|various|all)\b[, ]*)"
)

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("audit_and_risk_combined", r"\baudit\b.*\brisk|\brisk\b.*\baudit"),
        ("audit", r"\baudit|^examining$"),
        ("risk", r"\brisks?\b"),
        ("technology_or_cyber", r"cyber|technolog|information|digital|security|\bit\b|innovation|data"),
        ("nominating_governance", r"nominat|governance"),
        ("finance", r"\bfinance|financial"),
        ("compliance", r"compliance"),
    )
)
_OF_MANAGEMENT = re.compile(
    r"steering|disclosure|management|executive|operating|operational|incident|response|working"
    r"|leadership|council"
    r"|enterprise risk|\berm\b|privacy|crisis|governance, risk|change|architecture|ai\b"
    r"|artificial|internal|privacy|vendor|investment|policy"
)
_BOARD_SIGN = re.compile(
    r"^(?:,? (?:which is |is )?(?:an? )?(?:\w+ )?(?:sub-?)?committees?)? ?(?:of|under|for"
    r"|to) (?:the |our |its )?(?:company's |companys )?(?:full )?board"
    r"|^[^.;]{0,60}(?:comprised|composed|consist\w*)[^.;]{0,30}(?:independent|non-executive|directors)"
)
_MANAGEMENT_SIGN = re.compile(
    r"^[^.;]{0,20}\b(?:comprised|composed|consist(?:s|ing)|made up|comprising|comprises"
    r"|includ(?:es|ing)|chaired|led|headed|co-chaired|which includes|formed)\b"
    r"(?! (?:\w+ )?(?:entirely|solely|exclusively|of independent|of \w+ independent"
    r"|of non-executive|of directors))"
    r"[^.;]{0,90}(?:management|executive|officer|cio|ciso|cfo|ceo|leaders|personnel|head"
    r"|department|functions|teams|counsel|representatives|stakeholders)"
    # "the Security Council, a cross-functional management committee that …"
    r"|^,? (?:which is |is )?an? (?:[\w-]+ ){0,3}?management(?:-level)?"
    r" (?:committee|council|body|group|team)\b"
)
_OF_MANAGERS = re.compile(
    r"^[^.;]{0,20}\b(?:comprised|composed|consist(?:s|ing)|made up) of"
    r" (?:(?!with|who|whose|having|independent|outside)\w+ ){0,3}?(?:executive |senior )?management\b"
    r"(?! (?:experience|expertise|skills?|background|knowledge)\b)"
)
"""Stronger than a name: an audit committee of managers is none of the board."""
_BOARD_BEFORE = re.compile(
    r"(?:board(?: of directors)?(?:'s|s'|s)?|directors')(?:,? (?:through|via|by|and|or|which|has"
    r"|have|with|acting|together|primarily|its|the|our|delegat\w+|assign\w+|charged|\w+ed"
    r"|oversight|of|responsibility|to|for))* $"
)
_AT_ITS_LEVEL = re.compile(
    r"\bat (?:the |our |a )?(?:senior )?(?:management|executive|operational|working)[ -]level\b"
)
_MANAGEMENT_BEFORE = re.compile(
    r"(?:management(?:'s|s)?|executive|management-level|internal|cross-functional"
    r"|employee)(?: level)? $"
)


_FOREIGN = re.compile(r"examination|standards|contingenc|national|industry|advisory|sponsoring|coordinating")
"""Councils and committees that are no part of the issuer: FFIEC, PCI, COSO …"""


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee as one sentence names it. `is_board`: what sentence and name tell, None where neither."""

    name: str
    kind: str
    hit: Hit
    is_board: bool | None


def find_committees(disclosure: Disclosure) -> Iterator[Committee]:
    """Every committee or council the text names, in order; "the Committee" alone is none."""
    for hit in disclosure.find(_COMMITTEE):
        plain = hit.sentence.plain
        found = _COMMITTEE.match(plain, hit.start)
        if found is None:
            continue
        name = _LAST_WORDS.sub("", found["name"]).strip(" ,&")
        if not name or name in {"and", "board", "management", "committee"} or _FOREIGN.search(name):
            continue
        start = plain.rindex(name, hit.start, found.end("name"))
        own = Hit(hit.sentence, start, hit.end)
        yield Committee(
            f"{name} {found['noun']}", kind_of(name), own, _tell_side(plain, start, hit.end, name)
        )


@lru_cache(maxsize=512)
def kind_of(name: str) -> str:
    """The codebook's kind of board committee for a committee's name, "committee" left off."""
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "other_committee")


def _tell_side(plain: str, start: int, end: int, name: str) -> bool | None:
    """True for a body of the board, False for one of management, None where this sentence does not tell."""
    after = plain[end : end + 160]
    before = plain[max(0, start - 80) : start]
    if _BOARD_SIGN.search(after):
        return True
    is_audit = (
        re.search(r"\baudit\b|nominat|remuneration|compensation", name) and "internal audit" not in name
    )
    is_of_managers = _OF_MANAGERS.search(after) is not None
    if is_audit or is_of_managers:
        return not is_of_managers
    is_at_its_level = _AT_ITS_LEVEL.search(plain, 0, start) is not None
    if is_at_its_level or _MANAGEMENT_SIGN.search(after) or _MANAGEMENT_BEFORE.search(before):
        return False
    if _BOARD_BEFORE.search(before):
        return True
    if _OF_MANAGEMENT.search(name) and not re.fullmatch(
        r"(?![\w ']*enterprise)[\w ']*\brisk management", name
    ):
        return False
    return None


@remembered
def sort_committees(disclosure: Disclosure) -> tuple[list[Committee], list[Committee]]:
    """Committees of the board and of management.

    A name keeps its side throughout the text. Where no sentence tells, a committee that the text sets to
    oversee or that receives reports beside the board is the board's; any other is management's.
    """
    named = list(find_committees(disclosure))
    sides: dict[str, bool] = {}
    for committee in named:
        key = _key(committee.name)
        if committee.is_board is not None and not (sides.get(key)):
            sides[key] = committee.is_board
    board: list[Committee] = []
    management: list[Committee] = []
    for committee in named:
        side = sides.get(_key(committee.name))
        if side is None:
            side = _sits_with_board(committee)
        (board if side else management).append(committee)
    return board, management


def _key(name: str) -> str:
    return name.removesuffix("s").replace("&", "and").replace(",", "")


_OVERSEES = re.compile(r"oversee|oversight|board|directors\b")
_RUN_BY_MANAGERS = re.compile(
    r"executive-level|management-level|members of (?:our |the |senior |executive )*management"
    r"|(?:officers?|executives?|management)[^.;]{0,40}\b(?:sit|serve)s? on"
)


def _sits_with_board(committee: Committee) -> bool:
    plain = committee.hit.sentence.plain
    if _RUN_BY_MANAGERS.search(plain):
        return False
    return _OVERSEES.search(plain) is not None and committee.kind in {
        "risk",
        "technology_or_cyber",
        "finance",
        "nominating_governance",
        "audit",
        "audit_and_risk_combined",
        "compliance",
    }

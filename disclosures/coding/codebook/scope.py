"""Whether words stand under a negation or a condition: "we have not engaged …", "we may engage …"."""

import re
from bisect import bisect_right
from functools import lru_cache

# What holds "not" or "no" and denies nothing.
_IDLE = re.compile(
    r"\bnot only\b|\bnot (?:necessarily )?limited to\b|\bno (?:assurances?|guarantees?)\b"
    r"|\b(?:cannot|can not|do not|does not|may not be able to) (?:assure|guarantee|ensure"
    r"|provide (?:any )?assurance)"
    r"|\b(?:no|not) (?:later|less|fewer|more) than\b|\bno matter\b|\bwhether or not\b|\bif not\b"
    r"|\bnot? (?:single )?(?:one )?(?:size[- ]fits[- ]all|foolproof|infallible)\b|\bnotwithstanding\b"
    r"|\bnot (?:imply|mean)\b|\bno doubt\b|\bwithout limitation\b"
)
_NEGATOR = re.compile(
    r"\b(?:not|no|never|nor|neither|none|without|lacks?|lacking|n't|cannot|yet to|absence of)\b|n't\b"
)
# Where what was denied before no longer is.
_BREAK = re.compile(
    r"[;:]|,? but\b|\bhowever\b|\balthough\b|\bthough\b|\bbecause\b|\bunless\b|\bexcept\b|\bother than\b"
    r"|, (?:so|we|our|the|which|who|as|while|when|where|however|it|this|these|instead|rather)\b"
    r"|\band (?:we|our|the|it|they|this|has|have|is|are|uses?|rel(?:y|ies)|engages?|maintains?|utilizes?)\b"
    r"|\bwhile\b|\bthus\b|\btherefore\b"
)
_DENIED_AFTER = re.compile(
    r"(?:(?!\b(?:we|our|they|it|that|which|who)\b)[\w\s,'-]){0,40}?\b(?:(?:has|have|had|is|are"
    r"|was|were|does|do|did|will)(?: not|n't)"
    r"|(?:is|are) (?:neither|without))\b(?! (?:only|limited|yet been materially|material"
    r"|necessarily|sufficient))"
)
_HEDGE = re.compile(r"\b(?:may|might|could|would|will|intends?|plans?|expects?|considers?|considering|if)\b")
_LATER = re.compile(r"\bin the future\b|\bif (?:and when |appropriate and )?(?:necessary|needed|required)\b")


def clause_start(plain: str, place: int) -> int:
    """Where the clause begins that holds the character at `place` of a folded sentence."""
    ends, starts = _find_breaks(plain)
    before = bisect_right(ends, place)
    return starts[before - 1] if before else 0


@lru_cache(maxsize=64)
def _find_breaks(plain: str) -> tuple[list[int], list[int]]:
    """Where the breaks of a sentence end and the clauses behind them start: looked for once, asked often."""
    found = list(_BREAK.finditer(plain))
    starts = [own.end() if plain[own.start()] in ";:" else own.start() + 1 for own in found]
    return [own.end() for own in found], starts


def is_denied(plain: str, start: int, end: int) -> bool:
    """Whether plain[start:end] of a folded sentence is said not to be so.

    A negation reaches to the end of its clause and over "or"; "no assurance", "not only", "not limited to",
    "no later than" and the like deny nothing. A denial behind the words counts too ("insurance is not held").
    """
    before = plain[clause_start(plain, start) : start]
    idle = _IDLE.sub(lambda found: " " * len(found[0]), before)
    if _NEGATOR.search(idle):
        return True
    return _DENIED_AFTER.match(plain, end, min(len(plain), end + 70)) is not None


def is_hedged(plain: str, start: int) -> bool:
    """Whether the words at `start` say what may, would or will be done, not what is done."""
    return _HEDGE.search(plain, clause_start(plain, start), start) is not None


def is_prospect(plain: str, start: int) -> bool:
    """Whether the words at `start` only speak of what may be done one day ("may in the future engage")."""
    return is_hedged(plain, start) and _LATER.search(plain) is not None

"""Whether words stand under a negation or a condition: "we have not engaged …", "we may engage …"."""

import re

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
    start = 0
    for found in _BREAK.finditer(plain, 0, place):
        start = found.end() if plain[found.start()] in ";:" else found.start() + 1
    return start


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

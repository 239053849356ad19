"""Clauses of a sentence, and what negates one. Pure."""

import re
from collections.abc import Iterator

_CONTRAST = re.compile(
    r"(?<!&amp)[;:]\s+|,?\s+(?:but|however|instead|although|though|nevertheless|nonetheless|rather)\b,?\s*",
    re.IGNORECASE,
)

# Words that hold a "not" and deny nothing: "no assurance", "not only", "cannot guarantee".
_NO_DENIAL = re.compile(
    r"\b(?:no|not\s+(?:give|provide|offer)\s+(?:any\s+)?)\s*(?:assurances?|guarant(?:ee|y|ees)|certainty)\b"
    r"|\bnot\s+(?:only|just|merely|solely|limited\s+to|necessarily)\b"
    r"|\b(?:can\s?not|can't|could\s+not|may\s+not|might\s+not|will\s+not|would\s+not)\b"
    r"|\bno\s+(?:later|less|fewer|more)\s+than\b|\bno\s+matter\b|\bnot\s+(?:un\w+|immaterial|insignificant|infrequent|impossible|inconsistent)",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|never|none|neither|nor|without)\b|n['’]t\b"
    r"|\bno\s+(?!one\b)(?=[a-z])|\b(?:lacks?|lacking|absence\s+of)\b",
    re.IGNORECASE,
)


def cut_clauses(sentence: str) -> tuple[str, ...]:
    """A sentence cut where it turns against itself ("but", "however", a semicolon): negation ends there."""
    return tuple(part.strip() for part in _CONTRAST.split(sentence) if part.strip())


def find_negations(clause: str) -> Iterator[int]:
    """Where in a clause a negating word stands; "no assurance", "not only" and the like negate nothing."""
    harmless = [match.span() for match in _NO_DENIAL.finditer(clause)]
    for match in NEGATION.finditer(clause):
        if not any(start <= match.start() < end for start, end in harmless):
            yield match.start()


def is_negated_at(clause: str, place: int) -> bool:
    """True when a negating word stands before `place` in the clause."""
    return any(at < place for at in find_negations(clause))

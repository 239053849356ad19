"""What a text says about material effect (17 CFR 229.106(b)(2)): denied, affirmed, likely, or unclear. Pure.

Precise rather than broad: whatever the patterns do not surely read counts as unclear, and an unclear text
contradicts no flag.
"""

import re
from dataclasses import dataclass
from typing import Self

from comparison.alignment.sentences import cut_clauses, find_negations, is_negated_at
from disclosures.coding.sentences import cut_sentences

_EFFECT = re.compile(
    r"\bmaterial(?:ly)?\s+(?:and\s+adversely\s+|adverse(?:ly)?\s+|or\s+adverse(?:ly)?\s+|negative(?:ly)?\s+)?"
    r"(?:affect\w*|impact\w*|effect\w*|impair\w*|harm\w*|disrupt\w*)"
    r"|\b(?:affect|impact|harm)ed\b[\w\s,]{0,40}?\bmaterially\b",
    re.IGNORECASE,
)
_INCIDENT = re.compile(
    r"\b(?:experienced?|encounter(?:ed)?|suffer(?:ed)?|identif(?:y|ied)|detect(?:ed)?|have|had|subject\s+to|aware\s+of)\s+"
    r"(?:any|a|an|one)?\s*(?:known\s+|significant\s+|material\s+)*"
    r"(?:cyber\s?-?\s?security|cyber|information\s+security|security|data)[\s-]+"
    r"(?:incidents?|attacks?|breach(?:es)?|events?)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:whether|describes?\s+how|for\s+(?:a|an|more|further|additional)\s+(?:description|discussion|information|details?)"
    r"|refer\s+to|please\s+see|described\s+(?:in|under)|see\s+(?:our|the|also|item|part|[“\"'])|discuss(?:ed|ion))",
    re.IGNORECASE,
)
# Lower case on purpose: "May" is a month.
_PROSPECT = re.compile(
    r"\b(?:could|may|might|would|can|[Ii]f|potential(?:ly)?|future|assess\w*|determin\w*)\b"
)
_MODAL = re.compile(r"\b(?:could|may|might|would|can)\b")
_QUESTION = re.compile(r"\bwhether\b", re.IGNORECASE)
_LIKELY = re.compile(r"\b(?:reasonably\s+)?likely\s+to\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:has|have|had|did|was|were)\b(?:\s+\w+){0,3}\s*(?:a|an)?\s*$", re.IGNORECASE)
_EXCEPTION = re.compile(r"\b(?:except|other\s+than|aside\s+from|apart\s+from|unless|until)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MaterialEffect:
    """What a text says, each independent of the others.

    denied    it says that nothing has materially affected the issuer
    ahead     … and that nothing is reasonably likely to
    affirmed  it says that something has
    likely    it says that something is reasonably likely to
    prospect  it says what could happen, refers elsewhere, or has words not surely read
    """

    denied: bool = False
    ahead: bool = False
    affirmed: bool = False
    likely: bool = False
    prospect: bool = False

    def __or__(self, other: Self) -> "MaterialEffect":
        return MaterialEffect(
            self.denied or other.denied,
            self.ahead or other.ahead,
            self.affirmed or other.affirmed,
            self.likely or other.likely,
            self.prospect or other.prospect,
        )

    @property
    def only_denies(self) -> bool:
        """Denied for the past, and for the future too unless the text leaves the future out altogether."""
        return self.denied and not self.affirmed and not self.likely and (self.ahead or not self.prospect)


def read_effect(text: str) -> MaterialEffect:
    """What all sentences of a text say about material effect."""
    total = MaterialEffect()
    for sentence in cut_sentences(text):
        refers = bool(_REFERENCE.search(sentence))
        for clause in cut_clauses(sentence):
            total |= _read_clause(clause, refers=refers)
    return total


def _read_clause(clause: str, *, refers: bool) -> MaterialEffect:
    total = MaterialEffect()
    for mention in _EFFECT.finditer(clause):
        total |= _read_mention(clause, mention, refers=refers)
    if not total.denied and (incident := _INCIDENT.search(clause)):
        sure = is_negated_at(clause, incident.start()) and not _EXCEPTION.search(clause)
        total |= MaterialEffect(denied=sure and not refers)
    return total


def _read_mention(clause: str, mention: re.Match[str], *, refers: bool) -> MaterialEffect:
    before = clause[: mention.start()]
    negations = [at for at in find_negations(clause) if at < mention.end()]
    # "… have not been affected, and threats could materially affect us": a new thought, not a denied one.
    is_negated = bool(negations) and not _MODAL.search(clause, negations[-1], mention.start())
    # "Whether … have not" is a question; a denial with a pointer to the risk factors stays a denial.
    is_open = bool(_EXCEPTION.search(clause) or _QUESTION.search(before)) or (refers and not is_negated)
    if is_open:
        return MaterialEffect(prospect=True)
    if is_negated:
        return MaterialEffect(denied=True, ahead=bool(_LIKELY.search(clause)))
    if _LIKELY.search(before):
        return MaterialEffect(likely=True)
    # Words that begin in mid-sentence have lost what may negate them.
    if clause[0].islower() or _PROSPECT.search(before) or not _HAPPENED.search(before):
        return MaterialEffect(prospect=True)
    return MaterialEffect(affirmed=True)

"""Whether a text denies what its element asks about ("we have not engaged …"). Pure.

Precise rather than broad: a text denies only when a clause of it surely does and none tells of something
done. Being silent is never a denial.
"""

import re
from collections.abc import Iterator

from comparison.alignment.sentences import cut_clauses, find_negations
from disclosures.coding.sentences import cut_sentences

# What the elements of Item 106 ask about: what an issuer can say it has not.
_THING = re.compile(
    r"\b(?:programs?|programmes?|process(?:es)?|polic(?:y|ies)|procedures?|framework|strategy|plans?|measures?"
    r"|assessors?|consultants?|auditors?|third[\s-]part(?:y|ies)|service\s+providers?|vendors?|experts?"
    r"|committees?|subcommittees?|ciso|officer|position|person(?:nel)?|employees?|staff|team|department"
    r"|expertise|experience|background|training|qualifications?|certifications?"
    r"|integrated|oversight|oversees?|reports?|informed|briefed|operations|information\s+systems?)\b",
    re.IGNORECASE,
)
# The denial itself: an issuer or its board as one who does not have, use, appoint … the thing.
_LACKING = re.compile(
    r"\b(?:(?:do|does|did|has|have|had|is|are|was|were)\s+not|(?:do|does|did|has|have|had|is|are|was|were)n['’]t"
    r"|(?:has|have|had)\s+never)\b"
    r"(?:\s+(?:yet|currently|presently|at\s+(?:present|this\s+time)|formally|separately|itself|ourselves|been|also|"
    r"so\s+far|to\s+date|historically))*\s+"
    r"(?:have|has|had|maintain\w*|adopt\w*|establish\w*|implement\w*|develop\w*|engag\w*|retain\w*|us(?:e|ed|ing)|"
    r"employ\w*|appoint\w*|designat\w*|form(?:ed)?|creat\w*|assign\w*|delegat\w*|integrat\w*|conduct\w*|hir\w*|"
    r"possess\w*|involv\w*|rel(?:y|ied)\s+on|work\w*\s+with|report\w*|oversee\w*|receiv\w*|inform\w*|brief\w*|"
    r"a\s+part\s+of|part\s+of|in\s+place)\b",
    re.IGNORECASE,
)
_NONE_OF = re.compile(
    r"^(?:(?:currently|at\s+present|to\s+date)\W+)?(?:no|none\s+of|neither)\b(?:\s+[\w'’-]+){0,8}?\s+"
    r"(?:has|have|is|are|was|were|been)\b"
    r"|\b(?:has|have|had|with|there\s+(?:is|are|was|were)|maintains?|employs?)\s+(?:currently\s+)?no\s+(?!assurance|guarantee|later|"
    r"less|fewer|material|known|knowledge|significant|cyber\s?security\s+(?:incident|attack|breach)|incidents?|breach)"
    r"|\blacks?\s+(?:a|an|any)\b|\bwithout\s+(?:a|any)\s+(?:formal|dedicated)\b",
    re.IGNORECASE,
)
# Not a denial of the thing: limits, incidents not met with, and what the issuer cannot promise.
_OTHER_SUBJECT = re.compile(
    r"\b(?:incidents?|attacks?|breach(?:es)?|material(?:ly)?|effective|adequate|sufficient|prevent|detect|eliminate"
    r"|assurances?|guarantees?|insurance|tolerate|permit|allow)\b",
    re.IGNORECASE,
)
_TURNING = re.compile(r"^\s*(?:while|although|though|even\s+though|as|because|since|given)\b", re.IGNORECASE)
# A new subject after a comma or "and": the negation before it does not reach it.
_NEW_SUBJECT = re.compile(
    r",?\s+(?:and|so|as|since|because|which|who)\s+(?=(?:we|our|its|it|the|they|their|senior|all|each|management)\b)"
    r"|,\s+(?=(?:we|our|its|it|the|they|senior|management)\b)"
    r"|,?\s+and\s+(?=(?:has|have|is|are|do|does|rel(?:y|ies)|uses?|depends?|outsources?|engages?)\s)",
    re.IGNORECASE,
)
# Most texts hold none of these and need not be cut into sentences. For lower case, and open at the left: that
# is searched quickly, and what it finds in vain ("casino") is only looked at closer.
_HINT = re.compile(r"n(?:ot?|one|either|ever)\b|lacks?\b|without\b|n['’]t\b")
_POINTER = re.compile(r"\b(?:see|refer\s+to|further\s+information|additional\s+information)\b", re.IGNORECASE)
_TELLING_WORDS = 5
"""A clause of fewer words ("As a smaller reporting company") tells of nothing by itself."""


def denies(text: str) -> bool:
    """True when a text says the thing is not there and tells of nothing that is."""
    if _HINT.search(text.lower()) is None:
        return False
    has_denial = False
    for sentence in cut_sentences(text):
        for clause in _cut(sentence):
            if is_denial(clause):
                has_denial = True
            elif _tells_of_something(clause):
                return False
    return has_denial


def is_denial(clause: str) -> bool:
    """True for a clause like "we do not have a cybersecurity programme" or "no committee has been formed"."""
    lacking = _LACKING.search(clause)
    if lacking is not None and lacking.start() in set(_negated_starts(clause, lacking)):
        after = clause[lacking.end() :]
        return bool(_THING.search(clause[lacking.start() :])) and not _OTHER_SUBJECT.search(after[:60])
    none_of = _NONE_OF.search(clause)
    if none_of is None:
        return False
    around = clause[none_of.start() : none_of.end() + 60]
    return bool(_THING.search(around)) and not _OTHER_SUBJECT.search(around)


def _negated_starts(clause: str, lacking: re.Match[str]) -> list[int]:
    """The match's start when a negation that counts stands inside it ("not only use" does not count)."""
    return [lacking.start() for at in find_negations(clause) if lacking.start() <= at < lacking.end()]


def _tells_of_something(clause: str) -> bool:
    if len(clause.split()) < _TELLING_WORDS or _POINTER.search(clause):
        return False
    return next(find_negations(clause), None) is None


def _cut(sentence: str) -> Iterator[str]:
    """Clauses with a subject of their own; the turn after a leading "While we do not …," is a contrast."""
    if _TURNING.match(sentence):
        sentence = re.sub(r",\s+", "; ", sentence, count=1)
    for clause in cut_clauses(sentence):
        yield from (part for part in _NEW_SUBJECT.split(clause) if part.strip())

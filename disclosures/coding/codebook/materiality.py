"""Whether cyber risks have materially affected the issuer or are reasonably likely to (106(b)(2))."""

import re

from disclosures.coding.codebook.claims import phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.types import Coded

_AFFECTED = phrase(
    r"\bmaterial(?:ly)?,? (?:and |or )?(?:adverse(?:ly)? )?(?:affect|impact|impair|disrupt|harm"
    r"|compromis|damag|influenc)\w*",
    r"\bmaterial (?:and |or )?(?:adverse )?(?:effects?|impacts?|harm|interruptions?|consequences?"
    r"|loss(?:es)?|expens\w+|penalties|damages?|disruptions?|costs?)\b",
    r"\b(?:affect|impact|impair|disrupt)(?:ed|s|ing)?\b[^.;]{0,60}\bmaterial(?:ly)?\b",
    r"\bmaterial (?:cyber ?-?security |information |data |security |cyber |it |known "
    r"|or significant |data security |information security |technology |network )*(?:incidents?"
    r"|breach(?:es)?|attacks?|threats?|events?|intrusions?)\b",
    r"\bsignificant(?:ly)? (?:adverse(?:ly)? )?(?:affect|impact)\w*"
    r"|\bsignificant (?:cyber ?-?security |security |data )*(?:incidents?|breach(?:es)?"
    r"|attacks?)\b",
    r"\b(?:incidents?|breach(?:es)?|attacks?|threats?|risks?|they|which|these"
    r"|none)\b[^.;]{0,60}\b(?:been|be|was|were|are) (?:\w+ )?(?:material|significant)\b",
)
_NONE = re.compile(r"\b(?:not|no|none|never|nor|neither|unaware)\b|n't\b")
_NOT_BEFORE = re.compile(
    r"\b(?:not|no|none|never|neither|nor|unaware|without)\b(?! (?:assurance|guarantee|only"
    r"|limited|longer))[^.;]{0,330}$|n't\b[^.;]{0,200}$"
)
_ASSURANCE = re.compile(
    r"\bno (?:assurances?|guarantees?)\b|\b(?:cannot|can not|not be able to|unable to|does not"
    r"|do not|not) (?:\w+ )?(?:assure|guarantee|ensure|provide)\b"
)
_PERFECT = re.compile(
    r"\b(?:has|have|had|having|did|not aware|was|were|been|to date|unaware|do(?:es)? not believe"
    r"|experienced|encountered|identified|none|are not reasonably|is not reasonably|nor"
    r"|to our knowledge|not currently aware|not likely|are not|resulted|resulting|is not"
    r"|not known)\b"
)
_DUTY = re.compile(
    r"\b(?:determin\w+|whether|assess\w*|evaluat\w+|escalat\w+|report(?:s|ed|ing)? (?:any |to )"
    r"|if (?:a|an|any|we)|in the event|process(?:es)? (?:to|for)|designed to|responsible for"
    r"|notif\w+|inform\w*|disclos\w+|how)\b[^.;]{0,120}$"
)
_CONDITIONAL = re.compile(
    r"\b(?:if|could|(?<!in )(?<!last )may(?! \d)|might|would|can|should|in the future"
    r"|potential(?:ly)?)\b[^.;]{0,110}$"
)
_EXCEPT = phrase(
    r"\b(?:with the exception of|except (?:for|as)|other than|apart from"
    r"|aside from)\b(?! (?:the risk|those risk)[^.;]{0,20}risk factor)[^.;]{0,80}\b(?:incident"
    r"|attack|breach|event)\b",
)
_NEVER = phrase(
    r"\b(?:not|never)(?: \w+){0,3}? (?:experienced|encountered|had|identified|been (?:subject to"
    r"|the subject of|a victim of|aware of)|suffered|detected|aware of"
    r"|been)\b[^.;]{0,60}\b(?:cyber\w*|security|data|any) ?(?:\w+ ){0,3}?(?:incidents?|attacks?"
    r"|breach(?:es)?|threats?|events?)\b",
    r"\bno (?:\w+ ){0,2}?(?:cyber ?-?security|security|cyber|data) (?:\w+ )?(?:incidents?"
    r"|attacks?|breach(?:es)?|threats?|events?)\b[^.;]{0,40}\b(?:occurred|experienced|identified"
    r"|detected|have been|during|to date|since|were|has been)",
    r"\bnot (?:currently |presently )?aware of any\b[^.;]{0,60}\b(?:incident|attack|breach|threat)",
    r"\bhave not (?:been|had)[^.;]{0,40}\b(?:cyber\w*|hack|breach)",
)
_NO_ASSURANCE = phrase(
    r"\b(?:no assurances?|no guarantees?|cannot (?:assure|guarantee|provide|ensure|predict)"
    r"|not (?:assure|guarantee))\b[^.;]{0,260}\b(?:material|incident|breach|attack|effective"
    r"|affect|prevent|secure|future|risk)"
)


@remembered
def code_materiality_statement(disclosure: Disclosure) -> Coded:
    """What is said of having been, or being reasonably likely to be, materially affected."""
    denials, affirmed = sort_statements(disclosure)
    if affirmed:
        return disclosure.disclosed("affirmed_material", affirmed[:1])
    if denials:
        return disclosure.denied("none_material_to_date", denials[:1])
    never = [hit for hit in disclosure.find(_NEVER) if not _DUTY.search(hit.sentence.plain[: hit.start])]
    if never:
        return disclosure.denied("not_aware_any_incident", never[:1])
    doubts = list(disclosure.find(_NO_ASSURANCE))
    return disclosure.disclosed("cannot_assure_only", doubts[:1]) if doubts else silent("silent")


@remembered
def sort_statements(disclosure: Disclosure) -> tuple[list[Hit], list[Hit]]:
    """Statements that nothing material has happened, and statements that something has."""
    denials: list[Hit] = []
    affirmed: list[Hit] = []
    for hit in disclosure.find(_AFFECTED):
        plain = hit.sentence.plain
        before = plain[: hit.start]
        except_for = _EXCEPT.search(plain)
        is_denial = _is_denied(plain, hit)
        if is_denial and except_for and _PAST_EVENT.search(except_for[0]):
            affirmed.append(Hit(hit.sentence, except_for.start(), except_for.end()))
        elif is_denial and _PERFECT.search(plain):
            denials.append(hit)
        elif not is_denial and _is_past_fact(plain, before, hit):
            affirmed.append(hit)
    return denials, affirmed


def _is_denied(plain: str, hit: Hit) -> bool:
    before = _ASSURANCE.sub(lambda found: " " * len(found[0]), plain[: hit.start])
    if _ASSURANCE.search(plain[: hit.start]) and not _NOT_BEFORE.search(before):
        return False
    if _NOT_BEFORE.search(before):
        return not _DUTY.search(re.split(_NONE, before)[-1])
    after = plain[hit.end : hit.end + 60]
    return bool(re.match(r"[\w ,'-]{0,40}\b(?:has|have|had|did|were|was) (?:not|been no)\b", after)) or bool(
        re.search(r"\b(?:not|nor|none|no)\b", hit.words.lower())
    )


_PAST_EVENT = re.compile(r"\b(?:the|an?|our|described|disclosed|reported|previously)\b")
_HAPPENED = re.compile(
    r"\b(?:has|have) (?:\w+ ){0,2}?(?:materially|significantly) |\b(?:has|have) (?:\w+ )?(?:had"
    r"|caused|resulted in|experienced)"
    r" (?:\w+ )?(?:an? )?(?:\w+ ){0,2}?(?:material|significant)|\b(?:been|was|were) (?:materially"
    r"|significantly) "
    r"|\bhad an? (?:\w+ ){0,2}?(?:material|significant)"
)


def _is_past_fact(plain: str, before: str, hit: Hit) -> bool:
    """Whether the words state as a fact that something material did happen."""
    if _DUTY.search(before) or _CONDITIONAL.search(before) or _NO_FACT.search(plain):
        return False
    near = plain[max(0, hit.start - 60) : hit.end]
    return _HAPPENED.search(near) is not None


_NO_FACT = re.compile(
    r"\bno assurance|\bcannot (?:assure|guarantee)|\bwhether\b|\bif\b|\bcould\b"
    r"|(?<!in )(?<!last )\bmay\b(?! \d)|\bhow\b"
    r"|\bdefined\b|\bnot\b|\bnone\b|\bno\b|\bmight\b|\bwould\b|\bcan\b|\bpotential"
    r"|\b(?:other|number of|many|certain|some) (?:\w+ ){0,3}?(?:companies|entities"
    r"|organi[sz]ations|issuers)\b"
    r"|\b(?:suppliers?|vendors?|hackers|attackers|criminals|investments?"
    r"|significantly)\b[^.;]{0,60}\b(?:have|has|had)\b"
)

_FORWARD = re.compile(
    r"\breasonabl[ey] (?:likely|expected)|\bis likely to materially|\bare likely to materially"
    r"|\breasonable likelihood"
)


def code_reasonably_likely_prong(disclosure: Disclosure) -> Coded:
    """Whether the statement also answers for the future, or only on a condition ("if realized")."""
    conditional: Hit | None = None
    for hit in disclosure.find(_FORWARD):
        plain = hit.sentence.plain
        if re.search(r"\bif (?:\w+ ){0,3}?(?:realized|materiali[sz]ed|successful|occur)|\bwhether\b", plain):
            conditional = conditional or hit
        elif _NONE.search(plain) or _PERFECT.search(plain):
            return disclosure.disclosed("answered", [hit])
    if conditional is not None:
        return disclosure.disclosed("conditional", [conditional])
    denials, affirmed = sort_statements(disclosure)
    past = denials or affirmed
    return disclosure.disclosed("only_past", past[:1]) if past else silent("absent")

"""Who leads cybersecurity, from where, and to whom they report (17 CFR 229.106(c)(2)(i))."""

import re

from disclosures.coding.codebook.claims import code_practice, phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.titles import titles_in
from disclosures.coding.codebook.types import Coded

_LEADS = re.compile(
    r"\bresponsib|\bled by\b|\bleads?\b|\boversees?\b|\bheaded by\b|\baccountable\b|\bmanages?\b"
    r"|\bheads\b|\bunder the (?:direction|leadership|supervision|guidance|oversight)\b"
    r"|\bmanaged by\b|\boverseen by\b"
    r"|\bsupervis|\bin charge\b|\bdirected by\b|\brests? with\b|\bfalls (?:to|under)\b|\btasked\b"
    r"|\bdelegated\b|\bassigned\b|\bimplemented and maintained by\b|\bdesignated\b|\bserves as\b"
    r"|\boverseeing\b|\bdirects\b|\bcharged with\b|\badministered by\b"
)
_TOPIC = re.compile(r"cyber|security|\bit\b|information|technology|threat|program")


def code_lead_title(disclosure: Disclosure) -> Coded:
    """Normalised titles of those the text makes responsible."""
    found: dict[str, Hit] = {}
    for sentence in disclosure.sentences:
        if not _LEADS.search(sentence.plain) or not _TOPIC.search(sentence.plain):
            continue
        for title, hit in titles_in(sentence):
            if not hit.is_denied and _is_responsible(hit):
                found.setdefault(title, hit)
    if not found:
        found = _find_experts(disclosure)
    if len(found) > 1:
        found = {
            title: hit
            for title, hit in found.items()
            if title != "other" or "officers" not in hit.words.lower()
        }
    return disclosure.disclosed(tuple(sorted(found)), found.values()) if found else silent(("none",))


_EXPERTS = frozenset({"CISO", "CSO", "CIO", "CTO", "VP_IT", "IT_director_or_head"})


def _find_experts(disclosure: Disclosure) -> dict[str, Hit]:
    """Officers whose post is the matter itself, where the text gives no one the responsibility in words."""
    found: dict[str, Hit] = {}
    for sentence in disclosure.sentences:
        for title, hit in titles_in(sentence):
            if title in _EXPERTS and not hit.is_denied:
                found.setdefault(title, hit)
    return found


_REPORTED_TO = re.compile(
    r"\breport(?:s|ing)?(?: \w+){0,2} to (?:the |our |its )?(?:[\w'&-]+ )?"
    r"(?:(?:senior|executive|vice|president|and|&) )*$"
)


def _is_responsible(hit: Hit) -> bool:
    """Whether the title stands beside a word of responsibility, not as the one who is reported to."""
    plain = hit.sentence.plain
    before = plain[max(0, hit.start - 70) : hit.start]
    if _REPORTED_TO.search(before):
        return False
    near = plain[max(0, hit.start - 120) : min(len(plain), hit.end + 160)]
    return _LEADS.search(near) is not None


_OUTSOURCED = phrase(
    r"\b(?:virtual|fractional|outsourced|part-time|contract(?:ed)?|external|third[- ]party"
    r"|interim) (?:chief information security officer|ciso|chief information officer"
    r"|cio|it director|information security officer)\b|\bvciso\b|\bvcio\b",
    r"\bciso[- ]as[- ]a[- ]service\b",
    r"\b(?:our|the) (?:external |corporate |reit )?(?:adviser|advisor|manager|sponsor|managing owner"
    r"|general partner|trustee|administrator|investment manager|investment adviser|parent)(?:'s"
    r"|s)?\b(?![^.;]{0,60}subsidiar)[^.;]{0,80}\b(?:cyber ?-?security|cyber|information security"
    r"|it) (?:risk )?(?:management "
    r"|and )?(?:program|polic|process|team|department|risk management)",
    r"\brel(?:y|ies|iance) (?:\w+ ){0,3}?on (?:the |our )?(?:adviser|advisor|manager|sponsor"
    r"|managing owner|external manager|parent)\b",
    r"\bexternally managed\b",
    r"\brel(?:y|ies) (?:\w+ )?(?:up)?on (?:the )?(?:cyber ?-?security|information security"
    r"|cyber) (?:strateg|polic|program|risk management)"
    r"[^.;]{0,60}\b(?:implemented|maintained|established|adopted) by\b",
    r"\bmanages (?:our|the company's|the companys|the fund's|the funds|the trust's"
    r"|the trusts) day-to-day (?:operations|business)[^.;]{0,60}\bimplemented an?\b",
    r"\b(?:affairs|business|operations) (?:is|are) managed by\b"
    r"(?! (?:only one\b|(?:only )?(?:one (?:person|individual|officer|executive|of (?:our|its))"
    r"|our (?:board|officers|executive))))[^.;]{0,60}"
    r"|\bdoes not have (?:any )?(?:officers|computer systems)\b"
    r"|\brel(?:y|ies) on [\w ]{2,30} for (?:its|our) (?:it|information technology|cyber ?-?security)\b",
    r"\boutsourc(?:e|es|ed|ing) (?:most of |all of )?(?:our|its|the)(?: \w+){0,2}? (?:it"
    r"|information technology|cyber ?-?security|information security)(?: \w+){0,3}? (?:function"
    r"|management|department|operations|administrat\w+)",
    r"\b(?:it|information technology|cyber ?-?security"
    r"|information security)(?: \(\w+\))?(?: and [\w ]{3,20})?(?: \w+)? (?:function|department"
    r"|management|operations|administration)s? (?:is|are|has been"
    r"|have been) (?:\w+ )?(?:outsourced|managed by (?:a|an|our) (?:third|external|outside))",
)


def code_outsourced_lead(disclosure: Disclosure) -> Coded:
    """Whether the function is led from outside: a virtual CISO, an adviser, a manager, a sponsor."""
    return code_practice(disclosure, _OUTSOURCED, unless=re.compile(r"service provider and manager"))


_LINE = re.compile(
    r"\b(?:who |which |and |, )?(?:reports|reporting|report)(?: directly| functionally"
    r"| administratively| up)* (?:in)?to (?:the |our |its )?(?:company's |companys )?"
)
_LINES = {"VP_IT": "other", "IT_director_or_head": "other", "CISO": "other", "CSO": "other", "other": "other"}


def code_reporting_line(disclosure: Disclosure) -> Coded:
    """The officer to whom the lead reports; reports to the board are no line."""
    for sentence in disclosure.sentences:
        for line in _LINE.finditer(sentence.plain):
            for title, hit in titles_in(sentence):
                if hit.start == line.end() and not hit.is_denied:
                    words = hit.words.lower()
                    value = (
                        "president"
                        if words == "president"
                        else "digital_officer"
                        if "digital" in words
                        else title
                    )
                    return disclosure.disclosed(_LINES.get(value, value), [hit])
    return silent("not_stated")

"""Certificates that people hold, known ones and those that stand in a list of them."""

import re
from collections.abc import Iterator

from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.sentences import Sentence
from disclosures.coding.codebook.types import Coded

_CERTIFICATIONS: tuple[tuple[str, str], ...] = (
    ("CISSP", r"Certified Information Systems? Security Professionals?"),
    ("CISM", r"Certified Information Security Managers?"),
    ("CISA", r"Certified Information Systems? Auditors?"),
    ("CRISC", r"Certified in Risk and Information Systems? Controls?"),
    ("CCISO", r"Certified Chief Information Security Officers?"),
    ("CEH", r"Certified Ethical Hackers?"),
    ("CGEIT", r"Certified in (?:the )?Governance of Enterprise (?:IT|Information Technology)"),
    ("CDPSE", r"Certified Data Privacy Solutions Engineers?"),
    ("CIPP(?:/[A-Z]{1,2})?", r"Certified Information Privacy Professionals?"),
    ("CIPM", r"Certified Information Privacy Managers?"),
    ("CCSP", r"Certified Cloud Security Professionals?"),
    ("CCSK", r"Certificate of Cloud Security Knowledge"),
    ("CISSP-ISSMP", r"Information Systems Security Management Professional"),
    ("GIAC", r"Global Information Assurance Certifications?"),
    ("GSLC|GCIH|GSEC|GCIA|GPEN|GCFA|GCED|GSTRT|GCCC|GDSA|GSNA", r"GIAC Security Leadership"),
    ("CHFI", r"Computer Hacking Forensics? Investigators?"),
    ("OSCP", r"Offensive Security Certified Professionals?"),
    ("CFE", r"Certified Fraud Examiners?"),
    ("CPA", r"Certified Public Accountants?"),
    ("CIA", r"Certified Internal Auditors?"),
    ("CISO", r"Certified CISO"),
    ("CSXP?", r"Cybersecurity Nexus"),
    ("SSCP", r"Systems Security Certified Practitioners?"),
    ("PMP", r"Project Management Professionals?(?: \(PMP\))?"),
    ("ITIL", r"Information Technology Infrastructure Library"),
    ("TOGAF", r"The Open Group Architecture Framework"),
    ("CompTIA|Security\\+|Network\\+|CySA\\+|CASP\\+?", r"CompTIA Security\+"),
    (
        "CCNA|CCNP|CCIE|MCSE|MCSA|MCP|CNE|CASP|CSSLP|CCFP|HCISPP|CBCP|CTPRP|QSA|ECSA|LPT|CISMP|C\\|CISO|CRMA|CTIA",
        r"Cisco Certified Network \w+|Microsoft Certified [A-Z]\w+(?: [A-Z]\w+)?",
    ),
    ("QTE", r"Qualified Technology Experts?"),
    ("CERT", r"CERT Certificate in Cyber\w*(?: Risk)? Oversight"),
)
_CERTIFICATION = re.compile(
    "|".join(
        rf"(?i:{name})(?: \((?:{short})\))?|\b(?:{short})s?\b(?![A-Za-z])" for short, name in _CERTIFICATIONS
    )
)
_HELD = re.compile(
    r"certif|credential|designation|\bholds?\b|\bheld\b|\bearned\b|\bcissp\b|\bcism\b|accredit"
    r"|qualif|licen[cs]ed|obtained|expertise|experience"
)
_NOT_HELD = {"CISO", "CIA", "CSX", "CISA", "CERT", "CPA", "CFE", "ITIL", "COBIT", "PMP"}
_AGENCY = re.compile(
    r"infrastructure security agency|agency \(?cisa|\bfbi\b|\bdhs\b|\bnist\b[^.;]{0,30}\bcisa\b"
    r"|alerts|advisories"
)


@remembered
def code_certifications(disclosure: Disclosure) -> Coded:
    """Certificates that people hold, as written; their abbreviation where the text gives it."""
    found: dict[str, Hit] = {}
    for sentence in disclosure.sentences:
        if not _HELD.search(sentence.plain):
            continue
        for match in _CERTIFICATION.finditer(sentence.text):
            hit = Hit(sentence, match.start(), match.end())
            short = _short_name(match[0])
            if short in _NOT_HELD and not _is_credential(hit, short):
                continue
            if not hit.is_denied:
                found.setdefault(short, hit)
        for hit in _list_certificates(sentence):
            known = any(
                own.sentence is sentence and own.start < hit.end and hit.start < own.end
                for own in found.values()
            )
            if not known:
                found.setdefault(hit.words, hit)
    return disclosure.disclosed(tuple(found), found.values()) if found else silent(())


_EDUCATION = re.compile(r"Bachelor|Master|Degree|University|Ph")
_LIST = re.compile(
    r"\b(?:certifications?|certificates?|credentials)\b(?: (?:in|from|with"
    r"|relevant to) [\w ]{2,30},?)?,? (?:including|such as|of|:) (?:but not limited to "
    r"|those of )?"
)
_ITEM = re.compile(
    r"(?:(?:and|or|an?|the|a) )*(?P<name>[A-Z][\w+/&-]*(?:[ ](?:[A-Z0-9][\w+/&-]*|in"
    r"|of))*)(?: \([^)]*\))?(?:,? (?:and|or) |, |(?=[;.]|$| as well| for| from))"
)
_PERSONAL = re.compile(
    r"\b(?:years|experience|degree|holds?|held|obtained|earned|officer|director|\bciso\b|\bcio\b"
    r"|members|team|personnel|he|she|his|her|who)\b"
)
_NO_PERSONAL = re.compile(
    r"\b(?:our (?:products?|services|data cent\w+)|we (?:have|maintain|hold|are)|iso certif"
    r"|platform|soc|vendors?|providers?)\b"
)


def _list_certificates(sentence: Sentence) -> Iterator[Hit]:
    """The names in a list of people's certificates, known or not: "certifications, including A, B and C"."""
    opening = _LIST.search(sentence.plain)
    if opening is None:
        return
    before = sentence.plain[max(0, opening.start() - 200) : opening.end()]
    if not _PERSONAL.search(before) or _NO_PERSONAL.search(before):
        return
    place = opening.end()
    names: list[Hit] = []
    while item := _ITEM.match(sentence.text, place):
        names.append(Hit(sentence, item.start("name"), item.end("name")))
        place = item.end()
    # One name alone is as often the first words of something else.
    if len(names) > 1 and not any(_EDUCATION.match(hit.words) for hit in names):
        yield from names


def _short_name(words: str) -> str:
    inner = re.search(r"\(([^)]+)\)$", words)
    return inner[1] if inner else words.removesuffix("s") if words[:-1].isupper() else words


def _is_credential(hit: Hit, short: str) -> bool:
    """CISA is an agency too, CISO a post, PMP and ITIL subjects: near them a word for holding one."""
    if short == "CISO" or (short == "CISA" and _AGENCY.search(hit.sentence.plain)):
        return False
    near = hit.sentence.plain[max(0, hit.start - 140) : hit.end + 80]
    return (
        re.search(r"certif|credential|designation|\bholds?\b|licen[cs]ed|\bcissp\b|\bcism\b", near)
        is not None
    )

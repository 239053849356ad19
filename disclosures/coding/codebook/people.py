"""Who leads cybersecurity, and what the text tells of them (17 CFR 229.106(c)(2)(i))."""

import re

from disclosures.coding.codebook.claims import code_practice, phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.numbers import NUMBER, read_number
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


def _is_responsible(hit: Hit) -> bool:
    """Whether the title stands beside a word of responsibility, not as the one who is reported to."""
    plain = hit.sentence.plain
    before = plain[max(0, hit.start - 70) : hit.start]
    if re.search(r"\breport(?:s|ing)?(?: \w+){0,2} to (?:the |our |its )?(?:\w+ )?$", before):
        return False
    near = plain[max(0, hit.start - 120) : min(len(plain), hit.end + 160)]
    return _LEADS.search(near) is not None


_OUTSOURCED = phrase(
    r"\b(?:virtual|fractional|outsourced|part-time|contract(?:ed)?|external|third[- ]party"
    r"|interim) (?:chief information security officer|ciso|chief information officer"
    r"|cio|it director|information security officer)\b|\bvciso\b|\bvcio\b",
    r"\bciso[- ]as[- ]a[- ]service\b",
    r"\b(?:our|the) (?:external )?(?:adviser|advisor|manager|sponsor|managing owner"
    r"|general partner|trustee|administrator|investment manager|investment adviser|parent)(?:'s"
    r"|s)?\b(?![^.;]{0,60}subsidiar)[^.;]{0,80}\b(?:cyber ?-?security|information security"
    r"|it) (?:risk )?(?:management "
    r"|and )?(?:program|polic|process|team|department|risk management)",
    r"\brel(?:y|ies|iance) (?:\w+ ){0,3}?on (?:the |our )?(?:adviser|advisor|manager|sponsor"
    r"|managing owner|external manager|parent)\b",
    r"\bexternally managed\b",
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


_FIELD = (
    r"(?:experience|expertise|career|tenure|background|track record|industry|field|profession"
    r"|cyber|information|technology|it\b|security|oversight|service|leadership|dedicated)"
)
_YEARS = re.compile(
    rf"\b(?:(?P<number>{NUMBER})(?:\s?\(\d+\))?\s?\+?(?: plus| or more)?(?:'s)? ?[- ]?years?\b'?"
    rf"|(?P<decades>{NUMBER}|a couple of|a few|several|a)?(?: and a half)? ?decades?\b)"
)
_NO_EXPERIENCE = re.compile(
    r"\bevery (?:\w+ ){0,3}$|\b(?:fiscal|ended|every|each|next|within|first|per|recent|annual"
    r"|least once|term|once) (?:\w+ )?$"
)
_LOOKS_BACK = re.compile(r"\b(?:past|last|previous|prior|preceding) (?:\w+ )?$")
LONGEST_PERIOD = 5
"""Years. "In the past three years we have not experienced …" speaks of no career; "the last twenty" does."""
_PERIOD_AFTER = re.compile(r"^ (?:ended|ending|ago|old|term|period|plan|roadmap|strategy|from|, we)\b")


@remembered
def code_experience_years(disclosure: Disclosure) -> Coded:
    """Years of experience as stated, each number once, in the text's order."""
    found: dict[int, Hit] = {}
    for sentence in disclosure.sentences:
        for match in _YEARS.finditer(sentence.plain):
            years = _read_years(match)
            before = sentence.plain[max(0, match.start() - 24) : match.start()]
            near = sentence.plain[max(0, match.start() - 60) : match.end() + 110]
            if years is None or not 1 <= years <= 70 or _NO_EXPERIENCE.search(before):
                continue
            if years <= LONGEST_PERIOD and _LOOKS_BACK.search(before):
                continue
            if _PERIOD_AFTER.match(sentence.plain[match.end() :]) or not _is_experience(near):
                continue
            found.setdefault(years, Hit(sentence, match.start(), match.end()))
    return disclosure.disclosed(tuple(found), found.values()) if found else silent(())


def _is_experience(near: str) -> bool:
    return (
        re.search(
            r"experience|expertise|career|background|worked|served|dedicated|tenure|oversight|veteran"
            r"|has been|\bin (?:the )?(?:\w+ ){0,4}(?:field|industry|technology|security|cyber\w*|it)\b"
            r"|leadership|working|professional|held",
            near,
        )
        is not None
    )


_SOME_DECADES = {"a": 10, "a couple of": 20}


def _read_years(match: re.Match[str]) -> int | None:
    if match["number"]:
        return read_number(match["number"])
    decades = match["decades"]
    if decades in _SOME_DECADES or decades is None:
        return _SOME_DECADES.get(decades or "")
    number = read_number(decades)
    return number * 10 if number is not None and number < 6 else None


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
    return disclosure.disclosed(tuple(found), found.values()) if found else silent(())


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


_DEGREE = re.compile(
    r"\b[Bb]achelor(?:'?s|s'|’s)?\b|\b[Mm]aster(?:'s|s|’s)? (?:of|in|[Dd]egree|from|and)\b"
    r"|\bMasters?\b(?= [A-Z])(?! Agreement| Services| Service| Data| Plan| File)|\bM\.?B\.?A\.?\b"
    r"|\bB\.?[SA]c?\.?(?= (?:in|degree|from|\())|\bM\.?S\.?c?\.?(?= (?:in|degree|from))"
    r"|\bB\.(?:S|A|Sc|Eng|Tech|Comm?)\.|\bM\.(?:S|A|Sc|Eng|Tech)\.|\bBsc\b|\bBSc\b|\bMSc\b"
    r"|\bPh\.? ?D\b|\b[Dd]octorate\b|\b[Dd]octor of\b|\bJ\.?D\.?(?=[ ,.;]| degree)|\bJuris\b"
    r"|\b(?:undergraduate|graduate|college|university|advanced|associate's|associates|engineering"
    r"|academic|relevant|master|bachelor|law) degrees?\b|\bdegrees? in\b|\b[Dd]iploma\b"
    r"|\bgraduated (?:from|with)\b"
)


@remembered
def code_degrees(disclosure: Disclosure) -> Coded:
    """Whether a degree is told of."""
    for sentence in disclosure.sentences:
        for match in _DEGREE.finditer(sentence.text):
            hit = Hit(sentence, match.start(), match.end())
            if not hit.is_denied:
                return disclosure.disclosed("yes", [hit])
    return silent("no")


_GOVERNMENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "military",
        re.compile(
            r"\b(?:u\.?s\.? )?(?:air force|army|navy|marine corps|marines|military|armed forces"
            r"|coast guard|national guard|veteran|department of defense|cyber command"
            r"|defense intelligence)\b"
        ),
    ),
    (
        "government",
        re.compile(
            r"\b(?:federal government|nsa|national security agency|department of (?:homeland security"
            r"|energy|state|justice|the treasury)|white house|cia|central intelligence"
            r"|government agenc\w+|intelligence (?:agenc\w+|community)|public sector"
            r"|national laborator\w+|ministry of)\b"
        ),
    ),
    (
        "law_enforcement",
        re.compile(
            r"\b(?:fbi|federal bureau of investigation|secret service|law enforcement|police|interpol)\b"
        ),
    ),
)
_CAREER = re.compile(
    r"\b(?:served|serving|service|career|previous|prior|former|formerly|experience|background"
    r"|held|worked|years|retired|veteran|joining)\b"
)
_CONTACT = re.compile(
    r"\b(?:notif|report(?:ed|ing) to|cooperat|coordinat|contact|collaborat|liais|engag\w+ with"
    r"|partner|alert|intelligence from|relationships? with|information[- ]sharing)\w*"
)


@remembered
def code_prior_roles(disclosure: Disclosure) -> Coded:
    """Government, military or law-enforcement background of those responsible."""
    found: dict[str, Hit] = {}
    for sentence in disclosure.sentences:
        if not _CAREER.search(sentence.plain) or _CONTACT.search(sentence.plain):
            continue
        for name, pattern in _GOVERNMENT:
            match = pattern.search(sentence.plain)
            if match:
                found.setdefault(name, Hit(sentence, match.start(), match.end()))
    return disclosure.disclosed(tuple(found), found.values()) if found else silent(("none",))


_GENERIC = phrase(
    r"\b(?:extensive|significant|substantial|relevant|deep|considerable|prior|broad|appropriate"
    r"|necessary|work|professional|varying|requisite|limited|years of"
    r"|diverse) (?:\w+ ){0,4}?(?:experience|expertise|knowledge|skills|background)",
    r"\bexperienced\b|\bhas (?:\w+ )?experience\b|\bexpertise in\b",
)


def code_expertise_disclosed(disclosure: Disclosure) -> Coded:
    """Specific with years, certificates, degrees or former employers; generic with praise alone."""
    for code in (code_experience_years, code_certifications, code_degrees, code_prior_roles):
        specific = code(disclosure)
        if specific.evidence:
            return Coded("specific", specific.state, specific.evidence[:1])
    people = re.compile(
        r"officer|\bc[a-z]{1,2}o\b|management|team|personnel|director|head|individual|vice president"
        r"|manager"
    )
    generic = code_practice(
        disclosure, _GENERIC, accept=lambda hit: people.search(hit.sentence.plain) is not None
    )
    return Coded(
        "generic" if generic.evidence and generic.value == "yes" else "absent",
        generic.state,
        generic.evidence,
    )

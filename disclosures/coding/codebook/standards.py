"""Frameworks and standards that the text names, and what it claims about them."""

import re

from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.types import Coded

_STANDARDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("NIST", r"\bnist\b|\bnational institutes? of standards? (?:and|&) technology"),
        (
            "ISO27001",
            r"\biso(?:/iec)?[ -]?(?:iec )?2700[0-9]|\biso(?:/iec)?[ -]?27k"
            r"|\binternational (?:organization|standards organization)[^.;]{0,40}2700\d|\b27001\b",
        ),
        (
            "SOC2",
            r"\bsoc[ -]?(?:2|ii)\b|\bsoc 1 and (?:soc )?2\b|\bsoc 1(?:,|/) ?(?:soc )?2"
            r"|\bsystem and organi[sz]ation controls?[^.;]{0,12}\b2\b|\bssae[ -]?18",
        ),
        ("PCI", r"\bpci\b|\bpayment card industry"),
        (
            "CIS",
            r"\bcenter for internet security|\bcis (?:critical|controls?|benchmarks?|framework|v?8"
            r"|security|top)|\bcis\b(?= (?:and|or) )|\bcritical security controls",
        ),
        ("COBIT", r"\bcobit\b|\bcontrol objectives for information"),
        ("HITRUST", r"\bhitrust\b"),
        ("FFIEC", r"\bffiec\b|\bfederal financial institutions examination council|\bcyber risk institute"),
        (
            "other",
            r"\bhipaa\b|\bcmmc\b|\bcybersecurity maturity model|\bmitre\b|\bcoso\b|\bitil\b|\bnydfs\b"
            r"|\b23 nycrr|\bnew york (?:state )?department of financial services|\bowasp\b|\btisax\b"
            r"|\bnerc\b|\b62443\b|\bcyber essentials"
            r"|\biso(?:/iec)?[ -]?(?:27701|27017|27018|22301|31000|9001|42001|20000)|\b27701\b"
            r"|\bclassified protection|\bmlps\b|\bcloud security alliance|\bcsa star\b|\bessential eight"
            r"|\bc2m2\b|\bsox\b|\bsarbanes|\bgdpr\b(?= (?:framework|standard))|\bswift customer"
            r"|\bgramm-leach|\bglba\b|\bdora\b|\bfedramp\b|\bfair (?:model|framework|institute)"
            r"|\btsa (?:security|pipeline)|\bhicp\b|\b405\(d\)",
        ),
    )
)
_VENDORS = re.compile(
    r"\b(?:vendor|provider|third[- ]part|supplier|their|service organi[sz]ation"
    r"|subservice)\w*[^.;]{0,80}\b(?:soc|report)|\bsoc[^.;]{0,60}\b(?:vendor|provider"
    r"|third[- ]part|supplier)"
)
_SOX = re.compile(r"\bsarbanes|\bsox\b")
_HELD = re.compile(
    r"(?:years|experience|degree|obtained|holds?|his"
    r"|her)\b[^.;]{0,120}certifications?,? (?:[\w ]{0,20},? )?(?:in|including|such as)"
    r"|certified (?:in|as)|\bholds?\b[^.;]{0,50}certif"
)


def code_framework(disclosure: Disclosure) -> Coded:
    """Frameworks the issuer follows or is held against; not its vendors' reports or people's certificates."""
    found: dict[str, Hit] = {}
    for name, pattern in _STANDARDS:
        for hit in disclosure.find(pattern):
            if hit.is_denied and name != "NIST":
                continue
            if name == "SOC2" and _VENDORS.search(hit.sentence.plain):
                continue
            if _HELD.search(hit.sentence.plain, max(0, hit.start - 220), hit.start):
                continue
            if name == "other" and (_SOX.match(hit.words.lower()) or not _is_followed(hit)):
                continue
            found.setdefault(name, hit)
    return disclosure.disclosed(tuple(sorted(found)), found.values()) if found else silent(("none",))


def _is_followed(hit: Hit) -> bool:
    near = hit.sentence.plain[max(0, hit.start - 130) : hit.end + 90]
    return (
        re.search(
            r"framework|standard|certif|align|based on|compl|guid|best practice|model|accordance|require",
            near,
        )
        is not None
    )


_RELATIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "used_as_guide_with_disclaimer",
            r"does not (?:imply|mean|suggest)|not (?:intended to )?(?:imply|mean|suggest)",
        ),
        ("certified", r"\bcertifi(?:ed|cations?)\b|\baccredit|\battest|\bcertificate\b"),
        (
            "audited_against",
            r"\baudit(?:ed|s)?\b[^.;]{0,60}\b(?:against|under|to)\b|\bassess(?:ed|ment"
            r"|es)?\b[^.;]{0,60}\bagainst\b|\bmeasured? against|\bbenchmark|\bexamin|\bmaturity",
        ),
        (
            "aligned_or_based_on",
            r"\balign|\bbased (?:up)?on|\bbuilt|\bmodel+ed|\bin accordance|\bconsistent with|\bcompl(?:y"
            r"|ies|iance|iant)|\binformed by|\bfollows?\b|\bleverag|\badopt|\bderived|\badher|\bconform"
            r"|\bmap|\bdesigned|\butili[sz]|\buses?\b|\busing\b|\bimplement|\bincorporat|\bunder\b",
        ),
        ("considered", r""),
    )
)


def code_framework_relation(disclosure: Disclosure) -> Coded:
    """The strongest plain claim about a named framework; a disclaimer beside it comes first."""
    hits = [
        hit
        for name, pattern in _STANDARDS
        if name != "other"
        for hit in disclosure.find(pattern)
        if not (name == "SOC2" and _VENDORS.search(hit.sentence.plain))
    ]
    if not hits:
        return silent("none")
    if disclaimer := _RELATIONS[0][1].search(disclosure.plain):
        place = disclaimer.start()
        own = next(s for s in disclosure.sentences if s.span.start <= place < s.span.end + 2)
        if re.search(r"standard|specification|requirement|framework", own.plain):
            return disclosure.disclosed("used_as_guide_with_disclaimer", [Hit(own, 0, len(own.plain))])
    for name, pattern in _RELATIONS[1:]:
        for hit in hits:
            near = hit.sentence.plain[max(0, hit.start - 140) : hit.end + 80]
            if pattern.search(near):
                return disclosure.disclosed(name, [hit])
    return silent("none")

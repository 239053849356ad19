"""Practices of the programme: response plans, exercises, tests, training, audits, insurance (106(b)(1))."""

import re

from disclosures.coding.codebook.claims import code_practice, phrase, sort_claims
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered, silent
from disclosures.coding.codebook.types import Coded

_ERM = (
    r"(?:(?:enterprise|overall|broader|company|corporate|general|global|entire|comprehensive"
    r"|existing|wider|group|business|organi[sz]ation)(?:[- ]wide"
    r"|-level)?[\w ,'-]{0,50}?risk[- ](?:management|assessment|governance|framework|oversight)"
    r"|\berm\b|enterprise risk|(?:our|its|the company's|the companys"
    r"|the) (?:\w+ )?risk[- ]management (?:system|process|program|framework|strateg|approach"
    r"|function|practice|polic|activit|structure|efforts))"
)
_INTEGRATED = phrase(
    r"\bintegrated into (?:our |its |the company's |the companys |the "
    r"|any )?(?:\w+ ){0,2}management (?:system|process|program)",
    r"\b(?:integrat\w+|incorporat\w+|embed\w*|included|includes?|including|part|component|element"
    r"|aspect|aligned|aligns?|aligning|built|combined|consider\w*|taken into account|factored"
    r"|within|under|consistent|tied|leverag\w+|shares?|coordinated|interwoven|encompass\w*|pillar"
    rf"|through|reported|similar)\b[^.;]{{0,90}}?\b{_ERM}",
    rf"\b{_ERM}[^.;]{{0,80}}\b(?:include|incorporat|integrat|encompass|address|consider|cover"
    r"|account|extend|comprise|evaluat|assess|captur|identif)\w*[^.;]{0,100}(?:cyber"
    r"|information security|data security)",
)
_CYBER = re.compile(
    r"cyber|information (?:security|technology|system)|data (?:security|privacy)|security|such"
    r"|these|our processes|it risk"
)


@remembered
def code_erm_integration(disclosure: Disclosure) -> Coded:
    """Whether cyber risk is managed within overall risk management (106(b)(1)(i))."""
    return code_practice(
        disclosure,
        _INTEGRATED,
        accept=lambda hit: _CYBER.search(hit.sentence.plain) is not None,
        absent="not_mentioned",
        denied_value="denied",
    )


_RESPONSE_PLAN = phrase(
    r"\bincident[- ](?:and \w+ )?(?:response|management|handling|reporting|escalation"
    r"|recovery)(?:,? (?:and|or|&) [\w ]{3,30}?| management|/[\w ]+)? (?:plan|polic|procedure"
    r"|process|program|protocol|playbook|framework|guid|standard|strateg|runbook|polic)\w*",
    r"\b(?:cyber\w*|security|breach|crisis|data breach|emergency|cyber ?-?attack) (?:incident "
    r"|event |breach )?(?:response|recovery|management) (?:and [\w ]{3,25}? )?(?:plan|polic"
    r"|procedure|process|program|protocol|playbook)\w*",
    r"\b(?:plan|polic(?:y|ies)|procedures?|protocols?|playbooks?|process(?:es)?"
    r"|program)\b[^.;]{0,50}\b(?:respond(?:ing)? to|response to|responding|address(?:ing)?"
    r"|handling|managing)\b[^.;]{0,40}\b(?:incident|breach|attack)",
    r"\bresponse plans?\b|\bplaybooks?\b|\birp\b|\bcsirp\b|\bincident responses? (?:plan|process)",
)


def code_incident_response_plan(disclosure: Disclosure) -> Coded:
    """Whether there is a plan, policy or set process for responding to incidents."""
    return code_practice(disclosure, _RESPONSE_PLAN)


_INCIDENT = (
    r"(?:incident|breach|cyber ?-?attack|cyber|attack|crisis|emergency|response|disaster"
    r"|ransomware|business continuity|security event|recovery)"
)
_EXERCISE = phrase(
    r"\btable[- ]?tops?\b",
    rf"\b{_INCIDENT}[\w ,'/&-]{{0,50}}?\b(?:exercises?|simulations?|drills?|war ?-?games?|rehears\w+)\b",
    rf"\b(?:exercises?|simulations?|drills?|simulat(?:e|es|ed|ing))\b[\w ,'/&()-]{{0,60}}?\b{_INCIDENT}",
    r"\b(?:red|purple)[- ]team|\bwar ?-?gam",
    r"\b(?:exercises|drills) (?:are \w+ )?to (?:test|practi[cs]e|validate|assess"
    r"|rehearse)\b[^.;]{0,60}\b(?:plan|response|procedure|readiness|preparedness)",
)
_PHISH = re.compile(r"phish|social engineering|e-?mail|smish")


def code_tabletop_exercise(disclosure: Disclosure) -> Coded:
    """Whether incidents are exercised or simulated; simulated phishing is none."""

    def is_exercise(hit: Hit) -> bool:
        if re.search(r"table[- ]?top", hit.words.lower()):
            return True
        near = hit.sentence.plain[max(0, hit.start - 40) : hit.end + 30]
        return _PHISH.search(near) is None and not re.search(
            r"exercises? (?:of|oversight|control|due|its|their|direct)|to exercise|mapping exercise"
            r"|exercised",
            near,
        )

    return code_practice(disclosure, _EXERCISE, accept=is_exercise)


_PENETRATION = phrase(
    r"\bpenetration(?:[ /-]|, | and | or )+(?:[\w/-]+ ){0,4}?(?:test|exercis|assess|scan|analys|attempt)\w*",
    r"\b(?:test|exercis|scan|assessment)\w*[^.;]{0,30}\bpenetration\b",
    r"\bpen[- ]?test|\bethical hack(?!er)|\bintrusion test|\bbug bount|\b(?:red|purple)[- ]team"
    r"|\bsimulated hack",
)


def code_penetration_testing(disclosure: Disclosure) -> Coded:
    """Whether penetration tests are done."""
    return code_practice(disclosure, _PENETRATION)


_STAFF = (
    r"(?:employee|staff|personnel|workforce|associate|team member|user|contractor|colleague"
    r"|worker|new hire|individual|everyone|people|officer|member)s?"
)
_TRAINING = phrase(
    rf"\b(?:train|trains|trained|training|trainings|educat\w+|awareness)\b[^.;]{{0,110}}\b{_STAFF}\b",
    rf"\b{_STAFF}\b[^.;]{{0,110}}\b(?:train|trained|training|trainings|educat\w+"
    r"|awareness (?:program|campaign|session|activit))\b",
    r"\b(?:security|cyber\w*|awareness|compliance|phishing|mandatory|regular|annual|periodic"
    r"|ongoing|privacy|routine|quarterly|monthly|continuous)(?:[ ,/-]+(?:and |or "
    r"|& )?[\w-]+){0,4}?[ -](?:training|trainings|education)\b",
    r"\btraining,? (?:and|&) (?:education|awareness|communication|testing)"
    r"|\beducation and (?:training|awareness)|\bawareness (?:program|campaign|training"
    r"|initiative)s?",
    r"\btraining (?:program|platform|module|session|course|campaign)s?\b",
)
_OWN_TRAINING = re.compile(
    r"\b(?:years of|his|her|degrees?|academic|education,)\b[^.;]{0,60}\btraining\b"
    r"(?![^.;]{0,60}(?:employee|staff|program|personnel))"
)


def code_employee_training(disclosure: Disclosure) -> Coded:
    """Whether staff are trained or made aware; an officer's own training is none."""
    return code_practice(
        disclosure, _TRAINING, accept=lambda hit: _OWN_TRAINING.search(hit.sentence.plain) is None
    )


_PHISHING = phrase(
    r"\bphish\w*[^.;]{0,90}\b(?:simulat\w+|tests?\b|tested|testing|exercises?|campaigns?|drills?"
    r"|assessments?)",
    r"\b(?:simulat\w+|mock|tests?|testing|tested|exercises?|fake|campaigns?|drills?)\b[^.;]{0,45}\bphish",
    r"\bsimulated (?:social engineering|e-?mail)",
)
_PHISHING_THREAT = re.compile(
    r"(?:penetration|vulnerability|intrusion) test\w*[^.;]{0,40}phish|phishing,? (?:attacks"
    r"|malware|ransomware)"
)


def code_phishing_simulation(disclosure: Disclosure) -> Coded:
    """Whether staff are tested with simulated phishing."""
    return code_practice(
        disclosure,
        _PHISHING,
        accept=lambda hit: _PHISHING_THREAT.search(hit.sentence.plain, hit.start, hit.end) is None,
    )


_INTERNAL_AUDIT = re.compile(
    r"\binternal[- ]audit(?:s|or|ors|ing)?\b(?! (?:standards?|committee))"
    r"|\binternal and external audit|\baudit services (?:department|group)"
)
_PAST_POST = re.compile(
    r"years of|experience in|previously|career|prior (?:to|role)|certified internal audit"
)


def code_internal_audit_role(disclosure: Disclosure) -> Coded:
    """Whether internal audit takes part; a past post of somebody is none."""
    return code_practice(
        disclosure, _INTERNAL_AUDIT, accept=lambda hit: _PAST_POST.search(hit.sentence.plain) is None
    )


_INSURANCE = phrase(
    r"\b(?:cyber[\w-]*|information|data|network|privacy|technology|liability"
    r"|errors and omissions)\b[\w ,/&'()-]{0,60}?\binsurance\b(?! (?:compan|business|industry"
    r"|regulat|commission|product|recover|department|carrier|agenc|law|subsidiar|operation"
    r"|customer|claims|broker))",
    r"\binsurance\b(?! (?:compan|business|industry|regulat|commission|product|recover|department"
    r"|agenc|law|subsidiar|operation|customer|broker))[^.;]{0,120}\b(?:cyber\w*|security"
    r"|breach(?:es)?|incidents?|data)\b",
    r"\binsurance (?:polic(?:y|ies)|coverage|cover|program)\b|\b(?:cyber[\w-]*) (?:liability "
    r"|risk |incident )?(?:coverage|policy (?:covers|limit))|\bcyber-?insurance",
)
_INSURER = re.compile(
    r"insurance (?:regulat|commission|data security|departments|holding|group|laws)"
    r"|as an insurance|insurance company|reinsur"
)


_PRESUPPOSED = re.compile(r"\b(?:our|its|their|covered by|covered under|limits? of)(?: [\w-]+){0,3} $")
"""Before "insurance": what may not be covered by our insurance tells of one, and denies another thing."""


def code_cyber_insurance(disclosure: Disclosure) -> Coded:
    """Whether the issuer says that it is insured against such incidents, or that it is not."""
    claimed, denied = sort_claims(
        disclosure, _INSURANCE, accept=lambda hit: _INSURER.search(hit.sentence.plain) is None
    )
    presupposed = [hit for hit in denied if _is_presupposed(hit)]
    plain = [hit for hit in denied if hit not in presupposed]
    firm = [hit for hit in claimed if not hit.is_hedged]
    if firm or presupposed or (claimed and not plain):
        return disclosure.disclosed("yes", (firm or presupposed or claimed)[:1])
    return disclosure.denied("denied", plain[:1]) if plain else silent("not_mentioned")


def _is_presupposed(hit: Hit) -> bool:
    return _PRESUPPOSED.search(hit.sentence.plain, max(0, hit.start - 40), hit.start) is not None


_CONTROLS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("DLP", r"\bdata[- ]loss prevention|\bdlp\b|\bdata leak(?:age)? prevention"),
        ("EDR", r"\bendpoint (?:\w+ )?(?:detection|protection|security|monitoring)|\bedr\b|\bxdr\b"),
        (
            "IAM",
            r"\bidentity(?:,? and| &)? access|\baccess (?:control|management)s?\b|\bprivileged access"
            r"|\biam\b|\bleast[- ]privilege",
        ),
        ("MFA", r"\bmulti-? ?factor authenti|\bmfa\b|\btwo-factor|\b2fa\b|\bmultiple factor"),
        ("backup_DR", r"\bback-?ups?\b|\bdisaster recovery|\bbusiness continuity"),
        ("encryption", r"\bencrypt\w+"),
        ("segmentation", r"\bsegment(?:ation|ing|ed)\b|\bnetwork segregation"),
        ("zero_trust", r"\bzero[- ]trust"),
    )
)


def code_technical_controls(disclosure: Disclosure) -> Coded:
    """Technical controls that the text names."""
    found = {
        name: next((hit for hit in disclosure.find(pattern) if not hit.is_denied), None)
        for name, pattern in _CONTROLS
    }
    hits = {name: hit for name, hit in found.items() if hit is not None}
    return disclosure.disclosed(tuple(sorted(hits)), hits.values()) if hits else silent(())


_AI = re.compile(
    r"\bartificial intelligence\b|\bgenerative ai\b|\bai\b(?=[- ,.;)])|\bmachine[- ]learning\b"
    r"|\blarge language model"
)
_AI_GOVERNED = re.compile(
    r"govern|polic|committee|oversight|acceptable use|guideline|framework|council|responsible"
)
_AI_TOOL = re.compile(
    r"\b(?:detect\w*|monitor\w*|tools?|leverag\w+|utiliz\w+|powered|driven|automat\w+|us(?:e|es"
    r"|ing)|solutions?|platform)\b"
)
_AI_THREAT = re.compile(
    r"\b(?:threats?|attack\w*|attackers?|risks?|malicious|threat actors?|deepfakes?"
    r"|sophisticat\w+|phishing|adversar\w+|actors?)\b"
)


def code_ai_mentioned(disclosure: Disclosure) -> Coded:
    """As what artificial intelligence is named: a threat, a tool, something governed."""
    found: dict[str, Hit] = {}
    for hit in disclosure.find(_AI):
        near = hit.sentence.plain[max(0, hit.start - 120) : hit.end + 120]
        kinds = (("threat", _AI_THREAT), ("governance", _AI_GOVERNED), ("tool", _AI_TOOL))
        found.setdefault(next((name for name, pattern in kinds if pattern.search(near)), "tool"), hit)
    return disclosure.disclosed(tuple(sorted(found)), found.values()) if found else silent(())

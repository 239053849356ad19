"""Third parties: those that help assess and protect (106(b)(1)(ii)), and those that bring risk (iii)."""

import re

from disclosures.coding.codebook.claims import code_practice, phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, remembered
from disclosures.coding.codebook.types import Coded

_OUTSIDE = r"(?:third[ -]+part(?:y|ies)|external|outside(?! of\b)|independent|outsourced|externally)"
_HELPER = (
    r"(?:assessors?|consult\w+|auditors?|experts?|advis[eo]rs?|specialists?|firms?|providers?"
    r"|compan(?:y|ies)|vendors?|part(?:y|ies)|counsel|professionals?|partners?|consultanc\w+"
    r"|resources|organi[sz]ations?|contractors?|services?|support|agenc\w+|entities|assistance"
    r"|soc|tools|technicians?)"
)
_ENGAGE = (
    r"(?:engag|retain|hir|utili[sz]|leverag|employ|enlist|contract|partner|consult|collaborat"
    r"|commission|rel(?:y|ies|ied|iance|ying)\b|outsourc|assist|appoint|use[sd]?\b|using|work(?:s"
    r"|ed|ing)? with|support|help|through|by|from|with|involv|secur|have|has|obtain|draw)"
)
_ENGAGED = phrase(
    rf"\b{_ENGAGE}\w*[^.;]{{0,70}}\b{_OUTSIDE}\b[^.;]{{0,60}}?\b{_HELPER}\b",
    r"\b(?:engag|retain|hir|consult|rel(?:y|ies)|us(?:e|es|ing)|utili[sz]|leverag|contract"
    r"|partner)\w*[^.;]{0,60}\bthird[ -]+parties\b",
    rf"\b{_OUTSIDE}[ -](?:[\w,/-]+ ){{0,3}}?(?:assess|audit|penetration|pen|test|review|evaluat"
    r"|examin|security operations)\w*",
    rf"\b{_OUTSIDE}\b[^.;]{{0,80}}\b(?:assists?|conducts?|performs?|helps?|supports?|monitors?"
    r"|provides?|manages?|assess(?:es)?|evaluates?|audits?|reviews?|tests?|advises?|(?:is|are|was"
    r"|were|been) (?:\w+ )?(?:engaged|retained|used|hired|enlisted|employed|consulted|contracted"
    r"|utili[sz]ed))\b",
    r"\bassessors?,? (?:and |or )?(?:consultants?|auditors?)|\bmanaged (?:it |security "
    r"|it security |detection |information technology )?(?:and \w+ )?(?:service|security"
    r"|response)s? (?:service )?provider|\bmssps?\b|\bmsps?\b|\bvciso\b|\bvirtual ciso"
    r"|\bmdr provider",
    r"\b(?:engag|retain|hir|consult|commission|enlist|contract)\w*[^.;]{0,60}\b(?:consultants?"
    r"|auditors?|assessors?|specialists?|advis[eo]rs|experts|(?:cyber\w*|security) (?:firms?"
    r"|compan\w+|vendors?|experts?))\b",
    r"\b(?:consultants?|auditors?|assessors)\b[^.;]{0,50}\b(?:assist|conduct|perform|help|evaluat"
    r"|test|review)\w*",
)
_SECURITY_WORK = re.compile(
    r"assess|test|monitor|audit|evaluat|review|cyber|security|penetration|detect|scan|threat"
    r"|vulnerab|protect|incident|certif|examin"
)
_AS_RISK = re.compile(
    r"(?:associated with|arising from|related to|relating to|posed by|presented by|stemming from"
    r"|resulting from|introduced by|attributable to|oversee\w*|risks? (?:from|of)(?! cyber)|impact(?:ed"
    r"|ing)?|security of|practices of|diligence (?:on|of)|involving"
    r"|including those (?:pertaining to|of)|access(?:ed|ing)? by|suffered by|due to|processes? of"
    r"|attacks? (?:on|against)|compromise\w*|that our|when|before|prior to)[^.;]{0,45}$"
)
_DAILY_BUSINESS = re.compile(
    r"variety of functions|business functions|throughout our business"
    r"|perform services on our behalf|operational functions|clinical|manufactur|audit committee of"
)
_STRONG = re.compile(
    r"assessor|consult|audit|expert|advis|specialist|penetration|firm|managed|mssp|professional"
    r"|assess|test|evaluat"
)


@remembered
def code_third_party_assessors(disclosure: Disclosure) -> Coded:
    """Whether assessors, consultants, auditors or other third parties help with cyber risk."""

    def helps(hit: Hit) -> bool:
        plain = hit.sentence.plain
        if not _SECURITY_WORK.search(plain):
            return False
        words = hit.words.lower()
        outside = re.search(_OUTSIDE, words)
        place = hit.start + (outside.start() if outside else 0)
        if _AS_RISK.search(plain, max(0, place - 60), place):
            return False
        if re.search(r"\binsur(?:er|ance)", words):
            return False  # whoever pays for the damage does not assess
        if re.search(r"independent (?:directors?|registered|board|members?|of)\b", plain[place : place + 30]):
            return False
        return _STRONG.search(words) is not None or (
            _DAILY_BUSINESS.search(plain) is None
            and _SECURES.search(plain[hit.start : hit.end + 90]) is not None
        )

    return code_practice(disclosure, _ENGAGED, accept=helps, absent="not_mentioned", denied_value="denied")


_SECURES = re.compile(
    r"cyber|security|monitor|assess|test|detect|protect|threat|scan|vulnerab|firewall|soc\b"
    r"|incident|information technology|it (?:service|support|infrastructure|system|consult"
    r"|provider)"
)

_PROVIDER = (
    r"(?:(?:third|outside|external)[- ]part(?:ies|y(?! (?:\w+ ){0,2}?(?:specialist|expert|consult"
    r"|assess|audit|firm|advis|test|penetration|evaluat|review|organi)))(?:'s|s)?|vendors?(?:'s)?"
    r"|suppliers?"
    r"|service[- ]providers?|outsourc\w+|contractors?|business partners?|partners|providers)"
)
_OVERSEEN = phrase(
    r"\b(?:overs(?:ee|ight)|identif|manag|monitor|assess|evaluat|review|mitigat|address|screen"
    r"|vet|audit|diligence|control|govern|reduc|minimi[sz])\w*[^.;]{0,120}\b(?:risks?|threats?"
    r"|cyber ?-?security|security|practices|controls|vulnerabilit\w+|posture|use|compliance"
    rf"|performance)\b[^.;]{{0,80}}\b{_PROVIDER}",
    r"\b(?:overs(?:ee|ees|eeing|ight)|monitors?|monitoring|assess(?:es|ing|ments?)?|evaluat\w+"
    r"|reviews?|reviewing|screens?|vets?|vetting|audits?|diligence)\b(?: of| on| over"
    rf"| to)? (?:\w+ ){{0,5}}?{_PROVIDER}",
    r"\b(?:vendor|third[- ]party|supplier|service provider"
    r"|supply chain)s?'?(?: and [\w-]+)?(?: \w+)? (?:risk|management|due diligence|diligence"
    r"|oversight|security|governance|selection|onboarding|assessment|review)(?:s| (?:management"
    r"|assessment|review|program|process|polic)\w*)?",
    rf"\brequir\w+[^.;]{{0,60}}\b{_PROVIDER}[^.;]{{0,90}}\b(?:secur|cyber|confidential|protect"
    r"|standard|controls?|complian|comply|safeguard|notif)\w*",
    rf"\b{_PROVIDER}\b[^.;]{{0,60}}\b(?:are|is|must|undergo|be"
    r"|being)\b[^.;]{0,40}\b(?:subject to|required to|assess|evaluat|monitor|review|vetted"
    r"|screened|adhere|comply|meet)\w*",
    rf"\b(?:contract\w*|agreements?)\b[^.;]{{0,60}}\b{_PROVIDER}[^.;]{{0,100}}\b(?:secur|cyber"
    r"|confidential|protect)\w*",
    rf"\b(?:questionnaires?|soc[ -]?[12]|soc reports?)\b[^.;]{{0,90}}\b{_PROVIDER}"
    rf"|\b{_PROVIDER}[^.;]{{0,90}}\b(?:questionnaires?|soc[ -]?[12] reports?|soc reports?)\b",
)
_HELPERS_SUBJECT = re.compile(
    r"\b(?:engag|retain|hir|utili[sz]|leverag|employ|enlist|us(?:e|es|ing)|rely|relies|consult|by"
    rf"|with|from)\w*(?: \w+){{0,3}} {_PROVIDER}[^.;]{{0,30}}\b(?:to|that|who|which|for)\b"
)


@remembered
def code_tpsp_oversight(disclosure: Disclosure) -> Coded:
    """Whether there are processes to oversee and identify the risks of using service providers."""

    def oversees(hit: Hit) -> bool:
        words = hit.words.lower()
        own = hit.sentence.plain
        # "assess … by third parties": they are the ones who assess.
        if re.search(
            r"\b(?:by|with|from|through|engag\w+|using|use of|assistance of|utiliz\w+|leverag\w+"
            rf"|including|via) (?:\w+[ -]){{0,4}}{_PROVIDER}$",
            words,
        ) and not re.search(
            r"risks? (?!by\b)|threats?[^.;]{0,20}(?:from|associated)|associated with|provided by|used by"
            r"|posed by"
            r"|held by|shared with",
            words,
        ):
            return False
        return bool(_ABOUT_RISK.search(own)) and not _HELPERS_SUBJECT.search(own, hit.start, hit.end)

    return code_practice(
        disclosure, _OVERSEEN, accept=oversees, absent="not_mentioned", denied_value="denied"
    )


_ABOUT_RISK = re.compile(r"risk|secur|cyber|threat|diligence|soc\b|vulnerab|data|control")

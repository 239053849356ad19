"""What kind of issuer speaks, and whether it says that it has no programme."""

import re

from disclosures.coding.codebook.claims import phrase
from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.types import Coded, State

_THING = (
    r"(?:cyber ?-?security|information security|cyber|security|risk management|data security"
    r"|it security)"
)
_SYSTEM = (
    r"(?:programs?|processes|process|polic(?:y|ies)|procedures?|plans?|strateg(?:y|ies)"
    r"|frameworks?|systems?|measures|protocols?|function)"
)
_NO_PROGRAM = phrase(
    r"\b(?:have|has|had) not (?:yet |currently |formally |to date )?(?:adopted|established"
    r"|implemented|developed|instituted|put in place|formed|created|designed|maintained"
    rf"|engaged in|formali[sz]ed)\b[^.;]{{0,80}}\b{_THING}?[^.;]{{0,60}}\b{_SYSTEM}",
    r"\b(?:do|does|did) not (?:yet |currently |presently |at this time )*(?:have|maintain|possess"
    r"|operate|employ)\b[^.;]{0,40}\b(?:any|a|an|formal|formali[sz]ed|specific|written"
    rf"|standalone|our own|its own)\b[^.;]{{0,50}}\b{_THING}[^.;]{{0,50}}\b{_SYSTEM}",
    r"\b(?:do|does|did) not (?:yet |currently |presently |at this time )*(?:have|maintain|possess|operate)\b"
    r" (?:in place )?(?:(?:any|a|an|formal|formali[sz]ed|specific|general|dedicated|documented"
    r"|written|detailed|such) )*"
    r"(?:processes|process|programs?|policies|policy|procedures|measures"
    r"|controls)\b[^.;]{0,80}\b(?:cyber|information security|threats)",
    r"\bno (?:personnel or )?(?:processes|programs?|procedures) of (?:our|its) own\b",
    rf"\bno (?:formal |formali[sz]ed |specific |separate |written |such )*{_THING}[\w ,-]{{0,30}}\b{_SYSTEM}",
    rf"\b(?:lack|lacks|without) (?:a |any )?(?:formal |formali[sz]ed )?{_THING}[\w ,-]{{0,30}}\b{_SYSTEM}",
)
_ONLY_PART = re.compile(
    r"insurance|training|material weakness|third[- ]part\w+ (?:service|vendor)|oversee|certified"
    r"|single|one-size|\bcommittee|dedicated (?:team|officer|department|staff)|\bofficer\b"
    r"|\bdisclosure controls|compliance with|assessors"
    r"|standalone|board-level"
)
_NO_CURE = re.compile(
    r"[\w ,'-]{0,30}\b(?:can|could|will|would|is (?:completely|entirely|fully)|eliminates?)\b"
)
"""After "no security programme …": can be perfect."""
_ABOUT_CYBER = re.compile(r"cyber|information security|security|technology|threat")


def code_no_program_statement(disclosure: Disclosure) -> Coded:
    """Whether the issuer says that it has no programme or processes of its own."""
    for hit in disclosure.find(_NO_PROGRAM):
        plain = hit.sentence.plain
        if _ONLY_PART.search(hit.words.lower()) or not _ABOUT_CYBER.search(plain):
            continue
        if _NO_CURE.match(plain, hit.end):
            continue
        return disclosure.disclosed("yes", [hit])
    return silent("no")


_SHELL = phrase(
    r"\bblank[- ]che(?:ck|que) company\b|\bspecial[- ]purpose acquisition (?:company"
    r"|corporation)\b|\bwe are a spac\b|\bshell (?:company|corporation)\b",
    r"\b(?:have|has|had|with) no (?:significant |material |business |active "
    r"|current )*operations\b|\binitial business combination\b|\bconsummat\w+ (?:a"
    r"|our) business combination",
)
_FUND = phrase(
    r"\bbusiness development company\b|\bbdc\b|\b1940 act\b|\binvestment company act\b"
    r"|\bour (?:investment )?advis[eo]r\b|\bthe advis[eo]r(?:'s|s)?\b",
    r"\b(?:the|our) (?:sponsor|managing owner|trustee|commodity pool operator|general partner"
    r"|fund|trust|partnership)(?:'s|s)?\b",
)
_NAME = {
    "spac_or_shell": re.compile(
        r"\bacquisitions? (?:\w+ )?(?:corp|co|company|ltd|limited|inc)\b|\bspac\b|\bmerger corp",
        re.IGNORECASE,
    ),
    "fund_or_trust": re.compile(
        r"\bfunds?\b|\betf\b|\btrust$|\b(?:bitcoin|gold|silver|ether) trust|\bbdc\b|\blending corp"
        r"|\bcapital (?:investment|income)",
        re.IGNORECASE,
    ),
    "bank_or_insurer": re.compile(
        r"\bbanks?\b|\bbanc\w*|\bbankshares|\bfinancial (?:corp|group|inc|bancorp)|\binsurance\b"
        r"|\bassurance\b|\bsavings\b|\bre(?:insurance)? (?:ltd|holdings)",
        re.IGNORECASE,
    ),
}
_BANK = phrase(
    r"\bthe bank(?:'s|s)?\b|\bour bank\b|\bbank holding company|\bocc\b|\bfdic\b"
    r"|\bfederal reserve|\bffiec\b|\bfederal financial institutions",
    r"\binsurance subsidiar\w+|\bpolicyholders?\b|\bnaic\b|\bfinancial institutions? such as\b",
)


def code_issuer_type(disclosure: Disclosure) -> Coded:
    """The issuer's type: as the caller knows it from SIC code and name, else from the words."""
    shell = next(disclosure.find(_SHELL), None)
    if disclosure.kind:
        return Coded(disclosure.kind, State.DISCLOSED)
    if shell is not None or _NAME["spac_or_shell"].search(disclosure.issuer_name):
        return _typed(disclosure, "spac_or_shell", [shell] if shell else [])
    funds, banks = list(disclosure.find(_FUND)), list(disclosure.find(_BANK))
    if _NAME["fund_or_trust"].search(disclosure.issuer_name) or len(funds) >= 3:
        return _typed(disclosure, "fund_or_trust", funds[:1])
    if _NAME["bank_or_insurer"].search(disclosure.issuer_name) or len(banks) >= 2:
        return _typed(disclosure, "bank_or_insurer", banks[:1])
    return silent("operating")


def _typed(disclosure: Disclosure, kind: str, hits: list[Hit]) -> Coded:
    return disclosure.disclosed(kind, hits)

"""Groups that issuers are counted in: industry division, size, and kind with what it was told from. Pure.

Divisions are those of the Standard Industrial Classification manual (OSHA, 1987 edition); EDGAR adds
6770 (blank check) and files commodity and crypto trusts under 6221.
"""

import re
from collections.abc import Iterable, Sequence

SIC_DIVISIONS: tuple[tuple[int, int, str], ...] = (
    (100, 999, "Agriculture, forestry and fishing"),
    (1000, 1499, "Mining"),
    (1500, 1799, "Construction"),
    (2000, 3999, "Manufacturing"),
    (4000, 4999, "Transport, communications and utilities"),
    (5000, 5199, "Wholesale trade"),
    (5200, 5999, "Retail trade"),
    (6000, 6799, "Finance, insurance and real estate"),
    (7000, 8999, "Services"),
    (9100, 9729, "Public administration"),
)
"""First code, last code, name; in the manual's order."""

NO_DIVISION = "not stated"

SIZE_BANDS: tuple[tuple[str, int | None], ...] = (
    ("$10bn or more", 10_000_000_000),
    ("$2bn to $10bn", 2_000_000_000),
    ("$700m to $2bn", 700_000_000),
    ("$75m to $700m", 75_000_000),
    ("under $75m", 0),
    ("not stated", None),
)
"""Name and lowest public float in US dollars, largest first. $75m and $700m bound the SEC's filer groups."""

OPERATING, BANK_OR_INSURER, SPAC_OR_SHELL, FUND_OR_TRUST = (
    "operating",
    "bank_or_insurer",
    "spac_or_shell",
    "fund_or_trust",
)
BLANK_CHECK, REIT = 6770, 6798
BANKS = ((6000, 6099), (6111, 6111), (6712, 6712))
# Not 6411, insurance agents and brokers: operating, unless the name says that it insures.
INSURERS = ((6310, 6399),)
TRUSTS = ((6189, 6189), (6722, 6733))
COMMODITIES = 6221
"""Commodity brokers in the manual; on EDGAR mostly commodity, currency and crypto trusts and pools."""
FINANCE = (6000, 6799)
PROPERTY = ((6500, 6599), (REIT, REIT))

_ACQUIRER = re.compile(
    r"\b(?:acquisitions?|merger)\b[\s\w]{0,12}?"
    r"\b(?:corp|corporation|co|company|ltd|limited|inc|plc|lp|llc|n\.?v)\b",
    re.IGNORECASE,
)
# For text in lower case, each starting with plain letters: so they are searched for many times faster.
_SHELL_WORDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"blank[- ]che(?:ck|que) compan(?:y|ies)\b",
        r"special[- ]purpose acquisition compan(?:y|ies)\b",
        r"we are a spac\b",
        r"a shell (?:company|corporation)\b",
        r"no (?:significant |material |business |active )*operations\b",
        r"initial business combination\b",
    )
)
_HAVE_NO = re.compile(r"\b(?:have|has|with) $")
_OPERATING_WORDS = re.compile(
    r"\bour (?:customers|clients|patients|products|platform|manufactur\w+|employees|IT (?:department|team))\b"
    r"|\bchief information security officer\b|\bCISO\b",
    re.IGNORECASE,
)
_FUND_NAME = re.compile(
    r"\b(?:funds?|etf|etn|bdc|futures)\b|\b(?:index|royalty|liquidat\w+|pass[- ]through) trust\b"
    r"|\btrust\b[\s.,]*(?:/[A-Z. ]+/?)?$|\b(?:gold|silver|bitcoin|ether(?:eum)?|solana|xrp|crypto) trust\b",
    re.IGNORECASE,
)
_PROPERTY_FUND = re.compile(
    r"\b(?:liquidat\w+|pass[- ]through|royalty) trust\b|\bfunds?\b(?! reit)", re.IGNORECASE
)
_ADVISED = re.compile(
    r"\bbusiness development compan(?:y|ies)\b|\bBDC\b|\b1940 Act\b|\bInvestment Company Act\b"
    r"|\b(?:our (?:investment )?|the )advis[eo]r\b",
    re.IGNORECASE,
)
# With capitals only: "the trust of our customers" is no vehicle.
_SPONSORED = re.compile(
    r"\b(?:[Tt]he|[Oo]ur) "
    r"(?:Sponsor|Managing Owner|Trustee|Commodity Pool Operator|General Partner|Fund|Trust)\b"
)
_BANK_NAME = re.compile(
    r"\b(?:bank|banks|banc|bancorp\w*|bancshares|bankshares|banco|savings)\b", re.IGNORECASE
)
_INSURER_NAME = re.compile(r"\b(?:re)?(?:insurance|assurance) (?:co|company|corp|society)\b", re.IGNORECASE)


def sic_division(sic: int | None) -> str:
    """Name of the division a SIC code belongs to; "not stated" without one or outside all of them."""
    if sic is None:
        return NO_DIVISION
    return next((name for first, last, name in SIC_DIVISIONS if first <= sic <= last), NO_DIVISION)


def size_band(public_float: int | None) -> str:
    """Name of the band of SIZE_BANDS that a public float in US dollars falls into."""
    *bands, (not_stated, _) = SIZE_BANDS
    if public_float is None:
        return not_stated
    return next((name for name, lowest in bands if public_float >= (lowest or 0)), bands[-1][0])


def derive_kind(
    name: str, sic: int | None, texts: Iterable[str], *, is_registered: bool = False
) -> tuple[str, str]:
    """The IssuerKind value and, in one sentence of at most 200 characters, what it was told from.

    Two empty strings where nothing tells. `texts` are the issuer's own words; `is_registered` says that name
    and code come from the SEC's records, where only investment companies have no SIC code.
    """
    words = "\n".join(texts)
    kind, reason = (
        _tell_shell(name, sic, words)
        or _tell_fund(name, sic, words)
        or _tell_financial(name, sic)
        or _tell_rest(sic, words, is_registered=is_registered)
    )
    return kind, reason[:200]


def _tell_shell(name: str, sic: int | None, words: str) -> tuple[str, str] | None:
    found = _find_shell_words(words.lower())
    if sic == BLANK_CHECK:
        works = None if found or _ACQUIRER.search(name) else _OPERATING_WORDS.search(words)
        if works:
            # EDGAR keeps the code for a while after the merger that ended the search.
            return (
                OPERATING,
                f"SIC 6770 (blank check), but its text speaks of “{_quote(works)}” and of no search.",
            )
        return SPAC_OR_SHELL, "SIC 6770: blank check."
    if found:
        return SPAC_OR_SHELL, f"Its text says “{_quote(found)}”."
    if acquirer := _ACQUIRER.search(name):
        return SPAC_OR_SHELL, f"Its name holds “{_quote(acquirer)}”."
    return None


def _find_shell_words(words: str) -> re.Match[str] | None:
    for pattern in _SHELL_WORDS:
        for found in pattern.finditer(words):
            is_denial = found[0].startswith("no ")
            if not is_denial or _HAVE_NO.search(words, max(found.start() - 6, 0), found.start()):
                return found
    return None


def _tell_fund(name: str, sic: int | None, words: str) -> tuple[str, str] | None:
    if _is_in(sic, TRUSTS):
        return FUND_OR_TRUST, f"SIC {sic}: trusts and investment vehicles."
    if sic == COMMODITIES:
        named = _FUND_NAME.search(name) or _SPONSORED.search(words)
        return (FUND_OR_TRUST, f"SIC 6221 (commodity pools), and “{_quote(named)}”.") if named else None
    if _is_in(sic, PROPERTY):
        named = _PROPERTY_FUND.search(name)
    elif _is_in(sic, BANKS):
        named = None
    else:
        named = _FUND_NAME.search(name)
    if named:
        return FUND_OR_TRUST, f"Its name holds “{_quote(named)}”."
    if sic is None and (advised := _ADVISED.search(words)):
        return FUND_OR_TRUST, f"No SIC code, and its text says “{_quote(advised)}”."
    return None


def _tell_financial(name: str, sic: int | None) -> tuple[str, str] | None:
    if _is_in(sic, BANKS):
        return BANK_OR_INSURER, f"SIC {sic}: banking."
    if _is_in(sic, INSURERS):
        return BANK_OR_INSURER, f"SIC {sic}: insurance carriers."
    if sic is None or _is_in(sic, (FINANCE,)):
        if named := _BANK_NAME.search(name):
            return BANK_OR_INSURER, f"Its name holds “{_quote(named)}”."
        if named := _INSURER_NAME.search(name):
            return BANK_OR_INSURER, f"Its name holds “{_quote(named)}”."
    return None


def _tell_rest(sic: int | None, words: str, *, is_registered: bool) -> tuple[str, str]:
    if sic == REIT:
        return OPERATING, "SIC 6798: a real-estate investment trust lets or lends, it is no fund."
    if sic is not None:
        return OPERATING, f"SIC {sic} ({sic_division(sic)}), and no sign of another type."
    if is_registered:
        return FUND_OR_TRUST, "The SEC gives it no SIC code, as with investment companies."
    if works := _OPERATING_WORDS.search(words):
        return OPERATING, f"Its text speaks of “{_quote(works)}”; its SIC code is not known."
    return "", ""


def _is_in(sic: int | None, ranges: Sequence[tuple[int, int]]) -> bool:
    return sic is not None and any(first <= sic <= last for first, last in ranges)


def _quote(found: re.Match[str]) -> str:
    return " ".join(found[0].split())

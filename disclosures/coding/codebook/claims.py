"""The plain kind of attribute: a practice that the text claims, denies, or does not mention."""

import re
from collections.abc import Callable, Iterator

from disclosures.coding.codebook.disclosure import Disclosure, Hit, silent
from disclosures.coding.codebook.types import Coded

Test = Callable[[Hit], bool]


def phrase(*alternatives: str) -> re.Pattern[str]:
    """One pattern of several, for folded text."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def sort_claims(
    disclosure: Disclosure,
    pattern: re.Pattern[str],
    *,
    unless: re.Pattern[str] | None = None,
    accept: Test | None = None,
) -> tuple[list[Hit], list[Hit]]:
    """Hits that claim and hits that deny; prospects ("may in the future") are neither.

    unless  a hit whose sentence holds this is not about the matter
    accept  a last look at a hit
    """
    claimed: list[Hit] = []
    denied: list[Hit] = []
    for hit in _relevant(disclosure, pattern, unless, accept):
        if hit.is_denied:
            denied.append(hit)
        elif not hit.is_prospect:
            claimed.append(hit)
    return claimed, denied


def _relevant(
    disclosure: Disclosure, pattern: re.Pattern[str], unless: re.Pattern[str] | None, accept: Test | None
) -> Iterator[Hit]:
    for hit in disclosure.find(pattern):
        if unless is not None and unless.search(hit.sentence.plain):
            continue
        if accept is None or accept(hit):
            yield hit


def code_practice(
    disclosure: Disclosure,
    pattern: re.Pattern[str],
    *,
    unless: re.Pattern[str] | None = None,
    accept: Test | None = None,
    absent: str = "no",
    denied_value: str = "no",
) -> Coded:
    """Coded "yes", or `denied_value` where it is denied, or `absent` where it is not mentioned.

    A claim that is only hedged ("may engage") yields to a denial.
    """
    claimed, denied = sort_claims(disclosure, pattern, unless=unless, accept=accept)
    firm = [hit for hit in claimed if not hit.is_hedged]
    if firm or (claimed and not denied):
        return disclosure.disclosed("yes", (firm or claimed)[:1])
    if denied:
        return disclosure.denied(denied_value, denied[:1])
    return silent(absent)

"""Checks over a whole filing, run after reading. Each is one small function; `CHECKS` lists them."""

from collections.abc import Callable, Iterator

from disclosures.parsing.checks.description import (
    cik_is_one,
    issuer_is_known,
    period_is_plausible,
    period_is_present,
)
from disclosures.parsing.checks.elements import (
    concepts_are_known,
    concepts_fit_form,
    flags_have_their_text,
    texts_have_their_flag,
)
from disclosures.parsing.types import ParsedFiling, Problem

Check = Callable[[ParsedFiling], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    issuer_is_known,
    cik_is_one,
    period_is_present,
    period_is_plausible,
    concepts_are_known,
    concepts_fit_form,
    flags_have_their_text,
    texts_have_their_flag,
)


def run_checks(filing: ParsedFiling) -> tuple[Problem, ...]:
    """What all checks find, save what the reader has already said itself."""
    said = {problem.code for problem in filing.problems}
    found = (problem for check in CHECKS for problem in check(filing))
    return tuple(problem for problem in found if problem.code not in said)

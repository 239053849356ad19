"""Which of an issuer's filings are those of the year before."""

from collections.abc import Iterable
from datetime import timedelta

from disclosures.models import Filing

SHORTEST_YEAR, LONGEST_YEAR = timedelta(days=330), timedelta(days=400)
"""Between the ends of two years that follow each other: weeks are counted differently, periods rounded."""
NAMED_APART = 2
"""Fiscal years by which two years that follow each other are named apart at most."""


def find_year_before(filing: Filing, others: Iterable[Filing]) -> list[Filing]:
    """Of the issuer's `others` those whose period ended a year before; without one, those whose fiscal year
    is named as the year before, if they do not end later.

    Names alone do not do: of two years that follow each other some issuers call one 2024 and the other 2026,
    or both 2024, most of them with years that end from January to March.
    """
    held = [other for other in others if other.pk != filing.pk]
    apart = [other for other in held if _is_year_apart(filing, other)]
    return apart or [
        other
        for other in held
        if other.fiscal_year == filing.fiscal_year - 1 and not _ends_later(other, filing)
    ]


def _is_year_apart(filing: Filing, other: Filing) -> bool:
    if filing.period_end is None or other.period_end is None:
        return False
    return SHORTEST_YEAR <= filing.period_end - other.period_end <= LONGEST_YEAR


def _ends_later(other: Filing, filing: Filing) -> bool:
    if filing.period_end is None or other.period_end is None:
        return False
    return other.period_end > filing.period_end

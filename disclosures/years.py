"""Which of an issuer's filings are those of the year before."""

from collections.abc import Iterable
from datetime import timedelta

from disclosures.models import Filing

SHORTEST_YEAR, LONGEST_YEAR = timedelta(days=330), timedelta(days=400)
"""Between the ends of two years that follow each other: weeks are counted differently, periods rounded."""


def find_year_before(filing: Filing, others: Iterable[Filing]) -> list[Filing]:
    """Of the issuer's `others` those whose period ended a year before; without one, those whose fiscal year
    is named as the year before, if they ended before it.

    Names alone do not do: of two years that follow each other some issuers call one 2024 and the other 2026,
    or both 2024, most of them with years that end from January to March.
    """
    held = [other for other in others if other.pk != filing.pk]
    apart = [other for other in held if _is_year_apart(filing, other)]
    return apart or [
        other
        for other in held
        if other.fiscal_year == filing.fiscal_year - 1 and not _ends_with_or_after(other, filing)
    ]


def _is_year_apart(filing: Filing, other: Filing) -> bool:
    if filing.period_end is None or other.period_end is None:
        return False
    return SHORTEST_YEAR <= filing.period_end - other.period_end <= LONGEST_YEAR


def _ends_with_or_after(other: Filing, filing: Filing) -> bool:
    if filing.period_end is None or other.period_end is None:
        return False
    return other.period_end >= filing.period_end


def has_words(filing: Filing) -> bool:
    """Whether anything of a filing can be held against another year's; of a query that counts its values
    (`value_count`) and says whether it has text (`has_text`)."""
    return int(getattr(filing, "value_count", 0)) > 0 or bool(getattr(filing, "has_text", False))

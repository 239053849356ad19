"""Checks on what a filing says of itself: issuer, CIK, period."""

from collections.abc import Iterator

from disclosures.parsing.cover import is_cik
from disclosures.parsing.periods import is_plausible_year
from disclosures.parsing.types import ParsedFiling, Problem, SourceFormat

FILINGS_ONLY = frozenset(SourceFormat) - {SourceFormat.WEB_DISCLOSURE, SourceFormat.REGULATOR_PLAN}
"""Formats that are filings with the SEC; the others have no period and no CIK."""


def issuer_is_known(filing: ParsedFiling) -> Iterator[Problem]:
    """Somebody made the disclosure; a plan has no issuer."""
    if filing.source_format is not SourceFormat.REGULATOR_PLAN and not filing.issuer_name:
        yield Problem("issuer-missing", "The document does not name its issuer.")


def cik_is_one(filing: ParsedFiling) -> Iterator[Problem]:
    """A CIK has one to ten digits and is not zero (EDGAR Filer Manual, volume II)."""
    if filing.cik and not is_cik(filing.cik):
        yield Problem("cik-invalid", f"“{filing.cik}” is no CIK: it takes up to ten digits.", "cover")


def period_is_present(filing: ParsedFiling) -> Iterator[Problem]:
    """A filing covers a period."""
    if filing.source_format in FILINGS_ONLY and filing.period_end is None:
        yield Problem("period-missing", "No fiscal period was found.", "cover")


def period_is_plausible(filing: ParsedFiling) -> Iterator[Problem]:
    """A period ends in a year that EDGAR knows, and before the filing was filed."""
    end = filing.period_end
    if end is None:
        return
    if not is_plausible_year(end.year):
        yield Problem("period-implausible", f"The period ends on {end}, which is hardly meant.", "cover")
    elif filing.filed and end > filing.filed:
        yield Problem(
            "period-implausible",
            f"The period ends on {end}, after the day of filing, {filing.filed}.",
            "cover",
        )

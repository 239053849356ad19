"""Dates as filings write them, and the fiscal year a period belongs to."""

import calendar
import re
from datetime import date

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
"""Years outside which a period is taken for a slip."""

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:T[\d:.Z+-]*)?$")
_NUMERIC = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})$")
_DAY_FIRST = re.compile(r"date-?day-?month|dateslasheu|datedoteu", re.IGNORECASE)


def parse_date(text: str, format_name: str = "") -> date | None:
    """The day that `text` names, or None. `format_name` is the Inline XBRL transformation, if there is one.

    Reads ISO dates, month names in English (whole or shortened) in either order and, in the order that
    the transformation states (month first without one), three numbers.
    """
    words = " ".join(text.split())
    if match := _ISO.match(words):
        return _build_date(int(match[1]), int(match[2]), int(match[3]))
    month = next((m for word in re.findall(r"[A-Za-z]{3,}", words) if (m := _month(word))), None)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if month is not None and len(numbers) == 2:
        day, year = (numbers[1], numbers[0]) if numbers[0] > 31 else (numbers[0], numbers[1])
        return _build_date(year, month, day)
    if match := _NUMERIC.match(words):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day, month = (first, second) if _DAY_FIRST.search(format_name) else (second, first)
        return _build_date(year if year > 99 else 2000 + year, month, day)
    return None


def derive_fiscal_year(period_end: date | None, focus: str = "") -> int | None:
    """The fiscal year: dei:DocumentFiscalYearFocus where it is sane, else from the period's end.

    Sane is a year at most one off the year of the period's end (EDGAR Filer Manual, volume II, 6.5.21).
    Without it, the year is the one the period ends in, save that a 52/53-week year ending in the first
    fifteen days of January still belongs to the year before. Issuers whose years end between late
    January and March name them either way; only their own focus can tell.
    """
    if re.fullmatch(r"\d{4}", focus):
        year = int(focus)
        if (period_end is None and is_plausible_year(year)) or (
            period_end and abs(year - period_end.year) <= 1
        ):
            return year
    if period_end is None:
        return None
    return period_end.year - 1 if (period_end.month, period_end.day) <= (1, 15) else period_end.year


def is_plausible_year(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _month(word: str) -> int | None:
    lowered = "sep" if word.lower() == "sept" else word.lower()
    return next((number for name, number in _MONTHS.items() if name.startswith(lowered)), None)


def _build_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

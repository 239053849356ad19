"""Dates and fiscal years as covers write them."""

from datetime import date

import pytest

from disclosures.parsing.periods import derive_fiscal_year, parse_date

DAY = date(2025, 2, 1)


@pytest.mark.parametrize(
    ("text", "format_name", "day"),
    [
        ("2025-02-01", "", DAY),
        ("2025-02-01T00:00:00", "", DAY),
        ("February 1, 2025", "ixt:date-monthname-day-year-en", DAY),
        ("Feb. 1,\n2025", "", DAY),
        ("1 February 2025", "ixt:datedaymonthyearen", DAY),
        ("1st of February, 2025", "", DAY),
        ("02/01/2025", "ixt:date-month-day-year", DAY),
        ("02/01/25", "", DAY),
        ("01.02.2025", "ixt:date-day-month-year", DAY),
        ("01/02/2025", "ixt:dateslasheu", DAY),
        ("2025 February 1", "", DAY),
        ("Sept. 30, 2024", "", date(2024, 9, 30)),
        ("February 30, 2025", "", None),
        ("December 31", "", None),
        ("fiscal 2025", "", None),
        ("", "", None),
    ],
)
def test_parse_date(text: str, format_name: str, day: date | None) -> None:
    assert parse_date(text, format_name) == day


@pytest.mark.parametrize(
    ("period_end", "focus", "year"),
    [
        (date(2025, 2, 1), "2024", 2024),
        (date(2025, 2, 1), "2025", 2025),
        (date(2025, 2, 1), "1925", 2025),
        (date(2025, 2, 1), "", 2025),
        (date(2025, 1, 3), "", 2024),
        (date(2024, 12, 28), "FY", 2024),
        (None, "2024", 2024),
        (None, "9999", None),
        (None, "", None),
    ],
)
def test_derive_fiscal_year_trusts_a_sane_focus_only(
    period_end: date | None, focus: str, year: int | None
) -> None:
    assert derive_fiscal_year(period_end, focus) == year

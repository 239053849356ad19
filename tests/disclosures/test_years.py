from datetime import date
from typing import Any

import pytest

from comparison.comparing.comparisons import find_before
from comparison.comparing.queries import latest_filings
from comparison.models import YearSummary
from config.accounts.models import User
from disclosures.codes.storing import refresh_codes
from disclosures.models import CodedFiling, Filing
from disclosures.queries import filings_by_year
from disclosures.years import find_year_before
from tests.factories import BOARD, make_filing

pytestmark = pytest.mark.django_db

QUARTERLY = "Our audit committee receives a report on cybersecurity risks each quarter."


def make_year(fiscal_year: int, period_end: date | None, **more: Any) -> Filing:
    return make_filing(
        "Harrow", texts={BOARD: QUARTERLY}, fiscal_year=fiscal_year, period_end=period_end, **more
    )


@pytest.mark.parametrize(
    ("named", "ended", "is_before"),
    [
        pytest.param(2024, date(2025, 1, 31), True, id="named two years before, a year apart"),
        pytest.param(2025, date(2025, 1, 26), True, id="a year of 53 weeks"),
        pytest.param(2026, date(2025, 1, 31), True, id="named alike, a year apart"),
        pytest.param(2025, None, True, id="named the year before, its end not known"),
        pytest.param(2024, None, False, id="named two years before, its end not known"),
        pytest.param(2025, date(2025, 6, 30), True, id="named the year before, after a change of its end"),
        pytest.param(2025, date(2026, 3, 31), False, id="named the year before, but it ends later"),
        pytest.param(2024, date(2024, 1, 31), False, id="two years before"),
        pytest.param(2025, date(2026, 1, 31), False, id="the same year by another name"),
        pytest.param(2027, date(2025, 1, 31), True, id="named the year after, a year apart"),
        pytest.param(2026, date(2026, 1, 31), False, id="the same year"),
    ],
)
def test_find_year_before_goes_by_the_end_of_the_year_then_by_its_name(
    named: int, ended: date | None, is_before: bool
) -> None:
    filing, other = make_year(2026, date(2026, 1, 31)), make_year(named, ended, form="20-F")
    assert find_year_before(filing, [filing, other]) == ([other] if is_before else [])


def test_find_year_before_takes_what_is_a_year_apart_before_what_is_named_so() -> None:
    filing = make_year(2026, date(2026, 1, 31))
    apart, named = make_year(2024, date(2025, 1, 31)), make_year(2025, date(2025, 6, 30))
    assert find_year_before(filing, [named, apart]) == [apart]


def test_amendment_of_the_same_year_by_another_name_is_not_held_against_its_original() -> None:
    make_year(2025, date(2026, 1, 31))
    amendment = make_year(2026, date(2026, 1, 31), form="10-K/A", is_amendment=True)
    assert find_before(None, amendment) is None
    refresh_codes()
    assert set(CodedFiling.objects.values_list("prior_stored_at", flat=True)) == {None}


def test_two_years_of_one_name_are_held_against_each_other_in_figures_too() -> None:
    before = make_year(2024, date(2024, 1, 31), accession="0009900001-24-000001")
    filing = make_year(2024, date(2025, 1, 25), accession="0009900001-25-000001")
    assert find_before(None, filing) == before
    summary = YearSummary.objects.get()
    assert (summary.filing, summary.has_changed) == (filing, False)


def test_year_before_without_a_word_is_offered_nowhere(viewer: User) -> None:
    make_filing("Harrow", texts={}, fiscal_year=2025, period_end=date(2025, 1, 31))
    filing = make_year(2026, date(2026, 1, 31))
    assert dict(latest_filings(viewer))[filing] is False


def test_every_page_and_figure_holds_a_year_against_the_one_a_year_apart() -> None:
    before = make_year(2024, date(2025, 1, 31))
    filing = make_year(2026, date(2026, 1, 31))
    assert find_before(None, filing) == before
    listed = filings_by_year(Filing.objects.for_list())
    assert [(year.fiscal_year, list(year.comparable)) for year in listed] == [(2026, [filing.pk]), (2024, [])]
    summaries = YearSummary.objects.order_by("fiscal_year").values_list("fiscal_year", "has_changed")
    assert list(summaries) == [(2024, None), (2026, False)]
    refresh_codes()
    kept = CodedFiling.objects.order_by("filing__fiscal_year").values_list("prior_stored_at", flat=True)
    assert list(kept) == [None, Filing.objects.get(pk=before.pk).stored_at]

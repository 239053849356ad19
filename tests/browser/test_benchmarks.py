"""Benchmarks in a browser: filters, one's own issuer from page to page, the issuers behind a number."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from disclosures.models import Issuer
from tests.browser.accessibility import assert_accessible
from tests.factories import BOARD, MATERIAL_FLAG, make_filing

FLAG = "/benchmarks/says-material-effect-flag/"


@pytest.fixture
def market(transactional_db: None) -> None:
    """Six operating companies in two countries, over two years, and a bank."""
    for number, name in enumerate(("Alder", "Birch", "Cedar", "Damson", "Elm", "Fir", "Gorse Bank")):
        for year in (2024, 2025):
            issuer = make_filing(
                f"{name} Lanterns",
                texts={BOARD: f"The council of {name} meets in {year}."},
                flags={MATERIAL_FLAG: number == 2},
                fiscal_year=year,
            ).issuer
        kind = "bank_or_insurer" if "Bank" in name else "operating"
        facts = {
            "kind": kind,
            "kind_reason": "invented",
            "country": "CA" if number == 2 else "US",
            "sic": 3571,
        }
        Issuer.objects.filter(pk=issuer.pk).update(**facts)


@pytest.mark.usefixtures("market")
def test_own_issuer_is_chosen_on_the_page_and_stays_from_page_to_page(
    page: Page, viewer: User, sign_in: Callable[[Page, User], None]
) -> None:
    sign_in(page, viewer)
    page.goto("/benchmarks/")
    page.get_by_label("Mark my issuer").fill("cedar lan")
    page.get_by_role("button", name="Count these").click()
    page.get_by_role("link", name="Material effect of threats?").first.click()
    expect(page.get_by_text("Its groups are marked below.")).to_be_visible()
    canada = page.get_by_role("row").filter(has_text="Canada")
    expect(canada).to_contain_text("Cedar Lanterns is here")
    canada.get_by_role("link", name="Canada").click()
    expect(page.get_by_text("country", exact=False).first).to_be_visible()
    assert "own=cedar-lanterns" in page.url
    assert "country=CA" in page.url
    page.get_by_role("link", name="All issuers counted").click()
    assert "own=cedar-lanterns" in page.url
    expect(page.get_by_text("your issuer")).to_be_visible()


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_benchmark_pages_are_accessible(
    page: Page,
    phone_page: Page,
    viewer: User,
    sign_in: Callable[[Page, User], None],
    scheme: str,
) -> None:
    for each in (page, phone_page):
        sign_in(each, viewer)
        each.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # parametrize gives plain strings
        for address in (
            "/benchmarks/",
            f"{FLAG}?own=cedar-lanterns",
            f"{FLAG}?kind=all&own=nobody",
            f"{FLAG}?year=1999",
            f"{FLAG}issuers/?own=cedar-lanterns&outcome=no",
            "/benchmarks/length-item/",
            "/benchmarks/changed-item/",
            "/benchmarks/tag-quality/",
            "/benchmarks/tag-quality/missing/",
        ):
            each.goto(address)
            assert_accessible(each)
            width = each.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert width <= 0, f"{address} is {width} px wider than the window"

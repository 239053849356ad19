"""Searching in a browser: the language, a facet, a hit, the next one; nothing for axe to find."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from disclosures.search.index import refresh_words
from tests.browser.accessibility import Scheme, assert_accessible
from tests.factories import BOARD, PROCESSES, make_filing

OVERSEES = "The lighthouse council oversees tidal risk every quarter."


@pytest.fixture
def market(transactional_db: None) -> None:
    make_filing("Harrow Pike Group", texts={PROCESSES: "Models are kept.", BOARD: OVERSEES})
    make_filing("Meridian Vale", texts={BOARD: OVERSEES + " It reports tides."}, form="20-F")
    make_filing("Lanternfish Credit", texts={BOARD: OVERSEES})
    refresh_words()


@pytest.mark.usefixtures("market")
def test_reader_searches_narrows_and_walks(
    page: Page, viewer: User, sign_in: Callable[[Page, User], None]
) -> None:
    sign_in(page, viewer)
    page.goto("/search/")
    page.get_by_label("Search disclosures").fill('"tidal risk" -reports')
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", name="2 passages in 2 filings of 2 issuers")).to_be_visible()
    page.get_by_label("Search disclosures").fill("tidal")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="20-F", exact=True).click()
    expect(page.locator("article.hit")).to_have_count(1)
    page.get_by_role("link", name="Add another value of Form").click()
    page.get_by_role("link", name="10-K", exact=True).click()
    expect(page.locator("article.hit")).to_have_count(3)
    page.get_by_role("link", name=re.compile("10-K.*chosen: take it away")).click()
    expect(page.locator("article.hit")).to_have_count(1)
    page.get_by_role("link", name="Remove Form: 20-F").click()
    page.get_by_role("link", name="Newest").click()
    page.locator("article.hit h3 a").first.click()
    expect(page.get_by_text("hit 1 of 3")).to_be_visible()
    page.get_by_role("link", name="Next hit").click()
    expect(page.get_by_text("hit 2 of 3")).to_be_visible()


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_pages_are_accessible(
    page: Page,
    phone_page: Page,
    viewer: User,
    sign_in: Callable[[Page, User], None],
    scheme: Scheme,
) -> None:
    for each in (page, phone_page):
        sign_in(each, viewer)
        each.emulate_media(color_scheme=scheme)
        for address in (
            "/search/",
            "/search/?q=tidal",
            "/search/?q=tidl&form=20-F",
            "/search/?q=tidal&form=20-F&year=2024&open=form",
            "/search/?element=board-oversight&state=silent",
            "/search/similar/",
            f"/search/similar/?text={OVERSEES}",
        ):
            each.goto(address)
            assert_accessible(each)

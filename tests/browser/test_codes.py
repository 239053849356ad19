"""Codebook values in a browser: from a share to the issuers, their words and the place; nothing for axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from disclosures.codes.storing import refresh_codes
from disclosures.models import Issuer
from tests.browser.accessibility import assert_accessible
from tests.factories import BOARD, PROCESSES, make_filing

OVERSIGHT = "The audit committee of our board oversees cybersecurity risk and is briefed every quarter."
PROGRAMME = "Our programme follows the NIST framework. We do not carry cyber insurance."


@pytest.fixture
def market(transactional_db: None) -> list[str]:
    """Addresses of filings of six operating companies."""
    filings = [
        make_filing(f"Harbour {number}", texts={BOARD: OVERSIGHT, PROCESSES: PROGRAMME})
        for number in range(6)
    ]
    Issuer.objects.update(kind="operating", kind_reason="invented")
    refresh_codes()
    return [filing.slug for filing in filings]


def test_reader_goes_from_a_share_to_the_words(
    page: Page, viewer: User, market: list[str], sign_in: Callable[[Page, User], None]
) -> None:
    sign_in(page, viewer)
    page.goto("/benchmarks/market-shares/")
    row = page.get_by_role("row").filter(has_text="Insured against incidents").first
    row.get_by_role("link", name="6 deny").click()
    expect(page.get_by_role("heading", name="Insured against incidents – denied")).to_be_visible()
    page.get_by_role("link", name="see in filing of Harbour 0, quote 1").click()
    expect(page.get_by_role("article").get_by_text("We do not carry cyber insurance.")).to_be_visible()
    page.goto(f"/filings/{market[0]}/#codebook")
    expect(page.get_by_role("table", name="Codebook values of this filing")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_codebook_values_are_accessible(
    page: Page,
    phone_page: Page,
    viewer: User,
    market: list[str],
    sign_in: Callable[[Page, User], None],
    scheme: str,
) -> None:
    for each in (page, phone_page):
        sign_in(each, viewer)
        each.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # parametrize gives plain strings
        for address in (
            "/benchmarks/market-shares/",
            "/benchmarks/coded-framework/",
            "/benchmarks/coded-cyber_insurance/issuers/?outcome=denied",
            f"/compare/?f={market[0]}&f={market[1]}",
            f"/filings/{market[0]}/#codebook",
            "/search/?code=framework.NIST",
            "/search/?q=programme&code=framework",
        ):
            each.goto(address)
            assert_accessible(each)

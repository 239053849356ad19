"""A compliance officer's way: a plan is published, disclosures stand beside it, a report is taken along."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from comparison.coverage.storing import refresh_coverage
from config.accounts.models import User
from disclosures.identity import Details
from disclosures.sources import ingest_file
from tests.browser.accessibility import assert_accessible

SAMPLES = Path(__file__).resolve().parents[2] / "disclosures" / "samples"
SOURCES = {
    "lanternfish-credit/lnfc-20251231.htm": Details(),
    "harrow-pike-group/cybersecurity-2025.txt": Details("Harrow Pike Group", "", "20-F", 2025),
    "meridian-vale/information-disclosure.txt": Details("Meridian Vale", "", "Web disclosure", 2025),
    "eastmark-plan/digital-finance-safety-plan.txt": Details(),
}
SENIOR = "Appoint a senior manager with proven expertise who reports to the board…"
PARTNERS = "Check their security before contracts are signed and every year thereafter"


@pytest.fixture
def loaded(transactional_db: None) -> None:
    for path, details in SOURCES.items():
        assert [outcome.is_stored for outcome in ingest_file(SAMPLES / path, details=details)] == [True]


def test_from_the_plan_to_the_report(
    page: Page,
    phone_page: Page,
    loaded: None,
    sign_in: Callable[[Page, User], None],
    admin_user: User,
    reviewer: User,
    viewer: User,
) -> None:
    sign_in(page, admin_user)
    look_through_and_publish(page)
    refresh_coverage()
    sign_in(page, reviewer)
    open_from_home(page)
    confirm_and_overrule(page)
    take_the_report(page)
    sign_in(phone_page, viewer)
    read_it_on_the_phone(phone_page, page.url)


def look_through_and_publish(page: Page) -> None:
    page.goto("/frameworks/")
    page.get_by_role("link", name="Safety Plan").click()
    page.get_by_role("link", name="Review and publish").click()
    demand = page.locator("article", has=page.get_by_role("heading", name="Put models under control"))
    demand.last.get_by_text("Change it").click()
    assert_accessible(page)
    demand.last.get_by_label("Short name").fill("Control of models")
    demand.last.get_by_role("button", name="Save the wording").click()
    expect(page.get_by_role("heading", name="Control of models")).to_be_visible()
    page.get_by_role("button", name="Publish the plan").click()
    expect(page.get_by_role("button", name="Take back to a draft")).to_be_visible()


def open_from_home(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Who answers “Safety Plan”").click()
    assert_accessible(page)
    page.get_by_role("link", name="Show what these 3 answer").click()
    expect(page.get_by_role("heading", name="What 3 disclosures answer")).to_be_visible()
    expect(page.get_by_role("row", name="Control of models")).to_contain_text("1 of 3 address")
    assert_accessible(page)


def confirm_and_overrule(page: Page) -> None:
    page.get_by_role("rowheader", name=SENIOR).get_by_role("link").click()
    lender = page.locator("#lanternfish-credit-holdings-ltd-20-f-2025")
    platform = page.locator("#meridian-vale-web-disclosure-2025")
    expect(lender.locator(".passage").first).to_contain_text("committee")
    expect(platform).to_contain_text("Nothing that answers it was found in its words.")
    lender.get_by_text("Confirm or overrule").click()
    assert_accessible(page)
    lender.get_by_label("partly addressed").check()
    lender.get_by_role("button", name="Record").click()
    expect(lender).to_contain_text("Reviewed by reviewer")
    platform.get_by_text("Confirm or overrule").click()
    platform.get_by_label("Why").fill("Nobody senior is named for security.")
    platform.get_by_label("Note what is missing as a gap").check()
    platform.get_by_role("button", name="Record").click()
    expect(platform).to_contain_text("open gap")
    expect(page.get_by_text("2 of 60 reviewed")).to_be_visible()


def take_the_report(page: Page) -> None:
    page.get_by_role("button", name="Take along").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word", exact=True).click()
    assert download.value.suggested_filename.endswith(".docx")
    page.keyboard.press("Escape")


def read_it_on_the_phone(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#meridian-vale-web-disclosure-2025")).to_contain_text("Nobody senior is named")
    expect(page.get_by_role("button", name="Record")).to_have_count(0)
    assert_accessible(page)
    page.goto("/gaps/")
    expect(page.get_by_role("link", name="Nobody senior is named for security.")).to_be_visible()

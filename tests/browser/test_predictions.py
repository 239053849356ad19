"""Deciding about predicted elements, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from comparison.models import Judgement
from config.accounts.models import User
from tests.browser.accessibility import Scheme, assert_accessible
from tests.comparison.rows import make_judgement, make_person, read_untagged_again
from tests.factories import COMMITTEE, UNTAGGED_ITEM, element, make_untagged

OVERSIGHT = UNTAGGED_ITEM.split("\n\n")[4]


def test_reviewer_goes_from_the_filing_to_a_decision(
    page: Page, phone_page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    filing = make_untagged("Harrow Pike Group")
    committee = element(COMMITTEE)
    sign_in(page, make_person("reviewer", name="Rita Reviewer"))
    page.goto(filing.get_absolute_url())
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Confirm or reject.*Board oversight")).click()
    passage = page.get_by_role("article").filter(has_text=OVERSIGHT)
    assert_accessible(page)
    passage.get_by_text("It is another element").click()
    passage.get_by_label("It speaks of").select_option(committee.slug)
    passage.get_by_role("button", name="Record").click()
    expect(passage.get_by_text(f"said to be {committee.name}")).to_be_visible()
    assert_accessible(page)
    judgement = Judgement.objects.get()
    assert (judgement.quote, judgement.instead) == (OVERSIGHT, committee)
    passage.get_by_role("button", name="Confirm", exact=False).click()
    expect(passage.get_by_text("confirmed by Rita Reviewer")).to_be_visible()
    page.goto("/predictions/?show=decided")
    assert_accessible(page)
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back. It stays in the records.")).to_be_visible()
    sign_in(phone_page, make_person("viewer"))
    phone_page.goto("/gaps/")
    phone_page.get_by_role("link", name="Predicted elements to confirm").click()
    phone_page.get_by_role("link", name="All predicted").click()
    expect(phone_page.get_by_text(OVERSIGHT).first).to_be_visible()
    assert_accessible(phone_page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reviewer_names_a_passage_and_reads_its_history(
    scheme: Scheme, page: Page, phone_page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    filing = make_untagged("Harrow Pike Group")
    training = UNTAGGED_ITEM.split("\n\n")[2]
    sign_in(page, make_person("reviewer", name="Rita Reviewer"))
    page.emulate_media(color_scheme=scheme)
    page.goto(filing.get_absolute_url())
    page.get_by_role("link", name="Name what this paragraph speaks of").nth(1).click()
    expect(page.get_by_role("blockquote")).to_have_text(training)
    assert_accessible(page)
    page.get_by_label("speaks of").first.select_option(element(COMMITTEE).slug)
    page.get_by_role("button", name="Name it").click()
    expect(page.get_by_text("named by Rita Reviewer")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    assert_accessible(page)
    sign_in(phone_page, make_person("viewer"))
    phone_page.goto(f"/predictions/{Judgement.objects.get().pk}/")
    assert_accessible(phone_page)


def test_decision_before_the_words_changed_fits_on_a_phone(
    phone_page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    filing = make_untagged("Harrow Pike Group")
    make_judgement(filing, by=make_person("reviewer", name="Rita Reviewer of the Second Line"))
    read_untagged_again(filing, UNTAGGED_ITEM.replace("cybersecurity risk.", "all cybersecurity risk."))
    sign_in(phone_page, make_person("reviewer"))
    phone_page.goto("/predictions/?show=all")
    expect(phone_page.get_by_text("decided before the words changed")).to_be_visible()
    assert phone_page.evaluate("document.documentElement.scrollWidth - screen.width") == 0
    assert_accessible(phone_page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_grid_with_predictions_is_accessible(
    scheme: Scheme, page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    filing = make_untagged("Harrow Pike Group")
    page.emulate_media(color_scheme=scheme)
    sign_in(page, make_person("viewer"))
    page.goto(f"/compare/?f={filing.slug}&element=board-oversight&in={filing.slug}")
    expect(page.get_by_role("link", name="How it was named")).to_be_visible()
    assert_accessible(page)

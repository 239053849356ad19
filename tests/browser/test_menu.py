"""The main menu: in the header on a wide screen, behind its button on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from tests.browser.accessibility import Scheme, assert_accessible


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_menu_opens_and_closes_by_keyboard_and_nothing_scrolls_sideways(
    phone_page: Page, admin_user: User, sign_in: Callable[[Page, User], None], scheme: Scheme
) -> None:
    sign_in(phone_page, admin_user)
    phone_page.emulate_media(color_scheme=scheme)
    phone_page.goto("/issuers/")
    menu = phone_page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    phone_page.get_by_role("button", name="Menu").focus()
    phone_page.keyboard.press("Enter")
    expect(menu.get_by_role("link")).to_have_count(9)
    for part in (phone_page.locator("html"), menu):
        assert part.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert_accessible(phone_page)
    phone_page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    phone_page.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Uploads").click()
    expect(phone_page.get_by_role("heading", name="Uploads")).to_be_visible()
    expect(menu).to_be_hidden()


def test_wide_window_shows_the_menu_in_the_header(
    page: Page, admin_user: User, sign_in: Callable[[Page, User], None]
) -> None:
    sign_in(page, admin_user)
    for width in (1152, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/issuers/")
        expect(page.get_by_role("button", name="Menu")).to_be_hidden()
        links = page.get_by_role("navigation", name="Main").get_by_role("link")
        expect(links).to_have_count(9)
        boxes = [link.bounding_box() for link in links.all()]
        assert len({box and box["y"] for box in boxes}) == 1
        assert page.locator("header.top").evaluate("e => e.scrollWidth - e.clientWidth") == 0
        assert page.locator("header.top").evaluate("e => e.clientHeight") == 51


def test_a_long_name_leaves_the_header_on_one_line(
    page: Page, phone_page: Page, reviewer: User, sign_in: Callable[[Page, User], None]
) -> None:
    reviewer.name = "Bartholomew Featherstonehaugh-Cholmondeley"
    reviewer.save()
    for each in (page, phone_page):
        sign_in(each, reviewer)
        each.goto("/issuers/")
        expect(each.get_by_role("button", name=reviewer.name)).to_be_visible()
        assert each.locator("header.top").evaluate("e => e.clientHeight") == 51

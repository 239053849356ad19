import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from config.permissions import Role
from tests.browser.accessibility import Scheme, assert_accessible
from tests.conftest import PASSWORD, make_user


def log_in(page: Page, username: str, password: str) -> None:
    page.goto("/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_login_leads_to_the_first_page(page: Page) -> None:
    make_user(Role.VIEWER)
    log_in(page, "viewer", PASSWORD)
    expect(page).to_have_url(page.url.split("/login/")[0])
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_is_accessible(page: Page, phone_page: Page, scheme: Scheme) -> None:
    for each in (page, phone_page):
        each.emulate_media(color_scheme=scheme)
        each.goto("/login/")
        assert_accessible(each)


def test_login_refused_keeps_the_name(page: Page, reviewer: User) -> None:
    log_in(page, reviewer.username, "wrong")
    expect(page.get_by_label("Username")).to_have_value(reviewer.username)
    expect(page.get_by_role("alert")).to_be_visible()

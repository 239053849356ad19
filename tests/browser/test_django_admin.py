"""The Django admin under our Content Security Policy: `page` fails a test on any refusal in the console."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from config.accounts.models import User
from config.permissions import Role
from tests.comparison.rows import make_annotation
from tests.conftest import make_user


def test_the_admin_works_under_the_policy(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    annotation = make_annotation()
    sign_in(page, make_user(Role.ADMIN))
    for address in (
        *("/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/disclosures/filing/"),
        f"/admin/accounts/user/{annotation.created_by_id}/change/",
        f"/admin/disclosures/filing/{annotation.filing_id}/change/",
        f"/admin/disclosures/issuer/{annotation.issuer_id}/change/",
        f"/admin/comparison/annotation/{annotation.pk}/change/",
        "/admin/pghistory/events/",
    ):
        answer = page.goto(address)
        assert answer is not None, address
        assert answer.status == 200, address
        expect(page.locator("#content")).to_be_visible()
        expect(page.locator("link[rel=icon]")).to_have_count(1)

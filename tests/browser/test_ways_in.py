"""The three ways in, in a browser: a pasted text is stored, an address that may not be asked is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.accounts.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.test_main_job import run_worker

TEXT = """Fund custody

Lenders' money lies at the Quay Bank since 2024.

Business licence

It was asked for in May 2025.
"""


@pytest.fixture(autouse=True)
def documents_in_a_folder_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def test_a_text_is_pasted_and_read(
    page: Page, sign_in: Callable[[Page, User], None], admin_user: User
) -> None:
    sign_in(page, admin_user)
    page.goto("/uploads/")
    page.get_by_role("link", name="Pasted text").click()
    assert_accessible(page)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Issuer").fill("Quay Lending")
    page.get_by_role("button", name="Read the text").click()
    run_worker()
    expect(page.get_by_text("Stored as Quay Lending, Web disclosure 2025.")).to_be_visible()
    page.get_by_role("link", name="Open the filing").click()
    expect(page.get_by_role("heading", name="Quay Lending, Web disclosure 2025")).to_be_visible()
    expect(page.get_by_role("heading", name="Proposed gaps")).to_be_visible()
    assert_accessible(page)
    proposed = page.get_by_role("listitem").filter(has_text="Nothing was found on “Security level")
    proposed.get_by_role("link", name="Note the gap").click()
    expect(page.get_by_label("What you noticed")).to_have_value(
        "Nothing was found on “Security level of the system”. The guideline asks: how the information system "
        "is graded under the scheme for security-level protection, and by whom it was tested."
    )


def test_an_address_on_this_machine_is_refused_with_a_sentence(
    phone_page: Page, sign_in: Callable[[Page, User], None], admin_user: User
) -> None:
    page = phone_page
    sign_in(page, admin_user)
    page.goto("/uploads/address/")
    assert_accessible(page)
    page.get_by_label("Address of the page").fill("http://127.0.0.1/")
    page.get_by_role("button", name="Fetch and read").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Address of the page").fill("http://localhost/")
    page.get_by_role("button", name="Fetch and read").click()
    expect(page.get_by_text("Being fetched")).to_be_visible()
    run_worker()
    expect(page.get_by_text("localhost is no machine on the public internet")).to_be_visible()
    assert_accessible(page)

"""A real browser: `page` (desktop), `phone_page`, and signing in without typing a password.

The browser lives for one module, because Playwright keeps an event loop running in the thread meanwhile.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from config.accounts.models import User
from tests.conftest import signed_in

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
LAUNCH_OPTIONS = [
    "--no-sandbox",  # root in a container has none to give
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


def installed_browser() -> str | None:
    """Path of a Chromium or Chrome on this machine; None leaves it to Playwright's own download."""
    found = next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    return found or (str(MACOS_CHROME) if MACOS_CHROME.exists() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Django sees Playwright's event loop and would refuse the database to our synchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with playwright.chromium.launch(executable_path=installed_browser(), args=LAUNCH_OPTIONS) as launched:
            yield launched


def open_page(browser: Browser, server: LiveServer, viewport: ViewportSize) -> Iterator[Page]:
    """A page of its own; at the end it must have seen no script error and no refusal by our own CSP."""
    complaints: list[str] = []
    is_phone = viewport == PHONE
    with browser.new_context(
        base_url=server.url, viewport=viewport, is_mobile=is_phone, has_touch=is_phone
    ) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def note(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                complaints.append(message.text)

        page.on("console", note)
        yield page
    assert complaints == []


@pytest.fixture
def page(transactional_db: None, live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """1440 × 900; addresses are relative to the live server.

    Its tests empty every table at their end; the frameworks come back with the signal that follows.
    """
    yield from open_page(browser, live_server, DESKTOP)


@pytest.fixture
def phone_page(transactional_db: None, live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """390 × 844 with touch."""
    yield from open_page(browser, live_server, PHONE)


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """`sign_in(page, user)` gives the page that person's session."""

    def give_session(page: Page, user: User) -> None:
        value = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return give_session

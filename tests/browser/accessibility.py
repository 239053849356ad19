"""What axe says of a page."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# `preload` would fetch the stylesheets again, from wrong addresses, and inline them against our policy.
OPTIONS = {"resultTypes": ["violations"], "preload": False}

type Scheme = Literal["light", "dark"]


def assert_accessible(page: Page) -> None:
    """Fails with one line per element that axe finds fault with."""
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    found = [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert found == []

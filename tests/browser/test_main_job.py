"""The main job in a browser: an admin uploads, a reviewer compares and notes a gap, a viewer reads it."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

from django.db import connections
from playwright.sync_api import Page, expect
from procrastinate.contrib.django import app

from config.accounts.models import User
from tests.browser.accessibility import assert_accessible

SAMPLES = Path(__file__).resolve().parents[2] / "disclosures" / "samples"


PLATFORM = SAMPLES / "meridian-vale/information-disclosure.txt"
R_PAGE = SAMPLES / "harrow-pike-group/cybersecurity-2025.txt"
UPLOADED = [
    SAMPLES / "lanternfish-credit/lnfc-20251231.htm",
    R_PAGE,
    PLATFORM,
    SAMPLES / "sablelight-software/sblt-20260131.htm",
    SAMPLES / "eastmark-plan/digital-finance-safety-plan.txt",
]
SIDE_BY_SIDE = "/compare/?" + "&".join(
    f"f={slug}"
    for slug in (
        "lanternfish-credit-holdings-ltd-20-f-2025",
        "harrow-pike-group-20-f-2025",
        "meridian-vale-web-disclosure-2025",
        "sablelight-software-inc-10-k-2025",
    )
)
GAP = "Nobody at the platform is said to oversee security."


def run_worker() -> None:
    """Does the queued jobs, in a thread of its own: Playwright owns the event loop of this one."""

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    thread.join()


def answer(page: Page, file: Path, issuer: str) -> None:
    page.get_by_role("row", name=file.name).get_by_role("link", name="Say whose it is").click()
    page.get_by_label("Issuer").fill(issuer)
    page.get_by_role("button", name="Store the filing").click()


def test_upload_compare_note_a_gap_and_read_it(
    page: Page, sign_in: Callable[[Page, User], None], admin_user: User, reviewer: User, viewer: User
) -> None:
    sign_in(page, admin_user)
    upload_samples(page)
    sign_in(page, reviewer)
    compare_board_oversight(page)
    note_the_gap(page)
    sign_in(page, viewer)
    read_the_gap(page)


def upload_samples(page: Page) -> None:
    page.goto("/uploads/")
    assert_accessible(page)
    page.get_by_label("Drop filings here, or choose them").set_input_files(UPLOADED)
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_text("0 of 5")).to_be_visible()
    run_worker()
    expect(page.get_by_text("5 of 5")).to_be_visible()
    assert_accessible(page)
    answer(page, R_PAGE, "Harrow Pike Group")
    answer(page, PLATFORM, "Meridian Vale")
    expect(page.get_by_role("link", name="Open the filing")).to_have_count(4)
    publish_the_plan(page)


def publish_the_plan(page: Page) -> None:
    page.get_by_role("link", name="Open the framework").click()
    page.get_by_role("link", name="Review and publish").click()
    assert_accessible(page)
    page.get_by_role("button", name="Publish the plan").click()
    expect(page.get_by_role("button", name="Take back to a draft")).to_be_visible()


def compare_board_oversight(page: Page) -> None:
    page.goto(SIDE_BY_SIDE)
    page.get_by_role("rowheader", name="Board oversight").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Board oversight")).to_be_visible()
    expect(page.get_by_text("Our board oversees how management").last).to_be_visible()
    plan = page.get_by_role("link", name="Strengthen cybersecurity and data security protection")
    expect(plan).to_be_visible()
    assert_accessible(page)


def note_the_gap(page: Page) -> None:
    page.get_by_role("link", name="Note a gap").nth(2).click()
    expect(page.get_by_text("Meridian Vale, Web disclosure, fiscal year 2025")).to_be_visible()
    expect(page.get_by_label("About")).to_have_value("board-oversight")
    assert_accessible(page)
    page.get_by_label("What you noticed").fill(GAP)
    page.get_by_role("button", name="Save").click()


def read_the_gap(page: Page) -> None:
    page.goto("/gaps/")
    assert_accessible(page)
    page.get_by_role("link", name=GAP).click()
    expect(page.get_by_text(GAP)).to_be_visible()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    page.goto(f"{SIDE_BY_SIDE}&element=board-oversight")
    expect(page.get_by_text("1 gap").first).to_be_visible()

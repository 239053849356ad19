"""Two years, side by side, shared wording and saved comparisons in a browser; nothing for axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from comparison.wording.storing import refresh_wordings
from config.accounts.models import User
from disclosures.models import Filing
from tests.browser.accessibility import assert_accessible
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, make_filing

QUARTERLY = "Our security chief reports to the audit committee each quarter on cybersecurity risks."
BRIEFED = "The audit committee receives quarterly updates on cybersecurity risks from management."
HOTLINE = "Customers reach our hotline on working days between nine and five, and write at any time."
PLAN = "A response plan names who decides, whom they tell and how soon they have to do it."
TESTS = "We run penetration tests and tabletop exercises with experts from outside our harbour."

type SignIn = Callable[[Page, User], None]


@pytest.fixture
def now(transactional_db: None) -> Filing:
    """The later of two years that differ in each way a passage can."""
    make_filing(
        "Harrow Pike",
        texts={BOARD: f"{QUARTERLY}\n\n{HOTLINE}", PROCESSES: PLAN},
        flags={MATERIAL_FLAG: False},
        fiscal_year=2023,
        accession="0000000042-24-000001",
    )
    filing = make_filing(
        "Harrow Pike",
        texts={BOARD: f"{QUARTERLY.replace('risks', 'threats')}\n\n{HOTLINE}", PROCESSES: TESTS},
        flags={MATERIAL_FLAG: True},
        accession="0000000042-25-000001",
    )
    make_filing("Meridian Vale", texts={BOARD: f"{BRIEFED}\n\n{HOTLINE}", PROCESSES: TESTS}, form="20-F")
    refresh_wordings()
    return filing


def test_years_say_how_much_changed_and_are_walked_by_keys(
    page: Page, now: Filing, viewer: User, sign_in: SignIn
) -> None:
    sign_in(page, viewer)
    page.goto(f"/filings/{now.slug}/")
    page.get_by_role("link", name="Changes since the year before").click()
    expect(page.get_by_role("heading", name="Harrow Pike: what changed since 2023")).to_be_visible()
    elements = page.get_by_role("region", name="By element").get_by_role("listitem")
    expect(elements.filter(has_text="Board oversight")).to_contain_text("of the words: one of two passages")
    expect(elements.filter(has_text="flag flipped")).to_contain_text("no → yes")
    expect(page.locator("del").first).to_have_text("risks")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.get_by_text("Change 2 of")).to_be_visible()
    assert page.url.endswith("#change-2")
    page.keyboard.press("p")
    expect(page.get_by_text("Change 1 of")).to_be_visible()
    fold = page.get_by_text("1 unchanged passage")
    expect(page.get_by_text(HOTLINE).first).to_be_hidden()
    fold.click()
    expect(page.get_by_text(HOTLINE).first).to_be_visible()


def test_take_along_opens_by_keyboard_and_brings_a_file(
    page: Page, now: Filing, viewer: User, sign_in: SignIn
) -> None:
    sign_in(page, viewer)
    page.goto(f"/compare/years/{now.slug}/")
    page.get_by_role("button", name="Take along").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Page to print")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="Word").click()
    assert file.value.suggested_filename == "changes-harrow-pike-2023-2024.docx"


def test_side_by_side_says_what_is_shared(page: Page, now: Filing, viewer: User, sign_in: SignIn) -> None:
    sign_in(page, viewer)
    other = Filing.objects.get(issuer__name="Meridian Vale")
    page.goto(f"/compare/?f={now.slug}&f={other.slug}&element=board-oversight")
    side = page.get_by_role("region", name="Side by side")
    expect(side.get_by_text("Both: quarterly report to the audit committee")).to_be_visible()
    expect(side.get_by_text("The same words")).to_be_visible()
    expect(side.locator("mark").first).to_have_text(HOTLINE)
    assert_accessible(page)


@pytest.mark.parametrize("screen", ["page", "phone_page"])
def test_an_opened_row_is_come_to_and_left_again(
    request: pytest.FixtureRequest, screen: str, now: Filing, viewer: User, sign_in: SignIn
) -> None:
    page: Page = request.getfixturevalue(screen)
    sign_in(page, viewer)
    others = [make_filing(f"Issuer {number}", texts={BOARD: BRIEFED, PROCESSES: PLAN}) for number in range(4)]
    page.goto(f"/compare/?{'&'.join(f'f={filing.slug}' for filing in (now, *others))}")
    link = page.get_by_role("rowheader", name="Board oversight").get_by_role("link")
    link.click()
    heading = page.get_by_role("heading", name="Board oversight")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.locator("tr.is-open th")).to_contain_text("Board oversight")
    page.get_by_role("link", name="Back to the grid").click()
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


def test_an_opened_cell_stays_in_sight_beside_what_it_opened(
    page: Page, now: Filing, viewer: User, sign_in: SignIn
) -> None:
    sign_in(page, viewer)
    others = [make_filing(f"Issuer {number}", texts={BOARD: BRIEFED, PROCESSES: PLAN}) for number in range(9)]
    page.goto(f"/compare/?{'&'.join(f'f={filing.slug}' for filing in (now, *others))}")
    row = page.get_by_role("row", name="Board oversight")
    cell = row.locator("a.cell").nth(5)
    cell.click()
    expect(page.get_by_role("heading", name="Issuer 4")).to_be_focused()
    boxes = [each.bounding_box() for each in (row.locator("th"), cell, page.locator(".grid-wrap"))]
    (named, own, grid) = [box for box in boxes if box]
    assert named["x"] + named["width"] <= own["x"] + 1
    assert own["x"] + own["width"] <= grid["x"] + grid["width"] + 1


def test_a_comparison_is_saved_and_its_issuers_become_a_peer_group_that_opens_as_one(
    page: Page, now: Filing, viewer: User, sign_in: SignIn
) -> None:
    sign_in(page, viewer)
    other = Filing.objects.get(issuer__name="Meridian Vale")
    page.goto(f"/compare/?f={now.slug}&f={other.slug}")
    page.get_by_text("Save this comparison").click()
    page.get_by_label("Name").fill("Harbours")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Harbours")).to_be_visible()
    assert_accessible(page)
    page.goto("/compare/saved/")
    assert_accessible(page)
    page.get_by_role("link", name="Harbours", exact=True).click()
    page.get_by_role("link", name="Keep these issuers as a peer group").click()
    page.get_by_label("Name").fill("Ports")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Ports")).to_be_visible()
    page.get_by_role("link", name="Compare these").click()
    expect(page.get_by_role("columnheader", name="Harrow Pike")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Meridian Vale")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_comparing_are_accessible(
    page: Page, phone_page: Page, now: Filing, viewer: User, sign_in: SignIn, scheme: str
) -> None:
    shared = now.sentences.filter(wording__issuers__gt=1).values_list("wording_id", flat=True)[0]
    for each in (page, phone_page):
        sign_in(each, viewer)
        each.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # parametrize gives plain strings
        for address in (
            f"/compare/years/{now.slug}/",
            f"/filings/{now.slug}/wording/",
            f"/wording/{shared.to_bytes(8, signed=True).hex()}/",
            f"/compare/years/{now.slug}/print/",
        ):
            each.goto(address)
            assert_accessible(each)

"""Marking words in a filing and writing about them, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from comparison.models import Annotation
from comparison.reviewing.reviews import decide_gap
from config.accounts.models import User
from tests.browser.accessibility import Scheme, assert_accessible
from tests.comparison.rows import TEXT, WORDS, make_annotation, make_person, read_again
from tests.factories import BOARD, PROCESSES, make_filing

OPENING = "𝔸 programme of watching & “testing”.\nIt never sleeps."

SELECT = """([from, to]) => {
  const area = document.querySelector("[data-annotatable]");
  const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest("[data-skip]")) continue;
    const at = walker.currentNode.data.indexOf(from), stop = walker.currentNode.data.indexOf(to);
    if (at >= 0) range.setStart(walker.currentNode, at);
    if (stop >= 0) range.setEnd(walker.currentNode, stop + to.length);
  }
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""


def select_words(page: Page, first: str, last: str) -> None:
    page.evaluate(SELECT, [first, last])
    expect(page.get_by_role("toolbar", name="Selected words")).to_be_visible()


def test_selected_words_become_a_note_that_others_see(
    page: Page, phone_page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    filing = make_filing(texts={PROCESSES: OPENING, BOARD: TEXT})
    sign_in(page, make_person("reviewer", name="Rita Reviewer"))
    page.goto(filing.get_absolute_url())
    select_words(page, "briefs it", "every quarter")
    page.get_by_role("button", name="Note", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-annotation-quote]")).to_have_text(WORDS)
    expect(dialog.get_by_label("About")).to_have_value("board-oversight")
    assert_accessible(page)
    dialog.get_by_label("What you noticed").fill("Quarterly, as last year.")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("mark.note")).to_contain_text(WORDS)
    assert_accessible(page)
    annotation = Annotation.objects.get()
    assert (annotation.quote, annotation.start) == (WORDS, filing.reading_text.index(WORDS))
    sign_in(phone_page, make_person("viewer"))
    phone_page.goto(f"{filing.get_absolute_url()}#note-{annotation.pk}")
    expect(phone_page.get_by_text("Quarterly, as last year.")).to_be_visible()
    assert_accessible(phone_page)


def test_selection_over_two_paragraphs_and_wide_characters_keeps_its_offsets(
    page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    filing = make_filing(texts={PROCESSES: OPENING, BOARD: TEXT})
    sign_in(page, make_person("reviewer"))
    page.goto(filing.get_absolute_url())
    select_words(page, "“testing”", "audit committee")
    page.get_by_role("button", name="Gap", exact=True).click()
    page.get_by_role("dialog").get_by_label("What you noticed").fill("What is tested?")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("What is tested?")).to_be_visible()
    gap = Annotation.objects.get()
    assert gap.quote == "“testing”.\nIt never sleeps.\n\nThe audit committee"
    assert (gap.kind, gap.anchor, gap.element.slug) == ("gap", "anchored", "processes")


def test_a_note_on_a_paragraph_needs_no_mouse(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    filing = make_filing(texts={PROCESSES: OPENING, BOARD: TEXT})
    sign_in(page, make_person("reviewer"))
    page.goto(filing.get_absolute_url())
    page.get_by_role("link", name="Note on this paragraph").first.press("Enter")
    page.keyboard.type("All of it.")
    page.get_by_role("dialog").get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("All of it.")).to_be_visible()
    assert Annotation.objects.get().quote == OPENING


def test_an_elements_address_lights_up_its_words(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    filing = make_filing(texts={PROCESSES: OPENING, BOARD: TEXT})
    sign_in(page, make_person("viewer"))
    page.goto(filing.get_absolute_url())
    page.get_by_role("complementary", name="Elements of this filing").get_by_role(
        "link", name="Board oversight"
    ).click()
    expect(page.locator("p span.is-target")).to_have_text(TEXT.split("\n\n"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_queue_and_detail_are_accessible(
    scheme: Scheme, page: Page, phone_page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    reviewer = make_person("reviewer")
    moved, accepted = make_annotation(), make_annotation()
    Annotation.objects.filter(pk=moved.pk).update(anchor="moved", quote="Words of an earlier reading")
    decide_gap(annotation=accepted, status="accepted", reason="Seen.", seen=None, by=reviewer)
    addresses = ["/gaps/", moved.get_absolute_url(), accepted.get_absolute_url()]
    addresses += [f"/annotations/new/?issuer={moved.issuer.slug}&year=2024&element=expertise&kind=gap"]
    assert moved.filing
    for each in (page, phone_page):
        each.emulate_media(color_scheme=scheme)
        sign_in(each, reviewer)
        for address in [*addresses, moved.filing.get_absolute_url()]:
            each.goto(address)
            assert_accessible(each)


def test_filters_update_the_queue_in_place(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    make_annotation()
    make_annotation(kind="note", body="Only a note.")
    sign_in(page, make_person("viewer"))
    page.goto("/gaps/")
    page.get_by_label("Show").select_option("note")
    expect(page.get_by_role("link", name="Only a note.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]kind=note&"))


def test_a_note_whose_words_are_gone_is_placed_on_selected_words(
    page: Page, phone_page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    annotation = make_annotation()
    filing = annotation.filing
    assert filing
    read_again(filing, "Nothing of it is left here.\n\nA new committee attends each spring.")
    reviewer = make_person("reviewer")
    sign_in(page, reviewer)
    page.goto("/gaps/")
    page.get_by_role("link", name="Place it anew").click()
    expect(page.get_by_role("heading", name="Where does this gap belong now?")).to_be_visible()
    assert_accessible(page)
    select_words(page, "A new", "committee attends")
    page.get_by_role("toolbar").get_by_role("button", name="Place the note here").click()
    expect(page.locator("mark.gap")).to_contain_text("A new committee attends")
    annotation.refresh_from_db()
    assert (annotation.anchor, annotation.quote) == ("anchored", "A new committee attends")
    read_again(filing, "It is gone once more.")
    sign_in(phone_page, reviewer)
    phone_page.goto(f"{filing.get_absolute_url()}?place={annotation.pk}#placing")
    assert_accessible(phone_page)
    phone_page.get_by_role("button", name=re.compile("Place the gap here")).click()
    expect(phone_page.locator("mark.gap")).to_contain_text("It is gone once more.")

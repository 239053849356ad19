"""What pages say of a filing in which no element is named: that it is not known, never that it is silent."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disclosures.models import Filing
from tests.factories import BOARD, MATERIAL_FLAG, UNTAGGED_ITEM, element, make_filing, make_untagged

pytestmark = pytest.mark.django_db

HOTLINE = "Customers reach our hotline on working days between nine and five."

NOTHING_NAMED = "The tide tables hang in the harbour office beside the door."


def make_unnamed(issuer: str, text: str = NOTHING_NAMED, **fields: Any) -> Filing:
    """A filing without tags in whose words no element was named."""
    filing = make_untagged(issuer, text=text, **fields)
    filing.values.all().delete()
    return filing


def grid_address(*filings: Filing, **more: Any) -> str:
    return reverse("compare", query={"f": [filing.slug for filing in filings], **more})


def test_grid_says_of_a_text_without_named_elements_that_it_is_not_named_yet(reviewer_client: Client) -> None:
    tagged, untagged = make_filing("Harrow Pike"), make_unnamed("Tarnwick")
    missing = make_untagged("Vale", text="")
    response = reviewer_client.get(grid_address(tagged, untagged, missing))
    shown = {row.row.element.slug: row for group in response.context["page"].groups for row in group.rows}
    assert [(cell.state.value, cell.word) for cell in shown["board-oversight"].cells] == [
        ("disclosed", "discloses"),
        ("unread", "not named yet"),
        ("unread", "not named yet"),
    ]
    page = response.content.decode()
    assert page.count("says nothing") == 1 + len(
        [cell for row in shown.values() for cell in row.cells if cell.word == "says nothing"]
    )
    assert "untagged: no element named yet" in page
    assert "untagged: no item found in it" in page
    silent = response.context["page"].silent
    assert "Incidents" in silent
    assert f"Nothing is named here about: {', '.join(silent)}." in page


def test_grid_of_texts_without_named_elements_shows_every_group(viewer_client: Client) -> None:
    page = viewer_client.get(grid_address(make_unnamed("Tarnwick"))).context["page"]
    assert page.silent == ()
    assert {cell.word for group in page.groups for row in group.rows for cell in row.cells} == {
        "not named yet"
    }


def test_cell_of_a_text_without_named_elements_says_so(reviewer_client: Client) -> None:
    untagged = make_unnamed("Tarnwick")
    address = grid_address(make_filing("Harrow Pike"), untagged, element="board-oversight")
    for page in (f"{address}&in={untagged.slug}", address):
        content = reviewer_client.get(page).content.decode()
        assert "No element is named in this filing yet" in content
        assert f"/predictions/?show=left&amp;filing={untagged.slug}" in content


def test_cell_of_a_filing_without_an_item_has_no_passages_to_name(reviewer_client: Client) -> None:
    missing = make_untagged("Vale", text="")
    address = grid_address(make_filing("Harrow Pike"), missing, element="board-oversight")
    content = reviewer_client.get(f"{address}&in={missing.slug}").content.decode()
    assert "No item was found in this filing: what it says about this is not known." in content
    assert "show=left" not in content


def test_cell_of_an_element_not_found_says_so(viewer_client: Client) -> None:
    untagged = make_untagged("Tarnwick", text=f"{UNTAGGED_ITEM}\n\n{NOTHING_NAMED}")
    slug = element(MATERIAL_FLAG).text_element.slug
    address = grid_address(make_filing("Harrow Pike"), untagged, element=slug)
    content = viewer_client.get(f"{address}&in={untagged.slug}").content.decode()
    assert "Nothing was found about it in the words of the filing, which has no tags." in content
    assert f"/predictions/?show=left&amp;filing={untagged.slug}" in content


def test_cell_of_a_flag_says_that_it_is_not_tagged(viewer_client: Client) -> None:
    flag = element(MATERIAL_FLAG)
    flag.text_element = None
    flag.save()
    named, unnamed = make_untagged("Tarnwick"), make_unnamed("Vale")
    address = grid_address(make_filing("Harrow Pike"), named, unnamed, element=flag.slug)
    for page in (f"{address}&in={named.slug}", f"{address}&in={unnamed.slug}", address):
        content = viewer_client.get(page).content.decode()
        assert "Not tagged: this filing has no tags, and a flag is never read from the words." in content
        assert "Nothing was found about it" not in content
        assert "/predictions/?show=left" not in content


def test_years_hold_a_text_without_named_elements_against_the_tags(viewer_client: Client) -> None:
    make_unnamed("Harrow Pike", f"{NOTHING_NAMED}\n\n{HOTLINE}", fiscal_year=2023)
    now = make_filing("Harrow Pike", texts={BOARD: HOTLINE})
    response = viewer_client.get(reverse("compare-years", args=[now.slug]))
    page = response.context["page"]
    assert [shown.row.new[0].text for shown in page.unchanged] == [HOTLINE]
    assert {shown.row.change.value for shown in page.changes} == {"dropped"}
    assert (page.elements, page.unchanged_elements) == ((), ())
    grid = viewer_client.get(grid_address(now)).context["page"]
    assert {cell.change for group in grid.groups for row in group.rows for cell in row.cells} == {""}

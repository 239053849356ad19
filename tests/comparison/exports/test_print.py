"""The pages for paper."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import BOARD, COMMITTEE, MATERIAL_FLAG, make_filing

pytestmark = pytest.mark.django_db

MATERIAL = MATERIAL_FLAG.replace("Flag", "TextBlock")

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."


def test_print_page_holds_each_element_with_its_citation(viewer_client: Client) -> None:
    harrow = make_filing("Harrow Pike", texts={BOARD: QUARTERLY, COMMITTEE: "<b>Audit</b>"})
    content = viewer_client.get(reverse("compare-print", query={"f": harrow.slug})).content.decode()
    assert content.count('<section class="print-element">') == content.count("<table") > 1
    assert f"{harrow.slug}, Board oversight (c)(1), characters 0–{len(QUARTERLY)}" in content
    assert ("<b>Audit</b>" in content, "&lt;b&gt;Audit&lt;/b&gt;" in content) == (False, True)


def test_print_page_of_one_element_lays_passages_level(viewer_client: Client) -> None:
    filings = [make_filing(f"Issuer {letter}", texts={BOARD: QUARTERLY}) for letter in "ABCDE"]
    query = {"f": [filing.slug for filing in filings], "element": "board-oversight"}
    content = viewer_client.get(reverse("compare-print", query=query)).content.decode()
    assert (content.count("the same words"), content.count(QUARTERLY)) == (1, 5)


def test_print_page_says_long_words_under_two_elements_once(viewer_client: Client) -> None:
    text = " ".join([QUARTERLY] * 5)
    harrow = make_filing("Harrow Pike", texts={BOARD: text, COMMITTEE: text})
    content = viewer_client.get(reverse("compare-print", query={"f": harrow.slug})).content.decode()
    assert content.count(text) == 1
    assert content.count("The same words as under “Board oversight” above.") == 1


def test_print_page_of_one_element_says_the_state_of_each(viewer_client: Client) -> None:
    flags = {MATERIAL_FLAG: False}
    filings = [
        make_filing("Harrow Pike", texts={MATERIAL: QUARTERLY}, flags=flags),
        make_filing("Meridian Vale"),
    ]
    query = {"f": [filing.slug for filing in filings], "element": "material-effect"}
    content = viewer_client.get(reverse("compare-print", query=query)).content.decode()
    states = re.findall('<td><p><span class="st st-([a-z]+)">([^<]+)</span>', content.split("<tbody>")[1])
    assert states[:2] == [("denied", "denies"), ("silent", "says nothing")]
    assert "Material effect of threats? no" in content


def test_print_page_of_years_marks_changes(viewer_client: Client) -> None:
    make_filing("Harrow Pike", texts={BOARD: QUARTERLY}, fiscal_year=2023)
    now = make_filing("Harrow Pike", texts={BOARD: QUARTERLY.replace("quarter", "month")})
    content = viewer_client.get(reverse("years-print", args=[now.slug])).content.decode()
    assert "every <del>quarter</del><ins>month</ins>." in content


@pytest.mark.parametrize("element", ["", "board-oversight"])
def test_the_menu_offers_every_file(viewer_client: Client, element: str) -> None:
    harrow = make_filing("Harrow Pike", texts={BOARD: QUARTERLY})
    query = {"f": harrow.slug} | ({"element": element} if element else {})
    content = viewer_client.get(reverse("compare", query=query)).content.decode()
    addresses = [
        reverse("compare-print"),
        *(reverse("compare-export", args=[kind]) for kind in ("xlsx", "docx", "csv", "json")),
    ]
    asked = f"?f={harrow.slug}" + (f"&amp;element={element}" if element else "")
    assert [f'href="{address}{asked}"' in content for address in addresses] == [True] * 5

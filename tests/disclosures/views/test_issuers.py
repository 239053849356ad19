"""Issuer and filing pages: who may see them, how many queries, odd addresses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disclosures import queries
from tests.factories import BOARD, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

PAGES = ["/issuers/", "/filings/", "/frameworks/", "/frameworks/cyd/"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_ask_a_stranger_to_log_in(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_for_a_viewer(viewer_client: Client, address: str) -> None:
    assert viewer_client.get(address).status_code == 200


@pytest.mark.parametrize(("address", "queries"), [("/issuers/", 5), ("/filings/", 5)])
@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_one_row_and_three(
    viewer_client: Client, django_assert_num_queries: Any, address: str, queries: int, count: int
) -> None:
    for _ in range(count):
        make_filing()

    with django_assert_num_queries(queries):
        viewer_client.get(address)


def test_issuer_list_finds_by_a_part_of_the_name_and_by_cik(viewer_client: Client) -> None:
    make_filing("Harrow Pike Group", cik="0009900001")
    make_filing("Lanternfish Credit", cik="0009900002")

    by_name = viewer_client.get("/issuers/", {"q": "pike"}).content.decode()
    by_cik = viewer_client.get("/issuers/", {"q": "9900002"}).content.decode()

    assert ("Harrow Pike Group" in by_name, "Lanternfish Credit" in by_name) == (True, False)
    assert ("Harrow Pike Group" in by_cik, "Lanternfish Credit" in by_cik) == (False, True)


@pytest.mark.parametrize("address", ["/issuers/", "/filings/", "/compare/"])
def test_issuers_stand_in_alphabetical_order_whatever_their_capitals(
    viewer_client: Client, address: str
) -> None:
    names = ("AbbotRow Inc.", "ABVC HOLDINGS", "AMBERLEY CORP", "Barrowline plc")
    for name in reversed(names):
        make_filing(name)

    page = viewer_client.get(address).content.decode()

    assert sorted(names, key=page.rindex) == list(names)


@pytest.mark.parametrize("query", ["q=%00", "page=-1", "page=" + "9" * 31, "year=-1", "year=" + "9" * 31])
@pytest.mark.parametrize("address", ["/issuers/", "/filings/"])
def test_odd_query_strings_are_answered(viewer_client: Client, address: str, query: str) -> None:
    assert viewer_client.get(f"{address}?{query}").status_code == 200


def test_issuer_rows_alone_for_htmx(viewer_client: Client) -> None:
    make_filing("Harrow Pike Group")

    part = viewer_client.get("/issuers/", headers={"HX-Request": "true", "HX-Target": "issuer-rows"}).content

    assert b"Harrow Pike Group" in part
    assert b"<h1" not in part


def test_issuer_page_lists_filings_by_year_and_what_amends_what(viewer_client: Client) -> None:
    original = make_filing("Harrow Pike Group", fiscal_year=2023)
    make_filing("Harrow Pike Group", fiscal_year=2023, form="10-K/A", is_amendment=True)
    make_filing("Harrow Pike Group", fiscal_year=2024)

    text = viewer_client.get(original.issuer.get_absolute_url()).content.decode()

    assert text.index("Fiscal year 2024") < text.index("Fiscal year 2023")
    assert f'amends <a href="{original.get_absolute_url()}">10-K</a>' in text


def test_an_unknown_issuer_is_not_found(viewer_client: Client) -> None:
    assert viewer_client.get("/issuers/nobody/").status_code == 404


def test_the_source_comes_as_a_download_only(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike Group")

    response = viewer_client.get(f"/filings/{filing.slug}/source/")

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == filing.document.read()


def test_framework_page_shows_elements_in_order_with_their_clauses(viewer_client: Client) -> None:
    text = viewer_client.get("/frameworks/cyd/").content.decode()

    assert text.index("Risk management and strategy") < text.index("Governance: board")
    assert "16K(c)(1)" in text


def test_issuer_page_names_the_country_not_its_code(viewer_client: Client) -> None:
    issuer = make_filing("Harrow Pike Group").issuer
    issuer.country = "KY"
    issuer.save()

    assert "· Cayman Islands" in viewer_client.get(issuer.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("number", "names"),
    [(1, ["Alder", "Birch"]), (2, ["Cedar", "Damson"]), (3, ["Elm"]), (9, ["Elm"])],
)
@pytest.mark.parametrize("name", ["filing-list", "issuer-list"])
def test_pages_of_a_list_hold_their_rows_in_order_with_their_counts(
    viewer_client: Client, monkeypatch: pytest.MonkeyPatch, name: str, number: int, names: list[str]
) -> None:
    monkeypatch.setattr(queries, "ROWS_PER_PAGE", 2)
    for issuer in ("Elm", "Birch", "Damson", "Alder", "Cedar"):
        make_filing(issuer, texts={BOARD: "The board oversees.", PROCESSES: "Models."})
    rows = viewer_client.get(reverse(name), {"page": number}).context["page"].object_list
    assert [getattr(row, "issuer", row).name for row in rows] == names
    assert {getattr(row, "value_count", 2) for row in rows} == {2}
    assert {getattr(row, "filing_count", 1) for row in rows} == {1}

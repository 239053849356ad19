"""Shares as programs get them: those of the page, with denominators, never a percentage of a few."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import BOARD, MATERIAL_FLAG, element, make_filing

pytestmark = pytest.mark.django_db


def get(client: Client, address: str, **query: Any) -> Any:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def make_market(said: list[bool | None]) -> None:
    for number, flag in enumerate(said):
        filing = make_filing(
            f"Issuer {number}",
            texts={BOARD: "The board oversees."},
            flags={} if flag is None else {MATERIAL_FLAG: flag},
        )
        type(filing.issuer).objects.filter(pk=filing.issuer.pk).update(
            kind="operating", kind_reason="SIC 7370"
        )


def flag_slug() -> str:
    return f"says-{element(MATERIAL_FLAG).slug}"


def test_shares_have_their_denominator(viewer_client: Client) -> None:
    make_market([True, False, False, False, None])
    found = get(viewer_client, f"/api/benchmarks/{flag_slug()}", fiscal_year=2024)
    assert (found["fiscal_year"], found["overall"]["n"]) == (2024, 5)
    assert (found["type"], found["form"]) == ("operating", "10-K")
    shares = [(own["outcome"], own["count"], own["of"], own["percent"]) for own in found["overall"]["shares"]]
    assert shares == [("yes", 1, 5, 20.0), ("no", 3, 5, 60.0), ("untagged", 1, 5, 20.0)]
    groups = {name: [group["value"] for group in own] for name, own in found["groupings"].items()}
    assert groups == {
        "kind": ["operating"],
        "form": ["10-K"],
        "division": ["not stated"],
        "size": ["not stated"],
        "country": ["unknown"],
        "year": ["2024"],
        "peers": [],
    }


def test_few_filings_give_no_percentage(viewer_client: Client) -> None:
    make_market([True, False])
    overall = get(viewer_client, f"/api/benchmarks/{flag_slug()}")["overall"]
    assert [(own["count"], own["of"], own["percent"]) for own in overall["shares"]] == [
        (1, 2, None),
        (1, 2, None),
        (0, 2, None),
    ]
    lengths = get(viewer_client, "/api/benchmarks/length-item")["overall"]
    assert (lengths["n"], lengths["words"]) == (2, {"p10": None, "median": None, "p90": None})


def test_issuers_behind_a_figure(viewer_client: Client) -> None:
    make_market([True, False])
    found = get(viewer_client, f"/api/benchmarks/{flag_slug()}/issuers", outcome="yes")
    assert [(row["issuer"]["name"], row["outcome"], row["words"]) for row in found["items"]] == [
        ("Issuer 0", "yes", 3)
    ]
    assert get(viewer_client, f"/api/benchmarks/{flag_slug()}/issuers")["count"] == 2


def test_attributes_are_listed_with_how_they_are_counted(viewer_client: Client) -> None:
    found = get(viewer_client, "/api/benchmarks/")
    assert found[0] | {"rule": ""} == {
        "slug": "length-item",
        "name": "Length of the item in words",
        "element": None,
        "rule": "",
        "outcomes": [],
    }
    assert flag_slug() in {attribute["slug"] for attribute in found}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nothing-at-all", 404),
        ("length-item?peer_group=nobodys", 404),
        ("length-item?type=everything", 422),
        ("length-item?fiscal_year=0", 422),
        ("length-item?form=%00", 422),
        ("length-item?form=nothing&country=zz&sic_division=x&size_band=y", 200),
    ],
)
def test_odd_questions(viewer_client: Client, address: str, status: int) -> None:
    assert viewer_client.get(f"/api/benchmarks/{address}").status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_issuers_behind_take_the_same_queries(
    viewer_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    make_market([True] * count)
    with django_assert_num_queries(7):
        get(viewer_client, f"/api/benchmarks/{flag_slug()}/issuers")

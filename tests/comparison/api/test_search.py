"""Searching as programs do: hits with their places, facets, refusals; texts that read alike."""

from typing import Any

import pytest
from django.test import Client

from disclosures.search.index import refresh_words
from tests.factories import BOARD, PROCESSES, element, make_filing

pytestmark = pytest.mark.django_db

FIRST = "Our board of directors supervises how we deal with threats to our systems every quarter."


def get(client: Client, address: str, **query: Any) -> Any:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_hits_have_their_words_and_place(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST, PROCESSES: "We look for dangers."})
    make_filing("Lanternfish Credit", texts={BOARD: "Nothing of the kind."})
    found = get(viewer_client, "/api/search/", q="threats")
    assert found["items"] == [
        {
            "issuer": {"slug": "harrow-pike-group", "name": "Harrow Pike Group", "cik": None},
            "filing": filing.slug,
            "form": "10-K",
            "fiscal_year": 2024,
            "start": 0,
            "end": len(FIRST),
            "page": f"/filings/{filing.slug}/",
            "text": FIRST,
            "elements": [element(BOARD).slug],
            "is_from_words": False,
        }
    ]
    counts = {name: found[name] for name in ("count", "issuers", "filings", "is_capped", "next", "previous")}
    assert counts == {
        "count": 1,
        "issuers": 1,
        "filings": 1,
        "is_capped": False,
        "next": None,
        "previous": None,
    }
    assert found["facets"]["fiscal_year"] == [{"value": "2024", "passages": 1, "issuers": 1}]
    assert found["facets"]["element"] == [{"value": element(BOARD).slug, "passages": 1, "issuers": 0}]


def test_filters_add_up(viewer_client: Client) -> None:
    make_filing("Harrow Pike Group", texts={BOARD: FIRST, PROCESSES: "We look for threats."})
    counts = {
        "q=threats": 2,
        f"q=threats&element={element(PROCESSES).slug}": 1,
        "q=threats&fiscal_year=2024&fiscal_year=2023&form=10-K": 2,
        "q=threats&fiscal_year=2023": 0,
        "q=threats&type=operating": 0,
        "issuer=harrow-pike-group": 2,
    }
    assert {q: viewer_client.get(f"/api/search/?{q}").json()["count"] for q in counts} == counts


def test_hits_come_in_pieces(viewer_client: Client) -> None:
    for number in range(3):
        make_filing(f"Issuer {number}", texts={BOARD: FIRST})
    address, seen = "/api/search/?q=threats&limit=2&sort=issuer", []
    while address:
        piece = viewer_client.get(address).json()
        seen += [hit["issuer"]["name"] for hit in piece["items"]]
        address = piece["next"]
    assert seen == ["Issuer 0", "Issuer 1", "Issuer 2"]
    assert piece["previous"] == "http://testserver/api/search/?q=threats&limit=2&sort=issuer&offset=0"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("q=%00", 422),
        ("q=a&limit=0", 422),
        ("q=a&offset=-1", 422),
        (f"q=a&offset={10**30}", 422),
        ("q=a&element=nothing", 404),
        ("q=a&peer_group=nobodys", 404),
        ("q=a&sort=sideways", 422),
        ("q=%22%22%20-%20OR%20(", 400),
    ],
)
def test_odd_questions(viewer_client: Client, query: str, status: int) -> None:
    assert viewer_client.get(f"/api/search/?{query}").status_code == status


def test_similar_texts_with_their_score(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: FIRST})
    make_filing("Lanternfish Credit", texts={BOARD: "Nothing of the kind is written here at all."})
    refresh_words()
    (found,) = get(viewer_client, "/api/search/similar", text=FIRST)["items"]
    assert (found["score"], found["is_exact"], found["text"], found["issuers"]) == (1.0, True, FIRST, 1)
    assert [place["filing"] for place in found["places"]] == [filing.slug]
    for text in ("", "\x00"):
        assert viewer_client.get("/api/search/similar", {"text": text}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_hits_take_the_same_queries(
    viewer_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        make_filing(f"Issuer {number}", texts={BOARD: FIRST})
    with django_assert_num_queries(6):
        assert get(viewer_client, "/api/search/", q="threats")["count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_similar_texts_take_the_same_queries(
    viewer_client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        make_filing(f"Issuer {number}", texts={BOARD: FIRST})
    refresh_words()
    with django_assert_max_num_queries(8):
        (found,) = get(viewer_client, "/api/search/similar", text=FIRST)["items"]
    assert [len(found["places"]), found["issuers"]] == [count, count]

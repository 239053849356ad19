"""The list of a wording's users, a filing's own wording, and the badges that lead there."""

import re
from typing import Any

import pytest
from django.test import Client

from comparison.models import SentenceUse
from comparison.wording.badges import fetch_badges, read_key, wording_address
from comparison.wording.storing import refresh_wordings
from disclosures.models import Filing, Issuer
from disclosures.search.index import refresh_words
from tests.comparison.wording.sentences import OWN, PLAN, PLAN_NEAR, SAME
from tests.factories import BOARD, make_filing

pytestmark = pytest.mark.django_db


def hold(issuer: str, *sentences: str, year: int = 2024) -> Filing:
    return make_filing(issuer, texts={BOARD: " ".join(sentences)}, fiscal_year=year)


def address_of(filing: Filing) -> str:
    """Of the filing's first sentence."""
    return wording_address(filing.sentences.order_by("start")[0].wording_id)


def names(answer: Any) -> list[str]:
    return [row.filing.issuer.name for row in answer.context["result"].rows]


@pytest.fixture
def held() -> Filing:
    """Alpha's plan: Beta has the same words two years in a row, Gamma nearly."""
    filing = hold("Alpha", PLAN, OWN)
    hold("Beta", PLAN)
    hold("Beta", PLAN, year=2023)
    hold("Gamma", PLAN_NEAR)
    refresh_wordings()
    return filing


def test_wording_page_lists_every_place(viewer_client: Client, held: Filing) -> None:
    answer = viewer_client.get(address_of(held))
    result = answer.context["result"]
    assert names(answer) == ["Alpha", "Beta", "Beta", "Gamma"]
    assert [row.is_same for row in result.rows] == [True, True, True, False]
    assert (result.counts.issuers, result.counts.same_issuers, result.counts.filings) == (3, 2, 4)
    assert [(run.mark.value, run.text) for run in result.rows[3].runs if run.mark.value != "same"] == [
        ("gone", "insurers"),
        ("new", "customers"),
    ]
    assert result.rows[0].address == f"{held.get_absolute_url()}#c0"


def test_sentence_without_an_end_leads_to_similar_passages_all_the_same(viewer_client: Client) -> None:
    filing = hold("Alpha", " ".join(["船舶系统"] * 1_000) + ".")
    refresh_wordings()
    page = viewer_client.get(address_of(filing)).content.decode()
    (address,) = re.findall(r'href="(/search/similar/[^"]*)"', page)
    assert len(address) < 8_000  # a server takes 8,190 bytes
    assert viewer_client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"year": "2023"}, ["Beta"]),
        ({"kind": "bank_or_insurer"}, ["Gamma"]),
        ({"copies": "same"}, ["Alpha", "Beta", "Beta"]),
        ({"copies": "near"}, ["Gamma"]),
        ({"year": "1999"}, ["Alpha", "Beta", "Beta", "Gamma"]),
    ],
)
def test_wording_page_narrows(
    viewer_client: Client, held: Filing, query: dict[str, str], expected: list[str]
) -> None:
    Issuer.objects.filter(name="Gamma").update(kind="bank_or_insurer", kind_reason="said so")
    assert names(viewer_client.get(address_of(held), query)) == expected


@pytest.mark.parametrize("digits", ["0" * 16, "zz", "ABCDEFABCDEFABCD"])
def test_wording_page_of_nothing_is_not_found(viewer_client: Client, held: Filing, digits: str) -> None:
    assert viewer_client.get(f"/wording/{digits}/").status_code == 404


@pytest.mark.parametrize("key", [0, 1, -1, 2**63 - 1, -(2**63)])
def test_addresses_hold_their_key(key: int) -> None:
    assert read_key(wording_address(key).strip("/").rpartition("/")[2]) == key


def test_filing_page_tells_common_from_unusual(viewer_client: Client, held: Filing) -> None:
    refresh_words()
    result = viewer_client.get(f"/filings/{held.slug}/wording/").context["result"]
    assert [(sentence.text, sentence.others) for sentence in result.common] == [(PLAN, 2)]
    assert [(sentence.text, sentence.others) for sentence in result.unusual] == [(OWN, 0)]
    assert (result.counted.shared, result.counted.sentences) == (1, 2)


def test_unusual_sentences_come_rarest_words_first(viewer_client: Client) -> None:
    usual = "The committee hears from the chief every month."
    filing = hold("Alpha", usual, OWN)
    for number in range(3):
        hold(f"Other {number}", SAME)
    refresh_wordings()
    refresh_words()
    result = viewer_client.get(f"/filings/{filing.slug}/wording/").context["result"]
    assert [sentence.text for sentence in result.unusual] == [OWN, usual]


def test_filing_page_says_when_it_waits(viewer_client: Client) -> None:
    filing = hold("Alpha", SAME)
    answer = viewer_client.get(f"/filings/{filing.slug}/wording/")
    assert answer.context["result"].counted is None
    assert b"being counted" in answer.content


def test_badge_names_the_other_issuers(viewer_client: Client, held: Filing) -> None:
    badge = fetch_badges([held.pk]).find(held.pk, (0, len(held.reading_text)))
    assert badge is not None
    assert [(own.words[:7], own.others, own.address) for own in badge.sentences] == [
        ("We keep", 2, address_of(held))
    ]
    page = viewer_client.get(held.get_absolute_url()).content.decode()
    assert page.count("also used by 2 issuers") == 1


def test_no_badge_where_nobody_else_uses_it(held: Filing) -> None:
    own = held.sentences.order_by("start")[1]
    assert fetch_badges([held.pk]).find(held.pk, (own.start, own.end)) is None


def test_badge_side_by_side(viewer_client: Client, held: Filing) -> None:
    other = Filing.objects.get(issuer__name="Gamma")
    query = {"f": [held.slug, other.slug], "element": "board-oversight"}
    page = viewer_client.get("/compare/", query).content.decode()
    assert page.count("also used by 2 issuers") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_for_one_row_and_three(
    viewer_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    filing = hold("Alpha", *[SAME, PLAN, OWN][:count])
    for number in range(count):
        hold(f"Other {number}", SAME)
    refresh_wordings()
    viewer_client.get("/issuers/")
    assert SentenceUse.objects.filter(filing=filing).count() == count
    with django_assert_num_queries(12):
        viewer_client.get(address_of(filing))
    with django_assert_num_queries(8):
        viewer_client.get(f"/filings/{filing.slug}/wording/")
    with django_assert_num_queries(14):
        viewer_client.get(filing.get_absolute_url())


def test_benchmark_tells_how_much_is_shared(viewer_client: Client, held: Filing) -> None:
    hold("Delta", OWN.replace("Harbour", "Canal").replace("tide", "lock").replace("night", "day"))
    refresh_wordings()
    page = viewer_client.get("/benchmarks/shared-item/", {"kind": "all", "year": "2024"}).context["page"]
    shares = {entry.outcome.key: (entry.share.count, entry.share.total) for entry in page.overall.shares}
    assert shares == {"much": (3, 4), "some": (0, 4), "none": (1, 4)}

"""Searching by what the codebook reads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disclosures.codes.storing import refresh_codes
from disclosures.codes.terms import read_term
from tests.factories import BOARD, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

INSURED = "We carry cyber insurance."
BARE = "We do not carry cyber insurance."
NIST = "Our cybersecurity programme is based on the NIST framework."
ISO = "Our cybersecurity programme is based on ISO 27001."
NOTHING = "Tide tables hang in the harbour office."


@pytest.fixture
def market() -> None:
    texts = {
        "Insured": f"{INSURED} {NIST}",
        "Bare": f"{BARE} {ISO}",
        "Both": f"{NIST} {ISO}",
        "Mute": NOTHING,
    }
    for name, text in texts.items():
        make_filing(name, texts={BOARD: text})
    make_filing("Event", texts={BOARD: NOTHING}, form="8-K")
    refresh_codes()


def result(client: Client, **query: Any) -> Any:
    answer = client.get(reverse("search", query=query))
    assert answer.status_code == 200
    return answer.context["result"]


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (["framework"], ["Both", "Bare", "Insured"]),
        (["framework.NIST"], ["Both", "Insured"]),
        (["framework.NIST", "framework.ISO27001"], ["Both", "Bare", "Insured"]),
        (["cyber_insurance.denied"], ["Bare"]),
        (["cyber_insurance.silent"], ["Both", "Mute"]),
        (["cyber_insurance.silent", "cyber_insurance.denied"], ["Bare", "Both", "Mute"]),
        (["framework.NIST", "cyber_insurance"], ["Insured"]),
        (["framework.COBIT"], []),
    ],
    ids="+".join,
)
def test_filings_that_fit(viewer_client: Client, codes: list[str], names: list[str]) -> None:
    page = result(viewer_client, code=codes)
    assert page.is_about_filings
    assert sorted(hit.filing.issuer.name for hit in page.coded) == sorted(names)
    assert page.page.paginator.count == len(names)


@pytest.mark.usefixtures("market")
def test_element_and_framework_add_up_with_values(viewer_client: Client) -> None:
    make_filing("Elsewhere", texts={PROCESSES: NIST})
    refresh_codes()
    asked = {"code": "framework.NIST", "element": "board-oversight"}
    page = result(viewer_client, **asked)
    assert sorted(hit.filing.issuer.name for hit in page.coded) == ["Both", "Insured"]
    assert page.page.paginator.count == 2
    assert len(result(viewer_client, code="framework.NIST", framework="cyd").coded) == 3
    assert result(viewer_client, code="framework.NIST", framework="online_lending").coded == ()


@pytest.mark.usefixtures("market")
def test_search_that_finds_no_filing_says_so(viewer_client: Client) -> None:
    page = viewer_client.get(reverse("search", query={"code": "framework.COBIT"}))
    assert "0 filings that fit" in page.content.decode()


@pytest.mark.usefixtures("market")
def test_a_filing_stands_with_its_value_and_quotes(viewer_client: Client) -> None:
    (hit,) = result(viewer_client, code=["cyber_insurance.denied"]).coded
    (said,) = hit.codes
    assert (said.label, said.words, said.state.value) == ("Insured against incidents", "denies", "denied")
    assert [(quote.words, quote.address) for quote in said.quotes] == [
        (BARE, f"{hit.filing.get_absolute_url()}#c0")
    ]


@pytest.mark.usefixtures("market")
def test_with_words_the_passages_of_such_filings_are_found(viewer_client: Client) -> None:
    page = result(viewer_client, q="programme", code=["cyber_insurance.denied"])
    assert [hit.filing.issuer.name for hit in page.hits] == ["Bare"]
    assert (page.is_about_filings, page.coded) == (False, ())


@pytest.mark.usefixtures("market")
def test_what_is_asked_can_be_taken_away_or_changed(viewer_client: Client) -> None:
    page = result(viewer_client, code=["framework.NIST"])
    (chosen,) = page.chosen_codes
    assert chosen.label == "Frameworks and standards named"
    assert [(own.label, own.address) for own in chosen.answers] == [("NIST", "/search/?")]
    others = {own.label: own.address for own in chosen.others}
    assert others["ISO 27001"] == "/search/?code=framework.ISO27001"
    assert others["says nothing"] == "/search/?code=framework.silent"
    offered = {choice.label: choice.address for facet in page.codes for choice in facet.choices}
    assert offered["Staff trained"] == "/search/?code=framework.NIST&code=employee_training"
    assert "Frameworks and standards named" not in offered


@pytest.mark.parametrize("word", ["odd", "odd.NIST", "framework.odd", "", ".", "framework.NIST.x"])
def test_what_the_codebook_has_not_is_left_out(viewer_client: Client, word: str) -> None:
    assert read_term(word) is None
    assert result(viewer_client, code=[word]).asked.criteria.codes == ()


@pytest.mark.parametrize("word", ["certifications.CISSP", "framework.NIST", "framework", "framework.silent"])
def test_a_term_is_worded_as_it_was_read(word: str) -> None:
    term = read_term(word)
    assert term is not None
    assert term.word == word


@pytest.mark.usefixtures("market")
def test_interface_narrows_by_codes(viewer_client: Client) -> None:
    found = viewer_client.get("/api/search/", {"code": "cyber_insurance.denied"}).json()
    assert [item["issuer"]["name"] for item in found["items"]] == ["Bare"]
    assert viewer_client.get("/api/search/", {"code": "odd"}).status_code == 404

"""Codebook attributes as benchmarks, by issuer type, and beside what others have published."""

import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.benchmarks.attributes import UNCOUNTED, coded_attributes, countable_values, find_coded
from comparison.benchmarks.published import load_published, read_measure
from disclosures.codes.marks import mark_denied, mark_disclosed, mark_value
from disclosures.codes.storing import refresh_codes
from disclosures.coding.codebook.registry import load_attributes
from disclosures.models import CodedFiling, Issuer
from tests.factories import BOARD, make_filing

pytestmark = pytest.mark.django_db

INSURED = "We carry cyber insurance."
BARE = "We do not carry cyber insurance."
NIST = "Our cybersecurity programme is based on the NIST framework."
ISO = "Our cybersecurity programme is based on ISO 27001."
NOTHING = "Tide tables hang in the harbour office."


def add(name: str, text: str, *, kind: str = "operating", size: int | None = None, **fields: Any) -> None:
    """An issuer with an annual filing of fiscal year 2025."""
    issuer = make_filing(name, texts={BOARD: text}, fiscal_year=2025, **fields).issuer
    Issuer.objects.filter(pk=issuer.pk).update(kind=kind, kind_reason="invented", public_float=size)


@pytest.fixture
def market() -> None:
    """Six operating companies and two funds; a filing of another form."""
    for number in range(3):
        add(f"Insured {number}", f"{INSURED} {NIST}", size=800_000_000)
    add("Bare", f"{BARE} {NIST} {ISO}", size=20_000_000_000)
    add("Iso", ISO, size=10_000_000)
    add("Nothing", NOTHING)
    add("Fund", INSURED, kind="fund_or_trust")
    add("Other fund", NOTHING, kind="fund_or_trust")
    add("Foreign", INSURED, form="20-F")
    refresh_codes()


def page_of(client: Client, view: str, *arguments: str, **query: str) -> Any:
    answer = client.get(reverse(view, args=arguments, query=query))
    assert answer.status_code == 200
    return answer.context["page"]


def shares(group: Any) -> dict[str, str]:
    return {own.outcome.key: f"{own.share.words} {own.share.percent_words}".strip() for own in group.shares}


@pytest.mark.usefixtures("market")
def test_an_attribute_is_counted_in_its_states(viewer_client: Client) -> None:
    page = page_of(viewer_client, "benchmark-detail", "coded-cyber_insurance")
    assert page.attribute.name == "Insured against incidents"
    assert shares(page.overall) == {
        "disclosed": "3 of 6 50 %",
        "denied": "1 of 6 17 %",
        "silent": "2 of 6 33 %",
    }


@pytest.mark.usefixtures("market")
def test_a_value_is_counted_beside_other_values_and_silence(viewer_client: Client) -> None:
    page = page_of(viewer_client, "benchmark-detail", "coded-framework--NIST")
    assert page.attribute.name == "Frameworks and standards named: NIST"
    assert shares(page.overall) == {
        "disclosed": "4 of 6 67 %",
        "other": "1 of 6 17 %",
        "silent": "1 of 6 17 %",
    }


@pytest.mark.usefixtures("market")
def test_several_values_count_a_filing_once(viewer_client: Client) -> None:
    page = page_of(viewer_client, "benchmark-detail", "coded-framework--NIST--ISO27001")
    assert page.attribute.name == "Frameworks and standards named: NIST or ISO 27001"
    assert shares(page.overall) == {
        "disclosed": "5 of 6 83 %",
        "other": "0 of 6 0 %",
        "silent": "1 of 6 17 %",
    }


@pytest.mark.usefixtures("market")
def test_a_filing_that_waits_is_not_counted(viewer_client: Client) -> None:
    CodedFiling.objects.filter(filing__issuer__name="Nothing").delete()
    page = page_of(viewer_client, "benchmark-detail", "coded-cyber_insurance")
    assert (page.overall.total, page.overall.left_out, page.left_out_word) == (5, 1, "not coded yet")


@pytest.mark.usefixtures("market")
def test_the_issuers_behind_have_their_quotes_at_their_place(viewer_client: Client) -> None:
    answer = viewer_client.get("/benchmarks/coded-cyber_insurance/issuers/?outcome=denied")
    (row,) = answer.context["rows"]
    (quote,) = row.quotes
    assert (row.summary.filing.issuer.name, row.word, quote.shown) == ("Bare", "denied", BARE)
    assert quote.address == f"{row.summary.filing.get_absolute_url()}#c0"


@pytest.mark.parametrize(
    "slug",
    [
        "coded-odd",
        "coded-framework--odd",
        "coded-framework--none",
        "coded-framework--",
        "coded-cyber_insurance--yes",
        "coded-issuer_type",
        "coded-item",
    ],
)
def test_what_the_codebook_has_not_is_not_found(viewer_client: Client, slug: str) -> None:
    assert viewer_client.get(reverse("benchmark-detail", args=[slug])).status_code == 404


@pytest.mark.usefixtures("market")
def test_issuer_types_lie_side_by_side(viewer_client: Client) -> None:
    page = page_of(viewer_client, "market-shares")
    assert [(own.label, own.total) for own in page.columns] == [
        ("Operating companies", 6),
        ("Funds and trusts", 2),
    ]
    rows = {row.attribute.name: row for group in page.groups for row in group.rows}
    cells = rows["Insured against incidents"].pairs
    assert [(own.share.words, own.share.percent_words, no.share.count) for own, no in cells] == [
        ("3 of 6", "50 %", 1),
        ("1 of 2", "", 0),
    ]
    assert len(rows) == len(load_attributes()) - len(UNCOUNTED)


@pytest.mark.usefixtures("market")
def test_every_number_opens_to_as_many_issuers(viewer_client: Client) -> None:
    page = page_of(viewer_client, "market-shares")
    cells = [own for group in page.groups for row in group.rows for pair in row.pairs for own in pair]
    cells += [own for held in page.held for row in held.rows for own in row.cells if own]
    opened = {own.address: own.share.count for own in cells if own.share.count}
    assert len(opened) > 10
    for address, count in opened.items():
        assert (address, viewer_client.get(address).context["page"].paginator.count) == (address, count)


@pytest.mark.usefixtures("market")
def test_published_figures_stand_beside_the_same_population(viewer_client: Client) -> None:
    page = page_of(viewer_client, "market-shares")
    held = {own.source.key: own for own in page.held}
    assert [own.key for own in held["mentions"].populations] == ["operating", "large", "largest", "foreign"]
    rows = {row.measure.name: row for row in held["mentions"].rows}
    assert [(own.share.words, own.published) for own in rows["Insured against incidents"].cells] == [
        ("3 of 6", 22.0),
        ("3 of 4", 27.0),
        ("3 of 5", 16.0),
        ("1 of 1", 7.0),
    ]
    (reporting,) = held["incidents"].rows
    assert [own.share.words for own in reporting.cells] == ["0 of 0"]


def test_an_empty_market_says_so(viewer_client: Client) -> None:
    answer = viewer_client.get(reverse("market-shares"))
    assert answer.context["page"].total == 0
    assert "No filing is counted" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_market_shares_take_a_fixed_number_of_queries(
    viewer_client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        add(f"Issuer {number}", INSURED)
    refresh_codes()
    with django_assert_num_queries(10):
        viewer_client.get(reverse("market-shares"))


def test_every_published_figure_names_its_source_and_its_population() -> None:
    published = load_published()
    assert {source.key for source in published.sources} == {"mentions", "ey", "caq", "incidents"}
    figures = [(key, of) for own in published.measures for key, of in own.figures]
    assert {of for _, of in figures} == set(published.populations)
    assert all(source.year and source.population for source in published.sources)
    assert all(0 <= own <= 100 for measure in published.measures for own in measure.figures.values())


def test_no_two_things_to_count_have_one_mark() -> None:
    marks = [
        *(mark(own.name) for _, own in coded_attributes() for mark in (mark_disclosed, mark_denied)),
        *(mark_value(own.name, value) for own in load_attributes().values() for value in own.values),
        *(mark_value("experience_years", years) for years in range(60)),
    ]
    assert len(marks) > 250
    assert [pair for pair in combinations(sorted(marks), 2) if pair[0] == pair[1]] == []
    assert all(-(2**31) <= mark < 2**31 for mark in marks)


def test_every_countable_value_has_an_address() -> None:
    slugs = [f"{own.name}--{value}" for _, own in coded_attributes() for value in countable_values(own)]
    assert [slug for slug in slugs if find_coded(slug) is None] == []
    assert len(slugs) > 70


@pytest.mark.usefixtures("market")
def test_an_attributes_values_have_their_shares(viewer_client: Client) -> None:
    page = page_of(viewer_client, "benchmark-detail", "coded-framework")
    shown = [(own.name, own.share.words) for own in page.values]
    assert shown[:3] == [("NIST", "4 of 6"), ("ISO 27001", "2 of 6"), ("SOC 2", "0 of 6")]
    assert len(viewer_client.get(page.values[0].issuers).context["rows"]) == 4
    assert page_of(viewer_client, "benchmark-detail", "coded-framework--NIST").values == ()


def test_figures_of_an_unknown_source_are_refused() -> None:
    entry = {"name": "Boards", "counts": "coded-cyber_insurance", "nobody": {"largest": 3}}
    with pytest.raises(LookupError, match="“Boards” has figures of “nobody”, which is no source"):
        read_measure(entry, ["somebody"])


@pytest.mark.usefixtures("market")
def test_values_of_an_open_list_have_their_shares(viewer_client: Client) -> None:
    add("Certified", "Our CISO is a Certified Information Systems Security Professional (CISSP) and a CISM.")
    add("Too", "Our CISO holds CISSP and CompTIA Security+ certifications and has 18 years of experience.")
    refresh_codes()
    page = page_of(viewer_client, "benchmark-detail", "coded-certifications")
    assert [(own.name, own.share.words) for own in page.values] == [
        ("CISSP", "2 of 8"),
        ("CISM", "1 of 8"),
        ("CompTIA Security+", "1 of 8"),
    ]
    plus = page.values[2]
    assert len(viewer_client.get(plus.issuers).context["rows"]) == 1
    answer = viewer_client.get(plus.page).context["page"]
    assert answer.attribute.name == "Certificates held: CompTIA Security+"
    assert shares(answer.overall) == {
        "disclosed": "1 of 8 12 %",
        "other": "1 of 8 12 %",
        "silent": "6 of 8 75 %",
    }
    years = page_of(viewer_client, "benchmark-detail", "coded-experience_years")
    assert [(own.name, own.share.words) for own in years.values] == [("18", "1 of 8")]


@pytest.mark.parametrize(
    "value", ["CISSP", "CIPP/US", "CISSP-ISSMP", "Security+", "24 hours", "C|CISO", "Größe_2"]
)
def test_an_open_value_can_be_written_into_an_address(value: str) -> None:
    asked = find_coded("certifications")
    assert asked is not None
    assert asked.coded is not None
    slug = replace(asked.coded, values=(value, "CISM")).slug
    found = find_coded(slug)
    assert found is not None
    assert found.coded is not None
    assert (found.coded.values, re.fullmatch(r"[-a-zA-Z0-9_]+", slug) is not None) == ((value, "CISM"), True)


def test_half_a_sign_in_an_address_is_read_as_it_stands(viewer_client: Client) -> None:
    page = page_of(viewer_client, "benchmark-detail", "coded-certifications---d800")
    assert page.attribute.coded.values == ("-d800",)


@pytest.mark.parametrize(
    "slug", ["certifications--", "certifications--CISM--", "certifications--_", "experience_years----"]
)
def test_an_open_attribute_needs_a_value_to_ask_for(slug: str) -> None:
    assert find_coded(slug) is None

"""Who gets which file, under which name, at the cost of how many queries."""

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.comparing.readings import refresh_readings
from disclosures.models import Filing
from tests.factories import BOARD, COMMITTEE, MATERIAL_FLAG, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
HOTLINE = "Customers reach our hotline on working days between nine and five."
KINDS = ("csv", "json", "xlsx", "docx")


def two_filings() -> tuple[Filing, Filing]:
    texts = {BOARD: f"{QUARTERLY}\n\n{HOTLINE}"}
    harrow = make_filing(
        "Harrow Pike", texts=texts, flags={MATERIAL_FLAG: False}, accession="0000000042-25-000001"
    )
    return harrow, make_filing("Meridian Vale", texts={BOARD: f"=SUM(A1) {QUARTERLY}"}, form="20-F")


def two_years() -> Filing:
    make_filing(
        "Harrow Pike",
        texts={BOARD: f"{HOTLINE}\n\n{QUARTERLY}"},
        fiscal_year=2023,
        flags={MATERIAL_FLAG: True},
    )
    return make_filing(
        "Harrow Pike",
        texts={BOARD: f"{HOTLINE}\n\n{QUARTERLY.replace('quarter', 'month')}"},
        flags={MATERIAL_FLAG: False},
    )


def comparison_file(kind: str, *filings: Filing, **more: Any) -> str:
    return reverse("compare-export", args=[kind], query={"f": [filing.slug for filing in filings], **more})


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def taken(client: Client, address: str) -> Any:
    """The answer, read to its end: only then its file is closed."""
    response = client.get(address)
    assert len(body(response)) > 100
    return response


@pytest.mark.parametrize("kind", KINDS)
def test_files_ask_a_stranger_to_log_in(client: Client, kind: str) -> None:
    now = two_years()
    for address in (comparison_file(kind, now), reverse("years-export", args=[now.slug, kind])):
        assert client.get(address)["Location"].startswith(f"{reverse('login')}?next=")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", ["viewer_client", "reviewer_client", "admin_client"])
def test_who_sees_a_page_takes_it_along(request: pytest.FixtureRequest, reader: str, kind: str) -> None:
    own: Client = request.getfixturevalue(reader)
    now = two_years()
    for address in (comparison_file(kind, now), reverse("years-export", args=[now.slug, kind])):
        response = own.get(address)
        assert (response.status_code, len(body(response)) > 100) == (200, True)


@pytest.mark.parametrize("kind", [*KINDS, "exe"])
def test_what_is_not_held_is_not_found(viewer_client: Client, kind: str) -> None:
    harrow, _ = two_filings()
    addresses = [
        reverse("compare-export", args=[kind]),
        reverse("compare-export", args=[kind], query={"f": [harrow.slug, "unknown"]}),
        comparison_file(kind, harrow, element="nothing"),
        reverse("years-export", args=[harrow.slug, kind]),
        reverse("years-export", args=["unknown", kind]),
    ]
    assert [viewer_client.get(address).status_code for address in addresses] == [404] * 5


@pytest.mark.parametrize("query", ["f=%00", "f=x&element=%00", "&".join(f"f=a{n}" for n in range(30))])
def test_odd_addresses_are_refused(viewer_client: Client, query: str) -> None:
    assert viewer_client.get(f"{reverse('compare-export', args=['csv'])}?{query}").status_code == 400


@pytest.mark.parametrize("kind", KINDS)
def test_names_of_files_are_readable_and_safe(viewer_client: Client, kind: str) -> None:
    harrow, vale = two_filings()
    now = make_filing("Été / <b>“Nord”</b>\r\n: Co.", texts={BOARD: HOTLINE})
    make_filing(now.issuer.name, texts={BOARD: HOTLINE}, fiscal_year=2023)
    given = [
        taken(viewer_client, address)["Content-Disposition"]
        for address in (
            comparison_file(kind, harrow, vale),
            comparison_file(kind, harrow, vale, element="board-oversight"),
            reverse("years-export", args=[now.slug, kind]),
        )
    ]
    assert given == [
        f'attachment; filename="comparison-harrow-pike-meridian-vale-2024.{kind}"',
        f'attachment; filename="comparison-board-oversight-harrow-pike-meridian-vale-2024.{kind}"',
        f'attachment; filename="changes-{now.issuer.slug}-2023-2024.{kind}"',
    ]


@pytest.mark.parametrize("filing_count", [2, 6])
@pytest.mark.parametrize("kind", KINDS)
def test_comparison_query_count(
    viewer_client: Client, django_assert_num_queries: Any, kind: str, filing_count: int
) -> None:
    filings = [make_filing(texts={BOARD: QUARTERLY, COMMITTEE: HOTLINE}) for _ in range(filing_count)]
    refresh_readings()
    for query in ({}, {"element": "board-oversight"}):
        address = comparison_file(kind, *filings, **query)
        with django_assert_num_queries(13 if query else 12):
            assert len(body(viewer_client.get(address))) > 100


@pytest.mark.parametrize("value_count", [1, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_years_query_count(
    viewer_client: Client, django_assert_num_queries: Any, kind: str, value_count: int
) -> None:
    texts = dict(list({BOARD: QUARTERLY, COMMITTEE: HOTLINE, PROCESSES: HOTLINE}.items())[:value_count])
    make_filing("Harrow Pike", texts=texts, fiscal_year=2023)
    now = make_filing("Harrow Pike", texts=texts)
    with django_assert_num_queries(9):
        assert len(body(viewer_client.get(reverse("years-export", args=[now.slug, kind])))) > 100


def test_csv_cites_each_cell_and_runs_no_formula(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    text = body(viewer_client.get(comparison_file("csv", harrow, vale))).decode("utf-8-sig")
    lines = [line for line in csv.DictReader(StringIO(text)) if line["element"] == "board-oversight"]
    wanted = ("text", "accession", "start", "end", "address")
    assert [tuple(line[name] for name in wanted) for line in lines] == [
        (
            f"{QUARTERLY}\n\n{HOTLINE}",
            "0000000042-25-000001",
            "0",
            str(len(QUARTERLY) + 2 + len(HOTLINE)),
            f"http://testserver{harrow.get_absolute_url()}#board-oversight",
        ),
        (
            f"'=SUM(A1) {QUARTERLY}",
            "",
            "0",
            str(len(QUARTERLY) + 9),
            f"http://testserver{vale.get_absolute_url()}#board-oversight",
        ),
    ]


def test_what_a_page_is_narrowed_to_is_what_its_file_holds(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    narrowed = {"group": "Risk management and strategy", "state": "denied", "like": vale.slug}
    address = comparison_file("csv", harrow, vale, **narrowed)
    text = body(viewer_client.get(address)).decode("utf-8-sig")
    lines = [line for line in csv.DictReader(StringIO(text)) if line["concept"]]
    assert [(line["element"], line["issuer"], line["state"]) for line in lines] == [
        ("material-effect", "Meridian Vale", "silent"),
        ("material-effect", "Harrow Pike", "denied"),
    ]


def test_a_narrowed_page_to_print_says_what_it_leaves_out(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    query = {"f": [harrow.slug, vale.slug], "group": "Risk management and strategy", "state": "denied"}
    text = viewer_client.get(reverse("compare-print", query=query)).text
    assert re.findall(r'<p class="quiet">(Only .*?)</p>', text) == [
        "Only Risk management and strategy: elements denied by somebody."
    ]
    assert [re.sub("<.*", "", name).strip() for name in re.findall(r"<h2>(.*?)</h2>", text)] == [
        "Effect of threats on the business"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_narrowed_to_nothing_is_made(viewer_client: Client, kind: str) -> None:
    response = taken(viewer_client, comparison_file(kind, *two_filings(), state="conflict"))
    assert response.status_code == 200


def test_json_of_one_element_holds_what_is_level(viewer_client: Client) -> None:
    filings = two_filings()
    address = comparison_file("json", *filings, element="board-oversight")
    content = json.loads(body(viewer_client.get(address)))
    assert [row["element"] for row in content["rows"]] == ["board-oversight"] * 2
    assert content["summary"] == "One passage is shared, one is only in Harrow Pike."


def test_years_json_holds_elements_and_passages(viewer_client: Client) -> None:
    now = two_years()
    content = json.loads(body(viewer_client.get(reverse("years-export", args=[now.slug, "json"]))))
    assert [
        (own["element"], own["change"], own["flag_before"], own["flag_now"]) for own in content["elements"]
    ] == [
        ("material-effect-flag", "flag flipped", "yes", "no"),
        ("board-oversight", "edited", "", ""),
    ]
    assert [
        (own["change"], own["kind"], own["before"], own["now"], own["start"]) for own in content["changes"]
    ] == [
        ("edited", "edited", QUARTERLY, QUARTERLY.replace("quarter", "month"), len(HOTLINE) + 2),
        ("unchanged", "identical", HOTLINE, HOTLINE, 0),
    ]


def test_years_csv_has_the_same_lines(viewer_client: Client) -> None:
    now = two_years()
    text = body(viewer_client.get(reverse("years-export", args=[now.slug, "csv"]))).decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    assert [(line["change"], line["before"], line["elements"]) for line in lines] == [
        ("edited", QUARTERLY, "Board oversight"),
        ("unchanged", HOTLINE, "Board oversight"),
    ]

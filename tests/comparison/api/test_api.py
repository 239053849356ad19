"""What programs are answered: who may ask, the documented names, pieces of lists, refusals."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from comparison.api.authentication import PersonThrottle
from config.accounts.models import ApiToken, User
from config.accounts.tokens import create_token, revoke_token
from tests.factories import BOARD, COMMITTEE, MATERIAL_FLAG, element, make_filing

pytestmark = pytest.mark.django_db

LISTS = ("/api/issuers/", "/api/filings/", "/api/elements/")


@pytest.fixture
def key(viewer: User) -> str:
    return create_token(name="report", by=viewer)[1]


@pytest.fixture
def program(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"})


def get(program: Client, address: str, **query: Any) -> Any:
    answer = program.get(address, query)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return answer.json()


def refusal(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    return answer.status_code, body["title"]


@pytest.mark.parametrize("address", [*LISTS, "/api/comparisons/", "/api/filings/nothing"])
def test_nobody_is_answered_without_a_key(client: Client, address: str) -> None:
    answer = client.get(address)
    assert refusal(answer) == (401, "Unauthorized")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Collate"'


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer wrong", "Basic eDp5", "Bearer \udcff x", "x" * 900]
)
def test_wrong_keys_are_refused(client: Client, header: str) -> None:
    assert refusal(client.get("/api/issuers/", headers={"Authorization": header})) == (401, "Unauthorized")


def test_key_reads_as_its_owner_and_its_use_is_noted(viewer: User) -> None:
    token, key = create_token(name="report", by=viewer)
    make_filing("Harrow Pike Group")
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert [issuer["name"] for issuer in get(program, "/api/issuers/")["items"]] == ["Harrow Pike Group"]
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert key not in ApiToken.objects.values_list("key_hash", flat=True)


def test_revoked_key_and_inactive_owner_are_refused(viewer: User) -> None:
    token, key = create_token(name="report", by=viewer)
    _, other = create_token(name="other", by=viewer)
    assert revoke_token(token=token, by=viewer) is True
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/issuers/", headers=headers).status_code == 401
    User.objects.update(is_active=False)
    headers = {"Authorization": f"Bearer {other}"}
    assert Client().get("/api/issuers/", headers=headers).status_code == 401


def test_browser_of_a_signed_in_person_is_answered(viewer_client: Client) -> None:
    assert get(viewer_client, "/api/issuers/")["count"] == 0


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [*LISTS, "/api/filings/nothing", "/api/comparisons/"])
def test_nothing_can_be_written(program: Client, method: str, address: str) -> None:
    answer = getattr(program, method)(address)
    assert refusal(answer) == (405, "Method Not Allowed")
    assert answer["Allow"] == "GET"


def test_unknown_address_is_a_problem_too(client: Client, program: Client) -> None:
    assert refusal(client.get("/api/nothing/here")) == (404, "Not Found")
    assert refusal(program.get("/api/filings/nothing")) == (404, "Not Found")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "offset=-1", f"offset={10**30}", "limit=", "offset=1e3"]
)
def test_odd_pieces_are_refused(program: Client, address: str, query: str) -> None:
    assert refusal(program.get(f"{address}?{query}")) == (422, "Unprocessable Entity")


@pytest.mark.parametrize(
    "address",
    [
        "/api/issuers/?q=%00",
        "/api/issuers/?country=%00",
        "/api/issuers/?peer_group=%00",
        "/api/filings/?issuer=%00",
        "/api/filings/?form=%00",
        "/api/filings/?fiscal_year=-1",
        f"/api/filings/?fiscal_year={10**30}",
        "/api/filings/%00",
        "/api/elements/?framework=%00",
        "/api/elements/%00/values",
        "/api/comparisons/?filing=%00",
        f"/api/comparisons/?issuer=x&fiscal_year={10**30}",
        "/api/comparisons/rows/%00?filing=x",
    ],
)
def test_odd_input_is_refused_and_said_where(program: Client, address: str) -> None:
    answer = program.get(address)
    assert refusal(answer) == (422, "Unprocessable Entity")
    assert len(answer.json()["errors"]) == 1


def test_issuers_are_found_by_name_cik_type_and_country(program: Client) -> None:
    issuer = make_filing("Harrow Pike Group", cik="0009900001").issuer
    make_filing("Lanternfish Credit", cik="0009900002")
    type(issuer).objects.filter(pk=issuer.pk).update(
        country="GB", kind="operating", kind_reason="SIC 7370", sic=7370, public_float=900_000_000
    )
    for query in ({"q": "pike"}, {"q": "9900001"}, {"type": "operating"}, {"country": "gb"}):
        assert [found["slug"] for found in get(program, "/api/issuers/", **query)["items"]] == [issuer.slug]
    assert get(program, f"/api/issuers/{issuer.slug}") == {
        "slug": "harrow-pike-group",
        "name": "Harrow Pike Group",
        "cik": "0009900001",
        "country": "GB",
        "sic": 7370,
        "sic_division": "Services",
        "public_float": 900_000_000,
        "size_band": "$700m to $2bn",
        "type": "operating",
        "type_reason": "SIC 7370",
        "filing_count": 1,
        "latest_year": 2024,
        "page": "/issuers/harrow-pike-group/",
    }


def test_filing_has_its_text_and_documented_names(program: Client) -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: "The board oversees."})
    type(filing).objects.update(stored_at=datetime(2026, 1, 2, tzinfo=UTC))
    listed = {
        "slug": filing.slug,
        "issuer": {"slug": "harrow-pike-group", "name": "Harrow Pike Group", "cik": None},
        "form": "10-K",
        "accession": None,
        "fiscal_year": 2024,
        "period_end": None,
        "filed": None,
        "is_amendment": False,
        "amends": None,
        "source_format": filing.source_format,
        "element_count": 1,
        "stored_at": "2026-01-02T00:00:00Z",
        "page": f"/filings/{filing.slug}/",
    }
    assert get(program, "/api/filings/")["items"] == [listed]
    whole = listed | {"reading_text": "The board oversees.", "problems": []}
    assert get(program, f"/api/filings/{filing.slug}") == whole
    for query, count in (({"fiscal_year": 2023}, 0), ({"form": "10-k"}, 1), ({"issuer": "nobody"}, 0)):
        assert get(program, "/api/filings/", **query)["count"] == count


def test_values_have_text_evidence_and_place(program: Client) -> None:
    filing = make_filing(texts={BOARD: "The board oversees."}, flags={MATERIAL_FLAG: False})
    text, flag = get(program, f"/api/filings/{filing.slug}/elements")["items"]
    assert text == {
        "issuer": filing.issuer.slug,
        "filing": filing.slug,
        "fiscal_year": 2024,
        "element": element(BOARD).slug,
        "concept": BOARD,
        "position": 0,
        "flag": None,
        "text": "The board oversees.",
        "evidence": "",
        "origin": "tagged",
        "confidence": None,
        "is_nil": False,
        "heading": [],
        "locator": {"document": "filing.htm", "id": "f-0", "spans": [[0, 19]]},
        "context": {"start": None, "end": None, "dimensions": {}},
    }
    assert (flag["concept"], flag["flag"], flag["text"]) == (MATERIAL_FLAG, False, "")
    across = get(program, f"/api/elements/{element(BOARD).slug}/values", fiscal_year=2024)
    assert across["items"] == [text]


def test_elements_are_listed_by_framework(program: Client) -> None:
    found = get(program, "/api/elements/", framework="cyd", limit=200)["items"]
    assert {entry["framework"] for entry in found} == {"cyd"}
    board = next(entry for entry in found if entry["concept"] == BOARD)
    assert get(program, f"/api/elements/{board['slug']}") == board


def test_comparison_is_that_of_the_page(program: Client) -> None:
    one = make_filing("Harrow Pike Group", texts={BOARD: "Our board oversees threats each quarter."})
    two = make_filing("Lanternfish Credit", texts={COMMITTEE: "A committee sees to it."})
    grid = get(program, "/api/comparisons/", filing=[one.slug, two.slug])
    assert [column["filing"] for column in grid["filings"]] == [one.slug, two.slug]
    cells = [row for row in grid["rows"] if row["concept"] == BOARD]
    assert [(cell["filing"], cell["state"]) for cell in cells] == [
        (one.slug, "disclosed"),
        (two.slug, "silent"),
    ]
    by_issuer = get(program, "/api/comparisons/", issuer=[one.issuer.slug, two.issuer.slug])
    assert by_issuer == grid
    row = get(program, f"/api/comparisons/rows/{element(BOARD).slug}", filing=[one.slug, two.slug])
    assert row["rows"] == cells
    assert row["aligned_filings"] == [one.slug, two.slug]
    assert [level["cells"][0]["text"] for level in row["alignment"]] == [
        "Our board oversees threats each quarter."
    ]


def test_comparison_names_what_it_lacks(program: Client) -> None:
    filing = make_filing()
    cases = {
        "": (400, "Bad Request"),
        f"?filing={filing.slug}&issuer={filing.issuer.slug}": (400, "Bad Request"),
        f"?filing={filing.slug}&filing=nothing": (404, "Not Found"),
        "?issuer=nobody": (404, "Not Found"),
        "?" + "&".join(f"filing=f{n}" for n in range(25)): (422, "Unprocessable Entity"),
    }
    assert {query: refusal(program.get(f"/api/comparisons/{query}")) for query in cases} == cases
    assert program.get(f"/api/comparisons/?filing={filing.slug}&filing=nothing").json()["detail"] == (
        "Not held here: nothing."
    )


def test_lists_come_in_pieces_that_lead_to_each_other(program: Client) -> None:
    for n in range(5):
        make_filing(f"Issuer {n}")
    address, seen = "/api/issuers/?limit=2&q=issuer", []
    while address:
        piece = program.get(address).json()
        assert piece["count"] == 5
        seen += [issuer["name"] for issuer in piece["items"]]
        address = piece["next"]
    assert seen == [f"Issuer {n}" for n in range(5)]
    assert piece["previous"] == "http://testserver/api/issuers/?limit=2&q=issuer&offset=2"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/api/issuers/", 3), ("/api/filings/", 3), ("/api/elements/board-oversight/values", 4)],
)
def test_lists_take_the_same_queries_for_one_row_and_three(
    program: Client, django_assert_num_queries: Any, address: str, queries: int, count: int
) -> None:
    for _ in range(count):
        make_filing()
    get(program, "/api/elements/")  # notes the use of the key
    with django_assert_num_queries(queries):
        assert get(program, address)["count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_values_of_a_filing_take_the_same_queries_for_one_and_three(
    program: Client, django_assert_num_queries: Any, count: int
) -> None:
    keys = [BOARD, COMMITTEE, MATERIAL_FLAG.replace("Flag", "TextBlock")][:count]
    filing = make_filing(texts=dict.fromkeys(keys, "Words."))
    get(program, "/api/elements/")
    with django_assert_num_queries(4):
        assert get(program, f"/api/filings/{filing.slug}/elements")["count"] == count


def test_many_requests_are_asked_to_wait(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PersonThrottle, "get_cache_key", lambda self, request: "throttle-test")
    from comparison.api.interface import api

    throttles: Any = api.throttle
    monkeypatch.setattr(throttles[0], "num_requests", 2)
    codes = [program.get("/api/elements/") for _ in range(3)]
    assert [answer.status_code for answer in codes] == [200, 200, 429]
    assert refusal(codes[-1]) == (429, "Too Many Requests")
    assert 1 <= int(codes[-1]["Retry-After"]) <= 60


def test_page_lists_every_operation(client: Client, viewer_client: Client) -> None:
    assert client.get("/api/docs").headers["Location"] == "/login/?next=/api/docs"
    html = viewer_client.get("/api/docs").content.decode()
    schema = client.get("/api/openapi.json").json()
    assert {path for path in schema["paths"] if f"GET {path}</code>" not in html} == set()
    assert {method for path in schema["paths"].values() for method in path} == {"get"}

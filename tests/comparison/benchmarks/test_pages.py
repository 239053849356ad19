"""The pages of shares, of what is behind them, and of tag quality."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.benchmarks.filters import Dimension
from comparison.models import PeerGroup, YearSummary
from comparison.peers.groups import Rule, create_group
from config.accounts.models import User
from disclosures.models import Issuer
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, make_filing, make_untagged

pytestmark = pytest.mark.django_db

FLAG = "says-material-effect-flag"
BOARD_TAG = "tagged-board-oversight"


def add(
    name: str, year: int = 2025, kind: str = "operating", facts: Mapping[str, Any] | None = None, **more: Any
) -> Issuer:
    """An issuer with an annual filing of that year."""
    issuer = make_filing(name, fiscal_year=year, **more).issuer
    values = {"kind": kind, "kind_reason": "invented" if kind else "", **(facts or {})}
    Issuer.objects.filter(pk=issuer.pk).update(**values)
    return issuer


def six_issuers() -> None:
    """Of operating companies four say no, one says yes, one does not tag it; a bank says yes."""
    for number in range(4):
        add(f"No {number}", flags={MATERIAL_FLAG: False}, facts={"country": "US", "sic": 3571})
    add("Yes", flags={MATERIAL_FLAG: True}, facts={"country": "CA", "sic": 7372})
    add("Silent", facts={"country": "US", "sic": 7372})
    add("Bank", flags={MATERIAL_FLAG: True}, kind="bank_or_insurer", facts={"country": "US", "sic": 6021})


def page_of(client: Client, slug: str = FLAG, **query: Any) -> Any:
    answer = client.get(reverse("benchmark-detail", args=[slug], query=query))
    assert answer.status_code == 200
    return answer.context["page"]


def shares(group: Any) -> dict[str, str]:
    return {
        entry.outcome.key: f"{entry.share.words} {entry.share.percent_words}".strip()
        for entry in group.shares
    }


def section(page: Any, dimension: Dimension) -> dict[str, dict[str, str]]:
    found = next(own for own in page.sections if own.dimension is dimension)
    return {group.label: shares(group) for group in found.groups}


def test_issuers_of_unknown_type_are_counted_where_no_operating_company_is_held(
    viewer_client: Client,
) -> None:
    add("Unknown", kind="")
    kinds = [viewer_client.get("/benchmarks/").context["filters"].kind]
    add("Operating")
    kinds.append(viewer_client.get("/benchmarks/").context["filters"].kind)
    assert kinds == ["unknown", "operating"]


@pytest.mark.parametrize(
    "address",
    [
        "/benchmarks/",
        f"/benchmarks/{FLAG}/",
        f"/benchmarks/{FLAG}/csv/",
        f"/benchmarks/{FLAG}/issuers/",
        "/benchmarks/tag-quality/",
        "/benchmarks/tag-quality/missing/",
    ],
)
def test_pages_ask_a_stranger_to_log_in_and_show_anybody_else(
    client: Client, viewer_client: Client, address: str
) -> None:
    assert client.get(address).url == f"/login/?next={address}"
    assert viewer_client.get(address).status_code == 200  # with nothing held
    six_issuers()
    assert viewer_client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/benchmarks/says-nothing/",
        "/benchmarks/x/",
        "/benchmarks/says-board-oversight/",
        "/benchmarks/tagged-item/",
        "/benchmarks/length-board-oversight/",
        "/benchmarks/tag-quality/odd/",
        "/benchmarks/tagged-/",
    ],
)
def test_unknown_attributes_are_not_found(viewer_client: Client, address: str) -> None:
    assert viewer_client.get(address).status_code == 404


@pytest.mark.parametrize("value", ["\0", "-1", str(10**30), "x" * 300, "no-such"])
@pytest.mark.parametrize(
    "name", ["year", "kind", "form", "division", "size", "country", "peers", "own", "outcome", "page"]
)
def test_odd_parameters_give_no_error(viewer_client: Client, name: str, value: str) -> None:
    add("Odd", flags={MATERIAL_FLAG: True})
    for view in ("benchmark-detail", "benchmark-issuers", "benchmark-export"):
        assert viewer_client.get(reverse(view, args=[FLAG]), {name: value}).status_code == 200
    for view in ("benchmark-list", "tag-quality"):
        assert viewer_client.get(reverse(view), {name: value}).status_code == 200


def test_flag_is_counted_in_three_states_of_one_issuer_type(viewer_client: Client) -> None:
    six_issuers()
    page = page_of(viewer_client)
    assert shares(page.overall) == {"yes": "1 of 6 17 %", "no": "4 of 6 67 %", "untagged": "1 of 6 17 %"}
    assert page.filters.words == "operating companies, Form 10-K, fiscal year 2025"


def test_small_groups_get_no_percentage(viewer_client: Client) -> None:
    six_issuers()
    page = page_of(viewer_client)
    assert section(page, Dimension.DIVISION) == {
        "Manufacturing": {"yes": "0 of 4", "no": "4 of 4", "untagged": "0 of 4"},
        "Services": {"yes": "1 of 2", "no": "0 of 2", "untagged": "1 of 2"},
    }
    assert section(page, Dimension.COUNTRY) == {
        "United States": {"yes": "0 of 5 0 %", "no": "4 of 5 80 %", "untagged": "1 of 5 20 %"},
        "Canada": {"yes": "1 of 1", "no": "0 of 1", "untagged": "0 of 1"},
    }


def test_types_stand_apart_and_are_mixed_only_when_asked_for(viewer_client: Client) -> None:
    six_issuers()
    kinds = section(page_of(viewer_client), Dimension.KIND)
    assert {label: own["yes"] for label, own in kinds.items()} == {
        "Operating companies": "1 of 6 17 %",
        "Banks and insurers": "1 of 1",
    }
    mixed = viewer_client.get(reverse("benchmark-detail", args=[FLAG]), {"kind": "all"})
    assert shares(mixed.context["page"].overall)["yes"] == "2 of 7 29 %"
    assert "All issuer types are mixed" in mixed.content.decode()


def test_a_year_counts_an_issuer_once_by_its_amendment(viewer_client: Client) -> None:
    add("Twice", flags={MATERIAL_FLAG: True})
    add("Twice", flags={MATERIAL_FLAG: False}, form="10-K/A", is_amendment=True)
    assert shares(page_of(viewer_client).overall) == {"yes": "0 of 1", "no": "1 of 1", "untagged": "0 of 1"}


def test_years_stand_side_by_side_for_each_type(viewer_client: Client) -> None:
    for number in range(5):
        add(f"Steady {number}", 2024, flags={MATERIAL_FLAG: True})
        add(f"Steady {number}", 2025, flags={MATERIAL_FLAG: number < 2})
    [small] = page_of(viewer_client).trend
    assert [(c.year, c.label, c.words) for c in small.columns] == [
        ("2024", "100 %", "5 of 5"),
        ("2025", "40 %", "2 of 5"),
    ]


def test_changed_words_are_counted_where_both_years_are_held(viewer_client: Client) -> None:
    add("Same", 2024, texts={BOARD: "The board oversees it."})
    add("Same", 2025, texts={BOARD: "The  Board oversees it."})
    add("Edited", 2024, texts={BOARD: "The board oversees it."})
    add("Edited", 2025, texts={BOARD: "A committee oversees it."})
    add("New", 2025, texts={BOARD: "The board oversees it."})
    for slug in ("changed-board-oversight", "changed-item"):
        overall = page_of(viewer_client, slug).overall
        assert (shares(overall), overall.left_out) == ({"changed": "1 of 2", "same": "1 of 2"}, 1)


def test_length_has_quantiles_and_counts_repeats_once(viewer_client: Client) -> None:
    for number, words in enumerate((10, 20, 30, 40, 50)):
        add(f"Long {number}", texts={BOARD: "word " * words})
    own = page_of(viewer_client, "length-item").overall.lengths
    assert (own.total, own.p10, own.median, own.p90) == (5, 14, 30, 46)


def test_peer_groups_are_counted_and_narrow(viewer_client: Client, viewer: User) -> None:
    six_issuers()
    rule = Rule(countries=("CA",), kinds=("operating",))
    create_group(name="Neighbours", rule=rule, issuers=(), is_shared=False, by=viewer)
    assert section(page_of(viewer_client), Dimension.PEERS) == {
        "Neighbours": {"yes": "1 of 1", "no": "0 of 1", "untagged": "0 of 1"}
    }
    assert shares(page_of(viewer_client, peers="neighbours").overall)["yes"] == "1 of 1"


def test_lengths_of_a_peer_group_are_its_own(viewer_client: Client, viewer: User) -> None:
    for number, words in enumerate((10, 20, 30, 40, 50)):
        add(f"Long {number}", texts={BOARD: "word " * words}, facts={"country": "CA"})
    add("Longest", texts={BOARD: "word " * 900}, facts={"country": "US"})
    create_group(name="Peers", rule=Rule(countries=("CA",)), issuers=(), is_shared=False, by=viewer)
    page = page_of(viewer_client, "length-item")
    [peers] = [group for own in page.sections if own.dimension is Dimension.PEERS for group in own.groups]
    assert (peers.lengths.total, peers.lengths.p10, peers.lengths.median) == (5, 14, 30)
    assert page.overall.lengths.total == 6


def test_groups_of_others_are_neither_shown_nor_usable(viewer_client: Client, reviewer: User) -> None:
    six_issuers()
    create_group(name="Hidden", rule=Rule(countries=("CA",)), issuers=(), is_shared=False, by=reviewer)
    page = page_of(viewer_client, peers="hidden")
    assert Dimension.PEERS not in {own.dimension for own in page.sections}
    assert page.overall.total == 6


def test_own_issuer_is_marked_where_it_belongs(viewer_client: Client) -> None:
    six_issuers()
    page = page_of(viewer_client, own="yes")
    marked = {
        (own.dimension.value, group.label) for own in page.sections for group in own.groups if group.is_own
    }
    assert marked == {
        ("kind", "Operating companies"),
        ("form", "10-K"),
        ("division", "Services"),
        ("size", "Not stated"),
        ("country", "Canada"),
        ("year", "2025"),
    }
    assert page.own.word == "yes"


def test_the_list_says_what_the_readers_own_issuer_answers(viewer_client: Client) -> None:
    six_issuers()
    add("Bank", year=2024, kind="bank_or_insurer")
    page = viewer_client.get(reverse("benchmark-list", query={"own": "Bank", "year": 2025})).context["page"]
    answers = {row.attribute.slug: row.own for group in page.groups for row in group.rows}
    assert (page.has_own, answers[FLAG], answers[BOARD_TAG], answers["length-item"]) == (
        True,
        "yes",
        "tagged",
        "3 words",
    )
    without = viewer_client.get(reverse("benchmark-list", query={"own": "Yes", "year": 2024, "kind": "all"}))
    assert "<b>Yes</b>: no annual filing of fiscal year 2024 is held" in without.text
    alone = viewer_client.get(reverse("benchmark-list", query={"year": 2025})).context["page"]
    assert {row.own for group in alone.groups for row in group.rows} == {""}


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts_do_not_grow(
    count: int, viewer_client: Client, viewer: User, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        add(f"Issuer {number}", flags={MATERIAL_FLAG: True}, facts={"country": ("US", "CA", "GB")[number]})
        create_group(name="Peers", rule=Rule(countries=("US",)), issuers=(), is_shared=False, by=viewer)
    for address, queries in (
        (reverse("benchmark-list"), 15),
        (reverse("benchmark-list", query={"own": "Issuer 0"}), 24),
        (reverse("benchmark-detail", args=[FLAG]), 10),
        (reverse("benchmark-issuers", args=[FLAG]), 9),
        (reverse("tag-quality"), 10),
        (reverse("tag-quality-filings", args=["missing"]), 11),
    ):
        with django_assert_num_queries(queries):
            viewer_client.get(address)


def listed(client: Client, slug: str = FLAG, **query: Any) -> list[tuple[str, str, str]]:
    rows = client.get(reverse("benchmark-issuers", args=[slug], query=query)).context["rows"]
    return [
        (row.summary.filing.issuer.name, row.word, row.quotes[0].words if row.quotes else "") for row in rows
    ]


def test_every_number_opens_to_issuers_and_their_words(viewer_client: Client) -> None:
    six_issuers()
    assert listed(viewer_client, outcome="yes") == [("Yes", "yes", "")]
    assert listed(viewer_client, BOARD_TAG, outcome="tagged", country="CA") == [
        ("Yes", "tagged", "The board oversees.")
    ]
    assert listed(viewer_client, outcome="no-such") == []
    for own in page_of(viewer_client).sections:
        for group in own.groups:
            for entry in group.shares:
                rows = viewer_client.get(entry.address).context["page"].paginator.count
                assert rows == entry.share.count, entry.address


def test_every_number_of_the_overview_is_that_of_its_page(viewer_client: Client) -> None:
    six_issuers()
    add("Two years", 2024, texts={BOARD: "Old words.", PROCESSES: "Same."})
    add("Two years", 2025, texts={BOARD: "New words.", PROCESSES: "Same."})
    index = viewer_client.get(reverse("benchmark-list")).context["page"]
    rows = [row for group in index.groups for row in group.rows]
    # The item, risk management (four flags, three texts twice), the board (three texts twice); nobody
    # here says anything of management or of incidents.
    assert len(rows) == 3 + (4 + 2 * 3) + 2 * 3
    for row in rows:
        overall = viewer_client.get(row.address).context["page"].overall
        counts = {} if row.tally is None else {o.key: row.tally.count(o) for o in row.attribute.outcomes}
        assert row.figures.total == overall.total
        assert {entry.outcome.key: entry.share.count for entry in overall.shares}.items() <= counts.items()


def test_csv_holds_the_rows_of_the_page(viewer_client: Client) -> None:
    six_issuers()
    answer = viewer_client.get(reverse("benchmark-export", args=[FLAG]))
    lines = list(csv.DictReader(StringIO(answer.content.decode())))
    page = page_of(viewer_client)
    groups = [page.overall, *(group for own in page.sections for group in own.groups)]
    assert [(line["group"], line["outcome"], int(line["count"]), int(line["of"])) for line in lines] == [
        (group.label, entry.outcome.word, entry.share.count, entry.share.total)
        for group in groups
        for entry in group.shares
    ]
    assert {line["percent"] for line in lines if int(line["of"]) < 5} == {""}


def test_tag_quality_counts_and_opens(viewer_client: Client) -> None:
    six_issuers()
    page = viewer_client.get(reverse("tag-quality")).context["page"]
    counts = {entry.fault.value: entry.share.words for entry in page.faults}
    assert counts == {
        "nothing-tagged": "0 of 6",
        "missing": "6 of 6",
        "flag-without-text": "1 of 6",
        "text-without-flag": "0 of 6",
        "empty-text": "0 of 6",
        "out-of-place": "0 of 6",
        "repeated": "0 of 6",
    }
    rows = viewer_client.get(reverse("tag-quality-filings", args=["flag-without-text"])).context["rows"]
    assert [row.filing.issuer.name for row in rows] == ["Yes"]
    assert "flag-without-text" in {finding.fault.value for finding in rows[0].findings}


def test_partials_lack_the_page_heading(viewer_client: Client) -> None:
    six_issuers()
    for address, name in (
        (reverse("benchmark-issuers", args=[FLAG]), "behind-rows"),
        (reverse("tag-quality-filings", args=["missing"]), "fault-rows"),
    ):
        part = viewer_client.get(address, headers={"HX-Request": "true", "HX-Target": name}).content.decode()
        assert "<h1" not in part
        assert f'id="{name}"' in part


def test_reading_writes_nothing(viewer_client: Client) -> None:
    six_issuers()
    before = list(YearSummary.objects.order_by("pk").values())
    viewer_client.post(reverse("benchmark-detail", args=[FLAG]))
    assert list(YearSummary.objects.order_by("pk").values()) == before
    assert not PeerGroup.objects.exists()


def test_filing_without_any_tag_is_not_counted_as_not_tagging_an_element(viewer_client: Client) -> None:
    six_issuers()
    before = page_of(viewer_client)
    assert not before.has_left_out
    untagged = make_untagged("Bare", fiscal_year=2025).issuer
    Issuer.objects.filter(pk=untagged.pk).update(kind="operating", kind_reason="invented")
    page = page_of(viewer_client, own=untagged.slug)
    assert shares(page.overall) == shares(before.overall)
    assert (page.overall.left_out, page.left_out_word, page.has_left_out) == (1, "no tags at all", True)
    assert page.own.word == "no tags at all"
    board = page_of(viewer_client, BOARD_TAG)
    assert (board.overall.total, board.overall.left_out) == (6, 1)
    index = viewer_client.get(reverse("benchmark-list")).context["page"]
    rows = {row.attribute.slug: row.tally for group in index.groups for row in group.rows}
    assert (rows[BOARD_TAG].total, rows[BOARD_TAG].left_out) == (6, 1)
    assert rows[FLAG].left_out == 1
    quality = viewer_client.get(reverse("tag-quality")).context["page"]
    assert {entry.share.total for entry in quality.missing} == {6}

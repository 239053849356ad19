"""The queue of gaps and its filters."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from comparison.models import Annotation
from comparison.reviewing.reviews import decide_gap, withdraw_annotation
from tests.comparison.coverage.plans import DEMANDS, DRILLS, make_plan
from tests.comparison.rows import make_annotation, make_person
from tests.factories import COMMITTEE, element

pytestmark = pytest.mark.django_db


def found(client: Client, query: str = "") -> list[int]:
    return [annotation.pk for annotation in client.get(f"/gaps/?{query}").context["queue"].page]


def test_queue_is_for_people_who_are_signed_in(client: Client, viewer_client: Client) -> None:
    assert client.get("/gaps/").headers["Location"] == "/login/?next=/gaps/"
    answer = viewer_client.get("/gaps/")
    assert answer.status_code == 200
    assert "No gaps yet" in answer.content.decode()


def test_queue_counts_and_filters(viewer_client: Client) -> None:
    by = make_person("reviewer")
    open_gap, accepted, withdrawn = (make_annotation() for _ in range(3))
    note = make_annotation(kind="note", element=element(COMMITTEE))
    decide_gap(annotation=accepted, status="accepted", reason="", seen=None, by=by)
    withdraw_annotation(annotation=withdrawn, by=by)
    Annotation.objects.filter(pk=open_gap.pk).update(anchor="orphaned")
    queue = viewer_client.get("/gaps/").context["queue"]
    assert {entry.value: entry.count for entry in queue.counts} == {
        "open": 1,
        "accepted": 1,
        "not_a_gap": 0,
        "withdrawn": 1,
    }
    assert queue.total == 2
    expected = {
        "": [accepted.pk, open_gap.pk],
        "status=open": [open_gap.pk],
        "status=withdrawn": [withdrawn.pk],
        "kind=note": [note.pk],
        "kind=all": [note.pk, accepted.pk, open_gap.pk],
        "anchor=orphaned": [open_gap.pk],
        f"issuer={accepted.issuer.slug}": [accepted.pk],
        f"author={accepted.created_by.username}": [accepted.pk],
        "element=board-committee&kind=all": [note.pk],
        "framework=cyd": [accepted.pk, open_gap.pk],
        "framework=online_lending": [],
        "year=2024": [accepted.pk, open_gap.pk],
        "year=2023": [],
    }
    assert {query: found(viewer_client, query) for query in expected} == expected


@pytest.mark.parametrize(
    "query",
    [
        "status=%00",
        "issuer=%00",
        "element=nothing",
        "year=-1",
        "year=" + "9" * 30,
        "author=nobody",
        "page=" + "9" * 30,
        "page=-1",
        "page=7",
        "anchor=afloat",
        "framework=%00",
        "kind=rumour",
    ],
)
def test_queue_of_a_filter_that_makes_no_sense_shows_what_it_can(query: str, viewer_client: Client) -> None:
    gap = make_annotation()
    answer = viewer_client.get(f"/gaps/?{query}")
    assert answer.status_code == 200
    assert [annotation.pk for annotation in answer.context["queue"].page] == [gap.pk]


def test_queue_part_for_htmx_has_no_page_heading(viewer_client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "gap-rows"}
    part = viewer_client.get("/gaps/", headers=headers).content.decode()
    assert "<h1" not in part
    assert 'id="gap-rows"' in part


def test_queue_pages(viewer_client: Client) -> None:
    first = make_annotation()
    for _ in range(25):
        make_annotation(first.filing)
    assert len(found(viewer_client)) == 25
    assert found(viewer_client, "page=2") == [first.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count(count: int, viewer_client: Client, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        make_annotation()
    with django_assert_num_queries(11):
        viewer_client.get("/gaps/")


def test_point_of_a_plan_is_told_apart_from_its_demand_of_the_same_name(viewer_client: Client) -> None:
    make_plan(demands=(replace(DEMANDS[0], title=DRILLS), *DEMANDS[1:]))
    offered = re.findall(r"<option[^>]*>([^<]*)</option>", viewer_client.get("/gaps/").text)
    assert [name for name in offered if DRILLS in name] == [f"{DRILLS} (the point as a whole)", DRILLS]

"""Several archives at a time: two connections, the order kept, nothing half of one."""

from functools import partial

import pytest
from django.db.models import Count

from disclosures.ingest import receive_document
from disclosures.market.lanes import Lane, Stopped, run_in_lanes
from disclosures.market.loading import load_archives
from disclosures.models import Filing, IndexedPassage
from disclosures.search.index import refresh_passages
from tests.disclosures.market.archives import (
    BOARD,
    BOARD_TEXT,
    ENGAGED,
    PROCESSES,
    PROCESSES_TEXT,
    accession,
    archive,
    fact,
    submission,
)

pytestmark = pytest.mark.django_db(transaction=True)


def kiln_archive(number: int) -> bytes:
    """A filing of its own, and one that every archive brings in other words."""
    return archive(
        [submission(number), submission(9)],
        [
            fact(BOARD, BOARD_TEXT, number),
            fact(PROCESSES, PROCESSES_TEXT, number),
            fact(ENGAGED, "true", number),
            fact(BOARD, f"Council number {number} hears of it.", 9),
        ],
    )


def load(*archives: bytes) -> list[tuple[int, int, str | None]]:
    documents = [receive_document(data=data, name="notes.zip", by=None) for data in archives]
    return [
        (loaded.new, loaded.replaced, loaded.error.code if loaded.error else None)
        for loaded in load_archives(documents, by=None)
    ]


def test_archives_are_merged_in_their_order() -> None:
    assert load(*map(kiln_archive, (1, 2, 3, 4))) == [(2, 0, None), *[(1, 1, None)] * 3]
    assert Filing.objects.count() == 5
    assert Filing.objects.get(accession=accession(9)).reading_text == "Council number 4 hears of it."


def test_an_archive_that_cannot_be_used_stops_no_other_one() -> None:
    broken = kiln_archive(2)[:90]
    assert load(kiln_archive(1), broken, kiln_archive(3)) == [
        (2, 0, None),
        (0, 0, "broken-zip"),
        (1, 1, None),
    ]


def test_the_index_of_a_load_is_the_one_that_is_made_anew() -> None:
    load(*map(kiln_archive, (1, 2, 3)))
    loaded = list(IndexedPassage.objects.order_by("pk").values())
    assert refresh_passages() == len(loaded) == 4 * 3 + 1
    assert list(IndexedPassage.objects.order_by("pk").values()) == loaded


def test_who_takes_no_more_leaves_every_archive_whole_or_out() -> None:
    archives = [kiln_archive(number) for number in range(1, 6)]
    documents = [receive_document(data=data, name="notes.zip", by=None) for data in archives]
    outcomes = load_archives(documents, by=None)
    assert next(outcomes).new == 2
    outcomes.close()
    own = Filing.objects.exclude(accession=accession(9)).annotate(n=Count("values"))
    assert {filing.n for filing in own} == {3}
    load(*archives)
    assert Filing.objects.count() == 6


def _keep_to(lane: Lane, told: list[str], number: int, failing: str) -> int:
    lane.wait_to_read()
    told.append(f"read {number}")
    if failing == f"read {number}":
        raise ValueError(failing)
    lane.wait_to_merge()
    told.append(f"merged {number}")
    if failing == f"merged {number}":
        raise ValueError(failing)
    return number


@pytest.mark.parametrize("failing", ["read 2", "merged 2"])
def test_one_that_fails_stops_those_after_it(failing: str) -> None:
    told: list[str] = []
    outcomes = run_in_lanes([partial(_keep_to, told=told, number=n, failing=failing) for n in (1, 2, 3, 4)])
    assert next(outcomes) == 1
    with pytest.raises(ValueError, match=failing):
        next(outcomes)
    assert [step for step in told if step.startswith("merged")] == (
        ["merged 1"] if failing == "read 2" else ["merged 1", "merged 2"]
    )
    assert "read 4" not in told


def test_stopped_is_no_error_of_the_archive_before() -> None:
    told: list[str] = []
    outcomes = run_in_lanes([partial(_keep_to, told=told, number=n, failing="read 2") for n in (1, 2)])
    assert next(outcomes) == 1
    with pytest.raises(ValueError, match="read 2"):
        list(outcomes)


def test_a_stopped_lane_says_so() -> None:
    def stop(lane: Lane) -> None:
        lane.is_broken = True
        lane.wait_to_read()

    with pytest.raises(Stopped):
        list(run_in_lanes([stop, stop]))

"""The pages on which predictions are decided."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.models import Judgement
from comparison.predictions.confidence import SURE
from comparison.predictions.judgements import Judged, withdraw_judgement
from comparison.predictions.queries import find_named
from config.accounts.models import User
from disclosures.models import Filing, LeftPassage, Passage
from tests.comparison.rows import make_judgement, make_person, read_untagged_again
from tests.conftest import signed_in
from tests.factories import BOARD, COMMITTEE, UNTAGGED_ITEM, element, make_filing, make_untagged

pytestmark = pytest.mark.django_db

OVERSIGHT = UNTAGGED_ITEM.split("\n\n")[4]


def queue_of(client: Client, query: str = "") -> Any:
    return client.get(f"/predictions/?{query}").context["queue"]


def waiting(filing: Filing) -> list[tuple[str, float]]:
    rows = Passage.objects.filter(value__filing=filing, value__origin="predicted").order_by(
        "confidence", "pk"
    )
    return [(text, confidence or 0) for text, confidence in rows.values_list("text", "confidence")]


def waiting_element(filing: Filing) -> str:
    return filing.values.filter(origin="predicted")[0].element.key


def leave_a_passage(filing: Filing, words: str = UNTAGGED_ITEM.split("\n\n")[5]) -> LeftPassage:
    """The filing's last passage, as if the model had named nothing in it."""
    start = filing.reading_text.index(words)
    Passage.objects.filter(value__filing=filing, start=start).delete()
    return LeftPassage.objects.create(
        filing=filing, start=start, end=start + len(words), nearest=element(COMMITTEE), confidence=0.41
    )


def answer(client: Client, on: Filing, **given: object) -> Any:
    start = on.reading_text.index(OVERSIGHT)
    sent = {
        "filing": on.slug,
        "element": "board-oversight",
        "start": start,
        "end": start + len(OVERSIGHT),
        "words": OVERSIGHT,
        "verdict": "confirmed",
    }
    return client.post("/predictions/judge/", {**sent, **given})


def answer_left(client: Client, filing: Filing, left: LeftPassage, **given: Any) -> Any:
    """The same of a passage without an element, as its row sends it."""
    place = {"start": left.start, "end": left.end, "words": filing.reading_text[left.start : left.end]}
    if seen := given.pop("seen", None):
        place["seen"] = seen.isoformat()
    return answer(client, filing, **{**place, "element": left.nearest.slug, **given})


def test_queue_shows_the_least_sure_first(viewer_client: Client) -> None:
    filing = make_untagged()
    everything = queue_of(viewer_client, "show=all")
    assert [(row.text, row.confidence) for row in everything.rows] == waiting(filing)
    unsure = [entry for entry in waiting(filing) if entry[1] < SURE]
    assert [(row.text, row.confidence) for row in queue_of(viewer_client).rows] == unsure
    assert [(tab.value, tab.count) for tab in everything.tabs] == [
        ("", len(unsure)),
        ("all", len(waiting(filing))),
        ("left", 0),
        ("decided", 0),
        ("adrift", 0),
    ]


def test_queue_is_filtered(viewer_client: Client) -> None:
    harrow, tarnwick = make_untagged("Harrow"), make_untagged("Tarnwick")
    make_judgement(harrow)
    for query in (f"issuer={tarnwick.issuer.slug}", f"filing={tarnwick.slug}"):
        found = queue_of(viewer_client, f"show=all&{query}")
        assert {row.filing for row in found.rows} == {tarnwick}
        assert found.tabs[3].count == 0
    found = queue_of(viewer_client, "show=all&element=board-oversight")
    assert {row.element.key for row in found.rows} == {BOARD}


def test_queue_offers_issuers_that_have_something_in_it_once(viewer_client: Client) -> None:
    predicted, left, decided = make_untagged("Harrow"), make_filing("Tarnwick"), make_untagged("Vale")
    make_filing("Wharf")
    make_judgement(predicted)
    make_judgement(predicted, element=element(waiting_element(predicted)))
    make_judgement(decided)
    decided.delete()
    for start in (0, 5):
        LeftPassage.objects.create(
            filing=left, start=start, end=start + 5, nearest=element(BOARD), confidence=0.2
        )
    form = viewer_client.get("/predictions/").context["form"]
    assert [issuer.name for issuer in form.fields["issuer"].queryset] == ["Harrow", "Tarnwick", "Vale"]


def test_queue_offers_passages_without_an_element(reviewer_client: Client) -> None:
    filing, other = make_untagged("Harrow"), make_untagged("Tarnwick")
    left = leave_a_passage(filing)
    leave_a_passage(other)
    assert queue_of(reviewer_client).tabs[2].count == 2
    (row,) = queue_of(reviewer_client, f"show=left&filing={filing.slug}").rows
    assert (row.text, row.element.key, row.start) == (UNTAGGED_ITEM.split("\n\n")[5], COMMITTEE, left.start)
    assert row.word == "no element named; nearest 0.41"
    page = reviewer_client.get("/predictions/?show=left&element=board-committee").content.decode()
    assert page.count("Does it speak of") == 2


def test_empty_list_of_passages_without_an_element_says_of_which_it_knows(viewer_client: Client) -> None:
    make_untagged()
    page = viewer_client.get("/predictions/?show=left").content.decode()
    assert "Every passage read since this list was added" in page
    assert "are listed once they are read again" in page


@pytest.mark.parametrize("verdict", ["confirmed", "rejected"])
def test_passage_without_an_element_waits_until_somebody_decided(
    verdict: str, reviewer_client: Client
) -> None:
    filing = make_untagged("Harrow")
    left = leave_a_passage(filing)
    words = filing.reading_text[left.start : left.end]
    answer_left(reviewer_client, filing, left, verdict=verdict)
    assert queue_of(reviewer_client, "show=left").rows == ()
    assert Judgement.objects.get().quote == words
    is_named = filing.values.filter(element=left.nearest, origin="confirmed", text=words).exists()
    assert is_named is (verdict == "confirmed")


@pytest.mark.parametrize(
    "query",
    ["show=%00", "issuer=%00", "element=nothing", "filing=nothing", "page=-1", "page=7", "page=" + "9" * 30],
)
def test_queue_of_a_filter_that_makes_no_sense_shows_what_it_can(query: str, viewer_client: Client) -> None:
    make_untagged()
    response = viewer_client.get(f"/predictions/?{query}")
    assert response.status_code == 200
    assert len(response.context["queue"].rows) == response.context["queue"].tabs[0].count > 0


def test_queue_part_for_htmx_has_no_page_heading(viewer_client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "prediction-rows"}
    part = viewer_client.get("/predictions/", headers=headers).content.decode()
    assert "<h1" not in part
    assert 'id="prediction-rows"' in part


@pytest.mark.parametrize("show", ["", "all", "left", "decided", "adrift"])
@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count(
    count: int, show: str, reviewer_client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        filing = make_untagged()
        make_judgement(filing)
        gone = make_judgement(filing, element=element(waiting_element(filing)))
        Judgement.objects.filter(pk=gone.pk).update(anchor="orphaned")
        leave_a_passage(filing)
    with django_assert_num_queries(12 if show in ("", "all", "left") else 11):
        reviewer_client.get("/predictions/", {"show": show})


@pytest.mark.parametrize("count", [1, 3])
def test_detail_query_count(count: int, reviewer_client: Client, django_assert_num_queries: Any) -> None:
    filing = make_untagged(text="\n\n".join(UNTAGGED_ITEM.split("\n\n") * count))
    with django_assert_num_queries(8):
        reviewer_client.get(f"/filings/{filing.slug}/predicted/board-oversight/")


def test_reviewer_confirms_a_passage(reviewer_client: Client, reviewer: User) -> None:
    filing = make_untagged()
    response = answer(reviewer_client, filing, next="/predictions/?show=all")
    assert (response.status_code, response.headers["Location"]) == (302, "/predictions/?show=all")
    judgement = Judgement.objects.get()
    assert (judgement.verdict, judgement.decided_by, judgement.quote) == ("confirmed", reviewer, OVERSIGHT)
    (row,) = [
        row
        for row in reviewer_client.get(f"/filings/{filing.slug}/predicted/board-oversight/").context["rows"]
        if row.text == OVERSIGHT
    ]
    assert (row.is_decided, row.judgement) == (True, judgement)


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_afterwards(address: str, reviewer_client: Client) -> None:
    filing = make_untagged()
    response = answer(reviewer_client, filing, next=address)
    assert response.headers["Location"] == f"/filings/{filing.slug}/predicted/board-oversight/"


def test_choice_of_another_element_counts_for_its_own_button_only(reviewer_client: Client) -> None:
    filing = make_untagged()
    committee = element(COMMITTEE)
    answer(reviewer_client, filing, verdict="rejected", instead=committee.slug)
    judgement = Judgement.objects.get()
    assert (judgement.verdict, judgement.instead) == ("rejected", None)
    answer(
        reviewer_client,
        filing,
        verdict="other",
        instead=committee.slug,
        seen=judgement.decided_at.isoformat(),
    )
    judgement.refresh_from_db()
    assert (judgement.verdict, judgement.instead) == ("other", committee)
    page = reviewer_client.get(f"/filings/{filing.slug}/predicted/{committee.slug}/")
    assert "said to be this, not Board oversight" in page.content.decode()
    assert "Recorded for Board oversight: another element, Board committee." in page.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": "Others."}, "text has changed"),
        ({"verdict": "other"}, "Say which element"),
        ({"seen": "2024-01-01T00:00:00+00:00"}, "Look at it again"),
        ({"end": 5_000_000}, "text has changed"),
        ({"start": ""}, "did not say what is to be decided"),
        ({"verdict": "perhaps"}, "did not say what is to be decided"),
        ({"filing": "nothing"}, "did not say what is to be decided"),
        ({"element": "material-effect-flag"}, "did not say what is to be decided"),
    ],
)
def test_refused_decision_says_why(given: dict[str, object], sentence: str, reviewer_client: Client) -> None:
    sent = {"filing": (filing := make_untagged()).slug, **given}
    response = answer(reviewer_client, filing, **sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Judgement.objects.count() == 0


def test_all_passages_of_a_value_are_confirmed_at_once(reviewer_client: Client) -> None:
    filing = make_untagged(text=f"{UNTAGGED_ITEM}\n\n{OVERSIGHT.replace('quarter', 'month')} It reports.")
    address = f"/filings/{filing.slug}/predicted/board-oversight/"
    context = reviewer_client.get(address).context
    assert context["undecided"] > 1
    given = {"filing": filing.slug, "element": "board-oversight", "seen": context["seen"]}
    assert reviewer_client.post("/predictions/confirm/", given).headers["Location"] == address
    assert set(Judgement.objects.values_list("verdict", flat=True)) == {"confirmed"}
    assert list(filing.values.filter(element__key=BOARD).values_list("origin", flat=True)) == ["confirmed"]
    again = reviewer_client.post("/predictions/confirm/", given)
    assert (again.status_code, Judgement.objects.count()) == (422, context["undecided"])


def test_decided_and_lost_ones_are_listed(reviewer_client: Client) -> None:
    kept, lost = make_judgement(make_untagged("Harrow")), make_judgement(make_untagged("Tarnwick"))
    assert lost.filing
    read_untagged_again(lost.filing, UNTAGGED_ITEM.split("\n\n")[1])
    withdraw_judgement(judgement=make_judgement(), by=make_person("admin"))
    assert queue_of(reviewer_client, "show=decided").judgements == (kept,)
    assert queue_of(reviewer_client, "show=adrift").judgements == (lost,)


def test_moved_decision_stands_with_the_passage_that_waits(reviewer_client: Client) -> None:
    filing = make_untagged("Harrow")
    judgement = make_judgement(filing)
    read_untagged_again(filing, UNTAGGED_ITEM.replace("cybersecurity risk.", "all cybersecurity risk."))
    rows = queue_of(reviewer_client, "show=all").rows
    (row,) = [row for row in rows if row.element.key == BOARD and row.text.startswith("Our Board")]
    assert (row.judgement, row.is_decided, row.seen) == (judgement, False, judgement.decided_at)


def make_moved(client: Client) -> tuple[Filing, LeftPassage, Judgement]:
    """A passage that was left and confirmed, and whose words are others since: its decision waits there."""
    filing = make_untagged("Harrow")
    words, edited = UNTAGGED_ITEM.split("\n\n")[5], "Our CISO has twenty years of experience in security."
    answer_left(client, filing, leave_a_passage(filing))
    read_untagged_again(filing, UNTAGGED_ITEM.replace(words, edited))
    left = leave_a_passage(filing, edited)
    judgement = Judgement.objects.get()
    assert (judgement.anchor, judgement.start) == ("moved", left.start)
    return filing, left, judgement


def test_moved_decision_stands_with_the_passage_that_is_left(reviewer_client: Client) -> None:
    filing, left, judgement = make_moved(reviewer_client)
    (row,) = queue_of(reviewer_client, "show=left").rows
    assert (row.judgement, row.is_decided, row.seen) == (judgement, False, judgement.decided_at)
    assert answer_left(reviewer_client, filing, left, seen=row.seen).status_code == 302
    again = Judgement.objects.get()
    assert (again.pk, again.anchor) == (judgement.pk, "anchored")
    assert queue_of(reviewer_client, "show=left").rows == ()


def test_moved_decision_is_listed_where_it_is_made_again(reviewer_client: Client) -> None:
    filing, left, judgement = make_moved(reviewer_client)
    refused = answer_left(reviewer_client, filing, left)
    assert refused.status_code == 422
    (row,) = (row for row in refused.context["rows"] if row.start == left.start)
    assert (row.judgement, row.is_decided, row.seen) == (judgement, False, judgement.decided_at)
    assert row.text == filing.reading_text[left.start : left.end]
    assert row.word == "not predicted"


def test_moved_decision_is_not_confirmed_with_what_is_predicted(reviewer_client: Client) -> None:
    filing, left, judgement = make_moved(reviewer_client)
    address = f"/filings/{filing.slug}/predicted/{left.nearest.slug}/"
    context = reviewer_client.get(address).context
    predicted = [row.start for row in context["rows"] if row.confidence is not None]
    assert (left.start in predicted, context["undecided"]) == (False, len(predicted))
    given = {"filing": filing.slug, "element": left.nearest.slug, "seen": context["seen"]}
    assert reviewer_client.post("/predictions/confirm/", given).status_code == 302
    judgement.refresh_from_db()
    assert (judgement.anchor, Judgement.objects.count()) == ("moved", 1 + len(predicted))


def test_passage_named_from_elsewhere_can_be_decided_again() -> None:
    filing = make_untagged()
    first = make_judgement(filing, element=element(COMMITTEE), verdict="rejected")
    passages = [Judged((first.start, first.end), first.quote)]
    make_judgement(filing, passages=passages, verdict="other", instead=element(COMMITTEE))
    (row,) = (row for row in find_named(filing, element(COMMITTEE)) if row.start == first.start)
    assert (row.judgement and row.judgement.verdict, row.seen) == ("other", first.decided_at)
    again = [Judged((first.start, first.end), first.quote, row.seen)]
    judged = make_judgement(filing, passages=again, element=element(COMMITTEE))
    assert (judged.pk, judged.verdict) == (first.pk, "confirmed")


def test_reviewer_takes_an_own_decision_back(reviewer: User, reviewer_client: Client) -> None:
    own, other = make_judgement(by=reviewer), make_judgement()
    assert reviewer_client.post(f"/predictions/{own.pk}/withdraw/").status_code == 302
    assert reviewer_client.post(f"/predictions/{other.pk}/withdraw/").status_code == 403
    assert reviewer_client.post(f"/predictions/{own.pk}/withdraw/").status_code == 422
    assert list(Judgement.objects.standing()) == [other]


def test_viewer_reads_and_decides_nothing(viewer_client: Client) -> None:
    filing = make_untagged()
    page = viewer_client.get("/predictions/?show=all").content.decode()
    assert OVERSIGHT in page
    assert "Confirm<" not in page
    assert answer(viewer_client, filing).status_code == 403


def test_labels_are_downloaded(reviewer_client: Client) -> None:
    judgement = make_judgement()
    response = reviewer_client.get("/predictions/labels/")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert [json.loads(line)["text"] for line in lines] == [judgement.quote]
    assert response.headers["Content-Disposition"] == 'attachment; filename="labels.jsonl"'


def test_gaps_and_filing_lead_to_what_waits(viewer_client: Client) -> None:
    filing = make_untagged()
    unsure = len([1 for _, confidence in waiting(filing) if confidence < SURE])
    assert viewer_client.get("/gaps/").context["predictions"] == unsure
    response = viewer_client.get(filing.get_absolute_url())
    assert response.context["unsure"] == unsure
    assert f'href="/predictions/?filing={filing.slug}"' in response.content.decode()


def test_reading_page_shows_what_was_confirmed(viewer_client: Client) -> None:
    filing = make_untagged()
    make_judgement(filing)
    reading = viewer_client.get(filing.get_absolute_url()).context["reading"]
    labels = {
        label.told.element.key: (label.prediction, label.state.value)
        for paragraph in reading.paragraphs
        if paragraph.run.segments[0].text == OVERSIGHT
        for label in paragraph.labels
    }
    assert labels[BOARD] == ("confirmed", "disclosed")
    told = {entry.element.key: entry for group in reading.outline for entry in group.entries}
    assert told[BOARD].word == "discloses, partly confirmed"


def test_grid_leads_to_the_decision(viewer_client: Client) -> None:
    filing = make_untagged()
    address = reverse("compare") + f"?f={filing.slug}&element=board-oversight"
    reviewer = signed_in(make_person("reviewer"))
    for client, words in ((reviewer, "Confirm or reject"), (viewer_client, "How it was named")):
        for page in (f"{address}&in={filing.slug}", address):
            text = client.get(page).content.decode()
            assert f'href="/filings/{filing.slug}/predicted/board-oversight/"' in text
            assert words in text

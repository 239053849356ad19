"""Naming a passage that the model did not name, and what was recorded about a decision."""

from typing import Any

import pytest
from django.test import Client

from comparison.models import Judgement
from comparison.predictions.judgements import withdraw_judgement
from comparison.reviewing.history import judgement_history
from disclosures.models import Filing
from tests.comparison.rows import make_judgement, make_person, read_untagged_again
from tests.factories import BOARD, COMMITTEE, UNTAGGED_ITEM, element, make_filing, make_untagged

pytestmark = pytest.mark.django_db

PARAGRAPHS = UNTAGGED_ITEM.split("\n\n")
OVERSIGHT, TRAINING = PARAGRAPHS[4], PARAGRAPHS[2]


def address(filing: Filing, words: str = TRAINING) -> str:
    return f"/filings/{filing.slug}/passages/{filing.reading_text.index(words)}/"


def name_it(client: Client, filing: Filing, **given: object) -> Any:
    start = filing.reading_text.index(TRAINING)
    sent = {
        "filing": filing.slug,
        "element": element(COMMITTEE).slug,
        "start": start,
        "end": start + len(TRAINING),
        "words": TRAINING,
        "verdict": "confirmed",
        "next": address(filing),
    }
    return client.post("/predictions/judge/", {**sent, **given})


def test_filing_leads_to_every_passage_and_to_no_heading(reviewer_client: Client) -> None:
    filing = make_untagged()
    page = reviewer_client.get(filing.get_absolute_url()).content.decode()
    offered = [f'href="{address(filing, words)}"' in page for words in PARAGRAPHS]
    assert offered == [False, True, True, False, True, True]


def test_reader_and_tagged_filing_are_offered_no_naming(
    viewer_client: Client, reviewer_client: Client
) -> None:
    filing, tagged = make_untagged(), make_filing(texts={BOARD: OVERSIGHT})
    assert "/passages/" not in viewer_client.get(filing.get_absolute_url()).content.decode()
    assert "/passages/" not in reviewer_client.get(tagged.get_absolute_url()).content.decode()
    page = viewer_client.get(address(filing))
    assert (page.status_code, b"Name it" in page.content) == (200, False)
    assert name_it(viewer_client, filing).status_code == 403


def test_reviewer_names_a_passage_on_its_page(reviewer_client: Client) -> None:
    filing = make_untagged()
    before = reviewer_client.get(address(filing)).context["page"]
    assert element(COMMITTEE) in before.unnamed
    assert name_it(reviewer_client, filing)["Location"] == address(filing)
    answer = reviewer_client.get(address(filing))
    assert element(COMMITTEE) not in answer.context["page"].unnamed
    (row,) = (own for own in answer.context["page"].rows if own.element == element(COMMITTEE))
    assert (row.is_decided, row.judgement.verdict) == (True, "confirmed")
    assert "named by" in answer.content.decode()
    reading = reviewer_client.get(filing.get_absolute_url()).context["reading"]
    labels = [
        (label.told.element.key, label.prediction)
        for paragraph in reading.paragraphs
        if paragraph.run.segments[0].text == TRAINING
        for label in paragraph.labels
    ]
    assert labels.count((COMMITTEE, "confirmed")) == 1


def test_passage_page_shows_predictions_and_decisions(viewer_client: Client) -> None:
    filing = make_untagged()
    judgement = make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    page = viewer_client.get(address(filing, OVERSIGHT)).context["page"]
    found = {row.element.key: row.judgement for row in page.rows}
    assert (found[BOARD], found[COMMITTEE]) == (judgement, judgement)
    assert page.headings == ("Governance",)


def test_decision_is_made_again_on_the_page_of_the_passage(reviewer_client: Client) -> None:
    filing = make_untagged()
    name_it(reviewer_client, filing)
    (row,) = (
        own
        for own in reviewer_client.get(address(filing)).context["page"].rows
        if own.element == element(COMMITTEE)
    )
    assert row.seen is not None
    again = name_it(reviewer_client, filing, verdict="rejected", seen=row.seen.isoformat())
    assert (again.status_code, Judgement.objects.get().verdict) == (302, "rejected")


def test_decision_about_another_element_was_not_made_under_this_one(reviewer_client: Client) -> None:
    filing = make_untagged()
    judgement = make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    page = reviewer_client.get(address(filing, OVERSIGHT)).context["page"]
    seen = {row.element.key: row.seen for row in page.rows}
    assert (seen[BOARD], seen[COMMITTEE]) == (judgement.decided_at, None)


@pytest.mark.parametrize("start", [0, 7, 10**8])
def test_place_where_no_passage_begins_is_not_found(viewer_client: Client, start: int) -> None:
    assert viewer_client.get(f"/filings/{make_untagged().slug}/passages/{start}/").status_code == 404


@pytest.mark.parametrize("decided", [False, True])
def test_passage_query_count(viewer_client: Client, django_assert_num_queries: Any, decided: bool) -> None:
    filing = make_untagged()
    if decided:
        make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    with django_assert_num_queries(8):
        viewer_client.get(address(filing, OVERSIGHT))


def test_history_tells_who_when_and_from_what_to_what(viewer_client: Client) -> None:
    filing = make_untagged("Harrow")
    first, second, admin = make_person("reviewer"), make_person("reviewer"), make_person("admin")
    judgement = make_judgement(filing, by=first)
    make_judgement(filing, verdict="other", instead=element(COMMITTEE), seen=judgement.decided_at, by=second)
    read_untagged_again(filing, PARAGRAPHS[1])
    judgement.refresh_from_db()
    withdraw_judgement(judgement=judgement, by=admin)
    history = judgement_history(judgement)
    name = str(element(COMMITTEE))
    assert [(change.who, change.action) for change in history] == [
        (first, "decided: confirmed"),
        (second, "decided: another element"),
        (None, "looked for its words in a new reading of the text"),
        (admin, "took it back"),
    ]
    assert [[(own.label, own.before, own.after) for own in change.differences] for change in history] == [
        [],
        [("decision", "confirmed", "another element"), ("element it speaks of", "", name)],
        [("place", "on these words", "the words are gone")],
        [("taken back", "no", "yes")],
    ]
    assert [change.at for change in history] == sorted(change.at for change in history)
    page = viewer_client.get(f"/predictions/{judgement.pk}/").content.decode()
    assert (f"Taken back by {admin}" in page, page.count('<ol class="history">')) == (True, 1)


def test_decisions_lead_to_their_history(viewer_client: Client) -> None:
    filing = make_untagged()
    judgement = make_judgement(filing)
    link = f'href="/predictions/{judgement.pk}/"'
    pages = ["/predictions/?show=decided", f"/filings/{filing.slug}/predicted/board-oversight/"]
    assert [link in viewer_client.get(page).content.decode() for page in pages] == [True, True]


@pytest.mark.parametrize("count", [1, 3])
def test_history_query_count(viewer_client: Client, django_assert_num_queries: Any, count: int) -> None:
    filing = make_untagged()
    judgement = make_judgement(filing)
    for _ in range(count - 1):
        judgement = make_judgement(filing, seen=judgement.decided_at)
    assert Judgement.objects.count() == 1
    with django_assert_num_queries(6):
        viewer_client.get(f"/predictions/{judgement.pk}/")

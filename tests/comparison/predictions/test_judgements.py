"""What reviewers decide about predicted elements: what it does to the values, and what becomes of it."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from comparison.models import FilingCoverage, Judgement, Notice
from comparison.predictions.judgements import Judged, judge_passages, may_withdraw, withdraw_judgement
from comparison.reviewing.reviews import ChangedMeanwhileError, ReviewError, TextChangedError
from comparison.watching.follows import follow
from disclosures.coding.naming import NAMED
from disclosures.coding.passages import name_text
from disclosures.models import Filing, Framework, IndexedPassage
from tests.comparison.rows import make_judgement, make_person, read_untagged_again
from tests.factories import (
    BOARD,
    COMMITTEE,
    MATERIAL_FLAG,
    PROCESSES,
    UNTAGGED_ITEM,
    element,
    make_filing,
    make_untagged,
)

pytestmark = pytest.mark.django_db

OVERSIGHT = UNTAGGED_ITEM.split("\n\n")[4]
UNNAMED = UNTAGGED_ITEM.split("\n\n")[2]


def origins(filing: Filing, key: str) -> dict[str, list[str]]:
    """Texts of the passages under an element, by the origin of their value."""
    found: dict[str, list[str]] = {}
    rows = filing.values.filter(element__key=key).order_by("position")
    for origin, text in rows.values_list("origin", "passages__text"):
        found.setdefault(origin, []).append(text)
    return found


def test_confirmed_passage_is_a_confirmed_value() -> None:
    filing = make_untagged()
    before = filing.values.get(element__key=BOARD).passages.get(text=OVERSIGHT).confidence
    judgement = make_judgement(filing)
    assert origins(filing, BOARD)["confirmed"] == [OVERSIGHT]
    assert OVERSIGHT not in origins(filing, BOARD).get("predicted", [])
    value = filing.values.get(element__key=BOARD, origin="confirmed")
    assert value.confidence == before == judgement.confidence
    assert (judgement.quote, judgement.anchor, judgement.fiscal_year) == (OVERSIGHT, "anchored", 2024)


def test_rejected_passage_is_under_the_element_no_more() -> None:
    filing = make_untagged()
    make_judgement(filing, verdict="rejected")
    assert OVERSIGHT not in [text for own in origins(filing, BOARD).values() for text in own]


def test_passage_is_said_to_be_of_another_element() -> None:
    filing = make_untagged()
    make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    assert OVERSIGHT not in [text for own in origins(filing, BOARD).values() for text in own]
    assert origins(filing, COMMITTEE)["confirmed"] == [OVERSIGHT]


def test_search_follows_a_decision() -> None:
    filing = make_untagged()
    make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    found = IndexedPassage.objects.get(passage__text=OVERSIGHT)
    assert element(COMMITTEE).pk in found.elements
    assert element(BOARD).pk not in found.elements


def test_deciding_again_replaces_the_decision_and_keeps_the_history() -> None:
    filing = make_untagged()
    first = make_judgement(filing)
    again = make_judgement(filing, verdict="rejected", seen=first.decided_at)
    assert again.pk == first.pk
    assert list(Judgement.objects.values_list("verdict", flat=True)) == ["rejected"]
    events = again.events.order_by("pgh_id")
    assert [event.verdict for event in events] == ["confirmed", "rejected"]
    assert events.last().pgh_context.metadata["user"] == again.decided_by_id


def test_second_of_two_who_decide_at_once_is_told() -> None:
    filing = make_untagged()
    first = make_judgement(filing)
    with pytest.raises(ChangedMeanwhileError, match=f"{first.decided_by} has decided it: confirmed"):
        make_judgement(filing, verdict="rejected")
    stale = first.decided_at - timedelta(seconds=1)
    with pytest.raises(ChangedMeanwhileError):
        make_judgement(filing, verdict="rejected", seen=stale)
    assert Judgement.objects.get().verdict == "confirmed"


def test_the_later_of_two_decisions_about_an_element_counts() -> None:
    filing = make_untagged()
    make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    make_judgement(filing, element=element(COMMITTEE), verdict="rejected")
    assert OVERSIGHT not in [text for own in origins(filing, COMMITTEE).values() for text in own]


def test_decision_taken_back_leaves_what_the_model_says() -> None:
    filing = make_untagged()
    before = list(filing.values.values_list("element", "origin", "text", "confidence"))
    judgement = make_judgement(filing, verdict="rejected")
    by = make_person("admin")
    withdraw_judgement(judgement=judgement, by=by)
    assert list(filing.values.values_list("element", "origin", "text", "confidence")) == before
    assert (judgement.withdrawn_by, Judgement.objects.standing().count()) == (by, 0)
    with pytest.raises(ChangedMeanwhileError, match="taken back already"):
        withdraw_judgement(judgement=judgement, by=by)
    assert make_judgement(filing).pk != judgement.pk


def test_decision_is_taken_back_by_its_reviewer_and_admins() -> None:
    judgement = make_judgement()
    people = [judgement.decided_by, make_person("reviewer"), make_person("viewer"), make_person("admin")]
    assert [may_withdraw(judgement, user) for user in people] == [True, False, False, True]


def judge(filing: Filing, words: str = OVERSIGHT, **fields: object) -> None:
    start = filing.reading_text.find(OVERSIGHT)
    given = {"element": element(BOARD), "verdict": "confirmed", "by": make_person("reviewer"), **fields}
    passages = [Judged((start, start + len(OVERSIGHT)), words)]
    judge_passages(filing=filing, passages=passages, **given)  # type: ignore[arg-type]  # any of its fields


def test_words_that_are_no_longer_there_are_refused() -> None:
    filing = make_untagged()
    with pytest.raises(TextChangedError, match="text has changed"):
        judge(filing, words="Our board sees to it.")
    assert Judgement.objects.count() == 0


@pytest.mark.parametrize(
    ("verdict", "instead", "sentence"),
    [
        ("other", None, "Say which element"),
        ("confirmed", COMMITTEE, "Say which element"),
        ("other", BOARD, "another element than the predicted"),
        ("other", MATERIAL_FLAG, "another element than the predicted"),
    ],
)
def test_decision_that_makes_no_sense_is_refused(verdict: str, instead: str | None, sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        judge(make_untagged(), verdict=verdict, instead=element(instead) if instead else None)


def test_tagged_filing_is_not_judged() -> None:
    with pytest.raises(ReviewError, match="tagged by now"):
        judge(make_filing(texts={BOARD: OVERSIGHT}))


def test_reading_again_keeps_decisions_on_the_same_words() -> None:
    filing = make_untagged("Harrow")
    judgement = make_judgement(filing)
    read_untagged_again(filing, f"Overview of the programme\n\n{UNTAGGED_ITEM}")
    judgement.refresh_from_db()
    assert (judgement.anchor, judgement.quote) == ("anchored", OVERSIGHT)
    assert filing.reading_text[judgement.start : judgement.end] == OVERSIGHT
    assert origins(filing, BOARD)["confirmed"] == [OVERSIGHT]
    found = IndexedPassage.objects.get(passage__text=OVERSIGHT)
    assert found.passage.value.filing == filing


def test_reading_changed_words_leaves_the_decision_to_be_made_again() -> None:
    filing = make_untagged("Harrow")
    judgement = make_judgement(filing)
    edited = OVERSIGHT.replace("cybersecurity risk", "cybersecurity risks")
    read_untagged_again(filing, UNTAGGED_ITEM.replace(OVERSIGHT, edited))
    judgement.refresh_from_db()
    assert judgement.anchor == "moved"
    assert edited in origins(filing, BOARD)["predicted"]
    again = make_judgement(filing, seen=judgement.decided_at)
    assert (again.pk, again.anchor, again.quote) == (judgement.pk, "anchored", edited)
    assert origins(filing, BOARD)["confirmed"] == [edited]


CHIEF = "Our board of directors oversees the risks from cybersecurity threats with the audit committee."


def judge_words(filing: Filing, words: str, start: int) -> Judgement:
    (judgement,) = judge_passages(
        filing=filing,
        passages=[Judged((start, start + len(words)), words)],
        element=element(BOARD),
        verdict="confirmed",
        by=make_person("reviewer"),
    )
    return judgement


def test_decision_moves_to_a_place_that_another_one_leaves() -> None:
    filing = make_untagged("Harrow", f"{CHIEF}\n\n{OVERSIGHT}")
    second = judge_words(filing, OVERSIGHT, len(CHIEF) + 2)
    first = judge_words(filing, CHIEF, 0)
    read_untagged_again(filing, OVERSIGHT)
    for judgement in (first, second):
        judgement.refresh_from_db()
    assert [(own.anchor, own.start) for own in (first, second)] == [("orphaned", 0), ("anchored", 0)]


def test_of_two_decisions_that_come_to_the_same_words_the_later_is_made_again() -> None:
    filing = make_untagged("Harrow", f"{OVERSIGHT}\n\n{UNTAGGED_ITEM}")
    places = [0, filing.reading_text.rfind(OVERSIGHT)]
    judgements = [judge_words(filing, OVERSIGHT, start) for start in places]
    read_untagged_again(filing, f"Foreword to it all\n\n{OVERSIGHT}")
    for judgement in judgements:
        judgement.refresh_from_db()
    assert [own.anchor for own in judgements] == ["anchored", "moved"]
    assert {own.start for own in judgements} == {filing.reading_text.find(OVERSIGHT)}


def test_reading_without_the_words_orphans_the_decision() -> None:
    filing = make_untagged("Harrow")
    judgement = make_judgement(filing)
    read_untagged_again(filing, UNTAGGED_ITEM.split("\n\n")[1])
    judgement.refresh_from_db()
    assert (judgement.anchor, judgement.quote) == ("orphaned", OVERSIGHT)


def test_tagged_source_of_the_filing_keeps_decisions_as_labels() -> None:
    filing = make_untagged("Harrow")
    judgement = make_judgement(filing)
    assert make_filing("Harrow", texts={BOARD: "Somebody oversees everything."}) == filing
    assert set(filing.values.values_list("origin", flat=True)) == {"tagged"}
    assert Judgement.objects.standing().get() == judgement


def test_decision_tells_no_follower_of_a_change() -> None:
    filing = make_untagged()
    follow(target=filing.issuer, by=make_person("viewer"))
    make_judgement(filing, verdict="rejected")
    assert Notice.objects.count() == 0


def test_labels_are_lines_of_json() -> None:
    filing = make_untagged("Harrow", accession="0000000001-25-000001")
    kept = make_judgement(filing, verdict="other", instead=element(COMMITTEE))
    taken_back = make_judgement(filing, element=element(PROCESSES))
    withdraw_judgement(judgement=taken_back, by=make_person("admin"))
    out = StringIO()
    call_command("export_labels", stdout=out)
    (line,) = out.getvalue().splitlines()
    start = filing.reading_text.index(OVERSIGHT)
    assert json.loads(line) == {
        "issuer": filing.issuer.slug,
        "cik": None,
        "fiscal_year": 2024,
        "form": "10-K",
        "accession": "0000000001-25-000001",
        "element": BOARD,
        "verdict": "other",
        "instead": COMMITTEE,
        "confidence": kept.confidence,
        "text": OVERSIGHT,
        "prefix": filing.reading_text[start - 64 : start],
        "suffix": filing.reading_text[start + len(OVERSIGHT) :][:64],
        "start": start,
        "end": start + len(OVERSIGHT),
        "anchor": "anchored",
        "decided_by": kept.decided_by.username,
        "decided_at": kept.decided_at.isoformat(),
    }


def name_passage(filing: Filing, text: str, concept: str) -> Judgement:
    start = filing.reading_text.index(text)
    passage = Judged((start, start + len(text)), text)
    by = make_person("reviewer")
    named = judge_passages(
        filing=filing, element=element(concept), passages=[passage], verdict="confirmed", by=by
    )
    return named[0]


def test_passage_that_the_model_did_not_name_is_named() -> None:
    filing = make_untagged()
    assert UNNAMED not in [text for own in origins(filing, COMMITTEE).values() for text in own]
    judgement = name_passage(filing, UNNAMED, COMMITTEE)
    assert origins(filing, COMMITTEE)["confirmed"] == [UNNAMED]
    out = StringIO()
    call_command("export_labels", stdout=out)
    label = json.loads(out.getvalue())
    assert [label[name] for name in ("element", "verdict", "text")] == [COMMITTEE, "confirmed", UNNAMED]
    assert not judgement.was_predicted


def test_confidence_too_low_to_name_is_kept_with_the_label() -> None:
    filing = make_untagged()
    text, concept, confidence = next(
        (passage.text, concept, confidence)
        for passage in name_text(filing.reading_text)
        for concept, confidence in passage.elements.items()
        if confidence < NAMED
    )
    judgement = name_passage(filing, text, concept)
    assert (judgement.confidence, judgement.was_predicted) == (confidence, False)


def test_labels_of_nothing_are_nothing() -> None:
    out = StringIO()
    call_command("export_labels", stdout=out)
    assert out.getvalue() == ""


def test_decision_has_what_is_derived_looked_at_again(django_capture_on_commit_callbacks: Any) -> None:
    filing = make_untagged()
    plan = Framework.objects.get(slug="cyd")
    FilingCoverage.objects.create(filing=filing, framework=plan, stored_at=filing.stored_at, stamp="old")
    with django_capture_on_commit_callbacks(execute=True):
        make_judgement(filing)
    assert FilingCoverage.objects.count() == 0
    jobs = ProcrastinateJob.objects.values_list("task_name", flat=True)
    assert sorted(job.rpartition(".")[2] for job in jobs) == ["name_sentences", "propose_coverage"]

"""Notes and gaps: writing, deciding, taking back; and that each change is recorded."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comparison.models import Annotation
from comparison.reviewing.reviews import (
    ChangedMeanwhileError,
    ReviewError,
    TextChangedError,
    confirm_moved,
    decide_gap,
    edit_annotation,
    may_edit,
    reject_moved,
    restore_annotation,
    withdraw_annotation,
)
from disclosures.identity import Details
from disclosures.ingest import store_parsed
from tests.comparison.rows import TEXT, WORDS, make_annotation, make_person, read_again
from tests.factories import BOARD, make_filing, parsed_filing

pytestmark = pytest.mark.django_db


def test_annotate_cuts_the_quote_from_the_text() -> None:
    annotation = make_annotation(quote="briefs  it every\r\nquarter")
    start = TEXT.index(WORDS)
    assert (annotation.quote, annotation.start, annotation.end) == (WORDS, start, start + len(WORDS))
    assert annotation.prefix == TEXT[max(0, start - 64) : start]
    assert annotation.suffix == " of the year."
    assert (annotation.anchor, annotation.status) == ("anchored", "open")


def test_annotate_refuses_words_that_are_not_the_texts() -> None:
    with pytest.raises(TextChangedError, match="has changed since"):
        make_annotation(quote="briefs it every month!!")
    with pytest.raises(TextChangedError, match="no words at this place"):
        make_annotation(place=(10**6, 10**6 + 5))
    assert Annotation.objects.count() == 0


def test_annotate_whole_element_needs_no_filing() -> None:
    annotation = make_annotation(filing=make_filing(texts={BOARD: TEXT}), place=None, quote="", kind="note")
    assert (annotation.anchor, annotation.quote, annotation.start, annotation.status) == (
        "whole",
        "",
        None,
        "",
    )


def test_every_change_is_recorded_with_its_person() -> None:
    annotation = make_annotation()
    other = make_person("reviewer")
    decide_gap(annotation=annotation, status="accepted", reason="", seen=None, by=other)
    recorded = [
        (event.pgh_context.metadata["user"], event.pgh_context.metadata["action"], event.status)
        for event in annotation.events.select_related("pgh_context").order_by("pgh_id")
    ]
    assert recorded == [
        (annotation.created_by_id, "wrote a gap", "open"),
        (other.pk, "decided: accepted", "accepted"),
    ]


def test_decide_gap_second_reviewer_is_told() -> None:
    annotation = make_annotation()
    first, second = make_person("reviewer", name="Ida First"), make_person("reviewer")
    stale = Annotation.objects.get(pk=annotation.pk)
    decide_gap(annotation=annotation, status="accepted", reason="", seen=None, by=first)
    with pytest.raises(ChangedMeanwhileError, match="Ida First has decided it: accepted"):
        decide_gap(annotation=stale, status="not_a_gap", reason="It is there.", seen=None, by=second)
    annotation.refresh_from_db()
    assert (annotation.status, annotation.decided_by) == ("accepted", first)


def test_decide_gap_reopens_only_what_was_seen_decided() -> None:
    annotation = make_annotation()
    by = make_person("reviewer")
    decide_gap(annotation=annotation, status="not_a_gap", reason="See page 3.", seen=None, by=by)
    seen = annotation.decided_at
    decide_gap(annotation=annotation, status="open", reason="Page 3 is on something else.", seen=seen, by=by)
    assert (annotation.status, annotation.decided_at, annotation.decided_by) == ("open", None, None)
    with pytest.raises(ChangedMeanwhileError):
        decide_gap(annotation=annotation, status="open", reason="", seen=seen, by=by)


def test_decide_gap_not_a_gap_needs_a_reason() -> None:
    with pytest.raises(ReviewError, match="Say why"):
        decide_gap(
            annotation=make_annotation(),
            status="not_a_gap",
            reason=" ",
            seen=None,
            by=make_person("reviewer"),
        )


def test_decide_gap_of_a_note_or_a_withdrawn_gap_is_refused() -> None:
    by = make_person("reviewer")
    with pytest.raises(ChangedMeanwhileError):
        decide_gap(annotation=make_annotation(kind="note"), status="accepted", reason="", seen=None, by=by)
    gap = make_annotation()
    withdraw_annotation(annotation=gap, by=by)
    with pytest.raises(ChangedMeanwhileError, match="has withdrawn it"):
        decide_gap(annotation=gap, status="accepted", reason="", seen=None, by=by)


def test_edit_annotation_of_one_edited_meanwhile_is_refused() -> None:
    annotation = make_annotation()
    by = annotation.created_by
    edit_annotation(annotation=annotation, body="Second wording.", seen=None, by=by)
    with pytest.raises(ChangedMeanwhileError):
        edit_annotation(annotation=annotation, body="Third wording.", seen=None, by=by)
    assert Annotation.objects.get(pk=annotation.pk).body == "Second wording."


def test_withdraw_annotation_can_be_restored() -> None:
    annotation = make_annotation()
    withdraw_annotation(annotation=annotation, by=annotation.created_by)
    assert Annotation.objects.standing().count() == 0
    with pytest.raises(ChangedMeanwhileError):
        withdraw_annotation(annotation=annotation, by=annotation.created_by)
    restore_annotation(annotation=annotation, by=annotation.created_by)
    assert (annotation.withdrawn_at, annotation.withdrawn_by) == (None, None)
    with pytest.raises(ChangedMeanwhileError):
        restore_annotation(annotation=annotation, by=annotation.created_by)


def test_may_edit_is_for_its_author_and_admins() -> None:
    annotation = make_annotation()
    others = {role: make_person(role) for role in ("viewer", "reviewer", "admin")}
    assert may_edit(annotation, annotation.created_by)
    assert {role: may_edit(annotation, user) for role, user in others.items()} == {
        "viewer": False,
        "reviewer": False,
        "admin": True,
    }


def test_reading_again_with_the_same_text_changes_nothing() -> None:
    annotation = make_annotation()
    assert annotation.filing
    read_again(annotation.filing, TEXT)
    assert annotation.events.count() == 1


def test_reading_again_follows_an_unchanged_paragraph() -> None:
    annotation = make_annotation()
    assert annotation.filing
    read_again(annotation.filing, f"A word before.\n\n{TEXT}")
    again = Annotation.objects.get(pk=annotation.pk)
    assert (again.anchor, again.quote) == ("anchored", WORDS)
    assert annotation.filing.reading_text[again.start : again.end] == WORDS


def test_reading_again_proposes_a_place_that_a_person_confirms() -> None:
    annotation = make_annotation()
    filing, by = annotation.filing, make_person("reviewer")
    assert filing
    read_again(filing, TEXT.replace("briefs it every quarter", "briefs it in every quarter"))
    annotation.refresh_from_db()
    assert (annotation.anchor, annotation.quote) == ("moved", WORDS)
    proposed = filing.reading_text[annotation.start : annotation.end]
    with pytest.raises(TextChangedError):
        confirm_moved(annotation=annotation, words="other words", by=by)
    confirm_moved(annotation=annotation, words=proposed, by=by)
    assert (annotation.anchor, annotation.quote) == ("anchored", proposed)
    with pytest.raises(ChangedMeanwhileError):
        confirm_moved(annotation=annotation, words=proposed, by=by)


def test_reading_again_lists_words_that_are_gone_and_brings_them_back_only_as_moved() -> None:
    annotation = make_annotation()
    filing = annotation.filing
    assert filing
    read_again(filing, "Nothing of it is left here.")
    annotation.refresh_from_db()
    assert (annotation.anchor, annotation.quote, annotation.start) == ("orphaned", WORDS, TEXT.index(WORDS))
    read_again(filing, TEXT)
    annotation.refresh_from_db()
    assert annotation.anchor == "moved"
    reject_moved(annotation=annotation, by=make_person("reviewer"))
    assert annotation.anchor == "orphaned"


def test_reading_again_keeps_a_gap_on_the_whole_element() -> None:
    filing = make_filing(texts={BOARD: TEXT})
    gap = make_annotation(filing, place=None, quote="", filing=None)
    read_again(filing, "Now it speaks.")
    again = Annotation.objects.get(pk=gap.pk)
    assert (again.anchor, again.status, again.filing) == ("whole", "open", None)


def test_a_filing_whose_year_was_corrected_takes_its_notes_along() -> None:
    annotation = make_annotation()
    filing = annotation.filing
    assert filing
    parsed = replace(parsed_filing({BOARD: TEXT}, issuer_name=filing.issuer.name), fiscal_year=2025)
    store_parsed(document=filing.document, part=0, parsed=parsed, details=Details(), by=None)
    annotation.refresh_from_db()
    assert (annotation.fiscal_year, annotation.anchor) == (2025, "anchored")


def test_a_note_whose_filing_is_gone_waits_in_the_next_one() -> None:
    annotation = make_annotation()
    filing = annotation.filing
    assert filing
    issuer = filing.issuer
    filing.delete()
    successor = make_filing(issuer.name, texts={BOARD: TEXT})
    annotation.refresh_from_db()
    assert (annotation.filing, annotation.anchor) == (successor, "moved")


SENTENCES = ["The audit committee reviews it.", "It briefs them.", "Nobody is told.", "Twice — “quarterly”."]
readings = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1).map(" ".join), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.lists(readings.map("\n\n".join), min_size=2, max_size=4))
def test_no_reading_loses_a_note_or_moves_it_to_other_words_unseen(
    data: st.DataObject, texts: list[str]
) -> None:
    with transaction.atomic():
        filing = make_filing(texts={BOARD: texts[0]})
        start = data.draw(st.integers(0, len(texts[0]) - 2))
        end = data.draw(st.integers(start + 2, len(texts[0])))
        quote = texts[0][start:end]
        assume(quote.strip())
        note = make_annotation(filing, place=(start, end), quote=quote)
        written = note.quote
        for text in texts[1:]:
            known = Annotation.objects.get(pk=note.pk).anchor
            read_again(filing, text)
            note.refresh_from_db()
            assert (note.filing, note.quote) == (filing, written)
            if note.anchor == "anchored":
                assert known == "anchored"
                assert text[note.start : note.end] == written
            elif note.anchor == "orphaned":
                assert written not in text
        transaction.set_rollback(True)


def test_a_refused_write_leaves_nothing() -> None:
    annotation = make_annotation()
    with pytest.raises(ChangedMeanwhileError), transaction.atomic():
        restore_annotation(annotation=annotation, by=annotation.created_by)
    assert annotation.events.count() == 1

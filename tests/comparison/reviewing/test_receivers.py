"""Notes on a real reading: a sample document stored, annotated and read again."""

from typing import Any

import pytest

from comparison.models import Annotation
from comparison.reviewing.reviews import annotate
from disclosures.identity import Details
from disclosures.models import Filing
from disclosures.rereading import Reread, reread_documents
from disclosures.sources import ingest_file
from tests.comparison.rows import make_person
from tests.conftest import REPOSITORY
from tests.factories import BOARD, element
from tests.processes import NO_TIME

pytestmark = pytest.mark.django_db

SAMPLE = REPOSITORY / "disclosures" / "samples" / "tarnwick-bancorp" / "twkb-20241231.htm"


def note_on(filing: Filing, start: int, end: int) -> Annotation:
    return annotate(
        issuer=filing.issuer,
        element=element(BOARD),
        fiscal_year=filing.fiscal_year,
        kind="note",
        body="Worth a look.",
        by=make_person("reviewer"),
        filing=filing,
        place=(start, end),
        quote=filing.reading_text[start:end],
    )


def test_reading_a_document_again_leaves_every_note_on_its_words() -> None:
    (outcome,) = ingest_file(SAMPLE, details=Details())
    assert outcome.stored
    assert outcome.stored.filing
    filing = outcome.stored.filing
    value = filing.values.get(element__key=BOARD)
    start, end = value.spans[0]
    note = note_on(filing, start, end)
    assert list(reread_documents([filing.document])) == [Reread(filing.document, (filing,))]
    again = Annotation.objects.get(pk=note.pk)
    assert (again.anchor, again.start, again.end, again.quote) == ("anchored", start, end, note.quote)
    assert again.events.count() == 1
    assert not filing.values.filter(pk=value.pk).exists()


def test_a_document_that_takes_too_long_to_read_again_changes_nothing(settings: Any) -> None:
    (outcome,) = ingest_file(SAMPLE, details=Details())
    assert outcome.stored
    assert outcome.stored.filing
    settings.READING_MAX_SECONDS = NO_TIME
    document = outcome.stored.filing.document
    refusal = f"Reading it took longer than {NO_TIME} seconds."
    assert list(reread_documents([document])) == [Reread(document, refusal=refusal)]
    again = Filing.objects.get(pk=outcome.stored.filing.pk)
    assert again.reading_text == outcome.stored.filing.reading_text


def test_a_text_that_was_changed_by_hand_is_put_right_and_the_note_waits() -> None:
    (outcome,) = ingest_file(SAMPLE, details=Details())
    assert outcome.stored
    assert outcome.stored.filing
    filing = outcome.stored.filing
    Filing.objects.filter(pk=filing.pk).update(
        reading_text="The board is told of everything at every meeting."
    )
    filing.refresh_from_db()
    note = note_on(filing, 4, 40)
    list(reread_documents([filing.document]))
    note.refresh_from_db()
    assert (note.anchor, note.start, note.end, note.quote) == (
        "orphaned",
        4,
        40,
        "board is told of everything at every",
    )
    event = note.events.select_related("pgh_context").last()
    assert event.pgh_context.metadata["filing"] == filing.slug

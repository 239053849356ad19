"""What is kept of the element model's answers is what it says now of the text as it is now."""

from typing import Any

import numpy as np
import pytest

from comparison.alignment.issuer_sides import NamedText
from comparison.comparing import readings
from comparison.comparing.readings import fetch_readings, refresh_readings
from comparison.models import FilingReading
from comparison.predictions.judgements import Judged
from disclosures.models import Passage
from tests.comparison.rows import make_judgement, read_again
from tests.factories import BOARD, COMMITTEE, UNTAGGED_ITEM, make_filing, make_untagged

pytestmark = pytest.mark.django_db

TEXT = "The board oversees cyber risk. It hears from the security chief.\n\nThe committee meets each spring."


def assert_equal(left: NamedText, right: NamedText) -> None:
    assert left.places.tolist() == right.places.tolist()
    # Kept in half precision.
    assert np.abs(left.confidences - right.confidences).max() < 0.001


def test_what_is_kept_is_what_the_model_says(django_assert_num_queries: Any) -> None:
    filing = make_filing(texts={BOARD: TEXT, COMMITTEE: "The committee meets each spring."})
    fresh = fetch_readings([filing])[filing.pk]
    assert [TEXT[start:end] for start, end in fresh.places.tolist()[:3]] == [
        "The board oversees cyber risk.",
        "It hears from the security chief.",
        "The committee meets each spring.",
    ]
    assert refresh_readings() == 1
    with django_assert_num_queries(1):
        assert_equal(fetch_readings([filing])[filing.pk], fresh)
    assert refresh_readings() == 0


def test_a_text_read_again_is_named_again() -> None:
    filing = make_filing(texts={BOARD: TEXT})
    refresh_readings()
    read_again(filing, "Directors oversee the programme of the harbour.")
    before = fetch_readings([filing])[filing.pk]
    assert len(before.places) == 1
    assert refresh_readings() == 1
    assert_equal(fetch_readings([filing])[filing.pk], before)


def test_passage_that_a_reviewer_named_is_read() -> None:
    filing = make_untagged()
    words = UNTAGGED_ITEM.split("\n\n")[5]
    start = filing.reading_text.index(words)
    Passage.objects.filter(value__filing=filing, start=start).delete()  # as if the model named nothing in it
    refresh_readings()
    assert [start, start + len(words)] not in fetch_readings([filing])[filing.pk].places.tolist()
    make_judgement(filing, passages=[Judged((start, start + len(words)), words)])
    named = fetch_readings([filing])[filing.pk]
    assert [start, start + len(words)] in named.places.tolist()
    assert refresh_readings() == 1
    assert_equal(fetch_readings([filing])[filing.pk], named)


def test_another_model_means_to_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_filing(texts={BOARD: TEXT})
    assert refresh_readings() == 1
    monkeypatch.setattr(readings, "_name_model", lambda: "another")
    assert refresh_readings() == 1
    assert FilingReading.objects.values_list("model", flat=True).get() == "another"


def test_a_filing_that_is_gone_is_forgotten() -> None:
    filing = make_filing(texts={BOARD: TEXT})
    refresh_readings()
    filing.delete()
    assert refresh_readings() == 1
    assert not FilingReading.objects.exists()


def test_a_filing_without_passages_has_no_sentences() -> None:
    filing = make_filing(texts={})
    assert refresh_readings() == 1
    assert fetch_readings([filing])[filing.pk].places.tolist() == []

"""Named passages gathered into values, and what people ruled about them. The texts are made up."""

import pytest

from disclosures.coding.naming import CONCEPTS, NAMED
from disclosures.coding.passages import name_text
from disclosures.coding.predictions import LeftPassage, PredictedItem, PredictedValue, Ruling, predict_item
from disclosures.parsing.types import Span
from tests.factories import UNTAGGED_ITEM as ITEM

PROCESSES, BOARD, EXPERTISE = CONCEPTS[0], CONCEPTS[3], CONCEPTS[8]
MATERIAL = CONCEPTS[2]


def span_of(words: str) -> Span:
    """The paragraph that begins with these words."""
    start = ITEM.index(words)
    return Span(start, (ITEM + "\n\n").index("\n\n", start))


def find(values: tuple[PredictedValue, ...], concept: str, *, is_confirmed: bool) -> list[tuple[Span, ...]]:
    return [
        tuple(passage.span for passage in value.passages)
        for value in values
        if value.concept == concept and value.is_confirmed is is_confirmed
    ]


PROGRAMME, OVERSIGHT, OFFICER = (span_of(words) for words in ("We run", "Our Board", "Our CISO"))


def test_values_hold_the_passages_that_are_named() -> None:
    named = {
        (concept, passage.locator.spans[0])
        for passage in name_text(ITEM)
        for concept, confidence in passage.elements.items()
        if confidence >= NAMED
    }
    values = predict_item(ITEM).values
    assert {(value.concept, p.span) for value in values for p in value.passages} == named
    assert (BOARD, OVERSIGHT) in named
    assert (EXPERTISE, OFFICER) in named
    assert len({value.concept for value in values}) == len(values)


def test_spans_are_the_words_of_the_text() -> None:
    for value in predict_item(ITEM).values:
        assert [ITEM[p.span.start : p.span.end] for p in value.passages] == [p.text for p in value.passages]


def test_values_stand_in_reading_order() -> None:
    starts = [value.passages[0].span.start for value in predict_item(ITEM).values]
    assert starts == sorted(starts)


def test_confidence_of_a_value_is_its_surest_passage() -> None:
    for value in predict_item(ITEM).values:
        told = [passage.confidence for passage in value.passages if passage.confidence is not None]
        assert value.confidence == max(told)
        assert min(told) >= NAMED


def test_heading_of_a_value_is_shared_by_its_passages() -> None:
    (board,) = [value for value in predict_item(ITEM).values if value.concept == BOARD]
    assert board.headings == ("Governance",)
    both = predict_item(ITEM, [Ruling(PROGRAMME, BOARD, True), Ruling(OVERSIGHT, BOARD, True)]).values
    assert [value.headings for value in both if value.concept == BOARD and value.is_confirmed] == [()]


def test_confirmed_passage_is_parted_from_the_predicted_ones() -> None:
    before = predict_item(ITEM).values
    ((*predicted,),) = find(before, PROCESSES, is_confirmed=False)
    assert len(predicted) > 1
    values = predict_item(ITEM, [Ruling(PROGRAMME, PROCESSES, True)]).values
    assert find(values, PROCESSES, is_confirmed=True) == [(PROGRAMME,)]
    assert find(values, PROCESSES, is_confirmed=False) == [tuple(s for s in predicted if s != PROGRAMME)]


def test_rejected_passage_is_under_the_element_no_more() -> None:
    values = predict_item(ITEM, [Ruling(OFFICER, EXPERTISE, False)]).values
    assert OFFICER not in {s for own in find(values, EXPERTISE, is_confirmed=False) for s in own}
    others = [value for value in values if value.concept != EXPERTISE]
    assert others == [value for value in predict_item(ITEM).values if value.concept != EXPERTISE]


def test_passage_may_be_confirmed_under_an_element_the_model_did_not_name() -> None:
    values = predict_item(ITEM, [Ruling(OFFICER, EXPERTISE, False), Ruling(OFFICER, MATERIAL, True)]).values
    assert find(values, MATERIAL, is_confirmed=True) == [(OFFICER,)]
    (value,) = [value for value in values if value.concept == MATERIAL]
    assert value.confidence is None


@pytest.mark.parametrize("text", ["", "\n\n", "Governance"])
def test_text_without_passages_has_no_values(text: str) -> None:
    assert predict_item(text) == PredictedItem((), ())


def test_ruling_outside_the_text_changes_nothing() -> None:
    assert predict_item(ITEM, [Ruling(Span(90_000, 90_010), BOARD, True)]) == predict_item(ITEM)


def test_passage_without_an_element_is_left_with_the_nearest_one() -> None:
    assert predict_item(ITEM).left == ()
    rulings = [Ruling(OFFICER, concept, False) for concept in CONCEPTS]
    item = predict_item(ITEM, rulings)
    (passage,) = [own for own in name_text(ITEM) if own.locator.spans[0] == OFFICER]
    nearest, confidence = next(iter(passage.elements.items()))
    assert item.left == (LeftPassage(OFFICER, nearest, confidence),)
    assert OFFICER not in {p.span for value in item.values for p in value.passages}

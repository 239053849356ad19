"""Element values of untagged filings: named from their words by the element model. Every write of them."""

from collections.abc import Iterable

from django.db import transaction

from disclosures.coding.predictions import PredictedItem, PredictedValue, Ruling, predict_item
from disclosures.identity import ANNUAL_FORMS
from disclosures.models import Element, ElementValue, Filing, LeftPassage, Passage
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import SourceFormat
from disclosures.search.index import refresh_passages


def is_predictable(filing: Filing) -> bool:
    """Whether the filing's values come from its words: untagged, of a form that Item 106 or 16K asks."""
    is_annual = filing.form.removesuffix("/A") in ANNUAL_FORMS
    return is_annual and filing.source_format == SourceFormat.UNTAGGED


def store_predictions(filing: Filing, rulings: Iterable[Ruling] = ()) -> None:
    """Makes the values of an untagged filing anew from its reading text and what people ruled about it, and
    keeps which passages are in none.

    Inside the transaction that writes the filing. Flags are never made: a flag is the issuer's own answer.
    """
    forget_values(filing)
    item = predict_item(filing.reading_text, rulings)
    elements = Element.objects.in_bulk(_concepts(item), field_name="key")
    values = [
        _value(filing, position, value, elements[value.concept]) for position, value in enumerate(item.values)
    ]
    ElementValue.objects.bulk_create(values)
    Passage.objects.bulk_create(
        passage
        for value, entry in zip(values, item.values, strict=True)
        for passage in _passages(value, entry)
    )
    LeftPassage.objects.bulk_create(
        LeftPassage(
            filing=filing,
            start=own.span.start,
            end=own.span.end,
            nearest=elements[own.nearest],
            confidence=own.confidence,
        )
        for own in item.left
    )


def forget_values(filing: Filing) -> None:
    """Takes away all that was read of a filing, before it is made anew."""
    filing.values.all().delete()
    filing.left.all().delete()


def _concepts(item: PredictedItem) -> set[str]:
    return {value.concept for value in item.values} | {own.nearest for own in item.left}


@transaction.atomic
def apply_rulings(filing: Filing, rulings: Iterable[Ruling]) -> None:
    """The same for a filing that is stored already; what a search finds follows."""
    store_predictions(filing, rulings)
    refresh_passages([filing.pk])


def _value(filing: Filing, position: int, entry: PredictedValue, element: Element) -> ElementValue:
    origin = ElementValue.Origin
    return ElementValue(
        filing=filing,
        element=element,
        position=position,
        text=PARAGRAPH_BREAK.join(passage.text for passage in entry.passages),
        document_name=filing.document.name,
        spans=[[passage.span.start, passage.span.end] for passage in entry.passages],
        heading=list(entry.headings),
        origin=origin.CONFIRMED if entry.is_confirmed else origin.PREDICTED,
        confidence=entry.confidence,
    )


def _passages(value: ElementValue, entry: PredictedValue) -> Iterable[Passage]:
    for position, passage in enumerate(entry.passages):
        normalised = normalise_passage(passage.text)
        yield Passage(
            value=value,
            position=position,
            text=passage.text,
            normalised=normalised,
            text_hash=hash_passage(normalised),
            start=passage.span.start,
            end=passage.span.end,
            confidence=passage.confidence,
        )

"""Element values of untagged filings: named from their words by the element model. Every write of them."""

from collections.abc import Iterable

from django.db import transaction

from disclosures.coding.predictions import PredictedValue, Ruling, predict_values
from disclosures.identity import ANNUAL_FORMS
from disclosures.models import Element, ElementValue, Filing, Passage
from disclosures.parsing.passages import hash_passage, normalise_passage
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import SourceFormat
from disclosures.search.index import refresh_passages


def is_predictable(filing: Filing) -> bool:
    """Whether the filing's values come from its words: untagged, of a form that Item 106 or 16K asks."""
    is_annual = filing.form.removesuffix("/A") in ANNUAL_FORMS
    return is_annual and filing.source_format == SourceFormat.UNTAGGED


def store_predictions(filing: Filing, rulings: Iterable[Ruling] = ()) -> None:
    """Makes the values of an untagged filing anew from its reading text and what people ruled about it.

    Inside the transaction that writes the filing. Flags are never made: a flag is the issuer's own answer.
    """
    filing.values.all().delete()
    predicted = predict_values(filing.reading_text, rulings)
    elements = Element.objects.in_bulk([value.concept for value in predicted], field_name="key")
    values = [
        _value(filing, position, value, elements[value.concept]) for position, value in enumerate(predicted)
    ]
    ElementValue.objects.bulk_create(values)
    Passage.objects.bulk_create(
        passage for value, entry in zip(values, predicted, strict=True) for passage in _passages(value, entry)
    )


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

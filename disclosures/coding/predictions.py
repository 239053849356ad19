"""The passages of an untagged item gathered into values, one for each element they speak of. Pure.

What people decided comes first: a passage they confirmed under an element is in that element's confirmed
value whatever the model says, one they rejected is in none. All others follow the model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosures.coding.naming import NAMED
from disclosures.coding.passages import LEAST, NamedPassage, name_text
from disclosures.parsing.types import Span


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of the words at `span`: that they speak of the element `concept`, or do not."""

    span: Span
    concept: str
    is_carried: bool


@dataclass(frozen=True, slots=True)
class PredictedPassage:
    """A paragraph and the confidence of the element; None where the model did not think of it."""

    text: str
    span: Span
    confidence: float | None


@dataclass(frozen=True, slots=True)
class PredictedValue:
    """What an untagged filing says under one element: its passages in reading order, contiguous or not.

    headings    those over all of its passages, outermost first
    confidence  the highest of its passages; None where none has one
    """

    concept: str
    is_confirmed: bool
    headings: tuple[str, ...]
    passages: tuple[PredictedPassage, ...]

    @property
    def confidence(self) -> float | None:
        return max((p.confidence for p in self.passages if p.confidence is not None), default=None)


@dataclass(frozen=True, slots=True)
class LeftPassage:
    """A paragraph in which no element is named, and the one that comes nearest."""

    span: Span
    nearest: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PredictedItem:
    """All paragraphs of an untagged item: gathered into values in the order in which they begin, or left."""

    values: tuple[PredictedValue, ...]
    left: tuple[LeftPassage, ...]


def predict_item(reading_text: str, rulings: Iterable[Ruling] = ()) -> PredictedItem:
    """What an untagged item says under each element, and what it says besides.

    Of several rulings on one passage and element the last counts. An element has at most two values: the
    passages a person confirmed, and those that only the model names, with 0.5 and more.
    """
    ruled = tuple(rulings)
    found: defaultdict[tuple[str, bool], list[NamedPassage]] = defaultdict(list)
    left: list[LeftPassage] = []
    for passage in name_text(reading_text, least=0.0):
        elements = tuple(_elements_of(passage, ruled))
        for concept, is_confirmed in elements:
            found[concept, is_confirmed].append(passage)
        if not elements:
            nearest, confidence = next(iter(passage.elements.items()))
            left.append(LeftPassage(span_of(passage), nearest, confidence))
    values = (_gather(concept, is_confirmed, own) for (concept, is_confirmed), own in found.items())
    ordered = sorted(values, key=lambda value: (value.passages[0].span.start, value.concept))
    return PredictedItem(tuple(ordered), tuple(left))


def _elements_of(passage: NamedPassage, rulings: Sequence[Ruling]) -> Iterator[tuple[str, bool]]:
    """Elements the passage counts for, and whether a person said so."""
    span = span_of(passage)
    own = [r for r in rulings if r.span.start < span.end and span.start < r.span.end]
    decided = {ruling.concept: ruling.is_carried for ruling in own}
    yield from ((concept, True) for concept, is_carried in decided.items() if is_carried)
    for concept, confidence in passage.elements.items():
        if confidence >= NAMED and concept not in decided:
            yield concept, False


def _gather(concept: str, is_confirmed: bool, passages: Sequence[NamedPassage]) -> PredictedValue:
    return PredictedValue(
        concept,
        is_confirmed,
        _shared_start([passage.headings for passage in passages]),
        tuple(PredictedPassage(p.text, span_of(p), _told(p.elements[concept])) for p in passages),
    )


def _told(confidence: float) -> float | None:
    return confidence if confidence >= LEAST else None


def span_of(passage: NamedPassage) -> Span:
    return passage.locator.spans[0]


def _shared_start(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    first, *others = paths
    length = next(
        (n for n, name in enumerate(first) if any(path[n : n + 1] != (name,) for path in others)), len(first)
    )
    return first[:length]

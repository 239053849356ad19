"""The passages of an untagged item gathered into values, one for each element they speak of. Pure.

What people decided comes first: a passage they confirmed under an element is in that element's confirmed
value whatever the model says, one they rejected is in none. All others follow the model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosures.coding.naming import NAMED
from disclosures.coding.passages import NamedPassage, name_text
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


def predict_values(reading_text: str, rulings: Iterable[Ruling] = ()) -> tuple[PredictedValue, ...]:
    """The values of an untagged item, in the order in which they begin.

    Of several rulings on one passage and element the last counts. An element has at most two values: the
    passages a person confirmed, and those that only the model names, with 0.5 and more.
    """
    ruled = tuple(rulings)
    found: defaultdict[tuple[str, bool], list[NamedPassage]] = defaultdict(list)
    for passage in name_text(reading_text):
        for concept, is_confirmed in _elements_of(passage, ruled):
            found[concept, is_confirmed].append(passage)
    values = (_gather(concept, is_confirmed, own) for (concept, is_confirmed), own in found.items())
    return tuple(sorted(values, key=lambda value: (value.passages[0].span.start, value.concept)))


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
        tuple(PredictedPassage(p.text, span_of(p), p.elements.get(concept)) for p in passages),
    )


def span_of(passage: NamedPassage) -> Span:
    return passage.locator.spans[0]


def _shared_start(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    first, *others = paths
    length = next(
        (n for n, name in enumerate(first) if any(path[n : n + 1] != (name,) for path in others)), len(first)
    )
    return first[:length]

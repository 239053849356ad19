"""What can be counted of a filing's tags, and in which outcomes. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from comparison.alignment.values import ElementSpec


class Measure(StrEnum):
    """Kinds of attributes, each with the first part of its address."""

    FLAG = "says"
    TAGGED = "tagged"
    CHANGED = "changed"
    LENGTH = "length"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer a filing gives.

    is_counted  part of the denominator; False where the question cannot be asked of the filing
    is_rare     shown only where it occurs
    """

    key: str
    word: str
    is_counted: bool = True
    is_rare: bool = False


UNTAGGED = Outcome("untagged", "not tagged")
OUTCOMES: dict[Measure, tuple[Outcome, ...]] = {
    Measure.FLAG: (
        Outcome("yes", "yes"),
        Outcome("no", "no"),
        Outcome("unclear", "tagged both ways or without a value", is_rare=True),
        UNTAGGED,
    ),
    Measure.TAGGED: (Outcome("tagged", "tagged"), UNTAGGED),
    Measure.CHANGED: (
        Outcome("changed", "changed"),
        Outcome("same", "the same words"),
        Outcome("alone", "not held in both years", is_counted=False),
    ),
    Measure.LENGTH: (),
    Measure.SHARED: (
        Outcome("much", "a quarter or more of its sentences"),
        Outcome("some", "less than a quarter"),
        Outcome("none", "none"),
        Outcome("uncounted", "no sentence counted", is_counted=False),
    ),
}
"""The first outcome of a measure is the one its headline share states."""

ITEM = "item"
OF_THE_ITEM = frozenset({Measure.LENGTH, Measure.CHANGED, Measure.SHARED})
"""Measures that can be about the item as a whole."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question that every filing answers. `element` is None where it is about the item as a whole."""

    measure: Measure
    element: ElementSpec | None = None

    @property
    def slug(self) -> str:
        return f"{self.measure}-{self.element.slug if self.element else ITEM}"

    @property
    def name(self) -> str:
        about = self.element.name if self.element else "The whole item"
        if self.measure is Measure.LENGTH:
            return "Length of the item in words"
        if self.measure is Measure.SHARED:
            return "Sentences that stand in another issuer's filing too"
        if self.measure is Measure.FLAG:
            return about
        word = "tagged" if self.measure is Measure.TAGGED else "words changed since the year before"
        return f"{about}: {word}"

    @property
    def rule(self) -> str:
        """How it is counted, in a sentence."""
        return _RULES[self.measure]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return OUTCOMES[self.measure]

    @property
    def headline(self) -> Outcome | None:
        return next(iter(self.outcomes), None)


_RULES = {
    Measure.FLAG: "The value of the flag's tag. Not tagged is not “no”: it is counted apart.",
    Measure.TAGGED: "Whether the element is tagged in the filing, whatever its words say.",
    Measure.CHANGED: (
        "Whether the words differ from the issuer's filing of the fiscal year before, case, white space and "
        "typography aside. Counted where both years hold the text, read from the same kind of source."
    ),
    Measure.LENGTH: "Words of all texts tagged; a paragraph that stands under several elements counts once.",
    Measure.SHARED: (
        "Share of the filing's sentences of six words or more that any other issuer held here uses, in any"
        " year, word for word or nearly: numbers and denials the same, nine tenths of the words."
    ),
}


def attributes_of(elements: Iterable[ElementSpec]) -> Iterator[Attribute]:
    """Every attribute: of the item first, then of each element in order."""
    yield Attribute(Measure.LENGTH)
    yield Attribute(Measure.CHANGED)
    yield Attribute(Measure.SHARED)
    for element in elements:
        if element.is_flag:
            yield Attribute(Measure.FLAG, element)
        else:
            yield Attribute(Measure.TAGGED, element)
            yield Attribute(Measure.CHANGED, element)


def read_slug(slug: str) -> tuple[Measure, str] | None:
    """Measure and slug of the element ("" for the item); None for what is no attribute's address."""
    word, _, about = slug.partition("-")
    if word not in set(Measure) or not about:
        return None
    return Measure(word), "" if about == ITEM else about

"""What can be counted of a filing's tags, and in which outcomes. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from comparison.alignment.values import ElementSpec
from disclosures.codes.marks import mark_disclosed, mark_value
from disclosures.coding.codebook import registry as codebook
from disclosures.coding.codebook.registry import load_attributes


class Measure(StrEnum):
    """Kinds of attributes, each with the first part of its address."""

    FLAG = "says"
    TAGGED = "tagged"
    CHANGED = "changed"
    LENGTH = "length"
    SHARED = "shared"
    CODED = "coded"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer a filing gives.

    is_counted  part of the denominator; False where the question cannot be asked of the filing
    is_rare     shown only where it occurs
    look        how a bar draws it, where that is not by its own name
    """

    key: str
    word: str
    is_counted: bool = True
    is_rare: bool = False
    look: str = ""

    @property
    def mark(self) -> str:
        return self.look or self.key


UNTAGGED = Outcome("untagged", "not tagged")
TAGLESS = Outcome("tagless", "no tags at all", is_counted=False, is_rare=True)
"""Of a filing from before tagging was due, or never tagged: what tags say cannot be asked of it."""
OUTCOMES: dict[Measure, tuple[Outcome, ...]] = {
    Measure.FLAG: (
        Outcome("yes", "yes"),
        Outcome("no", "no"),
        Outcome("unclear", "tagged both ways or without a value", is_rare=True),
        UNTAGGED,
        TAGLESS,
    ),
    Measure.TAGGED: (Outcome("tagged", "tagged"), UNTAGGED, TAGLESS),
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
    Measure.CODED: (
        Outcome("disclosed", "disclosed", look="yes"),
        Outcome("denied", "denied", is_rare=True, look="no"),
        Outcome("silent", "says nothing", look="untagged"),
        Outcome("uncoded", "not coded yet", is_counted=False),
    ),
}
"""The first outcome of a measure is the one its headline share states."""

OUTCOMES_OF_A_VALUE = (
    Outcome("disclosed", "says this", look="yes"),
    Outcome("other", "says something else", look="no"),
    Outcome("silent", "says nothing", look="untagged"),
    Outcome("uncoded", "not coded yet", is_counted=False),
)
"""Of some values of a codebook attribute: a filing may say several."""

SILENCE = frozenset({"none_disclosed", "not_stated", "none", "absent", "silent"})
"""Values by which lists and categories say that the text does not answer."""

UNCOUNTED = frozenset(
    {"issuer_type", "tag_completeness", "specificity", "boilerplate_share", "flag_text_conflict"}
    | {name for name, own in load_attributes().items() if own.kind == "flag"}
)
"""Codebook attributes that are no benchmark: every filing has a value, or another measure counts it."""
OF_A_VALUE = "--"
"""Between attribute and value in an address."""

ITEM = "item"
OF_THE_ITEM = frozenset({Measure.LENGTH, Measure.CHANGED, Measure.SHARED})
"""Measures that can be about the item as a whole."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What of the codebook is asked: whether the text answers at all, or with one of some values."""

    attribute: codebook.Attribute
    values: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        values = map(_write_value, self.values) if has_open_values(self.attribute) else self.values
        return OF_A_VALUE.join((self.attribute.name, *values))

    @property
    def name(self) -> str:
        words = " or ".join(map(self.attribute.name_value, self.values))
        return f"{self.attribute.label}: {words}" if words else self.attribute.label

    @property
    def marks(self) -> list[int]:
        """Any of them in CodedFiling.marks says yes."""
        name = self.attribute.name
        return [mark_value(name, value) for value in self.values] or [mark_disclosed(name)]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question that every filing answers. `element` is None where it is about the item as a whole.

    coded  set for Measure.CODED alone
    """

    measure: Measure
    element: ElementSpec | None = None
    coded: Coded | None = None

    @property
    def slug(self) -> str:
        about = self.element.slug if self.element else self.coded.slug if self.coded else ITEM
        return f"{self.measure}-{about}"

    @property
    def marks(self) -> list[int]:
        """Of a question to the codebook: any of them in CodedFiling.marks says yes."""
        return self.coded.marks if self.coded else []

    @property
    def group(self) -> str:
        if self.coded:
            return self.coded.attribute.group
        return self.element.group if self.element else ""

    @property
    def clause(self) -> str:
        if self.coded:
            return self.coded.attribute.clause
        return self.element.clause if self.element else ""

    @property
    def name(self) -> str:
        if self.coded:
            return self.coded.name
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
        if self.coded and self.coded.values:
            return OUTCOMES_OF_A_VALUE
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
    Measure.CODED: (
        "Read from the words of the whole item by the rules of the codebook, each with its quotes. A text"
        " that says nothing is counted apart from one that denies."
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


def find_coded(slug: str) -> Attribute | None:
    """The question to the codebook with this address; None for a name or value that it has not."""
    name, *values = slug.split(OF_A_VALUE)
    attribute = load_attributes().get(name)
    if attribute is None or name in UNCOUNTED:
        return None
    if has_open_values(attribute):
        values = [_read_value(value) for value in values]
        if not all(map(str.strip, values)):
            return None
    elif not set(values) <= set(countable_values(attribute)):
        return None
    return Attribute(Measure.CODED, coded=Coded(attribute, tuple(dict.fromkeys(values))))


def countable_values(attribute: codebook.Attribute) -> tuple[str, ...]:
    """Values of a closed list that say more than yes, and are not the word for silence."""
    if attribute.kind not in {"list", "category"}:
        return ()
    return tuple(value for value in attribute.values if value not in SILENCE)


def has_open_values(attribute: codebook.Attribute) -> bool:
    """Whether its values are names or numbers as texts have them, of no closed list."""
    return attribute.kind in {"list", "number", "text"} and not attribute.values


def _write_value(value: str) -> str:
    """An open value as part of an address: letters and digits, "_" for a blank, "-" and four hexadecimal
    digits for any other sign of the basic plane; so OF_A_VALUE never stands in it."""
    return "".join(
        sign if sign.isascii() and sign.isalnum() else "_" if sign == " " else f"-{ord(sign):04x}"
        for sign in value
        if ord(sign) < 0x10000
    )


def _read_value(written: str) -> str:
    # The halves of signs beyond the basic plane are no signs: they are left as they stand.
    return re.sub(
        r"-((?!d[89a-f])[0-9a-f]{4})", lambda sign: chr(int(sign[1], 16)), written.replace("_", " ")
    )


def coded_attributes() -> Iterator[tuple[Attribute, codebook.Attribute]]:
    """Every question whether a text answers an attribute, in the codebook's order, with the attribute."""
    for name, own in load_attributes().items():
        if name not in UNCOUNTED:
            yield Attribute(Measure.CODED, coded=Coded(own)), own

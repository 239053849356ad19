"""What is compared: elements, values and passages as plain values. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Origin(StrEnum):
    """How a value came to its element; the values of ElementValue.Origin."""

    TAGGED = "tagged"
    HEADING = "heading"
    PREDICTED = "predicted"
    CONFIRMED = "confirmed"

    @property
    def is_from_words(self) -> bool:
        """Named by the element model, so that where it begins and ends is not the issuer's choice."""
        return self in (Origin.PREDICTED, Origin.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """One element of a framework; `text_key` of a flag names the text it answers for ("" without one)."""

    key: str
    slug: str
    name: str
    group: str
    is_flag: bool = False
    clause: str = ""
    text_key: str = ""
    framework: str = ""
    asks: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """A paragraph with its place in the reading text.

    `elements` names those it stands under, for readers; `concepts` has the keys of those that hold half of it
    and more, for matching (passages.find_concepts), and is empty until they are asked for. `heading` is one
    lifted onto it (passages.lift_headings). A sentence cut from a long one knows the `paragraph` it comes
    from, by its start, and its place in it (pieces.cut_long). `pk` is the key it is stored under, 0 where it
    is not stored.
    """

    text: str
    normalised: str
    text_hash: str
    start: int
    end: int
    elements: tuple[str, ...] = ()
    heading: str = ""
    paragraph: int | None = None
    piece: int = 0
    pk: int = field(default=0, compare=False)
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """What a filing says under one element. A flag is true, false, or None for a tag without a value.

    `confidence` is that of a prediction, None for all others.
    """

    key: str
    flag: bool | None = None
    text: str = ""
    evidence: str = ""
    passages: tuple[ComparedPassage, ...] = ()
    origin: Origin = Origin.TAGGED
    place: int | None = None
    """First character in the filing's reading text."""
    confidence: float | None = None

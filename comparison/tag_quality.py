"""What is odd about how a filing is tagged: the tags alone, not what the words say. Pure rules over rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comparison.reading import Reading, is_expected
from disclosures.identity import ANNUAL_FORMS
from disclosures.models import Element, ElementValue

TAGGED_FORMS = frozenset({"10-K", "10-KT", "20-F", "8-K", "6-K"})
"""Forms whose cybersecurity disclosure is tagged (Release 33-11216): only they can be tagged badly."""


class Fault(StrEnum):
    """Kinds of findings, in the order they are told."""

    UNTAGGED = "nothing-tagged"
    MISSING = "missing"
    FLAG_ALONE = "flag-without-text"
    TEXT_ALONE = "text-without-flag"
    EMPTY = "empty-text"
    OUT_OF_PLACE = "out-of-place"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class FaultWords:
    """How a fault is named, and the rule it is found by."""

    name: str
    rule: str


WORDS: dict[Fault, FaultWords] = {
    Fault.UNTAGGED: FaultWords(
        "Nothing is tagged",
        "No element is tagged. Tags are due for fiscal years that end on or after 15 December 2024.",
    ),
    Fault.MISSING: FaultWords(
        "Elements not tagged", "An element that the form asks for is not tagged. It may be in the words."
    ),
    Fault.FLAG_ALONE: FaultWords(
        "Flag without its text", "A flag says yes, but the text it answers for is not tagged."
    ),
    Fault.TEXT_ALONE: FaultWords(
        "Text without its flag", "A text is tagged, but none of the flags that answer for it."
    ),
    Fault.EMPTY: FaultWords("Empty or one-word text", "A text block holds no word, or a single one."),
    Fault.OUT_OF_PLACE: FaultWords(
        "Elements of another form",
        "An incident element stands in an annual report, or an annual element in a current report.",
    ),
    Fault.REPEATED: FaultWords(
        "Tagged more than once",
        "The same element is tagged again for the same period and without any other member.",
    ),
}


@dataclass(frozen=True, slots=True)
class Tagged:
    """How one element is tagged in a filing.

    flags  the values its flags have; None for a flag without a value
    words  of all its texts together
    times  how often it stands for one and the same period and member
    """

    flags: frozenset[bool | None] = frozenset()
    words: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    elements: tuple[Element, ...] = ()

    @property
    def name(self) -> str:
        return WORDS[self.fault].name

    @property
    def rule(self) -> str:
        return WORDS[self.fault].rule


def find_faults(form: str, tagged: Mapping[int, Tagged], elements: Sequence[Element]) -> tuple[Finding, ...]:
    """What is odd about the tags of a filing of this form; nothing for a form that is never tagged.

    `tagged` is by key of the element; `elements` are those of every taxonomy, in order.
    """
    base = form.removesuffix("/A")
    if base not in TAGGED_FORMS:
        return ()
    asked = [element for element in elements if element.clause]
    if not any(element.pk in tagged for element in asked):
        return (Finding(Fault.UNTAGGED),) if base in ANNUAL_FORMS else ()
    expected = [element for element in asked if is_expected(element, form)]
    known = {element.pk for element in expected}
    found = {
        Fault.MISSING: (e for e in expected if e.pk not in tagged),
        Fault.FLAG_ALONE: (e for e in asked if _is_flag_alone(e, tagged)),
        Fault.TEXT_ALONE: _texts_alone(expected, tagged),
        Fault.EMPTY: (e for e in asked if _is_empty(e, tagged)),
        Fault.OUT_OF_PLACE: (e for e in asked if e.pk in tagged and e.pk not in known),
        Fault.REPEATED: (e for e in asked if e.pk in tagged and tagged[e.pk].times > 1),
    }
    told = (Finding(fault, tuple(found_in)) for fault, found_in in found.items())
    return tuple(finding for finding in told if finding.elements)


def faults_of(form: str, values: Iterable[ElementValue], elements: Sequence[Element]) -> tuple[Finding, ...]:
    """The same for a filing whose values are at hand, with their text. Runs no query."""
    own: dict[int, list[ElementValue]] = {}
    for value in values:
        own.setdefault(value.element_id, []).append(value)
    return find_faults(form, {key: _tagged(same) for key, same in own.items()}, elements)


def faults_in(reading: Reading) -> tuple[Finding, ...]:
    """The same for a filing whose reading page is at hand. Runs no query."""
    told = [entry for group in reading.outline for entry in group.entries]
    values = [value for entry in told for value in entry.values]
    return faults_of(reading.filing.form, values, [entry.element for entry in told])


def _tagged(values: Sequence[ElementValue]) -> Tagged:
    contexts = [(v.context_start, v.context_end, sorted(v.dimensions.items())) for v in values]
    return Tagged(
        flags=frozenset(value.flag for value in values),
        words=sum(len(value.text.split()) for value in values),
        times=max(contexts.count(context) for context in contexts),
    )


def _is_flag_alone(element: Element, tagged: Mapping[int, Tagged]) -> bool:
    own = tagged.get(element.pk)
    text = element.text_element_id
    return own is not None and True in own.flags and text is not None and text not in tagged


def _texts_alone(expected: Sequence[Element], tagged: Mapping[int, Tagged]) -> Iterator[Element]:
    flags: dict[int, list[int]] = {}
    for element in expected:
        if element.text_element_id is not None:
            flags.setdefault(element.text_element_id, []).append(element.pk)
    for element in expected:
        own = flags.get(element.pk, [])
        if element.pk in tagged and own and not any(flag in tagged for flag in own):
            yield element


def _is_empty(element: Element, tagged: Mapping[int, Tagged]) -> bool:
    return element.kind == Element.Kind.TEXT and element.pk in tagged and tagged[element.pk].words <= 1

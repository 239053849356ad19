"""What is odd about how a filing is tagged: the tags alone, not what the words say. Pure rules over rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comparison.reading.pages import Reading, is_expected
from disclosures.identity import ANNUAL_FORMS
from disclosures.models import GIVEN_ORIGINS, Element, ElementValue

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


@dataclass(frozen=True, slots=True)
class Expected:
    """What a form of one kind is held against: made once, used for every filing of that form.

    is_tagged  False for a form that is never tagged
    asked      elements with a clause, in order
    clauses    keys of those whose clause is one of this form
    flags      keys of the flags of each text
    """

    form: str
    is_tagged: bool
    asked: tuple[Element, ...]
    clauses: frozenset[int]
    flags: Mapping[int, tuple[int, ...]]


def expect(form: str, elements: Iterable[Element]) -> Expected:
    """`elements` are those of every taxonomy, in order."""
    asked = tuple(element for element in elements if element.clause)
    expected = [element for element in asked if is_expected(element, form)]
    flags: dict[int, tuple[int, ...]] = {}
    for element in expected:
        if (text := element.text_element_id) is not None:
            flags[text] = (*flags.get(text, ()), element.id)
    is_tagged = form.removesuffix("/A") in TAGGED_FORMS
    return Expected(form, is_tagged, asked, frozenset(element.id for element in expected), flags)


def find_faults(expected: Expected, tagged: Mapping[int, Tagged]) -> tuple[Finding, ...]:
    """What is odd about the tags of a filing; nothing for a form that is never tagged.

    `tagged` is by key of the element.
    """
    if not expected.is_tagged:
        return ()
    # `id`, not `pk`: this runs for every filing of the market, and `pk` is looked up through the model.
    asked, clauses = expected.asked, expected.clauses
    if not any(element.id in tagged for element in asked):
        return (Finding(Fault.UNTAGGED),) if expected.form.removesuffix("/A") in ANNUAL_FORMS else ()
    found = {
        Fault.MISSING: (e for e in asked if e.id in clauses and e.id not in tagged),
        Fault.FLAG_ALONE: (e for e in asked if _is_flag_alone(e, tagged)),
        Fault.TEXT_ALONE: (e for e in asked if _is_text_alone(e, expected, tagged)),
        Fault.EMPTY: (e for e in asked if _is_empty(e, tagged)),
        Fault.OUT_OF_PLACE: (e for e in asked if e.id in tagged and e.id not in clauses),
        Fault.REPEATED: (e for e in asked if e.id in tagged and tagged[e.id].times > 1),
    }
    told = (Finding(fault, tuple(found_in)) for fault, found_in in found.items())
    return tuple(finding for finding in told if finding.elements)


def faults_of(form: str, values: Iterable[ElementValue], elements: Sequence[Element]) -> tuple[Finding, ...]:
    """The same for a filing whose values are at hand, with their text. Runs no query."""
    own: dict[int, list[ElementValue]] = {}
    for value in values:
        if value.origin in GIVEN_ORIGINS:
            own.setdefault(value.element_id, []).append(value)
    return find_faults(expect(form, elements), {key: _tagged(same) for key, same in own.items()})


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
    own = tagged.get(element.id)
    text = element.text_element_id
    return own is not None and True in own.flags and text is not None and text not in tagged


def _is_text_alone(element: Element, expected: Expected, tagged: Mapping[int, Tagged]) -> bool:
    flags = expected.flags.get(element.id, ())
    is_there = element.id in expected.clauses and element.id in tagged
    return is_there and bool(flags) and not any(flag in tagged for flag in flags)


def _is_empty(element: Element, tagged: Mapping[int, Tagged]) -> bool:
    return element.kind == Element.Kind.TEXT and element.id in tagged and tagged[element.id].words <= 1

"""What a search asks of codebook values: an attribute, with a value or a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from disclosures.codes.marks import mark_denied, mark_disclosed, mark_value
from disclosures.coding.codebook.registry import Attribute, load_attributes
from disclosures.coding.codebook.types import State
from disclosures.identity import ANNUAL_NAMES
from disclosures.models import CodedFiling

_STATES = {str(state): state for state in State}


@dataclass(frozen=True, slots=True)
class CodeTerm:
    """An attribute that the text answers so; `asked` is a value, or one of the states."""

    name: str
    asked: str

    @property
    def attribute(self) -> Attribute:
        return load_attributes()[self.name]

    @property
    def state(self) -> State | None:
        """None where a value is asked for."""
        return _STATES.get(self.asked)

    @property
    def word(self) -> str:
        """As an address has it: "framework.NIST", "cyber_insurance.denied", "framework" for disclosed."""
        return self.name if self.asked == State.DISCLOSED else f"{self.name}.{self.asked}"

    @property
    def answer(self) -> str:
        """As people say it, without the attribute."""
        if self.state is State.SILENT:
            return "says nothing"
        return self.state.value if self.state else self.attribute.name_value(self.asked)

    @property
    def marks(self) -> list[int]:
        """Any of them says yes; for silence, none of them."""
        if self.state is State.SILENT:
            return [mark_disclosed(self.name), mark_denied(self.name)]
        if self.state is State.DENIED:
            return [mark_denied(self.name)]
        if self.state is State.DISCLOSED:
            return [mark_disclosed(self.name)]
        return [mark_value(self.name, self.asked)]


def read_term(word: str) -> CodeTerm | None:
    """The term that an address writes so; None for an attribute or a value the codebook has not."""
    name, _, asked = word.partition(".")
    attribute = load_attributes().get(name)
    if attribute is None:
        return None
    if asked and asked not in _STATES and attribute.values and asked not in attribute.values:
        return None
    return CodeTerm(name, asked or State.DISCLOSED.value)


def match_terms(terms: Sequence[CodeTerm]) -> Q:
    """As a condition on filings: terms of one attribute are alternatives, attributes add up.

    Silence means something only where the item is due: in annual reports.
    """
    wanted = Q()
    for _, own in groupby(sorted(terms, key=lambda term: term.name), key=lambda term: term.name):
        wanted &= _match_attribute(tuple(own))
    return wanted


def _match_attribute(terms: Sequence[CodeTerm]) -> Q:
    said = [mark for term in terms if term.state is not State.SILENT for mark in term.marks]
    wanted = Q(pk__in=CodedFiling.objects.filter(marks__overlap=said).values("pk")) if said else Q(pk__in=[])
    for term in terms:
        if term.state is State.SILENT:
            silent = CodedFiling.objects.exclude(marks__overlap=term.marks)
            wanted |= Q(pk__in=silent.values("pk"), form__in=ANNUAL_NAMES)
    return wanted

"""Codebook values in a search: which there are to choose, and the filings that fit with their quotes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comparison.benchmarks.attributes import countable_values
from comparison.comparing.codes import UNSHOWN, Code, ShownQuote, fetch_codes, show_quotes
from comparison.reading.places import fetch_places
from disclosures.codes.terms import CodeTerm
from disclosures.coding.codebook.registry import Attribute, load_attributes
from disclosures.coding.codebook.types import State
from disclosures.models import Filing

QUOTES = 2
"""Of one value in a list of filings."""

type Addresser = Callable[[Sequence[str]], str]
"""The address of the search with these terms, as an address words them."""


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class ChosenAttribute:
    """An attribute that is asked for: how it is answered now, and how else it may be."""

    label: str
    answers: tuple[Choice, ...]
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CodeFacet:
    """Attributes of one part of the codebook that may be asked for."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SaidCode:
    """What a filing says of an attribute that was asked for."""

    label: str
    state: State
    words: str
    quotes: tuple[ShownQuote, ...]


@dataclass(frozen=True, slots=True)
class CodedHit:
    filing: Filing
    codes: tuple[SaidCode, ...]


def offer_codes(terms: Sequence[CodeTerm], address: Addresser) -> tuple[CodeFacet, ...]:
    """Attributes that are not asked for yet."""
    chosen = {term.name for term in terms}
    words = [term.word for term in terms]
    grouped: dict[str, list[Choice]] = {}
    for name, attribute in load_attributes().items():
        if name not in chosen and name not in UNSHOWN:
            grouped.setdefault(attribute.group, []).append(Choice(attribute.label, address([*words, name])))
    return tuple(CodeFacet(group, tuple(choices)) for group, choices in grouped.items())


def show_chosen(terms: Sequence[CodeTerm], address: Addresser) -> tuple[ChosenAttribute, ...]:
    """The attributes asked for. An answer's address takes it away; another's takes its place."""
    return tuple(
        _show_attribute(name, [term for term in terms if term.name == name], terms, address)
        for name in dict.fromkeys(term.name for term in terms)
    )


def _show_attribute(
    name: str, own: Sequence[CodeTerm], terms: Sequence[CodeTerm], address: Addresser
) -> ChosenAttribute:
    attribute = load_attributes()[name]
    rest = [term.word for term in terms if term.name != name]
    answers = tuple(
        Choice(term.answer, address([other.word for other in terms if other != term])) for term in own
    )
    others = tuple(
        Choice(term.answer, address([*rest, term.word])) for term in _answers(attribute) if term not in own
    )
    return ChosenAttribute(attribute.label, answers, others)


def _answers(attribute: Attribute) -> Iterable[CodeTerm]:
    asked = (State.DISCLOSED.value, *countable_values(attribute), State.DENIED.value, State.SILENT.value)
    return (CodeTerm(attribute.name, own) for own in asked)


def show_coded(filings: Sequence[Filing], terms: Sequence[CodeTerm]) -> tuple[CodedHit, ...]:
    """Filings with what they say of the attributes asked for. Two queries."""
    names = list(dict.fromkeys(term.name for term in terms))
    codes = fetch_codes([filing.pk for filing in filings])
    places = fetch_places(filings)

    def say(filing: Filing, code: Code) -> SaidCode:
        quotes = show_quotes(filing, code, places, QUOTES)
        return SaidCode(code.attribute.label, code.state, code.words, quotes)

    return tuple(
        CodedHit(
            filing, tuple(say(filing, codes[filing.pk][name]) for name in names if name in codes[filing.pk])
        )
        for filing in filings
    )

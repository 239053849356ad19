"""Codebook values as pages show them: chips in a comparison, a table beside a filing's text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q

from comparison.alignment.grid import Cell
from comparison.models import SentenceUse
from comparison.reading.places import Places
from disclosures.coding.codebook.registry import Attribute, load_attributes
from disclosures.coding.codebook.types import State
from disclosures.models import CodedFiling, Filing

BOILERPLATE = "boilerplate_share"
OTHER_ISSUERS = 3
"""A sentence is boilerplate that so many other issuers use, word for word or nearly."""
CHIP_ITEMS = 2
"""Items of a list that a chip names before it counts the others."""
UNSHOWN = frozenset(name for name, own in load_attributes().items() if own.kind == "flag")
"""Copied flags stand among the elements already."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a value rests on; places count characters of the filing's reading text."""

    words: str
    start: int
    end: int
    element: str


@dataclass(frozen=True, slots=True)
class Code:
    """One attribute of one filing."""

    attribute: Attribute
    value: object
    state: State
    quotes: tuple[Quote, ...]

    @property
    def words(self) -> str:
        """The value as people say it; a denial as one."""
        if self.state is State.SILENT:
            return "says nothing"
        if self.state is State.DENIED and self.value == "denied":
            return "denies"
        return self.attribute.name_values(self.value)


type Codes = Mapping[str, Code]
"""A filing's, by name of the attribute, in the codebook's order; empty while it waits to be coded."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A value in two words; `state` gives its shape."""

    words: str
    state: State
    title: str


def fetch_codes(
    filings: Collection[int], attributes: Collection[Attribute] | None = None
) -> dict[int, Codes]:
    """By filing's key, also of those that are not coded, or not since their text was replaced. One query.

    Of these attributes, or of all.
    """
    wanted = load_attributes().values() if attributes is None else attributes
    rows = CodedFiling.objects.filter(filing__in=filings, text_stored_at=F("filing__stored_at"))
    found: dict[int, Codes] = {key: {} for key in filings}
    for key, codes in rows.values_list("filing_id", "codes"):
        found[key] = {
            attribute.name: _read(attribute, codes[attribute.name])
            for attribute in wanted
            if attribute.name in codes
        }
    return found


def fetch_chips(filings: Collection[int]) -> dict[int, Codes]:
    """Only what a grid can show: a cell has chips of attributes that belong to an element. One query."""
    return fetch_codes(filings, [own for own in load_attributes().values() if own.under])


def fetch_all_codes(filings: Collection[int]) -> dict[int, Codes]:
    """The same with the share of sentences that others use too, which changes with what they file: it is
    counted now, where sentences have been. Two queries."""
    found = fetch_codes(filings)
    uses = SentenceUse.objects.filter(filing__in=filings).order_by().values_list("filing_id")
    counted = uses.annotate(
        sentences=Count("pk"), shared=Count("pk", filter=Q(wording__issuers__gt=OTHER_ISSUERS))
    )
    for key, sentences, shared in counted:
        if known := found[key].get(BOILERPLATE):
            percent = round(100 * shared / sentences)
            own = replace(known, value=percent, state=State.DISCLOSED)
            found[key] = {**found[key], BOILERPLATE: own}
    return found


def _read(attribute: Attribute, kept: Mapping[str, object]) -> Code:
    evidence = kept.get("evidence")
    quotes = tuple(
        Quote(one["quote"], one["start"], one["end"], one["element"])
        for one in (evidence if isinstance(evidence, list) else ())
    )
    return Code(attribute, kept["value"], State(str(kept["state"])), quotes)


def say_in_cell(codes: Codes, element: str, cell: Cell) -> Codes:
    """Of the attributes that belong to an element those that the cell's own words answer or deny."""
    spans = [
        (passage.start, passage.end)
        for value in (*cell.values, *(entry.value for entry in cell.joined))
        for passage in value.passages
    ]
    return {
        name: code
        for name, code in codes.items()
        if element in code.attribute.under
        and code.state is not State.SILENT
        and any(start <= quote.start < end for quote in code.quotes for start, end in spans)
    }


def find_chips(codes: Codes, element: str, cell: Cell) -> tuple[Chip, ...]:
    """Chips of an element's cell."""
    return tuple(
        Chip(_chip_words(code), code.state, code.attribute.label)
        for code in say_in_cell(codes, element, cell).values()
    )


def _chip_words(code: Code) -> str:
    attribute, value = code.attribute, code.value
    if code.state is State.DENIED and value == "denied":
        return f"denies {attribute.chip}"
    items = value if isinstance(value, list) else [value]
    more = f" +{len(items) - CHIP_ITEMS}" if len(items) > CHIP_ITEMS else ""
    return attribute.chip.format(attribute.name_values(items[:CHIP_ITEMS])) + more


@dataclass(frozen=True, slots=True)
class ShownQuote:
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownCode:
    label: str
    clause: str
    state: State
    words: str
    quotes: tuple[ShownQuote, ...]


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Values of one part of the codebook; `silent` names the attributes the text says nothing of."""

    name: str
    codes: tuple[ShownCode, ...]
    silent: tuple[str, ...]


def show_codes(filing: Filing, codes: Codes, places: Places) -> tuple[CodeGroup, ...]:
    """The table of a filing. Each quote once, with the way to its place."""
    shown = [code for name, code in codes.items() if name not in UNSHOWN]
    grouped: dict[str, list[Code]] = {}
    for code in shown:
        grouped.setdefault(code.attribute.group, []).append(code)
    return tuple(
        CodeGroup(
            name,
            tuple(_show(filing, code, places) for code in own if code.state is not State.SILENT),
            tuple(code.attribute.label for code in own if code.state is State.SILENT),
        )
        for name, own in grouped.items()
    )


def show_quotes(
    filing: Filing, code: Code, places: Places, most: int | None = None
) -> tuple[ShownQuote, ...]:
    """The first quotes that a value rests on, each once, with the way to where it first stands."""
    first = {quote.words: quote.start for quote in reversed(code.quotes)}
    in_order = sorted(first.items(), key=lambda item: item[1])[:most]
    return tuple(ShownQuote(words, places.address(filing, start)) for words, start in in_order)


def _show(filing: Filing, code: Code, places: Places) -> ShownCode:
    return ShownCode(
        label=code.attribute.label,
        clause=code.attribute.clause,
        state=code.state,
        words=code.words,
        quotes=show_quotes(filing, code, places),
    )

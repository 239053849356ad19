"""What EDGAR's R pages have in common, whether saved as HTML or copied as text.

An R page shows the facts of one section of a filing in rows: label, then one value per period. It names
neither the issuer nor the form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from disclosures.frameworks.loader import ElementData, load_framework
from disclosures.parsing.elements import find_element_problems
from disclosures.parsing.errors import ParseError
from disclosures.parsing.periods import derive_fiscal_year, parse_date
from disclosures.parsing.reading import join_texts
from disclosures.parsing.text import fold
from disclosures.parsing.types import (
    Context,
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    Severity,
    SourceFormat,
    Span,
)

DURATION = re.compile(r"(\d{1,3})\s+Months?\s+Ended", re.IGNORECASE)
DATE = re.compile(r"\b[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s*\d{4}\b")
SUFFIX = re.compile(r"\s*\[(Flag|Text Block)\]$", re.IGNORECASE)
STRUCTURAL = re.compile(r"\[(Line Items|Table|Axis|Domain|Member|Abstract|Roll Forward)\]$", re.IGNORECASE)
FORM_OF_ITEM = (("20-F", re.compile(r"\bitem\s+16k\b", re.I)), ("10-K", re.compile(r"\bitem\s+1c\b", re.I)))
FLAG_VALUES = {"true": True, "false": False}
SCOPE = "cyd:MaterialCybersecurityIncidentScopeTextBlock"
TIMING = "cyd:MaterialCybersecurityIncidentTimingTextBlock"


@dataclass(frozen=True, slots=True)
class Column:
    """A period of the page: the day it ends, and its length in months where the page gives one."""

    end: date | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the page; the paragraphs of its text are joined by a blank line."""

    concept: str
    kind: ElementKind
    label: str
    text: str
    element_id: str = ""
    column: Column = Column()
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A row's label. `concepts` is empty for headings and for labels that no cyd element has."""

    words: str
    kind: ElementKind | None = None
    concepts: tuple[str, ...] = ()
    is_structural: bool = False


@cache
def labels_by_words() -> dict[str, tuple[ElementData, ...]]:
    """Every official label of a cyd element, with and without its suffix, folded, to its elements."""
    table: dict[str, list[ElementData]] = {}
    for element in load_framework("cyd").elements:
        for label in element.labels:
            for words in (label, SUFFIX.sub("", label)):
                table.setdefault(fold_label(words), []).append(element)
    return {words: tuple(dict.fromkeys(elements)) for words, elements in table.items()}


def fold_label(words: str) -> str:
    """A label as it is compared: one line, no case, no trailing colon."""
    return fold(words).casefold().rstrip(": ")


def read_label(words: str) -> Label | None:
    """The label that `words` are, whole and nothing else; None for any other text.

    A suffixed label of no known element is a label too: its concept is spelled from its words, the way
    the taxonomy spells all of its own.
    """
    words = fold(words)
    if found := labels_by_words().get(fold_label(words)):
        kinds = {element.kind for element in found}
        kind = kinds.pop() if len(kinds) == 1 else None
        return Label(words, kind, tuple(element.key for element in found))
    if STRUCTURAL.search(words):
        return Label(words, is_structural=True)
    if match := SUFFIX.search(words):
        kind = ElementKind.FLAG if match.group(1).casefold() == "flag" else ElementKind.TEXT
        return Label(words, kind, spell_concept(words[: match.start()], kind))
    return None


def spell_concept(words: str, kind: ElementKind) -> tuple[str, ...]:
    """The cyd name a label's words would have, if they speak of cybersecurity as all cyd labels do."""
    if "cybersecurity" not in words.casefold():
        return ()
    name = "".join(word[0].upper() + word[1:] for word in re.findall(r"\w+", words))
    return (f"cyd:{name}{'Flag' if kind is ElementKind.FLAG else 'TextBlock'}",)


def read_date(words: str) -> date | None:
    """The first "Dec. 31, 2024" in `words`; None where there is none, or it is no day."""
    match = DATE.search(words)
    return parse_date(match.group()) if match else None


def read_columns(header: str) -> tuple[Column, ...]:
    """The periods that a copied page names above its rows, left to right."""
    ends = [read_date(match.group()) for match in DATE.finditer(header)]
    months = [int(match.group(1)) for match in DURATION.finditer(header)]
    if not months or len(ends) % len(months):
        return tuple(Column(end) for end in ends)
    share = len(ends) // len(months)
    return tuple(Column(end, months[index // share]) for index, end in enumerate(ends))


def build_filing(
    source_format: SourceFormat,
    cells: Sequence[Cell],
    *,
    title: str,
    columns: Sequence[Column],
    name: str,
    problems: Iterable[Problem] = (),
) -> ParsedFiling:
    """The filing that the cells of one R page are. ParseError `no-cyd-facts` where there is no cell.

    A page without cyd elements is refused, not stored as untagged: it names no issuer and holds nothing
    to compare, so an entry made of it would be empty.
    """
    if not cells:
        page = f"The R page “{title}”" if title else "This R page"
        raise ParseError(
            "no-cyd-facts", f"{page} holds no cybersecurity element: choose the filing's page that does."
        )
    texts = [cell.text if cell.kind is ElementKind.TEXT else "" for cell in cells]
    reading_text, spans = join_texts(texts)
    elements = tuple(
        build_element(cell, spans=places, name=name) for cell, places in zip(cells, spans, strict=True)
    )
    ends = sorted({end for cell in cells if (end := cell.column.end)} or {c.end for c in columns if c.end})
    period_end = ends[-1] if ends else None
    return ParsedFiling(
        source_format=source_format,
        reading_text=reading_text,
        elements=elements,
        problems=(*problems, *find_element_problems(elements), *find_period_problems(ends)),
        form=next((form for form, item in FORM_OF_ITEM if item.search(reading_text)), ""),
        period_end=period_end,
        fiscal_year=derive_fiscal_year(period_end),
        documents=(name,) if name else (),
        title=title,
    )


def build_element(cell: Cell, *, spans: tuple[Span, ...], name: str) -> ParsedElement:
    """The element of one cell. A flag's cell holds its value only: a page does not show what it wraps."""
    is_flag = cell.kind is ElementKind.FLAG
    flag = FLAG_VALUES.get(cell.text.strip().casefold()) if is_flag else None
    return ParsedElement(
        concept=cell.concept,
        kind=cell.kind,
        flag=flag,
        text="" if flag is not None else cell.text,
        locator=Locator(name, cell.element_id, spans),
        context=Context(end=cell.column.end, dimensions=cell.dimensions),
        label=cell.label,
    )


def find_period_problems(ends: Sequence[date]) -> Iterator[Problem]:
    """A note for every period but the first."""
    for earlier, later in pairwise(ends):
        yield Problem(
            "several-periods",
            f"The page shows periods ending {earlier} and {later}; the later one is the filing's.",
            severity=Severity.NOTE,
        )

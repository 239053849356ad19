"""Real items to align: paragraphs of cybersecurity items with their elements, from the notes archives."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comparison.alignment.sources import read_source
from disclosures.market.notes.filings import build_filing
from disclosures.market.notes.members import Reading, Refused, read_filings
from disclosures.parsing.types import ElementKind, ParsedFiling

FEWEST = 5
"""Paragraphs. In shorter items there is nothing to confuse a paragraph with."""


@dataclass(frozen=True, slots=True)
class Item:
    """An issuer's item of one year: its paragraphs, and per paragraph the elements over it."""

    cik: str
    accession: str
    year: int
    filed: date | None
    paragraphs: tuple[str, ...]
    elements: tuple[frozenset[str], ...]


def read_items(folder: Path, months: Sequence[str]) -> Iterator[Item]:
    """Annual items of these archives (`2025_03`) of at least FEWEST paragraphs."""
    for month in months:
        with (folder / f"{month}_notes.zip").open("rb") as file:
            for raw in read_filings(file, Reading()):
                filing = build_filing(raw, Refused())
                if filing is None or filing.parsed.form not in {"10-K", "20-F"}:
                    continue
                item = _item(filing.parsed)
                if len(item.paragraphs) >= FEWEST:
                    yield item


def read_filed_items(folder: Path) -> Iterator[Item]:
    """The items of whole filings, whose paragraphs are the filers' own."""
    for path in sorted(folder.glob("*.htm")):
        source = read_source(path.read_bytes(), path.name)
        yield Item(
            path.name.partition("-")[0],
            path.name,
            0,
            None,
            source.texts,
            tuple(frozenset(passage.elements) for passage in source.passages),
        )


def collect_by_element(items: Sequence[Item]) -> dict[str, list[tuple[str, str]]]:
    """Per element the paragraphs under it, each with its issuer's CIK."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in items:
        for paragraph, elements in zip(item.paragraphs, item.elements, strict=True):
            for element in sorted(elements):
                found[element].append((item.cik, paragraph))
    return dict(found)


def _item(parsed: ParsedFiling) -> Item:
    spans = [
        (span, element.concept)
        for element in parsed.elements
        if element.kind is ElementKind.TEXT
        for span in element.locator.spans
    ]
    paragraphs, elements, start = [], [], 0
    for paragraph in parsed.reading_text.split("\n\n"):
        end = start + len(paragraph)
        if paragraph.strip():
            paragraphs.append(paragraph)
            elements.append(frozenset(name for span, name in spans if span.start < end and span.end > start))
        start = end + 2
    return Item(
        parsed.cik,
        parsed.accession,
        parsed.fiscal_year or 0,
        parsed.filed,
        tuple(paragraphs),
        tuple(elements),
    )

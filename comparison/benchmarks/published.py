"""Figures that others have published (published.toml): what they count, of whom, and who says so. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comparison.benchmarks.attributes import Attribute, find_coded
from comparison.benchmarks.filters import ALL, Filters
from disclosures.market.issuer_sets import LARGE, LARGE_BANDS, SIZES


@dataclass(frozen=True, slots=True)
class Source:
    """Who published, when, and over whom."""

    key: str
    name: str
    year: str
    population: str

    @property
    def words(self) -> str:
        return f"{self.name}, {self.year}: {self.population}"


@dataclass(frozen=True, slots=True)
class Population:
    """Those of ours that come nearest to a source's own."""

    key: str
    words: str
    kind: str
    form: str
    size: str = ""

    def takes(self, kind: str, form: str, band: str) -> bool:
        """Whether a filing counts, by its issuer's type, its form and its size band or LARGEST."""
        bands = LARGE_BANDS if self.size == LARGE else {self.size} if self.size else set(SIZES)
        return self.kind in {ALL, kind} and self.form == form and band in bands

    def filters(self, year: int) -> Filters:
        return Filters(year=year, kind=self.kind, form=self.form, size=self.size)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. `of` narrows the denominator to those who answer another attribute.

    figures  per cent by source and population, by their keys
    """

    name: str
    counts: Attribute
    of: Attribute | None
    remark: str
    figures: Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Published:
    sources: tuple[Source, ...]
    populations: Mapping[str, Population]
    measures: tuple[Measure, ...]

    def columns(self, source: Source) -> tuple[Population, ...]:
        """Populations that a source has figures for, in the file's order."""
        named = {population for own in self.measures for key, population in own.figures if key == source.key}
        return tuple(own for key, own in self.populations.items() if key in named)


@cache
def load_published() -> Published:
    """Raises LookupError for an attribute, source or population that there is not."""
    data = tomllib.loads(Path(__file__).with_name("published.toml").read_text(encoding="utf-8"))
    sources = tuple(Source(key, **own) for key, own in data["sources"].items())
    populations = {key: Population(key, **own) for key, own in data["populations"].items()}
    measures = tuple(read_measure(own, [source.key for source in sources]) for own in data["measures"])
    for measure in measures:
        for _, population in measure.figures:
            populations[population]
    return Published(sources, populations, measures)


def read_measure(entry: Mapping[str, object], sources: list[str]) -> Measure:
    """LookupError for an attribute or source that there is not."""
    figures: dict[tuple[str, str], float] = {}
    for source, own in entry.items():
        if isinstance(own, dict):
            if source not in sources:
                raise LookupError(f"“{entry['name']}” has figures of “{source}”, which is no source.")
            figures |= {(source, population): float(percent) for population, percent in own.items()}
    return Measure(
        name=str(entry["name"]),
        counts=_ask(str(entry["counts"])),
        of=_ask(str(entry["of"])) if "of" in entry else None,
        remark=str(entry.get("remark", "")),
        figures=figures,
    )


def _ask(slug: str) -> Attribute:
    found = find_coded(slug)
    if found is None:
        raise LookupError(f"The codebook has no “{slug}”.")
    return found

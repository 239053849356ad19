"""Arithmetic of shares: always with numerator and denominator, never a percentage of a few. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from comparison.benchmarks.attributes import Outcome

SMALLEST_GROUP = 5
"""A group of fewer is shown as "3 of 4", without a percentage."""


@dataclass(frozen=True, slots=True)
class Share:
    count: int
    total: int

    @property
    def percent(self) -> float | None:
        """0 to 100; None for a group too small for one."""
        return 100 * self.count / self.total if self.total >= SMALLEST_GROUP else None

    @property
    def words(self) -> str:
        """As people write it: "38 of 41"."""
        return f"{self.count:,} of {self.total:,}"

    @property
    def percent_words(self) -> str:
        """With a decimal near the ends, so that 0 % and 100 % are said of none and all alone."""
        percent = self.percent
        if percent is None:
            return ""
        if self.count in {0, self.total}:
            return f"{percent:.0f} %"
        if percent < 10 or percent > 90:
            return f"{min(max(percent, 0.1), 99.9):.1f} %"
        return f"{percent:.0f} %"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many filings of a group gave each outcome."""

    outcomes: tuple[Outcome, ...]
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The denominator: filings that the question can be asked of."""
        return sum(self.counts.get(o.key, 0) for o in self.outcomes if o.is_counted)

    @property
    def left_out(self) -> int:
        return sum(self.counts.get(o.key, 0) for o in self.outcomes if not o.is_counted)

    def count(self, outcome: Outcome) -> int:
        return self.counts.get(outcome.key, 0)

    def share(self, outcome: Outcome) -> Share:
        return Share(self.count(outcome), self.total)

    @property
    def headline(self) -> Share:
        return self.share(self.outcomes[0])


@dataclass(frozen=True, slots=True)
class Lengths:
    """Words of a group's filings: tenth, half and nine tenths of them are as short or shorter."""

    total: int
    p10: float | None = None
    median: float | None = None
    p90: float | None = None

    @property
    def is_shown(self) -> bool:
        return self.total >= SMALLEST_GROUP


@dataclass(slots=True)
class Counter[Group]:
    """Collects counts of (group, outcome) rows into tallies."""

    outcomes: tuple[Outcome, ...]
    counts: dict[Group, dict[str, int]] = field(default_factory=dict)

    def add(self, group: Group, outcome: str, count: int) -> None:
        own = self.counts.setdefault(group, {})
        own[outcome] = own.get(outcome, 0) + count

    def tally(self, group: Group) -> Tally:
        return Tally(self.outcomes, self.counts.get(group, {}))

    def tallies(self) -> dict[Group, Tally]:
        """Of every group that was counted."""
        return {group: self.tally(group) for group in self.counts}

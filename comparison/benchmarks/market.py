"""Shares of the market by codebook attribute: by issuer type, and beside what others have published."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Expression, F, Func, Q, Value
from django.urls import reverse

from comparison.benchmarks import charts
from comparison.benchmarks.attributes import Attribute, coded_attributes
from comparison.benchmarks.filters import ALL, KIND_WORDS, NOT_KNOWN, Dimension, Filters, group_label
from comparison.benchmarks.published import Measure, Population, Published, Source, load_published
from comparison.benchmarks.queries import CODED, summaries
from comparison.benchmarks.shares import Share
from comparison.models.querysets import YearSummaryQuerySet
from config.accounts.models import User
from disclosures.codes.marks import mark_denied, mark_disclosed
from disclosures.market.issuer_sets import LARGEST, size_case, size_filter


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of ours with the way to the issuers behind it; `published` is per cent, where there is one."""

    share: Share
    address: str
    published: float | None = None

    @property
    def is_ours(self) -> bool:
        """Whether anything is counted here."""
        return self.share.total > 0

    @property
    def width(self) -> float:
        """Of the bar."""
        return round(charts.BAR_WIDTH * (self.share.percent or 0) / 100, 2)

    @property
    def tick(self) -> float:
        """Where the published figure stands on the bar."""
        return round(charts.BAR_WIDTH * (self.published or 0) / 100, 2)


@dataclass(frozen=True, slots=True)
class HeldRow:
    measure: Measure
    address: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Our shares beside those of one source; None where it has no figure."""

    source: Source
    populations: tuple[Population, ...]
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An issuer type with how many of its filings are coded."""

    label: str
    total: int


@dataclass(frozen=True, slots=True)
class TypeRow:
    attribute: Attribute
    address: str
    cells: tuple[Cell, ...]
    denied: tuple[Cell, ...]

    @property
    def pairs(self) -> tuple[tuple[Cell, Cell], ...]:
        return tuple(zip(self.cells, self.denied, strict=True))


@dataclass(frozen=True, slots=True)
class TypeGroup:
    name: str
    rows: tuple[TypeRow, ...]


@dataclass(frozen=True, slots=True)
class MarketPage:
    """`waiting` filings of the year are not coded yet; figures rest on the others."""

    total: int
    waiting: int
    columns: tuple[Column, ...]
    groups: tuple[TypeGroup, ...]
    held: tuple[Held, ...]


def build_market(user: User, filters: Filters) -> MarketPage:
    """The page over one fiscal year and form; issuer types lie side by side. A fixed number of queries."""
    of_year = summaries(user, Filters(year=filters.year, kind=ALL, form=ALL))
    chosen = Filters(year=filters.year, kind=ALL, form=filters.form)
    rows = summaries(user, chosen)
    totals = dict(rows.order_by().values_list("issuer__kind").annotate(n=Count("pk")))
    coded = dict(rows.filter(CODED).order_by().values_list("issuer__kind").annotate(n=Count("pk")))
    kinds = {kind: coded[stored] for kind in KIND_WORDS if (stored := _stored(kind)) in coded}
    return MarketPage(
        total=sum(totals.values()),
        waiting=sum(totals.values()) - sum(coded.values()),
        columns=tuple(Column(group_label(Dimension.KIND, kind), total) for kind, total in kinds.items()),
        groups=_by_type(_count_marks(rows), kinds, chosen),
        held=_hold_against(of_year.filter(CODED), load_published(), filters.year),
    )


def _count_marks(rows: YearSummaryQuerySet) -> dict[tuple[str, int], int]:
    """How many filings have a mark, by issuer type. One query."""
    members = rows.annotate(member=Func(F("filing__coded__marks"), function="unnest")).order_by()
    counted = members.values_list("issuer__kind", "member").annotate(n=Count("pk"))
    return {(kind, member): count for kind, member, count in counted}


def _by_type(
    counts: Mapping[tuple[str, int], int], kinds: Mapping[str, int], filters: Filters
) -> tuple[TypeGroup, ...]:
    """Every attribute with a cell for each issuer type that any coded filing has."""
    groups: dict[str, list[TypeRow]] = {}
    # Once, not for each of hundreds of cells.
    queries = {
        (kind, outcome): filters.narrowed(Dimension.KIND, kind).query(outcome=outcome)
        for kind in kinds
        for outcome in ("disclosed", "denied")
    }
    for attribute, own in coded_attributes():
        listing = reverse("benchmark-issuers", args=[attribute.slug])
        disclosed, denied = (
            tuple(
                Cell(
                    Share(counts.get((_stored(kind), mark), 0), total),
                    listing + queries[kind, outcome],
                )
                for kind, total in kinds.items()
            )
            for outcome, mark in (("disclosed", mark_disclosed(own.name)), ("denied", mark_denied(own.name)))
        )
        address = reverse("benchmark-detail", args=[attribute.slug])
        groups.setdefault(own.group, []).append(TypeRow(attribute, address, disclosed, denied))
    return tuple(TypeGroup(name, tuple(rows)) for name, rows in groups.items())


def _stored(kind: str) -> str:
    """An issuer type as the issuers' table has it; no row there says ALL."""
    return "" if kind == NOT_KNOWN else kind


def _hold_against(rows: YearSummaryQuerySet, published: Published, year: int) -> tuple[Held, ...]:
    """Our shares beside those of each source. Two queries."""
    counted = _count_populations(rows, published)
    return tuple(
        Held(
            source,
            columns := published.columns(source),
            tuple(
                HeldRow(
                    measure,
                    reverse("benchmark-detail", args=[measure.counts.slug]),
                    tuple(_cell(measure, source, own, counted[own.key], year) for own in columns),
                )
                for measure in published.measures
                if any(key == source.key for key, _ in measure.figures)
            ),
        )
        for source in published.sources
    )


def _count_populations(rows: YearSummaryQuerySet, published: Published) -> dict[str, Counter[str]]:
    """By population, how many filings say yes to each question, by its address; all of them under "".

    Counted by type, form and size at once and added up here. The largest issuers are no band: they have a
    query of their own.
    """
    questions = {
        own.slug: own for measure in published.measures for own in (measure.counts, measure.of) if own
    }
    names = {f"m{number}": slug for number, slug in enumerate(questions)}
    counts = {"n": Count("pk")} | {
        name: Count("pk", filter=Q(filing__coded__marks__overlap=questions[slug].marks))
        for name, slug in names.items()
    }
    groups = [
        *_group(rows, counts, size_case("issuer__")),
        *_group(rows.filter(size_filter([LARGEST], "issuer__")), counts, Value(LARGEST)),
    ]
    counted: dict[str, Counter[str]] = {key: Counter() for key in published.populations}
    for key, population in published.populations.items():
        for group in groups:
            if population.takes(group["issuer__kind"], group["form"], group["size"]):
                counted[key].update({"": group["n"], **{slug: group[name] for name, slug in names.items()}})
    return counted


def _group(rows: YearSummaryQuerySet, counts: Mapping[str, Count], size: Expression) -> Iterable[Any]:
    return rows.order_by().annotate(size=size).values("issuer__kind", "form", "size").annotate(**counts)


def _cell(
    measure: Measure, source: Source, population: Population, counted: Mapping[str, int], year: int
) -> Cell | None:
    percent = measure.figures.get((source.key, population.key))
    if percent is None:
        return None
    listing = reverse("benchmark-issuers", args=[measure.counts.slug])
    of = counted[measure.of.slug if measure.of else ""]
    return Cell(
        Share(counted[measure.counts.slug], of),
        listing + population.filters(year).query(outcome="disclosed"),
        percent,
    )

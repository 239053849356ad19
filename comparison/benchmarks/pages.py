"""What the benchmark pages hold: groups with their shares, each with the address of what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comparison.benchmarks import charts
from comparison.benchmarks.attributes import Attribute, Measure, Outcome
from comparison.benchmarks.filters import ALL, KIND_WORDS, Dimension, Filters, group_label
from comparison.benchmarks.groups import figure_groups
from comparison.benchmarks.own import OwnAnswer, find_own
from comparison.benchmarks.queries import (
    CODED,
    Figures,
    Pair,
    count_values,
    figures_by_peers,
    summaries,
)
from comparison.benchmarks.shares import Lengths, Share, Tally
from comparison.models import PeerGroup
from config.accounts.models import User
from disclosures.market.issuer_sets import DIVISIONS, SIZES
from disclosures.models import Element, Issuer

SHOWN_GROUPS = 10
"""Of a dimension with many groups; the rest is folded."""
SHOWN_VALUES = 15
"""Of a codebook attribute: the whole of a closed list; of names as texts have them the rest is folded."""
PEER_GROUPS = 12
TITLES = {
    Dimension.KIND: "By issuer type",
    Dimension.FORM: "By form",
    Dimension.DIVISION: "By industry (SIC division)",
    Dimension.SIZE: "By size (public float)",
    Dimension.COUNTRY: "By country",
    Dimension.YEAR: "By fiscal year",
    Dimension.PEERS: "By peer group",
}
_SEGMENT = '<rect class="seg seg-{}" x="{}" width="{}" y="0" height="14"/>'
_RANGE = (
    '<rect class="range" x="{}" width="{}" y="4" height="6"/>'
    '<rect class="median" x="{}" width="2" y="0" height="14"/>'
)


@dataclass(frozen=True, slots=True)
class ShownShare:
    outcome: Outcome
    share: Share
    address: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A row: a group with its outcomes, or with its lengths.

    address  the same page narrowed to the group; `issuers` leads to all it counts
    """

    value: str
    label: str
    address: str
    issuers: str
    total: int
    left_out: int = 0
    shares: tuple[ShownShare, ...] = ()
    bar: tuple[charts.Segment, ...] = ()
    lengths: Lengths | None = None
    range: charts.Range | None = None
    is_own: bool = False

    @property
    def total_words(self) -> str:
        return f"{self.total:,}"

    @property
    def marks(self) -> SafeString:
        """What is inside the row's chart, made in one go: a page has hundreds of rectangles."""
        if self.range:
            return format_html(_RANGE, self.range.x, self.range.width, self.range.median)
        return format_html_join("", _SEGMENT, ((part.name, part.x, part.width) for part in self.bar))


@dataclass(frozen=True, slots=True)
class Section:
    dimension: Dimension
    title: str
    groups: tuple[ShownGroup, ...]

    @property
    def first(self) -> tuple[ShownGroup, ...]:
        return self.groups[:SHOWN_GROUPS]

    @property
    def rest(self) -> tuple[ShownGroup, ...]:
        return self.groups[SHOWN_GROUPS:]


@dataclass(frozen=True, slots=True)
class SmallMultiple:
    """An issuer type over the years."""

    label: str
    columns: tuple[charts.Column, ...]
    addresses: tuple[str, ...]
    """Of the issuers behind each column."""
    is_chosen: bool

    @property
    def years(self) -> tuple[tuple[charts.Column, str], ...]:
        return tuple(zip(self.columns, self.addresses, strict=True))

    @property
    def width(self) -> int:
        return charts.plot_width(self.columns)


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value of a codebook attribute: `page` is its own benchmark, `issuers` leads to who gives it."""

    name: str
    share: Share
    bar: tuple[charts.Segment, ...]
    page: str
    issuers: str


@dataclass(frozen=True, slots=True)
class BenchmarkPage:
    attribute: Attribute
    element: Element | None
    filters: Filters
    overall: ShownGroup
    sections: tuple[Section, ...]
    trend: tuple[SmallMultiple, ...]
    outcomes: tuple[Outcome, ...]
    own: OwnAnswer | None
    values: tuple[ShownValue, ...]
    """Of a codebook attribute, the commonest first; one filing may give several."""

    @property
    def first_values(self) -> tuple[ShownValue, ...]:
        return self.values[:SHOWN_VALUES]

    @property
    def other_values(self) -> tuple[ShownValue, ...]:
        return self.values[SHOWN_VALUES:]

    @property
    def is_length(self) -> bool:
        return self.attribute.measure is Measure.LENGTH

    @property
    def headlines(self) -> tuple[ShownShare, ...]:
        """Shares for the top of the page; a rare outcome that nobody gave is left to the tables."""
        return tuple(s for s in self.overall.shares if s.share.count or not s.outcome.is_rare)

    @property
    def left_out_word(self) -> str:
        """Why some filings are not counted."""
        return next((own.word for own in self.attribute.outcomes if not own.is_counted), "")

    @property
    def has_left_out(self) -> bool:
        """Whether filings of which it cannot be asked are told; rare ones only where there are some."""
        if any(not own.is_counted and not own.is_rare for own in self.attribute.outcomes):
            return True
        return any(group.left_out for section in self.sections for group in (self.overall, *section.groups))


def build_benchmark(
    user: User, attribute: Attribute, element: Element | None, filters: Filters, own: Issuer | None = None
) -> BenchmarkPage:
    """The page of an attribute. A fixed number of queries, whatever is held."""
    groups = list(PeerGroup.objects.visible_to(user).order_by("name", "pk")[:PEER_GROUPS])
    answer = find_own(user, own, filters, groups, attribute=attribute, element=element) if own else None
    counted = figure_groups(user, filters, attribute, element)
    found: dict[Dimension, Mapping[str, Figures]] = {**counted.by_dimension}
    pairs = counted.pairs
    found[Dimension.PEERS] = figures_by_peers(
        summaries(user, filters, [Dimension.PEERS]), groups, attribute, element
    )
    longest, outcomes = _frame(found, pairs, attribute)
    builder = _Builder(
        attribute,
        filters,
        answer,
        own_slug=own.slug if own else "",
        longest=longest,
        outcomes=outcomes,
        page=reverse("benchmark-detail", args=[attribute.slug]),
        listing=reverse("benchmark-issuers", args=[attribute.slug]),
    )
    return BenchmarkPage(
        attribute=attribute,
        element=element,
        filters=filters,
        overall=builder.overall(found[Dimension.YEAR].get(str(filters.year))),
        sections=tuple(
            builder.section(dimension, found[dimension], {group.slug: group for group in groups})
            for dimension in TITLES
            if found[dimension]
        ),
        trend=builder.trend(pairs),
        outcomes=builder.outcomes,
        own=answer,
        values=_show_values(user, attribute, filters, query=filters.query(own=own.slug if own else "")),
    )


def _show_values(user: User, attribute: Attribute, filters: Filters, *, query: str) -> tuple[ShownValue, ...]:
    """Nothing for what is no attribute of the codebook, or is one of its values already."""
    if attribute.coded is None or attribute.coded.values:
        return ()
    rows = summaries(user, filters).filter(CODED)
    counts = count_values(rows, attribute.coded)
    total = rows.count() if counts else 0
    shown = []
    for value, count in sorted(counts.items(), key=lambda item: -item[1]):
        own = Attribute(Measure.CODED, coded=replace(attribute.coded, values=(value,)))
        tally = Tally(own.outcomes, {"disclosed": count, "silent": total - count})
        shown.append(
            ShownValue(
                name=attribute.coded.attribute.name_value(value),
                share=Share(count, total),
                bar=charts.cut_bar(tally),
                page=reverse("benchmark-detail", args=[own.slug]) + query,
                issuers=f"{reverse('benchmark-issuers', args=[own.slug])}{query}&outcome=disclosed",
            )
        )
    return tuple(shown)


def _frame(
    found: Mapping[Dimension, Mapping[str, Figures]], pairs: Mapping[Pair, Figures], attribute: Attribute
) -> tuple[float, tuple[Outcome, ...]]:
    """The longest length on the page, and the counted outcomes: rare ones only where they occur."""
    every = [*pairs.values(), *(figures for groups in found.values() for figures in groups.values())]
    lengths = [figures for figures in every if isinstance(figures, Lengths) and figures.is_shown]
    tallies = [figures for figures in every if isinstance(figures, Tally)]
    outcomes = tuple(
        outcome
        for outcome in attribute.outcomes
        if outcome.is_counted and (not outcome.is_rare or any(tally.count(outcome) for tally in tallies))
    )
    return max((own.p90 or 0 for own in lengths), default=0), outcomes


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the rows of one page: knows its attribute and filters, and whose groups to mark."""

    attribute: Attribute
    filters: Filters
    own: OwnAnswer | None
    own_slug: str
    longest: float
    outcomes: tuple[Outcome, ...]
    page: str
    """Address of the attribute's page, and of the list behind it: looked up once for hundreds of rows."""
    listing: str

    def overall(self, figures: Figures | None) -> ShownGroup:
        """All that the filters choose."""
        return self.group("All of them", "", self.filters, figures or self._nothing())

    def _nothing(self) -> Figures:
        is_length = self.attribute.measure is Measure.LENGTH
        return Lengths(0) if is_length else Tally(self.attribute.outcomes, {})

    def section(
        self, dimension: Dimension, found: Mapping[str, Figures], peers: Mapping[str, PeerGroup]
    ) -> Section:
        own = self.own.groups.get(dimension, frozenset()) if self.own else frozenset()
        rows = []
        for value in _ordered(dimension, found):
            group = peers.get(value) if dimension is Dimension.PEERS else None
            label = group.name if group else group_label(dimension, value)
            narrowed = self.filters.narrowed(dimension, group or value)
            rows.append(self.group(label, value, narrowed, found[value], is_own=value in own))
        return Section(dimension, TITLES[dimension], tuple(rows))

    def group(
        self, label: str, value: str, filters: Filters, figures: Figures, *, is_own: bool = False
    ) -> ShownGroup:
        # One query string is made for the row and only added to: a page has hundreds of addresses.
        query = filters.query(own=self.own_slug)
        issuers = self.listing + query
        plain = ShownGroup(
            value=value,
            label=label,
            address=self.page + query,
            issuers=issuers,
            total=figures.total,
            is_own=is_own,
        )
        if isinstance(figures, Lengths):
            return replace(plain, lengths=figures, range=charts.draw_range(figures, self.longest))
        shares = (ShownShare(o, figures.share(o), f"{issuers}&outcome={o.key}") for o in self.outcomes)
        return replace(plain, left_out=figures.left_out, shares=tuple(shares), bar=charts.cut_bar(figures))

    def _behind(self, kind: str, year: str) -> str:
        filters = self.filters.narrowed(Dimension.KIND, kind).narrowed(Dimension.YEAR, year)
        headline = self.attribute.headline
        query = filters.query(outcome=headline.key if headline else "", own=self.own_slug)
        return self.listing + query

    def trend(self, pairs: Mapping[Pair, Figures]) -> tuple[SmallMultiple, ...]:
        """Every issuer type over the years, each by itself."""
        multiples = []
        years = sorted({year for year, _ in pairs})
        nothing = self._nothing()
        for kind in _ordered(Dimension.KIND, {kind: figures for (_, kind), figures in pairs.items()}):
            own = [(year, pairs.get((year, kind), nothing)) for year in years]
            lengths = [(year, figures) for year, figures in own if isinstance(figures, Lengths)]
            shares = [(year, figures.headline) for year, figures in own if isinstance(figures, Tally)]
            columns = charts.draw_medians(lengths, self.longest) or charts.draw_columns(shares)
            multiples.append(
                SmallMultiple(
                    label=group_label(Dimension.KIND, kind),
                    columns=columns,
                    addresses=tuple(self._behind(kind, column.year) for column in columns),
                    is_chosen=self.filters.kind in {kind, ALL},
                )
            )
        return tuple(multiples)


def _ordered(dimension: Dimension, found: Mapping[str, Figures]) -> list[str]:
    """Types, industries and sizes in their own order, years the latest first, the rest the largest first."""
    orders = {
        Dimension.KIND: list(KIND_WORDS),
        Dimension.DIVISION: list(DIVISIONS),
        Dimension.SIZE: list(SIZES),
        Dimension.PEERS: list(found),
    }
    if order := orders.get(dimension):
        return sorted(found, key=lambda value: order.index(value) if value in order else len(order))
    if dimension is Dimension.YEAR:
        return sorted(found, reverse=True)
    return sorted(found, key=lambda value: (-found[value].total, value))

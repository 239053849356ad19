"""Every attribute with its figures on one page, and the market's tag quality."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from comparison.benchmarks import charts
from comparison.benchmarks.attributes import Attribute, Measure, attributes_of
from comparison.benchmarks.filters import ALL, Filters
from comparison.benchmarks.queries import (
    ARRAYS,
    TAGLESS,
    Figures,
    count_arrays,
    count_members,
    count_shared,
    measure_all,
    summaries,
)
from comparison.benchmarks.shares import Lengths, Share, Tally
from comparison.benchmarks.tag_quality import WORDS, Fault, FaultWords
from comparison.comparing.queries import spec_of
from comparison.models import YearSummary
from comparison.models.querysets import YearSummaryQuerySet
from comparison.reading.pages import is_expected
from config.accounts.models import User
from disclosures.models import Element, Framework, Issuer


@dataclass(frozen=True, slots=True)
class IndexRow:
    """`own` is what the reader's own issuer answers; empty without one."""

    attribute: Attribute
    address: str
    figures: Figures
    own: str

    @property
    def tally(self) -> Tally | None:
        return self.figures if isinstance(self.figures, Tally) else None

    @property
    def left_out_word(self) -> str:
        """Why some filings are not counted."""
        return next((own.word for own in self.attribute.outcomes if not own.is_counted), "")

    @property
    def bar(self) -> tuple[charts.Segment, ...]:
        return charts.cut_bar(self.figures) if isinstance(self.figures, Tally) else ()


@dataclass(frozen=True, slots=True)
class IndexGroup:
    name: str
    rows: tuple[IndexRow, ...]

    @property
    def is_spoken(self) -> bool:
        """Whether any filing tags one of its elements."""
        return any(
            row.tally is None or row.tally.total > row.tally.counts.get("untagged", 0) for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class IndexPage:
    """`silent` names the groups that no filing says anything about; `has_own` whether the reader's own issuer
    has an annual filing of the year."""

    total: int
    has_own: bool
    groups: tuple[IndexGroup, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultCount:
    fault: Fault
    words: FaultWords
    share: Share
    address: str


@dataclass(frozen=True, slots=True)
class MissingCount:
    element: Element
    share: Share
    address: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """`own` names what is odd in the year's filing of the reader's own issuer; None where it has none."""

    total: int
    clean: Share
    faults: tuple[FaultCount, ...]
    missing: tuple[MissingCount, ...]
    own: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Held:
    """Counts over the chosen filings: all, by array and element, and lengths."""

    total: int
    changed: int
    same: int
    tagless: int
    arrays: dict[str, dict[int, int]]
    lengths: Lengths
    shared: dict[str, int]

    def figures(self, attribute: Attribute, element: int | None) -> Figures:
        if attribute.measure is Measure.LENGTH:
            return self.lengths
        if attribute.measure is Measure.SHARED:
            return Tally(attribute.outcomes, self.shared)
        if element is None:
            alone = self.total - self.changed - self.same
            return Tally(attribute.outcomes, {"changed": self.changed, "same": self.same, "alone": alone})
        tagged, yes, no, compared, changed = (self.arrays[name].get(element, 0) for name in ARRAYS)
        without = {"untagged": self.total - self.tagless - tagged, "tagless": self.tagless}
        counts = {
            Measure.FLAG: {"yes": yes, "no": no, "unclear": tagged - yes - no, **without},
            Measure.TAGGED: {"tagged": tagged, **without},
            Measure.CHANGED: {
                "changed": changed,
                "same": compared - changed,
                "alone": self.total - compared,
            },
        }
        return Tally(attribute.outcomes, counts[attribute.measure])

    def answer(self, attribute: Attribute, element: int | None) -> str:
        """What the one filing that is counted says, in a word or two."""
        figures = self.figures(attribute, element)
        if isinstance(figures, Lengths):
            return f"{figures.median:,.0f} words" if figures.median is not None else "no text"
        return next((outcome.word for outcome in attribute.outcomes if figures.count(outcome)), "")


def _count(rows: YearSummaryQuerySet) -> _Held:
    whole = rows.aggregate(
        total=Count("pk"),
        changed=Count("pk", filter=Q(has_changed=True)),
        same=Count("pk", filter=Q(has_changed=False)),
        tagless=Count("pk", filter=TAGLESS),
    )
    return _Held(**whole, arrays=count_arrays(rows), lengths=measure_all(rows), shared=count_shared(rows))


def build_index(user: User, filters: Filters, own: Issuer | None = None) -> IndexPage:
    """Every attribute over the filings of the filters, and what the issuer `own` answers in their year,
    whichever its type and form. A fixed number of queries."""
    held = _count(summaries(user, filters))
    mine = _count(_year_of(user, own, filters)) if own else None
    has_own = mine is not None and mine.total > 0
    elements = _elements()
    keys = {element.key: element for element in elements}
    rows: dict[str, list[IndexRow]] = {}
    for attribute in attributes_of(spec_of(element) for element in elements):
        element = keys[attribute.element.key] if attribute.element else None
        name = f"{element.framework.name}: {element.group}" if element else "The whole item"
        key = element.pk if element else None
        query = filters.query(own=own.slug if own else "")
        address = reverse("benchmark-detail", args=[attribute.slug]) + query
        answer = mine.answer(attribute, key) if mine and has_own else ""
        row = IndexRow(attribute, address, held.figures(attribute, key), answer)
        rows.setdefault(name, []).append(row)
    groups = {name: IndexGroup(name, tuple(own)) for name, own in rows.items()}
    return IndexPage(
        held.total,
        has_own,
        tuple(group for group in groups.values() if group.is_spoken),
        tuple(group.name for group in groups.values() if not group.is_spoken),
    )


def _year_of(user: User, issuer: Issuer, filters: Filters) -> YearSummaryQuerySet:
    return YearSummary.objects.visible_to(user).filter(issuer=issuer, fiscal_year=filters.year)


def build_quality(user: User, filters: Filters, own: Issuer | None = None) -> QualityPage:
    """How the filings of the filters are tagged, and that of the issuer `own`. A fixed number of queries."""
    slug = own.slug if own else ""
    mine = _year_of(user, own, filters).values_list("findings", flat=True).first() if own else None
    rows = summaries(user, filters)
    tagged = count_members(rows, "tagged")
    found = count_members(rows, "findings")
    totals = rows.aggregate(
        total=Count("pk"),
        clean=Count("pk", filter=Q(findings=[])),
        with_tags=Count("pk", filter=~TAGLESS),
    )
    total: int = totals["total"]
    with_tags: int = totals["with_tags"]
    faults = [
        FaultCount(
            fault,
            WORDS[fault],
            Share(found.get(fault, 0), total),
            reverse("tag-quality-filings", args=[fault.value]) + filters.query(own=slug),
        )
        for fault in Fault
    ]
    missing = [
        MissingCount(
            element,
            Share(with_tags - tagged.get(element.pk, 0), with_tags),
            reverse("benchmark-issuers", args=[_tag_slug(element)])
            + filters.query(outcome="untagged", own=slug),
        )
        for element in _elements()
        if filters.form != ALL and element.clause and is_expected(element, filters.form)
    ]
    missing.sort(key=lambda entry: -entry.share.count)
    told = None if mine is None else tuple(WORDS[fault].name for fault in Fault if fault in mine)
    return QualityPage(total, Share(totals["clean"], total), tuple(faults), tuple(missing), told)


def _tag_slug(element: Element) -> str:
    """Address of the attribute that tells whether the element is tagged."""
    measure = Measure.FLAG if element.kind == Element.Kind.FLAG else Measure.TAGGED
    return f"{measure}-{element.slug}"


def _elements() -> list[Element]:
    """Elements of taxonomies and guidelines in order; taxonomies lead."""
    elements = Element.objects.with_framework().select_related("text_element")
    spoken = elements.exclude(kind=Element.Kind.REQUIREMENT)
    return sorted(
        spoken, key=lambda e: (e.framework.kind != Framework.Kind.TAXONOMY, e.framework_id, e.order, e.key)
    )

"""Counting over the summaries: a fixed number of queries, each one pass over a year's rows."""

from collections import Counter as PythonCounter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Aggregate, Case, CharField, Count, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Upper

from comparison.benchmarks.attributes import (
    OF_THE_ITEM,
    Attribute,
    Coded,
    Measure,
    countable_values,
    find_coded,
    has_open_values,
    read_slug,
)
from comparison.benchmarks.filters import EXPRESSIONS, Dimension, Filters, group_value
from comparison.benchmarks.shares import Counter, Lengths, Tally
from comparison.comparing.queries import spec_of
from comparison.models import PeerGroup, YearSummary
from comparison.models.querysets import YearSummaryQuerySet
from comparison.peers.groups import issuers_of
from config.accounts.models import User
from disclosures.codes.marks import mark_denied, mark_disclosed, mark_value
from disclosures.models import Element, IssuerKind

type Pair = tuple[str, str]
"""Fiscal year and issuer type."""

type Figures = Tally | Lengths


class Percentile(Aggregate):
    """The value that a fraction of the rows do not exceed, interpolated."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"
    output_field = FloatField()

    def __init__(self, expression: str, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, **extra)


ARRAYS = ("tagged", "said_yes", "said_no", "compared", "changed")
FRACTIONS = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
LENGTHS: dict[str, Aggregate] = {
    "n": Count("pk"),
    **{name: Percentile("words", fraction) for name, fraction in FRACTIONS.items()},
}

SHARED = {
    "much": Q(
        filing__wording__sentences__gt=0,
        filing__wording__sentences__lte=F("filing__wording__shared") * 4,
    ),
    "some": Q(filing__wording__shared__gt=0),
    "none": Q(filing__wording__sentences__gt=0),
}
"""Shares of shared sentences by outcome, the first that applies."""


TAGLESS = Q(tagged=[])
"""Filings without a single tag."""

CODED = Q(filing__coded__isnull=False)
"""Filings that have been coded."""


def find_attribute(slug: str) -> tuple[Attribute, Element | None] | None:
    """The attribute with this address and its element; None without one. At most one query."""
    read = read_slug(slug)
    if read is None:
        return None
    measure, about = read
    if measure is Measure.CODED:
        asked = find_coded(about)
        return (asked, None) if asked else None
    if not about:
        return (Attribute(measure), None) if measure in OF_THE_ITEM else None
    found = (
        Element.objects.with_framework().select_related("text_element").exclude(kind=Element.Kind.REQUIREMENT)
    )
    element = found.filter(slug=about).first()
    if element is None or measure in {Measure.LENGTH, Measure.SHARED}:
        return None
    if (measure is Measure.FLAG) != (element.kind == Element.Kind.FLAG):
        return None
    return Attribute(measure, spec_of(element)), element


def summaries(user: User, filters: Filters, without: Sequence[Dimension] = ()) -> YearSummaryQuerySet:
    """The rows a figure is counted over."""
    return YearSummary.objects.visible_to(user).filter(filters.condition(without))


def outcome_case(attribute: Attribute, element: Element | None) -> Case:
    """The outcome a summary gives to an attribute that has outcomes."""
    if attribute.measure is Measure.SHARED:
        return _case(SHARED, "uncounted")
    if attribute.coded:
        return _case(coded_conditions(attribute.coded), "uncoded")
    if element is None:
        whens = {"changed": Q(has_changed=True), "same": Q(has_changed=False)}
        return _case(whens, "alone")
    own = [element.pk]
    if attribute.measure is Measure.FLAG:
        whens = {"yes": Q(said_yes__contains=own), "no": Q(said_no__contains=own)}
        return _case({**whens, "unclear": Q(tagged__contains=own), "tagless": TAGLESS}, "untagged")
    if attribute.measure is Measure.TAGGED:
        return _case({"tagged": Q(tagged__contains=own), "tagless": TAGLESS}, "untagged")
    return _case({"changed": Q(changed__contains=own), "same": Q(compared__contains=own)}, "alone")


def coded_conditions(coded: Coded) -> dict[str, Q]:
    """Outcomes of a question to the codebook by what the filing's row holds, the first that applies."""
    name = coded.attribute.name
    said = _among(coded.marks)
    if coded.values:
        return {
            "disclosed": said,
            "other": _among([mark_disclosed(name), mark_denied(name)]),
            "silent": CODED,
        }
    return {"disclosed": said, "denied": _among([mark_denied(name)]), "silent": CODED}


def _among(marks: list[int]) -> Q:
    """Filings with any of the marks. A join, made once however many are asked for; a subquery for each of a
    dozen values took three times as long."""
    return Q(filing__coded__marks__overlap=marks)


def _case(whens: Mapping[str, Q], default: str) -> Case:
    return Case(
        *(When(condition, then=Value(key)) for key, condition in whens.items()),
        default=Value(default),
        output_field=CharField(),
    )


def measure_by(rows: YearSummaryQuerySet, dimension: Dimension) -> dict[str, Figures]:
    """Lengths by group. One query."""
    grouped = rows.filter(words__gt=0).annotate(group=EXPRESSIONS[dimension]).order_by()
    measured = grouped.values("group").annotate(**LENGTHS)
    return {group_value(dimension, row["group"]): _lengths(row) for row in measured}


def measure_pairs(rows: YearSummaryQuerySet) -> dict[Pair, Figures]:
    """Lengths by fiscal year and issuer type. One query."""
    measured = rows.filter(words__gt=0).order_by().values("fiscal_year", "issuer__kind")
    return {
        (str(row["fiscal_year"]), group_value(Dimension.KIND, row["issuer__kind"])): _lengths(row)
        for row in measured.annotate(**LENGTHS)
    }


def figures_by_peers(
    rows: YearSummaryQuerySet, groups: Sequence[PeerGroup], attribute: Attribute, element: Element | None
) -> dict[str, Figures]:
    """An attribute by peer group, by its slug. One query; none without groups."""
    if not groups:
        return {}
    if attribute.measure is Measure.LENGTH:
        return _measure_peers(rows, groups)
    counts = {f"g{group.pk}": Count("pk", filter=Q(issuer__in=issuers_of(group))) for group in groups}
    given = rows.annotate(outcome=outcome_case(attribute, element)).order_by()
    counter: Counter[str] = Counter(attribute.outcomes)
    counted = cast("Iterable[dict[str, Any]]", given.values("outcome").annotate(**counts))
    for row in counted:
        for group in groups:
            counter.add(group.slug, row["outcome"], row[f"g{group.pk}"])
    return {group.slug: counter.tally(group.slug) for group in groups}


def _measure_peers(rows: YearSummaryQuerySet, groups: Sequence[PeerGroup]) -> dict[str, Figures]:
    wanted: dict[str, Aggregate] = {}
    for group in groups:
        member = Q(issuer__in=issuers_of(group))
        wanted[f"n{group.pk}"] = Count("pk", filter=member)
        for name, fraction in FRACTIONS.items():
            wanted[f"{name}{group.pk}"] = Percentile("words", fraction, filter=member)
    found = rows.filter(words__gt=0).aggregate(**wanted)
    return {
        group.slug: _lengths({name: found[f"{name}{group.pk}"] for name in ("n", *FRACTIONS)})
        for group in groups
    }


def _lengths(row: Mapping[str, Any]) -> Lengths:
    return Lengths(row["n"], *(row[name] for name in FRACTIONS))


def measure_all(rows: YearSummaryQuerySet) -> Lengths:
    """Lengths of all filings with any text. One query."""
    return _lengths(rows.filter(words__gt=0).aggregate(**LENGTHS))


def count_shared(rows: YearSummaryQuerySet) -> dict[str, int]:
    """How many filings share how much of their wording, by outcome. One query."""
    given = rows.annotate(outcome=_case(SHARED, "uncounted")).order_by()
    return dict(given.values_list("outcome").annotate(n=Count("pk")))


def count_values(rows: YearSummaryQuerySet, coded: Coded) -> dict[str, int]:
    """How many filings give each value of a codebook attribute: all of a closed list, of names and numbers
    those that are given. One query; none where there is nothing to count but yes."""
    if has_open_values(coded.attribute):
        return _count_open(rows, coded)
    values = countable_values(coded.attribute)
    if not values:
        return {}
    marks = {f"v{number}": mark_value(coded.attribute.name, value) for number, value in enumerate(values)}
    found = rows.aggregate(**{name: Count("pk", filter=_among([mark])) for name, mark in marks.items()})
    return dict(zip(values, found.values(), strict=True))


def _count_open(rows: YearSummaryQuerySet, coded: Coded) -> dict[str, int]:
    """Counted here: only the filings that say something are read, each with one short value."""
    said = rows.filter(_among(coded.marks)).order_by()
    counts: PythonCounter[str] = PythonCounter()
    names: dict[str, str] = {}
    for value in said.values_list(f"filing__coded__codes__{coded.attribute.name}__value", flat=True):
        items = value if isinstance(value, list) else [value]
        for name in {str(item).lower(): str(item) for item in items}.items():
            counts[names.setdefault(*name)] += 1
    # By length first: numbers lie in their order then.
    return dict(sorted(counts.items(), key=lambda item: (len(item[0]), item[0])))


def count_arrays(rows: YearSummaryQuerySet) -> dict[str, dict[int, int]]:
    """How many filings hold each element, by array of YearSummary. One query for each of ARRAYS."""
    return {name: count_members(rows, name) for name in ARRAYS}


def count_members(rows: YearSummaryQuerySet, name: str) -> dict[Any, int]:
    """How many filings hold each entry of an array of YearSummary. One query."""
    members = rows.annotate(member=Func(F(name), function="unnest")).order_by()
    return dict(members.values_list("member").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class HeldYear:
    """How many filings of a form are held for a fiscal year, and how many of them of operating companies."""

    year: int
    form: str
    filings: int
    operating: int


def held_years(user: User) -> list[HeldYear]:
    """The latest year first. One query."""
    rows = YearSummary.objects.visible_to(user).order_by("-fiscal_year", "form")
    operating = Count("pk", filter=Q(issuer__kind=IssuerKind.OPERATING))
    counted = rows.values_list("fiscal_year", "form").annotate(n=Count("pk"), operating=operating)
    return [HeldYear(*row) for row in counted]


def rows_giving(
    rows: YearSummaryQuerySet, attribute: Attribute, element: Element | None, outcome: str
) -> QuerySet[YearSummary, YearSummary]:
    """Rows with an outcome, by name of the issuer; for lengths the longest first."""
    if attribute.measure is Measure.LENGTH:
        return rows.filter(words__gt=0).order_by("-words", Upper("issuer__name"), "pk")
    given = rows.annotate(outcome=outcome_case(attribute, element))
    if outcome:
        return given.filter(outcome=outcome).order_by(Upper("issuer__name"), "pk")
    counted = [own.key for own in attribute.outcomes if own.is_counted]
    return given.filter(outcome__in=counted).order_by(Upper("issuer__name"), "pk")

"""Every group of a page at once: in one pass over the summaries where outcomes are counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from comparison.benchmarks.attributes import Attribute, Measure
from comparison.benchmarks.filters import EXPRESSIONS, Dimension, Filters, group_value
from comparison.benchmarks.queries import Figures, Pair, measure_by, measure_pairs, outcome_case, summaries
from comparison.benchmarks.shares import Counter
from comparison.models import YearSummary
from config.accounts.models import User
from disclosures.models import Element

PAIR = frozenset({Dimension.YEAR, Dimension.KIND})


@dataclass(slots=True)
class Groups:
    """Figures by group of each dimension, its own filter left open, and by fiscal year and issuer type."""

    by_dimension: dict[Dimension, dict[str, Figures]] = field(default_factory=dict)
    pairs: dict[Pair, Figures] = field(default_factory=dict)


def figure_groups(user: User, filters: Filters, attribute: Attribute, element: Element | None) -> Groups:
    """All but peer groups. One query; for lengths, whose percentiles do not add up, one per dimension."""
    if attribute.measure is Measure.LENGTH:
        return Groups(
            {
                dimension: measure_by(summaries(user, filters, [dimension]), dimension)
                for dimension in EXPRESSIONS
            },
            measure_pairs(summaries(user, filters, tuple(PAIR))),
        )
    counters: dict[Dimension, Counter[str]] = {
        dimension: Counter(attribute.outcomes) for dimension in EXPRESSIONS
    }
    pairs: Counter[Pair] = Counter(attribute.outcomes)
    for values, misses, outcome, count in _count(user, filters, attribute, element):
        # A group is counted over what fits every filter but its own dimension's.
        for dimension in misses or counters:
            if misses <= {dimension}:
                counters[dimension].add(values[dimension], outcome, count)
        if misses <= PAIR:
            pairs.add((values[Dimension.YEAR], values[Dimension.KIND]), outcome, count)
    return Groups({dimension: {**own.tallies()} for dimension, own in counters.items()}, {**pairs.tallies()})


def _count(
    user: User, filters: Filters, attribute: Attribute, element: Element | None
) -> Iterator[tuple[dict[Dimension, str], frozenset[Dimension], str, int]]:
    """How many summaries share their groups and outcome, and which filters they do not fit. One query."""
    parts = filters.parts()
    everywhere = parts.pop(Dimension.PEERS, Q())
    wanted = [
        reduce(Q.__and__, (part for dimension, part in parts.items() if dimension not in without), Q())
        for without in (*({dimension} for dimension in parts), PAIR)
    ]
    fits: dict[str, Any] = {
        f"fits_{dimension}": ExpressionWrapper(part, BooleanField()) for dimension, part in parts.items()
    }
    groups: dict[str, Any] = {f"group_{dimension}": own for dimension, own in EXPRESSIONS.items()}
    # A part that asks for nothing is fitted by everything; `|` would drop it.
    fitting = reduce(or_, wanted) if all(wanted) else Q()
    rows = YearSummary.objects.visible_to(user).filter(everywhere).filter(fitting)
    named = rows.annotate(**fits, **groups, outcome=outcome_case(attribute, element)).order_by()
    counted = named.values_list("outcome", *fits, *groups).annotate(n=Count("pk"))
    for outcome, *rest, count in counted:
        said = zip(parts, rest[: len(parts)], strict=True)
        values = zip(EXPRESSIONS, rest[len(parts) :], strict=True)
        yield (
            {dimension: group_value(dimension, value) for dimension, value in values},
            frozenset(dimension for dimension, is_fit in said if not is_fit),
            outcome,
            count,
        )

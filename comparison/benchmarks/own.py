"""The reader's own issuer: what it answers, and which groups of a page it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Value, When

from comparison.benchmarks.attributes import Attribute, Measure
from comparison.benchmarks.filters import EXPRESSIONS, Dimension, Filters, group_value
from comparison.benchmarks.queries import outcome_case
from comparison.models import PeerGroup, YearSummary
from comparison.peers.groups import member_filter
from config.accounts.models import User
from disclosures.models import Element, Filing, Issuer


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """`filing` is None when no annual filing of the year is held; then `word` says so."""

    issuer: Issuer
    word: str
    filing: Filing | None
    anchor: str
    groups: Mapping[Dimension, frozenset[str]]


def find_own(
    user: User,
    issuer: Issuer,
    filters: Filters,
    groups: Sequence[PeerGroup],
    *,
    attribute: Attribute,
    element: Element | None,
) -> OwnAnswer:
    """What the issuer answers in the year of the filters. Two queries."""
    marks = {
        f"in_{group.pk}": Case(When(member_filter(group), then=Value(1)), default=Value(0))
        for group in groups
    }
    member = Issuer.objects.filter(pk=issuer.pk).annotate(**marks).values(*marks, "pk").get()
    peers = frozenset(group.slug for group in groups if member[f"in_{group.pk}"])
    rows = YearSummary.objects.visible_to(user).filter(issuer=issuer, fiscal_year=filters.year)
    named = {f"group_{dimension}": expression for dimension, expression in EXPRESSIONS.items()}
    if attribute.measure is not Measure.LENGTH:
        named["outcome"] = outcome_case(attribute, element)
    row = rows.select_related("filing").defer("filing__reading_text").annotate(**named).first()
    if row is None:
        word = f"no annual filing of fiscal year {filters.year} is held"
        return OwnAnswer(issuer, word, None, "", {Dimension.PEERS: peers})
    words = {outcome.key: outcome.word for outcome in attribute.outcomes}
    word = words.get(getattr(row, "outcome", ""), f"{row.words:,} words")
    own = {
        dimension: frozenset({group_value(dimension, getattr(row, f"group_{dimension}"))})
        for dimension in EXPRESSIONS
    }
    anchor = f"#{element.slug}" if element else ""
    return OwnAnswer(issuer, word, row.filing, anchor, {**own, Dimension.PEERS: peers})

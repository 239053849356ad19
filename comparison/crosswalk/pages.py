"""The page of a crosswalk: each element of one framework with those of another that are joined or may be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comparison.coverage.storing import demanding
from comparison.models import CrosswalkSuggestion
from config.accounts.models import User
from disclosures.crosswalk import fetch_joined
from disclosures.models import CrosswalkLink, Element, Framework

SHOWN_CHANGES = 20
SHOWN_SUGGESTIONS = 3
"""For one element; a weaker one appears when a stronger was decided."""


@dataclass(frozen=True, slots=True)
class Partner:
    """An element of the other framework: joined, set apart, or suggested."""

    element: Element
    decision: CrosswalkLink | None
    suggestion: CrosswalkSuggestion | None

    @property
    def score(self) -> int:
        return round(100 * self.suggestion.score) if self.suggestion else 0


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    element: Element
    joined: tuple[Partner, ...]
    apart: tuple[Partner, ...]
    suggested: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkChange:
    """One recorded decision, or its being taken back."""

    at: datetime
    who: User | None
    left: Element
    right: Element
    told: str
    reason: str


@dataclass(frozen=True, slots=True)
class CrosswalkPage:
    left: Framework
    right: Framework
    rows: tuple[CrosswalkRow, ...]
    partners: tuple[Element, ...]
    """All elements of the right framework, to join by hand."""
    history: tuple[CrosswalkChange, ...]

    @property
    def joined_count(self) -> int:
        return sum(bool(row.joined) for row in self.rows)


def build_crosswalk(left: Framework, right: Framework) -> CrosswalkPage:
    """Both frameworks' elements in use. A fixed number of queries."""
    elements = Element.objects.in_use().with_framework().select_related("parent").order_by("order", "key")
    ours, theirs = (demanding(list(elements.filter(framework=side))) for side in (left, right))
    joined = fetch_joined()
    between = {"left__framework__in": [left, right], "right__framework__in": [left, right]}
    links = CrosswalkLink.objects.filter(**between, is_withdrawn=False).select_related("decided_by")
    decisions = {frozenset((link.left_id, link.right_id)): link for link in links}
    suggestions = {
        frozenset((one.left_id, one.right_id)): one for one in CrosswalkSuggestion.objects.filter(**between)
    }

    def row(element: Element) -> CrosswalkRow:
        partners: defaultdict[str, list[Partner]] = defaultdict(list)
        for other in theirs:
            pair = frozenset((element.pk, other.pk))
            partner = Partner(other, decisions.get(pair), suggestions.get(pair))
            partners[_place(partner, other.pk in joined.get(element.pk, ()))].append(partner)
        best = sorted(partners["suggested"], key=lambda one: -one.score)[:SHOWN_SUGGESTIONS]
        return CrosswalkRow(element, tuple(partners["joined"]), tuple(partners["apart"]), tuple(best))

    rows = tuple(row(element) for element in ours)
    return CrosswalkPage(left, right, rows, tuple(theirs), tuple(_read_history([*ours, *theirs])))


def _place(partner: Partner, is_joined: bool) -> str:
    if is_joined:
        return "joined"
    if partner.decision is not None:
        return "apart"
    return "suggested" if partner.suggestion else "silent"


def _read_history(elements: Sequence[Element]) -> list[CrosswalkChange]:
    """Recorded decisions about these elements, newest first. Two queries."""
    known = {element.pk: element for element in elements}
    events: Any = CrosswalkLink.events.rel.related_model  # type: ignore[attr-defined]  # made by pghistory
    rows = list(
        events.objects.filter(left_id__in=known, right_id__in=known).order_by("-pgh_id")[:SHOWN_CHANGES]
    )
    people = User.objects.in_bulk({row.decided_by_id for row in rows})
    return [
        CrosswalkChange(
            at=row.pgh_created_at,
            who=people.get(row.decided_by_id),
            left=known[row.left_id],
            right=known[row.right_id],
            told="took the decision back" if row.is_withdrawn else row.get_verdict_display(),
            reason=row.reason,
        )
        for row in rows
    ]

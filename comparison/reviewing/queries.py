"""What the queue of gaps and the page of one annotation show: a fixed number of queries each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from comparison.models import Annotation
from comparison.models.querysets import AnnotationQuerySet
from comparison.reviewing.anchoring import CONTEXT, State
from disclosures.models import Filing

ROWS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class StatusCount:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of annotations, and how many there are in each state under the same other filters."""

    page: Page[Annotation]
    counts: tuple[StatusCount, ...]
    total: int


def find_annotations(annotations: AnnotationQuerySet, given: Mapping[str, Any]) -> Queue:
    """The annotations that the cleaned filters of GapFilterForm ask for, newest first."""
    found = annotations
    if given.get("kind") != "all":
        found = found.filter(kind=given.get("kind") or Annotation.Kind.GAP)
    names = {"issuer": "issuer", "element": "element", "year": "fiscal_year", "author": "created_by"}
    names |= {"anchor": "anchor", "framework": "element__framework"}
    found = found.filter(**{lookup: given[name] for name, lookup in names.items() if given.get(name)})
    statuses = [*Annotation.Status.choices, ("withdrawn", "withdrawn")]
    counted = found.aggregate(
        total=Count("pk", filter=Q(withdrawn_at=None)),
        **{f"n_{value}": Count("pk", filter=_with_status(value)) for value, _ in statuses},
    )
    rows = found.filter(_with_status(given.get("status") or "")).for_list().defer("filing__reading_text")
    page = Paginator(rows.order_by("-created_at", "-pk"), ROWS_PER_PAGE).get_page(given.get("page") or 1)
    counts = tuple(StatusCount(value, label, counted[f"n_{value}"]) for value, label in statuses)
    return Queue(page, counts, counted["total"])


def _with_status(status: str) -> Q:
    if status == "withdrawn":
        return Q(withdrawn_at__isnull=False)
    return Q(withdrawn_at=None, status=status) if status else Q(withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a text with what stands before and after them."""

    before: str
    words: str
    after: str


def own_excerpt(annotation: Annotation) -> Excerpt:
    """The quote as it was written, from the annotation itself: the text may have changed since."""
    return Excerpt(annotation.prefix, annotation.quote, annotation.suffix)


def proposed_excerpt(annotation: Annotation) -> Excerpt | None:
    """The words at the place that waits to be confirmed; None where none waits."""
    start, end = annotation.start, annotation.end
    if annotation.anchor != State.MOVED or annotation.filing is None or start is None or end is None:
        return None
    return cut_excerpt(annotation.filing.reading_text, start, end)


def cut_excerpt(text: str, start: int, end: int) -> Excerpt:
    """[start, end) of a text with CONTEXT characters on either side."""
    return Excerpt(text[max(start - CONTEXT, 0) : start], text[start:end], text[end : end + CONTEXT])


def annotations_of(filing: Filing, annotations: AnnotationQuerySet) -> QuerySet[Annotation, Annotation]:
    """Standing annotations that a reader of this filing should see: on its words, on elements of its
    issuer's year as a whole, and those whose filing is gone. Oldest first."""
    own = Q(filing=filing) | Q(filing=None, issuer=filing.issuer, fiscal_year=filing.fiscal_year)
    people = ("element", "created_by", "decided_by")
    return annotations.standing().filter(own).select_related(*people).order_by("created_at", "pk")

"""What reviewers make of proposals: verdicts with the words they rest on. Every write of CoverageReview."""

from collections.abc import Sequence
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils import timezone

from comparison.models import Annotation, CoverageReview, FilingCoverage
from comparison.models.querysets import AnnotationQuerySet
from comparison.reviewing.reviews import ChangedMeanwhileError, ReviewError, TextChangedError, annotate
from config.accounts.models import User
from disclosures.models import Element, Filing

NEEDS_WORDS = frozenset({CoverageReview.Verdict.ADDRESSED, CoverageReview.Verdict.PARTLY})


@transaction.atomic
def review_coverage(
    *,
    filing: Filing,
    requirement: Element,
    verdict: str,
    places: Sequence[tuple[int, int]],
    remark: str,
    is_gap: bool,
    seen: datetime | None,
    by: User,
) -> CoverageReview:
    """Confirms or overrules what was proposed for a filing and a demand.

    `places` are proposed sentences taken as evidence: each becomes a note on the demand, anchored like every
    note. Raises ReviewError where a verdict rests on no words, TextChangedError where a sentence is no longer
    proposed, and ChangedMeanwhileError where somebody reviewed it since `seen`.
    """
    with pghistory.context(user=by.pk, action=f"reviewed: {CoverageReview.Verdict(verdict).label}"):
        review = _claim(filing, requirement, seen)
        _take_evidence(filing, requirement, places, by)
        if verdict in NEEDS_WORDS and not _evidence(filing, requirement).exists():
            raise ReviewError(
                "Choose the words it rests on, or mark others in the filing as a note on this demand."
            )
        review.filing, review.verdict, review.remark, review.is_withdrawn = filing, verdict, remark, False
        review.reviewed_by, review.reviewed_at = by, timezone.now()
        review.save()
        if is_gap:
            _note_gap(filing, requirement, remark, by)
    return review


@transaction.atomic
def withdraw_review(*, review: CoverageReview, seen: datetime, by: User) -> None:
    """Takes a verdict back: the proposal stands again. The notes it rests on stay, and so do its records."""
    with pghistory.context(user=by.pk, action="took the review back"):
        standing = CoverageReview.objects.standing().filter(pk=review.pk, reviewed_at=seen)
        if not standing.update(is_withdrawn=True, reviewed_by=by, reviewed_at=timezone.now()):
            raise ChangedMeanwhileError("Somebody has reviewed it meanwhile: look at it again.")


def _claim(filing: Filing, requirement: Element, seen: datetime | None) -> CoverageReview:
    """The row to write, locked; of two who review at once the second is told."""
    # Locked first: a new reading of the filing waits, and then finds the notes to look after.
    Filing.objects.select_for_update().get(pk=filing.pk)
    keys = {"issuer": filing.issuer, "requirement": requirement, "fiscal_year": filing.fiscal_year}
    known = CoverageReview.objects.select_for_update(of=("self",)).filter(**keys).first()
    standing_at = known.reviewed_at if known and not known.is_withdrawn else None
    if standing_at != seen:
        who = known.reviewed_by if known else "Somebody"
        raise ChangedMeanwhileError(f"{who} was quicker: look at it again.")
    return known or CoverageReview(**keys)


def _take_evidence(filing: Filing, requirement: Element, places: Sequence[tuple[int, int]], by: User) -> None:
    noted = set(_evidence(filing, requirement).values_list("start", "end"))
    proposed = _proposed_words(filing, requirement) if places else {}
    for place in places:
        if place in noted:
            continue
        if place not in proposed:
            raise TextChangedError("The filing was read again since you opened the page: look at it again.")
        annotate(
            issuer=filing.issuer,
            element=requirement,
            fiscal_year=filing.fiscal_year,
            kind=Annotation.Kind.NOTE,
            body=f"Speaks to “{requirement.name}”.",
            by=by,
            filing=filing,
            place=place,
            quote=proposed[place],
        )


def _proposed_words(filing: Filing, requirement: Element) -> dict[tuple[int, int], str]:
    row = FilingCoverage.objects.filter(filing=filing, framework=requirement.framework_id).first()
    cell = row.cells.get(requirement.key) if row else None
    return {(a["start"], a["end"]): a["words"] for a in cell["answers"]} if cell else {}


def _evidence(filing: Filing, requirement: Element) -> AnnotationQuerySet:
    return (
        Annotation.objects.standing()
        .filter(
            issuer=filing.issuer_id,
            element=requirement,
            fiscal_year=filing.fiscal_year,
            kind=Annotation.Kind.NOTE,
        )
        .exclude(quote="")
    )


def _note_gap(filing: Filing, requirement: Element, remark: str, by: User) -> None:
    """A gap on the demand as a whole, once while one stands."""
    known = Annotation.objects.gaps().exclude(status=Annotation.Status.NOT_A_GAP)
    if known.filter(issuer=filing.issuer, element=requirement, fiscal_year=filing.fiscal_year).exists():
        return
    annotate(
        issuer=filing.issuer,
        element=requirement,
        fiscal_year=filing.fiscal_year,
        kind=Annotation.Kind.GAP,
        body=remark or f"Says nothing that answers “{requirement.name}”.",
        by=by,
        filing=filing,
    )

"""What reviewers decide about predicted elements: confirm, reject, name another. Every write of Judgement."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comparison.comparing.readings import forget_reading
from comparison.coverage.receivers import ask_for_coverage
from comparison.coverage.storing import forget_coverage
from comparison.deriving import ask_for_names
from comparison.models import Judgement
from comparison.reviewing.anchoring import State
from comparison.reviewing.reviews import ChangedMeanwhileError, ReviewError, check_quote, recorded, set_quote
from config.accounts.models import User
from config.permissions import Permission, has_permission
from disclosures.coding.naming import CONCEPTS
from disclosures.coding.passages import name_text
from disclosures.coding.predictions import Ruling, span_of
from disclosures.models import Element, Filing, Passage
from disclosures.parsing.types import Span
from disclosures.predictions import apply_rulings, is_predictable

CONFIRMED, REJECTED, OTHER = Judgement.Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage as a reviewer saw it: its place, its words, and when it was decided before (None: never)."""

    place: tuple[int, int]
    words: str
    seen: datetime | None = None


def may_withdraw(judgement: Judgement, user: User) -> bool:
    """Whoever decided it, and admins; every reviewer may decide otherwise."""
    is_own = judgement.decided_by_id == user.pk and has_permission(user, Permission.ANNOTATE)
    return is_own or has_permission(user, Permission.MANAGE_PEOPLE)


def judge_passages(
    *,
    filing: Filing,
    element: Element,
    passages: Sequence[Judged],
    verdict: str,
    by: User,
    instead: Element | None = None,
) -> list[Judgement]:
    """Records a verdict on passages of a filing and an element, and makes the filing's values anew.

    A passage confirmed under an element that the model did not name there is named by the reviewer. All or
    none. Deciding again replaces what was decided before. Raises ReviewError where the filing is no
    longer read from its words or `instead` makes no sense, TextChangedError where the words are others by
    now, ChangedMeanwhileError where somebody decided since `seen`.
    """
    _check_instead(verdict, element, instead)
    with recorded(by, f"decided: {Judgement.Verdict(verdict).label}"):
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        if not is_predictable(locked):
            raise ReviewError("This filing is tagged by now: its elements are no longer predicted.")
        before = _decided(locked, element)
        confidences = _confidences(locked, element, {passage.place[0] for passage in passages})
        judgements = []
        for passage in passages:
            judgement = before.get(passage.place[0])
            _check_seen(judgement, passage.seen)
            judgement = judgement or Judgement(issuer_id=locked.issuer_id, element=element, filing=locked)
            judgement.confidence = confidences.get(passage.place[0], judgement.confidence)
            judgement.fiscal_year = locked.fiscal_year
            judgement.verdict, judgement.instead = verdict, instead
            judgement.decided_by, judgement.decided_at = by, timezone.now()
            set_quote(judgement, check_quote(locked, passage.place, passage.words))
            judgement.save()
            judgements.append(judgement)
        apply_judgements(locked)
    return judgements


def withdraw_judgement(*, judgement: Judgement, by: User) -> None:
    """Takes a decision back: the passage is what the model makes of it again. It stays in the records."""
    with recorded(by, "took it back"):
        filing = Filing.objects.select_for_update().filter(pk=judgement.filing_id or 0).first()
        standing = Judgement.objects.standing().filter(pk=judgement.pk)
        if not standing.update(withdrawn_at=timezone.now(), withdrawn_by=by):
            raise ChangedMeanwhileError("It was taken back already.")
        if filing is not None:
            apply_judgements(filing, is_changed=True)
    judgement.refresh_from_db()


def apply_judgements(filing: Filing, *, is_changed: bool = False) -> None:
    """Makes an untagged filing's values anew from the model and all that was decided about it.

    Inside the transaction of the write. Nothing is done where nothing was decided, unless that `is_changed`.
    """
    if not is_predictable(filing):
        return
    anchored = Judgement.objects.anchored().filter(filing=filing)
    decided = anchored.select_related("element", "instead").order_by("decided_at", "pk")
    rulings = [ruling for judgement in decided for ruling in rule(judgement)]
    if rulings or is_changed:
        apply_rulings(filing, rulings)
        forget_coverage(filing)
        forget_reading(filing)
        transaction.on_commit(ask_for_coverage)
        transaction.on_commit(ask_for_names)


def rule(judgement: Judgement) -> Iterator[Ruling]:
    """What a decision says of its passage, element by element. Fetch `element` and `instead` with it."""
    span = Span(judgement.start, judgement.end)
    yield Ruling(span, judgement.element.key, judgement.verdict == CONFIRMED)
    if judgement.instead is not None:
        yield Ruling(span, judgement.instead.key, True)


def nameable_elements() -> QuerySet[Element]:
    """The elements that a passage may be said to speak of: those the model tells apart."""
    return Element.objects.filter(key__in=CONCEPTS)


def _check_instead(verdict: str, element: Element, instead: Element | None) -> None:
    if (verdict == OTHER) != (instead is not None):
        raise ReviewError("Say which element it is instead.")
    if instead is not None and (instead == element or instead.key not in CONCEPTS):
        raise ReviewError("Choose another element than the predicted one.")


def _check_seen(judgement: Judgement | None, seen: datetime | None) -> None:
    if (judgement.decided_at if judgement else None) != seen:
        who = f"{judgement.decided_by} has decided it: {judgement.get_verdict_display()}" if judgement else ""
        raise ChangedMeanwhileError(f"{who or 'What was decided before was taken back'}. Look at it again.")


def _decided(filing: Filing, element: Element) -> Mapping[int, Judgement]:
    """Standing decisions about the element by the place they are on, or that is proposed for them."""
    standing = Judgement.objects.standing().filter(filing=filing, element=element)
    placed = standing.exclude(anchor=State.ORPHANED).select_for_update()
    # Of two on one place the anchored one decides: it comes last.
    return {judgement.start: judgement for judgement in placed.order_by("-anchor", "pk")}


def _confidences(filing: Filing, element: Element, places: Collection[int]) -> dict[int, float | None]:
    """What the model made of the element in these passages, also where it was too little to name it."""
    own = Passage.objects.filter(value__filing=filing, value__element=element)
    known = dict(own.values_list("start", "confidence"))
    if known.keys() >= set(places):
        return known
    passages = name_text(filing.reading_text)
    return {span_of(passage).start: passage.elements.get(element.key) for passage in passages} | known

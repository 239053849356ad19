"""What an admin makes of a plan that was read: wording, order, what is joined, split or left out.

Every write. Each change is one recorded action (django-pghistory), and the last can be undone; undoing is
recorded as well.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils import timezone

from config.accounts.models import User
from disclosures import signals
from disclosures.models import Element, Framework
from disclosures.parsing.formats.regulator_plan.demands import make_title
from disclosures.plans import join_topics, make_requirements

UNDONE = ("name", "label", "asks", "group", "order", "parent_id", "is_dropped")
"""What of a requirement people change, and undoing puts back."""
EVENTS_READ = 1000
"""Recorded rows that the history goes back; an action changes a handful."""


class PlanError(ValueError):
    """The change was refused; the sentence is for the person who tried."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One recorded action on a plan's requirements."""

    at: datetime
    who: User | None
    action: str


@contextmanager
def as_seen(framework: Framework, seen: str) -> Iterator[None]:
    """One transaction on a plan that stands as somebody saw it; `seen` is the `edited_at` of their page.

    PlanError where it was changed since: by somebody else, in another window, or by the same form sent twice.
    """
    with transaction.atomic():
        locked = Framework.objects.select_for_update().get(pk=framework.pk)
        if seen != (locked.edited_at.isoformat() if locked.edited_at else ""):
            raise PlanError(
                "The plan was changed after this page was opened, and nothing more was done. This is how it"
                " stands now."
            )
        yield


@contextmanager
def _changing_one(element: Element, by: User, action: str) -> Iterator[None]:
    """The same for one requirement, which is as it stands now once the plan is locked."""
    with _changing(element.framework, by, action):
        element.refresh_from_db()
        yield


@contextmanager
def _changing(framework: Framework, by: User, action: str) -> Iterator[Framework]:
    """One transaction on the locked plan, recorded under its name; its order is 1, 2, 3 … afterwards."""
    with transaction.atomic():
        # Whoever changes it at the same time waits, and then sees what the first did.
        locked = Framework.objects.select_for_update().get(pk=framework.pk, kind=Framework.Kind.PLAN)
        with pghistory.context(user=by.pk, action=action, plan=framework.slug):
            yield locked
            _number(locked)
            locked.edited_at = timezone.now()
            locked.save(update_fields=["edited_at", "reread", "reading", "status"])
        signals.framework_changed.send(sender=Framework, framework=locked)
    framework.refresh_from_db()


def edit_requirement(*, element: Element, name: str, label: str, by: User) -> None:
    """Replaces a requirement's short name and wording; the plan's own words stay."""
    with _changing_one(element, by, f"worded “{name}”"):
        element.name, element.label = name, label
        element.save(update_fields=["name", "label"])
        join_topics(element)


def move_requirement(*, element: Element, is_up: bool, by: User) -> None:
    """One place up or down: a demand within its point, a point among points. PlanError at the end."""
    with _changing_one(element, by, f"moved “{element.name}”"):
        peers = [one for one in standing(element.framework) if one.parent_id == element.parent_id]
        place = [one.pk for one in peers].index(element.pk) if element.pk in {one.pk for one in peers} else -1
        other = place - 1 if is_up else place + 1
        if place < 0 or not 0 <= other < len(peers):
            raise PlanError("It stands at the end already.")
        peers[place].order, peers[other].order = peers[other].order, peers[place].order
        Element.objects.bulk_update([peers[place], peers[other]], ["order"])


def drop_requirement(*, element: Element, by: User) -> None:
    """Leaves a requirement out, a point with its demands. It can be taken back in."""
    with _changing_one(element, by, f"left out “{element.name}”"):
        Element.objects.filter(pk=element.pk).update(is_dropped=True)
        element.children.update(is_dropped=True)


def restore_requirement(*, element: Element, by: User) -> None:
    """Takes a requirement back in; a demand with the point it belongs to."""
    with _changing_one(element, by, f"took back “{element.name}”"):
        Element.objects.filter(pk__in=[element.pk, element.parent_id or element.pk]).update(is_dropped=False)


def join_requirement(*, element: Element, by: User) -> None:
    """Joins a demand with the next one of its point: quotes one below the other.

    PlanError where none follows.
    """
    with _changing_one(element, by, f"joined “{element.name}” with the next"):
        peers = [
            one for one in standing(element.framework) if one.parent_id and one.parent_id == element.parent_id
        ]
        later = [one for one in peers if one.order > element.order]
        if not later:
            raise PlanError("No demand follows in its point.")
        following = later[0]
        if following.asks != element.asks:
            element.asks = f"{element.asks}\n\n{following.asks}"
        element.label = f"{element.label.rstrip('.;')}; {following.label[:1].lower()}{following.label[1:]}"[
            :300
        ]
        element.save(update_fields=["asks", "label"])
        Element.objects.filter(pk=following.pk).update(is_dropped=True)
        join_topics(element)


def split_requirement(*, element: Element, parts: Sequence[str], by: User) -> None:
    """Cuts a demand into `parts`, which together are its quote.

    PlanError for other words, or fewer than two.
    """
    with _changing_one(element, by, f"split “{element.name}”"):
        if len(parts) < 2 or not element.parent_id:
            raise PlanError("Put each demand on a line of its own; a point is split in its demands.")
        if " ".join(parts).split() != element.asks.split():
            raise PlanError("The words of the plan stay as they are: only break them into lines.")
        _word(element, parts[0])
        for place, quote in enumerate(parts[1:], 1):
            _add_after(element, place, quote)


def undo_last(*, framework: Framework, by: User) -> str:
    """Puts the requirements back as they were before the last recorded change; what that change was.

    Undoing twice brings the change back. PlanError where nothing was recorded.
    """
    last = _events(framework).order_by("-pgh_id").select_related("pgh_context").first()
    if last is None:
        raise PlanError("Nothing was changed yet.")
    action = str(last.pgh_context.metadata.get("action", ""))
    with _changing(framework, by, f"undid: {action}"):
        for element in Element.objects.filter(framework=framework):
            _put_back(element, last.pgh_context_id)
    return action


def publish_plan(*, framework: Framework, by: User | None) -> None:
    """Shows the plan to everybody, and has what issuers say held against it. PlanError without a demand."""
    if not framework.elements.standing().filter(parent__isnull=False).exists():
        raise PlanError("A plan without demands has nothing to hold disclosures against.")
    _set_status(framework, Framework.Status.PUBLISHED, by, "published the plan")


def unpublish_plan(*, framework: Framework, by: User) -> None:
    """Makes it a draft again; what people decided about its demands stays in the records."""
    _set_status(framework, Framework.Status.DRAFT, by, "took the plan back to a draft")


def take_reading(*, framework: Framework, by: User) -> None:
    """Makes the requirements anew as the document was last read; `undo_last` brings back the old ones."""
    with _changing(framework, by, "took the new reading") as locked:
        if locked.reread is None:
            raise PlanError("There is no other reading.")
        make_requirements(locked, locked.reread, keep=True)
        locked.reading, locked.reread = locked.reread, None


def keep_requirements(*, framework: Framework, by: User) -> None:
    """Lets the requirements stand as they are; the other reading is no longer shown."""
    with _changing(framework, by, "kept the requirements as they stand") as locked:
        locked.reading, locked.reread = locked.reading if locked.reread is None else locked.reread, None


def standing(framework: Framework) -> list[Element]:
    """Its points and demands that are not left out, in order."""
    return list(Element.objects.standing().filter(framework=framework).order_by("order", "key"))


def plan_history(framework: Framework) -> list[PlanChange]:
    """Recorded actions on its requirements, newest first. Two queries."""
    rows = (
        _events(framework)
        .order_by("-pgh_id")
        .values_list("pgh_context_id", "pgh_created_at", "pgh_context__metadata")
    )
    actions: dict[UUID, tuple[datetime, dict[str, Any]]] = {}
    for context, at, metadata in rows[:EVENTS_READ]:
        actions.setdefault(context, (at, metadata))
    people = User.objects.in_bulk({metadata.get("user") for _, metadata in actions.values()})
    return [
        PlanChange(at, people.get(metadata.get("user", 0)), metadata.get("action", ""))
        for at, metadata in actions.values()
    ]


def _set_status(framework: Framework, status: str, by: User | None, action: str) -> None:
    is_published = status == Framework.Status.PUBLISHED
    with transaction.atomic(), pghistory.context(user=by and by.pk, action=action):
        changed = Framework.objects.filter(pk=framework.pk, kind=Framework.Kind.PLAN).exclude(status=status)
        changed.update(
            status=status,
            published_at=timezone.now() if is_published else None,
            published_by=by if is_published else None,
            edited_at=timezone.now(),
        )
        framework.refresh_from_db()
        signals.framework_changed.send(sender=Framework, framework=framework)


def _number(framework: Framework) -> None:
    """Points in their order, each followed by its demands; those left out keep behind their point."""
    rows = list(framework.elements.order_by("order", "key"))
    points = [row for row in rows if row.parent_id is None]
    ordered = [one for point in points for one in (point, *(r for r in rows if r.parent_id == point.pk))]
    moved = []
    for order, element in enumerate(ordered, 1):
        if element.order != order:
            element.order = order
            moved.append(element)
    Element.objects.bulk_update(moved, ["order"])


def _word(element: Element, quote: str) -> None:
    element.asks = quote
    element.label = f"{quote[:1].upper()}{quote[1:]}"[:300]
    element.name = make_title(quote)[:120]
    element.save(update_fields=["asks", "label", "name"])
    join_topics(element)


def _add_after(element: Element, place: int, quote: str) -> None:
    """A new demand of the same point, so many places behind; its number is the first that is free."""
    framework, point = element.framework, element.key.rpartition(":")[2].partition("-")[0]
    later = Element.objects.filter(framework=framework, order__gte=element.order + place)
    for one in later.exclude(pk=element.pk).order_by("-order"):
        Element.objects.filter(pk=one.pk).update(order=one.order + 1)
    taken = set(framework.elements.values_list("key", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if f"{framework.slug}:{point}-{n}" not in taken)
    added = Element(
        framework=framework,
        key=f"{framework.slug}:{point}-{number}",
        slug=f"{framework.slug}-{point}-{number}",
        kind=Element.Kind.REQUIREMENT,
        group=element.group,
        order=element.order + place,
        parent=element.parent,
    )
    added.asks, added.label, added.name = (
        quote,
        f"{quote[:1].upper()}{quote[1:]}"[:300],
        make_title(quote)[:120],
    )
    added.save()
    join_topics(added)


def _events(framework: Framework) -> Any:
    """Events of its requirements that an action of a person on the plan recorded."""
    events: Any = Element.events.rel.related_model  # type: ignore[attr-defined]  # made by pghistory
    return events.objects.filter(framework_id=framework.pk, pgh_context__metadata__plan=framework.slug)


def _put_back(element: Element, context: UUID) -> None:
    """The fields as they stood before an action; a requirement that the action made is left out."""
    events = element.events  # type: ignore[attr-defined]  # made by pghistory
    first = events.filter(pgh_context_id=context).order_by("pgh_id").first()
    if first is None:
        return
    before = events.filter(pgh_id__lt=first.pgh_id).order_by("-pgh_id").first()
    if before is None:
        Element.objects.filter(pk=element.pk).update(is_dropped=True)
        return
    Element.objects.filter(pk=element.pk).update(**{name: getattr(before, name) for name in UNDONE})
    element.refresh_from_db()
    join_topics(element)

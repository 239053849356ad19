"""A regulator's plan becomes a framework: each point and each demand in it a requirement."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from disclosures import signals
from disclosures.frameworks.topics import find_topics
from disclosures.models import Element, Framework, SourceDocument, Topic
from disclosures.parsing.types import ParsedFiling, ParsedRequirement

type ReadRequirement = dict[str, Any]
"""A requirement as it was read: its `number` ("2", "2-1"), `title`, `wording` and `quote`."""


def store_plan(*, document: SourceDocument, parsed: ParsedFiling) -> tuple[Framework, bool]:
    """The framework made from a plan, and whether it is new. Call inside a transaction.

    A new one is a draft. Reading the document again makes an untouched draft anew, in place, so what hangs on
    it stays; once a person edited or published it, a reading that differs is only kept beside it (`reread`).
    """
    title = parsed.title or document.name
    reading = [describe_requirement(requirement) for requirement in parsed.requirements]
    framework = Framework.objects.select_for_update().filter(document=document).first()
    is_new = framework is None
    if framework is None:
        framework = Framework(
            document=document,
            kind=Framework.Kind.PLAN,
            slug=_free_slug(title),
            status=Framework.Status.DRAFT,
        )
    is_untouched = framework.is_draft and framework.edited_at is None
    framework.source_text = parsed.reading_text
    if is_untouched:
        framework.name = title[:200]
        framework.reading = reading
    framework.reread = None if framework.reading == reading else reading
    framework.save()
    if is_untouched:
        make_requirements(framework, reading, keep=False)
    return framework, is_new


def describe_requirement(requirement: ParsedRequirement) -> ReadRequirement:
    number = f"{requirement.point}-{requirement.demand}" if requirement.demand else f"{requirement.point}"
    return {
        "number": number,
        "title": requirement.title,
        "wording": requirement.wording or requirement.title,
        "quote": requirement.quote,
    }


def make_requirements(framework: Framework, reading: Sequence[ReadRequirement], *, keep: bool) -> None:
    """The framework's requirements as they were read, by their numbers; what is read no longer goes.

    With `keep` it is only left out, and so is one that people wrote about.
    """
    points: dict[str, Element] = {}
    stored: list[int] = []
    for order, entry in enumerate(reading, 1):
        point, _, demand = entry["number"].partition("-")
        wording = entry["wording"]
        element, _ = Element.objects.update_or_create(
            key=f"{framework.slug}:{entry['number']}",
            defaults={
                "framework": framework,
                "slug": f"{framework.slug}-{entry['number']}",
                "kind": Element.Kind.REQUIREMENT,
                "label": f"{wording[:1].upper()}{wording[1:]}"[:300],
                "name": entry["title"][:120],
                "asks": entry["quote"],
                "group": f"Point {point}",
                "order": order,
                "parent": points.get(point) if demand else None,
                "is_dropped": False,
            },
        )
        if not demand:
            points[point] = element
        stored.append(element.pk)
        join_topics(element)
    for gone in framework.elements.exclude(pk__in=stored):
        _retire(gone, keep=keep)
    signals.framework_changed.send(sender=Framework, framework=framework)


def _retire(element: Element, *, keep: bool) -> None:
    """A requirement no longer found goes; one that somebody may come back to is only left out."""
    if not keep:
        try:
            with transaction.atomic():
                element.delete()
        except ProtectedError:
            keep = True
    if keep:
        Element.objects.filter(pk=element.pk).update(is_dropped=True)


def join_topics(element: Element) -> None:
    """Links a requirement to the crosswalk topics its words speak of, or else to those of its point."""
    found = Topic.objects.filter(slug__in=[topic.slug for topic in find_topics(element.label)])
    if not found:
        found = Topic.objects.filter(slug__in=[topic.slug for topic in find_topics(element.asks)])
    if not found and element.parent is not None:
        found = element.parent.topics.all()
    element.topics.set(found)


def _free_slug(title: str) -> str:
    base = slugify(title)[:60].rstrip("-") or "plan"
    taken = set(Framework.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    # Not "-2": the slugs of requirements begin with their plan's, and "plan-2-1" is a demand of "plan".
    candidates = (base if n == 1 else f"{base}-v{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)

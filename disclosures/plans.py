"""A regulator's plan becomes a framework: each point and each demand in it a requirement."""

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from disclosures.frameworks.topics import find_topics
from disclosures.models import Element, Framework, SourceDocument, Topic
from disclosures.parsing.types import ParsedFiling, ParsedRequirement

NO_LONGER_FOUND = "No longer found in the plan"


def store_plan(*, document: SourceDocument, parsed: ParsedFiling) -> tuple[Framework, bool]:
    """The framework made from a plan, and whether it is new. Call inside a transaction.

    Reading the document again updates the requirements in place, so what hangs on them stays.
    """
    title = parsed.title or document.name
    framework = Framework.objects.filter(document=document).first()
    is_new = framework is None
    if framework is None:
        framework = Framework(document=document, kind=Framework.Kind.PLAN, slug=_free_slug(title))
    framework.name = title[:200]
    framework.source_text = parsed.reading_text
    framework.save()
    _store_requirements(framework, parsed.requirements)
    return framework, is_new


def _store_requirements(framework: Framework, requirements: tuple[ParsedRequirement, ...]) -> None:
    points: dict[int, Element] = {}
    stored: list[Element] = []
    for order, requirement in enumerate(requirements, 1):
        number = f"{requirement.point}-{requirement.demand}" if requirement.demand else f"{requirement.point}"
        element, _ = Element.objects.update_or_create(
            key=f"{framework.slug}:{number}",
            defaults={
                "framework": framework,
                "slug": f"{framework.slug}-{number}",
                "kind": Element.Kind.REQUIREMENT,
                "label": requirement.title[:300],
                "name": requirement.title[:120],
                "asks": requirement.quote,
                "group": f"Point {requirement.point}",
                "order": order,
                "parent": points.get(requirement.point) if requirement.demand else None,
            },
        )
        if not requirement.demand:
            points[requirement.point] = element
        stored.append(element)
        _join_topics(element, requirement.quote)
    for gone in framework.elements.exclude(pk__in=[element.pk for element in stored]):
        _retire(gone)


def _retire(element: Element) -> None:
    """A requirement no longer found goes; one that people wrote about stays, under a name that says so."""
    try:
        with transaction.atomic():
            element.delete()
    except ProtectedError:
        Element.objects.filter(pk=element.pk).update(group=NO_LONGER_FOUND, parent=None)


def _join_topics(element: Element, quote: str) -> None:
    """Links a requirement to the crosswalk topics its words speak of, or else to those of its point."""
    found = Topic.objects.filter(slug__in=[topic.slug for topic in find_topics(quote)])
    if not found and element.parent is not None:
        found = element.parent.topics.all()
    element.topics.set(found)


def _free_slug(title: str) -> str:
    base = slugify(title)[:60].rstrip("-") or "plan"
    taken = set(Framework.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)

"""Puts the frameworks and the crosswalk that come with Collate into the database."""

from django.apps import AppConfig
from django.db import transaction

from disclosures.frameworks.loader import FrameworkData, load_all, load_crosswalk
from disclosures.models import Element, Framework, Topic


def sync_after_migrate(sender: AppConfig, **_kwargs: object) -> None:
    """Receiver of post_migrate: a new release's frameworks arrive with its migrations."""
    sync_frameworks()


@transaction.atomic
def sync_frameworks() -> None:
    """Creates or updates every framework, element and topic of the TOML files. Safe to run again.

    Keys never change, so values and annotations keep hanging on the same rows.
    """
    for data in load_all():
        framework, _ = Framework.objects.update_or_create(
            slug=data.slug, defaults={"name": data.name, "kind": data.kind.value}
        )
        _sync_elements(framework, data)
    known = dict(Element.objects.values_list("key", "pk"))
    for order, entry in enumerate(load_crosswalk(), 1):
        topic, _ = Topic.objects.update_or_create(
            slug=entry.slug, defaults={"name": entry.name, "order": order}
        )
        own = {known[key] for key in entry.elements}
        # Elements of plans were joined when their plan was imported; they stay.
        plans = topic.elements.filter(framework__kind=Framework.Kind.PLAN).values_list("pk", flat=True)
        topic.elements.set(own | set(plans))


def _sync_elements(framework: Framework, data: FrameworkData) -> None:
    groups = {group.slug: group.name for group in data.groups}
    rows: dict[str, Element] = {}
    for entry in data.elements:
        rows[entry.key], _ = Element.objects.update_or_create(
            key=entry.key,
            defaults={
                "framework": framework,
                "slug": entry.slug,
                "kind": entry.kind.value,
                "label": entry.label,
                "name": entry.name,
                "asks": entry.asks,
                "clause_106": entry.clause_106,
                "clause_20f": entry.clause_20f,
                "clause_8k": entry.clause_8k,
                "group": groups[entry.group],
                "order": entry.order,
            },
        )
    for entry in data.elements:
        if entry.text_element:
            Element.objects.filter(pk=rows[entry.key].pk).update(text_element=rows[entry.text_element])

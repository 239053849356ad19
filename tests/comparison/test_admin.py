"""Admins may look everything up; what domain functions write is read-only there."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.comparison.rows import make_annotation

pytestmark = pytest.mark.django_db

READ_ONLY = [
    "comparison.annotation",
    "disclosures.element",
    "disclosures.elementvalue",
    "disclosures.filing",
    "disclosures.framework",
    "disclosures.sourcedocument",
    "disclosures.topic",
    "disclosures.upload",
]


@pytest.mark.parametrize("label", [*READ_ONLY, "disclosures.issuer"])
def test_lists_open_for_admins_only(label: str, admin_client: Client, reviewer_client: Client) -> None:
    make_annotation()
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    assert admin_client.get(address, {"q": "x"}).status_code == 200
    assert admin_client.get(address).status_code == 200
    assert reviewer_client.get(address).status_code == 302


@pytest.mark.parametrize("label", [name for name in READ_ONLY if name != "disclosures.upload"])
def test_rows_can_be_seen_but_not_changed(label: str, admin_client: Client) -> None:
    make_annotation()
    row = apps.get_model(label).objects.order_by("pk").first()
    address = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {}).status_code == 403
    assert admin_client.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_an_issuers_name_can_be_put_right_and_stays_recorded(admin_client: Client) -> None:
    issuer = make_annotation().issuer
    address = reverse("admin:disclosures_issuer_change", args=[issuer.pk])
    slug, events = issuer.slug, issuer.events.count()
    admin_client.post(address, {"name": "Corrected Name Ltd", "cik": ""})
    issuer.refresh_from_db()
    assert (issuer.name, issuer.slug, issuer.cik) == ("Corrected Name Ltd", slug, None)
    assert issuer.events.count() == events + 1


def test_history_is_listed(admin_client: Client) -> None:
    annotation = make_annotation()
    address = reverse("admin:pghistory_events_changelist")
    assert admin_client.get(address, {"obj": f"comparison.Annotation:{annotation.pk}"}).status_code == 200

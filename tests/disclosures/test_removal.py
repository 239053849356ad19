"""Filings that an admin takes out again."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pghistory.models import Events

from comparison.models import Annotation
from config.accounts.models import User
from disclosures.models import Filing, IndexedPassage, Passage, SourceDocument, UploadItem
from disclosures.removal import remove_filing
from disclosures.uploads import read_item, receive_upload
from tests.comparison.rows import TEXT, make_annotation
from tests.disclosures.test_uploads import R_PAGE
from tests.factories import BOARD, make_filing

pytestmark = pytest.mark.django_db


def test_removed_filing_leaves_nothing_of_its_own_behind(admin_user: User) -> None:
    filing, other = make_filing(texts={BOARD: TEXT}), make_filing(texts={BOARD: TEXT})
    remove_filing(filing=filing, by=admin_user)
    assert list(Filing.objects.all()) == [other]
    assert list(SourceDocument.objects.all()) == [other.document]
    owners = set(Passage.objects.values_list("value__filing", flat=True))
    assert (owners, set(IndexedPassage.objects.values_list("filing", flat=True))) == ({other.pk}, {other.pk})


def test_removal_keeps_what_people_wrote_and_is_recorded(admin_user: User) -> None:
    annotation = make_annotation()
    filing = annotation.filing
    assert filing
    number = str(filing.pk)
    remove_filing(filing=filing, by=admin_user)
    annotation.refresh_from_db()
    assert (annotation.filing, Annotation.objects.standing().count()) == (None, 1)
    records = Events.objects.filter(pgh_obj_model="disclosures.Filing", pgh_obj_id=number, pgh_label="delete")
    assert [record.pgh_context for record in records] == [
        {"user": admin_user.pk, "action": "removed the filing"}
    ]


def test_bytes_of_two_filings_stay_for_the_other(admin_user: User) -> None:
    filing = make_filing()
    other = make_filing("Harrow Pike")
    Filing.objects.filter(pk=other.pk).update(document=filing.document, part=1)
    remove_filing(filing=filing, by=admin_user)
    assert SourceDocument.objects.filter(pk=filing.document.pk).exists()


def test_file_stored_under_the_wrong_issuer_is_removed_and_brought_in_again(
    admin_client: Client, admin_user: User
) -> None:
    def bring_in(name: str) -> UploadItem:
        files = [SimpleUploadedFile("r.txt", R_PAGE.encode())]
        item: UploadItem = receive_upload(files=files, by=admin_user).items.get()
        read_item(item.pk)
        given: dict[str, Any] = {"issuer_name": name, "fiscal_year": 2024}
        admin_client.post(f"/uploads/items/{item.pk}/answer/", given)
        item.refresh_from_db()
        return item

    wrong = bring_in("Harrow Pike")
    assert wrong.filing
    page = admin_client.get(wrong.filing.get_absolute_url()).text
    assert page.count("Remove this filing") == 1
    answer = admin_client.post(f"/filings/{wrong.filing.slug}/remove/", follow=True)
    assert "Removed: Harrow Pike, 20-F 2024." in answer.text
    wrong.refresh_from_db()
    assert wrong.sentence == "Stored as Harrow Pike, 20-F 2024. It was removed later."
    bring_in("Tarnwick")
    assert [str(filing) for filing in Filing.objects.all()] == ["Tarnwick, 20-F 2024"]


def test_only_admins_are_offered_to_remove(viewer_client: Client, reviewer_client: Client) -> None:
    filing = make_filing()
    pages = [client.get(filing.get_absolute_url()).text for client in (viewer_client, reviewer_client)]
    assert ["Remove this filing" in page for page in pages] == [False, False]


def test_amendment_of_a_removed_filing_leads_to_the_other_one_of_its_year(admin_user: User) -> None:
    wrong = make_filing("Alder Bank", accession="0009900001-25-000001", filed=date(2025, 3, 1))
    right = make_filing("Alder Bank", accession="0009900001-25-000002", filed=date(2025, 2, 1))
    amendment = make_filing("Alder Bank", form="10-K/A", is_amendment=True)
    assert Filing.objects.get(pk=amendment.pk).amends == wrong
    remove_filing(filing=wrong, by=admin_user)
    assert Filing.objects.get(pk=amendment.pk).amends == right
    remove_filing(filing=right, by=admin_user)
    assert Filing.objects.get(pk=amendment.pk).amends is None

"""Fetching a page as a domain act: an upload's address becomes a document, or a refusal with its sentence."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from disclosures.ingest import receive_document
from disclosures.models import UploadItem
from disclosures.queueing import queue_item
from disclosures.web.client import FetchedPage, fetch_page
from disclosures.web.errors import WebError
from disclosures.web.policy import MEGABYTE, Policy

Status = UploadItem.Status
MOST_BYTES = 20 * MEGABYTE
TELL_EVERY_SECONDS = 1.0


def public_policy() -> Policy:
    """What is fetched for people: the public internet and nothing else, whatever the settings say."""
    return Policy(most_bytes=min(MOST_BYTES, settings.UPLOAD_MAX_BYTES))


def fetch_item(item_id: int, *, policy: Policy | None = None) -> None:
    """Fetches the page of an upload item and puts its reading in the queue, or refuses the item.

    Safe to run again: a settled item stays as it is, and of two that fetch at once one keeps its page.
    Must not run inside a transaction: the page shows how far it is.
    """
    item = _waiting(item_id).first()
    if item is None:
        return
    try:
        page = fetch_page(item.address, policy or public_policy(), Telling(item_id).tell)
    except WebError as error:
        _waiting(item_id).update(status=Status.REFUSED, code=error.code, sentence=str(error))
        return
    _keep(item_id, page)


@transaction.atomic
def _keep(item_id: int, page: FetchedPage) -> None:
    item = _waiting(item_id).select_for_update(of=("self",)).select_related("upload__created_by").first()
    if item is None:
        return
    document = receive_document(data=page.data, name=name_of(page), by=item.upload.created_by)
    if not document.address:
        document.address, document.fetched_at = page.address, timezone.now()
        document.save(update_fields=["address", "fetched_at"])
    item.document, item.status, item.sentence = document, Status.RECEIVED, ""
    item.save(update_fields=["document", "status", "sentence"])
    queue_item(item.pk)


def _waiting(item_id: int) -> models.QuerySet[UploadItem]:
    return UploadItem.objects.filter(pk=item_id, status=Status.FETCHING)


def name_of(page: FetchedPage) -> str:
    """A name for the document: the host and the last part of the path, which say where it is from."""
    parts = urlsplit(page.address)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return f"{parts.hostname} {last}".strip()


@dataclass(slots=True)
class Telling:
    """Writes how far a fetch is to its item, once a second at most."""

    item_id: int
    last: float = field(default=0)

    def tell(self, sentence: str) -> None:
        if time.monotonic() - self.last >= TELL_EVERY_SECONDS:
            self.last = time.monotonic()
            _waiting(self.item_id).update(sentence=sentence)

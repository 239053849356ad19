"""How far a long write has come, shown on a page while its transaction is still open."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from disclosures.market.loading import Progress
from disclosures.models import SourceDocument, UploadItem

EVERY_SECONDS = 1.0


@contextmanager
def shown_progress(item_id: int) -> Iterator[Progress]:
    """Writes "1,200 of 3,000 filings read" to an upload item, once a second at most.

    From a thread with a connection of its own: what the loading transaction writes nobody sees before it
    is over.
    """
    last = time.monotonic()

    def progress(_document: SourceDocument, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_SECONDS:
            last = time.monotonic()
            writer.submit(_write, item_id, f"{done:,} of {of:,} filings read.")

    with ThreadPoolExecutor(1) as writer:
        try:
            yield progress
        finally:
            writer.submit(connection.close)


def _write(item_id: int, sentence: str) -> None:
    UploadItem.objects.filter(pk=item_id, status=UploadItem.Status.READING).update(sentence=sentence)

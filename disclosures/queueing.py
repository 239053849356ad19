"""Putting jobs in the queue, by the names of their tasks.

Apart from `disclosures.tasks`, which imports the code that does the work: that code queues more of it.
"""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

READ_ITEM = "disclosures.tasks.read_upload_item"
FETCH = "disclosures.tasks.fetch_from_edgar"
FETCH_PAGE = "disclosures.tasks.fetch_page"


def queue_item(item_id: int) -> None:
    """Puts the reading of a handed-in file in the queue."""
    app.configure_task(READ_ITEM, allow_unknown=False).defer(item_id=item_id)


def queue_page(item_id: int) -> None:
    """Puts the fetching of a web page in the queue."""
    app.configure_task(FETCH_PAGE, allow_unknown=False).defer(item_id=item_id)


def queue_fetch(fetch_id: int) -> None:
    """Puts a step of a fetch in the queue, unless one waits there; two of one fetch never run at once."""
    name = f"edgar-fetch-{fetch_id}"
    task = app.configure_task(FETCH, allow_unknown=False, lock=name, queueing_lock=name)
    try:
        with transaction.atomic():
            task.defer(fetch_id=fetch_id)
    except AlreadyEnqueued:
        return

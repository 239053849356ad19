"""When sentences are counted anew. Receivers run inside the transaction of the write; the work is a job."""

import contextlib

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

WORDING_AFTER_SECONDS = 5
"""Filings of one upload arrive one after the other: they are counted together."""


def count_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded and of a filing's post_delete."""
    transaction.on_commit(ask_for_wordings)


def ask_for_wordings() -> None:
    """Has sentences counted soon, once however many filings arrive until then."""
    from comparison.tasks import count_wordings  # models are not ready when tasks are collected

    with contextlib.suppress(AlreadyEnqueued):
        count_wordings.configure(schedule_in={"seconds": WORDING_AFTER_SECONDS}).defer()

"""When what is derived from the filings' texts is made anew: sentences counted and named. The work is jobs.

Receivers run inside the transaction of the write.
"""

import contextlib

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

AFTER_SECONDS = 5
"""Filings of one upload arrive one after the other: they are read together."""


def derive_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded and of a filing's post_delete."""
    transaction.on_commit(ask_for_jobs)


def ask_for_jobs() -> None:
    """Has sentences counted and named soon, once however many filings arrive until then."""
    # Models are not ready when tasks are collected.
    from comparison.tasks import count_wordings, name_sentences

    for job in (count_wordings, name_sentences):
        with contextlib.suppress(AlreadyEnqueued):
            job.configure(schedule_in={"seconds": AFTER_SECONDS}).defer()

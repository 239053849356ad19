"""When what is derived from the filings' texts is made anew: sentences counted and named. The work is jobs.

Receivers run inside the transaction of the write.
"""

import contextlib

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

AFTER_SECONDS = 5
"""Filings of one upload arrive one after the other: they are read together."""


def derive_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded and of a filing's post_delete."""
    transaction.on_commit(_count_and_name)


def ask_for_names() -> None:
    """Has the sentences of filings named soon whose readings were forgotten."""
    from comparison.tasks import name_sentences  # not ready when apps start

    ask_soon(name_sentences)


def ask_soon(*jobs: Task[..., None, ...]) -> None:
    """Has jobs run soon, each once however much changes until then."""
    for job in jobs:
        with contextlib.suppress(AlreadyEnqueued):
            job.configure(schedule_in={"seconds": AFTER_SECONDS}).defer()


def _count_and_name() -> None:
    from comparison.tasks import count_wordings, name_sentences  # not ready when apps start

    ask_soon(count_wordings, name_sentences)

"""When proposals are made anew. Receivers run inside the transaction of the write; the work is a job."""

import contextlib

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

COVERAGE_AFTER_SECONDS = 5
"""Filings of one upload arrive one after the other: they are read together."""


def cover_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded, framework_changed and crosswalk_changed."""
    transaction.on_commit(ask_for_coverage)


def ask_for_coverage() -> None:
    """Has proposals made soon, once however much changes until then."""
    from comparison.tasks import propose_coverage  # models are not ready when tasks are collected

    with contextlib.suppress(AlreadyEnqueued):
        propose_coverage.configure(schedule_in={"seconds": COVERAGE_AFTER_SECONDS}).defer()

"""Jobs of this app: each calls one domain function. Every one is safe to run twice."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="0 6 * * *")
@app.task(queue="upkeep", queueing_lock="send-digests")
def send_due_digests(timestamp: int) -> None:
    """Each morning; who wants a digest weekly gets it on the first morning after a week."""
    from comparison.watching.digests import send_digests  # models are not ready when tasks are collected

    send_digests()


@app.periodic(cron="0 4 * * *")
@app.task(queue="upkeep", queueing_lock="look-out")
def look_out_for_filings(timestamp: int) -> None:
    """Each night, after EDGAR has closed and before the digests; nothing unless it is switched on."""
    from comparison.watching.following import look_out  # models are not ready when tasks are collected

    if settings.EDGAR_FOLLOW:
        look_out()


@app.task(queue="upkeep", lock="wordings", queueing_lock="wordings")
def count_wordings() -> None:
    """Once after filings came, changed or went."""
    from comparison.wording.storing import refresh_wordings  # models are not ready when tasks are collected

    refresh_wordings()


@app.task(queue="upkeep", lock="coverage", queueing_lock="coverage")
def propose_coverage() -> None:
    """Once after filings, plans or the crosswalk changed."""
    from comparison.coverage.storing import refresh_coverage  # models are not ready when tasks are collected

    refresh_coverage()


@app.task(queue="upkeep", lock="suggestions", queueing_lock="suggestions")
def suggest_links() -> None:
    """Once after filings or plans changed."""
    from comparison.crosswalk.storing import (
        refresh_suggestions,  # models are not ready when tasks are collected
    )

    refresh_suggestions()


@app.task(queue="upkeep", lock="readings", queueing_lock="readings")
def name_sentences() -> None:
    """Once after filings came, changed or went, or somebody decided about passages."""
    from comparison.comparing.readings import (
        refresh_readings,  # models are not ready when tasks are collected
    )

    refresh_readings()

"""Jobs of this app: each calls one domain function. Every one is safe to run twice."""

from procrastinate.contrib.django import app


@app.periodic(cron="0 6 * * *")
@app.task(queue="upkeep", queueing_lock="send-digests")
def send_due_digests(timestamp: int) -> None:
    """Each morning; who wants a digest weekly gets it on the first morning after a week."""
    from comparison.digests import send_digests  # models are not ready when tasks are collected

    send_digests()

"""Jobs of this app: each takes ids and calls one domain function. Every one is safe to run twice."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from disclosures.edgar.fetching import advance_fetch, give_up_fetch
from disclosures.queueing import queue_fetch
from disclosures.uploads import give_up_item, read_item
from disclosures.web.fetching import fetch_item

STALLED_AFTER_SECONDS = 30
# A job that ended its worker, or failed, this often is not tried again: its page says so instead.
MOST_TRIES = 4
KEEP_TRYING = RetryStrategy(max_attempts=MOST_TRIES + 1, wait=2)
# Somebody waits for an uploaded file; EDGAR is slow anyway.
WAITED_FOR, IN_BACKGROUND = 10, 0


@app.task(queue="reading", priority=WAITED_FOR, retry=KEEP_TRYING, pass_context=True)
def read_upload_item(context: JobContext, item_id: int) -> None:
    if is_hopeless(context):
        give_up_item(item_id)
    else:
        read_item(item_id)


@app.task(queue="web", priority=WAITED_FOR, retry=KEEP_TRYING, pass_context=True)
def fetch_page(context: JobContext, item_id: int) -> None:
    if is_hopeless(context):
        give_up_item(item_id)
    else:
        fetch_item(item_id)


@app.task(queue="edgar", priority=IN_BACKGROUND, retry=KEEP_TRYING, pass_context=True)
def fetch_from_edgar(context: JobContext, fetch_id: int) -> None:
    if is_hopeless(context):
        give_up_fetch(fetch_id)
    elif advance_fetch(fetch_id):
        queue_fetch(fetch_id)


def is_hopeless(context: JobContext) -> bool:
    """Whether a job has been tried so often that the fault must lie in what it reads, or in the code."""
    return context.job is not None and context.job.attempts >= MOST_TRIES


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry-stalled-jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A job whose worker died stays marked as running; after some missed heartbeats a peer takes it.

    Where the same job waits in the queue already, the dead one only gives up its place.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.FAILED, delete_job=False)

"""Jobs of this app: each takes ids and calls one domain function. Every one is safe to run twice."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

STALLED_AFTER_SECONDS = 30


@app.task(queue="reading", lock=None)
def read_upload_item(item_id: int) -> None:
    # uploads defers this task: the other way round it imports it
    from disclosures.uploads import give_up_item, read_item

    try:
        read_item(item_id)
    except Exception:
        give_up_item(item_id)  # or its uploader would wait for ever
        raise


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry-stalled-jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A job whose worker died stays marked as running; after some missed heartbeats a peer takes it."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)

"""The job that codes filings."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from disclosures.codes.storing import advance_codes


@app.task(
    queue="upkeep",
    lock="codes",
    queueing_lock="codes",
    retry=RetryStrategy(max_attempts=3, wait=30),
)
def code_filings() -> None:
    """After filings came, changed or went; goes on where a job that was ended stopped."""
    advance_codes()

"""The pace of requests to EDGAR, kept in PostgreSQL for all processes on all machines together."""

import time
from collections.abc import Callable

from django.db import connection, transaction

MOST_PER_SECOND = 8
# Requests start a little late, never early: the spare time keeps any single second below the limit.
SPACING = 1.12 / MOST_PER_SECOND

RESERVE = """
INSERT INTO disclosures_requestpace AS pace (service, next_at)
VALUES (%(service)s, clock_timestamp() + %(spacing)s * interval '1 second')
ON CONFLICT (service) DO UPDATE
SET next_at = greatest(pace.next_at, clock_timestamp()) + %(spacing)s * interval '1 second'
RETURNING extract(epoch FROM next_at - clock_timestamp())::float - %(spacing)s
"""

PAUSE = """
INSERT INTO disclosures_requestpace AS pace (service, next_at)
VALUES (%(service)s, clock_timestamp() + %(seconds)s * interval '1 second')
ON CONFLICT (service) DO UPDATE
SET next_at = greatest(pace.next_at, clock_timestamp() + %(seconds)s * interval '1 second')
"""


class DatabasePace:
    """Slots in one row: each request takes the next one, whoever sends it, by the database's clock.

    The row is locked only while a slot is taken, so it must be used outside a transaction.
    """

    def __init__(
        self,
        service: str = "edgar",
        *,
        spacing: float = SPACING,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.service = service
        self.spacing = spacing
        self.sleep = sleep

    def wait(self) -> None:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(RESERVE, {"service": self.service, "spacing": self.spacing})
            (seconds,) = cursor.fetchone()
        if seconds > 0:
            self.sleep(seconds)

    def pause(self, seconds: float) -> None:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(PAUSE, {"service": self.service, "seconds": seconds})

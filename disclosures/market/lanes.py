"""Archives on two connections, each in a transaction: one is staged while the one before it is merged."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from django.db import connection

LANES = 2
"""Transactions at a time. A third would only wait: one archive is read at a time, and one merged."""


class Stopped(Exception):
    """An archive before this one failed, or nobody waits any more for what becomes of this one."""


@dataclass(slots=True)
class Lane:
    """The place of one archive: it is read when the one before was read, and merged when that was merged."""

    before: "Lane | None" = None
    has_read: Event = field(default_factory=Event)
    is_done: Event = field(default_factory=Event)
    is_broken: bool = False

    def wait_to_read(self) -> None:
        """Raises Stopped, as the others do."""
        if self.before:
            self.before.has_read.wait()
        self.go_on()

    def wait_to_merge(self) -> None:
        """From here on the next one may be read."""
        self.has_read.set()
        if self.before:
            self.before.is_done.wait()
        self.go_on()

    def go_on(self) -> None:
        """To be called from time to time."""
        if self.is_broken or (self.before and self.before.is_broken):
            raise Stopped

    def finish(self, *, is_broken: bool = False) -> None:
        """Lets the next one pass, or fail as well."""
        self.is_broken = self.is_broken or is_broken
        self.has_read.set()
        self.is_done.set()


def run_in_lanes[T](jobs: Sequence[Callable[[Lane], T]]) -> Generator[T]:
    """What the jobs return, in their order; each is given the lane that it keeps to.

    One that raises stops those after it. A single job, and all within a transaction of the caller (a second
    connection could not see into it), run here one after the other.
    """
    if len(jobs) < LANES or connection.in_atomic_block:
        yield from (job(Lane()) for job in jobs)
        return
    lanes: list[Lane] = []
    for _ in jobs:
        lanes.append(Lane(lanes[-1] if lanes else None))
    with ThreadPoolExecutor(LANES, "archive") as pool:
        futures = [pool.submit(_run, job, lane) for job, lane in zip(jobs, lanes, strict=True)]
        try:
            for future in futures:
                yield future.result()
        finally:
            for lane in lanes:
                lane.is_broken = True


def _run[T](job: Callable[[Lane], T], lane: Lane) -> T:
    is_broken = True
    try:
        done = job(lane)
        is_broken = False
        return done
    finally:
        connection.close()
        lane.finish(is_broken=is_broken)

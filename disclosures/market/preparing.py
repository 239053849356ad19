"""Archives made into rows on every core, ahead of the database: it merges one while the next is prepared."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import batched
from typing import IO

from disclosures.market.notes.members import RawFiling, Reading, read_filings
from disclosures.market.notes.rows import Batch, prepare_batch
from disclosures.parsing.errors import ParseError

BATCH = 40
"""Filings per task: about 0.15 s of work."""
AHEAD = 30
"""Batches that may wait, each about 1.5 MB: bounds the memory, whatever the size of an archive."""
WORTH_PROCESSES = 4
"""Batches from which on starting further processes (0.4 s) pays off."""

Opener = Callable[[], IO[bytes]]


@dataclass(slots=True)
class Prepared:
    """One archive: its batches as they come, and what is known of it meanwhile."""

    reading: Reading = field(default_factory=Reading)
    error: ParseError | None = None


Pending = tuple[Prepared, Future[Batch] | None]


def prepare_archives(
    openers: Iterable[Opener], processes: int | None = None
) -> Iterator[tuple[Prepared, Batch | None]]:
    """The batches of every archive in order, each archive ended by None; `error` is set by then if it failed.

    Reading runs ahead of whoever takes the batches, by AHEAD batches at most.
    """
    with closing(_Workers(processes or os.cpu_count() or 1)) as workers:
        waiting: deque[Pending] = deque()
        for opener in openers:
            for pending in _submit_archive(opener, workers):
                waiting.append(pending)
                while len(waiting) > AHEAD:
                    yield _take(waiting)
        while waiting:
            yield _take(waiting)


def _submit_archive(opener: Opener, workers: "_Workers") -> Iterator[Pending]:
    prepared = Prepared()
    try:
        with opener() as file:
            for raws in batched(read_filings(file, prepared.reading), BATCH):
                yield prepared, workers.submit(raws)
    except ParseError as error:
        prepared.error = error
    yield prepared, None


def _take(waiting: deque[Pending]) -> tuple[Prepared, Batch | None]:
    prepared, future = waiting.popleft()
    return prepared, future.result() if future else None


class _Workers:
    """Processes that are started when there is enough to do; before that the work is done here."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._submitted = 0
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, raws: tuple[RawFiling, ...]) -> Future[Batch]:
        self._submitted += 1
        if self._processes == 1 or self._submitted <= WORTH_PROCESSES:
            done: Future[Batch] = Future()
            done.set_result(prepare_batch(raws))
            return done
        if self._pool is None:
            # Not forked: threads of this process (connection pool, job runner) may hold locks.
            self._pool = ProcessPoolExecutor(self._processes, multiprocessing.get_context("spawn"))
        return self._pool.submit(prepare_batch, raws)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

"""Archives made into rows on every core, ahead of the database: it merges one while the next is prepared."""

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import batched
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import IO

from disclosures.market.notes.members import RawFiling, Reading, read_filings
from disclosures.market.notes.rows import Batch, prepare_batch
from disclosures.parsing.errors import ParseError

BATCH = 40
"""Filings per task: about 0.15 s of work."""
AHEAD = 30
"""Batches that may wait, each about 1.5 MB: bounds the memory, whatever the size of an archive."""
WORTH_PROCESSES = 160
"""Filings from which on starting further processes (0.4 s) pays off."""

Opener = Callable[[], IO[bytes]]


@dataclass(slots=True)
class Prepared:
    """One archive: its batches as they come, and what is known of it meanwhile."""

    reading: Reading = field(default_factory=Reading)
    error: ParseError | None = None


Pending = tuple[Prepared, Future[Batch] | None]


def prepare_archives(
    openers: Iterable[Opener], processes: int | None = None
) -> Generator[tuple[Prepared, Batch | None]]:
    """The batches of every archive in order, each archive ended by None; `error` is set by then if it failed.

    Reading runs ahead of whoever takes the batches, by AHEAD batches at most, in a thread of its own: it
    goes on while the database merges.
    """
    with closing(_Reader(openers, processes or os.cpu_count() or 1)) as reader:
        while (pending := reader.take()) is not None:
            prepared, future = pending
            yield prepared, future.result() if future else None


class _Reader:
    """A thread that hands archives to the workers, AHEAD batches before they are taken."""

    def __init__(self, openers: Iterable[Opener], processes: int) -> None:
        self._openers = openers
        self._workers = _Workers(processes)
        self._free = Semaphore(AHEAD)
        self._ready: SimpleQueue[Pending | BaseException | None] = SimpleQueue()
        self._is_closed = False
        self._thread = Thread(target=self._read, name="notes reader", daemon=True)
        self._thread.start()

    def take(self) -> Pending | None:
        """The next batch; None after the last one. What went wrong while reading is raised here."""
        pending = self._ready.get()
        self._free.release()
        if isinstance(pending, BaseException):
            raise pending
        return pending

    def close(self) -> None:
        self._is_closed = True
        self._free.release()
        self._thread.join()
        self._workers.close()

    def _read(self) -> None:
        try:
            for opener in self._openers:
                for pending in _submit_archive(opener, self._workers):
                    self._free.acquire()
                    if self._is_closed:
                        return
                    self._ready.put(pending)
            self._ready.put(None)
        except BaseException as error:  # noqa: BLE001  # a thread has nobody else to raise it to
            self._ready.put(error)


def _submit_archive(opener: Opener, workers: "_Workers") -> Iterator[Pending]:
    prepared = Prepared()
    try:
        with opener() as file:
            for raws in batched(read_filings(file, prepared.reading), BATCH):
                yield prepared, workers.submit(raws, of=prepared.reading.submissions)
    except ParseError as error:
        prepared.error = error
    yield prepared, None


class _Workers:
    """Processes that are started when there is enough to do; before that the work is done here."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._submitted = 0
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, raws: tuple[RawFiling, ...], of: int) -> Future[Batch]:
        """Some filings of an archive that holds so many."""
        self._submitted += len(raws)
        if self._processes == 1 or max(self._submitted, of) <= WORTH_PROCESSES:
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

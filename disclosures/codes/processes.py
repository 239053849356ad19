"""Coding on every core. Pure: disclosures in, codes out; the processes know neither Django nor database."""

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import batched

from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.registry import code_disclosure
from disclosures.coding.codebook.types import Coded

BATCH = 20
"""Filings per task: about half a second of work."""
LONGEST_BATCH = 300
"""Seconds. A process that was killed takes its task along, and nobody else would ever say so."""

type Codes = dict[str, Coded]


class Coders:
    """Codes disclosures here, or with the processes that `start_coders` started."""

    def __init__(self, pool: "multiprocessing.pool.Pool | None" = None) -> None:
        self._pool = pool

    def code(self, disclosures: Iterable[Disclosure]) -> Iterator[Codes]:
        """The codes of each, in order. Raises multiprocessing.TimeoutError where a process was ended."""
        if self._pool is None:
            yield from map(code_disclosure, disclosures)
            return
        found = self._pool.imap(_code_batch, batched(disclosures, BATCH))
        while True:
            try:
                yield from found.next(LONGEST_BATCH)
            except StopIteration:
                return


@contextmanager
def start_coders(filings: int, processes: int | None = None) -> Iterator[Coders]:
    """Coders for so many filings; few are coded here, before another process would have started.

    The processes end with this one, however it ends: a pool's workers close their end of its pipes.
    """
    count = processes or os.cpu_count() or 1
    if count == 1 or filings <= 2 * BATCH:
        yield Coders()
        return
    # Not forked: threads of this process (connection pool, job runner) may hold locks.
    with multiprocessing.get_context("spawn").Pool(count, initializer=_ignore_interrupt) as pool:
        yield Coders(pool)


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides


def _code_batch(disclosures: tuple[Disclosure, ...]) -> list[Codes]:
    return list(map(code_disclosure, disclosures))

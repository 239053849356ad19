"""Seconds to read a real 10-K, beside a bare lxml parse of the same bytes: `python -m bench.reading`.

Both run on each file in turn, in one process, after a warm-up; the medians and their ratio are printed.
The files are the ten 10-Ks of COLLATE_SHARED_DATA (default: ../shared/data beside the repository).
"""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from disclosures.parsing import registry

WARM_UP, ROUNDS = 2, 16
LIMIT, AIM = 2.0, 1.5
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def measure_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_file(path: Path) -> tuple[float, float]:
    """Median seconds of the bare parse and of our reading of one file.

    Each goes first in every other round: what the one leaves of the heap speeds or slows the next.
    """
    data = path.read_bytes()
    works = (lambda: etree.fromstring(data), lambda: registry.read(data, path.name))
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + ROUNDS):
        for which in (0, 1) if number % 2 else (1, 0):
            taken = measure_seconds(works[which])
            if number >= WARM_UP:
                seconds[which].append(taken)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA))
    paths = sorted((shared / "filings" / "ixbrl_10k").glob("*.htm"))
    if not paths:
        print(f"No filings in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    print(f"{'file':32}{'MB':>6}{'parse s':>10}{'reading s':>11}{'ratio':>7}")
    measured = {path: measure_file(path) for path in paths}
    for path, (bare, ours) in measured.items():
        size = path.stat().st_size / 1e6
        print(f"{path.name:32}{size:6.1f}{bare:10.4f}{ours:11.4f}{ours / bare:7.2f}")
    bare = statistics.median(pair[0] for pair in measured.values())
    ours = statistics.median(pair[1] for pair in measured.values())
    print(f"{'median':38}{bare:10.4f}{ours:11.4f}{ours / bare:7.2f}   (limit {LIMIT}, aim {AIM})")
    return 0 if ours / bare <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

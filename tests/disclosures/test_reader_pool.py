"""Many files read at once: in order, whatever single files do to the process that reads them."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from disclosures.parsing.errors import ParseError
from disclosures.parsing.limits import DEFAULT_LIMITS, Limits
from disclosures.reader_pool import AHEAD, ReaderEndedError, ReaderPool, Reading, read_apart, read_path


def read_oddly(path: Path, limits: Limits) -> Reading:
    """Stands in for the parser: what it does is in the file's name."""
    if "crash" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "error" in path.name:
        raise ZeroDivisionError
    if "hang" in path.name:
        time.sleep(60)
    if "slow" in path.name:
        time.sleep(0.3)
    if "large" in path.name:
        bytes(limits.reader_bytes)
    return Reading(path, refusal=f"read {path.name}")


def read_names(
    *names: str,
    know: Callable[[Path], str | None] = lambda _: None,
    seconds: float = 30,
    processes: int = 2,
) -> list[Any]:
    pool = ReaderPool(processes=processes, limits=DEFAULT_LIMITS, seconds=seconds, read_one=read_oddly)
    results = list(pool.read([Path(name) for name in names], know))
    assert pool.readers == []
    return [result.refusal if isinstance(result, Reading) else result for result in results]


def test_results_come_in_the_order_of_the_paths() -> None:
    names = ["slow-1", "2", "slow-3", *(str(number) for number in range(4, 30))]
    assert read_names(*names) == [f"read {name}" for name in names]


def test_no_files_start_no_process() -> None:
    assert read_names() == []


def test_what_is_known_is_passed_on_unread_in_its_place() -> None:
    known = {"crash-1": "held", "3": "held too"}
    found = read_names("crash-1", "2", "3", know=lambda path: known.get(path.name))
    assert found == ["held", "read 2", "held too"]


def test_file_that_takes_too_much_memory_is_refused_and_the_next_one_read() -> None:
    assert read_names("large-1", "2", processes=1) == ["Reading it takes more than 4 GB of memory.", "read 2"]


@pytest.mark.parametrize(
    ("allowed", "left"), [(2_000_000_000, 2_000_000_000), (8_000_000_000, 4_000_000_000)]
)
def test_bound_of_memory_keeps_to_a_lower_one_of_the_system(allowed: int, left: int) -> None:
    script = (
        "import resource; from disclosures.reader_pool import bound_memory;"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({allowed}, {allowed})); bound_memory({4_000_000_000});"
        "print(resource.getrlimit(resource.RLIMIT_DATA))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str((left, allowed))


def test_process_that_dies_costs_its_own_file_only() -> None:
    names = ["1", "crash-2", "3", "error-4", "5", "crash-6"]
    ended = "The process that read it ended by itself."
    assert read_names(*names) == ["read 1", ended, "read 3", ended, "read 5", ended]


def test_process_that_hangs_is_ended_and_the_next_file_is_read() -> None:
    names = ["1", "hang-2", "3", "4", "5"]
    found = read_names(*names, seconds=3)
    assert found == ["read 1", "Reading it took longer than 3 seconds.", "read 3", "read 4", "read 5"]


def test_one_process_reads_all() -> None:
    assert read_names("1", "crash-2", "3", processes=1)[::2] == ["read 1", "read 3"]


def test_paths_are_taken_only_so_far_ahead() -> None:
    taken: list[str] = []

    def paths() -> Any:
        for number in range(1000):
            taken.append(str(number))
            yield Path(str(number))

    pool = ReaderPool(processes=2, limits=DEFAULT_LIMITS, seconds=30, read_one=read_oddly)
    results = pool.read(paths())
    for _ in range(3):
        next(results)
        time.sleep(0.2)
    assert len(taken) <= 3 + AHEAD * 2
    results.close()
    assert pool.readers == []


def test_stopping_ends_early_and_leaves_no_process() -> None:
    seen: list[Any] = []
    pool = ReaderPool(
        processes=2, limits=DEFAULT_LIMITS, seconds=30, is_stopped=lambda: bool(seen), read_one=read_oddly
    )
    for result in pool.read([Path("1"), Path("hang-2"), Path("hang-3"), Path("4")]):
        seen.append(result)
    assert [reading.refusal for reading in seen] == ["read 1"]
    assert pool.readers == []


def test_file_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.htm"
    file.write_bytes(b"x" * 2_000_000)
    limits = Limits(file_bytes=1_000_000)
    assert read_path(file, limits) == Reading(
        file, refusal="The file has 2.0 MB; at most 1.0 MB are read.", code="too-large"
    )
    missing = tmp_path / "missing.htm"
    assert read_path(missing, limits) == Reading(
        missing, refusal="Cannot be opened: No such file or directory.", code="cannot-open"
    )


def test_read_apart_refuses_with_the_code_of_the_parser() -> None:
    with pytest.raises(ParseError, match=r"^The file is empty\.$") as refused:
        read_apart(b"", "empty.htm", limits=DEFAULT_LIMITS, seconds=30)
    assert refused.value.code == "empty"


def test_read_apart_tells_a_process_that_was_ended_from_a_file_that_cannot_be_read() -> None:
    """A worker that is told to stop takes its readers along: the file is read again, not refused."""
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read_apart, b"x", "x.txt", limits=DEFAULT_LIMITS, seconds=30)
        while not (children := multiprocessing.active_children()) and not reading.done():
            time.sleep(0.001)
        children[0].kill()
        with pytest.raises(ReaderEndedError):
            reading.result()

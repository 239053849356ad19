"""Which demo runs on a data folder: one at a time, and found again by `make stop` even after a crash."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from config.postgres.server import command_line

ORPHAN_SECONDS = 10


class DemoIsRunningError(RuntimeError):
    """Another demo holds this data folder."""


@dataclass(frozen=True, slots=True)
class Record:
    """A demo's own process, its page, and the programs it started with a word of each command line."""

    pid: int
    address: str = ""
    programs: Mapping[str, int] = field(default_factory=dict)


@contextlib.contextmanager
def claimed(data_dir: Path) -> Iterator[None]:
    """Holds the data folder; the system lets go of it however this process ends."""
    data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DemoIsRunningError from error
        yield


def read_record(data_dir: Path) -> Record | None:
    path = data_dir / "demo.json"
    return Record(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def write_record(data_dir: Path, record: Record) -> None:
    draft = data_dir / "demo.json.new"
    draft.write_text(json.dumps(asdict(record)), encoding="utf-8")
    draft.replace(data_dir / "demo.json")


def drop_record(data_dir: Path) -> None:
    (data_dir / "demo.json").unlink(missing_ok=True)


def end_orphans(data_dir: Path) -> int:
    """Ends programs of a demo that was killed; how many there were. Call while holding the data folder.

    They are asked to end, and killed after ORPHAN_SECONDS. A process id may meanwhile be another
    program's, so the command line must hold the word it had.
    """
    record = read_record(data_dir)
    orphans = [pid for word, pid in record.programs.items() if word in command_line(pid)] if record else []
    for pid in orphans:
        os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + ORPHAN_SECONDS
    while any(map(command_line, orphans)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in filter(command_line, orphans):
        os.killpg(pid, signal.SIGKILL)
    drop_record(data_dir)
    return len(orphans)

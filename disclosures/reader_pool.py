"""Reads many files at once, each in a process that may crash or hang without harm to the others.

Pure: paths in, parsed filings out, in the order of the paths. The processes know neither Django nor the
database; nothing here stores anything.
"""

import hashlib
import multiprocessing
import resource
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path

from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.limits import Limits
from disclosures.parsing.types import ParsedFiling

# Spawned, not forked: a copy of a process with threads and database connections cannot be trusted.
CONTEXT = multiprocessing.get_context("spawn")
# A process has the next file at hand while its result is stored.
AT_HAND = 2
# Results that wait for an earlier file, for each process: what bounds the memory.
AHEAD = 4
LONGEST_WAIT = 0.5
LONGEST_START = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: its filings and the sha256 of the bytes they were read from, or a sentence."""

    path: Path
    filings: tuple[ParsedFiling, ...] = ()
    sha256: str = ""
    refusal: str = ""
    code: str = ""
    """Of the refusal, for programs."""


class ReaderEndedError(Exception):
    """The process that read a file ended by itself. Another try may go well."""


TOO_LONG, ENDED, TOO_MUCH_MEMORY = "too-long", "reader-ended", "too-much-memory"
"""Codes of refusals that no parser gives."""


def read_path(path: Path, limits: Limits) -> Reading:
    """Reads one file in this process."""
    try:
        if (size := path.stat().st_size) > limits.file_bytes:
            most = limits.file_bytes / 1e6
            sentence = f"The file has {size / 1e6:.1f} MB; at most {most:.1f} MB are read."
            return Reading(path, refusal=sentence, code="too-large")
        data = path.read_bytes()
    except OSError as error:
        return Reading(path, refusal=f"Cannot be opened: {error.strerror}.", code="cannot-open")
    return _read_bytes(path, data, path.name, limits)


def read_named(path: Path, limits: Limits, *, names: Mapping[str, str]) -> Reading:
    """Reads a copy of a file; `names` tells by the copy's name what it is called where it came from."""
    return _read_bytes(path, path.read_bytes(), names[path.name], limits)


def _read_bytes(path: Path, data: bytes, name: str, limits: Limits) -> Reading:
    try:
        filings = registry.read(data, name, limits)
    except ParseError as error:
        return Reading(path, refusal=str(error), code=error.code)
    return Reading(path, filings, hashlib.sha256(data).hexdigest())


type ReadOne = Callable[[Path, Limits], Reading]


def serve(connection: Connection, read: ReadOne, limits: Limits) -> None:
    """A reader process: paths come in, readings go out, until the other end is closed.

    A file that unpacks to more than the memory it may take is refused, whatever its format.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    bound_memory(limits.reader_bytes)
    connection.send(None)  # ready: a file's time does not count before
    while True:
        try:
            path = connection.recv()
        except EOFError:
            return
        try:
            reading = read(path, limits)
        except MemoryError:
            most = limits.reader_bytes / 1e9
            sentence = f"Reading it takes more than {most:g} GB of memory."
            reading = Reading(path, refusal=sentence, code=TOO_MUCH_MEMORY)
        connection.send(reading)


def bound_memory(most: int) -> None:
    """This process may take so many bytes, or fewer where the system says so already."""
    _, allowed = resource.getrlimit(resource.RLIMIT_DATA)
    if allowed == resource.RLIM_INFINITY or allowed > most:
        resource.setrlimit(resource.RLIMIT_DATA, (most, allowed))


@dataclass
class Reader:
    """A process with the files it was given, the one it reads first. `since` is when it took that one up."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    files: deque[tuple[int, Path]] = field(default_factory=deque)
    since: float = field(default_factory=lambda: time.monotonic() + LONGEST_START)
    is_ready: bool = False

    @classmethod
    def start(cls, read: ReadOne, limits: Limits) -> "Reader":
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=serve, args=(theirs, read, limits), daemon=True)
        # Ctrl-C must not end a process that has yet to say it ignores it: what is blocked here is inherited.
        # The tracker lifts the block when it starts, so it is started before.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        return cls(process, ours)

    def give(self, number: int, path: Path) -> None:
        if not self.files and self.is_ready:
            self.since = time.monotonic()
        self.files.append((number, path))
        try:
            self.connection.send(path)
        except OSError:
            return  # it has died; that is seen when its answer is waited for

    def take(self) -> Reading | None:
        """What has arrived: a reading, or None from a process that has just become ready.

        Raises EOFError or OSError when the process ended instead.
        """
        reading: Reading | None = self.connection.recv()
        self.since = time.monotonic()
        self.is_ready = True
        return reading

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def read_apart(data: bytes, name: str, *, limits: Limits, seconds: float) -> tuple[ParsedFiling, ...]:
    """The filings in some bytes, read in a process of their own that has so many seconds for it.

    Raises ParseError with a sentence for the uploader, and ReaderEndedError where the process was ended from
    outside or crashed.
    """
    with tempfile.NamedTemporaryFile(prefix="collate-") as file:
        file.write(data)
        file.flush()
        read_one = partial(read_named, names={Path(file.name).name: name})
        pool = ReaderPool(processes=1, limits=limits, seconds=seconds, read_one=read_one)
        (reading,) = pool.read([Path(file.name)])
    if reading.code == ENDED:
        raise ReaderEndedError(reading.refusal)
    if reading.refusal:
        raise ParseError(reading.code, reading.refusal)
    return reading.filings


class ReaderPool:
    """Reads files with several processes; use it as often as needed, one `read` at a time.

    seconds     that one file may take; then its process is ended and the file reported
    is_stopped  asked twice a second: when it says so, `read` ends early
    read_one    what a process does with a path: a function of a module, which the process imports
    """

    def __init__(
        self,
        *,
        processes: int,
        limits: Limits,
        seconds: float,
        is_stopped: Callable[[], bool] = lambda: False,
        read_one: ReadOne = read_path,
    ) -> None:
        self.processes = processes
        self.limits = limits
        self.seconds = seconds
        self.is_stopped = is_stopped
        self.read_one = read_one
        self.readers: list[Reader] = []

    def read[T](
        self, paths: Iterable[Path], know: Callable[[Path], T | None] = lambda _path: None
    ) -> Iterator[Reading | T]:
        """A reading for each path, in order. What `know` says of a path is passed on instead, unread."""
        waiting: Iterator[tuple[int, Path]] = enumerate(paths)
        done: dict[int, Reading | T] = {}
        wanted = 0
        try:
            while not self.is_stopped():
                is_exhausted = not self._give_out(waiting, done, know, wanted)
                while wanted in done:
                    yield done.pop(wanted)
                    wanted += 1
                busy = [reader for reader in self.readers if reader.files]
                if busy:
                    self._collect(busy, done)
                elif is_exhausted:
                    return
        finally:
            for reader in self.readers:
                reader.end()
            self.readers.clear()

    def _give_out[T](
        self,
        waiting: Iterator[tuple[int, Path]],
        done: dict[int, Reading | T],
        know: Callable[[Path], T | None],
        wanted: int,
    ) -> bool:
        """Gives files to whoever has room, up to so many ahead of the wanted one; False when none is left."""
        while (reader := self._free_reader()) is not None:
            if len(done) + sum(len(r.files) for r in self.readers) >= AHEAD * self.processes:
                return True
            try:
                number, path = next(waiting)
            except StopIteration:
                return False
            if (known := know(path)) is not None:
                done[number] = known
            else:
                reader.give(number, path)
        return True

    def _free_reader(self) -> Reader | None:
        if len(self.readers) < self.processes and all(reader.files for reader in self.readers):
            self.readers.append(Reader.start(self.read_one, self.limits))
        least = min(self.readers, key=lambda reader: len(reader.files))
        return least if len(least.files) < AT_HAND else None

    def _collect[T](self, busy: Sequence[Reader], done: dict[int, Reading | T]) -> None:
        """Waits a moment for answers; replaces readers that died or took too long."""
        ends = min(reader.since for reader in busy) + self.seconds
        pause = max(0.0, min(LONGEST_WAIT, ends - time.monotonic()))
        ready = wait([reader.connection for reader in busy], pause)
        for reader in busy:
            try:
                if reader.connection in ready:
                    if reading := reader.take():
                        done[reader.files.popleft()[0]] = reading
                elif time.monotonic() - reader.since > self.seconds:
                    refusal = f"Reading it took longer than {self.seconds:g} seconds."
                    self._replace(reader, done, refusal, TOO_LONG)
            except (EOFError, OSError):
                self._replace(reader, done, "The process that read it ended by itself.", ENDED)

    def _replace[T](self, reader: Reader, done: dict[int, Reading | T], refusal: str, code: str) -> None:
        """Settles the file a process ended over; a new process takes over what the old one had at hand."""
        reader.end()
        number, path = reader.files.popleft()
        done[number] = Reading(path, refusal=refusal, code=code)
        place = self.readers.index(reader)
        self.readers[place] = Reader.start(self.read_one, self.limits)
        for at_hand in reader.files:
            self.readers[place].give(*at_hand)

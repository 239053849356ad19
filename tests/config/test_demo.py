"""The demo itself, started as `make demo` does."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from config.demo.record import Record, end_orphans, read_record, write_record
from config.demo.web import listening_socket
from config.postgres.server import EmbeddedPostgres, command_line
from disclosures.search.similar import MAX_CHARACTERS
from tests.conftest import REPOSITORY
from tests.postgres_plugin import throw_away_dir

READY = "Collate is ready: "

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with throw_away_dir() as folder:
        yield folder
        subprocess.run(demo("stop"), env=environment(folder), cwd=REPOSITORY, check=True)


def demo(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "config.demo", *arguments]


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return inherited | {"COLLATE_DATA_DIR": str(data_dir), "PYTHONWARNINGS": "default"} | more


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start_demo(**more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            demo(),
            cwd=REPOSITORY,
            env=environment(data_dir, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start_demo
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()


@pytest.fixture(scope="module")
def separate_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Variables for a database on the server the tests use, reached as a real one is, and its documents."""
    url = os.environ["DATABASE_URL"]
    name = f"demo_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {
            "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl(),
            "COLLATE_DOCUMENTS_DIR": str(tmp_path_factory.mktemp("documents")),
        }
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_for_page(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """The page's address and all that was printed up to the last line of the greeting."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if line.startswith("Data and logs"):
            return said.split(READY)[1].split()[0], said
    raise AssertionError(f"the demo ended: {said}")


def status_of(address: str, path: str) -> int:
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_demo_serves_until_it_is_stopped(start: Start, data_dir: Path) -> None:
    with listening_socket(free_port()) as taken:
        port = taken.getsockname()[1]
        running = start(COLLATE_PORT=str(port))
        address, said = wait_for_page(running)
    assert f"Port {port} is taken, so this is on " in said
    assert [line.split()[:2] for line in said.splitlines() if line.startswith("  ")] == [
        ["viewer", "viewer-demo"],
        ["reviewer", "reviewer-demo"],
        ["admin", "admin-demo"],
    ]
    assert (status_of(address, "/login/"), status_of(address, "/health/")) == (200, 200)
    paragraph = urlencode({"text": "Our board, as a whole, oversees it. " * (MAX_CHARACTERS // 36)})
    assert status_of(address, f"/search/similar/?{paragraph}") == 302  # to the log-in

    second = start()
    assert (
        second.communicate(timeout=60)[0] == f"Collate runs here already: {address}. `make stop` ends it.\n"
    )
    assert second.returncode == 1

    found = read_record(data_dir)
    assert found
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert [command_line(pid) for pid in found.programs.values()] == ["", ""]
    assert EmbeddedPostgres.of(data_dir).postmaster_pid() is None


def test_demo_ends_when_a_program_ends(start: Start, data_dir: Path, separate_store: dict[str, str]) -> None:
    running = start(COLLATE_PORT=str(free_port()), **separate_store)
    wait_for_page(running)
    found = read_record(data_dir)
    assert found
    os.kill(found.programs["procrastinate"], signal.SIGKILL)
    said, _ = running.communicate(timeout=60)
    assert (
        said.splitlines()[0] == f"The worker ended by itself. The end of {data_dir / 'log' / 'worker.log'}:"
    )
    assert running.returncode == 1
    assert [command_line(pid) for pid in found.programs.values()] == ["", ""]
    assert not (data_dir / "postgres").exists()


def test_stop_ends_what_a_killed_demo_left(
    start: Start, data_dir: Path, separate_store: dict[str, str]
) -> None:
    running = start(COLLATE_PORT=str(free_port()), **separate_store)
    wait_for_page(running)
    found = read_record(data_dir)
    assert found
    running.kill()
    running.communicate()
    assert all(command_line(pid) for pid in found.programs.values())
    stop = subprocess.run(
        demo("stop"), env=environment(data_dir), cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert stop.stdout == "Stopped.\n"
    assert [command_line(pid) for pid in found.programs.values()] == ["", ""]


def test_demo_says_why_it_cannot_start(start: Start) -> None:
    running = start(DATABASE_URL="mysql://localhost/collate")
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "DATABASE_URL must look like postgresql://user:password@host:5432/name" in said


def test_end_orphans_leaves_programs_of_others(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "20"], start_new_session=True) as unrelated:
        while not command_line(unrelated.pid):
            time.sleep(0.01)  # for a moment after it starts, the system shows none
        write_record(tmp_path, Record(1, "", {"config.wsgi": unrelated.pid}))
        assert end_orphans(tmp_path) == 0
        assert unrelated.poll() is None
        write_record(tmp_path, Record(1, "", {"sleep": unrelated.pid}))
        assert end_orphans(tmp_path) == 1
        assert unrelated.wait(timeout=5) == -signal.SIGTERM
    assert read_record(tmp_path) is None

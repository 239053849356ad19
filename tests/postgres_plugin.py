"""Gives every test run its own throw-away PostgreSQL, before Django's settings are read.

Loaded early (`-p tests.postgres_plugin` in pyproject.toml). COLLATE_TEST_DATABASE_URL names a real server
to use instead; its account must be allowed to create databases. Workers of pytest-xdist inherit both.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from config.postgres.server import EmbeddedPostgres, is_alive

PREFIX = "collate-test-"
# A short path: a socket's address has 104 bytes at most.
ROOT = Path("/tmp")  # noqa: S108  # mkdtemp makes each folder below it


def remove_left_overs() -> None:
    """Stops and removes the servers of runs that were killed before they could."""
    for folder in ROOT.glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if folder.stat().st_uid == os.geteuid() and pid.isdigit() and not is_alive(int(pid)):
            EmbeddedPostgres(folder / "postgres", is_throw_away=True).stop()
            shutil.rmtree(folder, ignore_errors=True)  # a second run may be removing it as well


@contextlib.contextmanager
def throw_away_dir() -> Iterator[Path]:
    """A data folder with a short path that goes away at the end; stop the servers in it before that."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=ROOT))
    folder.chmod(0o711)  # root's server runs under another account, which must pass through
    yield folder
    shutil.rmtree(folder)


def start_throw_away(config: pytest.Config) -> None:
    cleanup = contextlib.ExitStack()
    config.add_cleanup(cleanup.close)
    folder = cleanup.enter_context(throw_away_dir())
    os.environ["COLLATE_DATA_DIR"] = str(folder)
    if url := os.environ.get("COLLATE_TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url
        return
    server = EmbeddedPostgres(folder / "postgres", is_throw_away=True)
    cleanup.callback(server.stop)
    server.start()
    os.environ["DATABASE_URL"] = server.uri()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Wraps pytest-django's hook, which reads the settings."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        remove_left_overs()
        start_throw_away(early_config)
    return (yield)

"""Programs of ours in processes of their own, on the database of the tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from disclosures.reader_pool import LONGEST_START
from tests.conftest import REPOSITORY

NO_TIME = -2 * LONGEST_START
"""Seconds for reading a file that are over before its process has started, however quick the machine is."""


def start_manage(*words: str, documents: Path, **variables: str) -> "subprocess.Popen[str]":
    """manage.py in a process group of its own. The test needs `django_db(transaction=True)`."""
    known = connection.get_connection_params()
    parameters = {name: str(known[name]) for name in ("host", "port", "user", "password") if known.get(name)}
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql:///{known['dbname']}?{urlencode(parameters)}",
        "COLLATE_DOCUMENTS_DIR": str(documents),
        "PYTHONUNBUFFERED": "1",
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Returns once it is so; fails after some seconds."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)

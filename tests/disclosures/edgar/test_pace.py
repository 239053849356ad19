"""The pace of requests: one for all threads and processes, by the database's clock."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from disclosures.edgar.pace import MOST_PER_SECOND, SPACING, DatabasePace
from disclosures.models import RequestPace
from tests.conftest import REPOSITORY

SPEND = """
import sys, time
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from disclosures.edgar.pace import DatabasePace
pace = DatabasePace(spacing=float(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    pace.wait()
    print(time.time(), flush=True)
"""


def test_spacing_keeps_any_second_below_the_limit() -> None:
    assert MOST_PER_SECOND * SPACING > 1.1


@pytest.mark.django_db
def test_slots_follow_each_other_and_unused_time_is_not_saved_up() -> None:
    waits: list[float] = []
    pace = DatabasePace(spacing=0.2, sleep=waits.append)
    for _ in range(3):
        pace.wait()
    assert [round(wait, 1) for wait in waits] == [0.2, 0.4]
    RequestPace.objects.update(next_at="2001-01-01T00:00:00Z")
    pace.wait()
    pace.wait()
    assert [round(wait, 1) for wait in waits[2:]] == [0.2]


@pytest.mark.django_db
def test_pause_holds_everybody_back_and_never_shortens() -> None:
    waits: list[float] = []
    pace, other = DatabasePace(spacing=0.1), DatabasePace(spacing=0.1, sleep=waits.append)
    pace.pause(9)
    pace.pause(3)
    other.wait()
    assert [round(wait, 1) for wait in waits] == [9.0]


@pytest.mark.django_db(transaction=True)
def test_threads_share_one_pace() -> None:
    moments: list[float] = []

    def spend(_: int) -> None:
        pace = DatabasePace(spacing=0.05)
        for _round in range(4):
            pace.wait()
            moments.append(time.monotonic())
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(spend, range(4)))
    assert len(moments) == 16
    assert max(moments) - min(moments) >= 15 * 0.05 - 0.03


@pytest.mark.django_db(transaction=True)
def test_processes_share_one_pace() -> None:
    def start() -> "subprocess.Popen[str]":
        name: Any = settings.DATABASES["default"]["NAME"]
        command = [sys.executable, "-c", SPEND, name, "0.05", "6"]
        return subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
            stdout=subprocess.PIPE,
            text=True,
        )

    processes = [start() for _ in range(2)]
    moments = [float(line) for process in processes for line in process.communicate(timeout=30)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(moments) == 12
    assert max(moments) - min(moments) >= 11 * 0.05 - 0.03

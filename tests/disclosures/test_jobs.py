"""Workers that die in the middle of a job: nothing is lost, nothing is stored twice, nothing is stuck."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from disclosures.edgar.fetching import start_fetch
from disclosures.models import CodedFiling, EdgarFetch, Filing, Issuer, Passage, SourceDocument, UploadItem
from disclosures.queueing import queue_fetch
from disclosures.tasks import MOST_TRIES, retry_stalled_jobs
from disclosures.uploads import receive_upload
from tests.disclosures.edgar.server import CIK, Answer, Edgar, inline_document, put_filing, row, submissions
from tests.disclosures.edgar.server import running_edgar as serve_edgar
from tests.factories import make_filing
from tests.processes import start_manage, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND = "0009900077-25-000001", "0009900077-26-000001"


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "documents"
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return folder


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Procrastinate's tables are not Django's: no test cleans them up by itself."""
    run_sql("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_workers CASCADE")
    yield
    run_sql("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_workers CASCADE")


def run_sql(words: str, parameters: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words, parameters)


@pytest.fixture
def issuer() -> Issuer:
    return Issuer.objects.create(name="Lanternfish Marine Corp", slug="lanternfish-marine-corp", cik=CIK)


@pytest.fixture
def workers(documents: Path) -> "Iterator[list[subprocess.Popen[str]]]":
    started: list[subprocess.Popen[str]] = []
    yield started
    for worker in started:
        if worker.returncode is None:
            kill(worker)


def kill(worker: "subprocess.Popen[str]") -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.communicate()


def work() -> None:
    """A worker that takes what waits, and ends."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def take_over() -> None:
    """What a peer does a minute later: the dead worker's jobs are put back, then worked off."""
    run_sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    with contextlib.suppress(AlreadyEnqueued):  # the dead worker's own clock may have put it there
        task: Any = retry_stalled_jobs
        task.defer(timestamp=0)
    work()
    work()


def attempts(task: str) -> list[tuple[str, int]]:
    jobs = ProcrastinateJob.objects.filter(task_name=f"disclosures.tasks.{task}")
    return list(jobs.order_by("id").values_list("status", "attempts"))


def test_worker_killed_while_it_stores_a_file_loses_nothing(
    issuer: Issuer, admin_user: Any, documents: Path, workers: Any
) -> None:
    file = SimpleUploadedFile("report.htm", inline_document("The board hears of it twice a year."))
    upload = receive_upload(files=[file], by=admin_user)
    with transaction.atomic():
        Issuer.objects.select_for_update().get(pk=issuer.pk)  # holds the job up in the midst of storing
        workers.append(start_manage("procrastinate", "worker", documents=documents))
        wait_until(lambda: upload.items.get().status == "reading")
        wait_until(is_anybody_waiting)
        kill(workers[0])
    assert (Filing.objects.count(), upload.items.get().status) == (0, "reading")
    assert attempts("read_upload_item") == [("doing", 0)]

    take_over()

    item = UploadItem.objects.get()
    assert (item.status, item.sentence) == ("stored", "Stored as Lanternfish Marine Corp, 10-K 2024.")
    assert attempts("read_upload_item") == [("succeeded", 2)]
    counts = (Filing.objects.count(), SourceDocument.objects.count(), Passage.objects.count())
    assert counts == (1, 1, 1)


def test_worker_killed_while_it_codes_leaves_the_work_to_a_peer(documents: Path, workers: Any) -> None:
    filing = make_filing("Lanternfish Marine Corp")
    run_sql("UPDATE procrastinate_jobs SET scheduled_at = now()")
    with transaction.atomic():
        Filing.objects.select_for_update().get(pk=filing.pk)  # holds the job up in the midst of writing
        workers.append(start_manage("procrastinate", "worker", "--queues", "upkeep", documents=documents))
        wait_until(is_anybody_waiting)
        kill(workers[0])
    assert CodedFiling.objects.count() == 0

    take_over()

    assert CodedFiling.objects.get().codes["board_oversight_body"]["value"] == ["full_board_only"]
    jobs = ProcrastinateJob.objects.filter(task_name="disclosures.codes.tasks.code_filings")
    assert list(jobs.values_list("status", flat=True)) == ["succeeded"]


def is_anybody_waiting() -> bool:
    """Whether another connection waits for what this one has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def test_worker_killed_while_it_fetches_goes_on_with_the_next_filing(
    issuer: Issuer, documents: Path, settings: Any, workers: Any
) -> None:
    with serve_edgar() as edgar:
        settings.EDGAR_CONTACT = "Example Ltd desk@collate.example"
        settings.EDGAR_URL = settings.EDGAR_DATA_URL = edgar.address
        slow = put_two_filings(edgar)
        fetch = start_fetch(issuer=issuer, by=None)
        variables = {"COLLATE_EDGAR_CONTACT": settings.EDGAR_CONTACT}
        variables |= dict.fromkeys(("COLLATE_EDGAR_URL", "COLLATE_EDGAR_DATA_URL"), edgar.address)
        workers.append(start_manage("procrastinate", "worker", documents=documents, **variables))
        wait_until(lambda: slow in edgar.paths)
        kill(workers[0])
        assert Filing.objects.count() == 1
        edgar.requests.clear()

        take_over()

        assert not any(SECOND.replace("-", "") in path for path in edgar.paths)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.sentence) == ("done", "2 stored.")
    assert (Filing.objects.count(), SourceDocument.objects.count()) == (2, 2)


def put_two_filings(edgar: Edgar) -> str:
    """Two filings, the older one so slow at first that the worker is killed over it; gives its address."""
    edgar.put(f"/submissions/CIK{CIK}.json", submissions(row(SECOND, period="2025-12-31"), row(FIRST)))
    put_filing(edgar, SECOND, {"000001.htm": inline_document("Each quarter.", period="2025-12-31")})
    slow = f"{put_filing(edgar, FIRST, {'000001.htm': inline_document('Twice a year.')})}/index.json"
    edgar.before(slow, Answer(b"{}", delay=5))
    return slow


def test_file_that_kills_every_worker_is_refused_in_the_end(admin_user: Any) -> None:
    file = SimpleUploadedFile("report.htm", inline_document("The board hears of it twice a year."))
    upload = receive_upload(files=[file], by=admin_user)
    run_sql("UPDATE procrastinate_jobs SET attempts = %s", [MOST_TRIES])

    work()

    item = upload.items.get()
    assert (item.status, item.code) == ("refused", "reading-failed")
    assert item.sentence == "Reading this file failed several times; it is not tried again."
    assert (Filing.objects.count(), SourceDocument.objects.count()) == (0, 0)


def test_fetch_that_kills_every_worker_is_settled_in_the_end(issuer: Issuer) -> None:
    fetch = EdgarFetch.objects.create(issuer=issuer)
    queue_fetch(fetch.pk)
    run_sql("UPDATE procrastinate_jobs SET attempts = %s", [MOST_TRIES])

    work()

    fetch.refresh_from_db()
    assert (fetch.status, fetch.sentence) == ("failed", "Fetching failed several times; the log says why.")


def test_uploaded_files_are_read_before_fetches_from_edgar(issuer: Issuer, admin_user: Any) -> None:
    queue_fetch(EdgarFetch.objects.create(issuer=issuer).pk)
    receive_upload(files=[SimpleUploadedFile("empty.htm", b"")], by=admin_user)
    jobs = ProcrastinateJob.objects.order_by("-priority").values_list("task_name", flat=True)
    assert list(jobs) == ["disclosures.tasks.read_upload_item", "disclosures.tasks.fetch_from_edgar"]


def test_dead_job_gives_way_to_the_same_one_that_waits(issuer: Issuer) -> None:
    fetch = EdgarFetch.objects.create(issuer=issuer)
    queue_fetch(fetch.pk)
    run_sql(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day');"
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM procrastinate_workers)"
    )
    queue_fetch(fetch.pk)

    take_over()

    assert attempts("fetch_from_edgar")[0] == ("failed", 1)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.sentence[:40]) == ("failed", "EDGAR wants to know who asks: set COLLAT")

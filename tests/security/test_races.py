"""Two workers, two people, or one job twice, at the same moment: nothing fails, nothing is there twice."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from comparison.comparing.readings import fetch_readings, refresh_readings
from comparison.coverage.storing import refresh_coverage
from comparison.predictions.judgements import Judged
from config.accounts.models import User
from config.permissions import Role
from disclosures import uploads
from disclosures.identity import Details
from disclosures.ingest import receive_document, store_parsed
from disclosures.models import Element, Filing, Issuer, Passage, SourceDocument, UploadItem
from disclosures.uploads import answer_item, discard_item, read_item, receive_upload
from tests.comparison.coverage.plans import DRILLED, make_plan
from tests.comparison.rows import make_judgement
from tests.conftest import make_user
from tests.disclosures.test_uploads import R_PAGE
from tests.factories import BOARD, UNTAGGED_ITEM, make_untagged, parsed_filing

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs each call in a thread and connection of its own, all from the same moment on; errors come back."""
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            results[number] = call()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def failures(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


@pytest.fixture
def admin(db: None) -> User:
    return make_user(Role.ADMIN)


def test_same_bytes_at_once_are_one_document() -> None:
    results = at_once(*[lambda: receive_document(data=b"same", name="a.htm", by=None)] * 6)

    assert failures(results) == []
    assert SourceDocument.objects.count() == 1
    assert SourceDocument.objects.get().read() == b"same"


def test_filings_of_a_new_issuer_at_once_make_one_issuer() -> None:
    def store(year: int) -> Callable[[], Any]:
        document = receive_document(data=b"%d" % year, name=f"{year}.htm", by=None)
        parsed = parsed_filing(
            {"cyd:NewlyInventedTextBlock": "Words."},
            issuer_name="Harrow Pike",
            cik="0009900001",
            fiscal_year=year,
        )
        return lambda: store_parsed(document=document, part=0, parsed=parsed, details=Details(), by=None)

    results = at_once(*[store(year) for year in range(2010, 2016)])

    assert failures(results) == []
    assert list(Issuer.objects.values_list("slug", "cik")) == [("harrow-pike", "0009900001")]
    assert Filing.objects.count() == 6
    assert Element.objects.filter(key="cyd:NewlyInventedTextBlock").count() == 1


def test_one_filing_from_several_documents_at_once_is_stored_once() -> None:
    def store(number: int) -> Callable[[], Any]:
        document = receive_document(data=b"%d" % number, name=f"{number}.htm", by=None)
        parsed = parsed_filing({BOARD: "Words."}, issuer_name="Harrow Pike", accession="0009900001-25-000001")
        return lambda: store_parsed(document=document, part=0, parsed=parsed, details=Details(), by=None)

    results = at_once(*[store(number) for number in range(5)])

    assert failures(results) == []
    assert Filing.objects.count() == Issuer.objects.count() == 1
    assert Filing.objects.get().values.count() == 1


def test_a_job_run_by_two_workers_at_once_settles_its_file_once(admin: User) -> None:
    page = R_PAGE.encode()
    item = receive_upload(files=[SimpleUploadedFile("page.txt", page)], by=admin).items.get()

    results = at_once(*[lambda: read_item(item.pk)] * 4)

    assert failures(results) == []
    assert list(UploadItem.objects.values_list("status", flat=True)) == ["asks"]


def test_an_unreadable_file_read_by_two_workers_at_once_is_refused(admin: User) -> None:
    item = receive_upload(files=[SimpleUploadedFile("a.htm", b"")], by=admin).items.get()

    results = at_once(*[lambda: read_item(item.pk)] * 4)

    assert failures(results) == []
    assert list(UploadItem.objects.values_list("status", flat=True)) == ["refused"]
    assert SourceDocument.objects.count() == 0


def test_the_same_bad_file_brought_while_it_is_refused_is_refused_too(admin: User) -> None:
    for _ in range(5):
        item = receive_upload(files=[SimpleUploadedFile("a.htm", b"")], by=admin).items.get()
        again = partial(receive_upload, files=[SimpleUploadedFile("b.htm", b"")], by=admin)
        results = at_once(partial(read_item, item.pk), again)
        assert failures(results) == []
        read_item(results[1].items.get().pk)

    assert set(UploadItem.objects.values_list("status", flat=True)) == {"refused"}
    assert SourceDocument.objects.count() == 0


def test_a_file_answered_and_discarded_at_once_is_either(admin: User) -> None:
    item = receive_upload(files=[SimpleUploadedFile("page.txt", R_PAGE.encode())], by=admin).items.get()
    read_item(item.pk)
    item.refresh_from_db()
    details = Details("Lanternfish Credit", "0009900002", "20-F", 2024)

    results = at_once(
        lambda: answer_item(item=item, details=details, by=admin), lambda: discard_item(item=item)
    )

    assert failures(results) == []
    item.refresh_from_db()
    is_stored = item.status == "stored"
    assert (Filing.objects.count(), SourceDocument.objects.count()) == ((1, 1) if is_stored else (0, 0))
    assert uploads.Status(item.status) in {uploads.Status.STORED, uploads.Status.REFUSED}


def test_a_decision_while_sentences_are_named_is_not_lost() -> None:
    filing = make_untagged()
    words = UNTAGGED_ITEM.split("\n\n")[5]
    start = filing.reading_text.index(words)
    Passage.objects.filter(value__filing=filing, start=start).delete()  # as if the model named nothing in it
    with transaction.atomic():
        make_judgement(filing, passages=[Judged((start, start + len(words)), words)])
        assert at_once(refresh_readings) == [0]
    assert refresh_readings() == 1
    assert [start, start + len(words)] in fetch_readings([filing])[filing.pk].places.tolist()


def test_a_decision_while_a_plan_is_held_against_texts_is_not_lost() -> None:
    with transaction.atomic():
        make_plan()
    filing = make_untagged(text=DRILLED)
    with transaction.atomic():
        make_judgement(filing, passages=[Judged((0, len(DRILLED)), DRILLED)])
        assert at_once(refresh_coverage) == [0]
    assert refresh_coverage() == 1

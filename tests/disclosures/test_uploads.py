"""Files handed in: read in a job, settled one by one, asked about, refused with a sentence."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config.accounts.models import User
from disclosures.identity import Details
from disclosures.models import Filing, Framework, SourceDocument, UploadItem
from disclosures.uploads import answer_item, discard_item, read_item, receive_text, receive_upload

pytestmark = pytest.mark.django_db

R_PAGE = """|
Cybersecurity Risk Management, Strategy, and Governance
|12 Months Ended
Dec. 31, 2024
|Cybersecurity Risk Management, Strategy, and Governance [Line Items]
|Cybersecurity Risk Board of Directors Oversight [Text Block]
|ITEM 16K. Our supervisory council looks after cyber risk and hears the security officer each spring.
|Cybersecurity Risk Management Third Party Engaged [Flag]
|true
|X
- References
"""


@pytest.fixture(autouse=True)
def documents_in_a_folder_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def hand_in(admin: User, *files: tuple[str, bytes]) -> list[UploadItem]:
    upload = receive_upload(files=[SimpleUploadedFile(name, data) for name, data in files], by=admin)
    items = list(upload.items.all())
    for item in items:
        read_item(item.pk)
        item.refresh_from_db()
    return items


def test_receive_upload_puts_a_job_in_the_queue_for_each_file(admin_user: User) -> None:
    upload = receive_upload(
        files=[SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")], by=admin_user
    )

    wanted = [{"item_id": pk} for pk in upload.items.values_list("pk", flat=True)]
    assert list(ProcrastinateJob.objects.order_by("id").values_list("args", flat=True)) == wanted


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_what_was_handed_in(admin_user: User) -> None:
    upload = receive_upload(files=[SimpleUploadedFile("empty.htm", b"")], by=admin_user)

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    assert upload.items.get().status == "refused"


def test_an_empty_file_is_refused_with_a_sentence_and_its_bytes_go(
    admin_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        (item,) = hand_in(admin_user, ("empty.htm", b""))

    assert (item.status, item.code, item.sentence) == ("refused", "empty", "The file is empty.")
    assert SourceDocument.objects.count() == 0
    assert default_storage.listdir("e3")[1] == []


def test_an_r_page_asks_for_the_issuer_and_is_stored_with_the_answer(admin_user: User) -> None:
    (item,) = hand_in(admin_user, ("page.txt", R_PAGE.encode()))
    assert (item.status, item.code) == ("asks", "issuer")
    assert Filing.objects.count() == 0

    answered = answer_item(item=item, details=Details("Lanternfish Credit", "0009900002"), by=admin_user)

    assert answered.status == "stored"
    assert (answered.filing.issuer.name, answered.filing.form) == ("Lanternfish Credit", "20-F")
    assert answered.filing.fiscal_year == 2024
    assert answered.filing.problems.get(code="issuer-missing").severity == "note"


def test_answering_twice_stores_once(admin_user: User) -> None:
    (item,) = hand_in(admin_user, ("page.txt", R_PAGE.encode()))
    for name in ("Lanternfish Credit", "Somebody else"):
        answer_item(item=item, details=Details(name), by=admin_user)

    assert list(Filing.objects.values_list("issuer__name", flat=True)) == ["Lanternfish Credit"]


def test_discarding_a_waiting_file_drops_its_bytes(admin_user: User) -> None:
    (item,) = hand_in(admin_user, ("page.txt", R_PAGE.encode()))

    discard_item(item=item)

    item.refresh_from_db()
    assert (item.status, item.document) == ("refused", None)
    assert SourceDocument.objects.count() == 0


def test_the_same_file_twice_is_one_document_and_says_so(admin_user: User) -> None:
    (item,) = hand_in(admin_user, ("page.txt", R_PAGE.encode()))
    answer_item(item=item, details=Details("Lanternfish Credit"), by=admin_user)

    (again,) = hand_in(admin_user, ("copy-of-page.txt", R_PAGE.encode()))

    assert (again.status, again.filing.issuer.name) == ("held", "Lanternfish Credit")
    assert again.sentence == "This file is already held, as Lanternfish Credit, 20-F 2024."
    assert SourceDocument.objects.count() == 1


def test_one_bad_file_stops_nothing(admin_user: User) -> None:
    items = hand_in(admin_user, ("picture.htm", b"\x89PNG\r\n\x1a\n\0\0"), ("page.txt", R_PAGE.encode()))

    assert [(item.name, item.status) for item in items] == [("picture.htm", "refused"), ("page.txt", "asks")]


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_is_read(
    admin_user: User, settings: Any
) -> None:
    allowed, settings.READING_MAX_SECONDS = settings.READING_MAX_SECONDS, 0.01
    (slow,) = hand_in(admin_user, ("slow.txt", (PLAN * 1000).encode()))
    settings.READING_MAX_SECONDS = allowed
    (page,) = hand_in(admin_user, ("page.txt", R_PAGE.encode()))

    assert (slow.status, slow.code, slow.document) == ("refused", "too-long", None)
    assert slow.sentence == "Reading it took longer than 0.01 seconds."
    assert (page.status, page.code) == ("asks", "issuer")


def test_reading_an_item_again_changes_nothing(admin_user: User) -> None:
    (item,) = hand_in(admin_user, ("empty.htm", b""))
    before = UploadItem.objects.values().get(pk=item.pk)

    read_item(item.pk)

    assert UploadItem.objects.values().get(pk=item.pk) == before


def test_a_job_that_died_while_reading_is_finished_by_the_next(admin_user: User) -> None:
    upload = receive_upload(files=[SimpleUploadedFile("page.txt", R_PAGE.encode())], by=admin_user)
    upload.items.update(status="reading")

    read_item(upload.items.get().pk)

    assert upload.items.get().status == "asks"


PLAN = """The Harbour Credit Office, the supervisor of lenders, published its plan today.

First, financial institutions shall strengthen the management of cybersecurity risk and protect customer \
data. Second, institutions must establish a register of outsourcing partners, so that third-party risk is \
known, and clarify responsibilities. Third, banks are required to promote compliance training and to conduct \
drills every year.
"""


def test_a_plan_becomes_a_framework_linked_to_the_topics_it_speaks_of(admin_user: User) -> None:
    (item,) = hand_in(admin_user, ("plan.txt", PLAN.encode()))

    assert (item.status, item.framework) == ("stored", Framework.objects.get(kind="plan"))
    assert item.framework is not None
    points = item.framework.elements.filter(parent=None)
    assert [point.group for point in points] == ["Point 1", "Point 2", "Point 3"]
    assert "cybersecurity-and-data" in points[0].topics.values_list("slug", flat=True)
    assert "third-parties" in points[1].topics.values_list("slug", flat=True)


WEB_LINES = ["Filing date", "Fund custody", "At the Quay Bank since 2024.", "Business licence", "Asked for."]
WEB_TEXT = "\r\n\r\n".join(WEB_LINES)
"""As a browser sends what was pasted."""


def paste(admin: User, text: str = WEB_TEXT, **details: Any) -> UploadItem:
    upload = receive_text(text=text, details=Details(**details), by=admin)
    item = upload.items.get()
    read_item(item.pk)
    item.refresh_from_db()
    return item


def test_a_pasted_text_is_stored_with_what_its_uploader_said(admin_user: User) -> None:
    item = paste(admin_user, issuer_name="Lanternfish Credit", fiscal_year=2025)

    assert (item.status, item.name) == (
        "stored",
        "Pasted text “Filing date Fund custody At the Quay Bank since 20…”",
    )
    assert (item.filing.form, item.filing.fiscal_year) == ("Web disclosure", 2025)
    assert item.filing.issuer.name == "Lanternfish Credit"
    assert item.document.read() == WEB_TEXT.replace("\r", "").encode()
    assert item.filing.reading_text.split() == WEB_TEXT.split()


def test_what_a_pasted_text_and_its_uploader_do_not_say_is_asked_and_the_rest_is_kept(
    admin_user: User,
) -> None:
    item = paste(admin_user, fiscal_year=2025)
    assert (item.status, item.code, item.answers["fiscal_year"]) == ("asks", "issuer", 2025)

    answered = answer_item(item=item, details=Details("Lanternfish Credit"), by=admin_user)

    assert (answered.status, answered.filing.fiscal_year) == ("stored", 2025)


def test_the_name_on_a_web_page_gives_way_to_the_uploaders(admin_user: User) -> None:
    text = f"Company name: Quay Operations Ltd\n\n{WEB_TEXT}"
    assert paste(admin_user, text).filing.issuer.name == "Quay Operations Ltd"
    assert paste(admin_user, f"{text} ", issuer_name="Lanternfish").filing.issuer.name == "Lanternfish"


def test_a_text_pasted_and_handed_in_is_one_document(admin_user: User) -> None:
    paste(admin_user, issuer_name="Lanternfish Credit")
    (again,) = hand_in(admin_user, ("page.txt", WEB_TEXT.replace("\r", "").encode()))

    assert (again.status, SourceDocument.objects.count()) == ("held", 1)

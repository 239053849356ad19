"""An upload's address: fetched in a job, kept as a document, read like any other, or refused."""

from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from config.accounts.models import User
from disclosures.models import SourceDocument, UploadItem
from disclosures.tasks import MOST_TRIES, fetch_page
from disclosures.uploads import give_up_item, read_item, receive_address
from disclosures.web.fetching import fetch_item, public_policy
from disclosures.web.networks import is_public
from disclosures.web.policy import resolve_host
from tests.disclosures.web.server import Answer, Site

pytestmark = pytest.mark.django_db

PAGE = """<html><body><h1>Information disclosure</h1>
<table><tr><td>Company name</td><td>Quay Lending Ltd</td></tr></table>
<h2>Fund custody</h2><p>At the Quay Bank since 2024.</p>
<h2>Business licence</h2><p>Asked for.</p></body></html>"""


@pytest.fixture(autouse=True)
def documents_in_a_folder_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def fetched(site: Site, admin: User, path: str = "/page") -> UploadItem:
    item = receive_address(address=site.address(path), by=admin).items.get()
    assert (item.status, item.is_settled) == ("fetching", False)
    fetch_item(item.pk, policy=site.policy())
    item.refresh_from_db()
    return item


def test_a_page_is_fetched_kept_with_its_address_and_read(site: Site, admin_user: User) -> None:
    site.put("/page", PAGE)

    item = fetched(site, admin_user)
    assert (item.status, item.sentence) == ("received", "")
    jobs = list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))
    read_item(item.pk)
    item.refresh_from_db()

    assert jobs == [
        ("disclosures.tasks.fetch_page", {"item_id": item.pk}),
        ("disclosures.tasks.read_upload_item", {"item_id": item.pk}),
    ]
    assert (item.status, item.filing.issuer.name) == ("stored", "Quay Lending Ltd")
    document = item.filing.document
    assert (document.address, document.name) == (site.address(), "shop.example page")
    assert document.fetched_at is not None
    assert document.fetched_at >= document.received_at
    assert (document.read(), document.received_by) == (PAGE.encode(), admin_user)


def test_a_refused_page_leaves_its_sentence_and_nothing_else(site: Site, admin_user: User) -> None:
    item = fetched(site, admin_user, "/nowhere")

    assert (item.status, item.code) == ("refused", "not-found")
    said = f"shop.example answers 404 for {site.address('/nowhere')}: there is no such page."
    assert (item.sentence, item.document) == (said, None)
    assert SourceDocument.objects.count() == 0


def test_fetching_a_settled_item_again_asks_nobody(site: Site, admin_user: User) -> None:
    site.put("/page", PAGE)
    item = fetched(site, admin_user)
    asked = len(site.requests)

    fetch_item(item.pk, policy=site.policy())

    assert (len(site.requests), UploadItem.objects.get().status) == (asked, "received")


def test_the_same_page_again_is_held_and_keeps_its_first_address(site: Site, admin_user: User) -> None:
    site.put("/page", PAGE)
    site.put("/copy", PAGE)
    for path in ("/page", "/copy"):
        item = fetched(site, admin_user, path)
        read_item(item.pk)
    item.refresh_from_db()

    assert item.status == "held"
    assert SourceDocument.objects.get().address == site.address("/page")


def test_a_page_that_changed_replaces_the_text_of_its_filing(site: Site, admin_user: User) -> None:
    for day in ("Asked for.", "Granted."):
        site.put("/page", PAGE.replace("Asked for.", day))
        item = fetched(site, admin_user)
        read_item(item.pk)
    item.refresh_from_db()

    assert item.sentence == "Replaced the text of Quay Lending Ltd, Web disclosure 2024 by this source."
    assert item.filing.reading_text.endswith("Granted.")


def test_a_page_on_this_machine_is_refused_by_the_job_itself(site: Site, admin_user: User) -> None:
    item = receive_address(address="http://localhost/", by=admin_user).items.get()

    fetch_item(item.pk)

    item.refresh_from_db()
    assert (item.status, item.code) == ("refused", "not-public")


def test_no_setting_widens_what_is_fetched(settings: Any) -> None:
    policy = public_policy()
    assert (policy.may_reach, policy.resolve, policy.ports) == (is_public, resolve_host, frozenset({80, 443}))
    settings.UPLOAD_MAX_BYTES = 1_000
    assert public_policy().most_bytes == 1_000
    settings.UPLOAD_MAX_BYTES = 10**10
    assert public_policy().most_bytes == policy.most_bytes


def test_a_fetch_that_fails_time_and_again_is_given_up(admin_user: User) -> None:
    item = receive_address(address="https://shop.example/", by=admin_user).items.get()

    give_up_item(item.pk)

    item.refresh_from_db()
    said = "Fetching this page failed several times; it is not tried again."
    assert (item.status, item.code, item.sentence) == ("refused", "fetching-failed", said)
    assert (fetch_page.retry_strategy.max_attempts, fetch_page.queue) == (MOST_TRIES + 1, "web")


def test_a_page_in_an_encoding_that_only_the_server_tells_is_read(site: Site, admin_user: User) -> None:
    text = "一、资金存管\n\n资金存放于码头银行。\n\n二、备案信息\n\n2024年3月提交。"
    site.put("/page", Answer(text.encode("gbk"), headers={"Content-Type": "text/plain; charset=gbk"}))

    item = fetched(site, admin_user)
    read_item(item.pk)
    item.refresh_from_db()

    assert (item.status, item.code) == ("asks", "issuer")
    assert item.document.read().decode() == text


def test_a_page_that_scripts_would_fill_is_refused_with_advice(site: Site, admin_user: User) -> None:
    site.put("/page", "<html><body><div id='root'></div><script>start()</script></body></html>")

    item = fetched(site, admin_user)
    read_item(item.pk)
    item.refresh_from_db()

    assert (item.status, item.document) == ("refused", None)
    assert item.sentence.endswith("the page is built by scripts: paste its text instead.")

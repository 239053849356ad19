"""Fetching: what is stored, never twice and never in vain; jobs that go on where they were stopped."""

import multiprocessing
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosures.edgar import fetching
from disclosures.edgar.client import EdgarError, Patience
from disclosures.edgar.fetching import advance_fetch, give_up_fetch, start_fetch, start_look_out
from disclosures.models import (
    EdgarFetch,
    ElementValue,
    Filing,
    Issuer,
    RequestPace,
    SourceDocument,
)
from disclosures.parsing.types import SourceFormat
from tests.disclosures.edgar.server import (
    CIK,
    Answer,
    Edgar,
    NoPace,
    inline_document,
    page,
    put_filing,
    row,
    submissions,
)
from tests.disclosures.parsing import documents
from tests.factories import BOARD, UNTAGGED_ITEM, make_filing
from tests.processes import NO_TIME

pytestmark = pytest.mark.django_db

FIRST, SECOND, OLD = "0009900077-25-000001", "0009900077-26-000001", "0009900077-23-000001"
TEXTS = {FIRST: "The board hears of it twice a year.", SECOND: "The board hears of it each quarter."}


@pytest.fixture(autouse=True)
def configured(edgar: Edgar, settings: Any, tmp_path: Any) -> None:
    settings.EDGAR_CONTACT = "Example Ltd desk@collate.example"
    settings.EDGAR_URL = settings.EDGAR_DATA_URL = edgar.address
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    rows = (row(SECOND, period="2025-12-31"), row(FIRST), row(OLD, period="2022-12-31"))
    edgar.put(f"/submissions/CIK{CIK}.json", submissions(*rows))
    for accession, period in ((FIRST, "2024-12-31"), (SECOND, "2025-12-31")):
        document = inline_document(TEXTS[accession], period=period)
        put_filing(edgar, accession, {f"{accession[-6:]}.htm": document})


@pytest.fixture
def issuer() -> Issuer:
    return Issuer.objects.create(name="Lanternfish Marine Corp", slug="lanternfish-marine-corp", cik=CIK)


def quick_archive(attempts: int = 1) -> Any:
    return fetching.open_archive(pace=NoPace(), patience=Patience(attempts=attempts, first_wait=0))


def advance(fetch: EdgarFetch, **options: Any) -> bool:
    return advance_fetch(fetch.pk, archive=quick_archive(), **options)


def statuses(fetch: EdgarFetch) -> dict[str, str]:
    return dict(fetch.items.values_list("accession", "status"))


def run_command(*words: str, **options: Any) -> None:
    call_command("fetch_edgar", *words, **options)


def test_fetch_stores_the_filings_since_disclosure_is_due(issuer: Issuer, admin_user: Any) -> None:
    fetch = start_fetch(issuer=issuer, by=admin_user)
    assert advance(fetch) is False
    fetch.refresh_from_db()
    assert (fetch.status, fetch.sentence) == ("done", "2 stored.")
    assert statuses(fetch) == {SECOND: "stored", FIRST: "stored"}
    filings = Filing.objects.order_by("fiscal_year")
    assert [(f.accession, f.form, f.fiscal_year, f.source_format) for f in filings] == [
        (FIRST, "10-K", 2024, "submission"),
        (SECOND, "10-K", 2025, "submission"),
    ]
    assert filings[0].values.get(element__key=BOARD).text == TEXTS[FIRST]
    issuer.refresh_from_db()
    assert (Issuer.objects.count(), issuer.sic, issuer.country) == (1, 4412, "GR")
    assert (issuer.kind, issuer.kind_reason) == (
        "operating",
        "SIC 4412 (Transport, communications and utilities), and no sign of another type.",
    )
    assert filings[0].document.received_by == admin_user


def test_fetch_keeps_what_is_known_of_the_issuer(issuer: Issuer) -> None:
    known = {"sic": 6770, "country": "KY", "kind": "spac_or_shell", "kind_reason": "By hand."}
    Issuer.objects.filter(pk=issuer.pk).update(**known)
    advance(start_fetch(issuer=issuer, by=None))
    assert Issuer.objects.values(*known).get() == known


def test_held_filings_are_not_fetched_again(edgar: Edgar, issuer: Issuer) -> None:
    advance(start_fetch(issuer=issuer, by=None))
    edgar.requests.clear()
    again = start_fetch(issuer=issuer, by=None)
    advance(again)
    again.refresh_from_db()
    assert edgar.paths == [f"/submissions/CIK{CIK}.json"]
    assert again.sentence == "2 already held."
    assert (Filing.objects.count(), SourceDocument.objects.count()) == (2, 2)


def test_filing_without_tags_is_predicted_and_not_fetched_again(edgar: Edgar, issuer: Issuer) -> None:
    item = "<p>Item 1C. Cybersecurity</p>" + "".join(f"<p>{part}</p>" for part in UNTAGGED_ITEM.split("\n\n"))
    bare = documents.inline_document("", issuer=issuer.name, cik=CIK).replace(
        b"</body>", f"{item}</body>".encode()
    )
    put_filing(edgar, FIRST, {f"{FIRST[-6:]}.htm": bare})
    advance(start_fetch(issuer=issuer, by=None))
    filing = Filing.objects.get(accession=FIRST)
    assert {value.origin for value in filing.values.all()} == {ElementValue.Origin.PREDICTED}
    again = start_fetch(issuer=issuer, by=None)
    advance(again)
    again.refresh_from_db()
    assert again.sentence == "2 already held."


def test_text_of_a_notes_archive_is_replaced_by_the_document(issuer: Issuer) -> None:
    poor = make_filing(
        issuer.name, cik=CIK, accession=FIRST, fiscal_year=2024, source_format=SourceFormat.NOTES_ARCHIVE
    )
    advance(start_fetch(issuer=issuer, by=None))
    poor.refresh_from_db()
    assert poor.source_format == "submission"
    assert poor.values.get(element__key=BOARD).text == TEXTS[FIRST]
    assert Filing.objects.count() == 2


def test_fetch_goes_on_where_a_step_ended(edgar: Edgar, issuer: Issuer) -> None:
    fetch = start_fetch(issuer=issuer, by=None)
    assert advance(fetch, seconds=0) is True
    fetch.refresh_from_db()
    assert (fetch.status, statuses(fetch)) == ("running", {SECOND: "stored", FIRST: "found"})
    edgar.requests.clear()
    assert advance(fetch, seconds=0) is False
    assert statuses(fetch) == {SECOND: "stored", FIRST: "stored"}
    assert not any(SECOND.replace("-", "") in path for path in edgar.paths)
    assert advance(fetch) is False


def test_step_killed_after_storing_counts_the_filing_once(issuer: Issuer) -> None:
    fetch = start_fetch(issuer=issuer, by=None)
    advance(fetch, seconds=0)
    fetch.items.update(status="found", sentence="", filing=None)  # as if killed before it was noted
    advance(fetch)
    assert statuses(fetch) == {SECOND: "held", FIRST: "stored"}
    assert Filing.objects.count() == 2


def test_busy_edgar_stops_the_fetch_with_a_sentence_and_keeps_what_it_has(
    edgar: Edgar, issuer: Issuer
) -> None:
    folder = FIRST.replace("-", "")
    edgar.put(f"/Archives/edgar/data/{int(CIK)}/{folder}/index.json", page("maintenance", 503))
    fetch = start_fetch(issuer=issuer, by=None)
    assert advance(fetch) is False
    fetch.refresh_from_db()
    assert fetch.status == "failed"
    assert fetch.sentence.startswith("EDGAR gave no answer for http://127.0.0.1")
    assert statuses(fetch) == {SECOND: "stored", FIRST: "found"}


def test_filing_that_cannot_be_used_stops_no_other(edgar: Edgar, issuer: Issuer) -> None:
    folder = f"/Archives/edgar/data/{int(CIK)}/{SECOND.replace('-', '')}"
    document = inline_document("x").replace(b"</ix:header>", b"")
    edgar.put(f"{folder}/{SECOND[-6:]}.htm", document)
    fetch = start_fetch(issuer=issuer, by=None)
    advance(fetch)
    fetch.refresh_from_db()
    assert fetch.sentence == "1 stored, 1 not stored."
    assert statuses(fetch) == {SECOND: "refused", FIRST: "stored"}
    assert fetch.items.get(accession=SECOND).sentence != ""
    assert SourceDocument.objects.count() == 1


def test_issuer_that_filed_nothing_is_done(edgar: Edgar, issuer: Issuer) -> None:
    edgar.put(f"/submissions/CIK{CIK}.json", submissions())
    fetch = start_fetch(issuer=issuer, by=None)
    advance(fetch)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.sentence) == (
        "done",
        "EDGAR lists no annual report or incident report since disclosure is due.",
    )


def test_starting_twice_is_one_fetch_with_one_job(issuer: Issuer) -> None:
    fetches = {start_fetch(issuer=issuer, by=None).pk for _ in range(2)}
    assert len(fetches) == 1
    assert list(ProcrastinateJob.objects.values_list("args", flat=True)) == [{"fetch_id": fetches.pop()}]


def test_a_filing_that_takes_too_long_is_refused_and_leaves_nothing(issuer: Issuer, settings: Any) -> None:
    settings.READING_MAX_SECONDS = NO_TIME
    fetch = start_fetch(issuer=issuer, by=None)
    advance_fetch(fetch.pk, archive=quick_archive())
    assert (
        list(fetch.items.values_list("status", "sentence"))
        == [("refused", f"Reading it took longer than {NO_TIME} seconds.")] * 2
    )
    assert (Filing.objects.count(), SourceDocument.objects.count()) == (0, 0)


@contextmanager
def killed_readers() -> Iterator[None]:
    """Whatever process reads a document meanwhile is ended."""
    is_over = threading.Event()

    def kill() -> None:
        while not is_over.wait(0.01):
            for child in multiprocessing.active_children():
                child.kill()

    with ThreadPoolExecutor(1) as threads:
        killing = threads.submit(kill)
        try:
            yield
        finally:
            is_over.set()
            killing.result()


def test_filing_that_ends_its_reader_time_and_again_stops_no_other(issuer: Issuer) -> None:
    fetch = start_fetch(issuer=issuer, by=None)
    with killed_readers():
        advance_fetch(fetch.pk, archive=quick_archive())
    sentence = "The process that read it ended by itself. It was tried twice."
    assert list(fetch.items.values_list("status", "sentence")) == [("refused", sentence)] * 2
    assert SourceDocument.objects.count() == 0


def test_fetch_is_refused_without_a_contact_or_a_cik(edgar: Edgar, issuer: Issuer, settings: Any) -> None:
    nameless = Issuer.objects.create(name="Harrow Pike", slug="harrow-pike")
    with pytest.raises(EdgarError, match="has no CIK"):
        start_fetch(issuer=nameless, by=None)
    settings.EDGAR_CONTACT = ""
    with pytest.raises(EdgarError, match="COLLATE_EDGAR_CONTACT"):
        start_fetch(issuer=issuer, by=None)
    assert (EdgarFetch.objects.count(), edgar.requests) == (0, [])


def test_look_out_fetches_for_issuers_with_a_cik(issuer: Issuer) -> None:
    nameless = Issuer.objects.create(name="Harrow Pike", slug="harrow-pike")
    (fetch,) = start_look_out([nameless.pk, issuer.pk])
    assert (fetch.issuer, fetch.started_by) == (issuer, None)


def test_fetch_given_up_says_so_and_a_settled_one_stays(issuer: Issuer) -> None:
    fetch = start_fetch(issuer=issuer, by=None)
    give_up_fetch(fetch.pk)
    fetch.refresh_from_db()
    assert (fetch.status, fetch.sentence) == ("failed", "Fetching failed several times; the log says why.")
    EdgarFetch.objects.update(status="done", sentence="2 stored.")
    give_up_fetch(fetch.pk)
    fetch.refresh_from_db()
    assert fetch.sentence == "2 stored."


@pytest.mark.django_db(transaction=True)
def test_worker_fetches_at_the_common_pace(issuer: Issuer, edgar: Edgar) -> None:
    fetch = start_fetch(issuer=issuer, by=None)
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    fetch.refresh_from_db()
    assert fetch.sentence == "2 stored."
    moments = [moment for moment, _, _ in edgar.requests]
    assert moments[-1] - moments[0] >= (len(moments) - 1) * 0.14 - 0.05
    assert RequestPace.objects.count() == 1


def test_command_fetches_and_says_what_became_of_each(edgar: Edgar, capsys: Any) -> None:
    edgar.put("/files/company_tickers.json", {"0": {"cik_str": 9900077, "ticker": "LNTN", "title": "L"}})
    run_command("lntn", "--form", "10-k", "--years", "2024-2026")
    assert capsys.readouterr().out.splitlines() == [
        f"lntn {SECOND}: Stored as Lanternfish Marine Corp, 10-K 2025.",
        f"lntn {FIRST}: Stored as Lanternfish Marine Corp, 10-K 2024.",
        "2 stored, 0 already held, 0 not stored.",
    ]
    assert {agent for _, _, agent in edgar.requests} == {"Example Ltd desk@collate.example"}


def test_command_goes_on_with_the_next_after_an_unknown_one(capsys: Any) -> None:
    with pytest.raises(CommandError) as caught:
        run_command("9", FIRST)
    assert caught.value.returncode == 2
    said = capsys.readouterr()
    assert said.err.splitlines() == ["9: EDGAR knows no company with the CIK 0000000009."]
    assert said.out.splitlines()[0] == f"{FIRST} {FIRST}: Stored as Lanternfish Marine Corp, 10-K 2024."


def test_command_says_when_there_is_nothing_of_the_kind(capsys: Any) -> None:
    run_command(CIK, "--form", "20-F")
    assert capsys.readouterr().out.splitlines() == [
        f"{CIK}: Lanternfish Marine Corp has filed nothing of the kind asked for.",
        "0 stored, 0 already held, 0 not stored.",
    ]


def test_command_without_a_contact_starts_nothing(edgar: Edgar, settings: Any) -> None:
    settings.EDGAR_CONTACT = ""
    with pytest.raises(CommandError, match="set COLLATE_EDGAR_CONTACT to a name and a mail address"):
        run_command(CIK)
    assert edgar.requests == []


@pytest.mark.parametrize("years", ["24", "2026-2024", "2024-", "two", "1800"])
def test_command_refuses_years_that_cannot_be_meant(years: str) -> None:
    with pytest.raises(CommandError, match="neither a year nor a span"):
        run_command(CIK, "--years", years)


def test_command_stopped_by_edgar_says_what_it_did(edgar: Edgar) -> None:
    edgar.before(f"/submissions/CIK{CIK}.json", page("Undeclared Automated Tool", 403))
    with pytest.raises(CommandError, match="EDGAR refuses the request") as caught:
        run_command(CIK)
    assert str(caught.value).endswith(
        "0 stored, 0 already held, 0 not stored. The same command goes on from there."
    )


def test_fetch_page_shows_progress_and_is_for_admins(
    issuer: Issuer, admin_client: Any, reviewer_client: Any, viewer_client: Any, client: Any
) -> None:
    address = f"/issuers/{issuer.slug}/edgar/"
    assert admin_client.get(address).status_code == 405
    assert [c.post(address).status_code for c in (reviewer_client, viewer_client, client)] == [403, 403, 302]
    assert EdgarFetch.objects.count() == 0
    started = admin_client.post(address)
    fetch = EdgarFetch.objects.get()
    assert (started.status_code, started["Location"]) == (302, fetch.get_absolute_url())
    assert reviewer_client.get(fetch.get_absolute_url()).status_code == 403
    waiting = admin_client.get(fetch.get_absolute_url()).content.decode()
    assert ("Asking EDGAR for the list of filings" in waiting, "every 1s" in waiting) == (True, True)
    advance(fetch)
    part = admin_client.get(
        fetch.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "edgar-progress"}
    ).content.decode()
    assert ("<h1" in part, "every 1s" in part, "2 stored." in part, FIRST in part) == (
        False,
        False,
        True,
        True,
    )


def test_fetch_page_offers_to_try_again_where_edgar_stopped_it(issuer: Issuer, admin_client: Any) -> None:
    stopped = EdgarFetch.objects.create(issuer=issuer, status="failed", sentence="EDGAR gave no answer.")
    part = admin_client.get(
        stopped.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "edgar-progress"}
    ).content.decode()
    assert ("EDGAR gave no answer." in part, "Try again" in part, "every 1s" in part) == (True, True, False)
    admin_client.post(f"/issuers/{issuer.slug}/edgar/")
    assert list(EdgarFetch.objects.values_list("status", flat=True)) == ["waiting", "failed"]


def test_fetch_without_a_contact_is_told_on_the_issuer_page(
    issuer: Issuer, admin_client: Any, settings: Any
) -> None:
    settings.EDGAR_CONTACT = ""
    told = admin_client.post(f"/issuers/{issuer.slug}/edgar/", follow=True).content.decode()
    assert "set COLLATE_EDGAR_CONTACT to a name and a mail address" in told


def test_too_many_requests_are_waited_out(edgar: Edgar, issuer: Issuer) -> None:
    edgar.before(f"/submissions/CIK{CIK}.json", Answer(b"slow down", 429, {"Retry-After": "0"}))
    fetch = start_fetch(issuer=issuer, by=None)
    advance_fetch(fetch.pk, archive=quick_archive(attempts=2))
    fetch.refresh_from_db()
    assert fetch.sentence == "2 stored."

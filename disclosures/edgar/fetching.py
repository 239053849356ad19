"""Fetching from EDGAR as a domain act: what is stored, what is told of it, and the jobs behind the page."""

import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from config.accounts.models import User
from disclosures.conf import reading_limits
from disclosures.edgar.archive import EdgarArchive, Selection, Wanted
from disclosures.edgar.client import EdgarClient, EdgarError, Pace, Patience
from disclosures.edgar.index import FilingRow, Submissions
from disclosures.edgar.pace import DatabasePace
from disclosures.identity import FULLNESS, Details, MissingDetailsError
from disclosures.ingest import Stored, read_document, receive_document, store_parsed
from disclosures.market.classification import derive_kind
from disclosures.models import EdgarFetch, EdgarFetchItem, Filing, Issuer, SourceDocument
from disclosures.parsing.errors import ParseError
from disclosures.parsing.periods import derive_fiscal_year
from disclosures.parsing.types import ParsedFiling, SourceFormat
from disclosures.queueing import queue_fetch
from disclosures.reader_pool import ReaderEndedError

Status = EdgarFetchItem.Status
# One step of a fetch; then other jobs have their turn, a file somebody waits for among them.
STEP_SECONDS = 20
# These say that the next request would fare no better; others concern one filing only.
ENDS_ALL = frozenset({"busy", "refused", "no-contact"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one filing that EDGAR lists."""

    row: FilingRow
    status: EdgarFetchItem.Status
    sentence: str
    filing: Filing | None = None


def open_archive(*, pace: Pace | None = None, patience: Patience | None = None) -> EdgarArchive:
    """EDGAR as configured. Raises EdgarError `no-contact` where the settings name nobody.

    Close its client after use. Nothing is asked before the first call.
    """
    most_bytes = reading_limits().file_bytes
    client = EdgarClient(
        contact=settings.EDGAR_CONTACT,
        pace=pace or DatabasePace(),
        patience=patience or Patience(most_bytes=most_bytes),
    )
    return EdgarArchive(client, www=settings.EDGAR_URL, data=settings.EDGAR_DATA_URL, most_bytes=most_bytes)


def find_held(accession: str) -> Filing | None:
    """The stored filing with this accession number, unless only a poorer source than EDGAR's gave it."""
    full = [name for name, rank in FULLNESS.items() if rank >= FULLNESS[SourceFormat.SUBMISSION]]
    # Without tags a filing is untagged however it was packed: the name tells EDGAR's own file.
    is_full = Q(source_format__in=full) | Q(document__name=_name_submission(accession))
    return Filing.objects.filter(is_full, accession=accession).select_related("issuer").first()


def _name_submission(accession: str) -> str:
    """The name that EDGAR gives a complete submission."""
    return f"{accession}.txt"


def fetch_filing(
    *, archive: EdgarArchive, submissions: Submissions, row: FilingRow, by: User | None
) -> Outcome:
    """Fetches and stores one filing, unless it is held. Must not run inside a transaction.

    Raises EdgarError only where it makes no sense to go on with the next filing.
    """
    if held := find_held(row.accession):
        return Outcome(row, Status.HELD, f"Already held, as {held}.", held)
    try:
        data = archive.fetch_submission(row, cik=submissions.cik, issuer=submissions.name)
        stored = _store(data, submissions, row, by)
    except EdgarError as error:
        if error.code in ENDS_ALL:
            raise
        return Outcome(row, Status.REFUSED, str(error))
    except (ParseError, MissingDetailsError) as error:
        return Outcome(row, Status.REFUSED, str(error))
    is_kept = stored.filing is not None and stored.filing.accession == row.accession
    return Outcome(row, Status.STORED if is_kept else Status.HELD, stored.sentence, stored.filing)


def _store(data: bytes, submissions: Submissions, row: FilingRow, by: User | None) -> Stored:
    document = receive_document(data=data, name=_name_submission(row.accession), by=by)
    details = Details(
        issuer_name=submissions.name,
        cik=submissions.cik,
        form=row.form,
        fiscal_year=derive_fiscal_year(row.period_end) or 0,
        accession=row.accession,
    )
    try:
        (parsed,) = _read(document)
        with transaction.atomic():
            stored = store_parsed(document=document, part=0, parsed=parsed, details=details, by=by)
            if stored.filing is not None:
                _fill_issuer(stored.filing, submissions)
    finally:
        document.discard_if_unused()
    return stored


def _read(document: SourceDocument) -> tuple[ParsedFiling, ...]:
    """What the document holds, read a second time where the process that reads it ended.

    A worker that is told to stop takes its readers along, once. A document that ends them again is refused:
    it would keep all later filings of the issuer from being fetched.
    """
    with contextlib.suppress(ReaderEndedError):
        return read_document(document)
    try:
        return read_document(document)
    except ReaderEndedError as error:
        raise ParseError("reader-ended", f"{error} It was tried twice.") from error


def _fill_issuer(filing: Filing, submissions: Submissions) -> None:
    """What EDGAR knows of the issuer fills what is not known yet; what is stored stays."""
    issuer = Issuer.objects.select_for_update().get(pk=filing.issuer_id)
    is_first_told = not issuer.kind or (issuer.sic is None and submissions.sic is not None)
    issuer.sic = issuer.sic or submissions.sic
    issuer.country = issuer.country or submissions.country
    if is_first_told:
        texts = [filing.reading_text]
        issuer.kind, issuer.kind_reason = derive_kind(issuer.name, issuer.sic, texts, is_registered=True)
    issuer.save(update_fields=["sic", "country", "kind", "kind_reason"])


def start_fetch(*, issuer: Issuer, by: User | None) -> EdgarFetch:
    """Puts a fetch of the issuer's filings in the queue; one that is not finished yet goes on instead.

    Raises EdgarError `no-contact`, or `unknown` for an issuer without a CIK.
    """
    if not issuer.cik:
        raise EdgarError("unknown", f"{issuer} has no CIK: EDGAR knows issuers by that number.")
    open_archive().client.http.close()
    try:
        with transaction.atomic():
            fetch = _running_fetch(issuer) or EdgarFetch.objects.create(issuer=issuer, started_by=by)
    except IntegrityError:
        # Somebody else started one in the same moment.
        fetch = EdgarFetch.objects.filter(issuer=issuer).latest("pk")
    queue_fetch(fetch.pk)
    return fetch


def _running_fetch(issuer: Issuer) -> EdgarFetch | None:
    unsettled = [EdgarFetch.Status.WAITING, EdgarFetch.Status.RUNNING]
    return EdgarFetch.objects.filter(issuer=issuer, status__in=unsettled).first()


def start_look_out(issuer_ids: Iterable[int]) -> list[EdgarFetch]:
    """A fetch for each of these issuers that has a CIK. Raises EdgarError `no-contact`."""
    issuers = Issuer.objects.filter(pk__in=list(issuer_ids), cik__isnull=False)
    return [start_fetch(issuer=issuer, by=None) for issuer in issuers.order_by("pk")]


def advance_fetch(
    fetch_id: int, *, archive: EdgarArchive | None = None, seconds: float = STEP_SECONDS
) -> bool:
    """Takes a fetch a step further; True while there is more to do. Safe to run again at any time."""
    unsettled = EdgarFetch.objects.filter(
        pk=fetch_id, status__in=[EdgarFetch.Status.WAITING, EdgarFetch.Status.RUNNING]
    )
    if not unsettled.update(status=EdgarFetch.Status.RUNNING):
        return False
    fetch = EdgarFetch.objects.select_related("issuer", "started_by").get(pk=fetch_id)
    try:
        archive = archive or open_archive()
        with archive.client:
            is_done = _fetch_until(fetch, archive, time.monotonic() + seconds)
    except EdgarError as error:
        _settle(fetch, EdgarFetch.Status.FAILED, str(error))
        return False
    if is_done:
        _settle(fetch, EdgarFetch.Status.DONE, _sum_up(fetch))
    return not is_done


def give_up_fetch(fetch_id: int) -> None:
    """Settles a fetch whose job failed, or ended its worker, time and again."""
    fetch = EdgarFetch.objects.get(pk=fetch_id)
    if not fetch.is_settled:
        _settle(fetch, EdgarFetch.Status.FAILED, "Fetching failed several times; the log says why.")


def _fetch_until(fetch: EdgarFetch, archive: EdgarArchive, ends: float) -> bool:
    """Fetches filings one by one until none is left (True) or the time is up."""
    submissions, rows = archive.find_filings(Wanted(cik=fetch.issuer.cik or ""), Selection())
    EdgarFetchItem.objects.bulk_create(
        (
            EdgarFetchItem(
                fetch=fetch,
                accession=row.accession,
                form=row.form,
                filed=row.filed,
                period_end=row.period_end,
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )
    waiting = {item.accession: item for item in fetch.items.filter(status=Status.FOUND)}
    for row in rows:
        if item := waiting.pop(row.accession, None):
            outcome = fetch_filing(archive=archive, submissions=submissions, row=row, by=fetch.started_by)
            item.status, item.sentence, item.filing = outcome.status, outcome.sentence, outcome.filing
            item.save()
            if waiting and time.monotonic() >= ends:
                return False
    return True


def _settle(fetch: EdgarFetch, status: EdgarFetch.Status, sentence: str) -> None:
    fetch.status, fetch.sentence = status, sentence
    fetch.save(update_fields=["status", "sentence"])


def _sum_up(fetch: EdgarFetch) -> str:
    statuses = list(fetch.items.values_list("status", flat=True))
    if not statuses:
        return "EDGAR lists no annual report or incident report since disclosure is due."
    counted = ", ".join(
        f"{statuses.count(status)} {status.label}"
        for status in (Status.STORED, Status.HELD, Status.REFUSED)
        if status in statuses
    )
    return f"{counted[0].upper()}{counted[1:]}."

"""What happens to what is handed in: received, read in a job, stored, asked about, or refused."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.accounts.models import User
from disclosures.identity import Details, MissingDetailsError
from disclosures.ingest import lock_storing, read_document, receive_document, store_parsed
from disclosures.market.loading import is_archive, load_archives
from disclosures.market.progress import shown_progress
from disclosures.models import SourceDocument, Upload, UploadItem
from disclosures.parsing.errors import ParseError
from disclosures.parsing.types import ParsedFiling
from disclosures.queueing import queue_item, queue_page

Status = UploadItem.Status
PASTED_NAME = "pasted-text.txt"
SCRIPTED = " If a browser shows more there, the page is built by scripts: paste its text instead."
BEGINNING = 50
"""Characters of a pasted text by which its row is told from others."""


@transaction.atomic
def receive_upload(*, files: "Iterable[UploadedFile[bytes]]", by: User) -> Upload:
    """Keeps the bytes of every file and puts a job in the queue for each."""
    upload = Upload.objects.create(created_by=by)
    for file in files:
        name = file.name or "unnamed"
        document = receive_document(data=file.read(), name=name, by=by)
        item = UploadItem.objects.create(upload=upload, name=name[-255:], document=document)
        queue_item(item.pk)
    return upload


@transaction.atomic
def receive_text(*, text: str, details: Details, by: User) -> Upload:
    """Keeps a pasted text as the file it would be, and puts a job in the queue to read it.

    `details` answer what the text does not say; whatever both lack is asked as for any file.
    """
    upload = Upload.objects.create(created_by=by)
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    document = receive_document(data=data, name=PASTED_NAME, by=by)
    beginning = " ".join(text.split())[:BEGINNING]
    item = UploadItem.objects.create(
        upload=upload,
        name=f"Pasted text “{beginning}…”",
        document=document,
        answers=answers_of(details),
    )
    queue_item(item.pk)
    return upload


@transaction.atomic
def receive_address(*, address: str, by: User) -> Upload:
    """Puts a job in the queue that fetches the page at an address, and then one that reads it."""
    upload = Upload.objects.create(created_by=by)
    item = UploadItem.objects.create(
        upload=upload, name=address[:255], address=address, status=Status.FETCHING
    )
    queue_page(item.pk)
    return upload


def answers_of(details: Details) -> dict[str, Any]:
    """What somebody says of a source, as an item keeps it."""
    return {
        "issuer_name": details.issuer_name,
        "cik": details.cik,
        "form": details.form,
        "fiscal_year": details.fiscal_year,
    }


def details_of(item: UploadItem) -> Details:
    """What has been said of an item's source so far."""
    names = ("issuer_name", "cik", "form", "fiscal_year")
    return Details(**{name: item.answers[name] for name in names if item.answers.get(name)})


def read_item(item_id: int) -> None:
    """Reads one handed-in file and settles its item. Safe to run again: a settled item stays as it is."""
    claimed = UploadItem.objects.filter(pk=item_id, status__in=[Status.RECEIVED, Status.READING])
    if not claimed.update(status=Status.READING):
        return
    item = UploadItem.objects.select_related("upload__created_by", "document").get(pk=item_id)
    document = _document_of(item)
    if is_archive(document):
        _load_archive(item, document)
        return
    parsed: tuple[ParsedFiling, ...] = ()
    refusal: ParseError | None = None
    if not _held_sentence(document, item):
        try:
            parsed = read_document(document)
        except ParseError as error:
            refusal = error
    with transaction.atomic():
        _settle_read(item_id, parsed, refusal)


def _settle_read(item_id: int, parsed: tuple[ParsedFiling, ...], refusal: ParseError | None) -> None:
    """Stores what was read of an item, unless another worker has settled it meanwhile."""
    lock_storing()
    unsettled = UploadItem.objects.filter(pk=item_id, status=Status.READING)
    item = unsettled.select_for_update(of=("self",)).select_related("upload__created_by").first()
    if item is None:
        return
    document = _document_of(item)
    if held := _held_sentence(document, item):
        _settle(item, Status.HELD, sentence=held)
    elif refusal is not None:
        _refuse(item, refusal)
    for part, filing in enumerate(() if held or refusal else parsed):
        _store_part(_item_for_part(item, part, filing, len(parsed)), document, filing)


@transaction.atomic
def give_up_item(item_id: int) -> None:
    """Refuses a file whose reading failed, or ended its worker, time and again; the bytes are dropped."""
    waiting = UploadItem.objects.filter(
        pk=item_id, status__in=[Status.FETCHING, Status.RECEIVED, Status.READING]
    )
    for item in waiting.select_related("document").select_for_update(of=["self"]):
        if item.document is None:
            sentence = "Fetching this page failed several times; it is not tried again."
            _settle(item, Status.REFUSED, code="fetching-failed", sentence=sentence)
        else:
            sentence = "Reading this file failed several times; it is not tried again."
            _refuse(item, ParseError("reading-failed", sentence))


def answer_item(*, item: UploadItem, details: Details, by: User) -> UploadItem:
    """Stores a filing whose source does not say whose it is, with what its uploader says.

    Raises what read_document raises; then the item still waits for its answer.
    """
    if not UploadItem.objects.filter(pk=item.pk, status=Status.ASKS).exists():
        return item
    document = _document_of(item)
    parsed = read_document(document)[
        item.part
    ]  # may take minutes: before the lock that all storing waits for
    with transaction.atomic():
        lock_storing()  # before the row, in the order in which a worker takes them
        waiting = UploadItem.objects.select_for_update().filter(pk=item.pk, status=Status.ASKS).first()
        if waiting is None:
            return item
        known = details_of(waiting)
        details = replace(known, **{name: said for name, said in answers_of(details).items() if said})
        waiting.answers = {**answers_of(details), "answered_by": by.pk}
        _store_part(waiting, document, parsed, details)
        return waiting


@transaction.atomic
def discard_item(*, item: UploadItem) -> None:
    """Drops a file that waits for an answer; its bytes go unless a filing was read from them."""
    dropped = UploadItem.objects.filter(pk=item.pk, status=Status.ASKS).update(
        status=Status.REFUSED, code="discarded", sentence="Discarded before it was stored."
    )
    if dropped:
        _document_of(item).discard_if_unused()


def _load_archive(item: UploadItem, document: SourceDocument) -> None:
    """A notes archive holds thousands of filings: one item tells of all of them."""
    with shown_progress(item.pk) as progress:
        (loaded,) = load_archives([document], by=item.upload.created_by, progress=progress)
    if loaded.error is not None:
        _refuse(item, loaded.error)
        return
    is_changed = loaded.new + loaded.replaced > 0
    _settle(item, Status.STORED if is_changed else Status.HELD, sentence=loaded.sentence)
    document.discard_if_unused()


def _store_part(
    item: UploadItem, document: SourceDocument, parsed: ParsedFiling, details: Details | None = None
) -> None:
    try:
        stored = store_parsed(
            document=document,
            part=item.part,
            parsed=parsed,
            details=details or details_of(item),
            by=item.upload.created_by,
        )
    except MissingDetailsError as error:
        item.answers = {**item.answers, "fiscal_year": details_of(item).fiscal_year or parsed.fiscal_year}
        _settle(item, Status.ASKS, code=",".join(error.fields), sentence=str(error))
        return
    except ParseError as error:
        _settle(item, Status.REFUSED, code=error.code, sentence=str(error))
        return
    item.filing, item.framework = stored.filing, stored.framework
    is_stored_from_here = stored.filing is None or stored.filing.document_id == document.pk
    _settle(item, Status.STORED if is_stored_from_here else Status.HELD, sentence=stored.sentence)


def _item_for_part(item: UploadItem, part: int, parsed: ParsedFiling, count: int) -> UploadItem:
    """The item itself for a file with one filing; for one with several, an item of its own for each."""
    if part == 0:
        return item
    name = f"{item.name}, filing {part + 1} of {count}"
    if parsed.documents:
        name = f"{item.name}, {parsed.documents[0]}"
    own, _ = UploadItem.objects.get_or_create(
        upload=item.upload,
        document=item.document,
        part=part,
        defaults={"name": name[:255], "status": Status.READING},
    )
    return own


def _held_sentence(document: SourceDocument, item: UploadItem) -> str:
    """Says what is held already of these very bytes; empty when nothing was read from them yet."""
    filing = document.filings.select_related("issuer").first()
    if filing is not None:
        item.filing = filing
        return f"This file is already held, as {filing}."
    framework = getattr(document, "framework", None)
    if framework is not None:
        item.framework = framework
        return f"This file is already held, as the plan “{framework}”."
    return ""


def _refuse(item: UploadItem, error: ParseError) -> None:
    document = _document_of(item)
    item.document = None
    advice = SCRIPTED if item.address and error.code in {"no-text", "unknown-format"} else ""
    _settle(item, Status.REFUSED, code=error.code, sentence=f"{error}{advice}")
    document.discard_if_unused()


def _settle(item: UploadItem, status: UploadItem.Status, *, code: str = "", sentence: str) -> None:
    item.status, item.code, item.sentence = status, code, sentence
    item.save()


def _document_of(item: UploadItem) -> SourceDocument:
    if item.document is None:
        msg = f"Upload item {item.pk} has no document."
        raise ValueError(msg)
    return item.document

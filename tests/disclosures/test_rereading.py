"""Reading stored documents again: one that cannot be stored or found stops no other."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from disclosures.edgar.documents import Document, compose_submission
from disclosures.edgar.index import FilingRow
from disclosures.identity import Details
from disclosures.models import Filing
from disclosures.rereading import LOST, Reread, reread_documents
from disclosures.sources import ingest_file
from tests.disclosures.edgar.server import CIK, NAME, inline_document

# Readers are processes; what they read is stored here.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, settings: Any) -> None:
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": options}


@pytest.fixture
def filings(tmp_path: Path) -> list[Filing]:
    held = []
    for year in (2024, 2025):
        path = tmp_path / f"report-{year}.htm"
        path.write_bytes(inline_document(f"The board met in {year}.", period=f"{year}-12-31"))
        (outcome,) = ingest_file(path, details=Details())
        assert outcome.stored
        assert outcome.stored.filing
        held.append(outcome.stored.filing)
    return held


def test_document_whose_bytes_are_lost_is_named_and_the_others_are_read(
    filings: list[Filing], capsys: pytest.CaptureFixture[str]
) -> None:
    lost, kept = filings
    default_storage.delete(str(lost.document.content.name))
    assert list(reread_documents([lost.document, kept.document])) == [
        Reread(lost.document, refusal=LOST),
        Reread(kept.document, (kept,)),
    ]
    with pytest.raises(CommandError, match="1 documents can no longer be read") as caught:
        call_command("reread")
    assert caught.value.returncode == 2
    told = capsys.readouterr()
    assert told.err.splitlines() == [f"report-2024.htm: {LOST}"]
    assert told.out.splitlines()[0] == f"report-2025.htm: {kept}"


def test_document_that_now_reads_as_another_filing_stays_as_it_was(
    filings: list[Filing], tmp_path: Path
) -> None:
    accession = "0009900077-27-000001"
    row = FilingRow(accession, "10-K", date(2027, 2, 1), date(2026, 12, 31), "report.htm")
    page = inline_document("The board met.", period="2026-12-31")
    path = tmp_path / "submission.txt"
    path.write_bytes(
        compose_submission(row=row, cik=CIK, issuer=NAME, documents=[Document(row.primary_document, page)])
    )
    (outcome,) = ingest_file(path, details=Details())
    assert outcome.stored
    filing = outcome.stored.filing
    assert filing
    assert filing.accession == accession
    Filing.objects.filter(pk=filing.pk).update(accession=None)  # as an older reader left it
    Filing.objects.filter(pk=filings[0].pk).update(accession=accession)

    sentence = f"It now reads as {accession}, and that accession number is held as {filings[0]}."
    assert list(reread_documents([filing.document, filings[1].document])) == [
        Reread(filing.document, refusal=sentence),
        Reread(filings[1].document, (filings[1],)),
    ]
    assert Filing.objects.get(pk=filing.pk).accession is None

"""Folders brought in with all cores: each file settled, in order; stopped and continued; held ones unread."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from disclosures.identity import Details
from disclosures.models import Filing, SourceDocument
from disclosures.reader_pool import Reading
from disclosures.sources import find_held, ingest_file, ingest_files, list_files, store_reading
from tests.disclosures.edgar.server import inline_document
from tests.disclosures.parsing.documents import page_text, zip_of
from tests.factories import parsed_filing
from tests.processes import start_manage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "documents"
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def write_filing(folder: Path, number: int) -> Path:
    """A filing of an issuer of its own."""
    file = folder / f"filing-{number:02}.htm"
    document = inline_document(f"The board hears of it {number} times a year.", cik=f"{9900100 + number:010}")
    file.write_bytes(document.replace(b"Lanternfish Marine Corp", f"Issuer {number:02}".encode()))
    return file


def sentences(*paths: Path, **options: Any) -> list[str]:
    results = ingest_files(list_files(paths), details=Details(), **options)
    return [outcome.sentence for outcomes in results for outcome in outcomes]


def test_files_are_stored_in_order_and_a_bad_one_stops_nothing(folder: Path) -> None:
    for number in (1, 2, 4):
        write_filing(folder, number)
    (folder / "filing-03.htm").write_bytes(b"%PDF-1.7 not a filing")
    (folder / ".hidden").write_bytes(b"x")
    found = sentences(folder)
    assert [sentence.split(".")[0] for sentence in found] == [
        "Stored as Issuer 01, 10-K 2024",
        "Stored as Issuer 02, 10-K 2024",
        "This PDF is damaged or cut off: it cannot be opened",
        "Stored as Issuer 04, 10-K 2024",
    ]
    assert (Filing.objects.count(), SourceDocument.objects.count()) == (3, 3)


def test_held_files_are_told_by_their_bytes_and_not_read(folder: Path) -> None:
    file = write_filing(folder, 1)
    sentences(folder)
    (folder / "copy.htm").write_bytes(file.read_bytes())
    assert sentences(folder) == ["Already held, as Issuer 01, 10-K 2024."] * 2
    held = find_held(file)
    assert held is not None
    assert held.is_stored
    assert find_held(folder / "missing.htm") is None


def test_filings_of_a_zip_that_waited_for_an_answer_are_stored_by_another_run(folder: Path) -> None:
    path = folder / "two.zip"
    path.write_bytes(
        zip_of(("a/named.htm", write_filing(folder, 1).read_bytes()), ("b/page.txt", page_text()))
    )
    first, second = (
        [outcome.sentence for outcome in ingest_file(path, details=details)]
        for details in (Details(), Details("Harrow Pike", form="10-K"))
    )
    assert first == [
        "Stored as Issuer 01, 10-K 2024.",
        "The source does not name its issuer or form. Say it with --issuer, --form or --year.",
    ]
    assert second == ["Already held, as Issuer 01, 10-K 2024.", "Stored as Harrow Pike, 10-K 2024."]


def test_held_file_whose_bytes_are_lost_is_brought_back(folder: Path) -> None:
    path = write_filing(folder, 1)
    sentences(path)
    document = SourceDocument.objects.get()
    default_storage.delete(str(document.content.name))

    (sentence,) = sentences(path)

    assert sentence.endswith(f"Already held, as {Filing.objects.get()}.")
    assert document.read() == path.read_bytes()


def test_copies_in_one_run_are_stored_once(folder: Path) -> None:
    file = write_filing(folder, 1)
    (folder / "z-copy.htm").write_bytes(file.read_bytes())
    assert sentences(folder) == [
        "Stored as Issuer 01, 10-K 2024.",
        "Already held, as Issuer 01, 10-K 2024.",
    ]


def test_file_that_hangs_is_reported_and_the_others_are_stored(folder: Path, settings: Any) -> None:
    settings.READING_MAX_SECONDS = 2
    pipe = folder / "filing-00.htm"
    os.mkfifo(pipe)  # whoever opens it waits for a writer who never comes
    file = write_filing(folder, 1)
    assert sentences(pipe, file) == [
        "Reading it took longer than 2 seconds.",
        "Stored as Issuer 01, 10-K 2024.",
    ]


def test_file_that_changed_while_it_was_read_is_not_stored(folder: Path) -> None:
    file = write_filing(folder, 1)
    reading = Reading(file, (parsed_filing(issuer_name="Issuer 01"),), sha256="0" * 64)
    (outcome,) = store_reading(reading, details=Details())
    assert (outcome.sentence, outcome.is_stored) == (
        "It changed while it was being read; bring it in again.",
        False,
    )
    assert SourceDocument.objects.count() == 0


def test_file_without_an_issuer_leaves_no_bytes(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    file = folder / "page.txt"
    lines = (
        "|",
        "|12 Months Ended",
        "Dec. 31, 2024",
        "|Cybersecurity Risk Management, Strategy, and Governance [Line Items]",
        "|Cybersecurity Risk Board of Directors Oversight [Text Block]",
        "|ITEM 16K. The supervisory council hears of it each spring.",
        "|X",
        "- References",
    )
    file.write_text("\n".join(lines))
    with django_capture_on_commit_callbacks(execute=True):
        (outcome,) = ingest_file(file, details=Details())
    assert outcome.sentence == "The source does not name its issuer. Say it with --issuer, --form or --year."
    assert SourceDocument.objects.count() == 0
    assert [
        name for place in default_storage.listdir("")[0] for name in default_storage.listdir(place)[1]
    ] == []


def test_command_tells_each_file_and_fails_with_2(folder: Path, capsys: Any) -> None:
    file = write_filing(folder, 1)
    bad = folder / "bad.htm"
    bad.write_bytes(b"\x89PNG")
    with pytest.raises(CommandError) as caught:
        call_command("ingest", str(folder))
    said = capsys.readouterr()
    assert (caught.value.returncode, str(caught.value)) == (2, "1 could not be stored; each is named above.")
    assert said.out.splitlines() == [
        f"{file}: Stored as Issuer 01, 10-K 2024.",
        "2 files read, 1 filings held, 1 not stored.",
    ]
    assert said.err.startswith(f"{bad}: This is an image.")


def test_command_reads_a_single_file(folder: Path, capsys: Any) -> None:
    file = write_filing(folder, 1)
    call_command("ingest", str(file))
    assert capsys.readouterr().out.splitlines()[-1] == "1 files read, 1 filings held, 0 not stored."


@pytest.mark.django_db(transaction=True)
def test_command_stopped_by_ctrl_c_goes_on_from_there(folder: Path, documents: Path, capsys: Any) -> None:
    count = 24
    for number in range(count):
        write_filing(folder, number)
    process = start_manage("ingest", str(folder), documents=documents)
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to every process of the group
    _, errors = process.communicate(timeout=60)
    stored = Filing.objects.count()
    assert (process.returncode, 0 < stored < count) == (130, True)
    assert errors.splitlines()[-1] == "CommandError: Stopped; the same command goes on from there."

    call_command("ingest", str(folder))

    said = capsys.readouterr().out.splitlines()
    assert sum("Already held" in line for line in said) == stored
    assert said[-1] == f"{count} files read, {count} filings held, 0 not stored."
    assert (Filing.objects.count(), SourceDocument.objects.count()) == (count, count)

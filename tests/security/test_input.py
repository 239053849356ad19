"""Odd addresses, odd forms and hostile files: answered with a page or a sentence, never with a failure."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from disclosures.identity import Details
from disclosures.ingest import receive_document, store_parsed
from disclosures.models import ElementValue, Filing, Issuer, SourceDocument, UploadItem
from disclosures.parsing.types import Locator, Problem
from disclosures.sources import ingest_file, list_files
from tests.factories import BOARD, make_filing, parsed_filing

pytestmark = pytest.mark.django_db

ODD_VALUES = [
    "%00",
    "-1",
    "1e9",
    "9" * 31,
    "9" * 5000,
    "x" * 4000,
    "%F0%9F",
    "' OR 1=1 --",
    "\u202egnp",
    "[]",
]
PARAMETERS = {
    "/": ("q",),
    "/annotations/new/": ("issuer", "year", "element", "filing", "start", "end", "kind"),
    "/compare/": ("f", "issuer", "side", "year", "element", "in", "choose", "q"),
    "/filings/": ("q", "form", "year", "page"),
    "/gaps/": ("kind", "status", "issuer", "framework", "element", "year", "author", "anchor", "page"),
    "/issuers/": ("q", "page"),
    "/login/": ("next",),
    "/uploads/": ("page",),
}


@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize("address", PARAMETERS)
def test_odd_parameters_are_answered(admin_client: Client, address: str, value: str) -> None:
    filing = make_filing()
    for name in PARAMETERS[address]:
        answers = [
            admin_client.get(f"{address}?{name}={value}"),
            admin_client.get(f"{address}?{name}={value}&{name}={value}&{name}[]={value}"),
            admin_client.get(f"{address}?f={filing.slug}&issuer={filing.issuer.slug}&{name}={value}"),
        ]
        assert max(answer.status_code for answer in answers) < 500, name


@pytest.mark.parametrize("key", ["-1", "0", "9" * 31, "9" * 5000, "%00", "x" * 4000, "..%2f..%2fetc"])
def test_odd_keys_in_addresses_are_not_found(admin_client: Client, key: str) -> None:
    shapes = (
        *("/annotations/{}/", "/annotations/{}/edit/", "/compare/years/{}/", "/filings/{}/"),
        *(
            "/filings/{}/source/",
            "/frameworks/{}/",
            "/issuers/{}/",
            "/uploads/{}/",
            "/uploads/items/{}/answer/",
        ),
    )
    statuses = {shape: admin_client.get(shape.format(key)).status_code for shape in shapes}
    assert statuses == dict.fromkeys(shapes, 404)


@pytest.mark.parametrize("value", ["\x00", "-1", "9" * 31, "x" * 300_000, "\ud800", "[]"])
def test_odd_forms_are_answered(admin_client: Client, value: str) -> None:
    filing = make_filing()
    fields = ("issuer", "element", "year", "filing", "start", "end", "kind", "body", "quote")
    known = {"issuer": filing.issuer.slug, "year": filing.fiscal_year, "kind": "note", "body": "b"}
    sent = value.encode("utf-8", "surrogatepass")
    for name in fields:
        body, kind = urlencode({**known, name: sent}), "application/x-www-form-urlencoded"
        answer = admin_client.post("/annotations/new/", body, content_type=kind)
        assert answer.status_code in {302, 422}, name


def test_what_is_searched_for_is_no_sql_and_no_pattern(viewer_client: Client) -> None:
    make_filing("Harrow Pike Group")
    for words in ("%", "_", "\\", "'", "') OR 1=1 --", "Harrow%", ".*"):
        for address in ("/issuers/", "/filings/", "/compare/"):
            text = viewer_client.get(address, {"q": words}).content.decode()
            assert "Harrow Pike" not in text, (address, words)


@pytest.mark.parametrize("length", [255, 256, 5_000])
def test_names_longer_than_their_columns_are_cut_and_stored(length: int) -> None:
    name = "n" * length
    parsed = parsed_filing({BOARD: "Words."}, issuer_name=name, documents=(name,))
    locator = Locator(name, name, parsed.elements[0].locator.spans)
    parsed = replace(
        parsed,
        elements=(replace(parsed.elements[0], locator=locator, concept=f"cyd:{name}", label=name),),
        problems=(Problem("p" * length, name, name),),
    )
    document = receive_document(data=b"x", name=name, by=None)

    store_parsed(document=document, part=0, parsed=parsed, details=Details(), by=None)

    assert Issuer.objects.get().name == name[:200]
    value = ElementValue.objects.select_related("element").get()
    assert (value.document_name, value.source_id) == (name[:255], name[:255])
    assert (len(value.element.key), len(value.element.label)) == (min(length + 4, 200), min(length, 300))


def test_more_files_than_allowed_are_refused_with_a_sentence(admin_client: Client, settings: Any) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(settings.UPLOAD_MAX_FILES + 1)]

    answer = admin_client.post("/uploads/", {"documents": files})

    assert answer.status_code == 422
    assert f"At most {settings.UPLOAD_MAX_FILES} files at a time." in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.htm", "a.htm"),
        ("a\x00b.htm", "ab.htm"),
        ("\u202egnp.exe", "gnp.exe"),
        ("n" * 300 + ".htm", "n" * 251 + ".htm"),
        ("<script>alert(1)</script>.htm", "script>.htm"),
    ],
)
def test_hostile_file_names_are_kept_harmless(admin_client: Client, given: str, kept: str) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="documents"; filename="'
        + given.replace("\\", "\\\\").encode()
        + b'"\r\n\r\nwords\r\n--b--\r\n'
    )
    answer = admin_client.generic("POST", "/uploads/", body, content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 302
    assert UploadItem.objects.get().name == kept
    document = SourceDocument.objects.get()
    assert document.content.name.startswith(f"{document.sha256[:2]}/{document.sha256}")


@pytest.mark.parametrize(
    "name", ['a"; filename="b.exe', "a\r\nX-Evil: 1.htm", "ä漢字.htm", "../../x.htm", "a;b.htm"]
)
def test_downloads_have_one_harmless_header(viewer_client: Client, name: str) -> None:
    filing = make_filing()
    SourceDocument.objects.filter(pk=filing.document_id).update(name=name)

    answer = viewer_client.get(f"/filings/{filing.slug}/source/")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == filing.document.read()
    header = answer["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert ("\n" in header, "\r" in header, "X-Evil" in answer.headers) == (False, False, False)


def test_ingest_takes_odd_folders_as_they_come(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty.txt").touch()
    (tmp_path / os.fsdecode(b"bad-\xff.txt")).write_text("words")

    assert [path.name for path in list_files([tmp_path])] == [os.fsdecode(b"bad-\xff.txt"), "empty.txt"]
    with pytest.raises(CommandError, match="could not be stored"):
        call_command("ingest", str(tmp_path))
    (outcome,) = ingest_file(tmp_path / "gone", details=Details())
    assert (outcome.is_stored, outcome.sentence) == (False, "Cannot be opened: No such file or directory.")


@pytest.mark.parametrize("details", [Details("x" * 300, form="10-K"), Details("Issuer", form="F" * 50)])
def test_details_from_the_command_line_are_cut_or_refused(details: Details) -> None:
    document = receive_document(data=b"y", name="y.htm", by=None)
    parsed = parsed_filing(form="", issuer_name="")

    store_parsed(document=document, part=0, parsed=parsed, details=details, by=None)

    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"cik": "12"},
        {"cik": "x" * 50},
        {"accession": "1-2-3"},
        {"fiscal_year": 1066},
        {"fiscal_year": 10**30},
    ],
)
def test_what_a_hostile_cover_says_does_not_reach_the_row(odd: dict[str, Any]) -> None:
    document = receive_document(data=b"y", name="y.htm", by=None)
    details = Details("Harrow Pike", fiscal_year=2024)

    stored = store_parsed(
        document=document, part=0, parsed=parsed_filing(**odd), details=details, by=None
    ).filing

    assert stored is not None
    assert (stored.issuer.cik, stored.accession, stored.fiscal_year) == (None, None, 2024)


def test_unknown_concepts_of_one_name_but_for_case_are_two_elements() -> None:
    filing = make_filing(texts={"cyd:NewTextBlock": "One.", "cyd:NEWTextBlock": "Two."})

    slugs = filing.values.values_list("element__slug", flat=True)
    assert list(slugs) == ["cyd-newtextblock", "cyd-newtextblock-2"]

"""Upload pages: admins only, several files, progress, the questions that are asked."""

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disclosures.models import Filing, Upload, UploadItem
from disclosures.uploads import read_item
from tests.disclosures.test_uploads import R_PAGE
from tests.processes import NO_TIME

pytestmark = pytest.mark.django_db


def upload(client: Client, *names: str) -> Upload:
    files = [SimpleUploadedFile(name, R_PAGE.encode() + name.encode()) for name in names]
    response = client.post("/uploads/", {"documents": files})
    assert response.status_code == 302
    return Upload.objects.get()


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_only_admins_upload(role: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(f"{role}_client")

    assert client.get("/uploads/").status_code == 403
    assert client.post("/uploads/", {"documents": SimpleUploadedFile("a.txt", b"a")}).status_code == 403
    assert Upload.objects.count() == 0


def test_no_file_is_a_sentence_on_the_form(admin_client: Client) -> None:
    response = admin_client.post("/uploads/", {})

    assert response.status_code == 422
    assert b"Choose at least one file." in response.content


def test_the_page_states_its_limits(admin_client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_TOTAL_BYTES = 50_000_000, 1_200_000_000
    settings.UPLOAD_MAX_FILES = 7

    page = admin_client.get("/uploads/").content.decode()

    sentence = "At most 7 files at a time, 50 MB each and 1,200 MB together; a PDF of at most 3,000 pages."
    assert page.count(sentence) == 1


def test_a_file_over_the_limit_is_refused_by_name(admin_client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 3

    response = admin_client.post("/uploads/", {"documents": SimpleUploadedFile("large.txt", b"four")})

    assert response.status_code == 422
    assert b"large.txt is larger than" in response.content
    assert Upload.objects.count() == 0


def test_files_that_are_too_large_together_are_refused(admin_client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_TOTAL_BYTES = 3_000_000, 5_000_000

    files = [SimpleUploadedFile(f"{n}.txt", b"a" * 2_600_000) for n in range(2)]
    response = admin_client.post("/uploads/", {"documents": files})

    assert response.status_code == 422
    said = b"These files have 5.2 MB together; an upload may have 5.0 MB. Hand them in in several uploads."
    assert said in response.content
    assert Upload.objects.count() == 0


def test_too_many_files_are_refused(admin_client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_FILES = 1

    files = [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(2)]
    response = admin_client.post("/uploads/", {"documents": files})

    assert response.status_code == 422
    assert b"At most 1 files at a time." in response.content


def test_progress_polls_until_every_file_is_settled(admin_client: Client) -> None:
    handed_in = upload(admin_client, "a.txt", "b.txt")
    address = handed_in.get_absolute_url()
    first, second = handed_in.items.all()

    read_item(first.pk)
    halfway = admin_client.get(address).content.decode()
    read_item(second.pk)
    done = admin_client.get(address).content.decode()

    assert ("1 of 2" in halfway, 'hx-trigger="every 1s"' in halfway) == (True, True)
    assert ("2 of 2" in done, 'hx-trigger="every 1s"' in done) == (True, False)
    goes_on = "It goes on when this page is closed."
    assert (goes_on in halfway, goes_on in done) == (True, False)
    assert goes_on in halfway.partition('id="upload-progress"')[2]  # what is fetched each second lets it go


def test_the_list_tells_of_refused_files_beside_those_that_ask(admin_client: Client) -> None:
    files = [SimpleUploadedFile("a.txt", R_PAGE.encode()), SimpleUploadedFile("empty.txt", b" ")]
    admin_client.post("/uploads/", {"documents": files})
    for item in Upload.objects.get().items.all():
        read_item(item.pk)

    page = admin_client.get("/uploads/").text

    assert ("1 needs an answer" in page, "1 refused" in page) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_progress_takes_the_same_queries_for_one_file_and_three(
    admin_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    handed_in = upload(admin_client, *[f"{n}.txt" for n in range(count)])

    with django_assert_num_queries(5):
        admin_client.get(handed_in.get_absolute_url())


def test_the_question_is_answered_on_its_page(admin_client: Client) -> None:
    handed_in = upload(admin_client, "lanternfish.txt")
    item = handed_in.items.get()
    read_item(item.pk)
    address = f"/uploads/items/{item.pk}/answer/"

    page = admin_client.get(address).content.decode()
    refused = admin_client.post(address, {"issuer_name": "", "cik": "12x", "fiscal_year": 2024})
    answers = {"issuer_name": "Lanternfish Credit", "cik": "9900002", "fiscal_year": 2023}
    stored = admin_client.post(address, answers)

    assert ('name="issuer_name"' in page, 'name="form"' in page) == (True, False)
    assert 'name="fiscal_year" value="2024"' in page
    assert refused.status_code == 422
    assert b"A CIK is up to ten digits." in refused.content
    assert stored["Location"] == handed_in.get_absolute_url()
    assert list(Filing.objects.values_list("issuer__cik", "fiscal_year")) == [("0009900002", 2023)]


def test_an_answer_whose_file_takes_too_long_is_refused_on_its_page(
    admin_client: Client, settings: Any
) -> None:
    handed_in = upload(admin_client, "lanternfish.txt")
    item = handed_in.items.get()
    read_item(item.pk)
    settings.READING_MAX_SECONDS = NO_TIME

    answers = {"issuer_name": "Lanternfish Credit", "fiscal_year": 2023}
    refused = admin_client.post(f"/uploads/items/{item.pk}/answer/", answers)

    sentence = f"Reading it took longer than {NO_TIME} seconds. Nothing is stored yet; try once more."
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (422, [sentence])
    assert (UploadItem.objects.get().status, Filing.objects.count()) == ("asks", 0)


def test_discarding_needs_a_post(admin_client: Client) -> None:
    item = upload(admin_client, "a.txt").items.get()
    read_item(item.pk)
    address = f"/uploads/items/{item.pk}/discard/"

    assert admin_client.get(address).status_code == 405
    assert admin_client.post(address).status_code == 302
    assert UploadItem.objects.get().status == "refused"


def test_each_way_in_has_its_page_and_one_form(admin_client: Client) -> None:
    pages = {way: admin_client.get(f"/uploads/{way}").content.decode() for way in ("", "text/", "address/")}
    fields = {way: 'name="documents"' in page for way, page in pages.items()}

    assert fields == {"": True, "text/": False, "address/": False}
    assert ('name="text"' in pages["text/"], 'name="address"' in pages["address/"]) == (True, True)
    assert [page.count('aria-current="page">Files') for page in pages.values()] == [1, 0, 0]


def test_a_pasted_text_is_handed_in(admin_client: Client) -> None:
    given = {"text": "Fund custody\n\nAt the Quay Bank.", "issuer_name": "Quay", "fiscal_year": 2025}
    response = admin_client.post("/uploads/text/", given)

    item = UploadItem.objects.get()
    assert response["Location"] == item.upload.get_absolute_url()
    assert item.document.read() == b"Fund custody\n\nAt the Quay Bank."
    assert (item.answers["issuer_name"], item.answers["fiscal_year"]) == ("Quay", 2025)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste the text."),
        (" \n ", "Paste the text."),
        ("a\0b", "Null characters are not allowed."),
        (
            "x" * 250_001,
            "The text has 250001 characters; at most 250000 are taken here. Hand it in as a file.",
        ),
    ],
    ids=["empty", "blank", "nul", "long"],
)
def test_a_text_that_cannot_be_taken_is_a_sentence_on_the_form(
    admin_client: Client, text: str, sentence: str
) -> None:
    response = admin_client.post("/uploads/text/", {"text": text, "issuer_name": "Quay"})

    assert response.status_code == 422
    assert (sentence in response.content.decode(), 'value="Quay"' in response.content.decode()) == (
        True,
        True,
    )
    assert Upload.objects.count() == 0


def test_an_address_is_handed_in(admin_client: Client) -> None:
    response = admin_client.post("/uploads/address/", {"address": " HTTPS://Shop.Example/info#part "})

    item = UploadItem.objects.get()
    assert response["Location"] == item.upload.get_absolute_url()
    assert (item.address, item.status, item.document) == ("https://shop.example/info", "fetching", None)
    page = admin_client.get(item.upload.get_absolute_url()).content.decode()
    assert ("Being fetched" in page, 'hx-trigger="every 1s"' in page, "1 page" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Write the address of a page."),
        (
            "shop.example",
            "“shop.example” is not the address of a page: it must start with http:// or https://.",
        ),
        ("http://127.0.0.1/", "127.0.0.1 is no machine on the public internet"),
        ("http://[::ffff:10.0.0.1]/", "is no machine on the public internet"),
        ("https://shop.example:8443/", "asks at port 8443; only 80 and 443 are asked."),
        (
            "https://ada:secret@shop.example/",
            "The address holds a name or password before an @",
        ),
    ],
    ids=["empty", "no-scheme", "this-machine", "mapped", "port", "credentials"],
)
def test_an_address_that_is_not_asked_is_a_sentence_on_the_form(
    admin_client: Client, address: str, sentence: str
) -> None:
    response = admin_client.post("/uploads/address/", {"address": address})

    assert response.status_code == 422
    assert sentence in html.unescape(response.content.decode())
    assert Upload.objects.count() == 0

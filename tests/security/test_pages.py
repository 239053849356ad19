"""What every page carries and shows: policy, caching, hostile words escaped, errors that tell nothing."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from comparison.models import Annotation
from comparison.reviewing.reviews import annotate
from config.accounts.models import User
from config.permissions import Role
from disclosures.models import Filing, SourceDocument, Upload, UploadItem
from disclosures.parsing.types import Problem
from tests.conftest import PASSWORD, make_user
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, element, make_filing

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>"
    '<a href="javascript:alert(3)">x</a>\u202egnp\u200b'
)
PAGES = ("/", "/issuers/", "/filings/", "/gaps/?kind=all", "/frameworks/", "/frameworks/cyd/", "/compare/")


class Markup(HTMLParser):
    """Collects what could run: scripts without a source, handlers, addresses with a script in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("script")
        for name, value in given.items():
            is_script = (value or "").strip().lower().startswith(("javascript:", "data:text"))
            if (name.startswith("on") and tag != "html") or is_script:
                self.found.append(f"{tag} {name}={value}")


@pytest.fixture
def hostile(admin_user: User) -> Filing:
    """A filing, its notes, a file and a person with hostile words wherever words are kept."""
    problem = Problem("odd", HOSTILE, HOSTILE)
    older = make_filing(HOSTILE, texts={BOARD: "Before. " + HOSTILE}, fiscal_year=2023)
    texts = {BOARD: f"{HOSTILE} Words.", PROCESSES: f"{HOSTILE}\t{HOSTILE}\n{HOSTILE}\t2"}
    filing = make_filing(
        HOSTILE, texts=texts, flags={MATERIAL_FLAG: True}, problems=(problem,), form=HOSTILE[:30]
    )
    filing = Filing.objects.get(pk=filing.pk)
    Filing.objects.filter(pk=filing.pk).update(form="10-K")
    filing.values.update(evidence=HOSTILE, heading=[HOSTILE], source_id=HOSTILE[:250])
    SourceDocument.objects.update(name=HOSTILE)
    author = User.objects.create_user("odd", PASSWORD, role=Role.REVIEWER, name=HOSTILE)
    keys: dict[str, Any] = {
        "issuer": filing.issuer,
        "element": element(BOARD),
        "fiscal_year": filing.fiscal_year,
    }
    for kind, place in (("gap", (0, len(HOSTILE))), ("note", None)):
        quote = HOSTILE if place else ""
        annotate(**keys, kind=kind, body=HOSTILE, by=author, filing=filing, place=place, quote=quote)
    upload = Upload.objects.create(created_by=author)
    for status in ("asks", "refused"):
        UploadItem.objects.create(
            upload=upload,
            name=HOSTILE,
            status=status,
            sentence=HOSTILE,
            code="issuer,form",
            document=filing.document,
        )
    assert older.issuer == filing.issuer
    return filing


def addresses(filing: Filing) -> list[str]:
    comparison = "&".join(f"f={slug}" for slug in filing.issuer.filings.values_list("slug", flat=True))
    board = element(BOARD).slug
    notes = [note.get_absolute_url() for note in Annotation.objects.all()]
    upload = Upload.objects.get()
    waiting = upload.items.get(status="asks")
    target = f"issuer={filing.issuer.slug}&year={filing.fiscal_year}&filing={filing.slug}"
    target += f"&start=0&end=20&element={board}"
    return [
        *PAGES,
        *notes,
        *(f"{note}edit/" for note in notes),
        filing.get_absolute_url(),
        filing.issuer.get_absolute_url(),
        f"/annotations/new/?{target}",
        f"/compare/?{comparison}",
        f"/compare/?{comparison}&element={board}",
        f"/compare/?{comparison}&element={board}&in={filing.slug}",
        f"/compare/?{comparison}&choose=1",
        f"/compare/years/{filing.slug}/",
        "/uploads/",
        upload.get_absolute_url(),
        f"/uploads/items/{waiting.pk}/answer/",
        "/there-is-nothing/",
    ]


def admin_addresses() -> list[str]:
    names = (
        "disclosures_issuer",
        "disclosures_sourcedocument",
        "disclosures_filing",
        "disclosures_elementvalue",
        "disclosures_upload",
        "comparison_annotation",
        "accounts_user",
    )
    found = [reverse("admin:index"), reverse("admin:pghistory_events_changelist")]
    models = {"disclosures_issuer": Filing.objects.first().issuer_id}
    for name in names:
        found.append(reverse(f"admin:{name}_changelist"))
    found.append(reverse("admin:disclosures_issuer_change", args=[models["disclosures_issuer"]]))
    found += [
        reverse("admin:disclosures_filing_change", args=[pk])
        for pk in Filing.objects.values_list("pk", flat=True)
    ]
    found += [
        reverse("admin:comparison_annotation_change", args=[note.pk]) for note in Annotation.objects.all()
    ]
    found.append(reverse("admin:disclosures_upload_change", args=[Upload.objects.get().pk]))
    found.append(reverse("admin:accounts_user_change", args=[User.objects.get(username="odd").pk]))
    return found


def test_hostile_words_are_shown_as_words_on_every_page(hostile: Filing, admin_client: Client) -> None:
    for address in [*addresses(hostile), *admin_addresses()]:
        answer = admin_client.get(address)
        page = answer.content.decode()
        assert answer.status_code in {200, 404}, address
        assert Markup(page).found == [], address
        assert not re.search(r"<(script>alert|img src=x)|href=\"javascript:alert", page), address
        assert "default-src 'self'" in answer["Content-Security-Policy"], address
        assert answer["X-Frame-Options"] == "DENY", address
        assert "private" in answer["Cache-Control"], address
        assert "Cookie" in answer["Vary"], address


def test_a_download_is_for_one_person_only(hostile: Filing, admin_client: Client) -> None:
    answer = admin_client.get(f"{hostile.get_absolute_url()}source/")
    assert b"".join(answer.streaming_content) == hostile.document.read()
    assert "private" in answer["Cache-Control"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_logging_out_empties_the_browsers_cache(viewer_client: Client) -> None:
    assert viewer_client.post("/logout/")["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_login_leads_nowhere_else(elsewhere: str, viewer: User) -> None:
    client = Client()
    given = {"username": viewer.username, "password": PASSWORD, "next": elsewhere}
    answer = client.post(f"/login/?next={elsewhere}", given)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_login_begins_a_session_of_its_own(viewer: User) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    client.post("/login/", {"username": viewer.username, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie.value != session.session_key
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_somebody_who_may_no_longer_sign_in_is_out_at_once(viewer: User, viewer_client: Client) -> None:
    User.objects.filter(pk=viewer.pk).update(is_active=False)
    assert viewer_client.get("/issuers/").status_code == 302


def test_an_unknown_host_is_refused(client: Client) -> None:
    answer = client.get("/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil.example" not in answer.content
    assert b"That could not be understood" in answer.content


def test_a_failure_tells_nothing(viewer_client: Client, settings: Any) -> None:
    filing = make_filing()
    default_storage.delete(str(filing.document.content.name))
    viewer_client.raise_request_exception = False
    answer = viewer_client.get(f"{filing.get_absolute_url()}source/")
    assert answer.status_code == 500
    assert b"Something failed on our side" in answer.content
    for secret in (str(filing.document.content.name), "Traceback", str(settings.DATA_DIR), "FileNotFound"):
        assert secret.encode() not in answer.content


def test_a_person_who_wrote_something_is_not_deleted(hostile: Filing, admin_client: Client) -> None:
    author = User.objects.get(username="odd")
    address = reverse("admin:accounts_user_delete", args=[author.pk])
    assert admin_client.get(address).status_code == 200
    admin_client.post(address, {"post": "yes"})
    admin_client.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "delete_selected", "_selected_action": [author.pk], "post": "yes"},
    )
    assert User.objects.filter(pk=author.pk).exists()
    make_user(Role.VIEWER, "silent")
    silent = User.objects.get(username="silent")
    admin_client.post(reverse("admin:accounts_user_delete", args=[silent.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=silent.pk).exists()


@pytest.mark.parametrize("shape", ["long paragraph", "many paragraphs", "one long word", "denials"])
def test_a_monstrous_filing_opens_on_every_page(shape: str, reviewer_client: Client) -> None:
    text = {
        "long paragraph": "The board \u202ehears\u202c of it\u200b in spring. " * 2_500,
        "many paragraphs": "\n\n".join(
            f"Paragraph {n} says \u200bsomething new of {n * n}." for n in range(500)
        ),
        "one long word": "x" * 100_000,
        "denials": "We have not, we do not, and have had no incident that has materially not " * 800,
    }[shape].strip()
    slugs = []
    for year in (2023, 2024):
        for issuer in ("Harrow Pike", "Lanternfish"):
            filing = make_filing(issuer, texts={BOARD: text + f" {issuer} {year}."}, fiscal_year=year)
            slugs.append(filing.slug)
    comparison = f"/compare/?f={slugs[2]}&f={slugs[3]}"
    for address in (
        *("/", filing.get_absolute_url(), comparison),
        f"{comparison}&element={element(BOARD).slug}",
        f"{comparison}&element={element(BOARD).slug}&in={slugs[2]}",
        f"/compare/years/{slugs[2]}/",
    ):
        assert reviewer_client.get(address).status_code == 200, address


def test_every_page_opens_with_the_samples(admin_client: Client) -> None:
    call_command("load_samples", verbosity=0)
    for filing in Filing.objects.all():
        for address in (
            filing.get_absolute_url(),
            f"/compare/years/{filing.slug}/",
            filing.issuer.get_absolute_url(),
        ):
            answer = admin_client.get(address)
            assert (answer.status_code, Markup(answer.content.decode()).found) == (200, []), address

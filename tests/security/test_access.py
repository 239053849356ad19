"""Every address of the site × every role × every method: who gets what. A new address must be listed here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comparison.models import Annotation
from config.permissions import Role
from disclosures.models import Filing, Upload, UploadItem
from tests.comparison.rows import make_annotation
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db

ROLES = ("stranger", "viewer", "reviewer", "admin")
LOGIN = 302
READ = (LOGIN, 200, 200, 200)
ANNOTATE = (LOGIN, 403, 200, 200)
UPLOAD = (LOGIN, 403, 403, 200)
POST_ONLY = (LOGIN, 405, 405, 405)

# Status of a GET and of an empty POST, for each of ROLES. 422 is a form that asks for more.
ACCESS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "annotation-confirm": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "annotation-create": ((LOGIN, 403, 404, 404), (LOGIN, 403, 422, 422)),
    "annotation-decide": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "annotation-detail": (READ, READ),
    # A reviewer edits and takes back only what is the reviewer's own; this one is somebody else's.
    "annotation-edit": ((LOGIN, 403, 403, 200), (LOGIN, 403, 403, 422)),
    "annotation-restore": (POST_ONLY, (LOGIN, 403, 403, 422)),
    "annotation-withdraw": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "compare": (READ, READ),
    "compare-years": (READ, READ),
    "filing-detail": (READ, READ),
    "filing-list": (READ, READ),
    "filing-source": (READ, READ),
    "framework-detail": (READ, READ),
    "framework-list": (READ, READ),
    "gap-list": (READ, READ),
    "health": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "home": (READ, READ),
    "issuer-detail": (READ, READ),
    "issuer-list": (READ, READ),
    "login": ((200, 302, 302, 302), (200, 302, 302, 302)),
    "logout": ((405, 405, 405, 405), (302, 302, 302, 302)),
    "upload-detail": (UPLOAD, UPLOAD),
    "upload-item-answer": (UPLOAD, (LOGIN, 403, 403, 422)),
    "upload-item-discard": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "upload-list": (UPLOAD, (LOGIN, 403, 403, 422)),
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


PATTERNS = dict(patterns(get_resolver()))
ADMIN = {name: pattern for name, pattern in PATTERNS.items() if name.startswith("admin:")}


@pytest.fixture
def annotation() -> Annotation:
    return make_annotation()


@pytest.fixture
def waiting() -> UploadItem:
    """A file that waits for its uploader to say whose it is."""
    upload = Upload.objects.create(created_by=make_user(Role.ADMIN, "uploader"))
    document = Filing.objects.get().document
    return UploadItem.objects.create(
        upload=upload, name="page.txt", document=document, status="asks", code="issuer", sentence="Whose?"
    )


@pytest.fixture
def clients() -> dict[str, Client]:
    people = {role.value: make_user(role) for role in Role}
    return {"stranger": Client()} | {role: signed_in(user) for role, user in people.items()}


def address_of(name: str, annotation: Annotation, waiting: UploadItem) -> str:
    if name.startswith("annotation-") and name != "annotation-create":
        return reverse(name, args=[annotation.pk])
    arguments = {
        "filing-detail": annotation.filing.slug,
        "filing-source": annotation.filing.slug,
        "compare-years": annotation.filing.slug,
        "issuer-detail": annotation.issuer.slug,
        "framework-detail": "cyd",
        "upload-detail": waiting.upload_id,
        "upload-item-answer": waiting.pk,
        "upload-item-discard": waiting.pk,
    }
    return reverse(name, args=[arguments[name]] if name in arguments else [])


def ask(client: Client, method: str, address: str) -> Any:
    answer = getattr(client, method)(address)
    if answer.streaming:  # a download holds its file open until it was read
        assert (b"".join(answer.streaming_content) == b"") is (method == "head" or answer.status_code >= 300)
    return answer


def test_every_address_is_listed() -> None:
    assert sorted(PATTERNS.keys() - ADMIN.keys()) == sorted(ACCESS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACCESS)
def test_who_gets_what(name, role, annotation, waiting, clients) -> None:
    address, client = address_of(name, annotation, waiting), clients[role]
    got, posted = (expected[ROLES.index(role)] for expected in ACCESS[name])

    answers = {method: ask(client, method, address) for method in ("get", "head", "post")}

    statuses = {method: answer.status_code for method, answer in answers.items()}
    assert statuses == {"get": got, "head": got, "post": posted}
    if role == "stranger" and got == LOGIN:
        assert answers["get"]["Location"].startswith(f"/login/?next={address}")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("name", ACCESS)
def test_other_methods_write_nothing(name, method, annotation, waiting, clients) -> None:
    address = address_of(name, annotation, waiting)
    answers = [ask(client, method, address).status_code for client in clients.values()]

    assert max(answers) < 500
    assert Annotation.objects.standing().count() == 1
    assert UploadItem.objects.get().status == "asks"
    annotation.refresh_from_db()
    assert (annotation.status, annotation.edited_at) == ("open", None)


@pytest.mark.parametrize("name", [name for name in ACCESS if ACCESS[name][1] != ACCESS[name][0]])
def test_a_post_without_its_token_is_refused(name, annotation, waiting, admin_user) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(address_of(name, annotation, waiting))

    assert answer.status_code == 403


def fill(pattern: URLPattern, name: str) -> str:
    converters = pattern.pattern.converters if hasattr(pattern.pattern, "converters") else {}
    names = list(converters) or list(pattern.pattern.regex.groupindex)
    person = ContentType.objects.get(app_label="accounts", model="user").pk
    values = {"app_label": "accounts", "url": "accounts/", "content_type_id": person}
    return reverse(name, kwargs={key: values.get(key, "1") for key in names})


@pytest.mark.parametrize("name", sorted(ADMIN.keys() - {"admin:login", "admin:logout", "admin:None"}))
def test_the_django_admin_is_for_admins(name, clients, annotation) -> None:
    address = fill(ADMIN[name], name)

    others = [clients[role].get(address).status_code for role in ROLES[:3]]
    posted = [clients[role].post(address).status_code for role in ROLES[:3]]
    own = clients["admin"].get(address).status_code

    assert (others, posted) == ([LOGIN] * 3, [LOGIN] * 3)
    assert own < 500

"""Every address of the site × every role × every method: who gets what. A new address must be listed here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comparison.models import Annotation, PeerGroup, SavedComparison, SavedSearch, SentenceUse
from comparison.wording.storing import refresh_wordings
from config.accounts.models import ApiToken, User
from config.permissions import Role
from disclosures.models import EdgarFetch, Filing, Upload, UploadItem
from tests.comparison.rows import make_annotation, make_judgement
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db

ROLES = ("stranger", "viewer", "reviewer", "admin")
LOGIN = 302
READ = (LOGIN, 200, 200, 200)
ANNOTATE = (LOGIN, 403, 200, 200)
UPLOAD = (LOGIN, 403, 403, 200)
NOT_HELD = (LOGIN, 404, 404, 404)
POST_ONLY = (LOGIN, 405, 405, 405)
NO_POST = POST_ONLY
BENCHMARK = "tagged-board-oversight"

# Status of a GET and of an empty POST, for each of ROLES. 422 is a form that asks for more.
ACCESS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "annotation-confirm": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "annotation-create": ((LOGIN, 403, 404, 404), (LOGIN, 403, 422, 422)),
    "annotation-decide": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "annotation-detail": (READ, NO_POST),
    # A reviewer edits and takes back only what is the reviewer's own; this one is somebody else's.
    "annotation-edit": ((LOGIN, 403, 403, 200), (LOGIN, 403, 403, 422)),
    "annotation-place": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "annotation-restore": (POST_ONLY, (LOGIN, 403, 403, 422)),
    "annotation-withdraw": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "api-docs": (READ, NO_POST),
    "api-not-found": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "api-token-revoke": (POST_ONLY, (LOGIN, 404, 404, 302)),
    "api-tokens": (READ, (LOGIN, 422, 422, 422)),
    "benchmark-detail": (READ, NO_POST),
    "benchmark-export": (READ, NO_POST),
    "benchmark-issuers": (READ, NO_POST),
    "benchmark-list": (READ, NO_POST),
    "compare": (READ, NO_POST),
    "compare-years": (READ, NO_POST),
    # Plans, drafts and their reviews: tests/comparison/coverage/ and tests/disclosures/test_plans.py.
    "coverage-detail": (NOT_HELD, NO_POST),
    "coverage-export": (NOT_HELD, NO_POST),
    "coverage-list": (READ, NO_POST),
    "coverage-print": (NOT_HELD, NO_POST),
    "coverage-review": (POST_ONLY, (LOGIN, 403, 404, 404)),
    "coverage-withdraw": (POST_ONLY, (LOGIN, 403, 404, 404)),
    "crosswalk": (READ, NO_POST),
    "crosswalk-decide": (POST_ONLY, (LOGIN, 403, 400, 400)),
    "edgar-fetch-create": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "edgar-fetch-detail": (UPLOAD, NO_POST),
    "filing-detail": (READ, NO_POST),
    "filing-list": (READ, NO_POST),
    "filing-remove": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "filing-source": (READ, NO_POST),
    # Without filings there is nothing to take along: tests/comparison/exports/ holds who gets which.
    "compare-export": (NOT_HELD, NO_POST),
    "compare-print": (NOT_HELD, NO_POST),
    "filing-wordings": (READ, NO_POST),
    "follow-create": (POST_ONLY, (LOGIN, 404, 404, 404)),
    "follow-delete": (POST_ONLY, (LOGIN, 404, 404, 404)),
    "follow-list": (READ, NO_POST),
    "framework-detail": (READ, NO_POST),
    "framework-list": (READ, NO_POST),
    "gap-list": (READ, NO_POST),
    "health": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "home": (READ, NO_POST),
    "issuer-detail": (READ, NO_POST),
    "issuer-list": (READ, NO_POST),
    "judgement-detail": (READ, NO_POST),
    "label-export": ((LOGIN, 403, 200, 200), NO_POST),
    "login": ((200, 302, 302, 302), (200, 302, 302, 302)),
    "logout": ((405, 405, 405, 405), (302, 302, 302, 302)),
    "market-shares": (READ, NO_POST),
    "notice-digest": (POST_ONLY, (LOGIN, 302, 302, 302)),
    "notice-list": (READ, NO_POST),
    "notice-read": (POST_ONLY, (LOGIN, 302, 302, 302)),
    "peer-group-create": (READ, (LOGIN, 422, 422, 422)),
    # This group is an admin's, and shared: others use it, and change nothing.
    "peer-group-delete": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "peer-group-detail": (READ, NO_POST),
    "peer-group-edit": ((LOGIN, 403, 403, 200), (LOGIN, 403, 403, 422)),
    "peer-group-list": (READ, NO_POST),
    "plan-change": (POST_ONLY, (LOGIN, 403, 403, 404)),
    "plan-review": ((LOGIN, 403, 403, 404), NO_POST),
    "requirement-change": (POST_ONLY, (LOGIN, 403, 403, 404)),
    "prediction-confirm": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "prediction-detail": (READ, NO_POST),
    "prediction-judge": (POST_ONLY, (LOGIN, 403, 422, 422)),
    "prediction-list": (READ, NO_POST),
    # This filing is tagged: tests/comparison/predictions/ holds who names passages of one that is not.
    "prediction-passage": (NOT_HELD, NO_POST),
    # Somebody else's decision: a reviewer decides otherwise, but does not take it back.
    "prediction-withdraw": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "saved-comparison": ((LOGIN, 404, 404, 302), NO_POST),
    "saved-comparison-create": (POST_ONLY, (LOGIN, 422, 422, 422)),
    "saved-comparison-delete": (POST_ONLY, (LOGIN, 404, 404, 302)),
    "saved-comparison-edit": ((LOGIN, 404, 404, 200), (LOGIN, 404, 404, 422)),
    "saved-comparison-list": (READ, NO_POST),
    "saved-search-create": (POST_ONLY, (LOGIN, 422, 422, 422)),
    "saved-search-delete": (POST_ONLY, (LOGIN, 404, 404, 302)),
    "saved-search-edit": ((LOGIN, 404, 404, 200), (LOGIN, 404, 404, 422)),
    "search": (READ, NO_POST),
    "search-similar": (READ, NO_POST),
    "tag-quality": (READ, NO_POST),
    "tag-quality-filings": (READ, NO_POST),
    "upload-address": (UPLOAD, (LOGIN, 403, 403, 422)),
    "upload-detail": (UPLOAD, NO_POST),
    "upload-item-answer": (UPLOAD, (LOGIN, 403, 403, 422)),
    "upload-item-discard": (POST_ONLY, (LOGIN, 403, 403, 302)),
    "upload-list": (UPLOAD, (LOGIN, 403, 403, 422)),
    "upload-text": (UPLOAD, (LOGIN, 403, 403, 422)),
    "wording-detail": (READ, NO_POST),
    # This filing has no year before.
    "years-export": (NOT_HELD, NO_POST),
    "years-print": (NOT_HELD, NO_POST),
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


PATTERNS = dict(patterns(get_resolver()))
API = {name: pattern for name, pattern in PATTERNS.items() if name.startswith("api:")}
"""Asked by programs: tests/comparison/api/ holds who may."""
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


@pytest.fixture
def owned(clients: dict[str, Client], annotation: Annotation) -> dict[str, int | str]:
    """What the admin owns: the others may use the group, which is shared, and see nothing of the rest."""
    owner = User.objects.get(role=Role.ADMIN, username=Role.ADMIN.value)
    group = PeerGroup.objects.create(name="Lenders", slug="lenders", owner=owner, is_shared=True)
    search = SavedSearch.objects.create(name="Quarterly", query="q=quarterly", owner=owner)
    comparison = SavedComparison.objects.create(
        name="Lenders", query=f"f={annotation.filing.slug}", owner=owner
    )
    token = ApiToken.objects.create(name="Notebook", key_hash="0" * 64, owner=owner)
    refresh_wordings()
    fetch = EdgarFetch.objects.create(issuer=annotation.issuer, started_by=owner, status="done")
    return {
        "comparison": comparison.pk,
        "group": group.slug,
        "search": search.pk,
        "token": token.pk,
        "fetch": fetch.pk,
        "judgement": make_judgement().pk,
        "wording": SentenceUse.objects.values_list("wording", flat=True)[0].to_bytes(8, signed=True).hex(),
    }


def address_of(name: str, annotation: Annotation, waiting: UploadItem, owned: dict[str, int | str]) -> str:
    if name.startswith("annotation-") and name != "annotation-create":
        return reverse(name, args=[annotation.pk])
    slug = annotation.filing.slug
    two = {
        "years-export": (slug, "csv"),
        "coverage-export": ("cyd", "csv"),
        "prediction-detail": (slug, "board-oversight"),
        "prediction-passage": (slug, 0),
    }
    if name in two:
        return reverse(name, args=two[name])
    coverage = ("coverage-detail", "coverage-print", "coverage-review", "coverage-withdraw")
    arguments = dict.fromkeys((*coverage, "plan-change", "plan-review"), "cyd") | {
        "requirement-change": "board-oversight",
        "filing-detail": slug,
        "filing-remove": slug,
        "filing-source": slug,
        "filing-wordings": slug,
        "compare-export": "csv",
        "compare-years": slug,
        "years-print": slug,
        "issuer-detail": annotation.issuer.slug,
        "framework-detail": "cyd",
        "api-not-found": "nowhere",
        "api-token-revoke": owned["token"],
        "benchmark-detail": BENCHMARK,
        "benchmark-export": BENCHMARK,
        "benchmark-issuers": BENCHMARK,
        "edgar-fetch-create": annotation.issuer.slug,
        "edgar-fetch-detail": owned["fetch"],
        "peer-group-delete": owned["group"],
        "peer-group-detail": owned["group"],
        "peer-group-edit": owned["group"],
        "judgement-detail": owned["judgement"],
        "prediction-withdraw": owned["judgement"],
        "saved-comparison": owned["comparison"],
        "saved-comparison-delete": owned["comparison"],
        "saved-comparison-edit": owned["comparison"],
        "saved-search-delete": owned["search"],
        "saved-search-edit": owned["search"],
        "tag-quality-filings": "missing",
        "upload-detail": waiting.upload_id,
        "upload-item-answer": waiting.pk,
        "upload-item-discard": waiting.pk,
        "wording-detail": owned["wording"],
    }
    return reverse(name, args=[arguments[name]] if name in arguments else [])


def ask(client: Client, method: str, address: str) -> Any:
    answer = getattr(client, method)(address)
    if answer.streaming:  # a download holds its file open until it was read
        assert (b"".join(answer.streaming_content) == b"") is (method == "head" or answer.status_code >= 300)
    return answer


def test_every_address_is_listed() -> None:
    assert sorted(PATTERNS.keys() - ADMIN.keys() - API.keys()) == sorted(ACCESS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACCESS)
def test_who_gets_what(
    name: str,
    role: str,
    annotation: Annotation,
    waiting: UploadItem,
    owned: dict[str, int | str],
    clients: dict[str, Client],
) -> None:
    address, client = address_of(name, annotation, waiting, owned), clients[role]
    got, posted = (expected[ROLES.index(role)] for expected in ACCESS[name])

    answers = {method: ask(client, method, address) for method in ("get", "head", "post")}

    statuses = {method: answer.status_code for method, answer in answers.items()}
    assert statuses == {"get": got, "head": got, "post": posted}
    if role == "stranger" and got == LOGIN:
        assert answers["get"]["Location"].startswith(f"/login/?next={address}")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("name", ACCESS)
def test_other_methods_write_nothing(
    name: str,
    method: str,
    annotation: Annotation,
    waiting: UploadItem,
    owned: dict[str, int | str],
    clients: dict[str, Client],
) -> None:
    address = address_of(name, annotation, waiting, owned)
    answers = [ask(client, method, address).status_code for client in clients.values()]

    assert max(answers) < 500
    assert Annotation.objects.standing().count() == 1
    assert UploadItem.objects.get().status == "asks"
    annotation.refresh_from_db()
    assert (annotation.status, annotation.edited_at) == ("open", None)


@pytest.mark.parametrize("name", [name for name in ACCESS if ACCESS[name][1] != ACCESS[name][0]])
def test_a_post_without_its_token_is_refused(
    name: str, annotation: Annotation, waiting: UploadItem, owned: dict[str, int | str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    admin = User.objects.get(username=Role.ADMIN.value)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(address_of(name, annotation, waiting, owned))

    assert answer.status_code == 403


def fill(pattern: URLPattern, name: str) -> str:
    converters = pattern.pattern.converters if hasattr(pattern.pattern, "converters") else {}
    names = list(converters) or list(pattern.pattern.regex.groupindex)
    person = ContentType.objects.get(app_label="accounts", model="user").pk
    values = {"app_label": "accounts", "url": "accounts/", "content_type_id": person}
    return reverse(name, kwargs={key: values.get(key, "1") for key in names})


@pytest.mark.parametrize("name", sorted(ADMIN.keys() - {"admin:login", "admin:logout", "admin:None"}))
def test_the_django_admin_is_for_admins(
    name: str, clients: dict[str, Client], annotation: Annotation
) -> None:
    address = fill(ADMIN[name], name)

    others = [clients[role].get(address).status_code for role in ROLES[:3]]
    posted = [clients[role].post(address).status_code for role in ROLES[:3]]
    own = clients["admin"].get(address).status_code

    assert (others, posted) == ([LOGIN] * 3, [LOGIN] * 3)
    assert own < 500

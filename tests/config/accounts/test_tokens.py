"""Keys for programs: made, shown once, revoked, and nobody else's."""

from typing import Any

import pytest
from django.test import Client

from config.accounts.models import ApiToken, User
from config.accounts.tokens import MOST_TOKENS, create_token, find_token
from config.permissions import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def test_keys_are_for_people_who_are_signed_in(client: Client) -> None:
    assert client.get("/account/tokens/").headers["Location"] == "/login/?next=/account/tokens/"


def test_key_is_shown_once_and_works(viewer: User, viewer_client: Client) -> None:
    answer = viewer_client.post("/account/tokens/", {"name": "Weekly report"})
    key = answer.context["key"]
    assert (answer.status_code, answer.content.decode().count(key)) == (200, 1)
    assert "no-store" in answer["Cache-Control"]
    found = find_token(key)
    assert found is not None
    assert (found.owner, found.name) == (viewer, "Weekly report")
    again = viewer_client.get("/account/tokens/").content.decode()
    assert ("Weekly report" in again, key in again) == (True, False)


def test_name_is_needed(viewer_client: Client) -> None:
    for name in ("", "\x00", "x" * 121):
        assert viewer_client.post("/account/tokens/", {"name": name}).status_code == 422
    assert not ApiToken.objects.exists()


def test_nobody_holds_more_keys_than_allowed(viewer: User, viewer_client: Client) -> None:
    for number in range(MOST_TOKENS):
        create_token(name=str(number), by=viewer)
    answer = viewer_client.post("/account/tokens/", {"name": "one more"})
    assert answer.status_code == 422
    assert f"You have {MOST_TOKENS} keys; revoke one first." in answer.content.decode()
    assert ApiToken.objects.count() == MOST_TOKENS


def test_revoking_takes_a_post_and_is_for_the_owner(viewer: User, viewer_client: Client) -> None:
    token, key = create_token(name="report", by=viewer)
    others, others_key = create_token(name="theirs", by=make_user(Role.ADMIN))
    assert viewer_client.get(f"/account/tokens/{token.pk}/revoke/").status_code == 405
    assert viewer_client.post(f"/account/tokens/{others.pk}/revoke/").status_code == 404
    assert viewer_client.post(f"/account/tokens/{token.pk}/revoke/").headers["Location"] == "/account/tokens/"
    assert (find_token(key), find_token(others_key)) == (None, others)
    assert list(viewer_client.get("/account/tokens/").context["tokens"]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries(
    viewer: User, viewer_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        create_token(name=str(number), by=viewer)
    with django_assert_num_queries(4):
        viewer_client.get("/account/tokens/")

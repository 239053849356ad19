"""Accounts: roles, what they may do, and what happens after too many wrong passwords."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client

from config.accounts.models import User
from config.permissions import Permission, has_permission
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "/login/"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("viewer", {Permission.READ}),
        ("reviewer", {Permission.READ, Permission.ANNOTATE}),
        ("admin", {Permission.READ, Permission.ANNOTATE, Permission.UPLOAD, Permission.MANAGE_PEOPLE}),
    ],
)
def test_a_role_may_exactly_this(role: str, allowed: set[Permission]) -> None:
    person = User(username="p", role=role)

    assert {p for p in Permission if has_permission(person, p)} == allowed


def test_strangers_and_those_who_left_may_nothing() -> None:
    left = User(username="p", role="admin", is_active=False)

    assert [p for p in Permission if has_permission(AnonymousUser(), p) or has_permission(left, p)] == []


def test_the_database_refuses_a_role_that_is_none(viewer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=viewer.pk).update(role="emperor")


def test_only_admins_enter_the_admin(
    viewer_client: Client, reviewer_client: Client, admin_client: Client
) -> None:
    codes = [client.get("/admin/").status_code for client in (viewer_client, reviewer_client, admin_client)]

    assert codes == [302, 302, 200]


def test_an_admin_adds_people(admin_client: Client) -> None:
    response = admin_client.post(
        "/admin/accounts/user/add/",
        {
            "username": "rlind",
            "name": "R. Lind",
            "role": "reviewer",
            "usable_password": "true",
            "password1": "fen-otter-ladder",
            "password2": "fen-otter-ladder",
        },
    )

    assert response.status_code == 302
    added = User.objects.get(username="rlind")
    assert (added.role, str(added), added.check_password("fen-otter-ladder")) == ("reviewer", "R. Lind", True)


def test_ten_wrong_passwords_close_the_name_for_a_while(client: Client, viewer: User) -> None:
    wrong = {"username": viewer.username, "password": "not this"}
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert client.post(ADDRESS, wrong).status_code == 200

    closed = client.post(ADDRESS, wrong)
    right = client.post(ADDRESS, {"username": viewer.username, "password": PASSWORD})

    assert (closed.status_code, right.status_code) == (429, 429)
    assert b"Too many tries" in closed.content

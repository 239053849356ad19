"""Signing in, and what every answer carries."""

import pytest
from django.test import Client, override_settings

from config.accounts.models import User
from tests.conftest import PASSWORD


@pytest.mark.django_db
def test_health_needs_no_login(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("path", ["/", "/issuers/", "/gaps/"])
@pytest.mark.django_db
def test_pages_need_a_login(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={path}")


def test_admin_is_for_admins(viewer_client: Client, reviewer_client: Client, admin_client: Client) -> None:
    clients = (viewer_client, reviewer_client, admin_client)
    assert [client.get("/admin/").status_code for client in clients] == [302, 302, 200]


def test_login_and_logout(client: Client, viewer: User) -> None:
    answer = client.post("/login/", {"username": viewer.username, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/issuers/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/issuers/").status_code == 302


def test_login_is_locked_after_ten_wrong_passwords(client: Client, viewer: User, reviewer: User) -> None:
    wrong = {"username": viewer.username, "password": "wrong"}
    answers = [client.post("/login/", wrong).status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]
    right = {"username": viewer.username, "password": PASSWORD}
    assert client.post("/login/", right).status_code == 429
    other = {"username": reviewer.username, "password": PASSWORD}
    assert client.post("/login/", other).status_code == 302


@pytest.mark.django_db
def test_answers_carry_the_policy(client: Client) -> None:
    response = client.get("/login/")
    policy, nonce = response["Content-Security-Policy"].split("'nonce-")
    assert policy == "default-src 'self'; script-src 'self' "
    assert nonce.split("'; ", 1)[1] == (
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert (response["X-Frame-Options"], response["Referrer-Policy"]) == ("DENY", "same-origin")
    assert response["X-Content-Type-Options"] == "nosniff"


@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.django_db
def test_https_is_asked_for_except_by_health(client: Client) -> None:
    assert client.get("/login/")["Location"] == "https://testserver/login/"
    assert client.get("/health/").status_code == 200

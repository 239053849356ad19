"""What every test may ask for."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from config.accounts.models import User
from config.permissions import Role

REPOSITORY = Path(__file__).resolve().parent.parent
LOCAL_NAMES = frozenset({"localhost", "", None})
PASSWORD = "right-horse-battery"


def pytest_configure() -> None:
    # The real hasher takes a fifth of a second on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A busy machine must not fail a test: speed is measured in bench/.
    hypothesis_settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    hypothesis_settings.load_profile("untimed")


class NetworkBlockedError(RuntimeError):
    """A test tried to leave this machine."""


def is_local(address: Any) -> bool:
    """True for a unix socket's path and for (host, port …) of this machine."""
    if not isinstance(address, tuple):
        return True
    try:
        return address[0] in LOCAL_NAMES or ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Nothing in a test leaves the machine: connecting and looking up names both raise."""

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if not is_local(address):
                raise NetworkBlockedError(f"a test tried to connect to {address}")
            return original(self, address)

        return connect

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **keywords: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not is_local((name,)):
            raise NetworkBlockedError(f"a test tried to look up {name}")
        return look_up(host, *arguments, **keywords)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real filings (COLLATE_SHARED_DATA, else ../shared/data); skips where there is none."""
    folder = Path(os.environ.get("COLLATE_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real filings at {folder}: set COLLATE_SHARED_DATA")
    return folder


def make_user(role: Role, username: str = "") -> User:
    """A stored account of that role with PASSWORD; its name is the role's unless given."""
    return User.objects.create_user(username or role.value, PASSWORD, role=role)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def viewer(db: None) -> User:
    return make_user(Role.VIEWER)


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user(Role.REVIEWER)


@pytest.fixture
def admin_user(db: None) -> User:
    return make_user(Role.ADMIN)


@pytest.fixture
def viewer_client(viewer: User) -> Client:
    return signed_in(viewer)


@pytest.fixture
def reviewer_client(reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def admin_client(admin_user: User) -> Client:
    return signed_in(admin_user)

"""The settings as other processes see them, one process per environment."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres.server import EmbeddedPostgres
from manage import needs_database
from tests.conftest import REPOSITORY
from tests.postgres_plugin import throw_away_dir

SHOW = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""
PRODUCTION = {"COLLATE_PRODUCTION": "1", "ALLOWED_HOSTS": "collate.example.org", "SECRET_KEY": "k" * 60}


def run(command: list[str], **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command],
        cwd=REPOSITORY,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(*names: str, **variables: str) -> dict[str, object]:
    done = run(["-c", SHOW, *names], **variables)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_production_is_secure() -> None:
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "ALLOWED_HOSTS")
    assert settings_with(*names, **PRODUCTION) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["collate.example.org"],
    }


def test_local_is_for_this_machine_only() -> None:
    assert settings_with("DEBUG", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT") == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SECURE_SSL_REDIRECT": False,
    }


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            PRODUCTION | {"SECRET_KEY": ""},
            "COLLATE_PRODUCTION needs SECRET_KEY: 50 random characters or more.",
        ),
        (
            PRODUCTION | {"ALLOWED_HOSTS": ""},
            "COLLATE_PRODUCTION needs ALLOWED_HOSTS: the site's host names.",
        ),
        (PRODUCTION | {"COLLATE_DEMO": "1"}, "COLLATE_PRODUCTION excludes COLLATE_DEMO and COLLATE_DEBUG."),
        (
            {"COLLATE_DATABASE_POOL_SIZE": "0"},
            "COLLATE_DATABASE_POOL_SIZE must be a whole number from 1 to 200",
        ),
    ],
)
def test_odd_environment_is_refused(variables: dict[str, str], sentence: str) -> None:
    done = run(["-c", SHOW, "DEBUG"], **variables)
    assert done.returncode == 1
    assert sentence in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["migrate"], True),
        (["makemigrations", "--check"], True),
        (["extract", "filing.htm"], False),
        (["migrate", "--help"], False),
        (["help"], False),
        ([], False),
    ],
)
def test_needs_database(arguments: list[str], *, expected: bool) -> None:
    assert needs_database(arguments) is expected


@pytest.fixture
def real_server() -> Iterator[EmbeddedPostgres]:
    """A server that Collate did not start for itself, reached by DATABASE_URL alone."""
    with throw_away_dir() as folder:
        server = EmbeddedPostgres(folder / "elsewhere", is_throw_away=True)
        server.start()
        yield server
        server.stop()


def test_database_url_of_a_separate_server_is_used(real_server: EmbeddedPostgres, tmp_path: Path) -> None:
    variables = {"DATABASE_URL": real_server.uri(), "COLLATE_DATA_DIR": str(tmp_path)}
    for command in (["migrate", "-v0"], ["check", "--database", "default"]):
        done = run(["manage.py", *command], **variables)
        assert done.returncode == 0, done.stderr
    with psycopg.connect(real_server.uri()) as connection:
        applied = connection.execute("SELECT count(*) > 0 FROM django_migrations WHERE app = 'accounts'")
        assert applied.fetchone() == (True,)
    assert not (tmp_path / "postgres").exists()


def test_manage_starts_the_embedded_server_by_itself() -> None:
    with throw_away_dir() as folder:
        variables = {"DATABASE_URL": "", "COLLATE_DATA_DIR": str(folder)}
        server = EmbeddedPostgres.of(folder)
        try:
            no_database = run(["manage.py", "help"], **variables)
            assert (no_database.returncode, server.postmaster_pid()) == (0, None)
            done = run(["manage.py", "check", "--database", "default"], **variables)
            assert done.returncode == 0, done.stderr
            assert server.postmaster_pid() is not None
        finally:
            server.stop()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"COLLATE_EDGAR_CONTACT": "nobody"}, 'COLLATE_EDGAR_CONTACT must look like "Company name mail@'),
        ({"COLLATE_EDGAR_CONTACT": "Café a@b.example"}, 'COLLATE_EDGAR_CONTACT must look like "Company name'),
        ({"COLLATE_EDGAR_FOLLOW": "true"}, "COLLATE_EDGAR_FOLLOW needs COLLATE_EDGAR_CONTACT"),
        (
            {"COLLATE_EDGAR_URL": "www.sec.gov"},
            "COLLATE_EDGAR_URL and COLLATE_EDGAR_DATA_URL must start with",
        ),
    ],
)
def test_edgar_settings_that_cannot_be_meant_are_refused(variables: dict[str, str], sentence: str) -> None:
    done = run(["-c", SHOW], **variables)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"config.env.EnvironmentValueError: {sentence}")


def test_nothing_is_asked_of_edgar_by_default() -> None:
    assert settings_with("EDGAR_CONTACT", "EDGAR_FOLLOW") == {"EDGAR_CONTACT": "", "EDGAR_FOLLOW": False}

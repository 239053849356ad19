import stat
from pathlib import Path

import pytest

from config.env import Env, EnvironmentValueError, kept_secret, read_database_url


def test_text_empty_counts_as_not_set() -> None:
    assert Env({"NAME": "  "}).text("NAME", "default") == "default"
    assert Env({"NAME": " value "}).text("NAME", "default") == "value"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("1", True), ("TRUE", True), ("yes", True), ("0", False), ("off", False), ("", True)],
)
def test_boolean_reads_words(word: str, *, expected: bool) -> None:
    assert Env({"FLAG": word}).boolean("FLAG", default=True) is expected


def test_boolean_refuses_other_words() -> None:
    with pytest.raises(EnvironmentValueError, match="FLAG must be true or false, not 'maybe'"):
        Env({"FLAG": "maybe"}).boolean("FLAG")


@pytest.mark.parametrize("word", ["-1", "0", "101", "1.5", "ten", "١"])
def test_integer_refuses_what_is_outside(word: str) -> None:
    with pytest.raises(EnvironmentValueError, match="SIZE must be a whole number from 1 to 100, not "):
        Env({"SIZE": word}).integer("SIZE", 8, minimum=1, maximum=100)


def test_integer_within_bounds() -> None:
    assert Env({"SIZE": "100"}).integer("SIZE", 8, minimum=1, maximum=100) == 100
    assert Env({}).integer("SIZE", 8, minimum=1, maximum=100) == 8


def test_names_drops_empty_entries() -> None:
    assert Env({"HOSTS": "a.example, ,b.example,"}).names("HOSTS") == ["a.example", "b.example"]


def test_folder_refuses_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(EnvironmentValueError, match=r"DIR must name a folder, but .* is a file"):
        Env({"DIR": str(file)}).folder("DIR", tmp_path)


def test_read_database_url_of_a_server() -> None:
    assert read_database_url("postgresql://ann:s%40crt@db.example:5433/collate?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "collate",
        "USER": "ann",
        "PASSWORD": "s@crt",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_read_database_url_of_a_socket() -> None:
    read = read_database_url("postgresql://postgres@/collate?host=%2Fsrv%2Frun")
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/srv/run", "", {})


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://localhost/collate", "it starts with something else"),
        ("postgresql://localhost/", "it names no database"),
        ("postgresql://localhost:port/x?nonsense=1", "a part of it is misspelt or not percent-encoded."),
    ],
)
def test_read_database_url_refuses_others(url: str, reason: str) -> None:
    with pytest.raises(EnvironmentValueError, match=f"^DATABASE_URL must look like .*; {reason}"):
        read_database_url(url)


def test_kept_secret_stays_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret_key"
    secret = kept_secret(path)
    assert len(secret) >= 50
    assert kept_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("address", ["postgresql://u:hush@[bad:1/x", "postgresql://u:hu%zzsh@h/x"])
def test_database_url_that_cannot_be_read_is_not_repeated(address: str) -> None:
    with pytest.raises(EnvironmentValueError) as refused:
        read_database_url(address)
    assert "misspelt" in str(refused.value)
    assert ("hush" in str(refused.value), "sh@" in str(refused.value)) == (False, False)
    assert refused.value.__cause__ is None

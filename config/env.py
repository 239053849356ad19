"""Reads the environment into typed values; an odd value is refused with a sentence, never guessed at."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class EnvironmentValueError(ValueError):
    """A variable holds a value that cannot be meant; the message names it and says what is accepted."""


class Env:
    """Typed reading of environment variables. An empty variable counts as one that is not set."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values: Mapping[str, str] = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        """The value without surrounding white space, or `default`."""
        return self._values.get(name, "").strip() or default

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """Raises EnvironmentValueError for a word that says neither yes nor no."""
        word = self.text(name).lower()
        if not word:
            return default
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise EnvironmentValueError(f"{name} must be true or false, not {word!r}.")

    def integer(self, name: str, default: int, *, minimum: int, maximum: int) -> int:
        """Raises EnvironmentValueError unless the value is a whole number from `minimum` to `maximum`."""
        word = self.text(name)
        if not word:
            return default
        if not (word.isascii() and word.isdigit()) or not minimum <= int(word) <= maximum:
            raise EnvironmentValueError(
                f"{name} must be a whole number from {minimum} to {maximum}, not {word!r}."
            )
        return int(word)

    def names(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list written with commas, without empty entries."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()] or list(default)

    def folder(self, name: str, default: Path) -> Path:
        """An absolute folder; it need not exist yet. Raises EnvironmentValueError if a file stands there."""
        path = Path(self.text(name) or default).expanduser().absolute()
        if path.exists() and not path.is_dir():
            raise EnvironmentValueError(f"{name} must name a folder, but {path} is a file.")
        return path


def read_database_url(url: str) -> dict[str, object]:
    """Django's description of the PostgreSQL database at `url`; parameters such as sslmode become options.

    Raises EnvironmentValueError when it is not a postgresql:// address that names a database.
    """
    wanted = "DATABASE_URL must look like postgresql://user:password@host:5432/name"
    if not url.startswith(("postgresql://", "postgres://")):
        raise EnvironmentValueError(f"{wanted}; it starts with something else.")
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        # PostgreSQL's own sentence repeats the address, and with it the password, into the log.
        raise EnvironmentValueError(f"{wanted}; a part of it is misspelt or not percent-encoded.") from None
    if not parts.get("dbname"):
        raise EnvironmentValueError(f"{wanted}; it names no database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }


def kept_secret(path: Path) -> str:
    """The secret in the file at `path`, made on first use and readable by its owner only.

    Several processes may ask at once: whichever links its file first wins, the others read that one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first; its secret is the one to use
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()

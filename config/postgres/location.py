"""Where the embedded server's files lie, and which account runs it."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

# sun_path holds 104 bytes on macOS and 108 on Linux; "/.s.PGSQL.5432.lock" takes 19 of them.
LONGEST_SOCKET_FOLDER = 80
ACCOUNT_NAMES = ("postgres", "nobody")
ROOT_CLUSTERS = Path("/var/lib/collate")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot run here; the message says why."""


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """The unprivileged account the server runs as when we are root, because PostgreSQL refuses root."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, entry: pwd.struct_passwd) -> "ServerAccount":
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)


def server_account(cluster: Path) -> ServerAccount | None:
    """None for an ordinary user. For root the cluster's owner, or the first of ACCOUNT_NAMES that exists.

    No account is ever added to the machine. Raises EmbeddedPostgresError when there is none to use.
    """
    if os.geteuid() != 0:
        return None
    if (cluster / "data").exists() and (uid := (cluster / "data").stat().st_uid) != 0:
        return ServerAccount.of(pwd.getpwuid(uid))
    for name in ACCOUNT_NAMES:
        try:
            return ServerAccount.of(pwd.getpwnam(name))
        except KeyError:
            continue
    raise EmbeddedPostgresError(
        "PostgreSQL does not run as root and this machine has no account 'postgres' or 'nobody': "
        "start Collate as an ordinary user, or set DATABASE_URL."
    )


def can_pass_through(folder: Path, account: ServerAccount) -> bool:
    """True when the account may enter `folder` and everything above it, going by what exists already."""
    for part in (folder, *folder.parents):
        try:
            found = part.stat()
        except FileNotFoundError:
            continue
        if found.st_uid == account.uid:
            allowed = stat.S_IXUSR
        elif found.st_gid == account.gid:
            allowed = stat.S_IXGRP
        else:
            allowed = stat.S_IXOTH
        if not found.st_mode & allowed:
            return False
    return True


def short_digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def cluster_dir(data_dir: Path) -> Path:
    """The server's folder: inside the data folder, or under ROOT_CLUSTERS where its account could not enter.

    The second happens to root with a data folder below a private home. Opening that home to everybody
    would be worse. A cluster that exists already is found again even after modes changed.
    """
    inside = data_dir.resolve() / "postgres"
    outside = ROOT_CLUSTERS / short_digest(inside)
    for existing in (inside, outside):
        if (existing / "data").exists():
            return existing
    account = server_account(inside)
    if account is None or can_pass_through(data_dir.resolve().parent, account):
        return inside
    return outside


def socket_dir(cluster: Path) -> Path:
    """Beside the data, or below /tmp when that path is too long for a socket's address."""
    beside = cluster / "run"
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
        return beside
    return Path("/tmp") / f"collate-{os.getuid()}-{short_digest(cluster)}"  # noqa: S108  # owner checked on use


def make_private_dir(path: Path, account: ServerAccount | None) -> None:
    """Makes `path` 0700 and the server's own. Raises EmbeddedPostgresError if somebody else put it there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    expected = {os.geteuid(), account.uid if account else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in expected:
        raise EmbeddedPostgresError(f"{path} belongs to another account; remove it or set COLLATE_DATA_DIR.")
    path.chmod(0o700)
    if account:
        os.chown(path, account.uid, account.gid)

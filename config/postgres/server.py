"""Starts, stops and finds the private PostgreSQL server of one data folder."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.postgres.binaries import binaries_dir, run_program
from config.postgres.location import (
    EmbeddedPostgresError,
    cluster_dir,
    make_private_dir,
    server_account,
    socket_dir,
)

SUPERUSER = "postgres"
DATABASE = "collate"
# The builtin locale sorts alike on every platform (PostgreSQL 17 and later).
INITDB_OPTIONS = (
    *("--auth=trust", "--encoding=UTF8", "--no-instructions", f"--username={SUPERUSER}"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
# No TCP: the socket folder, 0700, is who may connect.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
}
THROW_AWAY_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """One cluster. `is_throw_away` trades safety after a crash for speed: tests only."""

    folder: Path
    is_throw_away: bool = False

    @classmethod
    def of(cls, data_dir: Path) -> "EmbeddedPostgres":
        """The server that belongs to a data folder. Looks, but makes and starts nothing."""
        return cls(cluster_dir(data_dir))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def uri(self, database: str = DATABASE) -> str:
        """The address for DATABASE_URL, whether or not the server runs."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(socket_dir(self.folder)), safe='')}"

    def is_ready(self, database: str = DATABASE) -> bool:
        """True when the server answers and has the database."""
        try:
            psycopg.connect(self.uri(database), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> bool:
        """Starts the server unless it answers already; True when this call started it.

        Any number of processes may call at once. Raises EmbeddedPostgresError with the log's last lines.
        """
        if self.is_ready():
            return False
        with self._locked():
            if self.is_ready():
                return False
            if not self.is_ready("postgres"):
                self._make_cluster()
                self._start_until_it_answers()
            self._make_database()
        return True

    def stop(self) -> bool:
        """Stops the server after its transactions are rolled back; True when one was running."""
        if not self.data.exists():
            return False
        with self._locked():
            if self.postmaster_pid() is None:
                return False
            status, output = self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")
            if status != 0:
                raise EmbeddedPostgresError(f"PostgreSQL did not stop: {output}")
        return True

    def postmaster_pid(self) -> int | None:
        """Process id of the running server of this cluster; None when its pid file is absent or stale."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if str(self.data) in command_line(pid) else None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str | Path) -> tuple[int, str]:
        account = server_account(self.folder)
        return run_program(binaries_dir(account) / program, *arguments, account=account)

    def _make_cluster(self) -> None:
        """Makes the cluster beside its final name, so that an interrupted initdb leaves no half of one."""
        account = server_account(self.folder)
        make_private_dir(socket_dir(self.folder), account)
        self.log.touch(mode=0o600)
        if account:
            os.chown(self.log, account.uid, account.gid)
        if self.data.exists():
            return
        draft = self.folder / "data.new"
        if draft.exists():
            shutil.rmtree(draft)
        make_private_dir(draft, account)
        options = (*INITDB_OPTIONS, *(["--no-sync"] if self.is_throw_away else []))
        status, output = self._run("initdb", "-D", draft, *options)
        if status != 0:
            raise EmbeddedPostgresError(f"PostgreSQL could not make its data folder: {output}")
        draft.rename(self.data)

    def _start_until_it_answers(self) -> None:
        """After a killed server its orphans hold the shared memory for some two seconds: try again."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            self._drop_foreign_pid_file()
            arguments = ("-w", "-t", str(START_SECONDS), "-l", self.log, "-o", self._options(), "start")
            status, output = self._run("pg_ctl", "-D", self.data, *arguments)
            if status == 0:
                return
            if time.monotonic() > deadline:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
                raise EmbeddedPostgresError(f"PostgreSQL did not start: {output}\n{tail}")
            time.sleep(0.3)

    def _options(self) -> str:
        options = SERVER_OPTIONS | (THROW_AWAY_OPTIONS if self.is_throw_away else {})
        options["unix_socket_directories"] = str(socket_dir(self.folder))
        return " ".join(f"-c {name}='{value}'" for name, value in options.items())

    def _drop_foreign_pid_file(self) -> None:
        """Removes a pid file whose number now belongs to some other program.

        PostgreSQL itself recognises a dead process, but takes any living one of the same account for a
        server: after a restarted container, where numbers repeat, it would refuse to start for ever.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists() or self.postmaster_pid() is not None:
            return
        pid = pid_file.read_text(encoding="ascii").split("\n", 1)[0]
        if pid.isdigit() and is_alive(int(pid)):
            pid_file.unlink()

    def _make_database(self) -> None:
        with psycopg.connect(self.uri("postgres"), autocommit=True) as connection:
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if exists is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def command_line(pid: int) -> str:
    """The arguments of a process, separated by spaces; empty when there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    command = ["ps", "-o", "args=", "-p", str(pid)]  # macOS
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603  # no shell


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it lives, under another account
    return True

"""Hosts for a trial on one machine: network namespaces, and a PostgreSQL that listens on TCP for them.

Each host has its own address, its own data folder and its own environment; only the network, and what they
are told to share, joins them. Needs root and Debian's iproute2. Everything goes at the end.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.postgres.binaries import binaries_dir, run_program
from config.postgres.location import ServerAccount, server_account

ROOT = Path(__file__).resolve().parents[1]
PORT, POSTGRES_PORT = 8000, 5499
ACCOUNT = "collate"
START_SECONDS = 60
IP = shutil.which("ip", path="/usr/sbin:/sbin:/usr/bin") or ""
NETWORK = "10.77"
SERVICES = f"{NETWORK}.1.1"
"""Where PostgreSQL and the other shared services listen: an address that every host reaches."""


def why_not() -> str:
    """Why this machine cannot play several hosts; empty when it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "network namespaces need Linux and root"
    if not IP:
        return "iproute2 is not installed"
    done = subprocess.run([IP, "netns", "add", "collate-try"], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"the kernel refuses a network namespace: {done.stderr.strip()}"
    run_ip("netns", "delete", "collate-try")
    return ""


def run_ip(*arguments: str) -> None:
    subprocess.run([IP, *arguments], check=True)


@dataclass(slots=True)
class Host:
    """A namespace with one address and a data folder; the programs it started."""

    number: int
    folder: Path
    environment: dict[str, str]
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"collate-{self.number}"

    @property
    def address(self) -> str:
        return f"{NETWORK}.{self.number}.2"

    @property
    def gateway(self) -> str:
        """This machine, as the host sees it."""
        return f"{NETWORK}.{self.number}.1"

    def connect(self) -> None:
        outside, inside = f"collate{self.number}o", f"collate{self.number}i"
        run_ip("netns", "add", self.name)
        run_ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", self.name)
        run_ip("addr", "add", f"{self.gateway}/24", "dev", outside)
        run_ip("link", "set", outside, "up")
        run_ip("-n", self.name, "addr", "add", f"{self.address}/24", "dev", inside)
        run_ip("-n", self.name, "link", "set", inside, "up")
        run_ip("-n", self.name, "link", "set", "lo", "up")
        run_ip("-n", self.name, "route", "add", "default", "via", self.gateway)

    def start(self, *command: str, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Starts a program of our environment on this host, in a session of its own; its log is kept."""
        log = self.folder / f"{len(self.programs)}.log"
        with log.open("wb") as output:
            program = subprocess.Popen(
                [IP, "netns", "exec", self.name, *command],
                env=self.environment | dict(more or {}),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.programs.append(program)
        return program

    def run(self, *command: str, more: Mapping[str, str] | None = None) -> str:
        """What a program says that ends by itself. Raises CalledProcessError."""
        return subprocess.run(
            [IP, "netns", "exec", self.name, *command],
            env=self.environment | dict(more or {}),
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def serve(self, processes: int, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """gunicorn as docs/running.md starts it; returns once it answers."""
        program = self.start(
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--worker-class", "gthread", "--preload"),
            *("--workers", str(processes), "--threads", "4", "--no-control-socket"),
            *("--limit-request-line", "8190"),
            *("--bind", f"{self.address}:{PORT}"),
            more=more,
        )
        wait_for_port(self.address, PORT)
        return program

    def work(self, more: Mapping[str, str] | None = None, *options: str) -> subprocess.Popen[bytes]:
        return self.start(sys.executable, "manage.py", "procrastinate", "worker", *options, more=more)

    def stop(self) -> None:
        for program in self.programs:
            stop_program(program)
        self.programs.clear()

    def disconnect(self) -> None:
        self.stop()
        run_ip("netns", "delete", self.name)


def stop_program(program: subprocess.Popen[bytes], kind: signal.Signals = signal.SIGTERM) -> None:
    """Ends a program that this trial started, with all it started; firmly after ten seconds."""
    if program.poll() is None:
        os.killpg(program.pid, kind)
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


def wait_for_port(address: str, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((address, port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"Nothing answers at {address}:{port}.")


@dataclass(frozen=True, slots=True)
class TcpPostgres:
    """A PostgreSQL with its usual safety that asks for passwords, on the addresses of the hosts."""

    folder: Path
    account: ServerAccount | None
    password: str
    port: int = POSTGRES_PORT

    @classmethod
    def make(cls, folder: Path) -> "TcpPostgres":
        account = server_account(folder)
        folder.mkdir(mode=0o700)
        password = secrets.token_hex(8)
        secret = folder / "password"
        secret.write_text(password)
        own(folder, account)
        own(secret, account)
        server = cls(folder, account, password)
        server.run(
            *("initdb", "-D", str(server.data), f"--username={ACCOUNT}", f"--pwfile={secret}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
            *("--builtin-locale=C.UTF-8",),
        )
        with (server.data / "pg_hba.conf").open("a") as file:
            for database in ("all", "replication"):
                file.write(f"host {database} all {NETWORK}.0.0/16 scram-sha-256\n")
        return server

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def uri(self, port: int | None = None) -> str:
        return f"postgresql://{ACCOUNT}:{self.password}@{SERVICES}:{port or self.port}/postgres"

    def run(self, program: str, *arguments: str) -> str:
        status, output = run_program(binaries_dir(self.account) / program, *arguments, account=self.account)
        if status:
            raise SystemExit(f"{program}: {output}")
        return output

    def start(self) -> None:
        options = {
            "listen_addresses": SERVICES,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "shared_buffers": "256MB",
            "max_connections": "100",
        }
        said = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", said, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")


def own(path: Path, account: ServerAccount | None) -> None:
    if account:
        os.chown(path, account.uid, account.gid)


@contextmanager
def connected_hosts(folder: Path, count: int, environment: Mapping[str, str]) -> Iterator[list[Host]]:
    """So many hosts; they are disconnected and their programs ended whatever happens."""
    hosts: list[Host] = []
    try:
        for number in range(1, count + 1):
            own_folder = folder / f"host{number}"
            own_folder.mkdir()
            own_environment = {"COLLATE_DATA_DIR": str(own_folder)}
            host = Host(number, own_folder, {**os.environ, **environment, **own_environment})
            hosts.append(host)
            host.connect()
        yield hosts
    finally:
        for host in hosts:
            host.disconnect()

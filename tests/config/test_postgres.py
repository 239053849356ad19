import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import binaries, location
from config.postgres.location import EmbeddedPostgresError, ServerAccount, cluster_dir, socket_dir
from config.postgres.server import EmbeddedPostgres, command_line
from tests.conftest import REPOSITORY
from tests.postgres_plugin import throw_away_dir

NOBODY = ServerAccount("somebody", 12345, 12345)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder that any account may pass through; its server is stopped at the end."""
    with throw_away_dir() as folder:
        yield folder / "data"
        EmbeddedPostgres.of(folder / "data").stop()


@pytest.fixture
def server(data_dir: Path) -> EmbeddedPostgres:
    running = EmbeddedPostgres(data_dir / "postgres", is_throw_away=True)
    assert running.start()
    return running


def pids_started(server: EmbeddedPostgres) -> int:
    """How often the log says that a server came up."""
    return server.log.read_text().count("database system is ready to accept connections")


def test_start_twice_gives_one_server(server: EmbeddedPostgres) -> None:
    pid = server.postmaster_pid()
    assert server.start() is False
    assert (server.postmaster_pid(), pids_started(server)) == (pid, 1)


def test_start_listens_on_a_private_socket_only(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.uri()) as connection:
        addresses = connection.execute("SHOW listen_addresses").fetchone()
        locale = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert (addresses, locale) == (("",), ("b", "C.UTF-8"))
    assert stat.S_IMODE(socket_dir(server.folder).stat().st_mode) == 0o700


def test_start_after_kill_keeps_what_was_committed(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir / "postgres")
    server.start()
    with psycopg.connect(server.uri()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    pid = server.postmaster_pid()
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert server.start() is True
    with psycopg.connect(server.uri()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_start_by_several_processes_starts_one(data_dir: Path) -> None:
    command = [sys.executable, "-m", "config.postgres", "start"]
    environment = os.environ | {"COLLATE_DATA_DIR": str(data_dir)}
    starting = [
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = sorted(process.communicate(timeout=100)[0].strip() for process in starting)
    assert said == ["PostgreSQL started.", *["PostgreSQL was running already."] * 3]
    assert pids_started(EmbeddedPostgres.of(data_dir)) == 1


def test_start_with_pid_file_of_another_program(server: EmbeddedPostgres) -> None:
    server.stop()
    pid_file = server.data / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as unrelated:
        pid_file.write_text(f"{unrelated.pid}\n{server.data}\n")
        assert server.postmaster_pid() is None
        assert server.start() is True
        unrelated.terminate()


def test_start_after_interrupted_initdb(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir / "postgres", is_throw_away=True)
    half_made = server.folder / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    assert server.start() is True
    assert not half_made.exists()


def test_start_creates_a_database_that_is_missing(server: EmbeddedPostgres) -> None:
    pid = server.postmaster_pid()
    with psycopg.connect(server.uri("postgres"), autocommit=True) as connection:
        connection.execute('DROP DATABASE "collate"')
    assert server.start() is True
    assert (server.is_ready(), server.postmaster_pid()) == (True, pid)


def test_stop_ends_it_and_says_so_once(server: EmbeddedPostgres) -> None:
    pid = server.postmaster_pid()
    assert pid
    assert (server.stop(), server.stop()) == (True, False)
    assert (server.is_ready(), server.postmaster_pid(), command_line(pid)) == (False, None, "")


def test_stop_before_the_first_start_makes_nothing(data_dir: Path) -> None:
    assert EmbeddedPostgres.of(data_dir).stop() is False
    assert not data_dir.exists()


def test_start_reports_why_it_cannot(server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    server.stop()
    monkeypatch.setattr("config.postgres.server.START_SECONDS", 3)
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        server.start()


def test_socket_dir_of_a_deep_folder_is_short(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / "postgres"
    assert socket_dir(Path("/srv/collate/postgres")) == Path("/srv/collate/postgres/run")
    assert len(os.fsencode(socket_dir(deep))) < location.LONGEST_SOCKET_FOLDER
    assert socket_dir(deep) != socket_dir(deep.with_name("other"))


def test_make_private_dir_refuses_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EmbeddedPostgresError, match="belongs to another account"):
        location.make_private_dir(tmp_path / "run", None)


def test_can_pass_through_looks_at_every_parent(tmp_path: Path) -> None:
    inner = tmp_path / "home" / "data"
    inner.mkdir(parents=True)
    (tmp_path / "home").chmod(0o700)
    owner = ServerAccount("owner", os.geteuid(), os.getegid())
    assert (location.can_pass_through(inner, NOBODY), location.can_pass_through(inner, owner)) == (
        False,
        True,
    )


@as_root
def test_cluster_of_root_below_a_private_home_lies_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "ROOT_CLUSTERS", tmp_path / "clusters")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    assert cluster_dir(home / ".data").parent == tmp_path / "clusters"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    # A cluster that is there already stays the one, whatever the modes say.
    (home / ".data" / "postgres" / "data").mkdir(parents=True)
    assert cluster_dir(home / ".data") == home / ".data" / "postgres"


@as_root
def test_server_of_root_runs_as_an_ordinary_account(server: EmbeddedPostgres) -> None:
    owner = server.data.stat().st_uid
    assert owner != 0
    assert Path(f"/proc/{server.postmaster_pid()}").stat().st_uid == owner


@as_root
def test_binaries_below_a_private_home_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = location.server_account(tmp_path)
    assert account
    copies = Path(tempfile.mkdtemp(prefix="collate-pg-copies-", dir="/tmp"))
    copies.chmod(0o755)
    monkeypatch.setattr(binaries, "COPIES", copies)
    package = binaries.binaries_dir(None).parents[1]
    try:
        first, second = binaries.copied_package(package), binaries.copied_package(package)
        assert first == second
        assert [path.name for path in copies.iterdir()] == [first.parent.name]
        assert binaries.can_execute(first / "pginstall" / "bin" / "postgres", account)
    finally:
        shutil.rmtree(copies)

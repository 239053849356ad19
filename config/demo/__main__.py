"""`python -m config.demo [stop]`: what `make demo` and `make stop` run."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from config.demo.processes import Program, start_program, stop_programs
from config.demo.record import (
    DemoIsRunningError,
    Record,
    claimed,
    drop_record,
    end_orphans,
    read_record,
    write_record,
)
from config.demo.web import HOST, NoPortError, listening_socket, wait_until_answered
from config.env import Env, EnvironmentValueError
from config.postgres.location import EmbeddedPostgresError
from config.postgres.server import EmbeddedPostgres

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 30


class DemoError(RuntimeError):
    """The demo cannot go on; the message is for whoever started it."""


class StopRequested(BaseException):
    """Ctrl-C or a signal to end. Like KeyboardInterrupt no error, so nothing may catch it in passing."""


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def request_stop(_number: int, _frame: FrameType | None) -> None:
    """Once is enough: while things are being stopped further signals change nothing."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise StopRequested


def main() -> int:
    """Exit status 0 after a requested stop; 1 with a sentence when something cannot run."""
    try:
        env = Env()
        data_dir = env.folder("COLLATE_DATA_DIR", REPOSITORY / ".data")
        if sys.argv[1:] == ["stop"]:
            stop_demo(data_dir)
        else:
            run_demo(env, data_dir)
    except DemoIsRunningError:
        record = read_record(data_dir)
        say(f"Collate runs here already{f': {record.address}' if record else ''}. `make stop` ends it.")
        return 1
    except (DemoError, NoPortError, EmbeddedPostgresError, EnvironmentValueError) as error:
        say(str(error))
        return 1
    return 0


def run_demo(env: Env, data_dir: Path) -> None:
    """Runs until it is asked to stop. Raises DemoError when a program ends by itself."""
    with claimed(data_dir):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, request_stop)
        try:
            end_orphans(data_dir)
            with database(env, data_dir) as url:
                serve(env, data_dir, os.environ | {"DATABASE_URL": url, "COLLATE_DEMO": "true"})
        except StopRequested:
            say("Stopped. What was stored is kept; `make demo` goes on from here.")


@contextlib.contextmanager
def database(env: Env, data_dir: Path) -> Iterator[str]:
    """The address of DATABASE_URL's server, or of the embedded one, which is stopped if we started it."""
    if url := env.text("DATABASE_URL"):
        say("Using the database of DATABASE_URL.")
        yield url
        return
    server = EmbeddedPostgres.of(data_dir)
    ran_before = server.postmaster_pid() is not None
    try:
        say("Starting PostgreSQL …")
        server.start()
        yield server.uri()
    finally:
        if not ran_before:
            server.stop()


def serve(env: Env, data_dir: Path, environment: dict[str, str]) -> None:
    """Prepares, starts web server and worker, says where they are, and watches them."""
    accounts = prepare(environment)
    wanted = env.integer("COLLATE_PORT", 8000, minimum=1024, maximum=65535)
    with running_programs(data_dir, environment, wanted) as (programs, port):
        say("Starting web server and worker …")
        answers = wait_until_answered(
            port, seconds=START_SECONDS, is_hopeless=lambda: any(p.has_ended() for p in programs)
        )
        if not answers:
            ended = next((p for p in programs if p.has_ended()), programs[0])
            raise DemoError(
                f"The {ended.name} does not serve the page. The end of {ended.log}:\n{ended.log_tail()}"
            )
        if port != wanted:
            say(f"Port {wanted} is taken, so this is on {port}.")
        say(f"\nCollate is ready: http://{HOST}:{port}/\n\nSign in as\n{accounts}")
        say(f"Data and logs are in {data_dir}. Ctrl-C stops everything.")
        while not (ended_programs := [p for p in programs if p.has_ended()]):
            time.sleep(0.2)
        ended = ended_programs[0]
        raise DemoError(f"The {ended.name} ended by itself. The end of {ended.log}:\n{ended.log_tail()}")


def prepare(environment: dict[str, str]) -> str:
    """Brings the database up to date; the accounts as lines to print."""
    say("Bringing database, samples and accounts up to date …")
    command = [sys.executable, "-m", "config.demo.prepare"]
    with subprocess.Popen(  # noqa: S603  # our own module
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            accounts, _ = process.communicate()
        except StopRequested:
            process.kill()
            raise
    if process.returncode != 0:
        raise DemoError("The database could not be brought up to date; the reason stands above.")
    return accounts


@contextlib.contextmanager
def running_programs(
    data_dir: Path, environment: dict[str, str], wanted: int
) -> Iterator[tuple[list[Program], int]]:
    """Web server and worker with the page's port; both are stopped at the end, whatever ends it."""
    logs = data_dir / "log"
    programs: list[Program] = []
    try:
        with listening_socket(wanted) as listener:
            port: int = listener.getsockname()[1]
            command = web_command(listener.fileno())
            programs.append(
                start_program(
                    "web server", command, environment=environment, log_dir=logs, pass_fds=[listener.fileno()]
                )
            )
        programs.append(start_program("worker", worker_command(), environment=environment, log_dir=logs))
        words = {"config.wsgi": programs[0].process.pid, "procrastinate": programs[1].process.pid}
        write_record(data_dir, Record(os.getpid(), f"http://{HOST}:{port}/", words))
        yield programs, port
    finally:
        stop_programs(programs)
        drop_record(data_dir)


def web_command(descriptor: int) -> list[str]:
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--chdir", str(REPOSITORY)]
    workers = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    # As much as it allows: a pasted paragraph is part of the address it is searched by.
    limits = ["--limit-request-line", "8190"]
    return [*gunicorn, *workers, *limits, "--no-control-socket", "--bind", f"fd://{descriptor}"]


def worker_command() -> list[str]:
    manage = str(REPOSITORY / "manage.py")
    return [sys.executable, manage, "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]


def stop_demo(data_dir: Path) -> None:
    """Ends a running demo, programs that one left behind, and the embedded server."""
    deadline = time.monotonic() + STOP_SECONDS
    is_asked = False
    while True:
        try:
            with claimed(data_dir):
                orphans = end_orphans(data_dir)
                stopped = EmbeddedPostgres.of(data_dir).stop()
                break
        except DemoIsRunningError as error:
            record = read_record(data_dir)
            if record and not is_asked:
                os.kill(record.pid, signal.SIGTERM)
                is_asked = True
            if time.monotonic() > deadline:
                raise DemoError(f"The running demo does not stop within {STOP_SECONDS} seconds.") from error
            time.sleep(0.2)
    say("Stopped." if is_asked or orphans or stopped else "Nothing was running.")


if __name__ == "__main__":
    sys.exit(main())

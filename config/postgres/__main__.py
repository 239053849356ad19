"""`python -m config.postgres start|stop|status|uri`: the embedded server of COLLATE_DATA_DIR."""

import argparse
import sys
from pathlib import Path

from config.env import Env
from config.postgres.location import EmbeddedPostgresError
from config.postgres.server import EmbeddedPostgres


def main() -> int:
    """Exit status 0; 1 when the server cannot be started, or `status` finds none."""
    parser = argparse.ArgumentParser(prog="python -m config.postgres", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "uri"])
    action = parser.parse_args().action
    data_dir = Env().folder("COLLATE_DATA_DIR", Path(__file__).resolve().parents[2] / ".data")
    server = EmbeddedPostgres.of(data_dir)
    try:
        answer, status = perform(action, server)
    except EmbeddedPostgresError as error:
        answer, status = str(error), 1
    sys.stdout.write(f"{answer}\n")
    return status


def perform(action: str, server: EmbeddedPostgres) -> tuple[str, int]:
    """What to print and the exit status."""
    if action == "start":
        return ("PostgreSQL started." if server.start() else "PostgreSQL was running already."), 0
    if action == "stop":
        return ("PostgreSQL stopped." if server.stop() else "PostgreSQL was not running."), 0
    if action == "uri":
        return server.uri(), 0
    pid = server.postmaster_pid()
    return (f"PostgreSQL runs as process {pid}." if pid else "PostgreSQL is not running."), 0 if pid else 1


if __name__ == "__main__":
    sys.exit(main())

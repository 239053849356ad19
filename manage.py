#!/usr/bin/env python
"""Django's command line. Starts the embedded PostgreSQL first when the command needs a database."""

import os
import sys

from django.core.management import execute_from_command_line

from config.env import Env

# What a shell reports of a program whose output nobody reads any more ("… | head").
UNREAD = 141
# These read files and print; they must work where nothing can be started.
NEED_NO_DATABASE = frozenset({"align", "classify", "code", "collectstatic", "extract", "help", "version"})
ASK_FOR_HELP = frozenset({"-h", "--help", "--version"})


def needs_database(arguments: list[str]) -> bool:
    """Whether a command line (without the program's name) may talk to the database."""
    if not arguments or ASK_FOR_HELP & set(arguments):
        return False
    return arguments[0] not in NEED_NO_DATABASE


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if needs_database(sys.argv[1:]) and not Env().text("DATABASE_URL"):
        from django.conf import settings

        from config.postgres.server import EmbeddedPostgres

        EmbeddedPostgres.of(settings.DATA_DIR).start()
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
        sys.exit(UNREAD)


if __name__ == "__main__":
    main()

"""`manage.py extract PATH…`: filings in, one JSON object a line out. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from disclosures.extraction import extract_filing
from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError

EXIT_UNREADABLE = 2


class Command(BaseCommand):
    """Reads files and the files of folders, and prints what they hold."""

    help = "Reads filings and prints one JSON object per filing and line, without a database."
    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The paths."""
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", type=Path, help="a file, or a folder of files"
        )

    def handle(self, *_args: str, **options: Any) -> None:
        """Print every filing; name every file that cannot be read, and then exit with 2."""
        print_utf8()
        is_failed = False
        for path in walk_paths(options["paths"]):
            try:
                filings = registry.read(path.read_bytes(), path.name)
            except ParseError as error:
                sentence = str(error)
            except OSError as error:
                sentence = f"{error.strerror or error}."
            else:
                for filing in filings:
                    self.stdout.write(json.dumps(extract_filing(filing, path=str(path)), ensure_ascii=False))
                continue
            self.stderr.write(f"{path}: {sentence}", self.style_plain)
            is_failed = True
        if is_failed:
            sys.exit(EXIT_UNREADABLE)

    @staticmethod
    def style_plain(text: str) -> str:
        """Errors go out as they are, so that a program can read them."""
        return text


def print_utf8() -> None:
    """Make this process print UTF-8 whatever the locale says: the output's format promises it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def walk_paths(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, sorted; hidden files are left alone."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not is_hidden:
                yield file

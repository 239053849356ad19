"""`manage.py align A B`: which paragraphs of two texts belong together. Files need no database."""

import json
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comparison.aligning import MODES, UnusableSourceError, hide_tags, load_file, load_stored, to_object
from comparison.alignment.pairs import Pair
from comparison.alignment.sources import Source
from comparison.exports.alignment_text import alignment_to_text
from config.env import Env
from config.postgres.server import EmbeddedPostgres
from disclosures.management.commands.extract import print_utf8
from disclosures.parsing.cover import find_accession
from disclosures.sources import count_cores

EXIT_UNREADABLE = 2
FEW = 40
"""Lines of a batch that are aligned sooner than other processes would start."""
CHUNK = 8
"""Lines that a process takes at a time."""


class Command(BaseCommand):
    """Pairs of two texts, or of the many that a file lists."""

    help = "Aligns the paragraphs of two files, or of two stored filings, and prints the pairs."
    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two sides or a batch; the mode; the output."""
        parser.add_argument(
            "sides",
            nargs="*",
            metavar="A B",
            help="two files, or the accession numbers of two stored filings",
        )
        parser.add_argument("--batch", metavar="FILE", type=Path, help="two paths a line, a tab between")
        parser.add_argument("--mode", choices=sorted(MODES), default="years")
        parser.add_argument("--ignore-tags", action="store_true", help="align as if nothing were tagged")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: str, **options: Any) -> None:
        """Print the pairs; exit with 2 when a side could not be read, in a batch after all its lines."""
        print_utf8()
        if bool(options["batch"]) == bool(options["sides"]):
            raise CommandError("Give two texts, or --batch and a file that lists them.", returncode=2)
        if options["batch"]:
            self._align_batch(options)
            return
        if len(options["sides"]) != 2:
            raise CommandError("Two texts are aligned: give two.", returncode=EXIT_UNREADABLE)
        try:
            left, right = (
                _prepare(side, ignore_tags=options["ignore_tags"]) for side in _load_sides(*options["sides"])
            )
        except UnusableSourceError as error:
            raise CommandError(str(error), returncode=EXIT_UNREADABLE) from error
        pairs = MODES[options["mode"]](left, right)
        if options["format"] == "json":
            self._print_line(_to_line(left, right, pairs))
        else:
            self.stdout.write(alignment_to_text(left, right, pairs, _width()), ending="")

    def _align_batch(self, options: dict[str, Any]) -> None:
        """A line of output for each line, in their order; what cannot be read is named and passed over."""
        is_failed = False
        for number, answer in _align_lines(options):
            if isinstance(answer, UnusableSourceError):
                self.stderr.write(f"{options['batch']}, line {number}: {answer}", str)
                is_failed = True
            else:
                self._print_line(answer)
        if is_failed:
            sys.exit(EXIT_UNREADABLE)

    def _print_line(self, answer: str) -> None:
        self.stdout.write(answer)
        self.stdout.flush()


def _align_lines(options: dict[str, Any]) -> Iterator[tuple[int, str | UnusableSourceError]]:
    """The answers in the order of the lines, worked out on every core where there are more than a few."""
    align = partial(_align_line, options["mode"], ignore_tags=options["ignore_tags"])
    lines = list(_read_lines(options["batch"]))
    if len(lines) <= FEW or count_cores() == 1:
        yield from map(align, lines)
        return
    with ProcessPoolExecutor(count_cores(), initializer=django.setup) as pool:
        try:
            yield from pool.map(align, lines, chunksize=CHUNK)
        finally:
            pool.shutdown(cancel_futures=True)


def _align_line(
    mode: str, given: tuple[int, str], *, ignore_tags: bool
) -> tuple[int, str | UnusableSourceError]:
    number, line = given
    try:
        left, right = (_prepare(load_file(path), ignore_tags=ignore_tags) for path in _cut_line(line))
    except UnusableSourceError as error:
        return number, error
    return number, _to_line(left, right, MODES[mode](left, right))


def _to_line(left: Source, right: Source, pairs: tuple[Pair, ...]) -> str:
    return json.dumps(to_object(left, right, pairs), ensure_ascii=False)


def _prepare(source: Source, *, ignore_tags: bool) -> Source:
    return hide_tags(source) if ignore_tags else source


def _load_sides(first: str, second: str) -> tuple[Source, Source]:
    """Files where they exist; else stored filings where both are accession numbers."""
    paths = Path(first), Path(second)
    are_numbers = all(find_accession(name) == name for name in (first, second))
    if are_numbers and not any(path.exists() for path in paths):
        # manage.py starts no server for this command: files need none.
        if not Env().text("DATABASE_URL"):
            EmbeddedPostgres.of(settings.DATA_DIR).start()
        return load_stored(first), load_stored(second)
    return load_file(paths[0]), load_file(paths[1])


def _read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a batch with their numbers from 1, empty ones left out."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if stripped := line.rstrip("\r\n"):
                    yield number, stripped
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise CommandError(f"{path}: {reason or error}.", returncode=EXIT_UNREADABLE) from error


def _cut_line(line: str) -> tuple[Path, Path]:
    first, tab, second = line.partition("\t")
    if not (first and tab and second) or "\t" in second:
        raise UnusableSourceError("two paths with a tab between are expected.")
    return Path(first), Path(second)


def _width() -> int:
    """Of the terminal; 120 characters where the output goes into a file or a pipe."""
    return shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120

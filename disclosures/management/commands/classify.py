"""`manage.py classify FILE…`: the passages of filings and the elements in them. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from disclosures.coding.naming import NAMED
from disclosures.coding.passages import NamedPassage, collect_tagged, name_passages, tells_of_incident
from disclosures.management.commands.extract import EXIT_UNREADABLE, print_utf8, walk_paths
from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.incident_items import ITEM as INCIDENT_ITEM
from disclosures.parsing.items import read_number
from disclosures.parsing.types import ParsedFiling


class Command(BaseCommand):
    """Reads filings, names the elements of their passages and prints them."""

    help = "Prints passages and their elements with a confidence, one JSON object per filing and line."
    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read and how to print it."""
        parser.add_argument(
            "paths", nargs="+", metavar="FILE", type=Path, help="a file, or a folder of files"
        )
        parser.add_argument("--format", choices=("json", "text"), default="json", help="json unless given")
        parser.add_argument(
            "--ignore-tags", action="store_true", help="name the elements of tagged filings from their words"
        )

    def handle(self, *_args: str, **options: Any) -> None:
        """Print every filing; name on standard error what cannot be read or found, and exit with 2."""
        print_utf8()
        is_failed = False
        write = write_json if options["format"] == "json" else write_text
        for path in walk_paths(options["paths"]):
            try:
                data = path.read_bytes()
                read = registry.read_untagged if options["ignore_tags"] else registry.read
                filings = read(data, path.name)
            except ParseError as error:
                sentence = str(error)
            except OSError as error:
                sentence = f"{error.strerror or error}."
            else:
                for filing in filings:
                    self._warn(path, filing)
                    passages = collect_tagged(filing) if filing.elements else name_passages(filing)
                    self.stdout.write(write(str(path), filing, passages))
                continue
            self.stderr.write(f"{path}: {sentence}", str)
            is_failed = True
        if is_failed:
            sys.exit(EXIT_UNREADABLE)

    def _warn(self, path: Path, filing: ParsedFiling) -> None:
        """Say what was odd about finding the item."""
        for problem in filing.problems:
            if problem.code.startswith("item-"):
                self.stderr.write(f"{path}: {problem.message}", str)


def find_number(filing: ParsedFiling) -> str:
    """The number of the item the passages are from; by the form where its heading is not in the text."""
    if tells_of_incident(filing):
        return INCIDENT_ITEM
    heading = filing.reading_text.partition("\n")[0]
    return read_number(" ".join(heading.split())) or ("16K" if filing.form.startswith("20-F") else "1C")


def write_json(path: str, filing: ParsedFiling, passages: tuple[NamedPassage, ...]) -> str:
    """One line; `item` is null where nothing was found, `heading` the path of headings."""
    return json.dumps(
        {
            "path": path,
            "item": find_number(filing) if passages else None,
            "passages": [
                {
                    "text": passage.text,
                    "heading": " > ".join(passage.headings),
                    "elements": passage.elements,
                    "locator": str(passage.locator),
                }
                for passage in passages
            ],
        },
        ensure_ascii=False,
    )


def write_text(path: str, filing: ParsedFiling, passages: tuple[NamedPassage, ...]) -> str:
    """For reading: each passage under its heading, with the elements that are named."""
    lines = [f"{path}: Item {find_number(filing)}" if passages else f"{path}: no item was found"]
    for passage in passages:
        named = [
            f"{concept.removeprefix('cyd:').removesuffix('TextBlock')} {confidence:.2f}"
            for concept, confidence in passage.elements.items()
            if confidence >= NAMED
        ]
        lines.extend(
            ("", " > ".join(passage.headings), passage.text, f"  = {', '.join(named) or 'nothing named'}")
        )
    return "\n".join(lines)

"""manage.py recode [--all]: codebook values of stored filings that are missing or out of date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from disclosures.codes.storing import refresh_codes
from disclosures.coding.codebook.version import rules_version


class Command(BaseCommand):
    help = (
        "Codes stored filings whose values are missing, or were read from another text or by other rules. "
        "What was coded when it is stopped stays coded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="code every filing anew")

    def handle(self, *_args: Any, **options: Any) -> None:
        columns = (TextColumn("Coding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(file=self.stderr, stderr=False)  # type: ignore[arg-type]  # a stream with write()
        with Progress(*columns, console=console, disable=not self.stderr.isatty()) as bar:
            task = bar.add_task("Coding", total=None)
            count = refresh_codes(
                everything=options["all"],
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
        self.stdout.write(f"{count:,} filings coded by rules {rules_version()}.")

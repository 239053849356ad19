"""manage.py follow: looks for new filings of followed issuers on EDGAR, once, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comparison.watching.following import look_out
from disclosures.edgar.client import EdgarError


class Command(BaseCommand):
    help = "Has the worker look on EDGAR for new filings of every followed issuer, whatever the settings say."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            fetches = look_out()
        except EdgarError as error:
            raise CommandError(str(error)) from error
        for fetch in fetches:
            self.stdout.write(f"{fetch.issuer}: {fetch.get_absolute_url()}")
        self.stdout.write(f"{len(fetches)} issuers with a CIK are followed; the worker looks them up.")

"""Sends the notices that are due by e-mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comparison.watching.digests import send_digests


class Command(BaseCommand):
    help = "Sends unread notices by e-mail to everyone whose digest is due, each notice once."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_digests()
        self.stdout.write(f"{sent.mails} {'digest' if sent.mails == 1 else 'digests'} sent.")
        if sent.failures:
            raise CommandError(f"{sent.failures} could not be sent; they wait for the next run.")

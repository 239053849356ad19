"""manage.py reread [DOCUMENT…]: makes what was parsed again, from the bytes that were kept."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosures.market.loading import is_archive, load_archives
from disclosures.models import SourceDocument
from disclosures.rereading import reread_documents


class Command(BaseCommand):
    help = "Reads stored documents again, all or those with the given hashes. People's work stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("hashes", nargs="*", metavar="SHA256", help="First digits of a document's hash.")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = done = 0
        for document, sentence, is_refused in _reread(self._documents(options["hashes"])):
            failed, done = failed + is_refused, done + (not is_refused)
            (self.stderr if is_refused else self.stdout).write(f"{document.name}: {sentence}")
        self.stdout.write(f"{done} documents read again, {failed} left as they were.")
        if failed:
            raise CommandError(
                f"{failed} documents can no longer be read; what they gave is kept.", returncode=2
            )

    def _documents(self, hashes: list[str]) -> list[SourceDocument]:
        everything = SourceDocument.objects.order_by("received_at", "pk")
        if not hashes:
            return list(everything)
        found = []
        for digits in hashes:
            matching = list(everything.filter(sha256__startswith=digits.lower()))
            if len(matching) != 1:
                raise CommandError(f"{digits}: {len(matching)} documents have a hash that starts so.")
            found += matching
        return found


def _reread(documents: Iterable[SourceDocument]) -> Iterator[tuple[SourceDocument, str, bool]]:
    """What became of each, in a sentence, and whether it was refused; then nothing has changed."""
    for are_archives, group in groupby(documents, _is_archive):
        if are_archives:
            for document in group:
                (loaded,) = load_archives([document], by=None)
                yield document, str(loaded.error or loaded.sentence), loaded.error is not None
        else:
            for reread in reread_documents(list(group)):
                told = reread.refusal or ", ".join(map(str, reread.filings)) or "a plan"
                yield reread.document, told, bool(reread.refusal)


def _is_archive(document: SourceDocument) -> bool:
    """A document whose bytes are gone is refused by the other way, like any that cannot be read."""
    try:
        return is_archive(document)
    except FileNotFoundError:
        return False

"""manage.py reread [DOCUMENT…]: makes what was parsed again, from the bytes that were kept."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosures.ingest import reread_document
from disclosures.market.loading import is_archive, load_archives
from disclosures.models import SourceDocument
from disclosures.parsing.errors import ParseError
from disclosures.reader_pool import ReaderEndedError


class Command(BaseCommand):
    help = "Reads stored documents again, all or those with the given hashes. People's work stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("hashes", nargs="*", metavar="SHA256", help="First digits of a document's hash.")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = done = 0
        for document in self._documents(options["hashes"]):
            try:
                sentence = _reread(document)
            except (ParseError, ReaderEndedError) as error:
                failed += 1
                self.stderr.write(f"{document.name}: {error}")
            else:
                done += 1
                self.stdout.write(f"{document.name}: {sentence}")
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


def _reread(document: SourceDocument) -> str:
    """What became of one document. Raises ParseError and ReaderEndedError, changing nothing."""
    if is_archive(document):
        (loaded,) = load_archives([document], by=None)
        if loaded.error is not None:
            raise loaded.error
        return loaded.sentence
    return ", ".join(map(str, reread_document(document))) or "a plan"

"""`manage.py export_labels`: what reviewers decided about predicted elements, one JSON object per line."""

from typing import Any

from django.core.management.base import BaseCommand

from comparison.exports.labels import label_lines
from comparison.models import Judgement
from disclosures.management.commands.extract import print_utf8


class Command(BaseCommand):
    """Prints every standing decision; docs/classifier.md describes the fields."""

    help = "Prints the decisions of reviewers about predicted elements as JSON lines: labels for a model."

    def handle(self, *_args: str, **_options: Any) -> None:
        """One object per line, oldest first; nothing where nobody has decided anything."""
        print_utf8()
        for line in label_lines(Judgement.objects.all()):
            self.stdout.write(line, ending="")

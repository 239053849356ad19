"""manage.py load_samples: the invented issuers that come with Collate."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosures.identity import Details
from disclosures.plan_reviews import publish_plan
from disclosures.sources import ingest_file

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class Command(BaseCommand):
    help = "Stores the invented sample filings. Safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        manifest = tomllib.loads((SAMPLES / "samples.toml").read_text(encoding="utf-8"))
        held = 0
        for entry in manifest["sample"]:
            details = Details(
                issuer_name=entry.get("issuer", ""),
                cik=entry.get("cik", ""),
                form=entry.get("form", ""),
                fiscal_year=entry.get("fiscal_year", 0),
            )
            for outcome in ingest_file(SAMPLES / entry["path"], details=details):
                if not outcome.is_stored:
                    raise CommandError(f"{outcome.path.name}: {outcome.sentence}")
                held += 1
                if outcome.stored and outcome.stored.is_new and (plan := outcome.stored.framework):
                    publish_plan(framework=plan, by=None)
        self.stdout.write(f"{held} sample filings are held.")

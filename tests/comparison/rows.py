"""People and annotations for the tests of this app."""

import itertools
from typing import Any

from comparison.models import Annotation
from comparison.reviews import annotate
from config.accounts.models import User
from disclosures.identity import Details
from disclosures.ingest import store_parsed
from disclosures.models import Filing
from tests.factories import BOARD, element, make_filing, parsed_filing

numbers = itertools.count(1)

TEXT = "The audit committee reviews our programme.\n\nThe security chief briefs it every quarter of the year."
WORDS = "briefs it every quarter"


def make_person(role: str, **fields: Any) -> User:
    name = f"{role}-{next(numbers)}"
    return User.objects.create_user(name, "right-horse-battery", role=role, **fields)


def make_annotation(on: Filing | None = None, **fields: Any) -> Annotation:
    filing = on or make_filing(texts={BOARD: TEXT})
    start = filing.reading_text.find(WORDS)
    defaults: dict[str, Any] = {
        "issuer": filing.issuer,
        "element": element(BOARD),
        "fiscal_year": filing.fiscal_year,
        "kind": "gap",
        "body": "Does not say who attends.",
        "by": make_person("reviewer"),
        "filing": filing,
        "place": (start, start + len(WORDS)),
        "quote": WORDS,
    }
    return annotate(**{**defaults, **fields})


def read_again(filing: Filing, text: str) -> None:
    """The same document read again, with another reading text."""
    parsed = parsed_filing({BOARD: text}, issuer_name=filing.issuer.name)
    store_parsed(document=filing.document, part=0, parsed=parsed, details=Details(), by=None)
    filing.refresh_from_db()

"""People and annotations for the tests of this app."""

import itertools
from typing import Any

from comparison.models import Annotation, Judgement
from comparison.predictions.judgements import Judged, judge_passages
from comparison.reviewing.reviews import annotate
from config.accounts.models import User
from disclosures.identity import Details
from disclosures.ingest import store_parsed
from disclosures.models import Filing, Passage
from disclosures.parsing.types import SourceFormat
from tests.factories import BOARD, element, make_filing, make_untagged, parsed_filing

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


def make_judgement(on: Filing | None = None, **fields: Any) -> Judgement:
    """A reviewer's word on the first passage that is predicted as board oversight."""
    filing = on or make_untagged()
    about = fields.pop("element", None) or element(BOARD)
    passage = Passage.objects.filter(value__filing=filing, value__element=about).earliest("start")
    seen = fields.pop("seen", None)
    defaults: dict[str, Any] = {
        "passages": [Judged((passage.start, passage.end), passage.text, seen)],
        "verdict": "confirmed",
        "by": make_person("reviewer"),
    }
    (judgement,) = judge_passages(filing=filing, element=about, **{**defaults, **fields})
    return judgement


def read_untagged_again(filing: Filing, text: str) -> None:
    """The same document of a filing without tags read again, with another text of its item."""
    parsed = parsed_filing({"": text}, issuer_name=filing.issuer.name, source_format=SourceFormat.UNTAGGED)
    store_parsed(document=filing.document, part=0, parsed=parsed, details=Details(), by=None)
    filing.refresh_from_db()

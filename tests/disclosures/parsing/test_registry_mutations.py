"""Files that are cut, flipped or glued at random: each is read, or refused with a sentence."""

import contextlib
import random
import time

import pytest

from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from tests.disclosures.parsing.documents import (
    inline_document,
    instance_document,
    page_document,
    page_text,
    submission_document,
    untagged_document,
    zip_of,
)

DOCUMENTS = {
    "inline": inline_document(),
    "instance": instance_document(),
    "page": page_document(),
    "page-text": page_text(),
    "submission": submission_document(("a.htm", inline_document()), ("R2.htm", page_document())),
    "untagged": untagged_document(),
    "zip": zip_of(("a.htm", inline_document()), ("b.zip", zip_of(("c.txt", page_text())))),
}
PIECES = (
    b"<",
    b">",
    b"\0",
    b"|",
    b"\t",
    b'"',
    b"&",
    b"</p>",
    b"\r",
    b"[Flag]",
    b"<TEXT>",
    b"</TEXT>",
    b"\xff",
)
PATIENCE_SECONDS = 5


def mutate(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to three things done to it."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 3, 20, 300)))
        data = chance.choice(
            (
                data[:start],
                data[:start] + data[end:],
                data[:start] + chance.choice(PIECES) + data[start:],
                data[:start] + data[start:end] * 3 + data[end:],
            )
        )
    return data


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_mutated_file_is_read_or_refused(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311  # the same mutations in every run
    outcomes = set()
    for _ in range(60):
        try:
            filings = registry.read(mutate(DOCUMENTS[kind], chance), "x")
        except ParseError as error:
            outcomes.add(error.code)
            continue
        outcomes.add("read")
        for filing in filings:
            spans = [span for element in filing.elements for span in element.locator.spans]
            assert all(0 <= span.start <= span.end <= len(filing.reading_text) for span in spans)
    # A zip guards its bytes with checksums: hardly a change goes unseen.
    assert ({"broken-zip"} if kind == "zip" else {"read"}) <= outcomes


@pytest.mark.parametrize(
    "data",
    [
        b" " * 3_000_000 + b"x",
        b"Item 1C. Cybersecurity" + b" " * 3_000_000 + b"x",
        b"Item 1C. " * 300_000,
        b"<table " * 400_000,
        b"<table class=report>" * 100_000,
        b"<html>" + b"<p>Item 1C. Cybersecurity</p>" * 20_000,
        b"<SEC-DOCUMENT>\n" + b"\n" * 3_000_000,
        b"<SEC-DOCUMENT>\n" + b"<DOCUMENT>\n" * 100_000,
        b"<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n<XBRL>\n" + b" " * 3_000_000,
        b"Cybersecurity Risk Role of Management\n" * 20_000,
        b"Cyber\n" + b"|Cybersecurity Risk Role of Management [Text Block]\n|Words.\n" * 3_000,
        b"\t|" * 1_000_000,
        b"<dl><dt>Archiving time</dt>" + b"<dd>2018</dd>" * 15_000,
        b"<h2>Fund depository</h2><ul><li>Major events: none</li></ul><h2>Business licence</h2>No. 3" * 2_500,
        b"<p>First, " + b"strengthen risk, and supervise banks, and " * 4_000 + b"<p>Second, banks must."
        b"<p>Third, compliance must.",
    ],
    ids=lambda data: data[:24].decode(),
)
def test_hostile_text_is_answered_in_time(data: bytes) -> None:
    start = time.process_time()  # of this process alone, whatever else runs
    with contextlib.suppress(ParseError):
        registry.read(data, "x")
    assert time.process_time() - start < PATIENCE_SECONDS

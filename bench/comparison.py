"""Server time and number of queries of the comparison page: `python -m bench.comparison`.

Filings of invented words, two years per issuer, 16 elements each, in a PostgreSQL of its own that is thrown
away. Times are those of whole requests through Django's test client, in this process, after a warm-up.
"""

import logging
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.postgres.server import EmbeddedPostgres

ISSUERS = (2, 10, 20)
REQUESTS, WARM_UP = 40, 3
YEAR = 2025
PARAGRAPHS, SENTENCES, WORDS = 3, 3, 18
"""Per text element: about what a long real item has in all, 1,600 words in ten elements."""
VOCABULARY = """
our the board committee officer programme risk reviews reports each quarter assesses threats systems vendor
team plan response incident training tests controls policy information security oversees management informs
monitors experience years audit council annual independent processes identifies material
"""


@contextmanager
def throw_away_database() -> Iterator[None]:
    """A PostgreSQL and a data folder of its own; Django reads their places from the environment."""
    folder = Path(tempfile.mkdtemp(prefix="collate-bench-", dir="/tmp"))  # a short socket path
    folder.chmod(0o711)  # the server may run under another account, which must pass through
    server = EmbeddedPostgres(folder / "postgres", is_throw_away=True)
    os.environ |= {
        "COLLATE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": server.uri(),
    }
    server.start()
    try:
        yield
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def invent_text(words: random.Random) -> str:
    def sentence() -> str:
        return " ".join(words.choices(VOCABULARY.split(), k=WORDS)).capitalize() + "."

    return "\n\n".join(" ".join(sentence() for _ in range(SENTENCES)) for _ in range(PARAGRAPHS))


def store_filing(number: int, year: int) -> str:
    """A stored 10-K with every annual element; returns its slug."""
    from disclosures.identity import Details
    from disclosures.ingest import receive_document, store_parsed
    from disclosures.models import Element
    from disclosures.parsing.types import (
        ElementKind,
        Locator,
        ParsedElement,
        ParsedFiling,
        SourceFormat,
        Span,
    )

    words = random.Random(number * 10_000 + year)  # noqa: S311  # the same words in every run
    reading, elements = "", []
    for element in Element.objects.filter(framework__slug="cyd").exclude(clause_106=""):
        if element.kind == Element.Kind.FLAG:
            elements.append(ParsedElement(element.key, ElementKind.FLAG, flag=words.random() < 0.9))
            continue
        text, start = invent_text(words), len(reading) + 2
        reading = f"{reading}\n\n{text}"
        span = Span(start, start + len(text))
        elements.append(
            ParsedElement(element.key, ElementKind.TEXT, text=text, locator=Locator("10k.htm", spans=(span,)))
        )
    parsed = ParsedFiling(
        SourceFormat.INLINE_XBRL,
        reading_text=reading,
        elements=tuple(elements),
        form="10-K",
        fiscal_year=year,
        issuer_name=f"Invented Issuer {number:02}",
    )
    document = receive_document(data=f"{number} {year}".encode(), name="10k.htm", by=None)
    stored = store_parsed(document=document, part=0, parsed=parsed, details=Details(), by=None)
    assert stored.filing is not None  # noqa: S101  # no file at hand is refused here
    return stored.filing.slug


def measure(slugs: list[str]) -> tuple[list[float], int]:
    """Seconds of each request for the grid of these filings, and the number of queries of one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config.accounts.models import User

    user, _ = User.objects.get_or_create(username="bench", defaults={"role": "reviewer"})
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    query = {"f": slugs}
    for _ in range(WARM_UP):
        client.get("/compare/", query)
    seconds = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        response = client.get("/compare/", query)
        seconds.append(time.perf_counter() - start)
        if response.status_code != 200:
            raise SystemExit(f"The page answered {response.status_code}.")
    with CaptureQueriesContext(connection) as captured:
        client.get("/compare/", query)
    return seconds, len(captured)


def main() -> None:
    with throw_away_database():
        import django
        from django.conf import settings
        from django.core.management import call_command

        logging.disable(logging.INFO)
        settings.ALLOWED_HOSTS = ["testserver"]
        django.setup()
        call_command("migrate", verbosity=0)
        slugs = []
        for number in range(max(ISSUERS)):
            store_filing(number, YEAR - 1)
            slugs.append(store_filing(number, YEAR))
        print(f"Comparison page, 16 elements, two years per issuer, {REQUESTS} requests each")
        print(f"{'issuers':>8} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8}")
        for issuers in ISSUERS:
            seconds, queries = measure(slugs[:issuers])
            p95 = statistics.quantiles(seconds, n=20)[-1]
            print(f"{issuers:>8} {statistics.median(seconds) * 1000:>8.0f} {p95 * 1000:>8.0f} {queries:>8}")


if __name__ == "__main__":
    main()

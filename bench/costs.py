"""What one filing costs to read, store and keep: `python -m bench.costs`.

The real documents of COLLATE_SHARED_DATA, one after the other in this process, into a PostgreSQL of its own
with its usual safety, which is thrown away. Bytes in the database are what its tables and indexes grew by,
one page of 8 kB more or less.
"""

import logging
import os
import statistics
import sys
import time
from pathlib import Path

from bench.loading import DEFAULT_DATA, durable_database

FOLDERS = ("ixbrl_10k", "ixbrl_8k")


def measure_database() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return int(cursor.fetchone()[0])


def store(path: Path) -> tuple[float, float]:
    """Seconds of reading and of storing, the document's bytes among the second."""
    from disclosures.identity import Details
    from disclosures.ingest import read_document, receive_document, store_parsed

    start = time.perf_counter()
    document = receive_document(data=path.read_bytes(), name=path.name, by=None)
    kept = time.perf_counter() - start
    parsed = read_document(document)
    read = time.perf_counter() - start - kept
    for part, filing in enumerate(parsed):
        store_parsed(document=document, part=part, parsed=filing, details=Details(), by=None)
    return read, time.perf_counter() - start - read


def measure(folder: Path) -> None:
    paths = sorted(folder.glob("*.htm"))
    store(paths[0])  # the process warms up; this one is left out
    before = measure_database()
    times = [store(path) for path in paths[1:]]
    grown = (measure_database() - before) / len(times)
    size = statistics.mean(path.stat().st_size for path in paths[1:])
    reading, storing = (statistics.median(part) * 1000 for part in zip(*times, strict=True))
    print(
        f"{folder.name:<12} {len(times):>3} files of {size / 1e6:.2f} MB: read {reading:.0f} ms,"
        f" store {storing:.0f} ms, {grown / 1e3:.0f} kB in the database each"
    )


def main() -> int:
    filings = Path(os.environ.get("COLLATE_SHARED_DATA") or DEFAULT_DATA) / "filings"
    if not filings.exists():
        print("No filings: set COLLATE_SHARED_DATA.")
        return 0
    with durable_database():
        import django
        from django.core.management import call_command

        logging.disable(logging.INFO)
        django.setup()
        call_command("migrate", verbosity=0)
        for name in FOLDERS:
            measure(filings / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

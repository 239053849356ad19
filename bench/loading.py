"""Seconds to load every notes archive, beside a bare COPY of the same rows: `python -m bench.loading`.

Both run in a PostgreSQL of their own with its usual safety (fsync, write-ahead log), which is thrown away.
The bare COPY brings the very rows that the load made, one table after the other in one transaction, into
tables with the same columns, indexes and checks; foreign keys are left out on its side, to our disadvantage.
A second COPY has them too, and shows what checking them costs; no limit hangs on it.
The archives are those of COLLATE_SHARED_DATA (default: ../shared/data beside the repository).

A load asks for a job that counts who else uses each sentence: its tables are no part of the load, and stand
in a line of their own beside a COPY of them.
"""

import logging
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.postgres.server import EmbeddedPostgres

LIMIT_SECONDS, LIMIT_RATIO = 90.0, 3.0
DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TABLES = (
    "disclosures_issuer",
    "disclosures_issuerevent",
    "disclosures_filing",
    "disclosures_filingevent",
    "disclosures_elementvalue",
    "disclosures_passage",
    "disclosures_storedproblem",
    "disclosures_indexedpassage",
    "disclosures_searchword",
    "comparison_yearsummary",
)
"""Every table that a load fills."""
COUNTED = ("comparison_wording", "comparison_sentenceuse", "comparison_filingwording")
"""Tables that the job after a load fills."""


@contextmanager
def durable_database() -> Iterator[None]:
    """A PostgreSQL with fsync, and a data folder; Django reads their places from the environment."""
    folder = Path(tempfile.mkdtemp(prefix="collate-bench-", dir="/tmp"))  # a short socket path
    folder.chmod(0o711)  # the server may run under another account, which must pass through
    server = EmbeddedPostgres(folder / "postgres")
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


def load_all(paths: list[Path]) -> tuple[float, int]:
    """Seconds from the files on disk to everything stored and searchable, and the filings stored."""
    from disclosures.market.loading import load_archives, receive_archive

    start = time.perf_counter()
    documents = [receive_archive(path, by=None) for path in paths]
    new = sum(loaded.new for loaded in load_archives(documents, by=None))
    return time.perf_counter() - start, new


def count_all() -> float:
    """Seconds of the job that a load asks for."""
    from comparison.wording.storing import refresh_wordings

    start = time.perf_counter()
    refresh_wordings()
    return time.perf_counter() - start


def copy_all(folder: Path, tables: Sequence[str] = TABLES) -> tuple[float, int, dict[str, float]]:
    """Seconds of the bare COPY, its bytes, and the seconds of each table."""
    for table in tables:
        write_rows(folder, table)
        make_table("bare", table)
    seconds = copy_rows(folder, "bare", tables)
    return sum(seconds.values()), sum((folder / table).stat().st_size for table in tables), seconds


def copy_keyed(folder: Path) -> float:
    """Seconds of the same COPY, of rows that copy_all has written, into tables with foreign keys too."""
    for table in TABLES:
        make_table("keyed", table)
    add_foreign_keys("keyed")
    return sum(copy_rows(folder, "keyed", TABLES).values())


def write_rows(folder: Path, table: str) -> None:
    """The rows of a live table, and the names of the columns they have."""
    from django.db import connection

    with connection.cursor() as cursor, (folder / table).open("wb") as file:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        columns = cursor.fetchone()[0]
        (folder / f"{table}.columns").write_text(columns)
        with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
            for block in copy:
                file.write(block)


def make_table(kind: str, table: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {kind}_{table} (LIKE {table} INCLUDING ALL)")


def add_foreign_keys(kind: str) -> None:
    """Those of the live tables; what refers to a table that is copied refers to its copy."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [list(TABLES)],
        )
        for table, target, definition in cursor.fetchall():
            own = definition.replace(f" REFERENCES {target}(", f" REFERENCES {kind}_{target}(")
            cursor.execute(f"ALTER TABLE {kind}_{table} ADD {own if target in TABLES else definition}")


def copy_rows(folder: Path, kind: str, tables: Sequence[str]) -> dict[str, float]:
    """Seconds of each table, in one transaction; its end, where keys are checked, is one of its own."""
    from django.db import connection, transaction

    seconds: dict[str, float] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            begun = time.perf_counter()
            columns = (folder / f"{table}.columns").read_text()
            with (
                (folder / table).open("rb") as file,
                cursor.copy(f"COPY {kind}_{table} ({columns}) FROM STDIN") as copy,
            ):
                while block := file.read(1 << 20):
                    copy.write(block)
            seconds[table] = time.perf_counter() - begun
        begun = time.perf_counter()
    seconds["commit"] = time.perf_counter() - begun
    return seconds


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA") or DEFAULT_DATA)
    paths = sorted((shared / "fsn").glob("*_notes.zip"))
    if not paths:
        print(f"No archives in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    with durable_database():
        import django
        from django.core.management import call_command

        logging.disable(logging.INFO)
        django.setup()
        call_command("migrate", verbosity=0)
        ours, filings = load_all(paths)
        again, _ = load_all(paths)
        bare, size, tables = copy_all(Path(os.environ["COLLATE_DATA_DIR"]))
        keyed = copy_keyed(Path(os.environ["COLLATE_DATA_DIR"]))
        counting = count_all()
        bare_counts, _, _ = copy_all(Path(os.environ["COLLATE_DATA_DIR"]), COUNTED)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(paths)} archives, {filings:,} filings, {size / 1e6:,.0f} MB of rows, {os.cpu_count()} cores")
    print(
        f"load          {ours:7.1f} s   (limit {LIMIT_SECONDS:.0f} s), {filings / ours:,.0f} filings a second"
    )
    print(f"load again    {again:7.1f} s   (nothing changes)")
    print(
        f"bare COPY     {bare:7.1f} s   "
        + ", ".join(f"{t.partition('_')[2] or t} {s:.1f}" for t, s in tables.items())
    )
    print(f"ratio         {ours / bare:7.2f}     (limit {LIMIT_RATIO:.0f})")
    print(
        f"COPY with keys{keyed:7.1f} s   (foreign keys checked as well), ratio {ours / keyed:.2f} (no limit)"
    )
    print(f"counting job  {counting:7.1f} s   (after the load), bare COPY of its rows {bare_counts:.1f} s")
    print(f"ratio of both {(ours + counting) / (bare + bare_counts):7.2f}     (no limit)")
    print(f"memory        {own:7.0f} MB this process, {workers:.0f} MB the largest worker")
    return 0 if ours <= LIMIT_SECONDS and ours / bare <= LIMIT_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())

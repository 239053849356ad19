"""The pages over the loaded market: `python -m bench.market`.

Loads the notes archives of COLLATE_SHARED_DATA into a PostgreSQL of its own, which is thrown away, and runs
bench.search, bench.benchmarks and bench.pages over it, each in a process of its own.
"""

import logging
import subprocess
import sys

from bench.loading import durable_database, load_all
from bench.tenfold import list_originals

MEASURES = ("bench.search", "bench.benchmarks", "bench.pages")


def main() -> int:
    paths = list_originals()
    if not paths:
        print("No archives: set COLLATE_SHARED_DATA.")
        return 0
    with durable_database():
        import django
        from django.core.management import call_command
        from django.db import connections

        logging.disable(logging.INFO)
        django.setup()
        call_command("migrate", verbosity=0)
        seconds, filings = load_all(paths)
        print(f"{filings:,} filings loaded in {seconds:.0f} s")
        connections.close_all()
        statuses = []
        for measure in MEASURES:
            print(f"\n{measure}", flush=True)
            statuses.append(subprocess.run([sys.executable, "-m", measure], check=False).returncode)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())

"""The pages over the loaded market: `python -m bench.market`.

Loads the notes archives of COLLATE_SHARED_DATA and the sample filings into a PostgreSQL of its own, which is
thrown away, has done what jobs do behind a load, and runs bench.search, bench.benchmarks and bench.pages over
it, each in a process of its own.
"""

import logging
import subprocess
import sys
import time

from bench.loading import durable_database, load_all
from bench.tenfold import list_originals

MEASURES = ("bench.search", "bench.benchmarks", "bench.pages")


def run_jobs() -> None:
    """Codebook values, shared wording and named sentences of everything held: pages show them."""
    from comparison.comparing.readings import refresh_readings
    from comparison.wording.storing import refresh_wordings
    from disclosures.codes.storing import refresh_codes

    for name, job in (("coded", refresh_codes), ("counted", refresh_wordings), ("named", refresh_readings)):
        start = time.perf_counter()
        print(f"{job():,} {name} in {time.perf_counter() - start:.0f} s", flush=True)


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
        call_command("load_samples", verbosity=0)
        run_jobs()
        connections.close_all()
        statuses = []
        for measure in MEASURES:
            print(f"\n{measure}", flush=True)
            statuses.append(subprocess.run([sys.executable, "-m", measure], check=False).returncode)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())

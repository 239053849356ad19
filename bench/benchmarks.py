"""Server time and number of queries of the benchmark pages: `python -m bench.benchmarks`.

Over the database that the settings name, which should hold the market (`manage.py load_notes`). Nothing is
kept: the account and the peer group it makes for itself go with its transaction. Times are those of whole
requests through Django's test client, in this process, after a warm-up; the limit is issue 3's.
"""

import logging
import os
import statistics
import time
from importlib import import_module

from config.postgres.server import EmbeddedPostgres

REQUESTS, WARM_UP = 40, 2
LIMIT_MS = 150
PAGES = {
    "overview": "/benchmarks/",
    "flag": "/benchmarks/says-material-effect-flag/",
    "flag, all types": "/benchmarks/says-material-effect-flag/?kind=all&form=all",
    "flag, own issuer": "/benchmarks/says-material-effect-flag/?own={own}",
    "element": "/benchmarks/tagged-board-oversight/",
    "changed": "/benchmarks/changed-item/",
    "length": "/benchmarks/length-item/",
    "issuers behind": "/benchmarks/says-material-effect-flag/issuers/?outcome=no",
    "issuers, page 20": "/benchmarks/tagged-board-oversight/issuers/?outcome=tagged&page=20",
    "tag quality": "/benchmarks/tag-quality/",
    "filings behind": "/benchmarks/tag-quality/missing/",
    "peer group": "/peers/bench-peers/",
}


def measure(address: str) -> tuple[list[float], int]:
    """Milliseconds of each request, and the number of queries of one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config.accounts.models import User

    client = Client()
    client.force_login(
        User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend"
    )
    for _ in range(WARM_UP):
        client.get(address)
    times = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}.")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return times, len(captured)


def report() -> None:
    from comparison.benchmarks.summaries import refresh_summaries
    from comparison.models import YearSummary
    from comparison.peers.groups import Rule, create_group
    from config.accounts.models import User

    start = time.perf_counter()
    rows = refresh_summaries()
    print(f"{rows:,} issuer years summarised anew in {time.perf_counter() - start:.1f} s")
    user, _ = User.objects.get_or_create(username="bench", defaults={"role": "viewer"})
    rule = Rule(forms=("10-K",), divisions=("Manufacturing",), kinds=("operating",))
    create_group(name="Bench peers", rule=rule, issuers=(), is_shared=False, by=user)
    own = YearSummary.objects.order_by("-words").values_list("issuer__slug", flat=True).first() or ""
    print(f"{REQUESTS} requests each; limit p95 {LIMIT_MS} ms")
    print(f"{'page':<18} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8}")
    for name, address in PAGES.items():
        times, queries = measure(address.format(own=own))
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<18} {statistics.median(times):>8.0f} {p95:>8.0f} {queries:>8}")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.db import transaction

    if not os.environ.get("DATABASE_URL"):
        EmbeddedPostgres.of(settings.DATA_DIR).start()
    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["testserver"]
    import_module("config.wsgi")  # loaded as in a web process
    with transaction.atomic():
        report()
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()

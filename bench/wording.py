"""Seconds to count every sentence beside those of the load, then its pages: `python -m bench.wording`.

Loads the notes archives of COLLATE_SHARED_DATA (default: ../shared/data beside the repository; all, or as
many as the first argument says) into a PostgreSQL of its own, counts their sentences, and asks for pages
through Django's test client in this process.
"""

import logging
import os
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bench.loading import DEFAULT_DATA, durable_database, load_all
from bench.wording_agreement import measure_agreement

PAGES, WARM_UP = 60, 3
LIMIT_MS = 150.0


def count_all() -> float:
    """Seconds to count all that is held and not counted yet."""
    from comparison.wording.storing import refresh_wordings

    start = time.perf_counter()
    refresh_wordings()
    return time.perf_counter() - start


def print_shares() -> None:
    """How much of what is held is shared, by sentence and by family, and how many rows that takes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("""
            WITH same AS (
                SELECT wording_id, count(DISTINCT issuer_id) AS n, count(*) AS places
                FROM comparison_sentenceuse GROUP BY 1)
            SELECT sum(places)::int, count(*)::int, (sum(places) FILTER (WHERE n > 1))::int,
                   (sum(places) FILTER (WHERE n >= 10))::int,
                   (sum(places) FILTER (WHERE w.issuers > 1))::int,
                   (sum(places) FILTER (WHERE w.issuers >= 10))::int
            FROM same JOIN comparison_wording w ON w.key = wording_id
        """)
        places, distinct, same, same_ten, near, near_ten = (number or 0 for number in cursor.fetchone())
        cursor.execute(
            "SELECT pg_total_relation_size('comparison_wording'),"
            " pg_total_relation_size('comparison_sentenceuse')"
        )
        sizes = [f"{size / 1e6:,.0f} MB" for size in cursor.fetchone()]
    print(f"sentences     {places:,}, {distinct:,} distinct; wordings {sizes[0]}, uses {sizes[1]}")
    print(f"same words    in two or more issuers {same / places:.1%}, in ten or more {same_ten / places:.1%}")
    print(f"or nearly     in two or more issuers {near / places:.1%}, in ten or more {near_ten / places:.1%}")


def addresses() -> dict[str, list[str]]:
    """Pages to ask for, by kind: filings spread over all, and the most used wordings."""
    from comparison.models import FilingWording, Wording
    from comparison.wording.badges import wording_address
    from disclosures.models import Filing

    counted = FilingWording.objects.filter(sentences__gt=0).values_list("filing_id", flat=True)
    chosen = list(counted.order_by("filing_id"))[:: max(1, len(counted) // PAGES)][:PAGES]
    slugs = list(Filing.objects.filter(pk__in=chosen).order_by("pk").values_list("slug", flat=True))
    keys = Wording.objects.order_by("-issuers", "key").values_list("key", flat=True)[: PAGES // 2]
    pairs = pairwise(slugs)
    return {
        "reading page": [f"/filings/{slug}/" for slug in slugs],
        "filing's wording": [f"/filings/{slug}/wording/" for slug in slugs],
        "most used wordings": [wording_address(key) for key in keys],
        "two side by side": [f"/compare/?f={a}&f={b}&element=processes" for a, b in pairs],
    }


def time_pages(paths: Sequence[str]) -> list[float]:
    """Milliseconds of each page, after a warm-up."""
    from django.conf import settings
    from django.test import Client

    from config.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    user, _ = User.objects.get_or_create(username="bench", defaults={"role": "reviewer"})
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for path in paths[:WARM_UP]:
        client.get(path)
    taken = []
    for path in paths:
        start = time.perf_counter()
        answer = client.get(path)
        taken.append(1000 * (time.perf_counter() - start))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}.")
    return taken


def print_pages() -> bool:
    """Whether every kind of page keeps to the limit."""
    is_quick = True
    for name, paths in addresses().items():
        taken = time_pages(paths)
        p95 = statistics.quantiles(taken, n=20)[-1]
        is_quick = is_quick and p95 <= LIMIT_MS
        print(f"{name:20}{statistics.median(taken):6.0f} ms p50 {p95:6.0f} ms p95   (limit {LIMIT_MS:.0f})")
    return is_quick


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA") or DEFAULT_DATA)
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else None
    paths = sorted((shared / "fsn").glob("*_notes.zip"))[:wanted]
    if not paths:
        print(f"No archives in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    with durable_database():
        import django
        from django.core.management import call_command

        logging.disable(logging.INFO)
        django.setup()
        call_command("migrate", verbosity=0)
        loading, filings = load_all(paths)
        counting, again = count_all(), count_all()
        print(f"{len(paths)} archives, {filings:,} filings, {os.cpu_count()} cores")
        print(f"load          {loading:7.1f} s")
        print(f"count         {counting:7.1f} s   ({filings / counting:,.0f} filings a second)")
        print(f"count again   {again:7.2f} s   (nothing changes)")
        print_shares()
        print(f"{'issuers counted, and there are':42}{'':18}{'recall':>10}{'precision':>11}")
        print(*measure_agreement(), sep="\n")
        return 0 if print_pages() else 1


if __name__ == "__main__":
    sys.exit(main())

"""Server time of every kind of page over a loaded market: `python -m bench.pages [--json FILE]`.

Over the database of the environment. Whole requests through Django's test client, in this process, after a
warm-up; the searches are those of bench.search, the benchmark pages those of bench.benchmarks. Sizes on disk
are those of PostgreSQL. Two results beside each other: `python -m bench.pages --beside ONE.json TEN.json`.
"""

import argparse
import json
import logging
import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.benchmarks import PAGES
from bench.search import KINDS, make_searches
from config.postgres.server import EmbeddedPostgres

LIMIT_MS = 150
ROUNDS = 10
"""Requests for each page that has one address."""
SAMPLE = 40
"""Issuers, filings and passages that are asked for; each once."""
LEAST_BYTES = 1_000_000
"""Smaller tables and indexes are summed up."""

type Addresses = dict[str, list[str]]


@dataclass(slots=True)
class Figures:
    """What was measured on one database. Times in milliseconds, sizes in bytes, memory in MB."""

    counts: dict[str, int] = field(default_factory=dict)
    pages: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """Median, 95th percentile, largest."""
    sizes: dict[str, int] = field(default_factory=dict)
    memory: float = 0.0


def list_addresses() -> Addresses:
    """The addresses to ask for, by kind of page."""
    from comparison.models import YearSummary
    from disclosures.models import Filing, Issuer, Passage

    chance = random.Random(11)  # noqa: S311  # the same pages in every run

    def some(values: list[str], count: int = SAMPLE) -> list[str]:
        return chance.sample(values, min(count, len(values)))

    searches: Addresses = {kind: [] for kind in KINDS}
    for kind, query in make_searches(random.Random(7)):  # noqa: S311  # the same searches in every run
        searches[kind].append(f"/search/?{urlencode(query)}")
    faceted = searches.pop("filters alone")
    slugs = list(Filing.objects.filter(fiscal_year=2024).order_by("slug").values_list("slug", flat=True))
    issuers = list(Issuer.objects.order_by("slug").values_list("slug", flat=True))
    compared = YearSummary.objects.filter(has_changed__isnull=False).order_by("pk")
    years = list(compared.values_list("filing__slug", flat=True))
    passages = Passage.objects.order_by("text_hash").values_list("pk", flat=True)[: SAMPLE * 50 : 50]
    own = compared.values_list("issuer__slug", flat=True).first() or issuers[0]
    return {
        **{f"search: {kind}": addresses for kind, addresses in searches.items()},
        "faceted list": faceted,
        "similar passages": [f"/search/similar/?passage={pk}" for pk in passages],
        **{f"benchmark: {name}": [page.format(own=own)] * ROUNDS for name, page in PAGES.items()},
        "filings": ["/filings/"] * ROUNDS,
        "filings, form and year": ["/filings/?form=10-K&year=2024"] * ROUNDS,
        "filings, page 100": ["/filings/?page=100"] * ROUNDS,
        "issuers": ["/issuers/"] * ROUNDS,
        "issuers by a word": [f"/issuers/?q={word}" for word in ("bank", "energy", "acquisition", "pharma")]
        * 4,
        "issuer": [f"/issuers/{slug}/" for slug in some(issuers)],
        "reading a filing": [f"/filings/{slug}/" for slug in some(slugs)],
        "two years of an issuer": [f"/compare/years/{slug}/" for slug in some(years)],
        "wording of a filing": [f"/filings/{slug}/wording/" for slug in some(slugs)],
        **{
            f"compare {count} filings": [compare(some(slugs, count)) for _ in range(SAMPLE // 2)]
            for count in (10, 20)
        },
        "row of 4 side by side": [
            f"{compare(some(slugs, 4))}&element={element}"
            for element in ("processes", "board-oversight", "management-role")
            for _ in range(ROUNDS)
        ],
    }


def compare(slugs: list[str]) -> str:
    return f"/compare/?{urlencode({'f': slugs}, doseq=True)}"


def measure_pages(ask: Callable[[str], float]) -> Iterator[tuple[str, tuple[float, float, float]]]:
    for kind, addresses in list_addresses().items():
        if not addresses:
            continue
        ask(addresses[0])
        times = sorted(ask(address) for address in addresses)
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
        yield kind, (round(statistics.median(times), 1), round(p95, 1), round(times[-1], 1))


def measure_sizes() -> tuple[dict[str, int], dict[str, int]]:
    """Rows of the large tables as PostgreSQL estimates them, and bytes of each table and index."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        sizes: dict[str, int] = {"whole database": cursor.fetchone()[0]}
        cursor.execute(
            "SELECT relname, relkind, reltuples::bigint,"
            " CASE relkind WHEN 'r' THEN pg_table_size(oid) ELSE pg_relation_size(oid) END AS bytes"
            " FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"
            " ORDER BY bytes DESC"
        )
        rows = cursor.fetchall()
    counts = {name: tuples for name, kind, tuples, size in rows if kind == "r" and size >= LEAST_BYTES}
    sizes |= {name: size for name, _, _, size in rows if size >= LEAST_BYTES}
    sizes["smaller ones"] = sum(size for _, _, _, size in rows if size < LEAST_BYTES)
    return counts, sizes


def measure() -> Figures:
    from django.db import transaction
    from django.test import Client

    from comparison.peers.groups import Rule, create_group
    from config.accounts.models import User

    figures = Figures()
    figures.counts, figures.sizes = measure_sizes()
    with transaction.atomic():
        user, _ = User.objects.get_or_create(username="bench", defaults={"role": "reviewer"})
        rule = Rule(forms=("10-K",), divisions=("Manufacturing",), kinds=("operating",))
        create_group(name="Bench peers", rule=rule, issuers=(), is_shared=False, by=user)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

        def ask(address: str) -> float:
            start = time.perf_counter()
            response = client.get(address)
            if response.status_code != 200:
                raise SystemExit(f"{address} answered {response.status_code}.")
            return (time.perf_counter() - start) * 1000

        for kind, times in measure_pages(ask):
            figures.pages[kind] = times
            print(f"{kind:<28} {times[0]:>8.0f} {times[1]:>8.0f} {times[2]:>8.0f}", flush=True)
        transaction.set_rollback(True)
    figures.memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return figures


def print_beside(one: Figures, ten: Figures) -> None:
    """Markdown tables of both with the factor between them."""
    print("| page | p50 ms | p95 ms | p50 ms | p95 ms | p95 grows |\n|---|---|---|---|---|---|")
    for kind, (p50, p95, _) in one.pages.items():
        if kind in ten.pages:
            large50, large95, _ = ten.pages[kind]
            over = "**" if large95 > LIMIT_MS else ""
            print(
                f"| {kind} | {p50:.0f} | {p95:.0f} | {large50:.0f} | {over}{large95:.0f}{over}"
                f" | ×{large95 / p95:.1f} |"
            )
    growth = ten.memory / one.memory
    print(f"| memory of the process, MB | {one.memory:.0f} | | {ten.memory:.0f} | | ×{growth:.1f} |")
    print("\n| on disk | MB | MB | grows |\n|---|---|---|---|")
    for name, large in ten.sizes.items():
        small = one.sizes.get(name)
        factor = f"×{large / small:.1f}" if small else ""
        print(f"| {name} | {small / 1e6 if small else 0:,.0f} | {large / 1e6:,.0f} | {factor} |")


def read_figures(path: Path) -> Figures:
    return Figures(**json.loads(path.read_text()))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="where the figures are kept")
    parser.add_argument("--beside", type=Path, nargs=2, metavar=("ONE", "TEN"), help="two results as a table")
    chosen = parser.parse_args()
    if chosen.beside:
        print_beside(*map(read_figures, chosen.beside))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    if not os.environ.get("DATABASE_URL"):
        EmbeddedPostgres.of(settings.DATA_DIR).start()
    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    print(f"{'page':<28} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}   (aim: p95 {LIMIT_MS} ms)")
    figures = measure()
    database = figures.sizes["whole database"] / 1e6
    print(f"memory {figures.memory:.0f} MB, database {database:,.0f} MB")
    if chosen.json:
        chosen.json.write_text(json.dumps(asdict(figures), indent=1))


if __name__ == "__main__":
    main()

"""Server time of every kind of page over a loaded market: `python -m bench.pages [KIND…] [--json FILE]`.

Over the database of the environment. Whole requests through Django's test client, in this process, after a
warm-up; bench.addresses says which. What it writes is rolled back. Sizes on disk are those of PostgreSQL.
Two results beside each other: `python -m bench.pages --beside ONE.json TEN.json`.
"""

import argparse
import json
import logging
import os
import statistics
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bench.addresses import list_addresses
from bench.memory import peak_memory
from config.postgres.server import EmbeddedPostgres

if TYPE_CHECKING:
    from config.accounts.models import User

LIMIT_MS = 150
LEAST_BYTES = 1_000_000
"""Smaller tables and indexes are summed up."""


@dataclass(slots=True)
class Figures:
    """What was measured on one database. Times in milliseconds, sizes in bytes, memory in MB."""

    counts: dict[str, int] = field(default_factory=dict)
    pages: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """Median, 95th percentile, largest."""
    sizes: dict[str, int] = field(default_factory=dict)
    memory: float = 0.0


def measure_pages(
    ask: Callable[[str], float], user: "User", wanted: Collection[str]
) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Of the kinds whose names hold one of the `wanted` words, or all; one without addresses is named."""
    chosen = (
        own
        for part in list_addresses(user)
        for own in part.items()
        if not wanted or any(word in own[0] for word in wanted)
    )
    for kind, addresses in chosen:
        if not addresses:
            print(f"{kind:<28} nothing of the kind is held here")
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


def measure(wanted: Collection[str]) -> Figures:
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
            if response.streaming:  # a download is made while it is read
                b"".join(response)
            return (time.perf_counter() - start) * 1000

        for kind, times in measure_pages(ask, user, wanted):
            figures.pages[kind] = times
            print(f"{kind:<28} {times[0]:>8.0f} {times[1]:>8.0f} {times[2]:>8.0f}", flush=True)
        transaction.set_rollback(True)
    figures.memory = round(peak_memory(), 1)
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
    parser.add_argument("kinds", nargs="*", help="words of the kinds of pages to ask for; all without any")
    parser.add_argument("--json", type=Path, help="where the figures are kept")
    parser.add_argument("--beside", type=Path, nargs=2, metavar=("ONE", "TEN"), help="two results as a table")
    chosen = parser.parse_args()
    if chosen.beside:
        print_beside(*map(read_figures, chosen.beside))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    if not os.environ.get("DATABASE_URL"):
        EmbeddedPostgres.of(settings.DATA_DIR).start()
    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["testserver"]
    import_module("config.wsgi")  # loaded as in a web process
    print(f"{'page':<28} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}   (aim: p95 {LIMIT_MS} ms)")
    figures = measure(chosen.kinds)
    database = figures.sizes["whole database"] / 1e6
    print(f"memory {figures.memory:.0f} MB, database {database:,.0f} MB")
    if chosen.json:
        chosen.json.write_text(json.dumps(asdict(figures), indent=1))


if __name__ == "__main__":
    main()

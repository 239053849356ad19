"""Server time of the search pages: `python -m bench.search`, against the database of the environment.

Load a market first (`manage.py load_notes`). 200 searches made of the words that are held (common, middling,
rare ones, phrases, filters, nothing found) and 100 for passages similar to stored ones; whole requests
through Django's test client, in this process, after a warm-up. The limit is a p95 of 150 ms.
"""

import logging
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from urllib.parse import urlencode

from bench.memory import peak_memory

LIMIT_MS = 150
WARM_UP = 5
SIMILAR = 100
KINDS = {
    "common word": 40,
    "middling word": 40,
    "rare word": 20,
    "two words": 30,
    "phrase": 20,
    "with filters": 30,
    "nothing found": 10,
    "filters alone": 10,
}
FILTERS = (
    {"form": "10-K", "year": "2024"},
    {"kind": "bank_or_insurer"},
    {"division": "Manufacturing", "size": "under $75m"},
    {"country": "KY", "form": "20-F"},
    {"element": "board-oversight"},
    {"element": "board-oversight", "state": "silent"},
    {"sort": "newest", "year": "2025"},
    {"sort": "issuer"},
)


def make_searches(chance: random.Random) -> Iterator[tuple[str, dict[str, str]]]:
    """Kind and query string of each search, from what is held."""
    from disclosures.models import Passage, SearchWord

    words = list(
        SearchWord.objects.exclude(word="").order_by("-passages", "lexeme").values_list("word", flat=True)
    )
    known = [word for word in words if word.isalpha()]
    common, middling, rare = known[:60], known[60:1500], known[1500:]
    texts = list(Passage.objects.order_by("text_hash").values_list("text", flat=True)[:2000])

    def phrase() -> str:
        cut = chance.choice(texts).split()
        start = chance.randrange(max(1, len(cut) - 3))
        return f'"{" ".join(cut[start : start + 3])}"'

    def make(kind: str) -> dict[str, str]:
        several = f"{chance.choice(common)} {chance.choice(middling)}"
        made = {
            "common word": {"q": chance.choice(common)},
            "middling word": {"q": chance.choice(middling)},
            "rare word": {"q": chance.choice(rare)},
            "two words": {"q": several},
            "phrase": {"q": phrase()},
            "with filters": {"q": chance.choice([*common, several]), **chance.choice(FILTERS)},
            "nothing found": {"q": chance.choice(middling)[::-1] + "qz"},
            "filters alone": dict(chance.choice(FILTERS)),
        }
        return made[kind]

    for kind, count in KINDS.items():
        for _ in range(count):
            yield kind, make(kind)


def report(name: str, seconds: list[float]) -> float:
    p95 = statistics.quantiles(seconds, n=20)[-1] * 1000
    print(f"{name:<18} {len(seconds):>5} {statistics.median(seconds) * 1000:>8.0f} {p95:>8.0f}")
    return p95


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["testserver"]
    import_module("config.wsgi")  # loaded as in a web process
    from django.test import Client

    from config.accounts.models import User
    from disclosures.models import IndexedPassage, Passage

    held = IndexedPassage.objects.count()
    if held < 1000:
        sys.exit("There are too few passages to measure on: load a market first (manage.py load_notes).")
    user, _ = User.objects.get_or_create(username="bench", defaults={"role": "reviewer"})
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def ask(address: str) -> float:
        start = time.perf_counter()
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}.")
        return time.perf_counter() - start

    chance = random.Random(7)  # noqa: S311  # the same searches in every run
    for _ in range(WARM_UP):
        ask("/search/?q=committee")
    by_kind: dict[str, list[float]] = {}
    slowest = (0.0, "")
    for kind, query in make_searches(chance):
        address = f"/search/?{urlencode(query)}"
        taken = ask(address)
        by_kind.setdefault(kind, []).append(taken)
        slowest = max(slowest, (taken, address))
    print(f"{held} places, whole requests; limit: p95 {LIMIT_MS} ms")
    print(f"{'search':<18} {'n':>5} {'p50 ms':>8} {'p95 ms':>8}")
    for kind, seconds in by_kind.items():
        report(kind, seconds)
    worst = report("all searches", [taken for seconds in by_kind.values() for taken in seconds])
    ids = list(Passage.objects.order_by("text_hash").values_list("pk", flat=True)[: SIMILAR * 50 : 50])
    worst = max(worst, report("similar passages", [ask(f"/search/similar/?passage={pk}") for pk in ids]))
    memory = peak_memory()
    print(f"slowest: {slowest[0] * 1000:.0f} ms {slowest[1]}")
    print(f"memory of the process at its largest: {memory:.0f} MB (limit 250)")
    print("within the limit" if worst <= LIMIT_MS else f"OVER the limit of {LIMIT_MS} ms")


if __name__ == "__main__":
    main()

"""How well paragraphs are matched, on real items: `python -m bench.alignment`.

Years: items of COLLATE_SHARED_DATA (default: ../shared/data beside the repository) are changed at random with
a known map (bench.alignment_mixes) and matched again. A link is one left with one right paragraph; a merge of
two paragraphs is two links. F1 is over the links of all items together.
Issuers: see bench.alignment_issuers.
"""

import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.alignment_baselines import BASELINES
from bench.alignment_issuers import report_issuers
from bench.alignment_items import Item, collect_by_element, read_filed_items, read_items
from bench.alignment_mixes import MIXES, Case, Link, perturb
from bench.alignment_rewriting import rewrite
from comparison.alignment.pairs import Pair
from comparison.alignment.year_pairs import pair_years

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MONTHS = ("2025_03", "2026_04")
SEED = 1063
CASES = 1_000
BASELINE_CASES = 250
SPEED_CASES = 4_000
LIMITS = {"standard": 0.99, "standard, a sixth moved": 0.995}


@dataclass(slots=True)
class Tally:
    """Links found, true and both; groups whose kind is right, of those whose paragraphs are."""

    both: int = 0
    found: int = 0
    true: int = 0
    kinds: int = 0
    groups: int = 0

    def add(self, found: set[Link], case: Case) -> None:
        # Where an item says a paragraph twice, word for word, nobody can know which of the two stayed.
        first = {text: place for place, text in reversed(list(enumerate(case.left)))}
        own, true = ({(first[case.left[i]], j) for i, j in links} for links in (found, case.links))
        self.both += len(own & true)
        self.found += len(own)
        self.true += len(true)

    def add_kinds(self, pairs: Sequence[Pair], case: Case) -> None:
        self.groups += len(case.kinds)
        self.kinds += sum(case.kinds.get((pair.left, pair.right)) is pair.kind for pair in pairs)

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.found + self.true) if self.found + self.true else 1.0


def links_of(pairs: Sequence[Pair]) -> set[Link]:
    """Every left paragraph of a pair with every right one."""
    return {(i, j) for pair in pairs for i in pair.left for j in pair.right}


def make_cases(items: Sequence[Item]) -> dict[str, list[Case]]:
    """Cases of each mix, the same in every run."""
    donors = collect_by_element(items)
    cases: dict[str, list[Case]] = {}
    for mix in MIXES:
        rng = random.Random(f"{SEED} {mix.name}")  # noqa: S311  # the same cases in every run  # chance to repeat, not to hide
        cases[mix.name] = [perturb(rng.choice(items), mix, donors, rng) for _ in range(CASES)]
    rng = random.Random(f"{SEED} rewritten")  # noqa: S311  # as above
    cases["rewritten by sentences"] = [rewrite(rng.choice(items), donors, rng) for _ in range(CASES)]
    return cases


def score_cases(cases: Sequence[Case]) -> Tally:
    tally = Tally()
    for case in cases:
        pairs = pair_years(case.left, case.right)
        tally.add(links_of(pairs), case)
        tally.add_kinds(pairs, case)
    return tally


def report_years(items: Sequence[Item]) -> bool:
    """Prints the table; True when the limits hold."""
    print(f"{'mix':28}{'F1':>7}{'prec.':>7}{'recall':>7}{'kind':>7}   " + "   ".join(BASELINES))
    is_good = True
    everything: list[Case] = []
    for name, cases in make_cases(items).items():
        tally = score_cases(cases)
        baselines = []
        for matcher in BASELINES.values():
            other = Tally()
            for case in cases[:BASELINE_CASES]:
                other.add(matcher(case.left, case.right), case)
            baselines.append(other.f1)
        shown = "   ".join(f"{f1:>{len(title)}.3f}" for f1, title in zip(baselines, BASELINES, strict=True))
        kinds = f"{tally.kinds / tally.groups:7.3f}" if tally.groups else f"{'–':>7}"
        print(f"{name:28}{tally.f1:7.4f}{tally.precision:7.4f}{tally.recall:7.4f}{kinds}   {shown}")
        is_good = is_good and tally.f1 >= LIMITS.get(name, 0.0)
        everything.extend(cases)
    timed = everything[:SPEED_CASES]
    start = time.perf_counter()
    for case in timed:
        pair_years(case.left, case.right)
    print(f"{len(timed):,} pairs of items in {time.perf_counter() - start:.1f} s, one process")
    return is_good


def main() -> int:
    shared = Path(os.environ.get("COLLATE_SHARED_DATA") or DEFAULT_DATA)
    if not (shared / "fsn").is_dir():
        print(f"No archives in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    items = [*read_items(shared / "fsn", MONTHS), *read_filed_items(shared / "filings" / "ixbrl_10k")]
    is_good = report_years(items)
    return 0 if report_issuers(shared / "fsn") and is_good else 1


if __name__ == "__main__":
    sys.exit(main())

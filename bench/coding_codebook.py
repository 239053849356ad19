"""Codebook values against hand-coded issuers: `python -m bench.coding_codebook [--market] [--errors HALF]`.

Standard: a *fact* is an attribute with a value that is not silence ("no", "not_mentioned", "none" … are
silence, "denied" is a fact); lists give a fact per item. Precision, recall and F1 count facts, so silence
that both sides share earns nothing. Macro-F1 is the mean over attributes that are read from words and have
at least one labelled fact. Accuracy beside it: whole values that agree, silence included.
The labelled issuers are halved by a hash of the accession number: one half was read for errors while the
rules were written, the other only scored.
"""

import argparse
import hashlib
import json
import os
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosures.coding.codebook.disclosure import read_disclosure
from disclosures.coding.codebook.registry import CODERS, code_disclosure
from disclosures.coding.codebook.types import Coded
from disclosures.market.notes.filings import NotesFiling, build_filing
from disclosures.market.notes.members import Reading, Refused, read_filings

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MACRO_LIMIT, ATTRIBUTE_LIMIT = 0.85, 0.7
SILENCE = frozenset(
    {"no", "none", "none_disclosed", "not_mentioned", "not_stated", "silent", "absent", "None", ""}
)
COPIED = frozenset({"materially_affected_flag"})
"""Taken from the tag, not read from words: scored, but no part of the mean."""
ALIASES = {
    "certified information systems security professional": "cissp",
    "certified information security manager": "cism",
    "certified information systems auditor": "cisa",
    "certified ethical hacker": "ceh",
    "computer hacking forensics investigator": "chfi",
    "project management professional (pmp)": "pmp",
    "project management professional": "pmp",
}


@dataclass(slots=True)
class Tally:
    """Counts of one attribute over some issuers."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    whole: int = 0
    issuers: int = 0

    def add(self, labelled: frozenset[str], coded: frozenset[str]) -> None:
        self.right += len(labelled & coded)
        self.wrong += len(coded - labelled)
        self.missed += len(labelled - coded)
        self.whole += labelled == coded
        self.issuers += 1

    @property
    def facts(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.facts if self.facts else 0.0

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.facts else None


def read_facts(value: Any) -> frozenset[str]:
    """The facts of a value, in one spelling."""
    items = value if isinstance(value, (list, tuple)) else [value]
    names = [str(item).strip() if not isinstance(item, bool) else str(item).lower() for item in items]
    return frozenset(ALIASES.get(name.lower(), name.lower()) for name in names if name not in SILENCE)


def is_read(accession: str) -> bool:
    """Whether the issuer belongs to the half that was read for errors."""
    return int(hashlib.sha256(accession.encode()).hexdigest(), 16) % 2 == 0


def read_archives(shared: Path) -> Iterator[NotesFiling]:
    for path in sorted((shared / "fsn").glob("*.zip")):
        with path.open("rb") as file:
            for raw in read_filings(file, Reading()):
                if (filing := build_filing(raw, Refused())) is not None:
                    yield filing


def code(filing: NotesFiling) -> dict[str, Coded]:
    return code_disclosure(read_disclosure(filing.parsed, kind=filing.issuer.kind))


def tally(labels: Iterable[Mapping[str, Any]], coded: Mapping[str, Mapping[str, Coded]]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for label in labels:
        own = coded[label["adsh"]]
        for name in CODERS:
            if name in label:
                tallies[name].add(read_facts(label[name]), read_facts(own[name].value))
    return tallies


def mean_f1(tallies: Mapping[str, Tally]) -> float:
    scores = [own.f1 for name, own in tallies.items() if name not in COPIED and own.f1 is not None]
    return statistics.mean(scores) if scores else 0.0


def print_attributes(labels: list[dict[str, Any]], coded: Mapping[str, Mapping[str, Coded]]) -> bool:
    whole = tally(labels, coded)
    read = tally([label for label in labels if is_read(label["adsh"])], coded)
    rest = tally([label for label in labels if not is_read(label["adsh"])], coded)
    print(f"{'attribute':28}{'facts':>6}{'prec':>7}{'recall':>7}{'F1':>7}{'acc':>7}   F1 read / not read")
    for name, own in whole.items():
        score = "     -" if own.f1 is None else f"{own.f1:6.2f}"
        halves = " / ".join("-" if t[name].f1 is None else f"{t[name].f1:.2f}" for t in (read, rest))
        mark = " (copied)" if name in COPIED else ""
        mark += f" {own.wrong} unlabelled" if own.f1 is None and own.wrong else ""
        print(
            f"{name:28}{own.facts:6}{own.precision:7.2f}{own.recall:7.2f} {score}"
            f"{own.whole / own.issuers:7.2f}   {halves}{mark}"
        )
    mean = mean_f1(whole)
    print(
        f"macro-F1 {mean:.3f} (limit {MACRO_LIMIT}); read half {mean_f1(read):.3f}, other {mean_f1(rest):.3f}"
    )
    low = [n for n, t in whole.items() if t.f1 is not None and t.f1 < ATTRIBUTE_LIMIT and n not in COPIED]
    print(f"below {ATTRIBUTE_LIMIT}: {', '.join(low) or 'none'}")
    return mean >= MACRO_LIMIT and not low


def print_types(labels: list[dict[str, Any]], coded: Mapping[str, Mapping[str, Coded]]) -> None:
    print("\nby issuer type (few issuers but for operating: read as an impression)")
    for kind, count in Counter(label["issuer_type"] for label in labels).most_common():
        tallies = tally([label for label in labels if label["issuer_type"] == kind], coded)
        facts = sum(own.facts for own in tallies.values())
        right = sum(own.right for own in tallies.values())
        wrong = sum(own.wrong for own in tallies.values())
        print(
            f"{kind:18}{count:4} issuers{facts:6} facts   macro-F1 {mean_f1(tallies):.3f}"
            f"   micro-F1 {2 * right / (right + wrong + facts):.3f}"
        )


def print_errors(labels: list[dict[str, Any]], coded: Mapping[str, Mapping[str, Coded]], wanted: str) -> None:
    """Every disagreement of the half that is meant to be read."""
    for label in labels:
        if not is_read(label["adsh"]):
            continue
        for name in CODERS:
            if name not in label or (wanted != "all" and not re.search(wanted, name)):
                continue
            own = coded[label["adsh"]][name]
            if read_facts(label[name]) != read_facts(own.value):
                quote = own.evidence[0].quote if own.evidence else ""
                print(f"{label['adsh']} {name}: label {label[name]}, coded {own.value}")
                print(f"    label: {label['evidence'].get(name, '')}\n    coded: {quote}")


SHARES = (
    ("audit committee", "board_oversight_body", {"audit", "audit_and_risk_combined"}, (66, 78, 45)),
    ("risk committee", "board_oversight_body", {"risk", "audit_and_risk_combined"}, (11, 16, 5)),
    ("CISO", "lead_title", {"ciso"}, (31, 55, 22)),
    ("management committee", "management_committee", {"yes"}, (49, 63, 40)),
    ("years of experience", "experience_years", None, (50, 70, 27)),
    ("any certification", "certifications", None, (15, 26, 6)),
    ("NIST", "framework", {"nist"}, (40, 59, 18)),
    ("ISO 27001", "framework", {"iso27001"}, (10, 16, 19)),
    ("ERM integration", "erm_integration", {"yes"}, (73, 87, 64)),
    ("response plan", "incident_response_plan", {"yes"}, (73, 87, 54)),
    ("exercises", "tabletop_exercise", {"yes"}, (30, 47, 14)),
    ("penetration tests", "penetration_testing", {"yes"}, (41, 54, 27)),
    ("training", "employee_training", {"yes"}, (76, 90, 68)),
    ("phishing tests", "phishing_simulation", {"yes"}, (21, 29, 11)),
    ("insurance", "cyber_insurance", {"yes"}, (22, 27, 7)),
    ("internal audit", "internal_audit_role", {"yes"}, (18, 31, 12)),
    ("third parties engaged", "third_party_assessors", {"yes"}, (89, 97, 74)),
    ("no programme", "no_program_statement", {"yes"}, (4, 0, 7)),
)
"""Name, attribute, facts that count (None: any), published shares: operating 10-K, float >= $700M, 20-F."""
FLOAT_LIMIT = 700_000_000


def print_market(filings: Iterable[NotesFiling]) -> None:
    counts: dict[str, Counter[str]] = {
        group: Counter() for group in ("operating 10-K", "float >= $700M", "20-F")
    }
    for filing in filings:
        form = filing.parsed.form.removesuffix("/A")
        groups = ["20-F"] if form == "20-F" else []
        if form == "10-K" and filing.issuer.kind == "operating":
            groups.append("operating 10-K")
            if (filing.issuer.public_float or 0) >= FLOAT_LIMIT:
                groups.append("float >= $700M")
        if not groups:
            continue
        coded = code(filing)
        for group in groups:
            counts[group]["filings"] += 1
            for name, attribute, wanted, _ in SHARES:
                facts = read_facts(coded[attribute].value)
                counts[group][name] += bool(facts if wanted is None else facts & wanted)
    heads = [f"{group} (n={count['filings']})" for group, count in counts.items()]
    print("\nper cent of filings, ours | published (mention rates by regular expressions, FIELD.md)")
    print(f"{'':24}" + "".join(f"{head:>26}" for head in heads))
    for name, _, _, published in SHARES:
        cells = [
            f"{100 * count[name] / max(count['filings'], 1):.0f} | {share}"
            for count, share in zip(counts.values(), published, strict=True)
        ]
        print(f"{name:24}" + "".join(f"{cell:>26}" for cell in cells))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--market", action="store_true", help="also the shares over all filings")
    parser.add_argument("--errors", metavar="ATTRIBUTE", help="list disagreements of the read half; or 'all'")
    options = parser.parse_args()
    shared = Path(os.environ.get("COLLATE_SHARED_DATA", DEFAULT_DATA))
    if not (shared / "coded.jsonl").exists():
        print(f"No coded.jsonl in {shared}: set COLLATE_SHARED_DATA.")
        return 0
    labels = [json.loads(line) for line in (shared / "coded.jsonl").read_text("utf-8").splitlines() if line]
    wanted = {label["adsh"] for label in labels}
    filings = {
        f.parsed.accession: f for f in read_archives(shared) if options.market or f.parsed.accession in wanted
    }
    coded, times = {}, []
    for accession in sorted(wanted):
        start = time.perf_counter()
        coded[accession] = code(filings[accession])
        times.append(1000 * (time.perf_counter() - start))
    print(f"{len(labels)} issuers; item {statistics.median(times):.0f} ms (median), most {max(times):.0f}\n")
    is_good = print_attributes(labels, coded)
    print_types(labels, coded)
    if options.errors:
        print_errors(labels, coded, options.errors)
    if options.market:
        print_market(filings.values())
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())

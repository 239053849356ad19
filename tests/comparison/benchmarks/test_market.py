"""On real archives the shares are those of a plain count over the archives' own rows."""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from disclosures.market.loading import load_archives, receive_archive
from disclosures.models import Element

pytestmark = pytest.mark.django_db

ARCHIVES = ("2025_04",)
"""One: a load makes its staging tables anew with each transaction, and a test is a single one."""
ANSWERS = {frozenset({"true"}): "yes", frozenset({"false"}): "no"}
YEARS = ("2024",)


def read_table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    with archive.open(name) as member:
        text = io.TextIOWrapper(member, encoding="utf-8", newline="")
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def count_plainly(paths: list[Path]) -> dict[tuple[str, str], Counter[str]]:
    """By fiscal year and concept how many issuers' 10-Ks tag it so; the year's number under ("year", "")."""
    subs: dict[str, dict[str, str]] = {}
    facts: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            subs |= {row["adsh"]: row for row in read_table(archive, "sub.tsv")}
            for row in read_table(archive, "txt.tsv"):
                if row["version"].startswith("cyd/"):
                    facts[row["adsh"]][row["tag"]].add(row["value"].strip('"').lower())
    chosen: dict[tuple[str, str], tuple[tuple[bool, str, str], str]] = {}
    for adsh, sub in subs.items():
        if sub["form"] in {"10-K", "10-K/A"} and adsh in facts:
            rank = (sub["form"].endswith("/A"), sub["filed"], adsh)
            key = (sub["cik"], sub["fy"])
            chosen[key] = max(chosen.get(key, (rank, adsh)), (rank, adsh))
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (_cik, year), (_rank, adsh) in chosen.items():
        counts[year, ""]["filings"] += 1
        for tag, values in facts[adsh].items():
            answer = {frozenset({"true"}): "yes", frozenset({"false"}): "no"}.get(
                frozenset(values), "unclear"
            )
            counts[year, f"cyd:{tag}"][answer if tag.endswith("Flag") else "tagged"] += 1
    return counts


def test_shares_equal_a_plain_count(shared_data: Path, viewer_client: Client) -> None:
    paths = [shared_data / "fsn" / f"{name}_notes.zip" for name in ARCHIVES]
    list(load_archives([receive_archive(path, by=None) for path in paths], by=None))
    plain = count_plainly(paths)
    assert [plain[year, ""]["filings"] > 100 for year in YEARS] == [True]
    for year in YEARS:
        for element in Element.objects.filter(framework__slug="cyd").exclude(clause_106=""):
            is_flag = element.kind == Element.Kind.FLAG
            slug = f"{'says' if is_flag else 'tagged'}-{element.slug}"
            address = reverse("benchmark-detail", args=[slug])
            answer = viewer_client.get(address, {"kind": "all", "form": "10-K", "year": year})
            overall = answer.context["page"].overall
            shown = {entry.outcome.key: entry.share.count for entry in overall.shares}
            expected = plain[year, element.key]
            total = plain[year, ""]["filings"]
            answers = ("yes", "no", "unclear") if is_flag else ("tagged",)
            shown = {key: count for key, count in shown.items() if count}
            counted = {key: expected[key] for key in answers if expected[key]}
            untagged = total - sum(counted.values())
            assert overall.total == total, (year, slug)
            assert shown == counted | ({"untagged": untagged} if untagged else {}), (year, slug)

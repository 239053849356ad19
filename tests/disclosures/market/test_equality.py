"""What is stored of real archives equals a plain count over their TSV files, made without our reader."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import Count

from disclosures.market.loading import load_archives, receive_archive
from disclosures.models import ElementValue, Filing, Issuer

pytestmark = pytest.mark.django_db

ARCHIVES = ("2025_05_notes.zip", "2026_01_notes.zip")


def rows(path: Path, member: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        lines = archive.read(member).decode().split("\n")
    head = lines[0].rstrip("\r").split("\t")
    return [dict(zip(head, line.rstrip("\r").split("\t"), strict=True)) for line in lines[1:] if line.strip()]


def test_elements_and_flags_equal_a_plain_count(shared_data: Path) -> None:
    paths = [shared_data / "fsn" / name for name in ARCHIVES]
    facts = [row for path in paths for row in rows(path, "txt.tsv") if row["version"].startswith("cyd/")]
    subs = {row["adsh"]: row for path in paths for row in rows(path, "sub.tsv")}

    loaded = list(load_archives([receive_archive(path, by=None) for path in paths], by=None))

    assert sum(one.new for one in loaded) == len({row["adsh"] for row in facts}) == Filing.objects.count()
    assert [dict(one.refused.counts) for one in loaded] == [{}, {}]
    assert Issuer.objects.count() == len({subs[row["adsh"]]["cik"] for row in facts})
    values = ElementValue.objects.order_by()
    assert {
        (key.removeprefix("cyd:"), flag): count
        for key, flag, count in values.values_list("element__key", "flag").annotate(Count("pk"))
    } == Counter(
        (row["tag"], {"true": True, "false": False}.get(row["value"].strip().lower()))
        if row["tag"].endswith("Flag")
        else (row["tag"], None)
        for row in facts
    )
    assert dict(values.values_list("element__key").annotate(Count("filing", distinct=True))) == Counter(
        f"cyd:{tag}" for tag, _ in {(row["tag"], row["adsh"]) for row in facts}
    )


def test_words_are_the_archive_s_own(shared_data: Path) -> None:
    """Letters of every text, in order, white space and what was undone aside."""
    path = shared_data / "fsn" / ARCHIVES[0]
    list(load_archives([receive_archive(path, by=None)], by=None))
    wanted = Counter(
        "".join(row["value"].split())
        for row in rows(path, "txt.tsv")
        if not row["tag"].endswith("Flag") and not set('&"') & set(row["value"])
    )
    texts = ElementValue.objects.filter(flag=None).exclude(text="").values_list("text", flat=True)
    assert not wanted - Counter("".join(text.split()) for text in texts) - Counter({"": 10**6})

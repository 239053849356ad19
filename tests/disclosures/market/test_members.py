"""Members read in blocks: the same rows as line by line, wherever a block ends."""

import io
import zipfile
from typing import Any

import pytest

from disclosures.market.notes import members
from disclosures.market.notes.members import RawFiling, Reading, Refused, read_filings
from tests.disclosures.market.archives import BOARD, ENGAGED, accession, archive, fact, submission

OTHER: dict[str, Any] = {"version": "us-gaap/2024"}
TEXTS = [
    fact("Revenues", "12", **OTHER),
    fact(BOARD, '"A board, ""ours"", hears of it."'),
    fact("PolicyTextBlock", "Long words of another taxonomy. " * 5, **OTHER),
    fact(ENGAGED, "true"),
    fact(BOARD, "It says cyd/ in passing; no tab stands before it."),
    fact("Revenues", "13", **OTHER),
]


def read(data: bytes) -> tuple[list[RawFiling], Refused]:
    reading = Reading()
    return list(read_filings(io.BytesIO(data), reading)), reading.refused


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100, 250, 10_000])
def test_rows_are_the_same_wherever_a_block_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = read(archive([submission()], TEXTS))
    monkeypatch.setattr(members, "BLOCK", size)
    (filing,), refused = read(archive([submission()], TEXTS))
    assert [row["value"] for row in filing.facts] == [
        '"A board, ""ours"", hears of it."',
        "true",
        "It says cyd/ in passing; no tab stands before it.",
    ]
    assert [filing] == whole
    assert refused.counts == {}


@pytest.mark.parametrize("size", [1, 50, 10_000])
def test_a_value_over_several_lines_ends_with_its_line_and_the_rest_is_counted(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "BLOCK", size)
    broken = [fact(BOARD, '"A board\nhears\tcyd/2024\tof it."'), fact(ENGAGED, "true")]
    (filing,), refused = read(archive([submission()], broken))
    assert [row["value"] for row in filing.facts] == ['"A board', "true"]
    assert refused.sentences() == [
        "1 rows with another number of columns than their head (first: txt.tsv, line 3)"
    ]


@pytest.mark.parametrize("size", [1, 90, 10_000])
def test_lines_are_counted_from_the_head_whatever_lies_between(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "BLOCK", size)
    extra = "\n\n" + "x\tus-gaap/2024\n" * 3 + "short\tcyd/2024\n" + "short\tcyd/2024"
    _, refused = read(archive([submission()], TEXTS, extra=extra))
    # A head, six facts, two empty lines, three of another taxonomy.
    assert (refused.counts, refused.first) == ({"row-columns": 2}, {"row-columns": "txt.tsv, line 13"})


@pytest.mark.parametrize("size", [1, 30, 64, 200])
@pytest.mark.parametrize("length", [299, 300, 301, 650])
def test_a_line_too_long_is_passed_over_and_the_next_one_is_read(
    size: int, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "BLOCK", size)
    head_and_facts = archive([submission()], TEXTS[3:4])
    with zipfile.ZipFile(io.BytesIO(head_and_facts)) as packed:
        first = len(packed.read("txt.tsv").splitlines()[0])
    monkeypatch.setattr(members, "LONGEST_LINE", max(300, first + 1))
    extra = "x" * length + "\n" + "short\tcyd/2024\n"
    (filing,), refused = read(archive([submission()], TEXTS[3:4], extra=extra))
    assert [row["value"] for row in filing.facts] == ["true"]
    is_too_long = length >= members.LONGEST_LINE
    assert dict(refused.counts) == ({"row-too-long": 1} if is_too_long else {}) | {"row-columns": 1}
    assert refused.first["row-columns"] == "txt.tsv, line 4"
    assert refused.first.get("row-too-long") == ("txt.tsv, line 3" if is_too_long else None)


@pytest.mark.parametrize("size", [1, 40, 10_000])
def test_an_archive_whose_last_line_has_no_end_is_read_whole(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "BLOCK", size)
    last = "\t".join((accession(1), BOARD, "cyd/2024", "20241231", "4", "0", "", "0", "", "", "At last."))
    (filing,), refused = read(archive([submission()], TEXTS[:2], extra=last))
    assert [row["value"] for row in filing.facts] == ['"A board, ""ours"", hears of it."', "At last."]
    assert refused.counts == {}

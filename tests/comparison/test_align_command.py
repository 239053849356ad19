"""`manage.py align`: its pairs, its sentences and its exit code."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comparison.management.commands.align import FEW
from tests.conftest import REPOSITORY
from tests.disclosures.parsing.documents import inline_document
from tests.factories import BOARD, make_filing

OLD = (
    "Item 1C. Cybersecurity\n\nThe harbour committee reviews the risk register twice a year and reports.\n\n"
    "Our response plan names who may close the locks.\n\nDivers inspect the chain each spring.\n"
)
NEW = (
    "Item 1C. Cybersecurity\n \t\n\n"
    "The harbour committee reviews the risk register every quarter and reports.\n"
    "Our response plan names who may close the locks.\n\n\nA buoy was bought.\n"
)
HEAD = {"kind": "identical", "score": 1.0, "left": [0], "right": [0], "reason": "the same words"}
ALIGNED = [
    HEAD,
    {
        "kind": "merged",
        "score": 0.878,
        "left": [1, 2],
        "right": [1],
        "reason": "2 paragraphs in one: 88% of the words the same, in order",
    },
    {"kind": "removed", "score": 0.0, "left": [3], "right": [], "reason": "no counterpart in the other text"},
    {"kind": "added", "score": 0.0, "left": [], "right": [2], "reason": "no counterpart in the other text"},
]


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    return str(tmp_path / "old.txt"), str(tmp_path / "new.txt")


def run(*arguments: str) -> tuple[str, str, int]:
    """Standard output, standard error and the exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command("align", *arguments, stdout=out, stderr=err)
    except SystemExit as leave:
        return out.getvalue(), err.getvalue(), int(leave.code or 0)
    return out.getvalue(), err.getvalue(), 0


def test_align_numbers_the_blocks_between_blank_lines(texts: tuple[str, str]) -> None:
    out, err, code = run(*texts, "--format", "json")
    assert json.loads(out) == {"a": texts[0], "b": texts[1], "pairs": ALIGNED}
    assert (err, code) == ("", 0)


def test_align_text_shows_first_words(texts: tuple[str, str]) -> None:
    out, _, _ = run(*texts)
    assert out.splitlines()[:3] == [
        "identical 1.00  0 → 0  the same words",
        "      < Item 1C. Cybersecurity",
        "      > Item 1C. Cybersecurity",
    ]
    assert out.splitlines()[-1] == "4 pairs"


def test_a_long_batch_is_answered_in_the_order_of_its_lines(texts: tuple[str, str], tmp_path: Path) -> None:
    lines = [f"{texts[0]}\t{texts[1]}", "no tab", f"{texts[1]}\t{texts[0]}"] * FEW
    batch = tmp_path / "batch.tsv"
    batch.write_text("\n".join(lines))
    out, err, code = run("--batch", str(batch))
    assert [(line["a"], line["b"]) for line in map(json.loads, out.splitlines())] == [
        texts,
        texts[::-1],
    ] * FEW
    assert ([line.split(":")[0] for line in err.splitlines()], code) == (
        [f"{batch}, line {number}" for number in range(2, 3 * FEW, 3)],
        2,
    )


def test_batch_names_bad_lines_and_prints_the_others(texts: tuple[str, str], tmp_path: Path) -> None:
    batch = tmp_path / "batch.tsv"
    batch.write_text(f"{texts[0]}\t{texts[1]}\n\nno tab\n{texts[0]}\tgone.txt\n{texts[0]}\t{texts[0]}\n")
    out, err, code = run("--batch", str(batch))
    printed = [json.loads(line) for line in out.splitlines()]
    assert [line["pairs"] for line in printed] == [
        ALIGNED,
        [{**HEAD, "left": [n], "right": [n]} for n in range(4)],
    ]
    assert err.splitlines() == [
        f"{batch}, line 3: two paths with a tab between are expected.",
        f"{batch}, line 4: gone.txt: No such file or directory.",
    ]
    assert code == 2


def test_align_reads_filings(tmp_path: Path, texts: tuple[str, str]) -> None:
    path = tmp_path / "report.htm"
    path.write_bytes(inline_document("Divers inspect the chain each spring."))
    out, _, _ = run(texts[0], str(path), "--format", "json")
    kinds = [(pair["kind"], pair["left"], pair["right"]) for pair in json.loads(out)["pairs"]]
    assert kinds == [
        ("removed", [0], []),
        ("removed", [1], []),
        ("removed", [2], []),
        ("identical", [3], [0]),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Give two texts, or --batch and a file that lists them."),
        (("one.txt",), "Two texts are aligned: give two."),
        (("one.txt", "two.txt"), "one.txt: No such file or directory."),
        (("--batch", "none.tsv"), "none.tsv: No such file or directory."),
    ],
)
def test_align_says_what_is_wrong(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert (str(caught.value), caught.value.returncode) == (sentence, 2)


def test_align_of_issuers_has_every_paragraph_once(texts: tuple[str, str]) -> None:
    out, _, _ = run(*texts, "--mode", "issuers", "--ignore-tags", "--format", "json")
    pairs = json.loads(out)["pairs"]
    assert sorted(n for pair in pairs for n in pair["left"]) == [0, 1, 2, 3]
    assert sorted(n for pair in pairs for n in pair["right"]) == [0, 1, 2]


def test_align_needs_no_database(texts: tuple[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "align", *texts, "--format", "json"],
        cwd=REPOSITORY,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@localhost:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert json.loads(done.stdout)["pairs"] == ALIGNED


@pytest.mark.django_db
def test_align_takes_stored_filings_by_accession_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///as-the-tests-have-it")
    numbers = "0000000042-25-000001", "0000000042-26-000001"
    for year, number in enumerate(numbers, 2024):
        make_filing(
            "Harrow Pike", texts={BOARD: "Divers inspect the chain."}, fiscal_year=year, accession=number
        )
    out, _, _ = run(*numbers, "--format", "json")
    result: dict[str, Any] = json.loads(out)
    assert result == {"a": numbers[0], "b": numbers[1], "pairs": [HEAD]}
    with pytest.raises(CommandError, match=r"^0000000042-20-000009: no filing with this accession number"):
        run(numbers[0], "0000000042-20-000009")

"""The sample filings say what demo and browser tests rely on, and hold no sentence of a real filing."""

import html
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from disclosures.frameworks.loader import load_framework
from disclosures.parsing.registry import read
from disclosures.parsing.types import SourceFormat

SAMPLES = Path(__file__).resolve().parents[2] / "disclosures" / "samples"
MANIFEST = SAMPLES / "samples.toml"
NOT_SAMPLES = {"samples.toml", "README.md"}
ANSWERS = {"path", "issuer", "form", "fiscal_year", "cik"}

SHINGLE = 12
# What forms and EDGAR's renderer print themselves: no issuer's words.
PRINTED_BY_FORMS = (
    r"united states securities and exchange commission washington d c 20549",
    r"annual report for the fiscal year ended",
    r"form (?:10 k|20 f|8 k)(?: a)?",
    r"item 1b unresolved staff comments(?: \d+)? item 1c cybersecurity(?: \d+)? item 2 properties",
    r"reference \d http www xbrl org 2003 role presentationref",
    r"publisher sec name (?:regulation s k section 106|form 20 f section 16k)",
    r"subsection [bc] paragraph \d(?: subparagraph i+)?",
    r"x references(?: details)?",
    r"details name cyd",
    r"period type duration",
    r"12 months ended dec 31 \d+",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a sample gives; `problems` are the codes, in order."""

    source_format: SourceFormat
    issuer: str
    form: str
    fiscal_year: int | None
    elements: int
    problems: tuple[str, ...] = ()


INLINE = SourceFormat.INLINE_XBRL
DROPPED = "furniture-dropped"
LANTERNFISH = "Lanternfish Credit Holdings Ltd."
TARNWICK = "Tarnwick Bancorp, Inc."
BRACKENFORGE = "BRACKENFORGE INDUSTRIES, INC."
SABLELIGHT = "Sablelight Software, Inc."
EXPECTED = {
    "lanternfish-credit/lnfc-20241231.htm": Reading(INLINE, LANTERNFISH, "20-F", 2024, 16, (DROPPED,) * 2),
    "lanternfish-credit/lnfc-20251231.htm": Reading(INLINE, LANTERNFISH, "20-F", 2025, 16, (DROPPED,) * 2),
    "tarnwick-bancorp/twkb-20241231.htm": Reading(INLINE, TARNWICK, "10-K", 2024, 16, (DROPPED,)),
    "tarnwick-bancorp/twkb-20251231.htm": Reading(INLINE, TARNWICK, "10-K", 2025, 16, (DROPPED,)),
    "brackenforge-industries/form10-k.htm": Reading(
        SourceFormat.UNTAGGED, BRACKENFORGE, "10-K", 2023, 0, ("no-cyd-facts", "item-size", DROPPED, DROPPED)
    ),
    "brackenforge-industries/bfrg-10k_20241231.htm": Reading(
        INLINE, BRACKENFORGE, "10-K", 2024, 15, (DROPPED,)
    ),
    "brackenforge-industries/bfrg-10ka_20241231.htm": Reading(
        INLINE, BRACKENFORGE, "10-K/A", 2024, 6, ("text-without-flag",)
    ),
    "brackenforge-industries/bfrg-10k_20251231.htm": Reading(
        INLINE, BRACKENFORGE, "10-K", 2025, 15, (DROPPED,)
    ),
    "sablelight-software/sblt-20250131.htm": Reading(
        INLINE, SABLELIGHT, "10-K", 2024, 16, ("repeated-element",)
    ),
    "sablelight-software/sblt-20250914.htm": Reading(INLINE, SABLELIGHT, "8-K", 2025, 5),
    "sablelight-software/sblt-20250914x8ka.htm": Reading(INLINE, SABLELIGHT, "8-K/A", 2025, 4),
    "sablelight-software/sblt-20260131.htm": Reading(
        INLINE, SABLELIGHT, "10-K", 2025, 17, ("repeated-element",)
    ),
    "harrow-pike-group/cybersecurity-2024.txt": Reading(
        SourceFormat.RPAGE_TEXT, "", "20-F", 2024, 14, ("issuer-missing", "text-without-flag")
    ),
    "harrow-pike-group/cybersecurity-2025.txt": Reading(
        SourceFormat.RPAGE_TEXT, "", "20-F", 2025, 14, ("issuer-missing", "text-without-flag")
    ),
    "quillmark-freight/R87.htm": Reading(SourceFormat.RPAGE_HTML, "", "", 2024, 14, ("issuer-missing",)),
    "norrvik-tankers/nrvk-20241231_htm.xml": Reading(
        SourceFormat.XBRL_INSTANCE, "Norrvik Tankers Ltd", "20-F", 2024, 12, ("text-without-flag",)
    ),
    "thistlecrown-acquisition/ea0990008-10k_thistle2.htm": Reading(
        INLINE, "Thistlecrown Acquisition Corp. II", "10-K", 2024, 7
    ),
    "wrenholt-therapeutics/0009900009-25-000012.txt": Reading(
        SourceFormat.SUBMISSION,
        "WRENHOLT THERAPEUTICS, INC.",
        "10-K",
        2024,
        14,
        ("hardly-any-text", "text-without-flag"),
    ),
    "dunmoor-realty-trust/dmrt-20241231.htm": Reading(
        INLINE, "Dunmoor Realty Trust", "10-K", 2024, 1, (DROPPED,)
    ),
    "meridian-vale/information-disclosure.txt": Reading(
        SourceFormat.WEB_DISCLOSURE,
        "",
        "",
        2025,
        14,
        ("issuer-missing", "period-from-text", "empty-field", "empty-section"),
    ),
    "eastmark-plan/digital-finance-safety-plan.txt": Reading(
        SourceFormat.REGULATOR_PLAN, "", "", None, 0, (*("page-noise",) * 3, "repeated-text")
    ),
}


def listed_samples() -> list[dict[str, object]]:
    samples: list[dict[str, object]] = tomllib.loads(MANIFEST.read_text("utf-8"))["sample"]
    return samples


def sample_paths() -> list[str]:
    return [str(sample["path"]) for sample in listed_samples()]


def words_of(text: str) -> str:
    """The words a reader sees, in small letters, markup and punctuation left out."""
    visible = re.sub(r"(?is)<(style|script)\b.*?</\1>|<[^>]*>", " ", text)
    return " ".join(re.findall(r"[a-z0-9]+", html.unescape(visible).lower()))


def shingles_of(words: str) -> Iterator[str]:
    listed = words.split()
    for start in range(len(listed) - SHINGLE + 1):
        yield " ".join(listed[start : start + SHINGLE])


def real_texts(shared_data: Path) -> Iterator[str]:
    for folder in ("filings", "seeds"):
        for path in sorted((shared_data / folder).rglob("*")):
            if path.is_file():
                yield path.read_text("utf-8", errors="replace")
    for path in sorted((shared_data / "fsn").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith("txt.tsv"):
                    yield archive.read(name).decode("utf-8", errors="replace")


def own_shingles() -> set[str]:
    """The shingles of all samples, none of which reaches over words that every form prints."""
    labels = [words_of(label) for element in load_framework("cyd").elements for label in element.labels]
    labels.append("cybersecurity risk management strategy and governance(?: line items)?")
    printed = re.compile(rf"\b(?:{'|'.join((*labels, *PRINTED_BY_FORMS))})\b")
    return {
        shingle
        for path in sample_paths()
        for part in printed.split(words_of((SAMPLES / path).read_text("utf-8")))
        for shingle in shingles_of(part)
    }


def test_manifest_lists_every_file_once_and_nothing_else() -> None:
    lying_there = [
        str(path.relative_to(SAMPLES))
        for path in SAMPLES.rglob("*")
        if path.is_file() and path.name not in NOT_SAMPLES
    ]
    assert sorted(sample_paths()) == sorted(lying_there)


def test_manifest_answers_only_what_the_source_leaves_open() -> None:
    answers = {str(sample["path"]): {*sample} - {"path"} for sample in listed_samples()}
    assert {path for path, given in answers.items() if given} == {
        path
        for path, reading in EXPECTED.items()
        if not reading.issuer and reading.source_format is not SourceFormat.REGULATOR_PLAN
    }
    assert set().union(*answers.values()) <= ANSWERS


def test_every_sample_has_an_expected_reading() -> None:
    assert sample_paths() == list(EXPECTED)


@pytest.mark.parametrize("path", sample_paths())
def test_sample_reads_as_expected(path: str) -> None:
    [filing] = read((SAMPLES / path).read_bytes(), Path(path).name)
    assert (
        Reading(
            filing.source_format,
            filing.issuer_name,
            filing.form,
            filing.fiscal_year,
            len(filing.elements),
            tuple(problem.code for problem in filing.problems),
        )
        == EXPECTED[path]
    )


def test_plan_sample_has_five_points_each_with_demands() -> None:
    path = SAMPLES / "eastmark-plan" / "digital-finance-safety-plan.txt"
    [plan] = read(path.read_bytes(), path.name)
    with_demands = {requirement.point for requirement in plan.requirements if requirement.demand}
    assert sorted(with_demands) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("path", sample_paths())
def test_sample_is_small(path: str) -> None:
    assert 1_000 < (SAMPLES / path).stat().st_size < 70_000


@pytest.mark.parametrize("path", [p for p, reading in EXPECTED.items() if reading.source_format is INLINE])
def test_inline_sample_keeps_its_references(path: str) -> None:
    root = etree.fromstring((SAMPLES / path).read_bytes())
    ids = [str(value) for value in root.xpath("//@id")]
    continuations = [str(value) for value in root.xpath("//*[local-name()='continuation']/@id")]
    contexts = {str(value) for value in root.xpath("//*[local-name()='context']/@id")}
    units = {str(value) for value in root.xpath("//*[local-name()='unit']/@id")}
    assert len(ids) == len(set(ids))
    assert sorted(str(value) for value in root.xpath("//@continuedAt")) == sorted(continuations)
    assert {str(value) for value in root.xpath("//@contextRef")} <= contexts
    assert {str(value) for value in root.xpath("//@unitRef")} <= units


def test_samples_hold_no_sentence_of_a_real_filing(shared_data: Path) -> None:
    ours = own_shingles()
    real = (shingle for text in real_texts(shared_data) for shingle in shingles_of(words_of(text)))
    assert sorted({shingle for shingle in real if shingle in ours}) == []

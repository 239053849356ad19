"""The sample filings say what the browser tests and the demo rely on, and hold no sentence of a real filing."""

import html
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

SAMPLES = Path(__file__).resolve().parents[2] / "disclosures" / "samples"
MANIFEST = SAMPLES / "samples.toml"
NOT_SAMPLES = {"samples.toml", "README.md"}
ANSWERS = {"path", "issuer", "form", "fiscal_year", "cik"}
INLINE_XBRL = "http://www.xbrl.org/2013/inlineXBRL"
SHINGLE = 12
# Words that the forms themselves print on every cover and in every table of contents.
FORM_WORDS = frozenset(
    "united states securities and exchange commission washington d c 20549 form 10 k 20 f annual report for the "
    "fiscal year ended december 31 iso4217 usd xbrli shares item 1a 1b 1c 2 17 unresolved staff comments "
    "cybersecurity properties".split()
)


def listed_samples() -> list[dict[str, object]]:
    samples: list[dict[str, object]] = tomllib.loads(MANIFEST.read_text("utf-8"))["sample"]
    return samples


def sample_paths() -> list[str]:
    return [str(sample["path"]) for sample in listed_samples()]


def words_of(text: str) -> list[str]:
    """The words a reader sees, in small letters, markup and punctuation left out."""
    visible = re.sub(r"(?is)<(style|script)\b.*?</\1>|<[^>]*>", " ", text)
    return re.findall(r"[a-z0-9]+", html.unescape(visible).lower())


def shingles_of(text: str) -> Iterator[str]:
    words = words_of(text)
    for start in range(len(words) - SHINGLE + 1):
        yield " ".join(words[start : start + SHINGLE])


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


def test_manifest_lists_every_file_once_and_nothing_else() -> None:
    lying_there = {
        str(path.relative_to(SAMPLES))
        for path in SAMPLES.rglob("*")
        if path.is_file() and path.name not in NOT_SAMPLES
    }
    assert sorted(sample_paths()) == sorted(lying_there)


def test_manifest_holds_only_the_answers_of_an_uploader() -> None:
    assert [set(sample) - ANSWERS for sample in listed_samples()] == [set()] * len(listed_samples())


@pytest.mark.parametrize("path", sample_paths())
def test_sample_is_small(path: str) -> None:
    assert 1_000 < (SAMPLES / path).stat().st_size < 70_000


def inline_documents() -> list[str]:
    return [path for path in sample_paths() if INLINE_XBRL in (SAMPLES / path).read_text("utf-8")[:2_000]]


@pytest.mark.parametrize("path", [path for path in inline_documents() if path.endswith(".htm")])
def test_inline_sample_is_valid_as_far_as_references_go(path: str) -> None:
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
    ours = {
        shingle
        for path in sample_paths()
        for shingle in shingles_of((SAMPLES / path).read_text("utf-8"))
        if not FORM_WORDS.issuperset(shingle.split())
    }
    real = (shingle for text in real_texts(shared_data) for shingle in shingles_of(text))
    assert sorted({shingle for shingle in real if shingle in ours}) == []

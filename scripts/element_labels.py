"""Tagged filings of the SEC's archives as labelled sentences, and which issuers build and score the model.

A sentence carries every element whose text block holds at least half of it. Blocks that overlap without one
holding the other bring the same words twice: a repeated sentence is kept once, with the elements of both.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from disclosures.coding.features import cut_tokens
from disclosures.coding.naming import CONCEPTS
from disclosures.coding.sentences import cut_sentences
from disclosures.market.notes.filings import NotesFiling, build_filing
from disclosures.market.notes.members import Reading, read_filings
from disclosures.parsing.types import ParsedFiling

ANNUAL_FORMS = ("10-K", "20-F")


class Part(StrEnum):
    """What an issuer's filings are used for. No issuer is in two parts."""

    BUILD = "build"
    SETTINGS = "settings"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A filing's text: sentences by paragraph; `labels` has a row per sentence and a column per concept."""

    accession: str
    part: Part
    kind: str
    paragraphs: tuple[tuple[str, ...], ...]
    labels: npt.NDArray[np.bool_]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Characters of each sentence."""
        return np.array([len(sentence) for sentence in self.sentences], np.int64)

    def find_innermost(self, labels: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """For rows of labels the element that has the least text in the filing; len(CONCEPTS) for none."""
        sizes = self.lengths @ self.labels
        innermost = np.where(labels, sizes, np.inf).argmin(axis=1)
        innermost[~labels.any(axis=1)] = len(CONCEPTS)
        return innermost


def choose_part(cik: str) -> Part:
    """Seven tenths of the issuers build, one chooses settings, two score; by a checksum of the CIK."""
    share = int(hashlib.sha256(cik.encode()).hexdigest(), 16) % 100
    if share < 20:
        return Part.SCORE
    return Part.SETTINGS if share < 30 else Part.BUILD


def read_labelled(folder: Path) -> Iterator[Labelled]:
    """The annual reports of all archives in `folder`, in the order of names and of filings in them."""
    for path in sorted(folder.glob("*_notes.zip")):
        reading = Reading()
        with path.open("rb") as file:
            for raw in read_filings(file, reading):
                filing = build_filing(raw, reading.refused)
                if filing and filing.parsed.form.startswith(ANNUAL_FORMS) and filing.parsed.reading_text:
                    yield label_filing(filing)


def label_filing(filing: NotesFiling) -> Labelled:
    paragraphs, labels = label_sentences(filing.parsed)
    return Labelled(
        filing.parsed.accession, choose_part(filing.parsed.cik), str(filing.issuer.kind), paragraphs, labels
    )


def label_sentences(parsed: ParsedFiling) -> tuple[tuple[tuple[str, ...], ...], npt.NDArray[np.bool_]]:
    """Sentences of the reading text by paragraph, repeated ones once, and their elements."""
    spans = [
        (column, span)
        for column, concept in enumerate(CONCEPTS)
        for element in parsed.elements
        if element.concept == concept
        for span in element.locator.spans
    ]
    rows: dict[tuple[str, ...], int] = {}
    paragraphs: list[tuple[str, ...]] = []
    labels: list[npt.NDArray[np.bool_]] = []
    start = 0
    for paragraph in parsed.reading_text.split("\n\n"):
        own = []
        at = start
        for sentence in cut_sentences(paragraph):
            first = max(parsed.reading_text.find(sentence, at), at)
            at = first + len(sentence)
            row = np.zeros(len(CONCEPTS), np.bool_)
            for column, span in spans:
                row[column] |= 2 * (min(at, span.end) - max(first, span.start)) >= len(sentence)
            key = tuple(cut_tokens(sentence))
            if key in rows:
                labels[rows[key]] |= row
            else:
                rows[key] = len(labels)
                labels.append(row)
                own.append(sentence)
        if own:
            paragraphs.append(tuple(own))
        start += len(paragraph) + 2
    return tuple(paragraphs), np.array(labels, np.bool_).reshape(-1, len(CONCEPTS))

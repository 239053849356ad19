"""An issuer's paragraphs read for meeting those of others: what elements they carry, what they mean. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comparison.alignment.meaning import Meaning, read_meaning
from comparison.alignment.scores import comparable
from comparison.alignment.values import ComparedPassage
from disclosures.coding.innermost import guess_innermost, join_sentences
from disclosures.coding.naming import CONCEPTS, Paragraph, name_elements
from disclosures.coding.passages import is_item_heading, is_section_heading

type Table = npt.NDArray[np.float64]

PROCESSES, BOARD, MANAGEMENT = CONCEPTS[0], CONCEPTS[3], CONCEPTS[6]
WIDE = frozenset({PROCESSES, BOARD, MANAGEMENT})
"""Elements that hold others (17 CFR 229.106(b), (c)(1) and (c)(2)): to stand under one says little."""
SHARPER = 1.3
"""The power confidences are taken to: many faint elements in common are less than one that is sure."""


@dataclass(frozen=True, slots=True)
class NamedText:
    """The sentences of one text and how likely each carries each element: what is kept of a filing.

    `places` has [start, end) in the reading text, a row per sentence in reading order; `confidences` a row
    per sentence and a column per concept, 0 to 1, as disclosures.coding.naming gives them.
    """

    places: npt.NDArray[np.int64]
    confidences: Table

    def average(self, passages: Sequence[ComparedPassage]) -> Table:
        """Per passage the mean of the log odds of the sentences in it, by length; zeros without any."""
        means = np.zeros((len(passages), len(CONCEPTS)))
        firsts = np.searchsorted(self.places[:, 1], [passage.start for passage in passages], side="right")
        lasts = np.searchsorted(self.places[:, 0], [passage.end for passage in passages], side="left")
        for row, (passage, first, last) in enumerate(zip(passages, firsts, lasts, strict=True)):
            if first < last:
                inside = np.clip(self.places[first:last], passage.start, passage.end)
                means[row] = join_sentences(self.confidences[first:last], inside[:, 1] - inside[:, 0])
        return means


@dataclass(frozen=True, slots=True)
class Column:
    """One issuer's paragraphs in reading order.

    `base` is the key of the element that all of them stand under, of a row that is opened; "" for a whole
    text. `named` covers the places of the paragraphs; without it they are named when they are read.
    """

    passages: Sequence[ComparedPassage]
    named: NamedText | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """Some of an issuer's paragraphs, read once for any number of comparisons.

    `elements` has a row per paragraph and a column per concept: how likely it carries it, 0 to 1; Processes
    only as far as no other element is there, for a third of the filers put it over their whole item. In a row
    elements that hold others tell nothing, save board and management where the row is Processes; where the
    row's own element is such a one, or one that the model does not know, `rest` is how likely a paragraph
    carries no other. `innermost` is how likely each element is the one that tells most of a paragraph; zeros
    in a row, where the element is given: `base`.
    """

    base: str
    passages: Sequence[ComparedPassage]
    elements: Table
    innermost: Table
    rest: Table
    meanings: tuple[Meaning, ...]
    words: tuple[str, ...]
    headings: tuple[bool, ...]

    def pick(self, places: Sequence[int]) -> "Side":
        """The side with these paragraphs alone."""
        return Side(
            self.base,
            [self.passages[place] for place in places],
            self.elements[list(places)],
            self.innermost[list(places)],
            self.rest[list(places)],
            tuple(self.meanings[place] for place in places),
            tuple(self.words[place] for place in places),
            tuple(self.headings[place] for place in places),
        )


def name_text(passages: Sequence[ComparedPassage]) -> NamedText:
    """The sentences of all paragraphs of a text: the model judges each by what stands around it, too."""
    places: list[tuple[int, int]] = []
    confidences: list[list[float]] = []
    named = name_elements([Paragraph(passage.text) for passage in passages])
    for passage, sentences in zip(passages, named, strict=True):
        at = 0
        # Where white space was folded, the words' places are only about there: they are weights, no quotes.
        stretch = (passage.end - passage.start) / max(len(passage.text), 1)
        for sentence in sentences:
            begin = max(passage.text.find(sentence.text, at), at)
            at = begin + len(sentence.text)
            places.append((passage.start + round(begin * stretch), passage.start + round(at * stretch)))
            confidences.append([sentence.elements[concept] for concept in CONCEPTS])
    return NamedText(
        np.array(places, np.int64).reshape(-1, 2), np.array(confidences, float).reshape(-1, len(CONCEPTS))
    )


def read_side(column: Column, places: Sequence[int] | None = None) -> Side:
    """The paragraphs of a column with these numbers, or all, with what they carry and mean."""
    numbers = range(len(column.passages)) if places is None else places
    passages = [column.passages[number] for number in numbers]
    elements, innermost = _find_elements(column, passages)
    rest = np.zeros(len(passages))
    if column.base in CONCEPTS and column.base not in WIDE:
        # The tag and the model have a say each: some filers tag a whole section as one element of it.
        base = CONCEPTS.index(column.base)
        elements[:, base] = (1 + elements[:, base]) / 2
    if column.base:
        told = {PROCESSES} if column.base == PROCESSES else WIDE
        elements[:, [concept in told for concept in CONCEPTS]] = 0.0
    if column.base in WIDE or column.base not in (*CONCEPTS, ""):
        rest = 1 - elements.max(axis=1, initial=0.0)
    elements[:, 0] *= np.prod(1 - elements[:, 1:], axis=1)
    return Side(
        column.base,
        passages,
        elements**SHARPER,
        innermost,
        rest**SHARPER,
        tuple(read_meaning(passage.text) for passage in passages),
        tuple(comparable(passage.normalised) for passage in passages),
        tuple(_is_heading(column.passages[number].text, number) for number in numbers),
    )


def _find_elements(column: Column, passages: Sequence[ComparedPassage]) -> tuple[Table, Table]:
    """Named elements, and the innermost; of a whole text, where a paragraph is tagged as more than Processes,
    its tags instead.

    A third of the filers put Processes over their whole item: that tag alone tells nothing of a paragraph. In
    a row the other tags tell as little: some filers put them over all of it, others over none.
    """
    found = innermost = np.zeros((len(passages), len(CONCEPTS)))
    if passages:
        found = (column.named or name_text(column.passages)).average(passages)
    if column.base or not passages:
        return found, innermost
    innermost = guess_innermost(found)
    for row, passage in enumerate(passages):
        own = [concept in passage.concepts for concept in CONCEPTS]
        if any(own[1:]):
            found[row] = [0.0, *own[1:]]
            innermost[row] *= own
            innermost[row] /= innermost[row].sum()
    return found, innermost


def _is_heading(text: str, number: int) -> bool:
    words = " ".join(text.split())
    return is_item_heading(words, number) or is_section_heading(words)

"""Texts of the archives laid out as documents lay them out, for building the element model.

An archive brings a filing's text blocks in the order of the taxonomy, each whole, and a heading only where a
block holds it; a document has its own order and headings of its own. A network that sees archives only takes
from order and headings who tags the whole item as one block, which no untagged document tells. So blocks are
cut at paragraphs and set in an order drawn from filings whose one block holds everything and so kept theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from disclosures.coding.naming import CONCEPTS
from scripts.element_labels import Labelled

CUT = 0.3
"""Chance that a block is cut at another of its paragraphs."""
HEADINGS_LEFT = 0.5
"""Share of headings that stay: a document's stand outside of the blocks as often as inside."""
LONGEST_HEADING = 12
"""Words."""
FEWEST_SENTENCES, FEWEST_ELEMENTS = 12, 4
"""Of a filing whose order is asked."""

type Piece = tuple[int, int]
"""The first paragraph and the one after the last."""


@dataclass(frozen=True, slots=True)
class Text:
    """A filing's paragraphs in an order, and which of its sentences these are."""

    paragraphs: tuple[tuple[str, ...], ...]
    rows: npt.NDArray[np.int64]

    def relabel(self, filing: Labelled) -> Labelled:
        """The filing with its sentences where they are here."""
        return replace(filing, paragraphs=self.paragraphs, labels=filing.labels[self.rows])


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a document an element stands, 0 first and 1 last: mean and deviation per concept."""

    means: npt.NDArray[np.float64]
    deviations: npt.NDArray[np.float64]

    @classmethod
    def measure(cls, filings: Iterable[Labelled]) -> Self:
        """From filings in which one block holds everything, so that the others in it stand as filed."""
        found: list[list[float]] = [[] for _ in CONCEPTS]
        for filing in filings:
            innermost = filing.find_innermost(filing.labels)
            if (
                len(innermost) >= FEWEST_SENTENCES
                and len(set(innermost)) >= FEWEST_ELEMENTS
                and len(find_blocks(filing)) == 1
            ):
                places = np.arange(len(innermost)) / len(innermost)
                for column in set(innermost) - {len(CONCEPTS)}:
                    found[column].append(places[innermost == column].mean())
        return cls(
            np.array([np.mean(own) if own else 0.5 for own in found]),
            np.array([np.std(own) if own else 0.0 for own in found]),
        )


def find_blocks(filing: Labelled) -> list[Piece]:
    """Runs of paragraphs whose neighbouring sentences share an element."""
    ends = np.cumsum([len(paragraph) for paragraph in filing.paragraphs])
    borders = [
        number
        for number, end in enumerate(ends[:-1], 1)
        if not (filing.labels[end - 1] & filing.labels[end]).any()
    ]
    return list(zip([0, *borders], [*borders, len(filing.paragraphs)], strict=True))


def lay_out_as_document(filing: Labelled, places: Places, random: np.random.Generator) -> Text:
    """One drawing of the order and the headings that a document with these paragraphs could have."""
    blocks = find_blocks(filing)
    ends = np.cumsum([len(paragraph) for paragraph in filing.paragraphs])
    starts = np.array([0, *ends[:-1]])
    if len(blocks) > 1:
        innermost = filing.find_innermost(filing.labels)
        pieces = [piece for block in blocks for piece in cut_block(block, random)]
        keys = []
        for first, last in pieces:
            own = np.bincount(innermost[starts[first] : ends[last - 1]], minlength=len(CONCEPTS) + 1)
            column = int(own[: len(CONCEPTS)].argmax())
            keys.append(random.normal(places.means[column], places.deviations[column]))
        order = [number for place in np.argsort(keys, kind="stable") for number in range(*pieces[place])]
    else:
        order = list(range(len(filing.paragraphs)))
    kept = [n for n in order if not is_heading(filing.paragraphs[n]) or random.random() < HEADINGS_LEFT]
    kept = kept or order
    rows = np.concatenate([np.arange(starts[number], ends[number]) for number in kept])
    return Text(tuple(filing.paragraphs[number] for number in kept), rows)


def cut_block(block: Piece, random: np.random.Generator) -> list[Piece]:
    first, last = block
    pieces = []
    while last - first > 1 and random.random() < CUT:
        middle = int(random.integers(first + 1, last))
        pieces.append((first, middle))
        first = middle
    return [*pieces, (first, last)]


def is_heading(paragraph: Sequence[str]) -> bool:
    return (
        len(paragraph) == 1
        and len(paragraph[0].split()) <= LONGEST_HEADING
        and not paragraph[0].rstrip("\"'”’)").endswith((".", "!", "?", ";", ":"))
    )

"""Table rows that hold several labels with their values: each pair a row of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from disclosures.parsing.formats.web_disclosure.naming import Namer
from disclosures.parsing.page_blocks import Block

FEWEST_CELLS = 4


def split_pairs(blocks: Sequence[Block], namer: Namer) -> Iterator[Block]:
    """The blocks, the rows of label, value, label, value … as a row for each label.

    Rows of one table: as many cells in each, an even number of them, and in one row a later label that
    names an element.
    """
    for count, run in groupby(blocks, key=count_cells):
        rows = list(run)
        is_paired = count >= FEWEST_CELLS and count % 2 == 0
        if not is_paired or not any(namer.find_label(label) for row in rows for label in cells_of(row)[2::2]):
            yield from rows
            continue
        for row in rows:
            cells = cells_of(row)
            for label, value in zip(cells[::2], cells[1::2], strict=True):
                if label or value:
                    yield replace(row, text=f"{label}\t{value}")


def cells_of(block: Block) -> list[str]:
    return block.text.split("\t")


def count_cells(block: Block) -> int:
    """How many cells a row has; 0 for any other block."""
    return len(cells_of(block)) if block.is_row else 0

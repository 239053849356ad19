"""An alignment for the terminal: a line per pair, and the paragraphs' first words under it."""

from collections.abc import Iterator, Sequence

from comparison.alignment.pairs import Pair
from comparison.alignment.sources import Source

INDENT = "      "


def alignment_to_text(left: Source, right: Source, pairs: Sequence[Pair], width: int) -> str:
    """The pairs in order; "<" begins a paragraph of the left text, ">" one of the right."""
    lines = [line for pair in pairs for line in _lines(left, right, pair, width)]
    return "\n".join([*lines, f"{len(pairs)} {'pair' if len(pairs) == 1 else 'pairs'}", ""])


def _lines(left: Source, right: Source, pair: Pair, width: int) -> Iterator[str]:
    places = f"{_numbers(pair.left)} → {_numbers(pair.right)}"
    yield f"{pair.kind:<9} {pair.score:4.2f}  {places}  {pair.reason}"
    for sign, source, numbers in (("<", left, pair.left), (">", right, pair.right)):
        for number in numbers:
            words = " ".join(source.texts[number].split())
            room = max(width - len(INDENT) - 2, 20)
            yield f"{INDENT}{sign} {words if len(words) <= room else words[: room - 1] + '…'}"


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers)) or "–"

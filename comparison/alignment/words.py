"""Two versions of a text, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"\s+|\w+(?:['’\-‑.,]\w+)*|[^\w\s]")
_SAME_SIGN = str.maketrans("‘’“”–—‑", "''\"\"---")

ISLAND = 2
"""A run of so few unchanged words between two changes reads as part of the change."""
PHRASE = 3
"""A run of so many common words is a phrase worth marking; fewer are grammar."""


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row with one mark; white space belongs to the run it stands in."""

    mark: Mark
    text: str


def cut_words(text: str) -> tuple[str, ...]:
    """Words, signs and white space; joined again they are the text. A word is never cut."""
    return tuple(_TOKEN.findall(text))


def redline(old: str, new: str) -> tuple[Run, ...]:
    """The runs that lead from `old` to `new`: same and gone make the old text, same and new the new one.

    Typography and white space alone are no change. Islands of a word or two between changes are merged
    into them, so that a rewritten phrase reads as one change.
    """
    a, b = cut_words(old), cut_words(new)
    merged = _merge_islands(_blocks(a, b), a)
    runs: list[Run] = []
    for same, (a1, a2), (b1, b2) in merged:
        if same:
            runs.append(Run(Mark.SAME, "".join(b[b1:b2])))
            continue
        runs.extend(
            Run(mark, text)
            for mark, text in ((Mark.GONE, "".join(a[a1:a2])), (Mark.NEW, "".join(b[b1:b2])))
            if text
        )
    return tuple(runs)


def mark_shared(text: str, other: str) -> tuple[Run, ...]:
    """`text` in runs: SAME where a phrase of it stands in `other` too, NEW elsewhere."""
    a, b = cut_words(text), cut_words(other)
    runs: list[Run] = []
    for same, (a1, a2), _ in _blocks(a, b):
        words = a[a1:a2]
        mark = Mark.SAME if same and _count_words(words) >= PHRASE else Mark.NEW
        _append(runs, mark, "".join(words))
    return tuple(runs)


type _Block = tuple[bool, tuple[int, int], tuple[int, int]]


def _blocks(a: Sequence[str], b: Sequence[str]) -> Iterator[_Block]:
    """Stretches of both texts, same or changed by turns; neighbouring changes are one."""
    pending: tuple[int, int, int, int] | None = None
    for code in Indel.opcodes([_key(word) for word in a], [_key(word) for word in b]):
        if code.tag == "equal":
            if pending:
                yield False, pending[:2], pending[2:]
                pending = None
            yield True, (code.src_start, code.src_end), (code.dest_start, code.dest_end)
        else:
            start = pending or (code.src_start, code.src_end, code.dest_start, code.dest_end)
            pending = (start[0], code.src_end, start[2], code.dest_end)
    if pending:
        yield False, pending[:2], pending[2:]


def _merge_islands(blocks: Iterator[_Block], a: Sequence[str]) -> list[_Block]:
    parts = list(blocks)
    merged: list[_Block] = []
    for index, (same, left, right) in enumerate(parts):
        is_inner = 0 < index < len(parts) - 1
        is_island = same and is_inner and _count_words(a[slice(*left)]) <= ISLAND
        changed = not same or is_island
        if changed and merged and not merged[-1][0]:
            _, before_left, before_right = merged[-1]
            merged[-1] = (False, (before_left[0], left[1]), (before_right[0], right[1]))
        else:
            merged.append((not changed, left, right))
    return merged


def _count_words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


def _key(token: str) -> str:
    return " " if token.isspace() else token.translate(_SAME_SIGN)


def _append(runs: list[Run], mark: Mark, text: str) -> None:
    if runs and runs[-1].mark is mark:
        runs[-1] = Run(mark, runs[-1].text + text)
    else:
        runs.append(Run(mark, text))

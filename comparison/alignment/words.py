"""Two versions of a text, word by word. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from rapidfuzz.distance import Indel

from comparison.alignment.edges import Change, settle_edges

_TOKEN = re.compile(r"\s+|\w+(?:['’\-‑.,]\w+)*|[^\w\s]")
_TELLING = frozenset("%$+<>()[]")
"""Signs that say something (5 % are not $5), and brackets, of which one alone would be marked."""
_LOST = frozenset(" \t\n\r\f\v'`-")
"""ASCII's own forms of the signs that get lost: white space, apostrophe, dash."""
_IN_NUMBER = re.compile(r"(?<=\d)[./](?=\d)")
_SAME_SIGN = str.maketrans("‘’“”–—‑", "''\"\"---")

ISLAND = 2
"""A run of so few unchanged words between two changes reads as part of the change."""
PHRASE = 3
"""A run of so many common words is a phrase worth marking; fewer are grammar."""

WORDS = 100_000_000
"""Two texts are told apart word by word up to this product of their lengths, 10,000 words and signs each: the
table that takes is 12 MB. Beyond it, what stands between their equal beginning and end counts as replaced."""


type _Block = tuple[bool, tuple[int, int], tuple[int, int]]


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

    Capitals, punctuation, white space and what bulk data lose (_strip_signs, _is_noise) are no change: there,
    the new text's form stands. Islands of a word or two between changes are merged into them, so that a
    rewritten phrase reads as one change; changes begin and end with sentences where they can (edges.py).
    Texts too long for that (WORDS) keep what they begin and end with alike; all between is one change.
    """
    if not old or not new:
        return tuple(Run(mark, text) for mark, text in ((Mark.GONE, old), (Mark.NEW, new)) if text)
    a, b = cut_words(old), cut_words(new)
    told = _forgive(_blocks(a, b), a, b, _strip_lost)
    # White space alone that was found the same can part what was lost in two: "third party", "third-party".
    # A comma beside words that changed is part of the change; alone it is none.
    told = _forgive(iter(_merge_islands(told, a, 0)), a, b, _strip_signs)
    merged = _merge_islands(told, a, ISLAND)
    runs: list[Run] = []
    for same, (a1, a2), (b1, b2) in _settle(merged, a, b):
        if same:
            runs.append(Run(Mark.SAME, "".join(b[b1:b2])))
            continue
        runs.extend(
            Run(mark, text)
            for mark, text in ((Mark.GONE, "".join(a[a1:a2])), (Mark.NEW, "".join(b[b1:b2])))
            if text
        )
    return tuple(runs)


def _settle(blocks: Sequence[_Block], a: Sequence[str], b: Sequence[str]) -> Iterator[_Block]:
    """The blocks with the changes among them where they read best."""
    changes = [Change(*left, *right) for same, left, right in blocks if not same]
    at, at_new = 0, 0
    for a1, a2, b1, b2 in settle_edges(changes, a, b, _key, least=ISLAND + 1):
        if b1 > at_new or a1 > at:
            yield True, (at, a1), (at_new, b1)
        yield False, (a1, a2), (b1, b2)
        at, at_new = a2, b2
    if len(b) > at_new or len(a) > at:
        yield True, (at, len(a)), (at_new, len(b))


def mark_shared(text: str, other: str) -> tuple[Run, ...]:
    """`text` in runs: SAME where a phrase of it stands in `other` too, NEW elsewhere."""
    a = cut_words(text)
    if text == other:
        return (Run(Mark.SAME if _count_words(a) >= PHRASE else Mark.NEW, text),) if text else ()
    b = cut_words(other)
    runs: list[Run] = []
    for same, (a1, a2), _ in _blocks(a, b):
        words = a[a1:a2]
        mark = Mark.SAME if same and _count_words(words) >= PHRASE else Mark.NEW
        _append(runs, mark, "".join(words))
    return tuple(runs)


def _blocks(a: Sequence[str], b: Sequence[str]) -> Iterator[_Block]:
    """Stretches of both texts, same or changed by turns; neighbouring changes are one."""
    left, right = [_key(word) for word in a], [_key(word) for word in b]
    if len(left) * len(right) > WORDS:
        ends = _equal_ends(left, right)
        if (len(left) - sum(ends)) * (len(right) - sum(ends)) > WORDS:
            yield from _replaced_between(ends, len(left), len(right))
            return
    pending: tuple[int, int, int, int] | None = None
    for code in Indel.opcodes(left, right):
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


def _forgive(
    blocks: Iterator[_Block], a: Sequence[str], b: Sequence[str], strip: Callable[[str], str]
) -> Iterator[_Block]:
    """The blocks, a change of what gets lost being none; neighbours that are the same are one."""
    pending: _Block | None = None
    for same, left, right in blocks:
        is_same = same or _is_noise(strip("".join(a[slice(*left)])), strip("".join(b[slice(*right)])))
        if pending and pending[0] and is_same:
            pending = (True, (pending[1][0], left[1]), (pending[2][0], right[1]))
            continue
        if pending:
            yield pending
        pending = (is_same, left, right)
    if pending:
        yield pending


def _is_noise(before: str, after: str) -> bool:
    """Whether two stretches, stripped, are the same or one of them lost what is outside ASCII.

    Letters outside ASCII may be lost beside others, never alone.
    """
    if before == after:
        return True
    plain = before.encode("ascii", "ignore")
    is_damaged = before.isascii() != after.isascii()
    return is_damaged and plain != b"" and plain == after.encode("ascii", "ignore")


def _strip_lost(text: str) -> str:
    """Without apostrophes, dashes, white space and signs outside ASCII."""
    return "".join(char for char in text if char.isalnum() or (char.isascii() and char not in _LOST))


def _strip_signs(text: str) -> str:
    """Without any sign that says nothing, in lower case."""
    kept = {found.start() for found in _IN_NUMBER.finditer(text)}
    return "".join(
        char for place, char in enumerate(text) if char.isalnum() or char in _TELLING or place in kept
    ).casefold()


def _equal_ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many words two texts begin and, behind those, end with alike."""
    head = _count_equal(left, right)
    return head, _count_equal(reversed(left[head:]), reversed(right[head:]))


def _replaced_between(ends: tuple[int, int], left: int, right: int) -> Iterator[_Block]:
    head, tail = ends
    if head:
        yield True, (0, head), (0, head)
    yield False, (head, left - tail), (head, right - tail)
    if tail:
        yield True, (left - tail, left), (right - tail, right)


def _count_equal(left: Iterable[str], right: Iterable[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _merge_islands(blocks: Iterator[_Block], a: Sequence[str], most: int) -> list[_Block]:
    """The blocks, those of `most` words between two changes being part of the change."""
    parts = list(blocks)
    merged: list[_Block] = []
    for index, (same, left, right) in enumerate(parts):
        is_inner = 0 < index < len(parts) - 1
        is_island = same and is_inner and _count_words(a[slice(*left)]) <= most
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
    if token.isspace():
        return " "
    # Most words are plain letters, which need no look at the table.
    return token.lower() if token.isascii() else token.translate(_SAME_SIGN).casefold()


def _append(runs: list[Run], mark: Mark, text: str) -> None:
    if runs and runs[-1].mark is mark:
        runs[-1] = Run(mark, runs[-1].text + text)
    else:
        runs.append(Run(mark, text))

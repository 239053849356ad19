"""Where a change of words begins and ends, among the places that mean the same. Pure.

"Our board meets. Our office counts." against "Our office counts." differs by "board meets. Our " or by "Our
board meets. ": the same words, but only the second is a sentence.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

SENTENCE_ENDS = frozenset(".!?")
CLAUSE_ENDS = frozenset(";:")
BEFORE = frozenset(",;:.!?)")
FURTHEST = 200
"""Words and signs that a change may slide: in a text that repeats itself it could slide over all of it."""


class Change(NamedTuple):
    """Stretches [start, end) of the words of both texts that stand for each other; one may be empty."""

    a1: int
    a2: int
    b1: int
    b2: int


type Keyed = Callable[[str], str]


def settle_edges(
    changes: Sequence[Change], a: Sequence[str], b: Sequence[str], key: Keyed, *, least: int
) -> list[Change]:
    """The changes with their edges where a sentence or a clause begins or ends, if nothing is said otherwise.

    What both sides of a change begin or end with counts to what is around it; one of which nothing is left is
    none. `least` words stay between two changes. Words are the same where their `key` is.
    """
    settled: list[Change] = []
    for place, change in enumerate(changes):
        before = settled[-1] if settled else Change(0, 0, 0, 0)
        after = changes[place + 1] if place + 1 < len(changes) else Change(len(a), len(a), len(b), len(b))
        own = _trim(change, a, b, key)
        if own.a1 == own.a2 or own.b1 == own.b2:
            low = 0 if not settled else least
            high = 0 if place + 1 == len(changes) else least
            own = _slide(own, _Room(before, after, low, high), a, b, key)
        if own.a1 < own.a2 or own.b1 < own.b2:
            settled.append(own)
    return settled


class _Room(NamedTuple):
    """The changes beside one, and how many words must stay between."""

    before: Change
    after: Change
    low: int
    high: int


def _trim(change: Change, a: Sequence[str], b: Sequence[str], key: Keyed) -> Change:
    """Without what both sides of it begin and end with: merged islands can leave words that are the same."""
    a1, a2, b1, b2 = change
    while a1 < a2 and b1 < b2 and key(a[a1]) == key(b[b1]):
        a1, b1 = a1 + 1, b1 + 1
    while a1 < a2 and b1 < b2 and key(a[a2 - 1]) == key(b[b2 - 1]):
        a2, b2 = a2 - 1, b2 - 1
    return Change(a1, a2, b1, b2)


def _slide(change: Change, room: _Room, a: Sequence[str], b: Sequence[str], key: Keyed) -> Change:
    """The place, of all that tell the same change, whose edges are the clearest; the nearest of equals."""
    is_new = change.a1 == change.a2
    words, start, end = (b, change.b1, change.b2) if is_new else (a, change.a1, change.a2)
    others, place = (a, change.a1) if is_new else (b, change.b1)
    low, high = (
        (room.before.b2, room.after.b1) if is_new else (room.before.a2, room.after.a1),
        (room.before.a2, room.after.a1) if is_new else (room.before.b2, room.after.b1),
    )
    if start == end:
        return change

    def is_same(own: int, partner: int) -> bool:
        return key(words[own]) == key(words[own + end - start]) == key(others[partner])

    left = right = 0
    most_left = min(FURTHEST, start - low[0], place - high[0])
    most_right = min(FURTHEST, low[1] - end, high[1] - place)
    while left < most_left and is_same(start - left - 1, place - left - 1):
        left += 1
    while right < most_right and is_same(start + right, place + right):
        right += 1
    shifts = [
        shift
        for shift in sorted(range(-left, right + 1), key=lambda shift: (abs(shift), -shift))
        if not shift
        or (
            _has_words(words, range(start + shift - 1, low[0] - 1, -1), room.low)
            and _has_words(words, range(end + shift, low[1]), room.high)
        )
    ]
    best = max(shifts, key=lambda shift: _rate(words, start + shift) + _rate(words, end + shift))
    return Change(change.a1 + best, change.a2 + best, change.b1 + best, change.b2 + best)


def _rate(words: Sequence[str], place: int) -> int:
    """How clear an edge before the word at a place is: a paragraph, a sentence, a clause, a word."""
    if place in {0, len(words)}:
        return 4
    before, at = words[place - 1], words[place]
    if "\n" in before or ("\n" in at and at.isspace()):
        return 5
    ended = words[place - 2] if before.isspace() and place > 1 else before
    if ended in SENTENCE_ENDS and (before.isspace() or at.isspace()):
        return 4
    if ended in CLAUSE_ENDS:
        return 3
    if ended == "," or at in BEFORE:
        return 2
    return 1 if before.isspace() or at.isspace() else 0


def _has_words(words: Sequence[str], places: Iterable[int], least: int) -> bool:
    """Whether so many words stand at these places; no more of them are looked at than it takes."""
    found = (place for place in places if words[place][0].isalnum())
    return sum(1 for _ in islice(found, least)) == least

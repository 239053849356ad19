"""Two years of a text, paragraph by paragraph: which belong together, and what became of them. Pure."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from comparison.alignment.matching import Group, Matcher, Side, match_equal
from comparison.alignment.order import find_moved
from comparison.alignment.pairs import Kind, Pair
from comparison.alignment.scores import are_few

ALMOST = 0.999
"""An edited paragraph's highest score: one word of a long paragraph is a change all the same."""


def pair_years(old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """Every paragraph of both years in exactly one pair, in the new text's order; removed ones follow the one
    they followed. Equal paragraphs first, the rest by words unless it is too much (can_pair_by_words).
    """
    left, right = Side.of(old), Side.of(new)
    equal = match_equal(left, right)
    groups = [Group((i,), (j,)) for i, j in equal.items()]
    free_left, free_right = _free(left, right, equal)
    if _are_few(left, right, free_left, free_right):
        groups.extend(Matcher(left, right, free_left, free_right, equal).match())
    pairs = _describe(groups, left, right)
    taken_left = {i for group in groups for i in group.left}
    taken_right = {j for group in groups for j in group.right}
    pairs += [
        Pair(Kind.REMOVED, 0.0, (i,), (), "no counterpart in the other text")
        for i in range(len(old))
        if i not in taken_left
    ]
    pairs += [
        Pair(Kind.ADDED, 0.0, (), (j,), "no counterpart in the other text")
        for j in range(len(new))
        if j not in taken_right
    ]
    return _in_order(pairs)


def can_pair_by_words(old: Sequence[str], new: Sequence[str]) -> bool:
    """False where so much is left beside the equal paragraphs that only those are matched."""
    left, right = Side.of(old), Side.of(new)
    return _are_few(left, right, *_free(left, right, match_equal(left, right)))


def _free(left: Side, right: Side, equal: dict[int, int]) -> tuple[list[int], list[int]]:
    taken = set(equal.values())
    return (
        [i for i in range(len(left.keys)) if i not in equal],
        [j for j in range(len(right.keys)) if j not in taken],
    )


def _are_few(left: Side, right: Side, free_left: Sequence[int], free_right: Sequence[int]) -> bool:
    return are_few([([left.words[i] for i in free_left], [right.words[j] for j in free_right])])


def _describe(groups: Sequence[Group], left: Side, right: Side) -> list[Pair]:
    moved = find_moved(
        [(group.left[0], group.right[0]) for group in groups],
        [sum(len(left.words[i]) for i in group.left) for group in groups],
    )
    return [_pair(group, left, right, is_moved=k in moved) for k, group in enumerate(groups)]


def _pair(group: Group, left: Side, right: Side, *, is_moved: bool) -> Pair:
    is_equal = len(group.left) == len(group.right) and left.keys[group.left[0]] == right.keys[group.right[0]]
    before = [word for i in group.left for word in left.words[i]]
    after = [word for j in group.right for word in right.words[j]]
    score = 1.0 if is_equal else round(Indel.normalized_similarity(before, after), 3)
    if len(group.left) == len(group.right) and not is_equal:
        score = min(score, ALMOST)
    said = "the same words" if is_equal else f"{score:.0%} of the words the same, in order"
    place = " at another place" if is_moved else ""
    if len(group.left) > 1:
        return Pair(Kind.MERGED, score, *group, f"{len(group.left)} paragraphs in one{place}: {said}")
    if len(group.right) > 1:
        return Pair(Kind.SPLIT, score, *group, f"one paragraph in {len(group.right)}{place}: {said}")
    if is_moved:
        return Pair(Kind.MOVED, score, *group, f"at another place: {said}")
    return Pair(Kind.IDENTICAL if is_equal else Kind.EDITED, score, *group, said)


def _in_order(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The right text's order; a removed paragraph after the pair of the one before it on the left."""
    place_of = {i: pair.right[0] for pair in pairs if pair.right for i in pair.left}
    after: dict[int, int] = {}
    last = -1
    for i in sorted(i for pair in pairs for i in pair.left):
        last = place_of.get(i, last)
        after[i] = last

    def place(pair: Pair) -> tuple[int, int, int]:
        return (pair.right[0], 0, 0) if pair.right else (after[pair.left[0]], 1, pair.left[0])

    return tuple(sorted(pairs, key=place))

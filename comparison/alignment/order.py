"""Which of some pairs left their place: those outside the longest run that both sides have in order. Pure."""

from bisect import bisect_left
from collections.abc import Sequence


def find_moved(places: Sequence[tuple[int, int]], sizes: Sequence[int]) -> set[int]:
    """Indexes of the pairs (place on the left, place on the right) that moved past others.

    The fewest pairs move; among equals those of the fewest words (`sizes`). n log n.
    """
    order = sorted(range(len(places)), key=lambda k: places[k])
    rights = sorted({right for _, right in places})
    # Per rank of the right place: the best run that ends there or before it, as a Fenwick tree.
    tree: list[tuple[int, int, int]] = [(0, 0, -1)] * (len(rights) + 1)
    before: dict[int, int] = {}
    best = (0, 0, -1)
    for k in order:
        rank = bisect_left(rights, places[k][1]) + 1
        count, words, previous = _best_below(tree, rank)
        before[k] = previous
        run = (count + 1, words + sizes[k], k)
        best = max(best, run)
        while rank < len(tree):
            tree[rank] = max(tree[rank], run)
            rank += rank & -rank
    kept: set[int] = set()
    k = best[2]
    while k >= 0:
        kept.add(k)
        k = before[k]
    return set(range(len(places))) - kept


def _best_below(tree: Sequence[tuple[int, int, int]], rank: int) -> tuple[int, int, int]:
    best = (0, 0, -1)
    rank -= 1
    while rank > 0:
        best = max(best, tree[rank])
        rank -= rank & -rank
    return best

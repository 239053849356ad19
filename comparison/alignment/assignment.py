"""The best one-to-one choice among scored pairs. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

type Gains = Mapping[tuple[int, int], float]
"""Left and right number of a pair, and what choosing it is worth (above 0). Others are impossible."""


def assign(gains: Gains) -> list[tuple[int, int]]:
    """The pairs, each number of either side at most once, whose gains sum highest. Sorted.

    Exact: what no listed pair connects is solved by itself, most of it pairs that nothing competes with; the
    rest by the Hungarian method, cubic in the size of the connected part.
    """
    chosen: list[tuple[int, int]] = []
    for part in _connected(gains):
        chosen.extend(part if len(part) == 1 else _solve({pair: gains[pair] for pair in part}))
    return sorted(chosen)


def _connected(gains: Gains) -> Iterator[list[tuple[int, int]]]:
    rows: defaultdict[int, list[int]] = defaultdict(list)
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in gains:
        rows[i].append(j)
        columns[j].append(i)
    seen: set[int] = set()
    for first in sorted(rows):
        if first in seen:
            continue
        seen.add(first)
        waiting, part, reached = [first], [], set()
        while waiting:
            i = waiting.pop()
            for j in rows[i]:
                part.append((i, j))
                if j not in reached:
                    reached.add(j)
                    fresh = [other for other in columns[j] if other not in seen]
                    seen.update(fresh)
                    waiting.extend(fresh)
        yield part


def _solve(gains: Gains) -> Iterator[tuple[int, int]]:
    """Shortest augmenting paths with potentials; a column of its own lets each row stay alone at gain 0."""
    lefts, rights = sorted({i for i, _ in gains}), sorted({j for _, j in gains})
    row_of, column_of = {i: r for r, i in enumerate(lefts)}, {j: c for c, j in enumerate(rights)}
    n, m = len(lefts), len(rights)
    cost = np.full((n, m + n), 1e6)
    for (i, j), gain in gains.items():
        cost[row_of[i], column_of[j]] = -gain
    cost[np.arange(n), m + np.arange(n)] = 0.0
    owner = np.full(m + n, -1)
    rows, columns = np.zeros(n), np.zeros(m + n)
    for row in range(n):
        _augment(cost, owner, rows, columns, row)
    for c in range(m):
        if owner[c] >= 0 and (lefts[owner[c]], rights[c]) in gains:
            yield lefts[owner[c]], rights[c]


def _augment(
    cost: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    owner: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    rows: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    columns: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    row: int,
) -> None:
    """Gives `row` a column, moving the owners along the cheapest path to a free one."""
    size = len(owner)
    distance = np.full(size, np.inf)
    came_from = np.full(size, -1)
    is_done = np.zeros(size, dtype=bool)
    current, column, lowest = row, -1, 0.0
    while True:
        reach = lowest + cost[current] - rows[current] - columns
        is_better = ~is_done & (reach < distance)
        distance[is_better] = reach[is_better]
        came_from[is_better] = column
        column = int(np.argmin(np.where(is_done, np.inf, distance)))
        lowest = float(distance[column])
        is_done[column] = True
        if owner[column] < 0:
            break
        current = int(owner[column])
    done = np.flatnonzero(is_done & (np.arange(size) != column))
    rows[row] += lowest
    rows[owner[done]] += lowest - distance[done]
    columns[done] -= lowest - distance[done]
    while column >= 0:
        previous = int(came_from[column])
        owner[column] = row if previous < 0 else owner[previous]
        column = previous

"""Paragraphs of two or more issuers joined into rows, at most one of each issuer to a row. Pure.

The one way paragraphs of issuers are matched: `manage.py align` takes it for two texts, the pages for up to
four columns of a row.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from comparison.alignment.assignment import assign
from comparison.alignment.issuer_scores import SAME_WORDS, score_sides, tell_reason
from comparison.alignment.issuer_sides import Column, Side, Table, read_side
from comparison.alignment.scores import are_few
from comparison.alignment.values import ComparedPassage

REJECT = 0.35
"""Pairs that score less are none. docs/alignment.md has precision and recall for others."""

type Place = tuple[int, int]
"""Column, and number of a paragraph in it."""
type Pair = tuple[Place, Place]


@dataclass(slots=True)
class Group:
    """Paragraphs that belong together: column to number, the scores of its pairs, 0 to 1, and what they share
    in words."""

    members: dict[int, int]
    scores: list[float]
    reason: str = ""

    @property
    def score(self) -> float:
        """The mean over its pairs; 0 for a paragraph alone."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


type Groups = dict[Place, Group]


def join_columns(columns: Sequence[Column]) -> tuple[Group, ...]:
    """Every paragraph of every column in exactly one group, whatever order the columns have.

    Paragraphs of the same words first; the others, unless they are too many (can_score), by score. For each
    two columns the pairs are chosen whose scores less REJECT sum highest. They join groups, the highest
    first, and behind them the pairs not chosen: where no column is in both groups, and the mean of the scores
    between them is not below REJECT. Of two columns that leaves just the chosen pairs.
    """
    groups = _match_equal([column.passages for column in columns])
    free = _find_free(columns, groups)
    if _are_few(columns, free):
        readings = _read(columns, free)
        scores, chosen = _score(readings, free)
        likely = (pair for pair, score in scores.items() if score > REJECT)
        ranked = sorted(likely, key=lambda pair: (pair not in chosen, -scores[pair], *_tie(columns, pair)))
        for one, other in ranked:
            _join(groups, groups[one], groups[other], scores)
        for group in groups.values():
            if len(group.members) > 1 and not group.reason:
                group.reason = _tell(readings, group)
    return tuple({id(group): group for group in groups.values()}.values())


def can_score(columns: Sequence[Column]) -> bool:
    """False where so much is left beside the equal paragraphs that a page would wait for its scores."""
    return _are_few(columns, _find_free(columns, _match_equal([column.passages for column in columns])))


def _match_equal(columns: Sequence[Sequence[ComparedPassage]]) -> Groups:
    """Each paragraph with the equal ones of the other columns: first with first, and so on. Linear."""
    rows: defaultdict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for c, column in enumerate(columns):
        seen: Counter[str] = Counter()
        for i, passage in enumerate(column):
            rows[passage.text_hash, seen[passage.text_hash]][c] = i
            seen[passage.text_hash] += 1
    groups: Groups = {}
    for members in rows.values():
        pairs = len(members) * (len(members) - 1) // 2
        group = Group(members, [1.0] * pairs, SAME_WORDS if pairs else "")
        groups.update(dict.fromkeys(members.items(), group))
    return groups


type Free = dict[tuple[int, int], tuple[list[int], list[int]]]
"""For two columns what is free in each for a partner in the other."""


def _find_free(columns: Sequence[Column], groups: Groups) -> Free:
    return {
        (c, d): (
            [i for i in range(len(columns[c].passages)) if d not in groups[c, i].members],
            [j for j in range(len(columns[d].passages)) if c not in groups[d, j].members],
        )
        for c, d in combinations(range(len(columns)), 2)
    }


def _are_few(columns: Sequence[Column], free: Free) -> bool:
    def texts(column: int, numbers: list[int]) -> list[str]:
        return [columns[column].passages[number].normalised for number in numbers]

    return are_few((texts(c, left), texts(d, right)) for (c, d), (left, right) in free.items())


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a column, and the row of each of its numbers that was."""

    side: Side
    row_of: Mapping[int, int]

    def pick(self, numbers: Sequence[int]) -> Side:
        return self.side.pick([self.row_of[number] for number in numbers])


def _read(columns: Sequence[Column], free: Free) -> dict[int, _Reading]:
    """What is free in any table: of long texts with many equal paragraphs a table of all would not fit."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for (c, d), (left, right) in free.items():
        if left and right:
            wanted[c].update(left)
            wanted[d].update(right)
    return {
        c: _Reading(read_side(columns[c], sorted(numbers)), {i: row for row, i in enumerate(sorted(numbers))})
        for c, numbers in wanted.items()
    }


def _score(readings: Mapping[int, _Reading], free: Free) -> tuple[dict[Pair, float], set[Pair]]:
    """The scores of all free pairs, and the pairs chosen."""
    scores: dict[Pair, float] = {}
    chosen: set[Pair] = set()
    for (c, d), (left, right) in free.items():
        if not left or not right:
            continue
        table = score_sides(readings[c].pick(left), readings[d].pick(right))
        scores |= {
            ((c, i), (d, j)): float(table[row, place])
            for row, i in enumerate(left)
            for place, j in enumerate(right)
        }
        chosen |= {((c, left[row]), (d, right[place])) for row, place in choose_pairs(table)}
    return scores, chosen


def _tell(readings: Mapping[int, _Reading], group: Group) -> str:
    return tell_reason([readings[c].pick([number]) for c, number in sorted(group.members.items())])


def choose_pairs(scores: Table) -> list[tuple[int, int]]:
    """The one-to-one pairs whose scores less REJECT sum highest."""
    # What `assign` needs grows with the square of its left side: the shorter one goes there.
    if len(scores) > len(scores.T):
        return sorted((i, j) for j, i in choose_pairs(scores.T))
    return assign({(int(i), int(j)): float(scores[i, j]) - REJECT for i, j in np.argwhere(scores > REJECT)})


def _join(groups: Groups, left: Group, right: Group, scores: Mapping[Pair, float]) -> None:
    if left.members.keys() & right.members.keys():
        return
    between = [
        scores.get((one, other) if one < other else (other, one), 0.0)
        for one in left.members.items()
        for other in right.members.items()
    ]
    if sum(between) / len(between) < REJECT:
        return
    joined = Group(left.members | right.members, left.scores + right.scores + between)
    for member in joined.members.items():
        groups[member] = joined


def _tie(columns: Sequence[Column], pair: Pair) -> tuple[object, ...]:
    """Equal scores: those nearest in reading order, then by their words; never by the order of columns."""
    (c, i), (d, j) = pair
    ours, theirs = columns[c].passages, columns[d].passages
    apart = abs((i + 0.5) / len(ours) - (j + 0.5) / len(theirs))
    return (round(apart, 6), *sorted((ours[i].normalised, theirs[j].normalised)), i + j)

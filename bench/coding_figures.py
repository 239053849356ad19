"""Precision, recall and F1 of several yes-or-no answers per sentence, and thresholds that make it best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

type Answers = npt.NDArray[np.bool_]

CANDIDATES = np.arange(0.1, 0.8, 0.02)
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one element, or of several together. Shares are 0 where nothing is there to divide by."""

    right: int
    named: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.named if self.named else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        both = self.named + self.there
        return 2 * self.right / both if both else 0.0


def count(labels: Answers, named: Answers) -> Figures:
    """Counts over everything handed in: a column gives an element's figures, the whole the micro ones."""
    return Figures(int((labels & named).sum()), int(named.sum()), int(labels.sum()))


def group_answers(answers: Answers, group_of: Sequence[int]) -> Answers:
    """A column per group: whether any of its elements is there."""
    groups = range(max(group_of) + 1)
    return np.stack([answers[:, [own == group for own in group_of]].any(axis=1) for group in groups], axis=1)


def choose_thresholds(
    labels: Answers, confidences: npt.NDArray[np.float32], group_of: Sequence[int]
) -> npt.NDArray[np.float64]:
    """Per column the least confidence to be named; the sum of micro-F1 by element and by group is best.

    One column after the other, several times over.
    """
    thresholds = np.full(labels.shape[1], 0.4)
    named = confidences >= thresholds
    grouped = group_answers(labels, group_of)
    for _ in range(ROUNDS):
        for column in range(labels.shape[1]):
            scored = []
            for candidate in CANDIDATES:
                named[:, column] = confidences[:, column] >= candidate
                by_group = count(grouped, group_answers(named, group_of)).f1
                scored.append((count(labels, named).f1 + by_group, candidate))
            thresholds[column] = max(scored)[1]
            named[:, column] = confidences[:, column] >= thresholds[column]
    return thresholds

"""How many telling words and phrases two paragraphs share, by how rare they are in both texts. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

type Feature = str | tuple[str, str]
"""A word, or two words that follow each other."""

LEAST = 0.05
"""What a feature weighs at least: one that stands in every paragraph still tells a little."""
SHORT = 8
"""Words. Fewer are easily all found in a long paragraph, which says nothing."""


class Overlap:
    """Words and two-word phrases of the paragraphs of two texts, weighed.

    A feature weighs the logarithm of how rare it is among the paragraphs of both texts, so that what any
    two paragraphs of an item share, the vocabulary of the rule, counts for little.
    """

    def __init__(self, left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> None:
        """The paragraphs of both sides as words."""
        self.left = [_count(words) for words in left]
        self.right = [_count(words) for words in right]
        paragraphs = len(left) + len(right)
        spread: Counter[Feature] = Counter()
        for counted in (*self.left, *self.right):
            spread.update(counted.keys())
        self.weights = {
            feature: max(log((paragraphs + 1) / times), LEAST) for feature, times in spread.items()
        }
        self._left_words, self._right_words = [len(words) for words in left], [len(words) for words in right]
        self.left_sizes = [self.weigh(counted) for counted in self.left]
        self.right_sizes = [self.weigh(counted) for counted in self.right]

    def weigh(self, counted: Mapping[Feature, int]) -> float:
        """The weight of so many features."""
        weights = self.weights
        return sum(weights[feature] * times for feature, times in counted.items())

    def score(self, lefts: Collection[int], rights: Collection[int]) -> dict[tuple[int, int], float]:
        """Every pair that shares anything: 0 to 1, the mean of what is shared of both and of the shorter.

        A text of fewer than SHORT words counts only by what is shared of both.
        """
        shared: defaultdict[tuple[int, int], float] = defaultdict(float)
        holders: defaultdict[Feature, list[tuple[int, int]]] = defaultdict(list)
        for j in rights:
            for feature, times in self.right[j].items():
                holders[feature].append((j, times))
        for i in lefts:
            for feature, times in self.left[i].items():
                weight = self.weights[feature]
                for j, others in holders.get(feature, ()):
                    shared[i, j] += weight * min(times, others)
        return {(i, j): self._rate(i, j, weight) for (i, j), weight in shared.items()}

    def _rate(self, i: int, j: int, shared: float) -> float:
        own, others = self.left_sizes[i], self.right_sizes[j]
        of_both = 2 * shared / (own + others)
        if min(self._left_words[i], self._right_words[j]) < SHORT:
            return of_both
        return (of_both + shared / min(own, others)) / 2


def subtract(whole: Mapping[Feature, int], parts: Iterable[Mapping[Feature, int]]) -> dict[Feature, int]:
    """The features of `whole` that its parts do not account for."""
    left = dict(whole)
    for part in parts:
        for feature, times in part.items():
            if feature in left:
                left[feature] -= times
    return {feature: times for feature, times in left.items() if times > 0}


def _count(words: Sequence[str]) -> Counter[Feature]:
    counted: Counter[Feature] = Counter(words)
    counted.update(pairwise(words))
    return counted

"""Paragraphs of two years matched: one to one first, then the fragments of merges and splits. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from comparison.alignment.assignment import assign
from comparison.alignment.keys import cut_key_words, join_key
from comparison.alignment.overlap import Overlap, subtract

REJECT = 0.30
"""Pairs that score less are two different paragraphs."""
FRAGMENT = 0.35
"""So much of a paragraph must stand in what the other parts of a whole leave open to be a part of it."""
BETTER = 0.1
"""By so much being a part must score above the partner a paragraph has, to be taken from it."""
NEAR = 0.02
"""What distance costs: a pair from one end to the other of the texts loses so much. It only settles ties."""
ROUNDS = 4
HEADING = 6
"""Words. So few stand in many a paragraph by chance: they are a part only beside the others, at its edge."""
EDGE = 0.6
"""Of a heading's words, how many must stand there."""
BETWEEN = 0.15
"""Between two pairs that follow each other on both sides, what is left over may score so little."""


class Group(NamedTuple):
    """Numbers of paragraphs that belong together: one to one, several to one, or one to several."""

    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(slots=True)
class Side:
    """One text: its paragraphs as words, and what of each stays when signs and spaces do not count."""

    words: list[list[str]]
    keys: list[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Side":
        """Cuts every paragraph once."""
        words = [cut_key_words(text) for text in texts]
        return cls(words, [join_key(text, cut) for text, cut in zip(texts, words, strict=True)])


def match_equal(left: Side, right: Side) -> dict[int, int]:
    """Paragraphs of the same words; where some stand several times, those with the same neighbours first."""
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, key in enumerate(left.keys):
        places[key][0].append(i)
    for j, key in enumerate(right.keys):
        if key in places:
            places[key][1].append(j)
    pairs: dict[int, int] = {}
    repeated = []
    for lefts, rights in places.values():
        if len(lefts) == len(rights):
            pairs.update(zip(lefts, rights, strict=True))
        elif rights:
            repeated.append((lefts, rights))
    anchors = dict(pairs)
    for lefts, rights in repeated:
        pairs.update(_match_repeated(lefts, rights, anchors, left, right))
    return pairs


REPEATED = 2_500
"""Up to so many pairs of one repeated paragraph its neighbours are asked; beyond, order decides."""


def _match_repeated(
    lefts: Sequence[int], rights: Sequence[int], anchors: dict[int, int], left: Side, right: Side
) -> Iterator[tuple[int, int]]:
    if len(lefts) * len(rights) > REPEATED:
        yield from zip(lefts, rights, strict=False)
        return

    def rank(pair: tuple[int, int]) -> tuple[int, float, tuple[int, int]]:
        i, j = pair
        agreeing = sum(
            anchors.get(i + step, -2) == j + step
            or ((key := _key_at(left, i + step)) is not None and key == _key_at(right, j + step))
            for step in (-1, 1)
        )
        apart = round(abs(i / len(left.keys) - j / len(right.keys)), 6)
        return -agreeing, apart, pair

    used_left: set[int] = set()
    used_right: set[int] = set()
    for i, j in sorted(((i, j) for i in lefts for j in rights), key=rank):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            yield i, j


def _key_at(side: Side, place: int) -> str | None:
    return side.keys[place] if 0 <= place < len(side.keys) else None


@dataclass(slots=True)
class Matcher:
    """What is left beside the equal paragraphs, matched by words."""

    left: Side
    right: Side
    free_left: list[int]
    free_right: list[int]
    equal: dict[int, int]
    overlap: Overlap = field(init=False)
    scores: dict[tuple[int, int], float] = field(init=False)
    to_right: dict[int, list[int]] = field(init=False, default_factory=dict)
    """Per matched left paragraph its partners; several where it was split."""
    to_left: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.overlap = Overlap(self.left.words, self.right.words)
        self.scores = self.overlap.score(self.free_left, self.free_right)

    def match(self) -> list[Group]:
        """The groups, sorted by their left paragraphs."""
        for _ in range(ROUNDS):
            self._assign_free()
            if not self._attach():
                break
        self._fill_between()
        return sorted(
            [Group((i,), tuple(sorted(js))) for i, js in self.to_right.items() if len(js) > 1]
            + [Group(tuple(sorted(lefts)), (j,)) for j, lefts in self.to_left.items() if self._is_star(j)]
        )

    def _is_star(self, j: int) -> bool:
        return len(self.to_left[j]) > 1 or len(self.to_right[self.to_left[j][0]]) == 1

    def _assign_free(self) -> None:
        gains = {
            (i, j): gain
            for (i, j), score in self.scores.items()
            if i not in self.to_right
            and j not in self.to_left
            and (gain := score - REJECT - self._distance(i, j)) > 0
        }
        for i, j in assign(gains):
            self.to_right[i] = [j]
            self.to_left[j] = [i]

    def _fill_between(self) -> None:
        """Pairs what is left over at the same place of both texts: headings and paragraphs reworded."""
        ends = len(self.left.words), len(self.right.words)
        beside = {(i, j) for i, js in self.to_right.items() for j in js} | set(self.equal.items())
        beside |= {(-1, -1), ends}
        for i in self.free_left:
            if i in self.to_right:
                continue
            for j in self.free_right:
                if j in self.to_left or (i - 1, j - 1) not in beside or (i + 1, j + 1) not in beside:
                    continue
                is_heading = max(len(self.left.words[i]), len(self.right.words[j])) < HEADING
                if is_heading or self.scores.get((i, j), 0.0) >= BETWEEN:
                    self.to_right[i] = [j]
                    self.to_left[j] = [i]
                    beside.add((i, j))

    def _distance(self, i: int, j: int) -> float:
        return NEAR * abs((i + 0.5) / len(self.left.words) - (j + 0.5) / len(self.right.words))

    def _attach(self) -> bool:
        """Gives fragments to the pairs that lack their words; True where one changed hands."""
        found = sorted(
            [
                *self._find_fragments(is_left=True),
                *self._find_fragments(is_left=False),
            ],
            reverse=True,
        )
        touched: set[tuple[bool, int]] = set()
        for _, is_left, place, i, j in found:
            mine = (is_left, place)
            pair = {(True, i), (False, j)}
            if mine in touched or pair & touched or not self._holds(i, j, is_left=is_left):
                continue
            self._detach(is_left=is_left, place=place)
            if is_left:
                self.to_left[j].append(place)
                self.to_right[place] = [j]
            else:
                self.to_right[i].append(place)
                self.to_left[place] = [i]
            touched |= {mine, *pair}
        return bool(touched)

    def _holds(self, i: int, j: int, *, is_left: bool) -> bool:
        """Whether i and j are still partners, and may take another one on that side."""
        if j not in self.to_right.get(i, ()):
            return False
        return len(self.to_right[i]) == 1 if is_left else len(self.to_left[j]) == 1

    def _detach(self, *, is_left: bool, place: int) -> None:
        own, others = (self.to_right, self.to_left) if is_left else (self.to_left, self.to_right)
        for partner in own.pop(place, ()):
            others[partner].remove(place)
            if not others[partner]:
                del others[partner]

    def _find_fragments(self, *, is_left: bool) -> Iterator[tuple[float, bool, int, int, int]]:
        """(worth, side, fragment, pair) of every paragraph that explains what a pair leaves open."""
        overlap = self.overlap
        own, others = (overlap.left, overlap.right) if is_left else (overlap.right, overlap.left)
        words = self.left.words if is_left else self.right.words
        other_words = self.right.words if is_left else self.left.words
        sizes = overlap.left_sizes if is_left else overlap.right_sizes
        partners, back = (self.to_right, self.to_left) if is_left else (self.to_left, self.to_right)
        free = self.free_left if is_left else self.free_right
        for whole, parts in back.items():
            # A part of something that is itself a part would make a chain.
            if len(partners[parts[0]]) > 1:
                continue
            rest = subtract(others[whole], (own[part] for part in parts))
            for place in free:
                if place in parts or len(partners.get(place, ())) > 1:
                    continue
                if len(words[place]) < HEADING and not self._is_edge(words, place, parts, other_words[whole]):
                    continue
                counted = own[place]
                shared = overlap.weigh(
                    {
                        feature: min(times, rest[feature])
                        for feature, times in counted.items()
                        if feature in rest
                    }
                )
                share = shared / sizes[place] if sizes[place] else 0.0
                if share < max(FRAGMENT, self._score_held(place, is_left=is_left) + BETTER):
                    continue
                i, j = (parts[0], whole) if is_left else (whole, parts[0])
                yield shared, is_left, place, i, j

    @staticmethod
    def _is_edge(words: Sequence[list[str]], place: int, parts: Sequence[int], whole: Sequence[str]) -> bool:
        """Whether a few words stand beside the other parts and open or end the whole as they do the parts."""
        own = words[place]
        reach = len(own) + 1
        if place == min(parts) - 1:
            edge = whole[:reach]
        elif place == max(parts) + 1:
            edge = whole[-reach:]
        else:
            return False
        return LCSseq.similarity(own, edge) >= EDGE * len(own)

    def _score_held(self, place: int, *, is_left: bool) -> float:
        """What a paragraph's present partner is worth to it; 0 without one."""
        partners = (self.to_right if is_left else self.to_left).get(place, ())
        if not partners:
            return 0.0
        return self.scores.get((place, partners[0]) if is_left else (partners[0], place), 0.0)

"""Wordings gathered into families of near-copies. No queries: the heads to look among are given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comparison.alignment.wording import are_near, hash_parts

type Parts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class NewWording:
    """A wording not held before. `parts` are what near-copies find it by, if it becomes a head."""

    key: int
    words: tuple[str, ...]
    parts: Parts

    @property
    def folded(self) -> str:
        return " ".join(self.words)


def prepare_wordings(words: Mapping[int, tuple[str, ...]]) -> list[NewWording]:
    """Wordings by key, with their parts."""
    return [NewWording(key, own, hash_parts(own)) for key, own in words.items()]


class Heads:
    """The heads of families, found by any part they share with a wording."""

    def __init__(self) -> None:
        self._words: dict[int, tuple[str, ...]] = {}
        self._by_part: defaultdict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, key: int, words: Sequence[str], parts: Parts) -> None:
        self._words[key] = tuple(words)
        for place in _places(parts):
            self._by_part[place].append(key)

    def find(self, wording: NewWording) -> int | None:
        """The first head of which the wording is a near-copy, in the order they were added."""
        seen: set[int] = set()
        for place in _places(wording.parts):
            for key in self._by_part.get(place, ()):
                if key not in seen and are_near(wording.words, self._words[key]):
                    return key
                seen.add(key)
        return None


def _places(parts: Parts) -> Iterator[tuple[int, int]]:
    return ((number, part) for number, part in enumerate(parts) if part is not None)


def assign_families(
    wordings: Iterable[NewWording], heads: Heads, issuers: Mapping[int, int]
) -> dict[int, int]:
    """Key of its family's head for each wording; `heads` takes up the new ones.

    Wordings of more issuers come first and so become heads; equal ones by key, so that the same wordings in
    one round always make the same families.
    """
    families: dict[int, int] = {}
    for wording in sorted(wordings, key=lambda own: (-issuers.get(own.key, 0), own.key)):
        head = heads.find(wording)
        families[wording.key] = wording.key if head is None else head
        if head is None:
            heads.add(wording.key, wording.words, wording.parts)
    return families

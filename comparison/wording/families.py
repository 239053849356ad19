"""Wordings gathered into families of near-copies. No queries: the heads to look among are given."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel

from comparison.alignment.wording import NEAR, are_near, hash_parts

_SURROGATES = range(0xD800, 0xE000)
"""Code points that are no characters."""

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
    """The heads of families, found by any part they share with one of the wordings to be placed."""

    def __init__(self, wordings: Sequence[NewWording]) -> None:
        self._asked = Counter(place for wording in wordings for place in _places(wording.parts))
        self._letters: dict[str, str] = {}
        self._heads: list[tuple[int, Sequence[str]]] = []
        self._by_part: dict[tuple[int, int], tuple[list[int], list[str]]] = {}

    def add(self, key: int, words: Sequence[str], parts: Parts) -> None:
        """A head that is held."""
        self._add(key, words, [place for place in _places(parts) if place in self._asked])

    def add_new(self, wording: NewWording) -> None:
        """One of the wordings as a head: what it alone asks for finds nobody else."""
        asked = [place for place in _places(wording.parts) if self._asked[place] > 1]
        self._add(wording.key, wording.words, asked)

    def _add(self, key: int, words: Sequence[str], places: Sequence[tuple[int, int]]) -> None:
        if places:
            number, spelled = len(self._heads), self._spell(words)
            self._heads.append((key, words))
            for place in places:
                numbers, texts = self._by_part.setdefault(place, ([], []))
                numbers.append(number)
                texts.append(spelled)

    def find(self, wording: NewWording) -> int | None:
        """The head of which the wording is a near-copy; of several the one that was added first."""
        lists = [self._by_part[place] for place in _places(wording.parts) if place in self._by_part]
        if not lists:
            return None
        spelled = self._spell(wording.words)
        found: set[int] = set()
        for numbers, texts in lists:
            alike = process.extract(
                spelled, texts, scorer=Indel.normalized_similarity, score_cutoff=NEAR, limit=None
            )
            found.update(numbers[at] for _, _, at in alike)
        for number in sorted(found):
            key, words = self._heads[number]
            if are_near(wording.words, words):
                return key
        return None

    def _spell(self, words: Sequence[str]) -> str:
        """A letter for each word: what letters two texts share is counted many times faster than words."""
        letters = self._letters
        return "".join([letters.get(word) or self._new_letter(word) for word in words])

    def _new_letter(self, word: str) -> str:
        number = len(self._letters) + 1
        self._letters[word] = chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
        return self._letters[word]


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
            heads.add_new(wording)
    return families

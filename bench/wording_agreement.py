"""How well the counts of `comparison.wording` agree with holding every sentence against every other.

Part of `python -m bench.wording`. A seeded sample of places in the texts held, so that a sentence many use is
asked for more often; its folded words against those of all sentences, without index or families.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel

from comparison.alignment.wording import NEAR, Folder, are_near, find_sentences, hash_words

SEED, ASKED = 2611, 240
_FIRST_LETTER = 0xE000
"""Words are spelled as one letter each, from here on, behind the code points that are no characters."""

type Words = tuple[str, ...]
type Issuers = frozenset[int]


@dataclass(slots=True)
class Agreement:
    """Issuers counted and issuers there are, over all sentences asked; the sentence's own issuer included."""

    name: str
    asked: int = 0
    equal: int = 0
    there: int = 0
    counted: int = 0
    both: int = 0

    def add(self, there: Issuers, counted: Issuers) -> None:
        self.asked += 1
        self.equal += there == counted
        self.there += len(there)
        self.counted += len(counted)
        self.both += len(there & counted)

    def __str__(self) -> str:
        recall, precision = self.both / self.there, self.both / self.counted
        return f"{self.name:42}{self.equal:5} of {self.asked} equal{recall:10.3f}{precision:11.3f}"


class Everything:
    """The folded words of every sentence held, and who uses them."""

    def __init__(self) -> None:
        from disclosures.models import Filing

        used: defaultdict[Words, set[int]] = defaultdict(set)
        self.places: list[Words] = []
        rows = Filing.objects.order_by("accession", "pk").values_list(
            "issuer_id", "issuer__name", "reading_text"
        )
        for issuer, name, text in rows.iterator():
            folder = Folder(name, text)
            for start, end in find_sentences(text):
                words = folder.fold(text[start:end])
                self.places.append(words)
                used[words].add(issuer)
        self.issuers: Mapping[Words, Issuers] = {words: frozenset(own) for words, own in used.items()}
        self._all = list(self.issuers)
        self._letters = {
            word: chr(_FIRST_LETTER + n) for n, word in enumerate({w for own in used for w in own})
        }
        self._spelled = [self._spell(words) for words in self._all]

    def find_near(self, words: Words) -> Issuers:
        """The issuers of all near-copies of these words, and of the words."""
        alike = process.extract(
            self._spell(words),
            self._spelled,
            scorer=Indel.normalized_similarity,
            score_cutoff=NEAR,
            limit=None,
        )
        near = [self._all[at] for _, _, at in alike if are_near(words, self._all[at])]
        return frozenset().union(*(self.issuers[own] for own in (words, *near)))

    def _spell(self, words: Sequence[str]) -> str:
        return "".join(self._letters[word] for word in words)


def measure_agreement() -> list[Agreement]:
    """The same words; near-copies of the family's head, which is what is counted; those of the sentence."""
    from comparison.models import SentenceUse, Wording

    everything = Everything()
    same, of_head, of_own = map(
        Agreement, ("the same words", "near-copies of the head", "... of the sentence")
    )
    for words in random.Random(SEED).sample(everything.places, min(ASKED, len(everything.places))):  # noqa: S311  # chance to repeat
        wording = Wording.objects.get(key=hash_words(words))
        head = tuple(Wording.objects.get(key=wording.family).folded.split(" "))
        uses = SentenceUse.objects.order_by().values_list("issuer_id", flat=True)
        family = frozenset(uses.filter(wording__family=wording.family))
        same.add(everything.issuers[words], frozenset(uses.filter(wording=wording.key)))
        of_head.add(everything.find_near(head), family)
        of_own.add(everything.find_near(words), family)
    return [same, of_head, of_own]

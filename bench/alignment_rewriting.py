"""A second way of changing real items, sentence by sentence, so that no matcher is fitted to the first.

Sentences are dropped, swapped, put in, and paragraphs cut anew at their borders, so several can go into
several; words give way to synonyms; the whole text loses its capitals, its punctuation or all outside ASCII.
A link is true where a sentence of the left paragraph stands, reworded or not, in the right one.
"""

import random
import re
from collections.abc import Mapping, Sequence

from bench.alignment_items import Item
from bench.alignment_mixes import Case, Link
from disclosures.coding.sentences import cut_sentences

DROPPED, SWAPPED, FOREIGN = 0.06, 0.1, 0.06
JOINED, CUT = 0.08, 0.06
MOVED = 0.1
REWORDED = 0.5

SYNONYMS = (
    ("board of directors", "directors"),
    ("audit committee", "committee on audit"),
    ("chief information security officer", "ciso"),
    ("cybersecurity", "cyber security"),
    ("third-party", "external"),
    ("threats", "dangers"),
    ("risks", "exposures"),
    ("oversees", "supervises"),
    ("responsible for", "in charge of"),
    ("including", "such as"),
    ("processes", "procedures"),
    ("quarterly", "every quarter"),
    ("employees", "staff"),
    ("assess", "evaluate"),
    ("identify", "detect"),
    ("material", "significant"),
    ("incidents", "events"),
    ("management", "executives"),
    ("regularly", "from time to time"),
    ("information systems", "it systems"),
)

type _Sentence = tuple[str, int | None]
"""Words, and the left paragraph they come from."""


def rewrite(item: Item, donors: Mapping[str, Sequence[tuple[str, str]]], rng: random.Random) -> Case:
    """The item as a year later, by chance."""
    blocks = [_rework(text, number, item, donors, rng) for number, text in enumerate(item.paragraphs)]
    for block in rng.sample(blocks, round(MOVED * len(blocks))):
        blocks.remove(block)
        blocks.insert(rng.randrange(len(blocks) + 1), block)
    right: list[list[_Sentence]] = [[]]
    for block in blocks:
        for place, sentence in enumerate(block):
            is_break = rng.random() >= JOINED if place == 0 else rng.random() < CUT
            if is_break and right[-1]:
                right.append([])
            right[-1].append(sentence)
    damage = rng.choice((_keep, str.lower, _drop_signs, _drop_foreign))
    texts = [damage(" ".join(words for words, _ in paragraph)) for paragraph in right]
    links: frozenset[Link] = frozenset(
        (source, place)
        for place, paragraph in enumerate(right)
        for _, source in paragraph
        if source is not None
    )
    return Case(item.paragraphs, tuple(texts), links, {})


def _rework(
    text: str,
    number: int,
    item: Item,
    donors: Mapping[str, Sequence[tuple[str, str]]],
    rng: random.Random,
) -> list[_Sentence]:
    sentences: list[_Sentence] = []
    for sentence in cut_sentences(text):
        if rng.random() >= DROPPED:
            sentences.append((_reword(sentence, rng), number))
        if item.elements[number] and rng.random() < FOREIGN:
            pool = donors[rng.choice(sorted(item.elements[number]))]
            sentences.append((rng.choice(cut_sentences(rng.choice(pool)[1]) or ("",)), None))
    for place in range(len(sentences) - 1):
        if rng.random() < SWAPPED:
            sentences[place : place + 2] = reversed(sentences[place : place + 2])
    return sentences


def _reword(sentence: str, rng: random.Random) -> str:
    for word, other in SYNONYMS:
        if rng.random() < REWORDED:
            sentence = re.sub(rf"\b{word}\b", other, sentence, flags=re.IGNORECASE)
    return sentence


def _keep(text: str) -> str:
    return text


def _drop_signs(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text).split())


def _drop_foreign(text: str) -> str:
    """As the archives do: an apostrophe that was curly is gone, and so is a dash between words."""
    return re.sub(r"['’“”—–]|(?<=\w)-(?=\w)", "", text).encode("ascii", "ignore").decode()

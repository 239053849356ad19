"""Sentences as hashed features: what the element model sees of a text, and nothing else. Pure.

Clean documents and the SEC's archives, which drop every character outside ASCII, come to the same features:
apostrophes vanish ("board's" is "boards"), dashes and all other signs part words, digits are one sign.
"""

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

BITS = 15
"""Features fall into 2 ** BITS buckets."""
STEM = 5
"""Letters of a word that are a feature of their own, so that its endings do not matter."""
FACTS = 11
"""How many numbers beside the words describe a sentence and its place."""

type Numbers = npt.NDArray[np.float32]
type Places = npt.NDArray[np.int64]

_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’‘‛`´")
_ENDS_SENTENCE = (".", "!", "?")
_CLOSING = "\"'”’)"
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SECOND_MULTIPLIER = np.uint64(0xBF58476D1CE4E5B9)
_PAIR_PRIME = np.uint64(0x100000001B3)


@dataclass(frozen=True, slots=True)
class Hashed:
    """Features of sentences: `rows` names the sentence, `buckets` the feature; each pair once, ascending."""

    rows: Places
    buckets: Places
    facts: Numbers


def cut_tokens(sentence: str) -> list[str]:
    """Words in small ASCII letters; a run of digits is "0"."""
    folded = unicodedata.normalize("NFKD", sentence.translate(_APOSTROPHES)).lower()
    plain = folded if folded.isascii() else folded.encode("ascii", "replace").decode("ascii")
    return [token if token[0].isalpha() else "0" for token in _TOKEN.findall(plain)]


def hash_sentences(paragraphs: Sequence[Sequence[str]]) -> Hashed:
    """Single words, pairs of neighbours and stems of every sentence of one text, as buckets.

    `paragraphs` are those of one disclosure in order, cut into sentences; one sentence there is at least.
    """
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    tokens = [cut_tokens(sentence) for sentence in sentences]
    marked = [["^", *words, "$"] for words in tokens]
    rows = np.repeat(np.arange(len(marked)), [len(words) for words in marked])
    whole = np.array([_hash(word) for words in marked for word in words], np.uint64)
    stems = np.array(
        [_hash(f"~{word[:STEM]}") if len(word) > STEM else 0 for words in marked for word in words], np.uint64
    )
    together = rows[1:] == rows[:-1]
    pairs = whole[:-1] * _PAIR_PRIME + whole[1:] + np.uint64(1)
    has_stem = stems > 0
    all_rows = np.concatenate([rows, rows[:-1][together], rows[has_stem]])
    buckets = np.concatenate([_scatter(whole), _scatter(pairs[together]), _scatter(stems[has_stem])])
    keys = np.unique((all_rows << BITS) | buckets)
    facts = describe_places(paragraphs, [len(words) for words in tokens])
    return Hashed(keys >> BITS, keys & ((1 << BITS) - 1), facts)


def describe_places(paragraphs: Sequence[Sequence[str]], sizes: Sequence[int]) -> Numbers:
    """Where a sentence stands in its text and paragraph, how long these are, and whether it ends as one.

    `sizes` has the number of words of each sentence.
    """
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    lengths = [len(paragraph) for paragraph in paragraphs for _ in paragraph]
    numbers = [number for paragraph in paragraphs for number in range(len(paragraph))]
    count = len(sentences)
    place = np.arange(count, dtype=np.float64)
    ends = [sentence.rstrip(_CLOSING).endswith(_ENDS_SENTENCE) for sentence in sentences]
    columns = [
        place / count,
        np.log1p(place) / 3,
        np.log1p(count - 1 - place) / 3,
        np.full(count, np.log(count) / 3),
        np.log1p(np.array(sizes, np.float64)) / 3,
        np.array(ends, np.float64),
        place == 0,
        place == count - 1,
        np.array(numbers) == 0,
        np.array(numbers) == np.array(lengths) - 1,
        np.log1p(np.array(lengths, np.float64)) / 3,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    """CRC-32 (ISO 3309) of the word's bytes: the same on every machine."""
    return zlib.crc32(word.encode("ascii"))


def _scatter(numbers: npt.NDArray[np.uint64]) -> Places:
    """Numbers spread over the buckets by two multiplications and a shift (splitmix64)."""
    mixed = numbers * _MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    mixed *= _SECOND_MULTIPLIER
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)

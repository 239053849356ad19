"""Real items changed at random with a known map: deletions, merges, splits, word edits, insertions, moves.

A paragraph link (left number, right number) is true where words of the one went into the other, so a merge of
two is two links and a split in two is two. What was deleted or inserted has none.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bench.alignment_items import Item
from comparison.alignment.pairs import Kind
from disclosures.coding.sentences import cut_sentences

type Link = tuple[int, int]

TRIES = 5
COPY = 70.0
"""An insertion as alike as this to a paragraph of the item (fuzz.ratio of their words) is none."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of the paragraphs each thing happens to; `strength` is an edit's share of the words."""

    name: str
    deleted: float = 0.08
    merged: float = 0.08
    split: float = 0.08
    edited: float = 0.4
    inserted: float = 0.08
    moved: float = 0.0
    strength: tuple[float, float] = (0.1, 0.4)


MIXES = (
    Mix("mild", 0.04, 0.04, 0.04, 0.2, 0.04),
    Mix("standard"),
    Mix("standard, a sixth moved", moved=1 / 6),
    Mix("all edited", edited=1.0),
    Mix("all edited, a sixth moved", edited=1.0, moved=1 / 6),
    Mix("double", 0.16, 0.16, 0.16, 0.6, 0.16),
    Mix("double, a third moved", 0.16, 0.16, 0.16, 0.6, 0.16, moved=1 / 3),
)


@dataclass(frozen=True, slots=True)
class Case:
    """Two versions of an item, the true links between their paragraphs, and the true kind of each group."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    links: frozenset[Link]
    kinds: Mapping[tuple[tuple[int, ...], tuple[int, ...]], Kind]


@dataclass(slots=True)
class _Piece:
    """A paragraph of the right text in the making, and where its words come from."""

    text: str
    sources: list[int]
    is_edited: bool = False
    is_moved: bool = False


def perturb(
    item: Item, mix: Mix, donors: Mapping[str, Sequence[tuple[str, str]]], rng: random.Random
) -> Case:
    """The item as a year later, by chance. `donors` are other issuers' paragraphs per element."""
    pieces = [
        _Piece(text, [number]) for number, text in enumerate(item.paragraphs) if rng.random() >= mix.deleted
    ]
    pieces = _split(_merge(pieces, mix, rng), mix, rng)
    vocabulary = _vocabulary(item, donors, rng)
    for piece in pieces:
        if rng.random() < mix.edited:
            changed = edit_words(piece.text, rng.uniform(*mix.strength), vocabulary, rng)
            piece.is_edited = changed != piece.text
            piece.text = changed
    _move(pieces, mix, rng)
    _insert(pieces, item, mix, donors, rng)
    return _case(item, pieces)


def edit_words(text: str, share: float, vocabulary: Sequence[str], rng: random.Random) -> str:
    """The text with about this share of its words replaced, dropped or joined by others, in runs of 1 to 4.

    A heading of a word or two stays: with that word gone nobody could say what it was.
    """
    words = text.split()
    budget = round(share * len(words))
    while budget > 0 and words:
        run = min(rng.randint(1, 4), budget)
        place = rng.randrange(len(words))
        what = rng.random()
        fresh = rng.randrange(max(len(vocabulary) - run, 1))
        new = [] if what < 0.25 else list(vocabulary[fresh : fresh + run])
        words[place : place + (0 if what > 0.75 else run)] = new
        budget -= run
    return " ".join(words) or text


def _merge(pieces: list[_Piece], mix: Mix, rng: random.Random) -> list[_Piece]:
    merged: list[_Piece] = []
    joins = False
    for piece in pieces:
        if joins:
            merged[-1] = _Piece(f"{merged[-1].text} {piece.text}", merged[-1].sources + piece.sources)
            joins = False
        else:
            merged.append(piece)
            joins = rng.random() < mix.merged
    return merged


def _split(pieces: list[_Piece], mix: Mix, rng: random.Random) -> list[_Piece]:
    cut: list[_Piece] = []
    for piece in pieces:
        sentences = cut_sentences(piece.text)
        if len(piece.sources) == 1 and len(sentences) > 1 and rng.random() < mix.split:
            place = rng.randrange(1, len(sentences))
            cut.extend(
                _Piece(" ".join(part), list(piece.sources)) for part in (sentences[:place], sentences[place:])
            )
        else:
            cut.append(piece)
    return cut


def _move(pieces: list[_Piece], mix: Mix, rng: random.Random) -> None:
    for piece in rng.sample(pieces, round(mix.moved * len(pieces))):
        pieces.remove(piece)
        pieces.insert(rng.randrange(len(pieces) + 1), piece)
        piece.is_moved = True


def _insert(
    pieces: list[_Piece],
    item: Item,
    mix: Mix,
    donors: Mapping[str, Sequence[tuple[str, str]]],
    rng: random.Random,
) -> None:
    for elements in item.elements:
        if rng.random() >= mix.inserted or not elements:
            continue
        pool = donors[rng.choice(sorted(elements))]
        for _ in range(TRIES):
            cik, text = rng.choice(pool)
            if cik != item.cik and not any(
                fuzz.ratio(text.split(), p.split()) > COPY for p in item.paragraphs
            ):
                pieces.insert(rng.randrange(len(pieces) + 1), _Piece(text, []))
                break


def _vocabulary(item: Item, donors: Mapping[str, Sequence[tuple[str, str]]], rng: random.Random) -> list[str]:
    """Running words of other issuers on the same elements: edits speak the language of the item."""
    pools = sorted({element for elements in item.elements for element in elements})
    return [word for name in pools for _ in range(3) for word in rng.choice(donors[name])[1].split()]


def _case(item: Item, pieces: Sequence[_Piece]) -> Case:
    places: dict[int, list[int]] = {}
    for place, piece in enumerate(pieces):
        for source in piece.sources:
            places.setdefault(source, []).append(place)
    kinds: dict[tuple[tuple[int, ...], tuple[int, ...]], Kind] = {}
    for place, piece in enumerate(pieces):
        rights = tuple(places[piece.sources[0]]) if piece.sources else (place,)
        kinds[tuple(piece.sources), rights] = _kind(piece, rights)
    kinds |= {((i,), ()): Kind.REMOVED for i in range(len(item.paragraphs)) if i not in places}
    links = frozenset((source, place) for place, piece in enumerate(pieces) for source in piece.sources)
    return Case(item.paragraphs, tuple(piece.text for piece in pieces), links, kinds)


def _kind(piece: _Piece, rights: tuple[int, ...]) -> Kind:
    if not piece.sources:
        return Kind.ADDED
    if len(piece.sources) > 1:
        return Kind.MERGED
    if len(rights) > 1:
        return Kind.SPLIT
    if piece.is_moved:
        return Kind.MOVED
    return Kind.EDITED if piece.is_edited else Kind.IDENTICAL

"""Passages before they are laid level: repeats folded, headings lifted, the concepts over them. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from comparison.alignment.values import ComparedPassage, ComparedValue
from disclosures.coding.passages import is_item_heading

FEW_WORDS = 6
"""A line of fewer words without a full stop is a heading."""
REPRINTED = 8
"""Fewer words repeat each other without being a copy: headings, "See Item 1A."."""


def fold_repeats(passages: Iterable[ComparedPassage]) -> tuple[ComparedPassage, ...]:
    """The same words at the same place, tagged under two elements, once with both names; reading order."""
    folded: dict[tuple[int, int, str], ComparedPassage] = {}
    for passage in passages:
        key = (passage.start, passage.end, passage.text_hash)
        known = folded.setdefault(key, passage)
        added = tuple(name for name in passage.elements if name not in known.elements)
        if added:
            folded[key] = replace(known, elements=known.elements + added)
    return tuple(sorted(folded.values(), key=lambda passage: (passage.start, passage.end)))


def lift_headings(passages: Sequence[ComparedPassage]) -> tuple[ComparedPassage, ...]:
    """Passages without their headings, each of which goes onto the passage after it.

    "Governance" over two texts is not a thought they share. A heading is a few words without a full stop, or
    the item's own ("Item 1C. Cybersecurity."); one that nothing follows stays a passage.
    """
    lifted: list[ComparedPassage] = []
    waiting: list[ComparedPassage] = []
    for passage in passages:
        if _is_heading(passage.text):
            waiting.append(passage)
            continue
        heading = " · ".join(part.text for part in waiting)
        lifted.append(replace(passage, heading=heading) if heading else passage)
        waiting = []
    return (*lifted, *waiting)


def _is_heading(text: str) -> bool:
    if is_item_heading(" ".join(text.split()), 0):
        return True
    return (
        len(text.split()) < FEW_WORDS
        and text.rstrip()[-1:] not in {".", ";", ":", "!", "?"}
        and "\t" not in text
    )


def fold_contained(passages: Iterable[ComparedPassage]) -> tuple[ComparedPassage, ...]:
    """Passages without those that lie inside another, whose element's name goes to the one around it."""
    folded: list[ComparedPassage] = []
    for passage in sorted(fold_repeats(passages), key=lambda passage: (passage.start, -passage.end)):
        around = folded[-1] if folded else None
        if around is None or passage.end > around.end:
            folded.append(passage)
            continue
        added = tuple(name for name in passage.elements if name not in around.elements)
        folded[-1] = replace(around, elements=around.elements + added)
    return tuple(folded)


def fold_reprints(passages: Iterable[ComparedPassage]) -> tuple[ComparedPassage, ...]:
    """Passages in reading order without those whose words stand before them under other elements; the names
    go to where they stood first.

    The bulk data bring each element's text for itself: where two overlap, what both hold is laid out twice. A
    passage said twice under one element is no such copy and stays.
    """
    kept: list[ComparedPassage] = []
    own: list[frozenset[str]] = []
    words: list[str] = []
    starts: list[int] = []
    place_of: dict[tuple[str, ...], int] = {}
    for passage in passages:
        said = passage.normalised.split()
        at = place_of.get(tuple(said[:REPRINTED])) if len(said) >= REPRINTED else None
        if at is not None and words[at : at + len(said)] == said:
            hosts = range(bisect_right(starts, at) - 1, bisect_right(starts, at + len(said) - 1))
            if all(own[host].isdisjoint(passage.elements) for host in hosts):
                for host in hosts:
                    kept[host] = _name(kept[host], passage.elements)
                continue
        kept.append(passage)
        own.append(frozenset(passage.elements))
        starts.append(len(words))
        for k in range(len(said) - REPRINTED + 1):
            place_of.setdefault(tuple(said[k : k + REPRINTED]), len(words) + k)
        words += said
    return tuple(kept)


def list_passages(values: Mapping[str, Sequence[ComparedValue]]) -> tuple[ComparedPassage, ...]:
    """A filing's passages in reading order, each once, whatever elements they stand under."""
    return fold_contained(
        passage for found in values.values() for value in found for passage in value.passages
    )


def name_repeats(values: Sequence[ComparedValue]) -> tuple[ComparedValue, ...]:
    """A filing's values, each passage with the names of all elements that hold it at the same place."""
    folded = fold_repeats(passage for value in values for passage in value.passages)
    names = {(passage.start, passage.end, passage.text_hash): passage.elements for passage in folded}
    return tuple(
        replace(value, passages=tuple(_name(p, names[p.start, p.end, p.text_hash]) for p in value.passages))
        if value.passages
        else value
        for value in values
    )


def _name(passage: ComparedPassage, names: tuple[str, ...]) -> ComparedPassage:
    """With all names, its own first; most passages stand under one element only."""
    added = tuple(name for name in names if name not in passage.elements)
    return replace(passage, elements=passage.elements + added) if added else passage


def find_concepts(start: int, end: int, tagged: Iterable[tuple[int, int, str]]) -> tuple[str, ...]:
    """The concepts that hold half of a place and more; `tagged` has stretches: start, end, concept."""
    held: Counter[str] = Counter()
    for begin, stop, concept in tagged:
        held[concept] += max(min(end, stop) - max(start, begin), 0)
    return tuple(concept for concept, size in held.items() if 2 * size >= end - start and size)


def carry_concepts(
    passages: Iterable[ComparedPassage], values: Iterable[ComparedValue]
) -> tuple[ComparedPassage, ...]:
    """The passages with the concepts of a filing's values over them."""
    tagged = {(own.start, own.end, value.key) for value in values for own in value.passages}
    return tuple(
        replace(own, concepts=tuple(sorted(find_concepts(own.start, own.end, tagged)))) for own in passages
    )

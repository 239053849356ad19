"""Passages before they are laid level: repeats folded, headings lifted, the concepts over them. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from comparison.alignment.values import ComparedPassage, ComparedValue

FEW_WORDS = 6
"""A line of fewer words without a full stop is a heading."""


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

    "Governance" over two texts is not a thought they share. A heading is a few words without a full stop;
    one that nothing follows stays a passage.
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

"""Paragraphs of two issuers' texts that say the same thing. Pure.

Issuers word the same thing differently, so paragraphs meet by the governance elements they carry (tagged, or
named by disclosures.coding.naming) and, among those, by the words that mean the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comparison.alignment.assignment import assign
from comparison.alignment.meaning import Meaning, compare_tokens, read_meaning, tell_shared, weigh_tokens
from comparison.alignment.pairs import Kind, Pair
from comparison.alignment.scores import are_few, comparable, score_pair
from comparison.alignment.values import ComparedPassage
from disclosures.coding.naming import CONCEPTS, Paragraph, name_elements
from disclosures.coding.passages import is_item_heading, is_section_heading

type Table = npt.NDArray[np.float64]

REJECT = 0.35
"""Pairs that score less are none. docs/alignment.md has precision and recall for others."""
NEAR_COPY = 80.0
"""From here on, of 100, the words themselves say that two paragraphs belong together."""
WORDS = 0.2
"""What the words weigh beside the elements."""
SHARPER = 1.3
"""The power confidences are taken to: many faint elements in common are less than one that is sure."""
LEAST = 0.003
"""Confidences are kept so far from 0 and 1."""
MOST = 0.999
"""The highest score of paragraphs that are not the same words."""
SAID = (
    "how risks are handled",
    "part of the overall risk management",
    "what effect the risks have",
    "the board's oversight",
    "the committee in charge",
    "how the board is informed",
    "management's role",
    "who in management is in charge",
    "the experience of those in charge",
    "how management is informed",
)
"""An element in words, in the order of CONCEPTS."""


@dataclass(frozen=True, slots=True)
class Side:
    """An issuer's paragraphs, read once for any number of comparisons.

    `elements` has a row per paragraph and a column per concept: how likely it carries it, 0 to 1, Processes
    only as far as no other element is there.
    """

    passages: Sequence[ComparedPassage]
    elements: Table
    meanings: tuple[Meaning, ...]
    words: tuple[str, ...]
    headings: tuple[bool, ...]

    def pick(self, places: Sequence[int]) -> "Side":
        """The side with these paragraphs alone."""
        return Side(
            [self.passages[place] for place in places],
            self.elements[list(places)],
            tuple(self.meanings[place] for place in places),
            tuple(self.words[place] for place in places),
            tuple(self.headings[place] for place in places),
        )


def read_side(passages: Sequence[ComparedPassage]) -> Side:
    """The paragraphs of one text in reading order, with what they carry and mean."""
    return Side(
        passages,
        _find_elements(passages),
        tuple(read_meaning(passage.text) for passage in passages),
        tuple(comparable(passage.normalised) for passage in passages),
        tuple(_is_heading(passage.text, number) for number, passage in enumerate(passages)),
    )


def score_sides(left: Side, right: Side) -> Table:
    """How likely each left paragraph says what each right one does, 0 to 1.

    The chance that they share an element, and the weighty words they share; near-copies by those alone. A
    heading is only ever like a heading, and by its words.
    """
    weights = weigh_tokens((left.meanings, right.meanings))
    words = np.array([[compare_tokens(one, other) for other in weights[1]] for one in weights[0]])
    if not words.size:
        return np.zeros((len(left.words), len(right.words)))
    shared = left.elements[:, None, :] * right.elements[None, :, :]
    scores = (1 - WORDS) * (1 - np.prod(1 - shared, axis=2)) + WORDS * words
    for i in range(len(left.words)):
        for j in range(len(right.words)):
            scores[i, j] = _mind_copies(left, right, i, j, float(scores[i, j]))
    return scores


def _mind_copies(left: Side, right: Side, i: int, j: int, score: float) -> float:
    if left.passages[i].text_hash == right.passages[j].text_hash:
        return 1.0
    by_words = score_pair(left.words[i], right.words[j])
    copied = by_words / 100 if by_words >= NEAR_COPY else 0.0
    if left.headings[i] or right.headings[j]:
        score = 0.0
        copied *= left.headings[i] and right.headings[j]
    return min(max(score, copied), MOST)


def pair_issuers(left: Sequence[ComparedPassage], right: Sequence[ComparedPassage]) -> tuple[Pair, ...]:
    """Every paragraph of both sides in exactly one pair: those that match in the left text's order, then what
    only the left says, then what only the right says.

    Paragraphs of the same words first; the others, unless they are too many to score, so that the sum of
    score less REJECT is highest.
    """
    ours, theirs = read_side(left), read_side(right)
    chosen = dict.fromkeys(_match_equal(left, right), 1.0)
    lefts, rights = ({pair[side] for pair in chosen} for side in (0, 1))
    rows = [i for i in range(len(left)) if i not in lefts]
    columns = [j for j in range(len(right)) if j not in rights]
    if are_few([([ours.words[i] for i in rows], [theirs.words[j] for j in columns])]):
        # Only what is left: of long texts with many equal paragraphs a table of all would not fit.
        scores = score_sides(ours.pick(rows), theirs.pick(columns))
        chosen |= {(rows[r], columns[c]): float(scores[r, c]) for r, c in _choose(scores)}
    lefts, rights = ({pair[side] for pair in chosen} for side in (0, 1))
    return (
        *(_describe(ours, theirs, i, j, score) for (i, j), score in sorted(chosen.items())),
        *(Pair(Kind.REMOVED, 0.0, (i,), (), "only on the left") for i in range(len(left)) if i not in lefts),
        *(Pair(Kind.ADDED, 0.0, (), (j,), "only on the right") for j in range(len(right)) if j not in rights),
    )


def _find_elements(passages: Sequence[ComparedPassage]) -> Table:
    """Named elements; where a paragraph is tagged as more than Processes, its tags instead.

    A third of the filers put Processes over their whole item: that tag alone tells nothing of a paragraph.
    """
    found = np.zeros((len(passages), len(CONCEPTS)))
    for row, sentences in enumerate(name_elements([Paragraph(passage.text) for passage in passages])):
        own = {concept for concept in passages[row].elements if concept in CONCEPTS[1:]}
        if own:
            found[row] = [concept in own for concept in CONCEPTS]
        elif sentences:
            table = [[one.elements[concept] for concept in CONCEPTS] for one in sentences]
            found[row] = _average(np.array(table), [len(one.text) for one in sentences])
    found[:, 0] *= np.prod(1 - found[:, 1:], axis=1)
    return np.asarray(found**SHARPER, np.float64)


def _average(confidences: Table, weights: Sequence[int]) -> Table:
    """The mean of the log odds, per column."""
    kept = np.clip(confidences, LEAST, 1 - LEAST)
    odds = np.average(np.log(kept / (1 - kept)), axis=0, weights=weights)
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)


def _is_heading(text: str, number: int) -> bool:
    words = " ".join(text.split())
    return is_item_heading(words, number) or is_section_heading(words)


def _match_equal(left: Sequence[ComparedPassage], right: Sequence[ComparedPassage]) -> list[tuple[int, int]]:
    """Paragraphs of the same words: the first with the first, and so on."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(range(len(right))):
        places[right[j].text_hash].append(j)
    return [(i, places[one.text_hash].pop()) for i, one in enumerate(left) if places[one.text_hash]]


def _choose(scores: Table) -> list[tuple[int, int]]:
    """The one-to-one pairs whose scores less REJECT sum highest."""
    # What `assign` needs grows with the square of its left side: the shorter one goes there.
    if len(scores) > len(scores.T):
        return sorted((i, j) for j, i in _choose(scores.T))
    return assign({(int(i), int(j)): float(scores[i, j]) - REJECT for i, j in np.argwhere(scores > REJECT)})


def _describe(left: Side, right: Side, i: int, j: int, score: float) -> Pair:
    if left.passages[i].text_hash == right.passages[j].text_hash:
        return Pair(Kind.IDENTICAL, 1.0, (i,), (j,), "the same words")
    return Pair(Kind.EDITED, round(score, 3), (i,), (j,), _tell(left, right, i, j))


def _tell(left: Side, right: Side, i: int, j: int) -> str:
    by_words = score_pair(left.words[i], right.words[j])
    if by_words >= NEAR_COPY:
        return f"{by_words:.0f} of 100 by the words they share"
    element = SAID[int(np.argmax(left.elements[i] * right.elements[j]))]
    said = tell_shared(left.meanings[i], right.meanings[j])
    if not said or " " not in said.removeprefix("the "):
        return f"both: {element}" + f", {said}" * bool(said)
    return f"both: {said}"

"""One issuer's text of two years: what stayed, was edited, is new or was dropped. Pure."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from comparison.alignment.scores import are_few, comparable
from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Mark, Run, redline

EDITED = 50.0
"""Passages of two years that score less are two different passages. An issuer edits its own text, so words
stand in order: rapidfuzz.fuzz.ratio on words, not the token sets that match across issuers."""
PART = 88.0
"""An unmatched passage found so surely inside a matched one was split off it or merged into it."""
PART_WORDS = 8
PART_SIGNS = 4_000_000
"""A part is looked for up to this product of its length and the whole's: 500 signs in 8,000. The search
slides the part along the whole, and so costs more than comparing the two once."""


class Change(StrEnum):
    """What became of a passage, an element or a flag."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    NEW = "new"
    DROPPED = "dropped"
    FLIPPED = "flag flipped"


@dataclass(frozen=True, slots=True)
class YearRow:
    """Old and new words of one thought; several passages of a year where they were split or merged.

    `score` is 0 to 100 for an edited one, None for a passage without a partner.
    """

    change: Change
    old: tuple[ComparedPassage, ...]
    new: tuple[ComparedPassage, ...]
    score: float | None
    runs: tuple[Run, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """Names of the elements the passages stand under, of either year, each once."""
        return tuple(dict.fromkeys(name for passage in (*self.new, *self.old) for name in passage.elements))


def align_years(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> tuple[YearRow, ...]:
    """Rows in this year's reading order; a dropped passage stands after the one it followed last year.

    Equal passages first; what is left by its words, unless that is too much (can_match_years_by_words).
    """
    pairs = _match_exactly(old, new)
    scores = dict.fromkeys(pairs, 100.0)
    free_old, free_new = _free(old, new, pairs)
    if _are_few([old[i] for i in free_old], [new[j] for j in free_new]):
        scores |= _match_by_words(old, new, free_old, free_new)
    old_parts = {i: [i] for i, _ in scores}
    new_parts = {j: [j] for _, j in scores}
    partner = {j: i for i, j in scores}
    _attach(old, new, dict(scores.keys()), old_parts)
    _attach(new, old, partner, new_parts)
    taken_old = {i for parts in old_parts.values() for i in parts}
    taken_new = {j for parts in new_parts.values() for j in parts}
    rows: list[tuple[tuple[float, ...], YearRow]] = []
    for (i, j), score in scores.items():
        rows.append(((j, 0), _row([old[x] for x in old_parts[i]], [new[x] for x in new_parts[j]], score)))
    rows.extend(((j, 0), _row([], [new[j]], None)) for j in range(len(new)) if j not in taken_new)
    matched = sorted(scores)
    rows.extend(
        ((_place_of_dropped(i, matched), 1, i), _row([old[i]], [], None))
        for i in range(len(old))
        if i not in taken_old
    )
    return tuple(row for _, row in sorted(rows, key=lambda entry: entry[0]))


def can_match_years_by_words(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> bool:
    """False where so much is left beside the equal passages that a page would wait for its scores."""
    free_old, free_new = _free(old, new, _match_exactly(old, new))
    return _are_few([old[i] for i in free_old], [new[j] for j in free_new])


def _are_few(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> bool:
    # Words, not signs: that is what _match_by_words holds against each other.
    return are_few([([p.normalised.split() for p in old], [p.normalised.split() for p in new])])


def _match_exactly(old: Sequence[ComparedPassage], new: Sequence[ComparedPassage]) -> list[tuple[int, int]]:
    """Equal hashes, in order: the first of this year with the first of last year."""
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for i, passage in enumerate(old):
        waiting[passage.text_hash].append(i)
    pairs: list[tuple[int, int]] = []
    for j, passage in enumerate(new):
        if waiting[passage.text_hash]:
            pairs.append((waiting[passage.text_hash].popleft(), j))
    return pairs


def _free(
    old: Sequence[ComparedPassage], new: Sequence[ComparedPassage], pairs: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """What of either year has no equal passage in the other."""
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [i for i in range(len(old)) if i not in taken_old],
        [j for j in range(len(new)) if j not in taken_new],
    )


def _match_by_words(
    old: Sequence[ComparedPassage],
    new: Sequence[ComparedPassage],
    free_old: Sequence[int],
    free_new: Sequence[int],
) -> dict[tuple[int, int], float]:
    """Best scores first, each passage once; of equal scores the pair nearest in order."""
    words_new = [(j, _words(new[j])) for j in free_new]
    scored = [
        (score, i, j)
        for i in free_old
        for words in (_words(old[i]),)
        for j, others in words_new
        if (score := round(fuzz.ratio(words, others), 1)) >= EDITED
    ]
    matched: dict[tuple[int, int], float] = {}
    used_old: set[int] = set()
    used_new: set[int] = set()
    for score, i, j in sorted(scored, key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1:])):
        if i not in used_old and j not in used_new:
            matched[i, j] = score
            used_old.add(i)
            used_new.add(j)
    return matched


def _words(passage: ComparedPassage) -> list[str]:
    return comparable(passage.normalised).split()


def _attach(
    own: Sequence[ComparedPassage],
    others: Sequence[ComparedPassage],
    partner: dict[int, int],
    parts: dict[int, list[int]],
) -> None:
    """Gives an unmatched passage to its matched neighbour when the neighbour's partner holds its words."""
    taken = set(partner)
    for index, passage in enumerate(own):
        words = comparable(passage.normalised)
        if index in taken or len(words.split()) < PART_WORDS:
            continue
        for neighbour in (index - 1, index + 1):
            if neighbour not in partner:
                continue
            whole = comparable(others[partner[neighbour]].normalised)
            if len(whole) <= len(words) or len(words) * len(whole) > PART_SIGNS:
                continue
            if fuzz.partial_ratio(words, whole, score_cutoff=PART):
                parts[neighbour] = sorted([*parts[neighbour], index])
                break


def _place_of_dropped(index: int, matched: Sequence[tuple[int, int]]) -> int:
    before = bisect_left(matched, (index, -1)) - 1
    return matched[before][1] if before >= 0 else -1


def _row(old: list[ComparedPassage], new: list[ComparedPassage], score: float | None) -> YearRow:
    before = "\n\n".join(passage.text for passage in old)
    after = "\n\n".join(passage.text for passage in new)
    # Equal hashes: typography, capitals and white space alone are no change.
    if [passage.text_hash for passage in old] == [passage.text_hash for passage in new]:
        return YearRow(Change.UNCHANGED, tuple(old), tuple(new), score, (Run(Mark.SAME, after),))
    change = (Change.EDITED if new else Change.DROPPED) if old else Change.NEW
    return YearRow(change, tuple(old), tuple(new), score, redline(before, after))

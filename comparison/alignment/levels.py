"""A row's passages laid level, as finely as their number allows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comparison.alignment.issuer_rows import Group, can_score, join_columns
from comparison.alignment.issuer_scores import NEAR_COPY, SAME_WORDS, score_copies
from comparison.alignment.issuer_sides import Column
from comparison.alignment.pieces import count_pieces, cut_long
from comparison.alignment.scores import comparable
from comparison.alignment.values import ComparedPassage
from comparison.alignment.words import Mark, Run, mark_shared

PIECES = 4_000
"""So many sentences and paragraphs of all columns together are laid level; each is a place on the page. 700
rows of two to four real filings came to 90 at most."""
WHOLE_ONLY = "Too long to match sentence by sentence: whole paragraphs are laid level."
EQUAL_ONLY = "Too long to match by words: only equal passages are laid level."


class Likeness(StrEnum):
    """How the passages of a row meet."""

    SAME = "the same words"
    NEAR = "nearly the same words"
    ALIKE = "alike"
    ONLY = "only here"


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Passages level with each other: one cell per column, None where a column has nothing alike.

    `score` is how likely they say the same, the mean over its pairs, 0 to 100; None for a passage that is in
    one column only. `reason` is what they share in words. `runs` has each cell's words; those shared with the
    closest other cell are marked where that is nearly a copy.
    """

    cells: tuple[ComparedPassage | None, ...]
    likeness: Likeness
    score: float | None = None
    reason: str = ""
    runs: tuple[tuple[Run, ...], ...] = ()

    @property
    def is_shared(self) -> bool:
        return self.score is not None

    @property
    def label(self) -> str:
        """How they meet, in words: what they share where the words differ."""
        return self.reason if self.likeness is Likeness.ALIKE and self.reason else self.likeness.value

    @property
    def is_close(self) -> bool:
        """Whether any words are marked."""
        return any(run.mark is Mark.SAME for runs in self.runs for run in runs)


@dataclass(frozen=True, slots=True)
class Levels:
    """Rows of passages level with each other; `note` says what was not tried, empty where all was."""

    rows: tuple[PassageRow, ...]
    note: str = ""


def lay_level(columns: Sequence[Column]) -> Levels:
    """Long paragraphs sentence by sentence; too many of those whole; too many of these only where equal."""
    finest = _cut(columns)
    if can_score(finest):
        whole = [column.passages for column in columns]
        is_whole = finest is columns and sum(map(count_pieces, whole)) > sum(map(len, whole))
        return Levels(_lay(finest), WHOLE_ONLY if is_whole else "")
    if can_score(columns):
        return Levels(_lay(columns), WHOLE_ONLY)
    return Levels(_lay(finest), EQUAL_ONLY)


def _cut(columns: Sequence[Column]) -> Sequence[Column]:
    if sum(count_pieces(column.passages) for column in columns) > PIECES:
        return columns
    return [replace(column, passages=cut_long(column.passages)) for column in columns]


def _lay(columns: Sequence[Column]) -> tuple[PassageRow, ...]:
    """Shared rows in reading order, then each column's own passages. Symmetric in the columns."""
    rows = [(_order(columns, group), _row(columns, group)) for group in join_columns(columns)]
    return tuple(row for _, row in sorted(rows, key=lambda entry: (not entry[1].is_shared, *entry[0])))


def _row(columns: Sequence[Column], group: Group) -> PassageRow:
    cells = tuple(
        column.passages[group.members[c]] if c in group.members else None for c, column in enumerate(columns)
    )
    if len(group.members) == 1:
        return PassageRow(cells, Likeness.ONLY)
    closest = [_find_closest(cells, c) for c in range(len(cells))]
    runs = tuple(_mark(own, near) if own else () for own, near in zip(cells, closest, strict=True))
    is_near = all(near is None or near[0] >= NEAR_COPY for near in closest)
    likeness = Likeness.NEAR if is_near else Likeness.ALIKE
    if group.reason == SAME_WORDS:
        likeness = Likeness.SAME
    return PassageRow(cells, likeness, round(100 * group.score, 1), group.reason, runs)


def _find_closest(
    cells: Sequence[ComparedPassage | None], column: int
) -> tuple[float, ComparedPassage] | None:
    """The other cell whose words are nearest to those of a column's, with the share of them."""
    own = cells[column]
    if own is None:
        return None
    partners = [other for c, other in enumerate(cells) if other is not None and c != column]
    scored = [(_score(own, other), other) for other in partners]
    return max(scored, key=lambda entry: (entry[0], entry[1].normalised))


def _score(left: ComparedPassage, right: ComparedPassage) -> float:
    if left.text_hash == right.text_hash:
        return 1.0
    return float(score_copies([comparable(left.normalised)], [comparable(right.normalised)])[0, 0])


def _mark(own: ComparedPassage, closest: tuple[float, ComparedPassage] | None) -> tuple[Run, ...]:
    """The passage's words, the phrases it shares with a near-copy of it marked; without one plain."""
    if closest is None or closest[0] < NEAR_COPY:
        return (Run(Mark.NEW, own.text),)
    return mark_shared(own.text, closest[1].text)


def _order(columns: Sequence[Column], group: Group) -> tuple[float, str]:
    """Reading order: the mean relative place of a group's passages."""
    places = [(number + 0.5) / len(columns[c].passages) for c, number in group.members.items()]
    own = min(columns[c].passages[number].normalised for c, number in group.members.items())
    return sum(places) / len(places), own

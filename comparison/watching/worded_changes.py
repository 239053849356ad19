"""What became of a filing's elements, in words short enough for a notice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comparison.alignment.states import FlagState
from comparison.alignment.values import ComparedPassage, ComparedValue, ElementSpec
from comparison.alignment.years import Change
from comparison.comparing.presenting import FLAG_WORDS
from comparison.comparing.queries import ValuesByKey
from comparison.comparing.redlines import ElementChange, find_changes, say_in_words
from disclosures.replacing import ReplacedValue

MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class WordedChange:
    element: ElementSpec
    words: str

    def __str__(self) -> str:
        """Without its full stop; the name of a flag is a question, and what follows a sentence of its own."""
        if self.element.name.endswith("?"):
            return f"{self.element.name} {self.words[0].upper()}{self.words[1:]}"
        return f"{self.element.name}: {self.words}"


def word_changes(
    elements: Sequence[ElementSpec], then: ValuesByKey, now: ValuesByKey
) -> tuple[WordedChange, ...]:
    """Each changed element with what changed: "2 paragraphs edited", "flag flipped from yes to no"."""
    return tuple(
        WordedChange(change.element, _word(change, then, now))
        for change in find_changes(elements, then, now)
        if change.change is not Change.UNCHANGED
    )


def list_changes(changes: Sequence[WordedChange]) -> str:
    """One line per change, the rest counted."""
    lines = [str(change) for change in changes[:MOST_LINES]]
    if (more := len(changes) - MOST_LINES) > 0:
        lines.append(f"and {more} more changed {'element' if more == 1 else 'elements'}")
    return "\n".join(lines)


def compared_values(replaced: Iterable[ReplacedValue]) -> ValuesByKey:
    """What was taken down of a replaced text, as the alignment takes it."""
    found: ValuesByKey = {}
    for value in replaced:
        passages = tuple(ComparedPassage(p.text, p.normalised, p.text_hash, 0, 0) for p in value.passages)
        found.setdefault(value.key, []).append(ComparedValue(value.key, value.flag, passages=passages))
    return found


def _word(change: ElementChange, then: ValuesByKey, now: ValuesByKey) -> str:
    if change.element.is_flag:
        return _word_flag(change)
    old, new = (say_in_words(values.get(change.element.key, ())) for values in (then, now))
    if change.change is Change.NEW:
        return f"said for the first time, {_count(len(new))}"
    if change.change is Change.DROPPED:
        return f"no longer said, {_count(len(old))} dropped"
    parts = [
        f"{_count(number)} {kind.value}"
        for kind in (Change.EDITED, Change.NEW, Change.DROPPED)
        if (number := sum(row.change is kind for row in change.rows))
    ]
    return ", ".join(parts) or "the same paragraphs in another order"


def _word_flag(change: ElementChange) -> str:
    before, now = (_flag_word(state) for state in (change.flag_before, change.flag_now))
    if change.change is Change.FLIPPED:
        return f"flag flipped from {before} to {now}"
    return f"flag now says {now}" if change.change is Change.NEW else f"flag is gone; it said {before}"


def _flag_word(state: FlagState | None) -> str:
    return FLAG_WORDS[state or FlagState.ABSENT][1]


def _count(number: int) -> str:
    return f"{number} {'paragraph' if number == 1 else 'paragraphs'}"

"""The grid: elements as rows, filings as columns, one cell for each pair. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from comparison.alignment.states import FlagState, State, has_words, judge_cell, read_flag
from comparison.alignment.values import ComparedValue, ElementSpec

LEAD_CHARACTERS = 110
HEADING_WORDS = 6
"""A first paragraph of fewer words is a heading of the text, not its first words."""


@dataclass(frozen=True, slots=True)
class FlagMark:
    """A flag as shown in the row of its text."""

    key: str
    name: str
    state: FlagState


@dataclass(frozen=True, slots=True)
class Joined:
    """A value of another framework that speaks of the row's topic."""

    element: ElementSpec
    value: ComparedValue


@dataclass(frozen=True, slots=True)
class Cell:
    """What one filing says under one element.

    lead          its first words, cut at a word
    conflict      why flag and text disagree; empty otherwise
    flags         the row's flags, in their order, each true, false, absent or without value; none for a
                  filing that speaks in another framework, which has no such flags
    joined        values of another framework on the same topic; the state is then "predicted"
    same_as       names of other elements that hold the same words
    has_changed   against the issuer's fiscal year before; None where there is none to hold it against, or
                  where one of the two years was named from its words: what an element holds is then a guess
    is_from_words of a filing without tags: what is silent was only not found; "unread" where no element of it
                  is named at all
    """

    state: State
    lead: str = ""
    conflict: str = ""
    flags: tuple[FlagMark, ...] = ()
    values: tuple[ComparedValue, ...] = ()
    joined: tuple[Joined, ...] = ()
    same_as: tuple[str, ...] = ()
    has_changed: bool | None = None
    is_from_words: bool = False

    @property
    def is_empty(self) -> bool:
        return self.state is State.SILENT


@dataclass(frozen=True, slots=True)
class Row:
    """An element with its flags merged in, and one cell per column."""

    element: ElementSpec
    flags: tuple[ElementSpec, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A filing's values by element key; `before` those of the fiscal year before, None without one."""

    values: Mapping[str, Sequence[ComparedValue]]
    before: Mapping[str, Sequence[ComparedValue]] | None = None


def build_grid(
    elements: Sequence[ElementSpec],
    columns: Sequence[Column],
    related: Mapping[str, Sequence[ElementSpec]],
) -> tuple[Group, ...]:
    """Rows in the order of `elements`, under their groups; one cell per column, silent ones included.

    A flag with a text among `elements` is merged into its row. `related` names, for an element's key, the
    elements of other frameworks that share a topic with it; they fill a cell that has nothing of its own.
    """
    keys = {element.key for element in elements}
    flags: defaultdict[str, list[ElementSpec]] = defaultdict(list)
    for element in elements:
        if element.is_flag and element.text_key in keys:
            flags[element.text_key].append(element)
    own = [element for element in elements if not (element.is_flag and element.text_key in keys)]
    read = [_read_column(elements, column) for column in columns]
    rows = (
        _row(element, tuple(flags[element.key]), read, tuple(related.get(element.key, ()))) for element in own
    )
    return tuple(
        Group(name, tuple(found)) for name, found in groupby(rows, key=lambda row: row.element.group)
    )


def is_from_words(values: Mapping[str, Sequence[ComparedValue]]) -> bool:
    """Whether no tag tells what a filing says: its values were named from its words, or it has none."""
    return not values or any(value.origin.is_from_words for found in values.values() for value in found)


def first_words(texts: Sequence[str], limit: int = LEAD_CHARACTERS) -> str:
    """The first words of the first paragraph that is more than a heading, cut at a word with an ellipsis."""
    chosen = ""
    for part in (part for text in texts for part in text.split("\n\n") if has_words(part)):
        words = part.split()
        if not chosen or len(words) > HEADING_WORDS:
            chosen = " ".join(words)
        if len(words) > HEADING_WORDS:
            break
    if len(chosen) <= limit:
        return chosen
    return chosen[: limit + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


@dataclass(frozen=True, slots=True)
class _ReadColumn:
    """A column with what is told about it once: who holds the same words, which frameworks it speaks in."""

    column: Column
    same_as: Mapping[str, tuple[str, ...]]
    frameworks: frozenset[str]
    is_from_words: bool


def _read_column(elements: Sequence[ElementSpec], column: Column) -> _ReadColumn:
    frameworks = frozenset(element.framework for element in elements if element.key in column.values)
    return _ReadColumn(column, _shared_names(elements, column), frameworks, is_from_words(column.values))


def _row(
    element: ElementSpec,
    flags: tuple[ElementSpec, ...],
    columns: Sequence[_ReadColumn],
    related: tuple[ElementSpec, ...],
) -> Row:
    return Row(element, flags, tuple(_cell(element, flags, column, related) for column in columns))


def _cell(
    element: ElementSpec, flags: tuple[ElementSpec, ...], read: _ReadColumn, related: tuple[ElementSpec, ...]
) -> Cell:
    column = read.column
    answering = (element,) if element.is_flag else flags
    by_flag = {flag.key: tuple(column.values.get(flag.key, ())) for flag in answering}
    texts = () if element.is_flag else tuple(column.values.get(element.key, ()))
    values = (*texts, *(value for found in by_flag.values() for value in found))
    marks = tuple(FlagMark(flag.key, flag.name, read_flag(by_flag[flag.key])) for flag in answering)
    has_changed = _has_changed(column, (element.key, *by_flag))
    if not values:
        speaks = element.framework in read.frameworks
        is_unread = not column.values and not element.is_flag
        silent = Cell(
            State.UNREAD if is_unread else State.SILENT,
            flags=marks if speaks else (),
            has_changed=has_changed if speaks else None,
            is_from_words=read.is_from_words,
        )
        return _joined_cell(column, related) or silent
    state, conflict = judge_cell(by_flag, texts, element.key)
    return Cell(
        state=state,
        lead=first_words([value.text for value in texts])
        or first_words([value.evidence for value in values]),
        conflict=conflict,
        flags=marks,
        values=values,
        same_as=read.same_as.get(element.key, ()),
        has_changed=has_changed,
        is_from_words=read.is_from_words,
    )


def _joined_cell(column: Column, related: tuple[ElementSpec, ...]) -> Cell | None:
    joined = tuple(
        Joined(element, value)
        for element in related
        for value in column.values.get(element.key, ())
        if has_words(value.text)
    )
    if not joined:
        return None
    return Cell(State.PREDICTED, lead=first_words([entry.value.text for entry in joined]), joined=joined)


def _has_changed(column: Column, keys: Sequence[str]) -> bool | None:
    """True when the passages or flags under these keys differ from last year's; None without a last year."""
    if column.before is None or is_from_words(column.values) or is_from_words(column.before):
        return None
    return any(_content(column.values.get(key, ())) != _content(column.before.get(key, ())) for key in keys)


def _content(values: Sequence[ComparedValue]) -> list[tuple[bool | None, tuple[str, ...]]]:
    return [(value.flag, tuple(passage.text_hash for passage in value.passages)) for value in values]


def _shared_names(elements: Sequence[ElementSpec], column: Column) -> dict[str, tuple[str, ...]]:
    """For each text element the names of others with the very same words at the same place."""
    by_words: defaultdict[tuple[object, ...], list[ElementSpec]] = defaultdict(list)
    for element in elements:
        passages = [passage for value in column.values.get(element.key, ()) for passage in value.passages]
        if passages and not element.is_flag:
            by_words[tuple((passage.start, passage.text_hash) for passage in passages)].append(element)
    return {
        element.key: tuple(other.name for other in alike if other is not element)
        for alike in by_words.values()
        if len(alike) > 1
        for element in alike
    }

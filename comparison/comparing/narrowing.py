"""What of a comparison is shown, and in which order: by group, by state, by likeness to one filing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comparison.alignment.closeness import measure_likeness, words_of
from comparison.alignment.grid import Cell, Group, Row
from comparison.alignment.states import State
from comparison.comparing.addresses import CompareAddress
from comparison.comparing.comparisons import Comparison

CHANGED = "changed"
STATES = {
    State.DISCLOSED: "disclosed by somebody",
    State.DENIED: "denied by somebody",
    State.SILENT: "left out by somebody",
    State.UNREAD: "not named yet for somebody",
    State.CONFLICT: "where flag and text disagree",
    State.PREDICTED: "predicted for somebody",
    CHANGED: "changed since the year before",
}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the page offers to narrow itself by."""

    groups: tuple[Option, ...]
    states: tuple[Option, ...]
    likes: tuple[Option, ...]
    is_on: bool


def narrow_groups(groups: Sequence[Group], address: CompareAddress) -> tuple[Group, ...]:
    """The groups and rows that an address asks for; a group or state that is none shows everything."""
    names = {group.name for group in groups}
    chosen = [group for group in groups if address.group not in names or group.name == address.group]
    if address.state not in STATES:
        return tuple(chosen)
    kept = (
        replace(group, rows=tuple(row for row in group.rows if _has_state(row, address.state)))
        for group in chosen
    )
    return tuple(group for group in kept if group.rows)


def narrow_comparison(comparison: Comparison, address: CompareAddress) -> Comparison:
    """The comparison with the groups and rows that an address asks for, its columns in the order of there."""
    found = sort_columns(comparison, address.like)
    return replace(found, groups=narrow_groups(found.groups, address))


def describe_narrowing(comparison: Comparison, address: CompareAddress) -> str:
    """What an address leaves out of the grid, in a sentence; empty where it shows everything."""
    group = address.group if address.group in {group.name for group in comparison.groups} else ""
    state = f"elements {STATES[address.state]}" if address.state in STATES else ""
    return f"Only {': '.join(filter(None, (group, state)))}." if group or state else ""


def _has_state(row: Row, state: str) -> bool:
    return any(cell.has_changed if state == CHANGED else cell.state == state for cell in row.cells)


def sort_columns(comparison: Comparison, like: str) -> Comparison:
    """The filing with this slug first, then the others, the most similar first; unchanged without it."""
    slugs = [column.filing.slug for column in comparison.columns]
    if like not in slugs:
        return comparison
    words = [
        tuple(words_of(row.cells[place]) for row in comparison.rows if not row.element.is_flag)
        for place in range(len(slugs))
    ]
    own = words[slugs.index(like)]
    # Equal ones stay in the order they were chosen in.
    order = sorted(
        range(len(slugs)), key=lambda place: (slugs[place] != like, -measure_likeness(own, words[place]))
    )

    def sorted_groups(groups: Sequence[Group]) -> tuple[Group, ...]:
        return tuple(
            replace(group, rows=tuple(replace(row, cells=_pick(row.cells, order)) for row in group.rows))
            for group in groups
        )

    return replace(
        comparison,
        columns=tuple(comparison.columns[place] for place in order),
        groups=sorted_groups(comparison.groups),
        silent_groups=sorted_groups(comparison.silent_groups),
    )


def _pick(cells: Sequence[Cell], order: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cells[place] for place in order)


def offer_narrowing(comparison: Comparison, address: CompareAddress) -> Narrowing:
    return Narrowing(
        groups=tuple(Option(g.name, g.name, g.name == address.group) for g in comparison.groups),
        states=tuple(Option(state, label, state == address.state) for state, label in STATES.items()),
        likes=tuple(
            Option(
                column.filing.slug,
                f"{column.name} {column.filing.fiscal_year}",
                column.filing.slug == address.like,
            )
            for column in comparison.columns
        ),
        is_on=bool(address.group or address.state or address.like),
    )

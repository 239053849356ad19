"""A filing against the issuer's filing of the fiscal year before. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.alignment.grid import is_from_words
from comparison.alignment.levels import EQUAL_ONLY
from comparison.alignment.pairs import Kind
from comparison.alignment.passages import fold_reprints, list_passages
from comparison.alignment.states import FlagState, has_words, read_flag
from comparison.alignment.summaries import summarise_years
from comparison.alignment.values import ComparedPassage, ComparedValue, ElementSpec
from comparison.alignment.years import Change, YearRow, align_years, can_match_years_by_words
from comparison.comparing.comparisons import find_columns
from comparison.comparing.queries import ValuesByKey, fetch_catalogue, fetch_values
from config.accounts.models import User
from disclosures.coding.passages import Section, cut_sections
from disclosures.models import Filing
from disclosures.parsing.passages import hash_passage, normalise_passage


@dataclass(frozen=True, slots=True)
class ElementChange:
    """What became of one element; for a flag its state of both years, for an edited text its passages."""

    element: ElementSpec
    change: Change
    flag_before: FlagState | None = None
    flag_now: FlagState | None = None
    rows: tuple[YearRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Redline:
    """Two years of one issuer. `changes` and `unchanged` are in this year's reading order.

    `elements` is empty where a year's elements were named from its words (`is_from_words`): where they begin
    and end is a guess, so that only the words can be held against each other.
    """

    filing: Filing
    before: Filing
    elements: tuple[ElementChange, ...]
    changes: tuple[YearRow, ...]
    unchanged: tuple[YearRow, ...]
    summary: str
    is_from_words: bool
    note: str = ""
    """Says which of several filings of this year it is."""
    before_note: str = ""
    """The same of the year before."""


def redline_filing(user: User, filing: Filing) -> Redline | None:
    """What changed against last year; None when there is no earlier year to hold it against.

    Passages are matched over the whole disclosure, so words that moved to another element stay matched;
    words that stand under two elements appear once, with both names.
    """
    column = find_columns(user, [filing])[0]
    if column.before is None:
        return None
    before = column.before
    values = fetch_values([filing, before])
    now, then = values[filing.pk], values[before.pk]
    older, newer = (_read_year(own, found) for own, found in ((before, then), (filing, now)))
    is_guess = is_from_words(then) or is_from_words(now)
    rows = align_years(older, newer)
    note = "" if can_match_years_by_words(older, newer) else EQUAL_ONLY
    return Redline(
        filing=filing,
        before=before,
        elements=() if is_guess else find_changes(fetch_catalogue().elements, then, now),
        changes=tuple(row for row in rows if row.change is not Change.UNCHANGED),
        unchanged=tuple(row for row in rows if row.change is Change.UNCHANGED),
        summary=f"{summarise_years(rows)} {note}".rstrip(),
        is_from_words=is_guess,
        note=column.note,
        before_note=column.before_note,
    )


def _read_year(filing: Filing, values: ValuesByKey) -> tuple[ComparedPassage, ...]:
    """Passages to hold against another year's: of an untagged filing its whole item, named or not."""
    named = tuple(passage for passage in list_passages(values) if has_words(passage.text))
    if not is_from_words(values):
        return fold_reprints(named)
    taken = {passage.start for passage in named}
    rest = (
        _unnamed(section) for section in cut_sections(filing.reading_text) if section.span.start not in taken
    )
    return tuple(sorted((*named, *rest), key=lambda passage: passage.start))


def _unnamed(section: Section) -> ComparedPassage:
    normalised = normalise_passage(section.text)
    return ComparedPassage(
        section.text, normalised, hash_passage(normalised), section.span.start, section.span.end
    )


def find_changes(
    elements: Sequence[ElementSpec], then: ValuesByKey, now: ValuesByKey
) -> tuple[ElementChange, ...]:
    """What became of each element that one of the two speaks of, in the order of `elements`."""
    changes = (_element_change(element, then, now) for element in elements)
    return tuple(change for change in changes if change is not None)


def say_in_words(values: Sequence[ComparedValue]) -> tuple[ComparedPassage, ...]:
    """What an element says: some filers tag a flag's "false" as its text, which says nothing."""
    return tuple(passage for value in values for passage in value.passages if has_words(passage.text))


def _element_change(element: ElementSpec, then: ValuesByKey, now: ValuesByKey) -> ElementChange | None:
    before, after = then.get(element.key, ()), now.get(element.key, ())
    if element.is_flag:
        return _flag_change(element, before, after) if before or after else None
    old, new = say_in_words(before), say_in_words(after)
    if not old or not new:
        change = Change.DROPPED if old else Change.NEW
        return ElementChange(element, change) if old or new else None
    if _hashes(old) == _hashes(new):
        return ElementChange(element, Change.UNCHANGED)
    rows = align_years(old, new)
    # Signs alone differ, or where paragraphs end: to a reader those are the same words.
    if all(row.change is Change.UNCHANGED and row.kind is not Kind.MOVED for row in rows):
        return ElementChange(element, Change.UNCHANGED)
    return ElementChange(element, Change.EDITED, rows=rows)


def _flag_change(
    element: ElementSpec, before: Sequence[ComparedValue], after: Sequence[ComparedValue]
) -> ElementChange:
    was, now = read_flag(before), read_flag(after)
    if not before or not after:
        return ElementChange(element, Change.NEW if after else Change.DROPPED, was, now)
    return ElementChange(element, Change.UNCHANGED if was is now else Change.FLIPPED, was, now)


def _hashes(passages: Sequence[ComparedPassage]) -> list[str]:
    return [passage.text_hash for passage in passages]

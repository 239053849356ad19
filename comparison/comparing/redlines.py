"""A filing against the issuer's filing of the fiscal year before. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.alignment.grid import is_from_words
from comparison.alignment.levels import EQUAL_ONLY
from comparison.alignment.passages import list_passages
from comparison.alignment.states import FlagState, read_flag
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
    named = list_passages(values)
    if not is_from_words(values):
        return named
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
    spoken = [element for element in elements if element.key in then or element.key in now]
    return tuple(_element_change(element, then, now) for element in spoken)


def _element_change(element: ElementSpec, then: ValuesByKey, now: ValuesByKey) -> ElementChange:
    before, after = then.get(element.key, ()), now.get(element.key, ())
    if not after:
        change = Change.DROPPED
    elif not before:
        change = Change.NEW
    elif element.is_flag:
        change = Change.UNCHANGED if read_flag(before) is read_flag(after) else Change.FLIPPED
    else:
        change = Change.UNCHANGED if _hashes(before) == _hashes(after) else Change.EDITED
    if element.is_flag:
        return ElementChange(element, change, read_flag(before), read_flag(after))
    rows = align_years(_passages(before), _passages(after)) if change is Change.EDITED else ()
    return ElementChange(element, change, rows=rows)


def _passages(values: Sequence[ComparedValue]) -> tuple[ComparedPassage, ...]:
    return tuple(passage for value in values for passage in value.passages)


def _hashes(values: Sequence[ComparedValue]) -> list[str]:
    return [passage.text_hash for passage in _passages(values)]

"""Which filings stand side by side, and the comparison made of them. Reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comparison.alignment.grid import Cell, Column, Group, Row, build_grid
from comparison.alignment.issuer_sides import Column as PassageColumn
from comparison.alignment.levels import PassageRow, lay_level
from comparison.alignment.passages import fold_repeats, lift_headings
from comparison.alignment.states import FlagState, State
from comparison.alignment.summaries import summarise_row
from comparison.alignment.values import ComparedPassage, ElementSpec
from comparison.comparing.queries import (
    Catalogue,
    Marks,
    Reader,
    ValuesByKey,
    annual_filter,
    count_marks,
    fetch_catalogue,
    fetch_contents,
    fetch_values,
    filings_to_compare,
)
from comparison.comparing.readings import fetch_readings
from disclosures.models import Filing
from disclosures.years import find_year_before, has_words

SIDE_BY_SIDE = 4
"""So many columns of text can be read next to each other."""


@dataclass(frozen=True, slots=True)
class ComparedFiling:
    """A column: a filing, and the issuer's annual filing of the fiscal year before where there is one."""

    filing: Filing
    before: Filing | None
    note: str = ""
    """Says which of several filings of a year was taken."""
    before_note: str = ""
    """The same of the year before."""

    @property
    def name(self) -> str:
        return self.filing.issuer.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """Filings by elements. `silent_groups`, of which no filing says anything, are left out of `groups`, save
    where there would be none: filings in which no element is named at all."""

    columns: tuple[ComparedFiling, ...]
    groups: tuple[Group, ...]
    silent_groups: tuple[Group, ...]
    catalogue: Catalogue
    marks: Mapping[tuple[int, int, str], Marks]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in (*self.groups, *self.silent_groups) for row in group.rows)

    def find_row(self, slug: str) -> Row | None:
        """The row of an element, or of the text a flag is merged into."""
        return next(
            (row for row in self.rows if slug in {row.element.slug, *(flag.slug for flag in row.flags)}), None
        )

    def marks_of(self, filing: Filing, row: Row) -> Marks:
        """Notes and gaps on the row's element and its flags."""
        keys = (row.element.key, *(flag.key for flag in row.flags))
        found = [self.marks.get((filing.issuer_id, filing.fiscal_year, key), Marks()) for key in keys]
        return Marks(sum(marks.notes for marks in found), sum(marks.gaps for marks in found))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One row opened: its passages laid level, one column per filing."""

    row: Row
    columns: tuple[ComparedFiling, ...]
    cells: tuple[Cell, ...]
    passages: tuple[PassageRow, ...]
    summary: str


def pick_filing(candidates: Iterable[Filing]) -> Filing | None:
    """Of one issuer's filings of one year, the one to compare; they need `value_count` and `given_count`.

    The latest filed amendment that carries elements, else the original; an amendment without elements
    never hides the filing it amends, nor does one whose elements are predicted hide one that is tagged.
    """
    filings = list(candidates)
    best = max(map(_substance, filings), default=(False, False))
    fullest = [filing for filing in filings if _substance(filing) == best]
    amendments = [filing for filing in fullest if filing.is_amendment]
    originals = [filing for filing in fullest if not filing.is_amendment]
    ranked = (amendments or originals) if any(best) else (originals or amendments)
    return max(ranked, key=_latest, default=None)


def choose_filings(user: Reader, issuer_slugs: Collection[str], year: int | None = None) -> list[Filing]:
    """The annual filing of each issuer for a year, or for its latest; in the order of the slugs."""
    filings = filings_to_compare(user).filter(annual_filter(), issuer__slug__in=issuer_slugs)
    if year is not None:
        filings = filings.filter(fiscal_year=year)
    chosen: dict[str, list[Filing]] = {}
    for filing in filings.order_by("-fiscal_year", "pk"):
        known = chosen.setdefault(filing.issuer.slug, [])
        if not known or known[0].fiscal_year == filing.fiscal_year:
            known.append(filing)
    picked = (pick_filing(chosen.get(slug, ())) for slug in dict.fromkeys(issuer_slugs))
    return [filing for filing in picked if filing is not None]


def compare_filings(user: Reader, filings: Sequence[Filing]) -> Comparison:
    """The grid of these filings, held against the issuers' years before. A fixed number of queries."""
    columns = find_columns(user, filings)
    values = fetch_values([column.filing for column in columns])
    contents = fetch_contents([column.before for column in columns if column.before])
    catalogue = fetch_catalogue()
    elements = _elements_to_show(catalogue, values.values())
    grid = build_grid(
        elements,
        [Column(values[c.filing.pk], contents[c.before.pk] if c.before else None) for c in columns],
        catalogue.related,
    )
    spoken = tuple(group for group in grid if not _is_silent(group))
    return Comparison(
        columns=columns,
        groups=spoken or grid,
        silent_groups=tuple(group for group in grid if _is_silent(group)) if spoken else (),
        catalogue=catalogue,
        marks=count_marks(user, [column.filing for column in columns]),
    )


def open_row(comparison: Comparison, row: Row, slugs: Sequence[str] = ()) -> SideBySide:
    """A row's passages level with each other, for the filings with these slugs. Two queries.

    Without slugs, or with one that is not compared, the first ones that say something fill up the columns.
    """
    places = _places(comparison, row, slugs)
    columns = tuple(comparison.columns[place] for place in places)
    cells = tuple(row.cells[place] for place in places)
    levels = lay_level(_prepare_columns(comparison, row, places))
    from_words = {column.name for column, cell in zip(columns, cells, strict=True) if cell.is_from_words}
    flagged = {
        column.name
        for column, cell in zip(columns, cells, strict=True)
        if any(mark.state in {FlagState.TRUE, FlagState.FALSE} for mark in cell.flags)
    }
    summary = summarise_row(levels.rows, [column.name for column in columns], from_words, flagged)
    return SideBySide(row, columns, cells, levels.rows, f"{summary} {levels.note}".rstrip())


def _prepare_columns(comparison: Comparison, row: Row, places: Sequence[int]) -> list[PassageColumn]:
    """The row's passages of each filing, with what its sentences are named."""
    readings = fetch_readings([comparison.columns[place].filing for place in places])
    return [
        PassageColumn(
            passages=lift_headings(passages_of(row.cells[place])),
            named=readings[comparison.columns[place].filing.pk],
            base=row.element.key,
        )
        for place in places
    ]


def passages_of(cell: Cell) -> tuple[ComparedPassage, ...]:
    """A cell's passages in reading order, each with the names of all elements it stands under."""
    own = [passage for value in cell.values for passage in value.passages]
    joined = [passage for entry in cell.joined for passage in entry.value.passages]
    return fold_repeats(own or joined)


def find_before(user: Reader, filing: Filing) -> Filing | None:
    """The issuer's annual filing of the fiscal year before; None without one, and for an event report."""
    return find_columns(user, [filing])[0].before


def describe_choice(filing: Filing, others: Iterable[Filing]) -> str:
    """Which of an issuer's filings of a year this is, where there are several; empty otherwise."""
    rivals = [other for other in others if other.pk != filing.pk]
    if filing.is_amendment:
        return f"the amendment{_on(filing.filed)}" + (", taken before the original" if rivals else "")
    if any(other.is_amendment for other in rivals):
        return "the original: its amendment carries no elements or was not chosen"
    return ""


def _on(day: date | None) -> str:
    return f" filed {day:%-d %B %Y}" if day else ""


def find_columns(user: Reader, filings: Sequence[Filing]) -> tuple[ComparedFiling, ...]:
    """Each filing with the one of the year before that it is held against, in one query."""
    issuers = {filing.issuer_id for filing in filings}
    known: dict[int, list[Filing]] = {}
    for filing in filings_to_compare(user).filter(annual_filter(), issuer__in=issuers):
        known.setdefault(filing.issuer_id, []).append(filing)
    return tuple(_column(filing, known.get(filing.issuer_id, ())) for filing in filings)


def _column(filing: Filing, known: Sequence[Filing]) -> ComparedFiling:
    same_year = [other for other in known if other.fiscal_year == filing.fiscal_year]
    is_annual = any(other.pk == filing.pk for other in same_year)
    if not is_annual:
        return ComparedFiling(filing, None)
    year_before = find_year_before(filing, known)
    before, note = pick_filing(year_before), describe_choice(filing, same_year)
    # What a year without a word here said is not known: nothing can be told to have changed since.
    if before is None or not has_words(before):
        return ComparedFiling(filing, None, note)
    return ComparedFiling(filing, before, note, describe_choice(before, year_before))


def _elements_to_show(catalogue: Catalogue, values: Iterable[ValuesByKey]) -> tuple[ElementSpec, ...]:
    """Rows of a comparison: the leading framework whole, then what others say that no row of it takes up.

    A taxonomy leads before a guideline, then the framework that most filings speak in.
    """
    spoken = [set(found) for found in values]
    by_key = {element.key: element for element in catalogue.elements}
    used = [{by_key[key].framework for key in keys} for keys in spoken]
    frameworks = {name for names in used for name in names} or set(catalogue.taxonomies)
    lead = min(
        frameworks,
        key=lambda name: (name not in catalogue.taxonomies, -sum(name in names for names in used), name),
        default="",
    )
    led = [element for element in catalogue.elements if element.framework == lead]
    taken_up = {other.key for element in led for other in catalogue.related[element.key]}
    said = {key for keys in spoken for key in keys}
    others = [
        element
        for element in catalogue.elements
        if element.framework != lead and element.key in said and element.key not in taken_up
    ]
    return (*led, *others)


def _is_silent(group: Group) -> bool:
    nothing = (State.SILENT, State.UNREAD)
    return all(cell.state in nothing and not cell.values for row in group.rows for cell in row.cells)


def _places(comparison: Comparison, row: Row, slugs: Sequence[str]) -> list[int]:
    wanted = [place for place, column in enumerate(comparison.columns) if column.filing.slug in slugs]
    if wanted:
        return wanted[:SIDE_BY_SIDE]
    speaking = [place for place, cell in enumerate(row.cells) if cell.values or cell.joined]
    silent = [place for place in range(len(row.cells)) if place not in speaking]
    return sorted((speaking + silent)[:SIDE_BY_SIDE])


def count_values(filing: Filing) -> int:
    """How many element values a filing of filings_to_compare holds."""
    return int(getattr(filing, "value_count", 0))


def _substance(filing: Filing) -> tuple[bool, bool]:
    """Whether a filing of filings_to_compare has elements that its source itself names, and any at all."""
    return count_given(filing) > 0, count_values(filing) > 0


def count_given(filing: Filing) -> int:
    """Of them, those that the source itself names: no predictions."""
    return int(getattr(filing, "given_count", 0))


def _latest(filing: Filing) -> tuple[date, int]:
    return filing.filed or date.min, filing.pk

"""The redline of two years as plain values, one per passage. The same rows as the page, changes first."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from io import StringIO

from comparison.alignment.summaries import summarise_edit
from comparison.alignment.values import ComparedPassage
from comparison.comparing.presenting import FLAG_WORDS
from comparison.comparing.redlines import ElementChange, Redline
from comparison.exports.files import defuse
from comparison.exports.rows import name_filing, name_place
from comparison.reading.places import Places
from disclosures.models import Filing


@dataclass(frozen=True, slots=True)
class ExportedChange:
    """What became of one passage, in the page's words (`change`) and in those of the align command (`kind`).

    Places are characters of the filings' reading texts, as in a cell.
    """

    change: str
    kind: str
    score: float | None
    elements: tuple[str, ...]
    before: str
    now: str
    before_accession: str | None
    before_start: int | None
    before_end: int | None
    before_address: str
    accession: str | None
    start: int | None
    end: int | None
    address: str

    @property
    def before_cited(self) -> str:
        return self._cite(self.before_accession, name_place(self.before_start, self.before_end))

    @property
    def cited(self) -> str:
        return self._cite(self.accession, name_place(self.start, self.end))

    def _cite(self, accession: str | None, place: str) -> str:
        """Accession number, elements and place; empty for a year that has no such words."""
        return ", ".join(filter(None, (accession, " · ".join(self.elements), place))) if place else ""


@dataclass(frozen=True, slots=True)
class ExportedElementChange:
    """What became of one element.

    edit  how much of an edited text, in words
    the two words of a flag are its answers, empty for a text
    """

    concept: str
    element: str
    name: str
    clause: str
    change: str
    edit: str
    flag_before: str
    flag_now: str

    @property
    def detail(self) -> str:
        """How much of a text, or from which answer to which."""
        return self.edit or (f"{self.flag_before} → {self.flag_now}" if self.flag_before else "")


@dataclass(frozen=True, slots=True)
class ExportedYears:
    """`address` is the page that shows the same; `changes` holds the unchanged passages too, last."""

    title: str
    address: str
    redline: Redline
    elements: tuple[ExportedElementChange, ...]
    changes: tuple[ExportedChange, ...]
    site: str

    @property
    def filings(self) -> tuple[tuple[str, Filing, str], ...]:
        """Of both years: which it is, the filing, and that in words, with why it was taken of several."""
        redline = self.redline
        sides = (
            ("This year", redline.filing, redline.note),
            ("Last year", redline.before, redline.before_note),
        )
        return tuple((when, filing, _name_in_full(filing, note)) for when, filing, note in sides)


def take_years(redline: Redline, places: Places, address: str, site: str) -> ExportedYears:
    """`site` (https://host) is put before every address."""
    filing, before = redline.filing, redline.before
    rows = (*redline.changes, *redline.unchanged)
    return ExportedYears(
        title=f"{filing.issuer.name}: {name_filing(filing)} against {name_filing(before)}",
        address=f"{site}{address}",
        redline=redline,
        elements=tuple(_element(change) for change in redline.elements),
        changes=tuple(
            ExportedChange(
                row.word,
                row.kind.value,
                row.score,
                row.elements,
                join_texts(row.old),
                join_texts(row.new),
                before.accession,
                *span_of(row.old),
                locate(before, row.old, places, site),
                filing.accession,
                *span_of(row.new),
                locate(filing, row.new, places, site),
            )
            for row in rows
        ),
        site=site,
    )


def join_texts(passages: tuple[ComparedPassage, ...]) -> str:
    return "\n\n".join(passage.text for passage in passages)


def span_of(passages: tuple[ComparedPassage, ...]) -> tuple[int | None, int | None]:
    """From the first to the last character of the passages."""
    if not passages:
        return None, None
    return min(passage.start for passage in passages), max(passage.end for passage in passages)


def locate(filing: Filing, passages: tuple[ComparedPassage, ...], places: Places, site: str) -> str:
    """The reading page at the first of the passages; empty without one."""
    return f"{site}{places.address(filing, passages[0].start)}" if passages else ""


def cite_passages(filing: Filing, elements: tuple[str, ...], passages: tuple[ComparedPassage, ...]) -> str:
    """Accession number, elements and place."""
    source = f"{name_filing(filing)} {filing.accession or filing.slug}"
    return ", ".join(filter(None, (source, " · ".join(elements), name_place(*span_of(passages)))))


def years_to_json(years: ExportedYears) -> str:
    """One object: the two filings' slugs, `summary`, `elements` and `changes`."""
    content = {
        "filing": years.redline.filing.slug,
        "before": years.redline.before.slug,
        "issuer": years.redline.filing.issuer.name,
        "address": years.address,
        "summary": years.redline.summary,
        "elements": [asdict(element) for element in years.elements],
        "changes": [asdict(change) for change in years.changes],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def years_to_csv(years: ExportedYears) -> str:
    """One line per passage, the fields of ExportedChange; elements are joined by "; "."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(field.name for field in fields(ExportedChange))
    for change in years.changes:
        writer.writerow(defuse(value) for value in _plain(change))
    return stream.getvalue()


def _plain(change: ExportedChange) -> Iterator[str]:
    for field in fields(ExportedChange):
        value = getattr(change, field.name)
        yield "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _name_in_full(filing: Filing, note: str) -> str:
    day = f"filed {filing.filed:%-d %B %Y}" if filing.filed else ""
    return ", ".join(filter(None, (f"{name_filing(filing)} {filing.accession or filing.slug}", day, note)))


def _element(own: ElementChange) -> ExportedElementChange:
    element = own.element
    return ExportedElementChange(
        concept=element.key,
        element=element.slug,
        name=element.name,
        clause=element.clause,
        change=own.change.value,
        edit=summarise_edit(own.rows),
        flag_before=FLAG_WORDS[own.flag_before][1] if own.flag_before else "",
        flag_now=FLAG_WORDS[own.flag_now][1] if own.flag_now else "",
    )

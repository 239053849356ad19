"""A plan's coverage as plain values, one row per demand and filing, as on the page. CSV and JSON."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from io import StringIO
from itertools import groupby

from comparison.alignment.coverage import Verdict
from comparison.coverage.pages import CoverageCell, CoveragePage, Tally
from comparison.exports.files import defuse
from comparison.exports.rows import name_place

SHAPES = {"disclosed": "●", "partly": "◐", "silent": "–", "unread": "…"}


@dataclass(frozen=True, slots=True)
class ExportedQuote:
    """Words that answer a demand: a reviewer's evidence, or proposed with a score of 0 to 100."""

    words: str
    score: int | None
    is_evidence: bool
    is_denial: bool
    start: int | None
    end: int | None
    cited: str
    address: str


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """What one filing says to one demand; docs/coverage.md describes the fields."""

    point: str
    demand: str
    name: str
    wording: str
    quote: str
    issuer: str
    cik: str | None
    filing: str
    form: str
    fiscal_year: int
    accession: str | None
    verdict: str
    """addressed, partly, not_addressed, or unread."""
    state: str
    word: str
    basis: str
    """proposed, confirmed, overruled or reviewed; empty where nothing was read."""
    score: int | None
    reviewed_by: str
    reviewed_on: str
    remark: str
    gaps: tuple[str, ...]
    quotes: tuple[ExportedQuote, ...]
    address: str

    @property
    def told(self) -> str:
        """Its state in a line: shape, word, and on whose account."""
        who = f"{self.basis} by {self.reviewed_by}, {self.reviewed_on}" if self.reviewed_by else self.basis
        score = f", {self.score} of 100" if self.score and not self.reviewed_by else ""
        return (
            f"{SHAPES[self.state]} {self.word} ({who}{score})" if who else f"{SHAPES[self.state]} {self.word}"
        )


@dataclass(frozen=True, slots=True)
class ExportedCoverage:
    """What a file holds; `title` says in a line what is held against what."""

    title: str
    address: str
    page: CoveragePage
    answers: tuple[ExportedAnswer, ...]
    site: str

    @property
    def demands(self) -> Iterator[tuple[ExportedAnswer, ...]]:
        """The answers to each demand, one per filing, in the order of the columns."""
        return (tuple(found) for _, found in groupby(self.answers, key=lambda answer: answer.demand))

    @property
    def note(self) -> str:
        """How far a reader may rely on it."""
        tally = self.page.tally
        if tally.reviewed == tally.everything:
            return "Every answer is a reviewer's."
        return (
            f"{tally.reviewed} of {tally.everything} answers are a reviewer's. The others are proposed from"
            " the words, with a score of 0 to 100: to be looked at before anybody relies on them."
        )

    @property
    def unanswered(self) -> str:
        """Names of the demands that no filing answers, not even in part; those not read yet aside."""
        missing = Verdict.NOT_ADDRESSED.value
        names = [own[0].name for own in self.demands if all(answer.verdict == missing for answer in own)]
        return "; ".join(names)

    @property
    def filings(self) -> list[dict[str, object]]:
        """Each filing with how many demands it answers."""
        return [
            {
                "filing": column.filing.slug,
                "issuer": column.filing.issuer.name,
                "form": column.filing.form,
                "fiscal_year": column.filing.fiscal_year,
                "accession": column.filing.accession,
                "told": tell_tally(column.tally),
                **{field.name: getattr(column.tally, field.name) for field in fields(Tally)},
            }
            for column in self.page.columns
        ]


def take_coverage(page: CoveragePage, site: str) -> ExportedCoverage:
    """The page's rows, or the one demand it opens; `site` (https://host) is put before the addresses."""
    rows = [page.opened] if page.opened else page.rows
    issuers = [column.filing.issuer.name for column in page.columns]
    names = ", ".join(issuers[:3]) + (f" and {len(issuers) - 3} more" if len(issuers) > 3 else "")
    return ExportedCoverage(
        title=f"{page.framework.name}: {names}",
        address=f"{site}{page.address}",
        page=page,
        answers=tuple(_export(cell, page.framework.slug, site) for row in rows for cell in row.cells),
        site=site,
    )


def tell_tally(tally: Tally) -> str:
    """ "12 of 24 addressed, 5 in part, 7 not"; with what is not read yet, and how many are reviewed."""
    told = f"{tally.addressed} of {tally.total} addressed, {tally.partly} in part, {tally.missing} not"
    unread = f", {tally.unread} not read" if tally.unread else ""
    return f"{told}{unread}; {tally.reviewed} of {tally.everything} reviewed"


def coverage_to_csv(content: ExportedCoverage) -> str:
    """One line per demand and filing; quotes and gaps are joined by a line break."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = [field.name for field in fields(ExportedAnswer)]
    writer.writerow(names)
    for answer in content.answers:
        writer.writerow(defuse(_plain(answer, name)) for name in names)
    return stream.getvalue()


def coverage_to_json(content: ExportedCoverage) -> str:
    """`plan`, `filings` with their counts, and `answers`."""
    plan = {"framework": content.page.framework.slug, "name": content.page.framework.name}
    told = {"plan": plan, "filings": content.filings, "answers": [asdict(a) for a in content.answers]}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _plain(answer: ExportedAnswer, name: str) -> str:
    if name == "quotes":
        return "\n".join(quote.words for quote in answer.quotes)
    value = getattr(answer, name)
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)


def _export(cell: CoverageCell, plan: str, site: str) -> ExportedAnswer:
    filing, requirement, review = cell.filing, cell.requirement, cell.review
    point = requirement.parent or requirement
    return ExportedAnswer(
        point=f"{point.group}: {point.name}",
        demand=requirement.key.removeprefix(f"{plan}:"),
        name=requirement.name,
        wording=requirement.label,
        quote=requirement.asks,
        issuer=filing.issuer.name,
        cik=filing.issuer.cik,
        filing=filing.slug,
        form=filing.form,
        fiscal_year=filing.fiscal_year,
        accession=filing.accession,
        verdict=cell.verdict.value if cell.verdict else "unread",
        state=cell.state,
        word=cell.word,
        basis=_name_basis(cell),
        score=cell.proposal.score if cell.proposal else None,
        reviewed_by=str(review.reviewed_by) if review else "",
        reviewed_on=review.reviewed_at.date().isoformat() if review else "",
        remark=review.remark if review else "",
        gaps=tuple(gap.body for gap in cell.gaps),
        quotes=tuple(_quotes(cell, site)),
        address=f"{site}{cell.address}",
    )


def _name_basis(cell: CoverageCell) -> str:
    if cell.review is None:
        return "proposed" if cell.proposal else ""
    if cell.proposal is None:
        return "reviewed"
    return "overruled" if cell.proposed_word else "confirmed"


def _quotes(cell: CoverageCell, site: str) -> Iterator[ExportedQuote]:
    """A reviewer's evidence first, then what is proposed beside it."""
    filing = cell.filing
    page = f"{site}{filing.get_absolute_url()}"
    for note in cell.evidence:
        cited = _cite(filing.accession or filing.slug, (note.start, note.end))
        address = f"{page}#note-{note.pk}"
        yield ExportedQuote(note.quote, None, True, False, note.start, note.end, cited, address)
    taken = {(note.start, note.end) for note in cell.evidence}
    for answer in cell.answers:
        place = (answer.start, answer.end)
        if place not in taken:
            cited = _cite(filing.accession or filing.slug, place)
            yield ExportedQuote(
                answer.words, answer.score, False, answer.is_denial, *place, cited, f"{site}{cell.address}"
            )


def _cite(source: str, place: Sequence[int | None]) -> str:
    return ", ".join(filter(None, (source, name_place(place[0], place[1]))))

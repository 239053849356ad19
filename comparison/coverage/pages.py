"""The page of a plan's coverage: demands by filings, and one demand opened side by side."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comparison.alignment.coverage import Verdict
from comparison.comparing.addresses import note_address
from comparison.coverage.addresses import CoverageAddress
from comparison.coverage.queries import (
    NOTHING,
    Keys,
    People,
    Proposal,
    ProposedAnswer,
    fetch_people,
    fetch_proposals,
    fetch_requirements,
)
from comparison.coverage.storing import demanding
from comparison.models import Annotation, CoverageReview
from comparison.reading.places import Places, fetch_places
from config.accounts.models import User
from disclosures.models import Element, Filing, Framework

WORDS = {
    Verdict.ADDRESSED: "addresses it",
    Verdict.PARTLY: "in part",
    Verdict.NOT_ADDRESSED: "does not",
}
NOT_FOUND = "nothing found"
"""What a proposal says where a reviewer would say that a disclosure does not."""
STATES = {Verdict.ADDRESSED: "disclosed", Verdict.PARTLY: "partly", Verdict.NOT_ADDRESSED: "silent"}
UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """What one filing says to one demand: proposed, or as a reviewer decided it."""

    filing: Filing
    requirement: Element
    proposal: Proposal | None
    """None where the filing was not read yet, or was read anew since."""
    review: CoverageReview | None
    evidence: tuple[Annotation, ...]
    gaps: tuple[Annotation, ...]
    address: str
    is_open: bool

    @property
    def verdict(self) -> Verdict | None:
        if self.review is not None:
            return Verdict(self.review.verdict)
        return self.proposal.verdict if self.proposal else None

    @property
    def state(self) -> str:
        return STATES[self.verdict] if self.verdict else UNREAD

    @property
    def word(self) -> str:
        if self.review is None and self.verdict is Verdict.NOT_ADDRESSED:
            return NOT_FOUND
        if self.verdict:
            return WORDS[self.verdict]
        return "not read yet" if self.is_awaited else "nothing to read"

    @property
    def is_awaited(self) -> bool:
        """Whether a proposal will come by itself: there are words, and they were not read yet."""
        return self.proposal is None and bool(getattr(self.filing, "has_text", True))

    @property
    def proposed_word(self) -> str:
        """What was proposed where the reviewer decided otherwise; "" where nothing was overruled."""
        if self.review is None or self.proposal is None or self.proposal.verdict == self.review.verdict:
            return ""
        is_missing = self.proposal.verdict is Verdict.NOT_ADDRESSED
        return NOT_FOUND if is_missing else WORDS[self.proposal.verdict]

    @property
    def lead(self) -> str:
        """The words it rests on: the reviewer's first, else the best proposed."""
        if self.evidence:
            return self.evidence[0].quote
        said = [answer for answer in self.answers if not answer.is_denial]
        return said[0].words if said and self.verdict is not Verdict.NOT_ADDRESSED else ""

    @property
    def answers(self) -> tuple[ProposedAnswer, ...]:
        return self.proposal.answers if self.proposal else ()

    @property
    def has_lost_words(self) -> bool:
        """Whether words that a review rests on moved or are gone since."""
        return any(note.anchor in ("moved", "orphaned") for note in self.evidence)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of `total` address, address in part, or do not; `unread` are not read yet."""

    addressed: int
    partly: int
    missing: int
    unread: int
    reviewed: int

    @property
    def total(self) -> int:
        return self.addressed + self.partly + self.missing

    @property
    def everything(self) -> int:
        return self.total + self.unread


@dataclass(frozen=True, slots=True)
class CoverageRow:
    requirement: Element
    cells: tuple[CoverageCell, ...]
    tally: Tally
    address: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """A point of the plan and its demands; the point itself where it has none."""

    point: Element
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True, slots=True)
class CoverageColumn:
    filing: Filing
    tally: Tally
    without: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A proposed sentence as it stands beside others; `note` is set where a reviewer took it as evidence."""

    answer: ProposedAnswer
    address: str
    element: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class OpenColumn:
    cell: CoverageCell
    answers: tuple[ShownAnswer, ...]
    gap_address: str
    is_refused: bool
    """Whether the form sent last was this one's, and was refused."""

    @property
    def can_take(self) -> bool:
        """Whether some sentence is proposed that no reviewer took yet."""
        return any(not shown.is_taken for shown in self.answers)


@dataclass(frozen=True, slots=True)
class CoveragePage:
    framework: Framework
    address: CoverageAddress
    columns: tuple[CoverageColumn, ...]
    points: tuple[CoveragePoint, ...]
    tally: Tally
    opened: CoverageRow | None
    side: tuple[OpenColumn, ...]

    @property
    def rows(self) -> tuple[CoverageRow, ...]:
        return tuple(row for point in self.points for row in point.rows)

    @property
    def is_awaited(self) -> bool:
        return any(cell.is_awaited for row in self.rows for cell in row.cells)


def build_coverage(
    user: User,
    framework: Framework,
    filings: Sequence[Filing],
    address: CoverageAddress,
    refused: str = "",
) -> CoveragePage:
    """The demands of a plan by these filings. A fixed number of queries.

    A demand that the address opens and the plan does not have, opens nothing. `refused` is the slug of the
    filing whose form was refused.
    """
    requirements = fetch_requirements(framework)
    proposals = fetch_proposals(framework, filings)
    people = fetch_people(user, framework, filings)
    every = [
        _build_row(requirement, filings, proposals, people, address)
        for requirement in demanding(requirements)
    ]
    columns = tuple(
        CoverageColumn(filing, count_cells([row.cells[n] for row in every]), address.without(filing.slug))
        for n, filing in enumerate(filings)
    )
    shown = [row for row in every if not address.state or any(c.verdict == address.state for c in row.cells)]
    opened = next((row for row in every if row.is_open), None)
    return CoveragePage(
        framework=framework,
        address=address,
        columns=columns,
        points=tuple(_group(requirements, shown)),
        tally=count_cells([cell for row in every for cell in row.cells]),
        opened=opened,
        side=_open(opened, refused) if opened else (),
    )


def count_cells(cells: Sequence[CoverageCell]) -> Tally:
    counts = Counter(cell.verdict for cell in cells)
    return Tally(
        addressed=counts[Verdict.ADDRESSED],
        partly=counts[Verdict.PARTLY],
        missing=counts[Verdict.NOT_ADDRESSED],
        unread=counts[None],
        reviewed=sum(cell.review is not None for cell in cells),
    )


def _build_row(
    requirement: Element,
    filings: Sequence[Filing],
    proposals: Mapping[int, Mapping[str, Proposal]],
    people: People,
    address: CoverageAddress,
) -> CoverageRow:
    is_open = requirement.slug == address.requirement
    # Once a row: an address of two dozen filings takes longer to write than the rest of its cell.
    target = address.open(requirement.slug)
    cells = tuple(
        _build_cell(requirement, filing, proposals.get(filing.pk), people, (target, is_open))
        for filing in filings
    )
    return CoverageRow(requirement, cells, count_cells(cells), f"{target}#demand", is_open)


def _build_cell(
    requirement: Element,
    filing: Filing,
    proposals: Mapping[str, Proposal] | None,
    people: People,
    opening: tuple[str, bool],
) -> CoverageCell:
    """`opening`: the row's address, and whether it lies open."""
    keys: Keys = (filing.issuer_id, filing.fiscal_year, requirement.pk)
    return CoverageCell(
        filing=filing,
        requirement=requirement,
        proposal=None if proposals is None else proposals.get(requirement.key, NOTHING),
        review=people.reviews.get(keys),
        evidence=tuple(people.evidence.get(keys, ())),
        gaps=tuple(people.gaps.get(keys, ())),
        address=f"{opening[0]}#{filing.slug}",
        is_open=opening[1],
    )


def _group(requirements: Sequence[Element], rows: Sequence[CoverageRow]) -> Iterator[CoveragePoint]:
    for point in requirements:
        own = tuple(row for row in rows if point.pk in (row.requirement.parent_id, row.requirement.pk))
        if point.parent_id is None and own:
            yield CoveragePoint(point, own)


def _open(row: CoverageRow, refused: str) -> tuple[OpenColumn, ...]:
    """Each filing's sentences with their places. Two queries."""
    places = fetch_places([cell.filing for cell in row.cells])
    keys = {answer.element for cell in row.cells for answer in cell.answers if answer.element}
    names = dict(Element.objects.filter(key__in=keys).values_list("key", "name"))
    return tuple(_open_column(cell, places, names, refused) for cell in row.cells)


def _open_column(cell: CoverageCell, places: Places, names: Mapping[str, str], refused: str) -> OpenColumn:
    taken = {(note.start, note.end) for note in cell.evidence}
    return OpenColumn(
        cell=cell,
        answers=tuple(
            ShownAnswer(
                answer=answer,
                address=places.address(cell.filing, answer.start),
                element=names.get(answer.element, ""),
                is_taken=(answer.start, answer.end) in taken,
            )
            for answer in cell.answers
        ),
        gap_address=note_address("gap", cell.filing, cell.requirement.slug, back=cell.address),
        is_refused=cell.filing.slug == refused,
    )

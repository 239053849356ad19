"""What the page of a plan's coverage asks of the database: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.db.models.functions import Upper

from comparison.alignment.coverage import Verdict
from comparison.comparing.comparisons import pick_filing
from comparison.comparing.queries import annual_filter, filings_to_compare
from comparison.models import Annotation, CoverageReview, FilingCoverage
from config.accounts.models import User
from disclosures.models import Element, Filing, Framework
from disclosures.parsing.types import SourceFormat

READY_MADE = 4
READY_FROM = 40

type Keys = tuple[int, int, int]
"""Issuer, fiscal year and requirement: what people's work hangs on."""


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """A sentence that the program takes for an answer, with its place in the filing's reading text."""

    start: int
    end: int
    words: str
    score: int
    """0 to 100."""
    reason: str
    element: str
    is_denial: bool

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Proposal:
    verdict: Verdict
    score: int
    answers: tuple[ProposedAnswer, ...]


NOTHING = Proposal(Verdict.NOT_ADDRESSED, 0, ())


@dataclass(frozen=True, slots=True)
class People:
    """What people wrote about some filings and the demands of a plan."""

    reviews: Mapping[Keys, CoverageReview]
    evidence: Mapping[Keys, Sequence[Annotation]]
    gaps: Mapping[Keys, Sequence[Annotation]]


def find_plan(user: User, slug: str) -> Framework | None:
    """A published plan; a draft has nothing held against it yet."""
    plans = Framework.objects.visible_to(user).published().filter(kind=Framework.Kind.PLAN)
    return plans.defer("source_text", "reading", "reread").filter(slug=slug).first()


def fetch_requirements(framework: Framework) -> list[Element]:
    """Its standing points and demands, in order."""
    rows = Element.objects.standing().filter(framework=framework)
    return list(rows.select_related("parent").order_by("order", "key"))


def fetch_proposals(framework: Framework, filings: Collection[Filing]) -> dict[int, dict[str, Proposal]]:
    """By filing and requirement's key. A filing that was not read yet, or read anew since, is not in it."""
    stored = FilingCoverage.objects.filter(framework=framework, filing__in=filings)
    now = {filing.pk: filing.stored_at for filing in filings}
    return {
        row.filing_id: {key: _read_cell(cell) for key, cell in row.cells.items()}
        for row in stored
        if row.stored_at == now[row.filing_id]
    }


def _read_cell(cell: Mapping[str, Any]) -> Proposal:
    answers = tuple(
        ProposedAnswer(
            start=answer["start"],
            end=answer["end"],
            words=answer["words"],
            score=round(100 * answer["score"]),
            reason=answer["reason"],
            element=answer["element"],
            is_denial=answer["is_denial"],
        )
        for answer in cell["answers"]
    )
    return Proposal(Verdict(cell["verdict"]), round(100 * cell["score"]), answers)


def fetch_people(user: User, framework: Framework, filings: Collection[Filing]) -> People:
    """Reviews, and standing notes and gaps, on the plan's requirements. Two queries."""
    wanted = Q(pk=None)
    for filing in filings:
        wanted |= Q(issuer=filing.issuer_id, fiscal_year=filing.fiscal_year)
    reviews = CoverageReview.objects.visible_to(user).standing().filter(wanted)
    own = reviews.filter(requirement__framework=framework).select_related("reviewed_by")
    notes = Annotation.objects.visible_to(user).standing().filter(wanted, element__framework=framework)
    evidence: defaultdict[Keys, list[Annotation]] = defaultdict(list)
    gaps: defaultdict[Keys, list[Annotation]] = defaultdict(list)
    for note in notes.select_related("created_by", "filing").defer("filing__reading_text").order_by("start"):
        found = gaps if note.kind == Annotation.Kind.GAP else evidence
        found[note.issuer_id, note.fiscal_year, note.element_id].append(note)
    return People(
        {(review.issuer_id, review.fiscal_year, review.requirement_id): review for review in own},
        evidence,
        gaps,
    )


def ready_filings(user: User) -> tuple[Filing, ...]:
    """Filings to begin with, each issuer's latest. Issuers with the disclosure of a platform come first, then
    those with a 20-F, then the rest; what somebody brought in before what came with a whole market."""
    spoken = FilingCoverage.objects.filter(filing=OuterRef("pk")).exclude(cells={})
    is_annual_or_web = annual_filter() | Q(source_format=SourceFormat.WEB_DISCLOSURE)
    asked = filings_to_compare(user).filter(is_annual_or_web, Exists(spoken))
    ranked = asked.order_by(_RANK, "-fiscal_year", Upper("issuer__name")).values_list("issuer_id", flat=True)
    by_issuer: dict[int, list[Filing]] = {issuer: [] for issuer in ranked[:READY_FROM]}
    first = list(by_issuer)[:READY_MADE]
    for filing in asked.filter(issuer__in=first).order_by("-fiscal_year", "pk"):
        years = by_issuer[filing.issuer_id]
        if not years or years[0].fiscal_year == filing.fiscal_year:
            years.append(filing)
    return tuple(chosen for issuer in first if (chosen := pick_filing(by_issuer[issuer])))


_IS_MARKET = Q(source_format=SourceFormat.NOTES_ARCHIVE)
_RANK = Case(
    When(source_format=SourceFormat.WEB_DISCLOSURE, then=0),
    When(Q(form__startswith="20-F") & ~_IS_MARKET, then=1),
    When(~_IS_MARKET, then=2),
    When(form__startswith="20-F", then=3),
    default=4,
)


def offer_plans(user: User) -> list[Framework]:
    """Published plans, with the number of their demands (`demand_count`)."""
    plans = Framework.objects.visible_to(user).published().filter(kind=Framework.Kind.PLAN)
    standing = Q(elements__is_dropped=False, elements__parent__isnull=False)
    counted = plans.annotate(demand_count=Count("elements", filter=standing))
    return list(counted.defer("source_text", "reading", "reread").order_by("name"))

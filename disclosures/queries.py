"""What this app's pages show: one function per page, a fixed number of queries each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.db.models.functions import Upper

from disclosures.identity import ANNUAL_FORMS
from disclosures.models import (
    EdgarFetch,
    EdgarFetchItem,
    Element,
    Filing,
    Framework,
    Issuer,
    Upload,
    UploadItem,
)
from disclosures.plan_reviews import PlanChange, plan_history
from disclosures.years import find_year_before, has_words

ROWS_PER_PAGE = 50
SHOWN_CHANGES = 20
"""Changes told on the page of a plan; the records hold all."""


@dataclass(frozen=True, slots=True)
class YearOfFilings:
    """An issuer's filings of one fiscal year, annual reports first."""

    fiscal_year: int
    filings: tuple[Filing, ...]
    comparable: frozenset[int] = frozenset()
    """Keys of the annual filings for which one with words of the year before is held."""


@dataclass(frozen=True, slots=True)
class GroupOfElements:
    name: str
    elements: tuple[Element, ...]


def paginate[T: Model](rows: QuerySet[T], number: int | None) -> Page[T]:
    """The asked page, the last one where it does not exist.

    Its keys are chosen first: what a list joins and counts is then made for these rows alone, not for all
    that are sorted before them.
    """
    page = Paginator(rows, ROWS_PER_PAGE).get_page(number or 1)
    keys = rows.values("pk")[max(page.start_index() - 1, 0) : page.end_index()]
    page.object_list = rows.filter(pk__in=keys)
    return page


def issuers_page(issuers: QuerySet[Issuer], *, words: str, number: int | None) -> Page[Issuer]:
    """Issuers whose name holds the words or whose CIK ends in the digits."""
    if words:
        issuers = issuers.filter(Q(name__icontains=words) | Q(cik__endswith=words))
    return paginate(issuers.order_by(Upper("name"), "pk"), number)


def filings_page(
    filings: QuerySet[Filing], *, words: str, form: str, year: int | None, number: int | None
) -> Page[Filing]:
    if words:
        filings = filings.filter(Q(issuer__name__icontains=words) | Q(issuer__cik__endswith=words))
    if form:
        filings = filings.filter(form__iexact=form)
    if year:
        filings = filings.filter(fiscal_year=year)
    filings = filings.defer("reading_text")
    return paginate(filings.order_by("-fiscal_year", Upper("issuer__name"), "form", "pk"), number)


def filings_by_year(filings: QuerySet[Filing]) -> list[YearOfFilings]:
    """Newest year first."""
    ordered = list(filings.select_related("amends").order_by("-fiscal_year", "form", "filed", "pk"))
    by_year = {year: tuple(group) for year, group in groupby(ordered, key=lambda filing: filing.fiscal_year)}
    return [YearOfFilings(year, own, _comparable(own, ordered)) for year, own in by_year.items()]


def _comparable(filings: Sequence[Filing], held: Sequence[Filing]) -> frozenset[int]:
    annual = [filing for filing in held if _is_annual(filing) and has_words(filing)]
    return frozenset(
        filing.pk for filing in filings if _is_annual(filing) and find_year_before(filing, annual)
    )


def _is_annual(filing: Filing) -> bool:
    return filing.form.removesuffix("/A") in ANNUAL_FORMS


def frameworks_for_list(frameworks: QuerySet[Framework]) -> QuerySet[Framework]:
    standing = Count("elements", filter=Q(elements__is_dropped=False))
    rows = frameworks.defer("source_text", "reading", "reread")
    return rows.annotate(element_count=standing).order_by("kind", "name")


def element_groups(framework: Framework) -> list[GroupOfElements]:
    """The framework's standing elements in order under their groups, each with its topics and what elements
    of other frameworks in use stand in them."""
    others = Element.objects.in_use().with_framework().order_by("framework", "order")
    elements = (
        Element.objects.standing()
        .filter(framework=framework)
        .select_related("text_element")
        .prefetch_related(Prefetch("topics__elements", others))
    )
    return [GroupOfElements(name, tuple(group)) for name, group in groupby(elements, key=lambda e: e.group)]


@dataclass(frozen=True, slots=True)
class ReviewedPoint:
    """A point of a plan with its demands, those left out too."""

    point: Element
    demands: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as an admin looks it through; `new_words` and `lost_words` are what another reading says."""

    framework: Framework
    points: tuple[ReviewedPoint, ...]
    demand_count: int
    history: tuple[PlanChange, ...]
    new_words: tuple[str, ...]
    lost_words: tuple[str, ...]


def describe_plan(framework: Framework) -> PlanPage:
    """Its points and demands, what happened to them, and how a later reading differs. Four queries."""
    rows = list(framework.elements.order_by("order", "key"))
    points = tuple(
        ReviewedPoint(point, tuple(row for row in rows if row.parent_id == point.pk))
        for point in rows
        if point.parent_id is None
    )
    before = {entry["wording"]: None for entry in framework.reading}
    latest = framework.reading if framework.reread is None else framework.reread
    now = {entry["wording"]: None for entry in latest}
    return PlanPage(
        framework=framework,
        points=points,
        demand_count=sum(row.parent_id is not None and not row.is_dropped for row in rows),
        history=tuple(plan_history(framework)[:SHOWN_CHANGES]),
        new_words=tuple(words for words in now if words not in before),
        lost_words=tuple(words for words in before if words not in now),
    )


def uploads_page(number: int | None) -> Page[Upload]:
    """Uploads with how many of their files are settled, refused, or wait for an answer."""
    rows = Upload.objects.select_related("created_by").annotate(
        file_count=Count("items"),
        open_count=Count("items", filter=Q(items__status__in=["fetching", "received", "reading"])),
        asks_count=Count("items", filter=Q(items__status="asks")),
        refused_count=Count("items", filter=Q(items__status="refused")),
    )
    return paginate(rows.order_by("-created_at", "-pk"), number)


def items_of(upload: Upload) -> list[UploadItem]:
    return list(upload.items.select_related("filing__issuer", "framework", "document"))


def fetched_items_of(fetch: EdgarFetch) -> list[EdgarFetchItem]:
    return list(fetch.items.select_related("filing"))

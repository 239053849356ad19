"""What comparing asks of the database: a fixed number of queries, however many filings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from comparison.alignment.passages import name_repeats
from comparison.alignment.values import ComparedPassage, ComparedValue, ElementSpec, Origin
from comparison.models import Annotation
from config.accounts.models import User
from disclosures.crosswalk import fetch_joined
from disclosures.identity import ANNUAL_NAMES
from disclosures.models import GIVEN_ORIGINS, Element, ElementValue, Filing, Framework, Passage
from disclosures.models.querysets import HAS_TEXT, FilingQuerySet, count_of
from disclosures.years import find_year_before, has_words

type Reader = User | None
"""Who reads: an account, or None for the operator at the command line, who holds the database anyway."""

type ValuesByKey = dict[str, list[ComparedValue]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All elements in use, in order, and what the crosswalk joins.

    related  per key the elements of other taxonomies and guidelines on the same topics
    joined   per key the primary keys of what else the crosswalk joins: demands of plans, drafts among them
    """

    elements: tuple[ElementSpec, ...]
    taxonomies: frozenset[str]
    related: dict[str, tuple[ElementSpec, ...]]
    joined: dict[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """Standing annotations of a cell: notes, and gaps that nobody found to be none."""

    notes: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """How much is here, and what waits for a reviewer; elements and values without predictions."""

    issuers: int
    filings: int
    with_elements: int
    values: int
    open_gaps: int
    notes: int


LATEST_FILINGS = 8


def count_held(user: User) -> Held:
    """Figures of the first page."""
    filings = Filing.objects.visible_to(user)
    held = filings.aggregate(filings=Count("pk"), issuers=Count("issuer", distinct=True))
    given = ElementValue.objects.filter(origin__in=GIVEN_ORIGINS)
    if filings.query.where:  # who may read everything spares PostgreSQL the join
        given = given.filter(filing__in=filings.values("pk"))
    spoken = given.aggregate(values=Count("pk"), with_elements=Count("filing", distinct=True))
    reviewed = (
        Annotation.objects.visible_to(user)
        .standing()
        .aggregate(
            open_gaps=Count("pk", filter=Q(status=Annotation.Status.OPEN)),
            notes=Count("pk", filter=Q(kind=Annotation.Kind.NOTE)),
        )
    )
    return Held(**held, **spoken, **reviewed)


def latest_filings(user: User) -> list[tuple[Filing, bool]]:
    """The filings read last, and whether each has an annual filing of the year before to be held against."""
    latest = list(filings_to_compare(user).order_by("-stored_at", "-pk")[:LATEST_FILINGS])
    issuers = {filing.issuer_id for filing in latest}
    held: dict[int, list[Filing]] = {}
    for other in filter(has_words, filings_to_compare(user).filter(annual_filter(), issuer__in=issuers)):
        held.setdefault(other.issuer_id, []).append(other)
    return [(filing, _has_before(filing, held.get(filing.issuer_id, ()))) for filing in latest]


def _has_before(filing: Filing, annual: Sequence[Filing]) -> bool:
    return filing in annual and bool(find_year_before(filing, annual))


def filings_to_compare(user: Reader) -> FilingQuerySet:
    """Filings with their issuer and the number of their values, without their long texts.

    `given_count` leaves out what was named from the words alone; `has_text` says whether there are words.
    All are found for the filings that are fetched, not for all that could be.
    """
    values = ElementValue.objects.all()
    return (
        _visible(Filing.objects.all(), user)
        .select_related("issuer")
        .defer("reading_text")
        .annotate(
            value_count=count_of(values),
            given_count=count_of(values.filter(origin__in=GIVEN_ORIGINS)),
            has_text=HAS_TEXT,
        )
    )


def find_filings(user: Reader, slugs: Sequence[str]) -> list[Filing]:
    """The filings with these slugs, in that order; unknown ones are left out."""
    found = (
        {filing.slug: filing for filing in filings_to_compare(user).filter(slug__in=slugs)} if slugs else {}
    )
    return [found[slug] for slug in slugs if slug in found]


def _visible(filings: FilingQuerySet, user: Reader) -> FilingQuerySet:
    return filings if user is None else filings.visible_to(user)


def annual_filter() -> Q:
    """Annual forms and their amendments."""
    return Q(form__in=ANNUAL_NAMES)


def fetch_values(filings: Collection[Filing]) -> dict[int, ValuesByKey]:
    """Values with their passages, by filing and element key, in the filing's order. Two queries.

    Plain tuples, not model instances: a grid of ten issuers reads a thousand passages.
    """
    passages: defaultdict[int, list[ComparedPassage]] = defaultdict(list)
    stored = Passage.objects.filter(value__filing__in=filings).order_by("value_id", "position")
    for pk, owner, name, words, normalised, text_hash, start, end in stored.values_list(
        "pk", "value_id", "value__element__name", "text", "normalised", "text_hash", "start", "end"
    ):
        passages[owner].append(ComparedPassage(words, normalised, text_hash, start, end, (name,), pk=pk))
    rows = ElementValue.objects.filter(filing__in=filings).order_by("filing_id", "position")
    found: dict[int, list[ComparedValue]] = {filing.pk: [] for filing in filings}
    for pk, filing, key, flag, text, evidence, spans, *read in rows.values_list(
        *("pk", "filing_id", "element__key", "flag", "text", "evidence", "spans", "origin", "confidence")
    ):
        origin, confidence = read
        place = min((start for start, _ in spans), default=None)
        own = tuple(passages[pk])
        value = ComparedValue(key, flag, text, evidence, own, Origin(origin), place, confidence)
        found[filing].append(value)
    return {filing: _by_key(name_repeats(values)) for filing, values in found.items()}


def fetch_contents(filings: Collection[Filing]) -> dict[int, ValuesByKey]:
    """The same without words: flags and passage hashes, enough to tell what has changed. Two queries."""
    passages: defaultdict[int, list[ComparedPassage]] = defaultdict(list)
    stored = Passage.objects.filter(value__filing__in=filings).order_by("value_id", "position")
    for owner, text_hash, start, end in stored.values_list("value_id", "text_hash", "start", "end"):
        passages[owner].append(ComparedPassage("", "", text_hash, start, end))
    rows = ElementValue.objects.filter(filing__in=filings).order_by("filing_id", "position")
    found: dict[int, list[ComparedValue]] = {filing.pk: [] for filing in filings}
    columns = ("pk", "filing_id", "element__key", "flag", "origin")
    for pk, filing, key, flag, origin in rows.values_list(*columns):
        value = ComparedValue(key, flag=flag, passages=tuple(passages[pk]), origin=Origin(origin))
        found[filing].append(value)
    return {filing: _by_key(values) for filing, values in found.items()}


def fetch_catalogue() -> Catalogue:
    """Elements of every taxonomy and guideline, and the crosswalk between them. Two queries."""
    rows = list(
        Element.objects.in_use()
        .exclude(kind=Element.Kind.REQUIREMENT)
        .with_framework()
        .select_related("text_element")
        .order_by("framework__slug", "order", "key")
    )
    specs = {row.pk: spec_of(row) for row in rows}
    crosswalk = fetch_joined()
    related: dict[str, tuple[ElementSpec, ...]] = {}
    joined: dict[str, frozenset[int]] = {}
    for pk, spec in specs.items():
        others = crosswalk.get(pk, {})
        related[spec.key] = tuple(
            other for key, other in specs.items() if key in others and other.framework != spec.framework
        )
        joined[spec.key] = frozenset(others.keys() - specs.keys())
    taxonomies = frozenset(
        row.framework.slug for row in rows if row.framework.kind == Framework.Kind.TAXONOMY
    )
    return Catalogue(tuple(specs.values()), taxonomies, related, joined)


def fetch_requirements(catalogue: Catalogue, keys: Iterable[str]) -> list[Element]:
    """What plans ask on the topics of these elements, plan by plan. One query."""
    joined = {pk for key in keys for pk in catalogue.joined.get(key, ())}
    demands = Element.objects.in_use().filter(pk__in=joined, kind=Element.Kind.REQUIREMENT)
    return list(demands.with_framework().select_related("parent").order_by("framework", "order"))


def spec_of(element: Element) -> ElementSpec:
    """An element as the alignment takes it; `framework` and `text_element` should be fetched with it."""
    return ElementSpec(
        key=element.key,
        slug=element.slug,
        name=element.name,
        group=element.group,
        is_flag=element.kind == Element.Kind.FLAG,
        clause=element.clause,
        text_key=element.text_element.key if element.text_element else "",
        framework=element.framework.slug,
        asks=element.asks,
        label=element.label,
    )


def count_marks(user: Reader, filings: Iterable[Filing]) -> dict[tuple[int, int, str], Marks]:
    """Notes and gaps by issuer, fiscal year and element key. One query."""
    chosen = list(filings)
    annotations = Annotation.objects.all() if user is None else Annotation.objects.visible_to(user)
    rows = (
        annotations.standing()
        .filter(
            issuer__in={filing.issuer_id for filing in chosen},
            fiscal_year__in={filing.fiscal_year for filing in chosen},
        )
        .exclude(status=Annotation.Status.NOT_A_GAP)
        .order_by()
        .values_list("issuer_id", "fiscal_year", "element__key")
        .annotate(
            notes=Count("pk", filter=Q(kind=Annotation.Kind.NOTE)),
            gaps=Count("pk", filter=Q(kind=Annotation.Kind.GAP)),
        )
    )
    return {(issuer, year, key): Marks(notes, gaps) for issuer, year, key, notes, gaps in rows}


def fetch_annotations(user: User, filings: Sequence[Filing], keys: Collection[str]) -> list[Annotation]:
    """Standing annotations on these elements of these issuers' years, newest first. One query."""
    wanted = Q()
    for filing in filings:
        wanted |= Q(issuer=filing.issuer_id, fiscal_year=filing.fiscal_year)
    rows = Annotation.objects.visible_to(user).standing().filter(wanted, element__key__in=keys)
    return list(rows.select_related("element", "created_by", "decided_by"))


def _by_key(values: Iterable[ComparedValue]) -> ValuesByKey:
    found: ValuesByKey = {}
    for value in values:
        found.setdefault(value.key, []).append(value)
    return found

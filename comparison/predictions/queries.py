"""What the pages of predictions show: a fixed number of queries each."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from comparison.models import Judgement
from comparison.predictions.confidence import SURE, word_prediction
from comparison.predictions.judgements import nameable_elements
from comparison.reviewing.anchoring import State, fingerprint
from config.accounts.models import User
from disclosures.coding.naming import NAMED
from disclosures.coding.passages import cut_sections
from disclosures.models import Element, ElementValue, Filing, LeftPassage, Passage
from disclosures.predictions import is_predictable

ROWS_PER_PAGE = 20
PREDICTED = ElementValue.Origin.PREDICTED
LEFT = "left"
"""In addresses: passages without an element."""


@dataclass(frozen=True, slots=True)
class Named:
    """A passage under an element: what the model says of it, and what a reviewer did.

    judgement  stands on this passage; where it is not anchored its place is only proposed
    seen       when it was decided under this element; not when under another one that named this one instead
    is_left    no element is named in it: this one only comes nearest
    """

    filing: Filing
    element: Element
    start: int
    end: int
    text: str
    confidence: float | None
    judgement: Judgement | None = None
    seen: datetime | None = None
    is_left: bool = False

    @property
    def word(self) -> str:
        """How sure the model is; what it thought of too little to name it is not predicted."""
        if self.is_left:
            return f"no element named; nearest {self.confidence:.2f}"
        if self.confidence is None:
            return "not predicted"
        return (
            word_prediction(self.confidence)
            if self.confidence >= NAMED
            else f"not predicted ({self.confidence:.2f})"
        )

    @property
    def is_decided(self) -> bool:
        return self.judgement is not None and self.judgement.anchor == State.ANCHORED

    @property
    def waits(self) -> bool:
        """Whether the model names the passage and nobody has decided about these words."""
        return self.confidence is not None and not self.is_decided

    @property
    def address(self) -> str:
        """Its place on the page of the filing."""
        return f"{self.filing.get_absolute_url()}#c{self.start}"


@dataclass(frozen=True, slots=True)
class Tab:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of predictions or of decisions, and how many there are of each under the same filters."""

    tabs: tuple[Tab, ...]
    page: Page[Any]
    rows: tuple[Named, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def find_predictions(user: User, given: Mapping[str, Any]) -> Queue:
    """What waits, the least sure first; passages without an element, the nearest to one first; or what was
    decided, the newest first. Seven queries at most."""
    passages = _waiting(user).filter(**_chosen(given, "value__filing__", "value__"))
    left = _left(user).filter(**_chosen(given, "filing__", "", element="nearest"))
    judgements = Judgement.objects.visible_to(user).standing().filter(**_chosen(given, "", ""))
    waiting = passages.aggregate(unsure=Count("pk", filter=Q(confidence__lt=SURE)), all=Count("pk"))
    on_words = Q(anchor=State.ANCHORED)
    decided = judgements.aggregate(decided=Count("pk", filter=on_words), adrift=Count("pk", filter=~on_words))
    tabs = (
        Tab("", "Unsure, please confirm", waiting["unsure"]),
        Tab("all", "All predicted", waiting["all"]),
        Tab(LEFT, "Without an element", left.count()),
        Tab("decided", "Decided", decided["decided"]),
        Tab("adrift", "Decided, words moved or gone", decided["adrift"]),
    )
    show, number = given.get("show") or "", given.get("page") or 1
    if show in ("decided", "adrift"):
        found = judgements.filter(on_words if show == "decided" else ~on_words).for_list()
        page = Paginator(found.defer("filing__reading_text"), ROWS_PER_PAGE).get_page(number)
        return Queue(tabs, page, judgements=tuple(page))
    if show == LEFT:
        left_page = Paginator(left.order_by("-confidence", "pk"), ROWS_PER_PAGE).get_page(number)
        return Queue(tabs, left_page, rows=_name_left(left_page))
    chosen = passages if show == "all" else passages.filter(confidence__lt=SURE)
    waiting_page = Paginator(chosen.order_by("confidence", "pk"), ROWS_PER_PAGE).get_page(number)
    return Queue(tabs, waiting_page, rows=_with_judgements(waiting_page))


def find_named(filing: Filing, element: Element) -> tuple[Named, ...]:
    """Everything predicted of or decided about one element of a filing, in reading order. Two queries, and
    the filing's text where a decision waits at a passage that is not predicted."""
    stored = Passage.objects.filter(value__filing=filing, value__element=element)
    standing = list(_standing().filter(Q(element=element) | Q(instead=element), filing=filing))
    judged = {judgement.start: judgement for judgement in standing}
    seen = {own.start: own.decided_at for own in standing if own.element_id == element.pk}
    rows = {
        own.start: Named(
            filing,
            element,
            own.start,
            own.end,
            own.text,
            own.confidence,
            judged.get(own.start),
            seen.get(own.start),
        )
        for own in stored
    }
    others = [own for start, own in judged.items() if start not in rows]
    rest = (
        Named(filing, element, own.start, own.end, own.quote, own.confidence, own, seen.get(own.start))
        for own in others
        if own.anchor == State.ANCHORED
    )
    moved = [own for own in others if own.anchor == State.MOVED and own.element_id == element.pk]
    return tuple(
        sorted((*rows.values(), *rest, *_name_moved(filing, element, moved)), key=lambda row: row.start)
    )


def _name_moved(filing: Filing, element: Element, moved: Collection[Judgement]) -> Iterator[Named]:
    """The passages that begin where these decisions wait, with the words of today."""
    sections = {own.span.start: own for own in cut_sections(filing.reading_text)} if moved else {}
    for own in moved:
        if found := sections.get(own.start):
            yield Named(filing, element, own.start, found.span.end, found.text, None, own, own.decided_at)


@dataclass(frozen=True, slots=True)
class PassagePage:
    """A passage of a filing without tags: what it is said to speak of, and what it could be said to.

    rows      by element: predicted, or decided by somebody
    unnamed   elements that neither the model nor a reviewer has named here
    """

    filing: Filing
    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    rows: tuple[Named, ...]
    unnamed: tuple[Element, ...]

    @property
    def address(self) -> str:
        return f"{self.filing.get_absolute_url()}#c{self.start}"


def read_passage(filing: Filing, start: int) -> PassagePage | None:
    """The passage that begins at this character; None where none does, or the filing is tagged. Three
    queries."""
    sections = cut_sections(filing.reading_text) if is_predictable(filing) else ()
    section = next((own for own in sections if own.span.start == start), None)
    if section is None:
        return None
    elements = list(nameable_elements().order_by("framework", "order"))
    stored = Passage.objects.filter(value__filing=filing, start=start)
    confidences = dict(stored.values_list("value__element", "confidence"))
    judged: dict[int, Judgement] = {}
    for judgement in _standing().filter(filing=filing, start=start):
        judged[judgement.element_id] = judgement
        if judgement.instead_id is not None and judgement.anchor == State.ANCHORED:
            judged.setdefault(judgement.instead_id, judgement)
    seen = {key: own.decided_at for key, own in judged.items() if own.element_id == key}
    named = confidences.keys() | judged.keys()
    return PassagePage(
        filing=filing,
        start=start,
        end=section.span.end,
        text=section.text,
        headings=section.headings,
        rows=tuple(
            Named(
                filing,
                own,
                start,
                section.span.end,
                section.text,
                confidences.get(own.pk),
                judged.get(own.pk),
                seen.get(own.pk),
            )
            for own in elements
            if own.pk in named
        ),
        unnamed=tuple(own for own in elements if own.pk not in named),
    )


def find_nameable(filing: Filing) -> frozenset[int]:
    """First characters of the passages of a filing that is not tagged; none of one that is."""
    return frozenset(
        section.span.start
        for section in (cut_sections(filing.reading_text) if is_predictable(filing) else ())
    )


def count_unsure(filing: Filing) -> int:
    """How many of a filing's predictions ask to be confirmed."""
    return Passage.objects.filter(value__filing=filing, value__origin=PREDICTED, confidence__lt=SURE).count()


def count_waiting(user: User) -> int:
    """The same of all filings."""
    return _waiting(user).filter(confidence__lt=SURE).count()


def name_text(rows: Iterable[Named]) -> str:
    """Short name of what is still only predicted, as somebody saw it."""
    return fingerprint("\n\n".join(f"{row.start} {row.text}" for row in rows if row.waits))


def _waiting(user: User) -> QuerySet[Passage]:
    filings = Filing.objects.visible_to(user)
    waiting = Passage.objects.filter(value__origin=PREDICTED)
    if filings.query.where:
        waiting = waiting.filter(value__filing__in=filings.values("pk"))
    return waiting.select_related("value__element", "value__filing__issuer").defer(
        "value__text", "value__filing__reading_text"
    )


def _left(user: User) -> QuerySet[LeftPassage]:
    """Passages in which no element is named, save those that somebody decided about; with their `words`."""
    decided = Judgement.objects.anchored().filter(filing=OuterRef("filing"), start=OuterRef("start"))
    left = LeftPassage.objects.filter(~Exists(decided))
    filings = Filing.objects.visible_to(user)
    if filings.query.where:
        left = left.filter(filing__in=filings.values("pk"))
    words = Substr("filing__reading_text", F("start") + 1, F("end") - F("start"))
    return (
        left.select_related("filing__issuer", "nearest").defer("filing__reading_text").annotate(words=words)
    )


def _name_left(page: Iterable[LeftPassage]) -> tuple[Named, ...]:
    """With the decisions about the nearest element whose words moved there, as of predicted ones."""
    passages = list(page)
    judged = _by_place({passage.filing_id for passage in passages})
    rows = ((own, judged.get((own.filing_id, own.nearest_id, own.start))) for own in passages)
    return tuple(
        Named(
            own.filing,
            own.nearest,
            own.start,
            own.end,
            str(own.words),  # type: ignore[attr-defined]  # annotated by _left
            own.confidence,
            judgement,
            judgement.decided_at if judgement else None,
            is_left=True,
        )
        for own, judgement in rows
    )


def _chosen(given: Mapping[str, Any], filing: str, value: str, *, element: str = "element") -> dict[str, Any]:
    lookups = {
        "issuer": f"{filing}issuer",
        "filing": f"{value}filing",
        "element": f"{value}{element}",
    }
    return {lookup: given[name] for name, lookup in lookups.items() if given.get(name)}


def _standing() -> QuerySet[Judgement, Judgement]:
    standing = Judgement.objects.standing().exclude(anchor=State.ORPHANED)
    # The anchored one of two on the same place comes last, and is the one that is kept.
    return standing.select_related("element", "instead", "decided_by").order_by("-anchor", "decided_at")


def _by_place(filings: Collection[int]) -> dict[tuple[int | None, int, int], Judgement]:
    """The standing decisions of these filings by filing, element and first character. One query."""
    standing = _standing().filter(filing__in=filings)
    return {(own.filing_id, own.element_id, own.start): own for own in standing}


def _with_judgements(page: Iterable[Passage]) -> tuple[Named, ...]:
    """With the decisions whose words moved there: they are to be made again."""
    passages = list(page)
    judged = _by_place({passage.value.filing_id for passage in passages})
    rows = ((p, judged.get((p.value.filing_id, p.value.element_id, p.start))) for p in passages)
    return tuple(
        Named(
            passage.value.filing,
            passage.value.element,
            passage.start,
            passage.end,
            passage.text,
            passage.confidence,
            judgement,
            judgement.decided_at if judgement else None,
        )
        for passage, judgement in rows
    )

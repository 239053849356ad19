"""What the search pages show: hits, facets, filters that can be taken away, and the bar over a hit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.db.models.functions import Upper
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from comparison.models import PeerGroup, SavedSearch
from comparison.reading.places import Places, fetch_places
from comparison.searching.codes import (
    ChosenAttribute,
    CodedHit,
    CodeFacet,
    offer_codes,
    show_chosen,
    show_coded,
)
from comparison.searching.forms import HitForm
from comparison.searching.searches import Asked, query_string, read_search
from config.accounts.models import User
from disclosures.countries import country_name
from disclosures.models import (
    GIVEN_ORIGINS,
    Element,
    ElementValue,
    Filing,
    IndexedPassage,
    Issuer,
    IssuerKind,
    Passage,
)
from disclosures.models.querysets import FilingQuerySet
from disclosures.search.criteria import State, tsquery
from disclosures.search.hits import MAX_COUNTED, MULTIPLE, Count, Found, count_instead, find
from disclosures.search.language import replace_words
from disclosures.search.marking import Piece, cut_pieces, mark_words
from disclosures.search.spelling import find_issuers, offer_spelling

HITS_PER_PAGE = 20
FEW_HITS = 5
"""With fewer hits another spelling is offered."""
NAME_WORDS = 5
"""More words than this are no company's name."""
SHOWN_VALUES = 8
"""Values of a facet before the rest is folded."""
FACETS = {
    "element": "Element",
    "form": "Form",
    "year": "Fiscal year",
    "kind": "Issuer type",
    "division": "SIC division",
    "size": "Public float",
    "country": "Country",
}
STATES = {
    State.DISCLOSED: "disclosed",
    State.DENIED: "denied",
    State.SILENT: "silent",
    State.PREDICTED: "predicted",
}
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: `number` counts from 1 over all pages."""

    number: int
    passage: Passage
    filing: Filing
    elements: tuple[Element, ...]
    pieces: tuple[Piece, ...]
    address: str

    @property
    def is_from_words(self) -> bool:
        """Of a filing without tags: its elements were named by the element model."""
        return self.passage.value.origin not in GIVEN_ORIGINS


@dataclass(frozen=True, slots=True)
class FacetValue:
    label: str
    passages: int
    issuers: int
    address: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to narrow by. Of one that narrows already those chosen, and the others where it is opened.

    others  address of the page with the others shown
    """

    name: str
    title: str
    values: tuple[FacetValue, ...]
    others: str = ""

    @property
    def first(self) -> tuple[FacetValue, ...]:
        return self.values[:SHOWN_VALUES]

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        return self.values[SHOWN_VALUES:]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    asked: Asked
    found: Found
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    states: tuple[Chip, ...]
    page: Page[Any]
    issuers: tuple[Issuer, ...]
    spelling: Chip | None
    is_about_filings: bool
    frameworks: tuple[Chip, ...]
    codes: tuple[CodeFacet, ...]
    chosen_codes: tuple[ChosenAttribute, ...]
    coded: tuple[CodedHit, ...]
    """Filings of the page, where codebook values alone are asked for."""
    limit: int = MAX_COUNTED


@dataclass(frozen=True, slots=True)
class HitBar:
    """Where a reader is among the hits of a search; empty addresses at either end."""

    number: int
    total: int
    is_capped: bool
    search: str
    previous: str
    next: str


def build_page(asked: Asked, user: User) -> SearchPage:
    """Everything the search page shows."""
    filings = Filing.objects.visible_to(user)
    found, first = Found(), (asked.page - 1) * HITS_PER_PAGE + 1
    is_about_filings = asked.criteria.is_about_filings
    if asked:
        shown = 0 if is_about_filings else HITS_PER_PAGE
        found = find(filings, asked.criteria, sort=asked.sort, offset=first - 1, limit=shown)
    rows: Any = _list_filings(filings, asked) if is_about_filings else range(found.passages)
    elements = Element.objects.with_framework().in_bulk()
    page = Paginator(rows, HITS_PER_PAGE).get_page(asked.page)
    codes = asked.criteria.codes

    def with_codes(words: Sequence[str]) -> str:
        return _address(asked, code=list(words))

    return SearchPage(
        asked=asked,
        found=found,
        hits=() if is_about_filings else show_hits(found.page, asked, elements, first=first),
        facets=_show_facets(asked, found, elements, filings),
        chips=_show_chips(asked),
        states=_show_states(asked),
        page=page,
        issuers=_name_issuers(asked, user),
        spelling=_offer_spelling(asked, found),
        is_about_filings=is_about_filings,
        frameworks=_offer_frameworks(asked, found, elements),
        codes=offer_codes(codes, with_codes) if asked else (),
        chosen_codes=show_chosen(codes, with_codes),
        coded=show_coded(list(page), codes) if is_about_filings and codes else (),
    )


def show_hits(
    page: Iterable[int], asked: Asked, elements: dict[int, Element], *, first: int
) -> tuple[Hit, ...]:
    """The passages with these ids in that order. Three queries."""
    ids = list(page)
    if not ids:
        return ()
    query = tsquery(asked.criteria.words) if asked.criteria.words.required else None
    rows = mark_words(Passage.objects.filter(pk__in=ids), query)
    passages = {
        passage.pk: passage
        for passage in rows.select_related("value__filing__issuer").only(
            *("start", "end", "value__filing__slug", "value__filing__form", "value__filing__fiscal_year"),
            *("value__filing__filed", "value__filing__issuer__name", "value__filing__issuer__slug"),
            "value__origin",
        )
    }
    under = dict(IndexedPassage.objects.filter(pk__in=ids).values_list("pk", "elements"))
    places = fetch_places([passage.value.filing for passage in passages.values()])
    return tuple(
        Hit(
            number=number,
            passage=passages[pk],
            filing=passages[pk].value.filing,
            elements=tuple(elements[key] for key in under[pk] if key in elements),
            pieces=cut_pieces(passages[pk].marked),  # type: ignore[attr-defined]  # annotated by mark_words
            address=_hit_address(passages[pk], number, asked, places),
        )
        for number, pk in enumerate(ids, start=first)
        if pk in passages
    )


def find_hit_bar(given: QueryDict, user: User) -> HitBar | None:
    """The bar for a reading page opened from a search; None for one that was not."""
    form = HitForm(given)
    form.is_valid()
    number, query = form.cleaned_data.get("hit"), form.cleaned_data.get("search")
    if not number or not query:
        return None
    asked = read_search(QueryDict(query), user)
    if not asked:
        return None
    first = max(number - 1, 1)
    filings = Filing.objects.visible_to(user)
    found = find(filings, asked.criteria, sort=asked.sort, offset=first - 1, limit=number - first + 2)
    around = {hit.number: hit.address for hit in show_hits(found.page, asked, {}, first=first)}
    if number not in around:
        return None
    return HitBar(
        number=number,
        total=found.passages,
        is_capped=found.is_capped,
        search=f"{reverse('search')}?{asked.query}",
        previous=around.get(number - 1, ""),
        next=around.get(number + 1, ""),
    )


def list_saved(user: User) -> list[SavedSearch]:
    """One's own searches and those that colleagues share. One query."""
    return list(SavedSearch.objects.visible_to(user).select_related("owner").order_by("name", "pk"))


def list_groups(user: User) -> list[PeerGroup]:
    return list(PeerGroup.objects.visible_to(user).order_by("name", "pk"))


def _hit_address(passage: Passage, number: int, asked: Asked, places: Places) -> str:
    page, _, place = places.address(passage.value.filing, passage.start).partition("#")
    query = urlencode([("search", asked.query), ("hit", str(number))])
    return f"{page}?{query}#{place}"


def _address(asked: Asked, opened: str = "", /, **changes: list[str]) -> str:
    params = {name: values for name, values in {**asked.params, **changes}.items() if values}
    return f"{reverse('search')}?{query_string(params)}{f'&open={opened}' if opened else ''}"


def _show_facets(
    asked: Asked, found: Found, elements: dict[int, Element], filings: FilingQuerySet
) -> tuple[Facet, ...]:
    shown = []
    for name, title in FACETS.items():
        if not asked.params.get(name):
            facet = _show_open_facet(name, title, asked, found, elements)
        elif name in MULTIPLE:
            facet = _show_chosen_facet(name, title, asked, found, filings)
        else:
            continue  # its chip says what is chosen, and takes it away
        if facet.values:
            shown.append(facet)
    return tuple(shown)


def _show_open_facet(
    name: str, title: str, asked: Asked, found: Found, elements: dict[int, Element]
) -> Facet:
    values = []
    for count in found.facets.get(name, ()):
        value, label = count.value, _value_label(name, count.value)
        if name == "element":
            element = elements.get(int(count.value))
            if element is None:
                continue
            value, label = element.slug, element.name
        if value:
            address = _address(asked, **{name: [value]})
            values.append(FacetValue(label, count.passages, count.issuers, address))
    return Facet(name, title, tuple(values))


def _show_chosen_facet(name: str, title: str, asked: Asked, found: Found, filings: FilingQuerySet) -> Facet:
    """Values chosen are alternatives: each can be taken away, and others added. One query where opened."""
    chosen = asked.params[name]
    is_opened = asked.opened == name
    counts = {count.value: count for count in found.facets.get(name, ())}
    if is_opened:
        counts = {count.value: count for count in count_instead(filings, asked.criteria, name)}
    opened = name if is_opened else ""
    values = []
    for value in dict.fromkeys([*chosen, *filter(None, counts)]):
        count = counts.get(value, Count(value, 0, 0))
        left = [other for other in chosen if other != value]
        changed = left if value in chosen else [*chosen, value]
        address = _address(asked, opened if changed else "", **{name: changed})
        label = _value_label(name, value)
        values.append(FacetValue(label, count.passages, count.issuers, address, value in chosen))
    return Facet(name, title, tuple(values), "" if is_opened else _address(asked, name))


def _offer_frameworks(asked: Asked, found: Found, elements: dict[int, Element]) -> tuple[Chip, ...]:
    """Frameworks of the elements found, where there are several to choose from."""
    keys = (int(count.value) for count in found.facets.get("element", ()))
    names = {elements[key].framework.slug: elements[key].framework.name for key in keys if key in elements}
    if asked.framework or asked.criteria.element or len(names) < 2:
        return ()
    return tuple(Chip(name, _address(asked, framework=[slug])) for slug, name in sorted(names.items()))


def _show_chips(asked: Asked) -> tuple[Chip, ...]:
    criteria = asked.criteria
    named = {
        "element": criteria.element and criteria.element.name,
        "framework": asked.framework and asked.framework.name,
        "issuer": asked.issuer and asked.issuer.name,
        "peers": asked.peers and f"Peer group {asked.peers.name}",
    }
    chips = []
    if criteria.state:
        chips.append(Chip(f"Element {STATES[criteria.state]}", _address(asked, state=[])))
    for name, label in named.items():
        if label:
            extra = {"state": list[str]()} if name == "element" else {}
            chips.append(Chip(label, _address(asked, **{name: []}, **extra)))
    for name in FACETS:
        for value in asked.params.get(name, ()) if name != "element" else ():
            label = _value_label(name, value)
            left = [other for other in asked.params[name] if other != value]
            chips.append(Chip(f"{FACETS[name]}: {label}", _address(asked, **{name: left})))
    return tuple(chips)


def _show_states(asked: Asked) -> tuple[Chip, ...]:
    """What the filing may do about the chosen element."""
    if asked.criteria.element is None:
        return ()
    return tuple(
        Chip(label, _address(asked, state=[state.value]))
        for state, label in STATES.items()
        if state is not asked.criteria.state
    )


def _value_label(facet: str, value: str) -> str:
    """How a value of a facet is called; those of elements are looked up by who shows them."""
    if facet == "kind" and value in IssuerKind.values:
        return str(IssuerKind(value).label)
    if facet == "country":
        return country_name(value) or NOT_STATED
    return value or NOT_STATED


def _name_issuers(asked: Asked, user: User) -> tuple[Issuer, ...]:
    words = asked.criteria.words
    terms = [term for group in words.required for term in group]
    is_plain = not words.excluded and len(terms) == len(words.required)
    if not is_plain or not 0 < len(terms) <= NAME_WORDS or asked.page > 1 or asked.issuer:
        return ()
    return tuple(find_issuers(Issuer.objects.visible_to(user), " ".join(term.text for term in terms)))


def _offer_spelling(asked: Asked, found: Found) -> Chip | None:
    words = asked.criteria.words.words
    if found.passages >= FEW_HITS or not words:
        return None
    typed = replace_words(asked.typed, offer_spelling(words))
    return Chip(typed, _address(asked, q=[typed])) if typed != asked.typed else None


def _list_filings(filings: FilingQuerySet, asked: Asked) -> FilingQuerySet:
    """Filings that fit as a whole: without words there may be no passage of theirs to show."""
    is_named = Exists(ElementValue.objects.filter(filing=OuterRef("pk")))
    chosen = asked.criteria.list_filings(filings).select_related("issuer").defer("reading_text")
    return chosen.annotate(is_named=is_named).order_by("-fiscal_year", Upper("issuer__name"), "pk")

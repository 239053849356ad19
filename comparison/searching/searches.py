"""Searches that people keep: every write, and what the address of a search asks for."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import QueryDict

from comparison.models import PeerGroup, SavedSearch
from comparison.owned import refuse_others, refuse_taken
from comparison.peers.groups import issuers_of
from comparison.searching.forms import SearchForm
from config.accounts.models import User
from disclosures.codes.terms import read_term
from disclosures.models import Element, Framework, Issuer
from disclosures.search.criteria import EVERYTHING, Criteria, State
from disclosures.search.hits import MULTIPLE, Sort
from disclosures.search.language import parse

KEPT = (
    *("q", "element", "state", "framework", "issuer", "peers"),
    *("form", "year", "country", "division", "kind", "size", "code", "sort"),
)
"""Parameters that make a search; `page` only says where one is in it."""
MAX_QUERY = 4_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, read. `issuer` and `peers` narrow `criteria` already.

    opened  the chosen facet whose other values are shown as well; no part of the search
    """

    typed: str
    criteria: Criteria
    sort: Sort
    page: int
    params: dict[str, list[str]]
    issuer: Issuer | None = None
    peers: PeerGroup | None = None
    framework: Framework | None = None
    opened: str = ""

    @property
    def query(self) -> str:
        """The query string of this search, without the page."""
        return query_string(self.params)

    @property
    def has_filters(self) -> bool:
        return any(name not in ("q", "sort") for name in self.params)

    def __bool__(self) -> bool:
        return bool(self.criteria.words) or self.has_filters


def query_string(params: dict[str, list[str]]) -> str:
    made = QueryDict(mutable=True)
    for name in KEPT:
        if values := params.get(name):
            made.setlist(name, values)
    return made.urlencode()


def read_search(given: QueryDict, user: User) -> Asked:
    """What makes sense of a query string; the rest is left out. At most four queries, one per named row."""
    form = SearchForm(given)
    form.is_valid()
    clean = form.cleaned_data
    element = _named(Element.objects.with_framework(), clean.get("element"))
    issuer = _named(Issuer.objects.visible_to(user), clean.get("issuer"))
    peers = _named(PeerGroup.objects.visible_to(user), clean.get("peers"))
    framework = _named(Framework.objects.all(), clean.get("framework"))
    state = State(clean["state"]) if element and clean.get("state") else None
    issuers = Issuer.objects.filter(pk=issuer.pk) if issuer else issuers_of(peers) if peers else None
    if issuer and peers:
        issuers = issuers_of(peers).filter(pk=issuer.pk)
    lists = {name: clean.get(name) or [] for name in MULTIPLE}
    codes = [term for word in clean.get("code") or () if (term := read_term(word)) is not None]
    lists["code"] = [term.word for term in codes]
    typed = clean.get("q") or ""
    criteria = Criteria(
        words=parse(typed) if typed else EVERYTHING,
        element=element,
        state=state,
        framework=framework.slug if framework else "",
        forms=tuple(lists["form"]),
        years=tuple(map(int, lists["year"])),
        countries=tuple(lists["country"]),
        divisions=tuple(lists["division"]),
        kinds=tuple(lists["kind"]),
        sizes=tuple(lists["size"]),
        issuers=issuers,
        codes=tuple(codes),
    )
    sort = Sort(clean.get("sort") or Sort.RELEVANCE)
    singles = {
        "q": typed,
        "element": element.slug if element else "",
        "state": state or "",
        "framework": framework.slug if framework else "",
        "issuer": issuer.slug if issuer else "",
        "peers": peers.slug if peers else "",
        "sort": "" if sort is Sort.RELEVANCE else sort.value,
    }
    params = {name: [value] for name, value in singles.items() if value} | {
        k: v for k, v in lists.items() if v
    }
    opened = clean.get("open") or ""
    return Asked(typed, criteria, sort, clean.get("page") or 1, params, issuer, peers, framework, opened)


def _named[M: Model](rows: QuerySet[M], slug: str | None) -> M | None:
    return rows.filter(slug=slug).first() if slug else None


@transaction.atomic
def save_search(*, name: str, query: str, is_shared: bool, by: User) -> SavedSearch:
    """Keeps a search under a name, cleaned of what makes no sense. Raises NameTakenError."""
    refuse_taken(SavedSearch.objects.filter(owner=by, name=name))
    asked = read_search(QueryDict(query[:MAX_QUERY]), by)
    return SavedSearch.objects.create(owner=by, name=name, query=asked.query, is_shared=is_shared)


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, is_shared: bool, by: User) -> SavedSearch:
    """A new name, shared or not. Raises NameTakenError; PermissionError for who does not own it."""
    refuse_others(search, by)
    refuse_taken(SavedSearch.objects.filter(owner=by, name=name).exclude(pk=search.pk))
    search.name, search.is_shared = name, is_shared
    search.save(update_fields=["name", "is_shared"])
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch, by: User) -> None:
    """Takes the search and what follows it away. PermissionError for who does not own it."""
    refuse_others(search, by)
    search.delete()

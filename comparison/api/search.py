"""Passages that hold some words, and passages that read like a text."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, cast

from django.http import Http404, HttpRequest, QueryDict
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import StringConstraints

from comparison.api.errors import REFUSALS
from comparison.api.paging import address_of
from comparison.api.schemas import IssuerRef, Slug, Words, Year
from comparison.searching.searches import Asked, read_search
from config.accounts.models import User
from disclosures.codes.terms import read_term
from disclosures.models import GIVEN_ORIGINS, Element, Filing, IndexedPassage, Issuer, Passage
from disclosures.search.hits import MAX_COUNTED, Found, find
from disclosures.search.similar import MAX_CHARACTERS, find_similar

router = Router(tags=["search"])

MAX_HITS = 100
MAX_SIMILAR = 50

Several = Annotated[list[Words], Field(max_length=30)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS, pattern=r"^[^\x00]*$")]


class SearchFilter(Schema):
    """The filters of the search page. Values of one filter are alternatives, filters add up."""

    q: Words = Field("", description='Words, "phrases", -not, OR.')
    element: Slug | None = Field(None, description="Slug of the element that the words stand under.")
    framework: Slug | None = Field(None, description="Slug of the framework.")
    issuer: Slug | None = Field(None, description="Slug of an issuer.")
    peer_group: Slug | None = Field(None, description="Slug of a peer group that you may see.")
    form: Several = Field([], description="10-K, 20-F …")
    fiscal_year: Annotated[list[Year], Field(max_length=30)] = Field([], description="Fiscal years.")
    country: Several = Field([], description="ISO 3166 codes.")
    sic_division: Several = Field([], description="Names of SIC divisions.")
    type: Several = Field([], description="Issuer types.")
    size_band: Several = Field([], description="Names of size bands.")
    code: Several = Field(
        [], description="Codebook values: attribute, attribute.value, attribute.denied or attribute.silent."
    )
    sort: Literal["relevance", "newest", "issuer"] = "relevance"
    limit: int = Field(20, ge=1, le=MAX_HITS)
    offset: int = Field(0, ge=0, le=MAX_COUNTED)

    def ask(self, user: User) -> Asked:
        """Raises HttpError 400 without a question, and Http404 for a name that nothing visible has."""
        given = QueryDict(mutable=True)
        singles = {
            "q": self.q,
            "element": self.element,
            "framework": self.framework,
            "issuer": self.issuer,
            "peers": self.peer_group,
            "sort": self.sort,
        }
        lists: dict[str, Iterable[object]] = {
            "form": self.form,
            "year": self.fiscal_year,
            "country": self.country,
            "division": self.sic_division,
            "kind": self.type,
            "size": self.size_band,
            "code": self.code,
        }
        for name, value in singles.items():
            given[name] = value or ""
        for name, values in lists.items():
            given.setlist(name, [str(value) for value in values])
        asked = read_search(given, user)
        for name in ("element", "framework", "issuer", "peers"):
            if singles[name] and name not in asked.params:
                raise Http404(f"There is no {name.replace('peers', 'peer group')} “{singles[name]}”.")
        if unknown := [word for word in self.code if read_term(word) is None]:
            raise Http404(f"The codebook has no “{unknown[0]}”.")
        if not asked:
            raise HttpError(400, "Ask for words (q=…) or choose a filter.")
        return asked


class FacetValueOut(Schema):
    value: str
    passages: int
    issuers: int = Field(description="0 for elements, where they are not counted.")


class PlaceOut(Schema):
    issuer: IssuerRef
    filing: str
    form: str
    fiscal_year: int
    start: int = Field(description="First character in the filing's reading_text.")
    end: int
    page: str


class HitOut(PlaceOut):
    text: str
    elements: list[str] = Field(description="Slugs of the elements that the passage stands under.")
    is_from_words: bool = Field(description="These elements were named from the words: nothing is tagged.")


class SearchOut(Schema):
    items: list[HitOut]
    count: int = Field(description=f"Passages found, at most {MAX_COUNTED:,}.")
    issuers: int
    filings: int
    is_capped: bool = Field(description="More was found than is counted.")
    facets: dict[str, list[FacetValueOut]]
    next: str | None
    previous: str | None


class SimilarOut(Schema):
    score: float = Field(description="0 to 1; 1 for the same words.")
    is_exact: bool
    text: str
    issuers: int
    places: list[PlaceOut] = Field(description="Newest first, twenty at most.")


class SimilarListOut(Schema):
    items: list[SimilarOut]


@router.get("/", response={200: SearchOut, **REFUSALS}, summary="Passages that hold the words")
def search(request: HttpRequest, filters: Query[SearchFilter]) -> dict[str, Any]:
    user = cast("User", request.user)
    asked = filters.ask(user)
    found = find(
        Filing.objects.visible_to(user),
        asked.criteria,
        sort=asked.sort,
        offset=filters.offset,
        limit=filters.limit,
    )
    elements = dict(Element.objects.values_list("pk", "slug"))
    after = filters.offset + filters.limit
    has_more = after < found.passages and after <= MAX_COUNTED
    return {
        "items": _hits(found.page, elements),
        "count": found.passages,
        "issuers": found.issuers,
        "filings": found.filings,
        "is_capped": found.is_capped,
        "facets": _facets(found, elements),
        "next": address_of(request, filters.limit, after) if has_more else None,
        "previous": address_of(request, filters.limit, max(0, filters.offset - filters.limit))
        if filters.offset
        else None,
    }


@router.get(
    "/similar",
    response={200: SimilarListOut, **REFUSALS},
    summary="Passages that read like a text, best first",
)
def search_similar(
    request: HttpRequest, text: LongText, limit: Annotated[int, Field(ge=1, le=MAX_SIMILAR)] = 20
) -> dict[str, Any]:
    found = find_similar(Filing.objects.visible_to(request.user), text, limit)
    return {
        "items": [
            {
                "score": 1.0 if similar.is_exact else similar.score,
                "is_exact": similar.is_exact,
                "text": similar.text,
                "issuers": similar.issuer_count,
                "places": [_place(passage) for passage in similar.passages[:20]],
            }
            for similar in found
        ]
    }


def _hits(page: Iterable[int], elements: dict[int, str]) -> list[dict[str, Any]]:
    """The passages with these ids, in that order. Two queries."""
    ids = list(page)
    under = dict(IndexedPassage.objects.filter(pk__in=ids).values_list("pk", "elements"))
    passages = (
        Passage.objects.filter(pk__in=ids)
        .select_related("value__filing__issuer")
        .defer("value__filing__reading_text", "value__text", "normalised")
        .in_bulk()
    )
    return [
        _place(passages[pk])
        | {
            "text": passages[pk].text,
            "elements": [elements[key] for key in under.get(pk, ()) if key in elements],
            "is_from_words": passages[pk].value.origin not in GIVEN_ORIGINS,
        }
        for pk in ids
        if pk in passages
    ]


def _place(passage: Passage) -> dict[str, Any]:
    filing = passage.value.filing
    issuer: Issuer = filing.issuer
    return {
        "issuer": {"slug": issuer.slug, "name": issuer.name, "cik": issuer.cik},
        "filing": filing.slug,
        "form": filing.form,
        "fiscal_year": filing.fiscal_year,
        "start": passage.start,
        "end": passage.end,
        "page": filing.get_absolute_url(),
    }


def _facets(found: Found, elements: dict[int, str]) -> dict[str, list[dict[str, Any]]]:
    """Under the names of the filters."""
    names = {"year": "fiscal_year", "division": "sic_division", "kind": "type", "size": "size_band"}
    return {
        names.get(name, name): [
            {
                "value": elements.get(int(count.value), "") if name == "element" else count.value,
                "passages": count.passages,
                "issuers": count.issuers,
            }
            for count in counts
        ]
        for name, counts in found.facets.items()
    }

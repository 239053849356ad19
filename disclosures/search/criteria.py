"""What a search asks for, and how it narrows the index."""

from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Q, QuerySet

from disclosures.codes.terms import CodeTerm, match_terms
from disclosures.market.issuer_sets import division_filter, size_filter
from disclosures.models import Element, ElementValue, IndexedPassage, Issuer
from disclosures.models.querysets import FilingQuerySet
from disclosures.search.folding import fold_signs
from disclosures.search.language import Query, Term

EVERYTHING = Query()
_PREDICTED = ElementValue.Origin.PREDICTED
type TsQuery = SearchQuery | CombinedSearchQuery


class State(StrEnum):
    """What a filing does about the chosen element."""

    DISCLOSED = "disclosed"
    DENIED = "denied"
    SILENT = "silent"
    PREDICTED = "predicted"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Words and filters; values of one filter are alternatives, filters add up. Empty means any.

    divisions  names as sic_division gives them
    sizes      names as size_band gives them, or one of MANY_BANDS
    issuers    one issuer, or the members of a peer group
    codes      codebook values; of one attribute alternatives, of several all of them
    """

    words: Query = EVERYTHING
    element: Element | None = None
    state: State | None = None
    framework: str = ""
    forms: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    issuers: QuerySet[Issuer] | None = None
    codes: tuple[CodeTerm, ...] = ()

    @property
    def is_about_filings(self) -> bool:
        """Asks what filings say or leave out as a whole: without words there may be no passage to show."""
        return not self.words and (self.is_about_absence or bool(self.codes))

    @property
    def is_about_absence(self) -> bool:
        """Asks for filings that deny or leave out an element, so there may be no passage to show."""
        return self.element is not None and self.state in (State.DENIED, State.SILENT)

    def narrow(self, index: QuerySet[IndexedPassage], filings: FilingQuerySet) -> QuerySet[IndexedPassage]:
        """The passages that fit, of filings that fit."""
        if self.words:
            index = index.filter(search=tsquery(self.words))
        if self.element is not None and self._asks_for_its_words(self.element):
            index = index.filter(elements__contains=[self.element.pk])
        if self.framework:
            own = Element.objects.filter(framework__slug=self.framework).values_list("pk", flat=True)
            index = index.filter(elements__overlap=list(own))
        chosen = self.narrow_filings(filings)
        # A join with every filing there is would cost a fifth of the time.
        return index.filter(filing__in=chosen.values("pk")) if chosen.query.where else index

    def list_filings(self, filings: FilingQuerySet) -> FilingQuerySet:
        """The filings that fit everything but words: for what `is_about_filings`."""
        filings = self.narrow_filings(filings)
        values = ElementValue.objects.order_by()
        if self.element is not None and self.state is None:
            filings = filings.filter(pk__in=values.filter(element=self.element).values("filing"))
        if self.framework and not self.is_about_absence:
            own = values.filter(element__framework__slug=self.framework)
            filings = filings.filter(pk__in=own.values("filing"))
        return filings

    def narrow_filings(self, filings: FilingQuerySet) -> FilingQuerySet:
        """The filings that fit everything but words, framework and an element without a state."""
        plain = {
            "form__in": self.forms,
            "fiscal_year__in": self.years,
            "issuer__country__in": self.countries,
            "issuer__kind__in": self.kinds,
        }
        filings = filings.filter(**{name: values for name, values in plain.items() if values})
        if self.divisions:
            filings = filings.filter(division_filter(self.divisions, "issuer__"))
        if self.sizes:
            filings = filings.filter(size_filter(self.sizes, "issuer__"))
        if self.issuers is not None:
            filings = filings.filter(issuer__in=self.issuers.order_by().values("pk"))
        if self.codes:
            filings = filings.filter(match_terms(self.codes))
        if self.element is not None and self.state is not None:
            filings = _in_state(filings, self.element, self.state)
        return filings

    def _asks_for_its_words(self, element: Element) -> bool:
        return element.kind != Element.Kind.FLAG and not self.is_about_absence


def tsquery(query: Query) -> TsQuery:
    """The query as PostgreSQL takes it; call it only with a query that holds something."""
    wanted = [reduce(or_, map(_term, group)) for group in query.required]
    return reduce(and_, [*wanted, *(~_term(term) for term in query.excluded)])


def _term(term: Term) -> SearchQuery:
    return SearchQuery(
        fold_signs(term.text), config="english", search_type="phrase" if term.is_phrase else "plain"
    )


def _in_state(filings: FilingQuerySet, element: Element, state: State) -> FilingQuerySet:
    """Disclosed: the element is there (a flag: says yes). Denied: a flag of it says no. Silent: not there,
    in a form that is asked for it. Predicted: named from the words of a filing without tags, by nobody
    confirmed."""
    values = ElementValue.objects.filter(element=element)
    if state is State.DENIED:
        flags = Q(element=element) | Q(element__text_element=element)
        denying = ElementValue.objects.filter(flags, flag=False)
        return filings.filter(pk__in=denying.values("filing"))
    if state is State.SILENT:
        return filings.filter(_is_asked_for(element)).exclude(pk__in=values.values("filing"))
    if state is State.PREDICTED:
        return filings.filter(pk__in=values.filter(origin=_PREDICTED).values("filing"))
    values = values.exclude(origin=_PREDICTED)
    spoken = values.filter(flag=True) if element.kind == Element.Kind.FLAG else values.exclude(text="")
    return filings.filter(pk__in=spoken.values("filing"))


def _is_asked_for(element: Element) -> Q:
    clauses = {
        ("10-K", "10-KT"): element.clause_106,
        ("20-F", "40-F"): element.clause_20f,
        ("8-K", "6-K"): element.clause_8k,
    }
    forms = [form for names, clause in clauses.items() if clause for form in names]
    if forms:
        return Q(form__in=[*forms, *(f"{form}/A" for form in forms)])
    return Q(values__element__framework=element.framework_id)

"""Query strings of the benchmark pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.db.models.functions import Upper
from django.http import QueryDict

from comparison.benchmarks.filters import ALL, KIND_WORDS, NOT_KNOWN, Filters
from comparison.benchmarks.queries import HeldYear, held_years
from comparison.models import PeerGroup
from config.accounts.models import User
from disclosures.countries import country_name
from disclosures.identity import ANNUAL_FORMS
from disclosures.market.issuer_sets import DIVISIONS, MANY_BANDS, SIZES
from disclosures.models import Issuer, IssuerKind

DEFAULT_FORM = "10-K"
ENOUGH = 0.5
"""A year is complete enough to open with when it holds this part of the fullest year's filings."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked to show, after what makes no sense was left out."""

    filters: Filters
    own: Issuer | None

    @property
    def own_slug(self) -> str:
        return self.own.slug if self.own else ""


class BenchmarkForm(forms.Form):
    """Which filings are counted. A field that is left out takes its default, never "everything"."""

    year = forms.TypedChoiceField(label="Fiscal year", coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label="Issuer type", required=False)
    form = forms.ChoiceField(label="Form", required=False)
    division = forms.ChoiceField(label="Industry", required=False)
    size = forms.ChoiceField(label="Size (public float)", required=False)
    country = forms.ChoiceField(label="Country", required=False)
    peers = forms.ModelChoiceField(
        PeerGroup.objects.none(),
        label="Peer group",
        to_field_name="slug",
        required=False,
        empty_label="Anyone",
    )
    own = forms.CharField(
        label="Mark my issuer",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "Name or CIK"}),
    )

    def __init__(self, query: QueryDict, *, user: User) -> None:
        held = held_years(user)
        self.default_year, self.default_kind = default_year(held), default_kind(held)
        data = query.copy()
        for name, value in (
            ("year", str(self.default_year or "")),
            ("kind", self.default_kind),
            ("form", DEFAULT_FORM),
        ):
            data[name] = data.get(name) or value
        super().__init__(data)
        self.user = user
        codes = Issuer.objects.visible_to(user).exclude(country="").order_by("country")
        countries = {code: country_name(code) for code in codes.values_list("country", flat=True).distinct()}
        self._choose("year", [(year, str(year)) for year in dict.fromkeys(own.year for own in held)])
        self._choose("kind", [(str(kind), words.capitalize()) for kind, words in KIND_WORDS.items()])
        self._choose("form", [*((form, form) for form in _forms(held)), (ALL, "Any annual form")])
        self._choose("division", [("", "Any"), *((name, name.capitalize()) for name in DIVISIONS)])
        self._choose("size", [("", "Any"), *((name, name.capitalize()) for name in (*SIZES, *MANY_BANDS))])
        self._choose(
            "country",
            [
                ("", "Any"),
                *sorted(countries.items(), key=lambda item: item[1]),
                (NOT_KNOWN, "Not stated"),
            ],
        )
        self.fields["peers"].queryset = PeerGroup.objects.visible_to(user)  # type: ignore[attr-defined]  # a model choice

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # those named here are choices

    def clean_own(self) -> Issuer | None:
        words: str = self.cleaned_data["own"]
        if not words:
            return None
        found = Issuer.objects.visible_to(self.user)
        exact = Q(slug=words) | Q(name__iexact=words) | Q(cik=words.zfill(10))
        issuer = (
            found.filter(exact).first()
            or found.filter(name__istartswith=words).order_by(Upper("name")).first()
        )
        if issuer is None:
            raise forms.ValidationError("No issuer of that name or CIK is held.")
        return issuer

    def ask(self) -> Asked:
        """What to show; a field that was refused keeps its default, and its sentence stands beside it."""
        self.is_valid()
        given = self.cleaned_data
        filters = Filters(
            year=given.get("year") or self.default_year,
            kind=given.get("kind") or self.default_kind,
            form=given.get("form") or DEFAULT_FORM,
            division=given.get("division", ""),
            size=given.get("size", ""),
            country=given.get("country", ""),
            peers=given.get("peers"),
        )
        own: Issuer | None = given.get("own")
        if own is not None:
            cast("QueryDict", self.data)["own"] = own.name
        return Asked(filters, own)


class OutcomeForm(forms.Form):
    """What a list behind a figure is asked for."""

    outcome = forms.SlugField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


def default_kind(held: Iterable[HeldYear]) -> str:
    """Operating companies; where none is held, as when nobody said what the issuers are, the unknown ones."""
    return IssuerKind.OPERATING.value if any(own.operating for own in held) else NOT_KNOWN


def default_year(held: Iterable[HeldYear]) -> int:
    """The latest fiscal year that is complete enough; 0 when nothing is held."""
    counts: dict[int, int] = {}
    for own in held:
        counts[own.year] = counts.get(own.year, 0) + own.filings
    enough = max(counts.values(), default=0) * ENOUGH
    return max((year for year, count in counts.items() if count >= enough), default=0)


def _forms(held: Iterable[HeldYear]) -> list[str]:
    """Forms that are held, and the usual ones first."""
    usual = ["10-K", "20-F"]
    return [*usual, *sorted({own.form for own in held} & ANNUAL_FORMS - set(usual))]

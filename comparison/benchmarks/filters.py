"""Which filings a figure is counted over, in words, as a condition, and as an address."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Case, F, Q
from django.utils.http import urlencode

from comparison.models import PeerGroup
from comparison.peers.groups import issuers_of
from disclosures.countries import country_name
from disclosures.market.issuer_sets import division_case, division_filter, size_case, size_filter
from disclosures.models import IssuerKind

ALL = "all"
NOT_KNOWN = "unknown"
"""In addresses, for issuers whose type or country is not known."""

KIND_WORDS = {
    IssuerKind.OPERATING: "operating companies",
    IssuerKind.BANK_OR_INSURER: "banks and insurers",
    IssuerKind.SPAC_OR_SHELL: "blank-cheque and shell companies",
    IssuerKind.FUND_OR_TRUST: "funds and trusts",
    NOT_KNOWN: "issuers of unknown type",
    ALL: "all issuer types mixed",
}
"""Issuer types in the plural, in the order they are shown."""


class Dimension(StrEnum):
    """What groups are made by."""

    KIND = "kind"
    FORM = "form"
    DIVISION = "division"
    SIZE = "size"
    COUNTRY = "country"
    YEAR = "year"
    PEERS = "peers"


EXPRESSIONS: dict[Dimension, F | Case] = {
    Dimension.KIND: F("issuer__kind"),
    Dimension.FORM: F("form"),
    Dimension.DIVISION: division_case("issuer__"),
    Dimension.SIZE: size_case("issuer__"),
    Dimension.COUNTRY: F("issuer__country"),
    Dimension.YEAR: F("fiscal_year"),
}
"""The group a summary falls into, as a database expression."""


def group_value(dimension: Dimension, stored: object) -> str:
    """A group as addresses name it."""
    value = str(stored)
    return value or NOT_KNOWN if dimension in {Dimension.KIND, Dimension.COUNTRY} else value


def group_label(dimension: Dimension, value: str) -> str:
    """A group as people name it."""
    if dimension is Dimension.KIND:
        return KIND_WORDS.get(value, value).capitalize()
    if dimension is Dimension.COUNTRY and value != NOT_KNOWN:
        return country_name(value)
    if dimension in {Dimension.DIVISION, Dimension.SIZE, Dimension.COUNTRY} and value in {
        NOT_KNOWN,
        "not stated",
    }:
        return "Not stated"
    return value


@dataclass(frozen=True, slots=True)
class Filters:
    """One filing per issuer of one fiscal year. Issuer types are not mixed unless `kind` is ALL."""

    year: int
    kind: str = IssuerKind.OPERATING.value
    form: str = "10-K"
    division: str = ""
    size: str = ""
    country: str = ""
    peers: PeerGroup | None = None

    def parts(self) -> dict[Dimension, Q]:
        """Conditions on YearSummary, one for each dimension that is narrowed."""
        parts: dict[Dimension, Q] = {Dimension.YEAR: Q(fiscal_year=self.year)}
        if self.kind != ALL:
            parts[Dimension.KIND] = Q(issuer__kind="" if self.kind == NOT_KNOWN else self.kind)
        if self.form != ALL:
            parts[Dimension.FORM] = Q(form=self.form)
        if self.division:
            parts[Dimension.DIVISION] = division_filter([self.division], "issuer__")
        if self.size:
            parts[Dimension.SIZE] = size_filter([self.size], "issuer__")
        if self.country:
            parts[Dimension.COUNTRY] = Q(issuer__country="" if self.country == NOT_KNOWN else self.country)
        if self.peers is not None:
            parts[Dimension.PEERS] = Q(issuer__in=issuers_of(self.peers))
        return parts

    def condition(self, without: Collection[Dimension] = ()) -> Q:
        """All of them together, some dimensions left open."""
        wanted = Q()
        for dimension, part in self.parts().items():
            if dimension not in without:
                wanted &= part
        return wanted

    def narrowed(self, dimension: Dimension, value: Any) -> "Filters":
        """The same with one dimension set to a group of it."""
        if dimension is Dimension.YEAR:
            return replace(self, year=int(value))
        return replace(self, **{dimension.value: value})

    def query(self, **more: str) -> str:
        """The query string that says this; `more` are further parameters, empty ones left out."""
        pairs = {
            "year": str(self.year),
            "kind": self.kind,
            "form": self.form,
            "division": self.division,
            "size": self.size,
            "country": self.country,
            "peers": self.peers.slug if self.peers else "",
            **more,
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    @property
    def is_mixed(self) -> bool:
        return self.kind == ALL

    @property
    def words(self) -> str:
        """What is counted, for the top of a page: "operating companies, Form 10-K, fiscal year 2025"."""
        form = "any annual form" if self.form == ALL else f"Form {self.form}"
        parts = [KIND_WORDS.get(self.kind, self.kind), form, f"fiscal year {self.year}"]
        if self.division:
            parts.append(f"industry {self.division}")
        if self.size:
            parts.append(f"public float {self.size}")
        if self.country:
            parts.append("country not stated" if self.country == NOT_KNOWN else country_name(self.country))
        if self.peers is not None:
            parts.append(f"peer group “{self.peers.name}”")
        return ", ".join(parts)

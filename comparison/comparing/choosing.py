"""What the page offers for comparing: each issuer's annual filings, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Upper

from comparison.comparing.addresses import CompareAddress
from comparison.comparing.comparisons import count_values, pick_filing
from comparison.comparing.queries import annual_filter, filings_to_compare
from config.accounts.models import User
from disclosures.models import Filing, Issuer

OFFERED_ISSUERS = 60
READY_MADE = 3
READY_FROM = 40
"""Issuers of the comparison that one click opens."""


@dataclass(frozen=True, slots=True)
class Choice:
    filing: Filing
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class IssuerOffer:
    issuer: Issuer
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """`issuers` are the first of `total` by name; `address` compares `ready`, the latest filings of some."""

    issuers: tuple[IssuerOffer, ...]
    total: int
    chosen: tuple[Filing, ...]
    words: str
    ready: tuple[Filing, ...]
    address: str
    has_chosen: bool


def offer_filings(user: User, chosen: Sequence[Filing], words: str = "") -> Offer:
    """Filings to choose from, of issuers whose name holds `words`; what is chosen already stays offered."""
    found = Issuer.objects.visible_to(user).filter(Exists(Filing.objects.filter(issuer=OuterRef("pk"))))
    if words:
        found = found.filter(name__icontains=words)
    offered = list(found.order_by(Upper("name"))[:OFFERED_ISSUERS])
    known = {filing.pk for filing in chosen}
    by_issuer: dict[int, list[Filing]] = {issuer.pk: [] for issuer in offered}
    for filing in filings_to_compare(user).filter(issuer__in=offered).order_by("-fiscal_year", "form"):
        by_issuer[filing.issuer_id].append(filing)
    ready = ready_made(user)
    return Offer(
        issuers=tuple(
            IssuerOffer(issuer, tuple(Choice(filing, filing.pk in known) for filing in by_issuer[issuer.pk]))
            for issuer in offered
        ),
        total=found.count(),
        chosen=tuple(filing for filing in chosen if filing.issuer_id not in by_issuer),
        words=words,
        ready=ready,
        address=str(CompareAddress(tuple(filing.slug for filing in ready))),
        has_chosen=bool(chosen),
    )


def ready_made(user: User) -> tuple[Filing, ...]:
    """Annual filings with elements of the latest years, one per issuer: a comparison to begin with."""
    by_issuer: dict[int, list[Filing]] = {}
    for filing in (
        filings_to_compare(user)
        .filter(annual_filter())
        .order_by("-fiscal_year", Upper("issuer__name"))[:READY_FROM]
    ):
        years = by_issuer.setdefault(filing.issuer_id, [])
        if not years or years[0].fiscal_year == filing.fiscal_year:
            years.append(filing)
    picked = (pick_filing(filings) for filings in by_issuer.values())
    return tuple(chosen for chosen in picked if chosen and count_values(chosen))[:READY_MADE]

"""What the page of similar passages shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comparison.models import PeerGroup
from comparison.peers.groups import issuers_of
from comparison.reading.places import Places, fetch_places
from config.accounts.models import User
from disclosures.models import Filing, Issuer, Passage
from disclosures.search.similar import Similar, find_similar


@dataclass(frozen=True, slots=True)
class Place:
    """One filing that holds the words. `is_own`: of the issuer whose passage was asked for."""

    filing: Filing
    element: str
    address: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class SimilarText:
    """One text; `first` is the place to show it from, `others` hold the same words."""

    percent: int
    is_exact: bool
    text: str
    first: Place
    others: tuple[Place, ...]
    issuer_count: int


@dataclass(frozen=True, slots=True)
class SimilarPage:
    """`source` is the passage that was clicked, without itself among the results."""

    text: str
    source: Passage | None
    peers: PeerGroup | None
    texts: tuple[SimilarText, ...]


def build_similar_page(user: User, given: Mapping[str, Any]) -> SimilarPage:
    """The nearest passages to a pasted paragraph or a stored passage, in a peer group or everywhere."""
    source = _find_passage(user, given.get("passage"))
    text = source.text if source else given.get("text") or ""
    peers = None
    filings = Filing.objects.visible_to(user)
    if slug := given.get("peers"):
        peers = PeerGroup.objects.visible_to(user).filter(slug=slug).first()
    if peers:
        filings = filings.filter(issuer__in=issuers_of(peers).order_by().values("pk"))
    found = find_similar(filings, text) if text.strip() else []
    places = fetch_places(list({p.value.filing for entry in found for p in entry.passages[:1]}))
    shown = (_show(entry, source, places) for entry in found)
    return SimilarPage(text, source, peers, tuple(entry for entry in shown if entry))


def _find_passage(user: User, pk: int | None) -> Passage | None:
    if not pk:
        return None
    visible = Passage.objects.filter(value__filing__in=Filing.objects.visible_to(user))
    return (
        visible.select_related("value__filing__issuer", "value__element")
        .defer("value__filing__reading_text", "value__text")
        .filter(pk=pk)
        .first()
    )


def _show(entry: Similar, source: Passage | None, places: Places) -> SimilarText | None:
    """None where only the asked passage itself holds the text."""
    own = source.value.filing.issuer if source else None
    kept = [passage for passage in entry.passages if not (source and _is_same_place(passage, source))]
    if not kept:
        return None
    shown = [_place(passage, own, places) for passage in kept]
    return SimilarText(
        percent=entry.percent,
        is_exact=entry.is_exact,
        text=kept[0].text,
        first=shown[0],
        others=tuple(shown[1:]),
        issuer_count=entry.issuer_count,
    )


def _is_same_place(passage: Passage, source: Passage) -> bool:
    same = (passage.start, passage.end) == (source.start, source.end)
    return same and passage.value.filing_id == source.value.filing_id


def _place(passage: Passage, own: Issuer | None, places: Places) -> Place:
    filing = passage.value.filing
    return Place(
        filing=filing,
        element=passage.value.element.name,
        address=places.address(filing, passage.start),
        is_own=own is not None and filing.issuer_id == own.pk,
    )

"""What the pages of wordings hold: who uses a sentence, and what a filing shares with others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr, Upper

from comparison.alignment.words import Run, redline
from comparison.models import FilingWording, SentenceUse, Wording
from comparison.reading.places import fetch_places
from comparison.wording.badges import wording_address
from config.accounts.models import User
from disclosures.models import Filing

ROWS_PER_PAGE = 25
SHOWN_SENTENCES = 12
RARE_WORDS = 3

# Rare: the mean over the word stems of ln(indexed passages with the stem), lowest first, without numbers.
_UNUSUAL = r"""
SELECT u.start, u."end", u.wording_id, rarity.words
FROM comparison_sentenceuse u
JOIN comparison_wording w ON w.key = u.wording_id
CROSS JOIN LATERAL (
    SELECT avg(ln(coalesce(s.passages, 0) + 1)) AS common,
           (array_agg(nullif(s.word, '') ORDER BY s.passages, s.lexeme)
               FILTER (WHERE s.word <> ''))[1:%s] AS words
    FROM unnest(tsvector_to_array(to_tsvector('english', w.folded))) AS own (lexeme)
    LEFT JOIN disclosures_searchword s ON s.lexeme = own.lexeme
    WHERE own.lexeme !~ '[0-9]') rarity
WHERE u.filing_id = %s AND w.issuers <= 1
ORDER BY rarity.common NULLS LAST, u.start LIMIT %s
"""

type Uses = QuerySet[SentenceUse, SentenceUse]


@dataclass(frozen=True, slots=True)
class ShownUse:
    """One place of the wording; where it is only near, `runs` lead to it from the wording asked for."""

    filing: Filing
    text: str
    address: str
    is_same: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of everything the reader may see, before any filter; `same_issuers` use the very words."""

    issuers: int
    same_issuers: int
    filings: int


@dataclass(frozen=True, slots=True)
class WordingPage:
    """`text` is the sentence as it stands in the first filing that holds it."""

    text: str
    counts: Counts
    page: Page[SentenceUse]
    rows: tuple[ShownUse, ...]


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of a filing. `rare` are its rarest words, where that is why it is shown."""

    text: str
    address: str
    users: str
    others: int
    rare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilingWordings:
    """`counted` is None while the filing waits for its sentences to be counted."""

    counted: FilingWording | None
    common: tuple[ShownSentence, ...]
    unusual: tuple[ShownSentence, ...]


def find_uses(user: User, key: int) -> Uses | None:
    """Every use of a wording and its near-copies that the reader may see; None for an unknown key."""
    wording = Wording.objects.filter(pk=key).first()
    if wording is None:
        return None
    visible = Filing.objects.visible_to(user)
    return SentenceUse.objects.filter(wording__family=wording.family, filing__in=visible)


def years_of(uses: Uses) -> list[int]:
    """Fiscal years in which a wording is used, the latest first. One query."""
    years = uses.order_by("-filing__fiscal_year").values_list("filing__fiscal_year", flat=True)
    return list(years.distinct())


def build_wording(uses: Uses, key: int, given: Mapping[str, Any]) -> WordingPage:
    """The page of a wording, narrowed by the cleaned filters of WordingForm. A fixed number of queries."""
    page: Page[SentenceUse] = Paginator(_narrow(uses, key, given), ROWS_PER_PAGE).get_page(
        given.get("page") or 1
    )
    found = list(page)
    text = _sample(uses, key)
    places = fetch_places([use.filing for use in found])
    texts = _fetch_texts(found)
    rows = tuple(
        ShownUse(
            filing=use.filing,
            text=own,
            address=places.address(use.filing, use.start),
            is_same=use.wording_id == key,
            runs=() if use.wording_id == key else redline(text, own),
        )
        for use in found
        for own in (texts[use.pk],)
    )
    return WordingPage(text, _count(uses, key), page, rows)


def _narrow(uses: Uses, key: int, given: Mapping[str, Any]) -> Uses:
    if given.get("year"):
        uses = uses.filter(filing__fiscal_year=given["year"])
    if given.get("kind"):
        uses = uses.filter(filing__issuer__kind=given["kind"])
    if given.get("copies"):
        same = Q(wording=key)
        uses = uses.filter(same if given["copies"] == "same" else ~same)
    related = uses.select_related("filing__issuer").defer("filing__reading_text")
    return related.order_by(Upper("filing__issuer__name"), "-filing__fiscal_year", "filing_id", "start")


def _fetch_texts(uses: Sequence[SentenceUse]) -> dict[int, str]:
    """Sentences by key of their use: only those of a page, for sorting would unpack every text. One query."""
    rows = _with_text(SentenceUse.objects.filter(pk__in=[use.pk for use in uses]))
    return {use.pk: _text_of(use) for use in rows}


def _with_text(uses: Uses) -> Uses:
    return uses.annotate(words=Substr("filing__reading_text", F("start") + 1, F("end") - F("start")))


def _text_of(use: SentenceUse) -> str:
    """Of a use with its words."""
    return " ".join(str(getattr(use, "words", "")).split())


def _sample(uses: Uses, key: int) -> str:
    own = _with_text(uses.filter(wording=key)).order_by("filing_id", "start").first()
    first = own or _with_text(uses).order_by("filing_id", "start").first()
    return _text_of(first) if first else ""


def _count(uses: Uses, key: int) -> Counts:
    return Counts(
        **uses.aggregate(
            issuers=Count("issuer", distinct=True),
            same_issuers=Count("issuer", distinct=True, filter=Q(wording=key)),
            filings=Count("filing", distinct=True),
        )
    )


def build_filing_wordings(filing: Filing) -> FilingWordings:
    """Most common and most unusual sentences of a filing whose text is at hand. Three queries."""
    counted = FilingWording.objects.filter(filing=filing).first()
    shared = SentenceUse.objects.filter(filing=filing, wording__issuers__gt=1)
    common = shared.order_by("-wording__issuers", "start").values_list(
        "start", "end", "wording_id", "wording__issuers"
    )
    places = fetch_places([filing])

    def show(start: int, end: int, key: int, others: int, rare: Iterable[str] = ()) -> ShownSentence:
        text = " ".join(filing.reading_text[start:end].split())
        return ShownSentence(text, places.address(filing, start), wording_address(key), others, tuple(rare))

    return FilingWordings(
        counted,
        tuple(show(start, end, key, issuers - 1) for start, end, key, issuers in common[:SHOWN_SENTENCES]),
        tuple(show(start, end, key, 0, rare or ()) for start, end, key, rare in _fetch_unusual(filing)),
    )


def _fetch_unusual(filing: Filing) -> Sequence[tuple[int, int, int, list[str] | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNUSUAL, [RARE_WORDS, filing.pk, SHOWN_SENTENCES])
        return list(cursor.fetchall())

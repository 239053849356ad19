"""How many issuers also use the sentences of a passage: what the reading page and the side-by-side show."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Substr
from django.urls import reverse

from comparison.alignment.wording import Span
from comparison.models import SentenceUse

FIRST_WORDS = 90
"""Characters by which a list of sentences names one."""


@dataclass(frozen=True, slots=True)
class SharedSentence:
    """A sentence that `others` other issuers use, or nearly; `address` lists them."""

    start: int
    end: int
    words: str
    others: int
    address: str


@dataclass(frozen=True, slots=True)
class Badge:
    """The shared sentences of one passage, in reading order; never without any.

    `name` is unique on a page.
    """

    name: str
    sentences: tuple[SharedSentence, ...]

    @property
    def others(self) -> int:
        """Of its most used sentence."""
        return max(sentence.others for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Badges:
    """Shared sentences of some filings, by filing and in reading order."""

    sentences: dict[int, list[SharedSentence]]

    def find(self, filing: int, span: Span) -> Badge | None:
        """The badge of a passage; None where nobody else uses any of its sentences."""
        own = self.sentences.get(filing, [])
        first = bisect_left(own, span[0], key=lambda sentence: sentence.start)
        last = bisect_left(own, span[1], key=lambda sentence: sentence.start)
        inside = tuple(sentence for sentence in own[first:last] if sentence.end <= span[1])
        return Badge(f"uses-{filing}-{span[0]}", inside) if inside else None


def fetch_badges(filings: Collection[int]) -> Badges:
    """Shared sentences of filings the reader may see, by their keys. One query."""
    uses = (
        SentenceUse.objects.filter(filing__in=filings, wording__issuers__gt=1)
        .annotate(words=Substr("filing__reading_text", F("start") + 1, FIRST_WORDS))
        .order_by("filing_id", "start")
    )
    rows = uses.values_list("filing_id", "start", "end", "wording_id", "wording__issuers", "words")
    return _gather(rows)


def _gather(rows: Iterable[tuple[int, int, int, int, int, str]]) -> Badges:
    sentences: dict[int, list[SharedSentence]] = {}
    for filing, start, end, key, issuers, words in rows:
        own = " ".join(words[: end - start].split())
        shown = own if end - start <= FIRST_WORDS else f"{own.rpartition(' ')[0] or own} …"
        shared = SharedSentence(start, end, shown, issuers - 1, wording_address(key))
        sentences.setdefault(filing, []).append(shared)
    return Badges(sentences)


def wording_address(key: int) -> str:
    """Where the issuers that use a wording are listed: its key in 16 hexadecimal digits."""
    return reverse("wording-detail", args=[key.to_bytes(8, signed=True).hex()])


def read_key(digits: str) -> int | None:
    """The key in an address; None for what is none."""
    if len(digits) != 16 or not set(digits) <= set("0123456789abcdef"):
        return None
    return int.from_bytes(bytes.fromhex(digits), signed=True)

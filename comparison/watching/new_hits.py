"""What a followed search finds in new filings."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from comparison.models import SavedSearch
from comparison.searching.searches import read_search
from config.accounts.models import User
from disclosures.models import Filing, IndexedPassage, Passage

MOST_CHARACTERS = 240
"""Of the first hit, in a notice."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids of passages in reading order; none where the filing fits for what it does not say."""

    passages: tuple[int, ...] = ()


NO_HITS = Hits()


def asks_for_codes(search: SavedSearch) -> bool:
    """Whether what it finds rests on codebook values, which a filing gets some seconds after its words."""
    return "code" in QueryDict(search.query)


def find_new_hits(search: SavedSearch, reader: User, filing_ids: Collection[int]) -> dict[int, Hits]:
    """By filing, what the search finds in these for this reader. Two queries and those of its filters."""
    asked = read_search(QueryDict(search.query), reader)
    if not asked:
        return {}
    filings = Filing.objects.visible_to(reader).filter(pk__in=filing_ids)
    if asked.criteria.is_about_filings:
        return dict.fromkeys(asked.criteria.list_filings(filings).values_list("pk", flat=True), NO_HITS)
    found: defaultdict[int, list[int]] = defaultdict(list)
    hits = asked.criteria.narrow(IndexedPassage.objects.all(), filings)
    for filing, passage in hits.order_by("pk").values_list("filing_id", "passage_id"):
        found[filing].append(passage)
    return {filing: Hits(tuple(passages)) for filing, passages in found.items()}


def word_hits(found: Sequence[Hits]) -> list[str]:
    """Each in a sentence, with the first words of its first passage. One query."""
    firsts = [hits.passages[0] for hits in found if hits.passages]
    texts = dict(Passage.objects.filter(pk__in=firsts).values_list("pk", "text")) if firsts else {}
    return [_word(hits, texts) for hits in found]


def _word(hits: Hits, texts: Mapping[int, str]) -> str:
    count = len(hits.passages)
    if not count:
        return "The filing fits the search."
    text = " ".join(texts.get(hits.passages[0], "").split())
    lead = text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return f"{count} {'passage matches' if count == 1 else 'passages match'}: “{lead}”"

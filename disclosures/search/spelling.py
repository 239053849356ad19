"""Words that somebody may have meant, and issuers whose name is being typed."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Upper
from rapidfuzz.distance import OSA

from disclosures.models import Issuer, SearchWord

RARE = 3
"""A word of fewer passages than this may be a misspelling, of the corpus too."""
MORE_COMMON = 10
"""What is offered stands in so many times more passages than what was typed."""
NEAREST = 20
MAX_EDITS = 0.34
"""Letters added, left out, changed or swapped, as a share of the word."""


def offer_spelling(words: Sequence[str]) -> dict[str, str]:
    """For each word that hardly occurs, one spelt like it that does. One query, one more per rare word."""
    lexemes = _stem(words)
    known = dict(SearchWord.objects.filter(lexeme__in=lexemes.values()).values_list("lexeme", "passages"))
    offered = {}
    for word, lexeme in lexemes.items():
        count = known.get(lexeme, 0)
        if count < RARE and (better := _nearest(word.casefold(), max(count * MORE_COMMON, 1))):
            offered[word] = better
    return offered


def find_issuers(issuers: QuerySet[Issuer], typed: str, limit: int = 3) -> list[Issuer]:
    """Issuers whose name starts with or holds what was typed, or is spelt like it. One query."""
    digits = typed.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= 10:
        return list(issuers.filter(cik=digits.zfill(10)))
    similar = issuers.filter(name__trigram_word_similar=typed).annotate(
        nearness=TrigramWordSimilarity(typed, "name"), whole=TrigramSimilarity("name", typed)
    )
    return list(similar.order_by("-nearness", "-whole", Upper("name"))[:limit])


def _stem(words: Sequence[str]) -> dict[str, str]:
    """Stems by word; words too common to be searched have none and are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('english_stem', lower(word)))[1] FROM unnest(%s::text[]) word",
            [list(words)],
        )
        return {word: lexeme for word, lexeme in cursor.fetchall() if lexeme}


def _nearest(word: str, at_least: int) -> str:
    near = (
        SearchWord.objects.filter(word__trigram_similar=word, passages__gte=at_least)
        .annotate(nearness=TrigramSimilarity("word", word))
        .order_by("-nearness")
        .values_list("word", "passages")[:NEAREST]
    )
    scored = [
        (OSA.normalized_distance(word, other), -passages, other) for other, passages in near if other != word
    ]
    distance, _, best = min(scored, default=(1.0, 0, ""))
    return best if distance <= MAX_EDITS else ""

"""Keeps the suggestions in step with what is disclosed: every write of CrosswalkSuggestion."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from django.db import connection, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from comparison.alignment.coverage import AnswerSentence
from comparison.alignment.crosswalk import JoinableElement, suggest_pairs
from comparison.alignment.wording import find_sentences
from comparison.coverage.storing import demanding
from comparison.models import CrosswalkSuggestion
from disclosures.models import GIVEN_ORIGINS, Element, ElementValue

TEXTS = 20
"""Issuers whose texts under an element are read: enough to tell, and a job of seconds for any market."""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('comparison.crosswalk', 0))"


@transaction.atomic
def refresh_suggestions() -> int:
    """Makes all suggestions anew between the frameworks in use; how many. Safe to run twice."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    elements = list(
        Element.objects.in_use().exclude(kind=Element.Kind.FLAG).select_related("parent").order_by("order")
    )
    texts = _sample_texts()
    sides: defaultdict[int, list[JoinableElement]] = defaultdict(list)
    for element in demanding(elements):
        sides[element.framework_id].append(_describe(element, texts.get(element.pk, ())))
    keys = {element.key: element.pk for element in elements}
    rows = [
        CrosswalkSuggestion(
            left_id=keys[pair.left],
            right_id=keys[pair.right],
            score=pair.score,
            by_words=pair.by_words,
            answering=pair.answering,
            texts=pair.texts,
        )
        for left, right in combinations(sides.values(), 2)
        for pair in suggest_pairs(left, right)
    ]
    CrosswalkSuggestion.objects.all().delete()
    CrosswalkSuggestion.objects.bulk_create(rows)
    return len(rows)


def _describe(element: Element, texts: Sequence[Sequence[AnswerSentence]]) -> JoinableElement:
    is_demand = element.kind == Element.Kind.REQUIREMENT
    words = element.label if is_demand and element.parent_id else f"{element.name}. {element.asks}"
    return JoinableElement(element.key, words, element.parent.asks if element.parent else "", texts)


def _sample_texts() -> Mapping[int, list[list[AnswerSentence]]]:
    """By element the sentences of up to TEXTS values, one of each issuer, the latest first. Two queries."""
    latest = Window(
        RowNumber(),
        partition_by=[F("element"), F("filing__issuer")],
        order_by=[F("filing__fiscal_year").desc(), F("filing").desc(), F("position").asc()],
    )
    given = ElementValue.objects.filter(origin__in=GIVEN_ORIGINS).exclude(text="")
    own = given.annotate(place=latest).filter(place=1).values_list("pk", "element_id")
    ranked: defaultdict[int, list[int]] = defaultdict(list)
    for pk, element in own.order_by("element", "-filing__fiscal_year", "filing"):
        if len(ranked[element]) < TEXTS:
            ranked[element].append(pk)
    chosen = [pk for pks in ranked.values() for pk in pks]
    words = dict(ElementValue.objects.filter(pk__in=chosen).values_list("pk", "text"))
    return {element: [_cut(words[pk]) for pk in pks] for element, pks in ranked.items()}


def _cut(text: str) -> list[AnswerSentence]:
    return [AnswerSentence(text[s:e], text[s:e], s, e, {}) for s, e in find_sentences(text)]

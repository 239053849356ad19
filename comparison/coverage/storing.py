"""Keeps the proposals in step with filings, plans and the crosswalk: every write of FilingCoverage."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from comparison.alignment.coverage import (
    CONFIRMED,
    LINKED,
    AnswerSentence,
    CoveredDemand,
    Demand,
    cover_demands,
)
from comparison.alignment.wording import find_sentences
from comparison.models import FilingCoverage
from disclosures.coding.passages import cut_sections
from disclosures.crosswalk import fetch_joined
from disclosures.models import GIVEN_ORIGINS, Element, ElementValue, Filing, Framework, Passage
from disclosures.models.querysets import HAS_TEXT

FILINGS_AT_ONCE = 200
"""Filings of one transaction: bounds memory and how long others wait."""
SCORING = "2"
"""Goes up when the way of scoring changes: every proposal is then made again."""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('comparison.coverage', 0))"

type Stale = tuple[int, datetime, str]
"""A filing's key, when its text was stored, and that text."""


def refresh_coverage(*, most: int | None = None) -> int:
    """Makes the proposals that are missing or out of date, of every published plan; how many filings.

    All there are, or `most` for each plan. The filings that came last are read first: somebody waits for
    them, and a whole market takes minutes. Safe to run twice, and at once: one round at a time, each in a
    transaction of its own.
    """
    FilingCoverage.objects.filter(filing__reading_text="").delete()
    total = 0
    for framework in Framework.objects.published().filter(kind=Framework.Kind.PLAN):
        demands = read_demands(framework)
        stamp = stamp_demands(demands)
        left = most
        while changed := _refresh_some(framework, demands, stamp, FILINGS_AT_ONCE if left is None else left):
            total += changed
            left = None if left is None else left - changed
    return total


def forget_coverage(filing: Filing) -> None:
    """Has a filing's proposals made anew: what its passages are named changed, though its text did not."""
    FilingCoverage.objects.filter(filing=filing).delete()


def read_demands(framework: Framework) -> tuple[Demand, ...]:
    """What the plan asks, demand by demand: a point counts where it has none of its own. Three queries."""
    elements = list(Element.objects.in_use().filter(framework=framework).select_related("parent"))
    keys = dict(Element.objects.in_use().exclude(framework=framework).values_list("pk", "key"))
    joined = fetch_joined()
    return tuple(
        Demand(
            key=element.key,
            words=element.label,
            context=element.parent.asks if element.parent else element.asks,
            linked={
                keys[other]: CONFIRMED if is_confirmed else LINKED
                for other, is_confirmed in joined.get(element.pk, {}).items()
                if other in keys
            },
        )
        for element in demanding(elements)
    )


def demanding(elements: Sequence[Element]) -> list[Element]:
    """The requirements that are held against disclosures: demands, and points without any."""
    parents = {element.parent_id for element in elements}
    return [element for element in elements if element.pk not in parents]


def stamp_demands(demands: Iterable[Demand]) -> str:
    """Equal for equal demands, links and way of scoring."""
    told = [SCORING, *((d.key, d.words, d.context, sorted(d.linked.items())) for d in demands)]
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


@transaction.atomic
def _refresh_some(framework: Framework, demands: Sequence[Demand], stamp: str, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    known = FilingCoverage.objects.filter(
        filing=OuterRef("pk"), framework=framework, stamp=stamp, stored_at=OuterRef("stored_at")
    )
    # Locked, so that no decision comes between reading a filing's passages and keeping what they answer.
    unwritten = Filing.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    stale = list(
        unwritten.filter(HAS_TEXT & ~Exists(known))
        .order_by("-stored_at", "-pk")
        .values_list("pk", "stored_at", "reading_text")[: min(most, FILINGS_AT_ONCE)]
    )
    sentences = _cut_sentences(stale)
    FilingCoverage.objects.bulk_create(
        [
            FilingCoverage(
                filing_id=pk,
                framework=framework,
                stored_at=stored_at,
                stamp=stamp,
                cells=_describe(cover_demands(demands, sentences[pk]), text),
            )
            for pk, stored_at, text in stale
        ],
        update_conflicts=True,
        unique_fields=["filing", "framework"],
        update_fields=["stored_at", "stamp", "cells"],
    )
    return len(stale)


def _cut_sentences(filings: Collection[Stale]) -> Mapping[int, list[AnswerSentence]]:
    """The sentences of each filing's passages in reading order, with the elements over them. One query.

    Of a filing whose source names no element all of its text is read, named from its words or not.
    """
    texts = {pk: text for pk, _, text in filings}
    over: defaultdict[tuple[int, int, int], dict[str, float]] = defaultdict(dict)
    rows = Passage.objects.filter(value__filing__in=texts).order_by("value__filing", "start", "end", "pk")
    columns = ("value__filing_id", "start", "end", "value__element__key", "value__origin", "confidence")
    given: set[int] = set()
    for filing, start, end, key, origin, confidence in rows.values_list(*columns):
        is_guess = origin == ElementValue.Origin.PREDICTED
        over[filing, start, end][key] = confidence if is_guess else 1.0
        if origin in GIVEN_ORIGINS:
            given.add(filing)
    for filing in texts.keys() - given:
        for section in cut_sections(texts[filing]):
            over.setdefault((filing, section.span.start, section.span.end), {})
    found: dict[int, dict[tuple[int, int], AnswerSentence]] = {pk: {} for pk in texts}
    for (filing, start, end), elements in sorted(over.items(), key=lambda entry: entry[0]):
        paragraph = texts[filing][start:end]
        for first, last in find_sentences(paragraph):
            place = (start + first, start + last)
            # A passage within another: its sentences stand under the elements of both.
            known = found[filing].get(place)
            found[filing][place] = AnswerSentence(
                text=paragraph[first:last],
                paragraph=known.paragraph if known else paragraph,
                start=place[0],
                end=place[1],
                elements={**known.elements, **elements} if known else elements,
            )
    return {filing: list(own.values()) for filing, own in found.items()}


def _describe(covered: Iterable[CoveredDemand], text: str) -> dict[str, Any]:
    """What is kept of the demands that something answers."""
    return {
        one.key: {
            "verdict": one.verdict.value,
            "score": one.score,
            "answers": [asdict(a) | {"words": text[a.start : a.end]} for a in one.answers],
        }
        for one in covered
        if one.answers
    }

"""Issuers by what is known of them, in the database's words: the groups of classification.py."""

from collections.abc import Collection

from django.db.models import Case, CharField, Q, Value, When

from disclosures.market.classification import NO_DIVISION, SIC_DIVISIONS, SIZE_BANDS
from disclosures.models import Issuer

NO_SIZE = SIZE_BANDS[-1][0]
DIVISIONS = (*(name for _, _, name in SIC_DIVISIONS), NO_DIVISION)
SIZES = tuple(name for name, _ in SIZE_BANDS)
LARGE = "$700m or more"
"""The bands of the SEC's large accelerated filers together."""
LARGEST = "the 100 largest"
LARGE_FLOAT = 700_000_000
LARGE_BANDS = frozenset(name for name, lowest in SIZE_BANDS if lowest is not None and lowest >= LARGE_FLOAT)
MANY_BANDS = (LARGE, LARGEST)
"""Sizes to choose that are no single band."""


def division_case(prefix: str = "") -> Case:
    """Name of the SIC division; `prefix` leads from the rows to their issuer, as in "issuer__"."""
    return Case(
        *(
            When(**{f"{prefix}sic__range": (first, last)}, then=Value(name))
            for first, last, name in SIC_DIVISIONS
        ),
        default=Value(NO_DIVISION),
        output_field=CharField(),
    )


def size_case(prefix: str = "") -> Case:
    """Name of the size band, by public float."""
    return Case(
        *(
            When(**{f"{prefix}public_float__gte": lowest}, then=Value(name))
            for name, lowest in SIZE_BANDS
            if lowest is not None and lowest > 0
        ),
        When(**{f"{prefix}public_float__isnull": False}, then=Value(_smallest())),
        default=Value(NO_SIZE),
        output_field=CharField(),
    )


def division_filter(names: Collection[str], prefix: str = "") -> Q:
    """Issuers whose SIC code lies in one of the divisions; unknown names match nobody."""
    wanted = Q(pk__in=[])
    for first, last, name in SIC_DIVISIONS:
        if name in names:
            wanted |= Q(**{f"{prefix}sic__range": (first, last)})
    if NO_DIVISION in names:
        stated = Q()
        for first, last, _ in SIC_DIVISIONS:
            stated |= Q(**{f"{prefix}sic__range": (first, last)})
        wanted |= Q(**{f"{prefix}sic__isnull": True}) | ~stated
    return wanted


def size_filter(names: Collection[str], prefix: str = "") -> Q:
    """Issuers whose public float lies in one of the bands, or in one of MANY_BANDS."""
    wanted = Q(pk__in=[])
    if LARGE in names:
        wanted |= Q(**{f"{prefix}public_float__gte": LARGE_FLOAT})
    if LARGEST in names:
        by_size = Issuer.objects.exclude(public_float=None).order_by("-public_float", "pk")
        own = f"{prefix.removesuffix('__')}__in" if prefix else "pk__in"
        wanted |= Q(**{own: by_size.values("pk")[:100]})
    above: int | None = None
    for name, lowest in SIZE_BANDS:
        if name in names:
            wanted |= _band(lowest, above, prefix)
        above = lowest
    return wanted


def _band(lowest: int | None, above: int | None, prefix: str) -> Q:
    if lowest is None:
        return Q(**{f"{prefix}public_float__isnull": True})
    at_least = (
        Q(**{f"{prefix}public_float__gte": lowest})
        if lowest
        else Q(**{f"{prefix}public_float__isnull": False})
    )
    return at_least & Q(**{f"{prefix}public_float__lt": above}) if above is not None else at_least


def _smallest() -> str:
    return next(name for name, lowest in SIZE_BANDS if lowest == 0)

"""Paragraphs of two issuers' texts that say the same thing. Pure.

Issuers word the same thing differently, so paragraphs meet by the governance elements they carry (tagged, or
named by disclosures.coding.naming) and, among those, by the words that mean the same.
"""

from collections.abc import Sequence

from comparison.alignment.issuer_rows import Group, join_columns
from comparison.alignment.issuer_scores import SAME_WORDS
from comparison.alignment.issuer_sides import Column
from comparison.alignment.pairs import Kind, Pair
from comparison.alignment.values import ComparedPassage


def pair_issuers(left: Sequence[ComparedPassage], right: Sequence[ComparedPassage]) -> tuple[Pair, ...]:
    """Every paragraph of both sides in exactly one pair: those that match in the left text's order, then what
    only the left says, then what only the right says. The pages' rows are made in the same way (issuer_rows).
    """
    groups = join_columns([Column(left), Column(right)])
    matched = sorted((group for group in groups if len(group.members) == 2), key=lambda own: own.members[0])
    lefts, rights = (
        sorted(group.members[side] for group in groups if group.members.keys() == {side}) for side in (0, 1)
    )
    return (
        *(_describe(group) for group in matched),
        *(Pair(Kind.REMOVED, 0.0, (i,), (), "only on the left") for i in lefts),
        *(Pair(Kind.ADDED, 0.0, (), (j,), "only on the right") for j in rights),
    )


def _describe(group: Group) -> Pair:
    kind = Kind.IDENTICAL if group.reason == SAME_WORDS else Kind.EDITED
    return Pair(kind, round(group.score, 3), (group.members[0],), (group.members[1],), group.reason)

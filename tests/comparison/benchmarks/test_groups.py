"""Groups counted in one pass equal groups counted one by one."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from comparison.benchmarks.filters import ALL, EXPRESSIONS, NOT_KNOWN, Dimension, Filters, group_value
from comparison.benchmarks.groups import PAIR, figure_groups
from comparison.benchmarks.queries import find_attribute, outcome_case, summaries
from comparison.peers.groups import Rule, create_group
from config.accounts.models import User
from disclosures.models import Issuer
from tests.factories import MATERIAL_FLAG, make_filing

pytestmark = pytest.mark.django_db

PLAIN = Filters(2025)
KINDS = ("operating", "bank_or_insurer", "")
COUNTRIES = ("US", "CA", "")
CODES = (3571, 7372, None)
FLOATS = (20_000_000, 900_000_000, None)


def make_market() -> None:
    """Eighteen filings that differ in every dimension."""
    for number in range(18):
        flags = {MATERIAL_FLAG: number % 2 == 0} if number % 5 else {}
        issuer = make_filing(
            f"Issuer {number}",
            form="20-F" if number % 7 == 3 else "10-K",
            fiscal_year=2024 + number % 2,
            flags=flags,
        ).issuer
        kind = KINDS[number % 3]
        Issuer.objects.filter(pk=issuer.pk).update(
            kind=kind,
            kind_reason="invented" if kind else "",
            country=COUNTRIES[number // 3 % 3],
            sic=CODES[number // 2 % 3],
            public_float=FLOATS[number // 4 % 3],
        )


def count_one_by_one(user: User, filters: Filters, attribute: Any, element: Any, *by: Dimension) -> Any:
    rows = summaries(user, filters, by).annotate(
        outcome=outcome_case(attribute, element), **{f"by_{own}": EXPRESSIONS[own] for own in by}
    )
    return Counter(
        (*(group_value(own, getattr(row, f"by_{own}")) for own in by), row.outcome) for row in rows
    )


@pytest.mark.parametrize(
    "filters",
    [
        PLAIN,
        replace(PLAIN, form=ALL),
        replace(PLAIN, kind=ALL, form=ALL),
        replace(PLAIN, kind=NOT_KNOWN),
        replace(PLAIN, division="Manufacturing"),
        replace(PLAIN, country="US", size="not stated"),
        replace(PLAIN, kind=ALL, country=NOT_KNOWN, division="not stated"),
        replace(PLAIN, year=2024, form="20-F", size="$700m to $2bn"),
        replace(PLAIN, year=1999),
    ],
    ids=lambda filters: filters.query()[1:],
)
@pytest.mark.parametrize("is_of_peers", [False, True], ids=["anyone", "peers"])
def test_groups_equal_those_counted_one_by_one(filters: Filters, is_of_peers: bool, viewer: User) -> None:
    make_market()
    if is_of_peers:
        rule = Rule(countries=("US", "CA"))
        peers = create_group(name="Peers", rule=rule, issuers=(), is_shared=False, by=viewer)
        filters = replace(filters, peers=peers)
    found = find_attribute("says-material-effect-flag")
    assert found is not None
    counted = figure_groups(viewer, filters, *found)
    for dimension, groups in counted.by_dimension.items():
        told = {(group, key): n for group, own in groups.items() for key, n in own.counts.items()}
        assert told == count_one_by_one(viewer, filters, *found, dimension)
    crossed = {(*pair, key): n for pair, own in counted.pairs.items() for key, n in own.counts.items()}
    assert crossed == count_one_by_one(viewer, filters, *found, *sorted(PAIR, reverse=True))

"""Who belongs to a peer group, and who may change it."""

import pytest

from comparison.models import PeerGroup
from comparison.peers.groups import (
    PeerError,
    Rule,
    change_group,
    create_group,
    delete_group,
    issuers_of,
    may_edit,
)
from config.accounts.models import User
from disclosures.models import Issuer
from tests.factories import make_filing

pytestmark = pytest.mark.django_db


def make_issuer(name: str, **facts: object) -> Issuer:
    """An issuer with one 10-K; its type is operating unless said otherwise."""
    issuer = make_filing(name, form=str(facts.pop("form", "10-K"))).issuer
    values = {"kind": "operating", "kind_reason": "invented", **facts}
    Issuer.objects.filter(pk=issuer.pk).update(**values)
    issuer.refresh_from_db()
    return issuer


def names(group: PeerGroup) -> list[str]:
    return list(issuers_of(group).order_by("name").values_list("name", flat=True))


def group_by(rule: Rule, by: User, issuers: tuple[Issuer, ...] = ()) -> PeerGroup:
    return create_group(name="Peers", rule=rule, issuers=issuers, is_shared=False, by=by)


@pytest.fixture
def market() -> dict[str, Issuer]:
    return {
        "miner": make_issuer("Miner", sic=1040, country="CA", public_float=3_000_000_000, form="20-F"),
        "maker": make_issuer("Maker", sic=3571, country="US", public_float=3_000_000_000),
        "small": make_issuer("Small", sic=3571, country="US", public_float=-1),
        "bank": make_issuer("Bank", sic=6021, country="US", kind="bank_or_insurer"),
        "odd": make_issuer("Odd", sic=1999, country="", kind="", kind_reason=""),
    }


@pytest.mark.parametrize(
    ("rule", "members"),
    [
        (Rule(forms=("20-F",)), ["Miner"]),
        (Rule(divisions=("Manufacturing",)), ["Maker", "Small"]),
        (Rule(divisions=("Mining", "Manufacturing")), ["Maker", "Miner", "Small"]),
        (Rule(divisions=("not stated",)), ["Odd"]),
        (Rule(countries=("US",), kinds=("operating",)), ["Maker", "Small"]),
        (Rule(sizes=("$2bn to $10bn",)), ["Maker", "Miner"]),
        (Rule(sizes=("under $75m",)), ["Small"]),
        (Rule(sizes=("not stated",)), ["Bank", "Odd"]),
        (Rule(sizes=("of no band",)), []),
    ],
)
def test_rule_chooses(rule: Rule, members: list[str], market: dict[str, Issuer], viewer: User) -> None:
    assert names(group_by(rule, viewer)) == members


def test_group_holds_the_picked_and_those_of_the_rule(market: dict[str, Issuer], viewer: User) -> None:
    group = group_by(Rule(countries=("CA",)), viewer, (market["bank"], market["miner"]))
    assert names(group) == ["Bank", "Miner"]


def test_group_without_rule_holds_only_the_picked(market: dict[str, Issuer], viewer: User) -> None:
    assert names(group_by(Rule(), viewer, (market["bank"],))) == ["Bank"]


def test_group_of_nobody_is_refused(viewer: User) -> None:
    with pytest.raises(PeerError, match="at least one issuer"):
        group_by(Rule(), viewer)
    assert not PeerGroup.objects.exists()


def test_rule_says_why_an_issuer_belongs(market: dict[str, Issuer]) -> None:
    rule = Rule(("10-K",), ("Manufacturing",), ("US",), ("$2bn to $10bn",), ("operating",))
    assert rule.explain(market["maker"]) == (
        "operating company, files 10-K, Manufacturing (SIC 3571), United States, public float $2bn to $10bn"
    )
    assert rule.describe() == "operating company; 10-K; Manufacturing; United States; float $2bn to $10bn"


def test_rule_survives_being_stored_and_leaves_out_what_it_does_not_know() -> None:
    rule = Rule(forms=("10-K", "20-F"), sizes=("not stated",))
    assert Rule.from_json(rule.to_json()) == rule
    assert Rule.from_json({"forms": "10-K", "colour": ["red"]}) == Rule()


def test_changing_replaces_members_and_keeps_the_address(market: dict[str, Issuer], viewer: User) -> None:
    group = group_by(Rule(), viewer, (market["bank"],))
    change_group(
        group=group, name="Makers", rule=Rule(), issuers=[market["maker"]], is_shared=True, by=viewer
    )
    group.refresh_from_db()
    assert (group.name, group.slug, group.is_shared, names(group)) == ("Makers", "peers", True, ["Maker"])


def test_groups_of_one_name_have_addresses_of_their_own(market: dict[str, Issuer], viewer: User) -> None:
    slugs = [group_by(Rule(countries=("US",)), viewer).slug for _ in range(2)]
    new = create_group(name="New", rule=Rule(countries=("US",)), issuers=(), is_shared=False, by=viewer)
    assert [*slugs, new.slug] == ["peers", "peers-2", "new-group"]


def test_owner_and_admin_may_edit(viewer: User, reviewer: User, admin_user: User) -> None:
    group = group_by(Rule(countries=("US",)), viewer)
    assert [may_edit(group, user) for user in (viewer, reviewer, admin_user)] == [True, False, True]
    delete_group(group=group, by=viewer)
    assert not PeerGroup.objects.exists()


def test_group_is_seen_by_others_only_when_shared(viewer: User, reviewer: User) -> None:
    group = group_by(Rule(countries=("US",)), viewer)
    assert list(PeerGroup.objects.visible_to(reviewer)) == []
    PeerGroup.objects.update(is_shared=True)
    assert list(PeerGroup.objects.visible_to(reviewer)) == [group]

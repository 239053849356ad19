"""What the pages of peer groups show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.db.models.functions import Upper
from django.urls import reverse

from comparison.comparing.addresses import CompareAddress
from comparison.comparing.forms import MAX_FILINGS
from comparison.models import PeerGroup, YearSummary
from comparison.peers.groups import Rule, issuers_of, may_edit, rule_filter
from config.accounts.models import User
from disclosures.models import Issuer

MEMBERS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Member:
    """An issuer of a group, and why it is in it."""

    issuer: Issuer
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """`compare` lays the latest annual filings of the first members side by side; empty without any."""

    group: PeerGroup
    rule: str
    page: Page[Issuer]
    members: tuple[Member, ...]
    compare: str
    compared: int
    benchmarks: str
    can_edit: bool


@dataclass(frozen=True, slots=True)
class ListedGroup:
    group: PeerGroup
    rule: str
    picked: int
    is_own: bool


def list_groups(user: User) -> list[ListedGroup]:
    """The reader's own groups and those colleagues share, one's own first. One query."""
    groups = PeerGroup.objects.visible_to(user).select_related("owner").annotate(picked=Count("issuers"))
    listed = [
        ListedGroup(group, Rule.from_json(group.rule).describe(), group.picked, group.owner_id == user.pk)
        for group in groups
    ]
    return sorted(listed, key=lambda entry: (not entry.is_own, entry.group.name))


def build_group(user: User, group: PeerGroup, number: int | None) -> GroupPage:
    """Members by name, each with the reason it is in."""
    rule = Rule.from_json(group.rule)
    members = Issuer.objects.visible_to(user) & issuers_of(group)
    page = Paginator(members.order_by(Upper("name"), "pk"), MEMBERS_PER_PAGE).get_page(number or 1)
    shown = list(page)
    keys = [issuer.pk for issuer in shown]
    picked = set(group.issuers.filter(pk__in=keys).values_list("pk", flat=True))
    by_rule = (
        set(Issuer.objects.filter(rule_filter(rule), pk__in=keys).values_list("pk", flat=True))
        if rule
        else set()
    )
    filings = latest_filings(
        user, [issuer.pk for issuer in members.order_by(Upper("name"), "pk")[:MAX_FILINGS]]
    )
    return GroupPage(
        group=group,
        rule=rule.describe(),
        page=page,
        members=tuple(Member(issuer, _reasons(issuer, rule, picked, by_rule)) for issuer in shown),
        compare=str(CompareAddress(filings)) if filings else "",
        compared=len(filings),
        benchmarks=f"{reverse('benchmark-list')}?peers={group.slug}",
        can_edit=may_edit(group, user),
    )


def latest_filings(user: User, issuers: Sequence[int]) -> tuple[str, ...]:
    """Slugs of each issuer's latest annual filing, in the order of the issuers. One query."""
    rows = YearSummary.objects.visible_to(user).filter(issuer__in=issuers)
    latest = rows.order_by("issuer_id", "-fiscal_year").distinct("issuer_id")
    slugs = dict(latest.values_list("issuer_id", "filing__slug"))
    return tuple(slugs[issuer] for issuer in issuers if issuer in slugs)


def _reasons(issuer: Issuer, rule: Rule, picked: set[int], by_rule: set[int]) -> tuple[str, ...]:
    reasons = ["picked by hand"] if issuer.pk in picked else []
    return (*reasons, *([f"by the rule: {rule.explain(issuer)}"] if issuer.pk in by_rule else []))

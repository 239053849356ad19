"""Peer groups: issuers picked by hand, by a rule, or both. Every write, and who belongs to a group."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields

import pghistory
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify

from comparison.models import PeerGroup
from config.accounts.models import User
from config.permissions import Permission, has_permission
from disclosures.countries import country_name
from disclosures.market.classification import sic_division, size_band
from disclosures.market.issuer_sets import division_filter, size_filter
from disclosures.models import Filing, Issuer, IssuerKind


@dataclass(frozen=True, slots=True)
class Rule:
    """Issuers that match every part which is not empty; within a part any of its values will do.

    forms      without /A; the issuer has a filing on one of them
    divisions  names of SIC divisions
    countries  ISO 3166, of the business address
    sizes      names of size bands
    kinds      values of IssuerKind
    """

    forms: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Rule":
        """The rule as a group keeps it; what no rule knows is left out."""
        parts = {}
        for part in fields(cls):
            values = stored.get(part.name)
            parts[part.name] = tuple(str(value) for value in values) if isinstance(values, list) else ()
        return cls(**parts)

    def to_json(self) -> dict[str, list[str]]:
        found = {part.name: list(getattr(self, part.name)) for part in fields(self)}
        return {name: values for name, values in found.items() if values}

    def explain(self, issuer: Issuer) -> str:
        """Why an issuer that matches does: its own value of each part, in the reader's words."""
        reasons = []
        if self.kinds:
            reasons.append(issuer.get_kind_display())
        if self.forms:
            reasons.append(f"files {' or '.join(self.forms)}")
        if self.divisions:
            reasons.append(f"{sic_division(issuer.sic)} (SIC {issuer.sic or 'not stated'})")
        if self.countries:
            reasons.append(country_name(issuer.country))
        if self.sizes:
            reasons.append(f"public float {size_band(issuer.public_float)}")
        return ", ".join(reasons)

    def describe(self) -> str:
        """The rule in one sentence; empty without one."""
        kinds = [IssuerKind(kind).label for kind in self.kinds if kind in IssuerKind.values]
        parts = (
            kinds,
            self.forms,
            self.divisions,
            tuple(map(country_name, self.countries)),
            [f"float {size}" for size in self.sizes],
        )
        return "; ".join(" or ".join(values) for values in parts if values)


class PeerError(Exception):
    """The change was refused; the sentence is for the person who tried."""


def issuers_of(group: PeerGroup) -> QuerySet[Issuer]:
    """Members of a group: picked by hand or matching its rule; no query is run here."""
    return Issuer.objects.filter(member_filter(group))


def member_filter(group: PeerGroup) -> Q:
    """The same as a condition on issuers."""
    picked = Q(pk__in=PeerGroup.issuers.through.objects.filter(peergroup=group).values("issuer"))
    rule = Rule.from_json(group.rule)
    return picked | rule_filter(rule) if rule else picked


def rule_filter(rule: Rule) -> Q:
    """Condition on issuers. An empty rule matches nobody: a group is never everybody by accident."""
    if not rule:
        return Q(pk__in=[])
    wanted = Q()
    if rule.forms:
        forms = [name for form in rule.forms for name in (form, f"{form}/A")]
        wanted &= Q(Exists(Filing.objects.filter(issuer=OuterRef("pk"), form__in=forms)))
    if rule.divisions:
        wanted &= division_filter(rule.divisions)
    if rule.countries:
        wanted &= Q(country__in=rule.countries)
    if rule.sizes:
        wanted &= size_filter(rule.sizes)
    if rule.kinds:
        wanted &= Q(kind__in=rule.kinds)
    return wanted


def may_edit(group: PeerGroup, user: User) -> bool:
    """Its owner, and admins."""
    return group.owner_id == user.pk or has_permission(user, Permission.MANAGE_PEOPLE)


@contextmanager
def _recorded(by: User, action: str) -> Iterator[None]:
    """One transaction, whose history events name who did what."""
    with transaction.atomic(), pghistory.context(user=by.pk, action=action):
        yield


def create_group(
    *, name: str, rule: Rule, issuers: Collection[Issuer], is_shared: bool, by: User
) -> PeerGroup:
    """Saves a group. Raises PeerError when it would hold nobody by definition."""
    _check(rule, issuers)
    with _recorded(by, "create peer group"):
        group = PeerGroup.objects.create(
            name=name, slug=_free_slug(name), owner=by, rule=rule.to_json(), is_shared=is_shared
        )
        group.issuers.set(issuers)
    return group


def change_group(
    *, group: PeerGroup, name: str, rule: Rule, issuers: Collection[Issuer], is_shared: bool, by: User
) -> PeerGroup:
    """Changes a group; its address stays. Raises PeerError when it would hold nobody by definition."""
    _check(rule, issuers)
    with _recorded(by, "change peer group"):
        group.name, group.rule, group.is_shared = name, rule.to_json(), is_shared
        group.save(update_fields=["name", "rule", "is_shared"])
        group.issuers.set(issuers)
    return group


def delete_group(*, group: PeerGroup, by: User) -> None:
    """Removes a group, and with it who follows it; the history keeps its name and rule."""
    with _recorded(by, "delete peer group"):
        group.delete()


def _check(rule: Rule, issuers: Collection[Issuer]) -> None:
    if not rule and not issuers:
        raise PeerError("Name at least one issuer, or choose at least one part of a rule.")


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "group"
    base = f"{base}-group" if base == "new" else base  # "new" is the address of the form
    taken = set(PeerGroup.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)

"""Following, and reading what it brought. Every write of follows and notices that a person makes."""

from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from comparison.models import Digest, Follow, Notice, PeerGroup, SavedSearch
from config.accounts.models import User
from disclosures.models import Element, Issuer

type Target = Issuer | PeerGroup | Element | SavedSearch

KINDS: dict[type, str] = {
    Issuer: "issuer",
    PeerGroup: "peer_group",
    Element: "element",
    SavedSearch: "search",
}


@transaction.atomic
def follow(*, target: Target, by: User) -> Follow:
    """The person's follow of it, made unless there is one."""
    wanted: dict[str, Any] = {KINDS[type(target)]: target}
    found, _created = Follow.objects.get_or_create(owner=by, **wanted)
    return found


@transaction.atomic
def unfollow(*, follow: Follow, by: User) -> bool:
    """True when the person followed it. The notices that the follow brought go with it."""
    deleted, _by_model = Follow.objects.filter(owner=by, pk=follow.pk).delete()
    return bool(deleted)


def mark_read(*, by: User, up_to: int, notice: int | None = None) -> int:
    """Marks the person's notice with that key as read, or all up to `up_to`; how many were unread."""
    unread = Notice.objects.filter(follow__owner=by, seen_at=None, pk__lte=up_to)
    if notice is not None:
        unread = unread.filter(pk=notice)
    return unread.update(seen_at=timezone.now())


def choose_frequency(*, by: User, frequency: str) -> Digest:
    """How often the person gets a digest from now on; one of Digest.Frequency."""
    digest, _created = Digest.objects.update_or_create(owner=by, defaults={"frequency": frequency})
    return digest


def find_target(user: User, kind: str, key: str) -> Target | None:
    """What `kind` and `key` (a slug, or a saved search's number) name, if the user may see it."""
    if kind == "issuer":
        return Issuer.objects.visible_to(user).filter(slug=key).first()
    if kind == "peer_group":
        return PeerGroup.objects.visible_to(user).filter(slug=key).first()
    if kind == "element":
        return Element.objects.in_use().filter(slug=key).first()
    if kind == "search" and key.isascii() and key.isdigit() and len(key) < 10:
        return SavedSearch.objects.visible_to(user).filter(pk=int(key)).first()
    return None


def find_follow(user: User, kind: str, key: str) -> Follow | None:
    """The user's follow of what `kind` and `key` name, whether it may still be seen or not."""
    is_number = key.isascii() and key.isdigit() and len(key) < 10
    if kind == "search":
        return follows_of(user).filter(search=int(key)).first() if is_number else None
    return follows_of(user).filter(**{f"{kind}__slug": key}).first()


def notices_of(user: User) -> QuerySet[Notice]:
    """With all that a list shows of them. One query."""
    return Notice.objects.filter(follow__owner=user).select_related(
        "filing__issuer", "element__framework", "follow__issuer", "follow__peer_group",
        "follow__element__framework", "follow__search",
    ).defer("filing__reading_text")  # fmt: skip


def newest_of(user: User) -> int:
    """The key of the user's newest notice, 0 without one: what “all” means to somebody who reads them now."""
    found: int | None = Notice.objects.filter(follow__owner=user).aggregate(newest=Max("pk"))["newest"]
    return found or 0


def follows_of(user: User) -> QuerySet[Follow]:
    return Follow.objects.filter(owner=user).select_related(
        "issuer", "peer_group", "element__framework", "search"
    )


def frequency_of(user: User) -> str:
    digest = Digest.objects.filter(owner=user).first()
    return digest.frequency if digest else Digest.Frequency.DAILY

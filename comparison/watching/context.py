"""What every page may show of watching: the unread count in the header, and what its reader follows."""

from typing import TypedDict, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from comparison.models import Follow, Notice
from config.accounts.models import User
from config.permissions import Permission, has_permission


class Followed(TypedDict):
    """Slugs of issuers, peer groups and elements, and keys of saved searches, that somebody follows."""

    issuer: frozenset[str]
    peer_group: frozenset[str]
    element: frozenset[str]
    search: frozenset[int]


def watching(request: HttpRequest) -> dict[str, object]:
    """Context processor: `unread_notices` and `followed.issuer` …, each fetched only when shown. One query
    each."""
    user = cast("User", request.user) if hasattr(request, "user") else None
    if user is None or not has_permission(user, Permission.READ):
        return {}
    return {
        "unread_notices": SimpleLazyObject(lambda: count_unread(user)),
        "followed": SimpleLazyObject(lambda: find_followed(user)),
    }


def count_unread(user: User) -> int:
    return Notice.objects.filter(follow__owner=user, seen_at=None).count()


def find_followed(user: User) -> Followed:
    rows = Follow.objects.filter(owner=user).values_list(
        "issuer__slug", "peer_group__slug", "element__slug", "search_id"
    )
    found = list(rows)
    return Followed(
        issuer=frozenset(slug for slug, *_ in found if slug),
        peer_group=frozenset(slug for _, slug, *_ in found if slug),
        element=frozenset(slug for _, _, slug, _ in found if slug),
        search=frozenset(pk for *_, pk in found if pk),
    )

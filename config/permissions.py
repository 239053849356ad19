"""Who may do what: a role is a set of permissions, in code so that it is reviewed like code."""

from collections.abc import Callable
from enum import StrEnum, auto
from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from config.accounts.models import User


class Permission(StrEnum):
    READ = auto()
    ANNOTATE = auto()
    UPLOAD = auto()
    MANAGE_PEOPLE = auto()


class Role(TextChoices):
    VIEWER = "viewer", "Viewer: reads"
    REVIEWER = "reviewer", "Reviewer: reads and annotates"
    ADMIN = "admin", "Admin: also uploads and manages people"


ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.REVIEWER: frozenset({Permission.READ, Permission.ANNOTATE}),
    Role.ADMIN: frozenset(Permission),
}


def has_permission(user: "User | AnonymousUser", permission: Permission) -> bool:
    """True when the user is signed in, active, and the role holds the permission."""
    if not user.is_authenticated or not user.is_active:
        return False
    return permission in ROLE_PERMISSIONS[user.role]


def require_permission[**P, R: HttpResponseBase](
    permission: Permission,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """View decorator: 403 for a signed-in user whose role lacks the permission."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not has_permission(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def permissions(request: HttpRequest) -> dict[str, dict[str, bool]]:
    """Context processor: `may.annotate`, `may.upload` … for the templates.

    Nothing on the page of a request that was refused before anybody knew whose it is.
    """
    user = getattr(request, "user", None)
    return {"may": {p.value: user is not None and has_permission(user, p) for p in Permission}}

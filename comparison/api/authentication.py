"""Who asks: a program with a key, or a person's browser."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import SimpleRateThrottle

from config.accounts.models import User
from config.accounts.tokens import find_token
from config.permissions import Permission, has_permission


class KeyAuth(HttpBearer):
    """`Authorization: Bearer <key>`; the request is then its owner's."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = find_token(token)
        if found is None or not has_permission(found.owner, Permission.READ):
            return None
        request.user = found.owner
        return found.owner


class BrowserAuth(SessionAuth):
    """The log-in of the pages. Nothing is written here, so no CSRF token is asked for."""

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        user = request.user
        return user if isinstance(user, User) and has_permission(user, Permission.READ) else None


class PersonThrottle(SimpleRateThrottle):
    """So many requests a minute for each person, all their keys together; counted per web process."""

    scope = "person"

    def __init__(self) -> None:
        super().__init__(f"{settings.API_REQUESTS_PER_MINUTE}/min")

    def get_cache_key(self, request: HttpRequest) -> str | None:
        return f"api-{request.user.pk}"

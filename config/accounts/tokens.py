"""Keys with which programs read as their owner. Only hashes are stored."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from config.accounts.models import ApiToken, User

PREFIX = "collate_"
MOST_TOKENS = 20
"""Keys of one person that are not revoked."""
# A program asks many times a minute: when it last did needs no write each time.
USE_IS_NOTED_AFTER = timedelta(minutes=1)


class TooManyTokensError(Exception):
    """The person holds MOST_TOKENS keys; the sentence is for them."""


@transaction.atomic
def create_token(*, name: str, by: User) -> tuple[ApiToken, str]:
    """A new token and its key, which is not kept. Raises TooManyTokensError."""
    User.objects.select_for_update().get(pk=by.pk)  # two at once must not both be the last
    if by.tokens.filter(revoked_at=None).count() >= MOST_TOKENS:
        raise TooManyTokensError(f"You have {MOST_TOKENS} keys; revoke one first.")
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    return ApiToken.objects.create(owner=by, name=name, key_hash=hash_key(key)), key


def revoke_token(*, token: ApiToken, by: User) -> bool:
    """The key is refused from now on. False when it was already, or is somebody else's."""
    own = ApiToken.objects.filter(pk=token.pk, owner=by, revoked_at=None)
    return bool(own.update(revoked_at=timezone.now()))


def find_token(key: str) -> ApiToken | None:
    """The standing token of an active person with this key; notes that it was used."""
    found = (
        ApiToken.objects.select_related("owner")
        .filter(key_hash=hash_key(key), revoked_at=None, owner__is_active=True)
        .first()
    )
    if found is None:
        return None
    now = timezone.now()
    if found.last_used_at is None or found.last_used_at < now - USE_IS_NOTED_AFTER:
        is_stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_IS_NOTED_AFTER)
        ApiToken.objects.filter(is_stale, pk=found.pk).update(last_used_at=now)
    return found


def hash_key(key: str) -> str:
    """A key is 256 random bits: a plain hash cannot be searched through."""
    return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()

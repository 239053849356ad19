"""What searches and comparisons that people keep under a name have in common."""

from django.db.models import Model, QuerySet

from comparison.models import SavedComparison, SavedSearch
from config.accounts.models import User


class NameTakenError(ValueError):
    """The same person has another one of this name."""


def refuse_others(kept: SavedComparison | SavedSearch, by: User) -> None:
    """PermissionError for who does not own it."""
    if kept.owner_id != by.pk:
        raise PermissionError(f"Only its owner changes a {kept._meta.verbose_name}.")


def refuse_taken[M: Model](same_name: QuerySet[M]) -> None:
    """NameTakenError when there is one already."""
    if (kept := same_name.first()) is not None:
        raise NameTakenError(f"You have a {kept._meta.verbose_name} named “{kept}” already.")

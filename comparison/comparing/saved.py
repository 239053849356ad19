"""Comparisons that people keep: every write."""

from dataclasses import replace

from django.db import transaction
from django.http import QueryDict

from comparison.comparing.addresses import CompareAddress
from comparison.comparing.forms import CompareForm
from comparison.models import SavedComparison
from comparison.owned import refuse_others, refuse_taken
from config.accounts.models import User

MAX_QUERY = 4_000


class EmptyComparisonError(ValueError):
    """A query string that names no filings, or makes no sense."""


def read_query(query: str) -> CompareAddress:
    """The comparison that a query string asks for. Raises EmptyComparisonError."""
    form = CompareForm(QueryDict(query[:MAX_QUERY]))
    if not form.is_valid() or not form.cleaned_data["f"]:
        raise EmptyComparisonError("There is no comparison to keep: choose filings first.")
    return form.address(form.cleaned_data["f"])


@transaction.atomic
def save_comparison(*, name: str, note: str, query: str, is_shared: bool, by: User) -> SavedComparison:
    """Keeps a comparison under a name, cleaned of what makes no sense.

    Raises NameTakenError, EmptyComparisonError.
    """
    refuse_taken(SavedComparison.objects.filter(owner=by, name=name))
    return SavedComparison.objects.create(
        owner=by,
        name=name,
        note=note,
        query=replace(read_query(query), saved=None, page=1).query,
        is_shared=is_shared,
    )


@transaction.atomic
def change_comparison(
    *, comparison: SavedComparison, name: str, note: str, is_shared: bool, by: User
) -> SavedComparison:
    """A new name or note, shared or not. Raises NameTakenError; PermissionError for who does not own it."""
    refuse_others(comparison, by)
    refuse_taken(SavedComparison.objects.filter(owner=by, name=name).exclude(pk=comparison.pk))
    comparison.name, comparison.note, comparison.is_shared = name, note, is_shared
    comparison.save(update_fields=["name", "note", "is_shared", "changed_at"])
    return comparison


@transaction.atomic
def delete_comparison(*, comparison: SavedComparison, by: User) -> None:
    """Takes it away; its filings stay. PermissionError for who does not own it."""
    refuse_others(comparison, by)
    comparison.delete()


def open_address(comparison: SavedComparison) -> CompareAddress:
    """Where it opens: its own query, told which kept comparison it is."""
    return replace(read_query(comparison.query), saved=comparison.pk)


def find_saved(user: User, pk: int | None) -> SavedComparison | None:
    """The kept comparison of this key, when the person may see it."""
    if pk is None:
        return None
    return SavedComparison.objects.visible_to(user).select_related("owner").filter(pk=pk).first()

"""Comparisons that are kept: listed, opened, made, changed and removed."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comparison.comparing.saved import (
    EmptyComparisonError,
    change_comparison,
    delete_comparison,
    open_address,
    save_comparison,
)
from comparison.comparing.saved_forms import ChangeComparisonForm, SaveComparisonForm
from comparison.models import SavedComparison
from comparison.owned import NameTakenError
from config.accounts.models import User
from config.htmx import render_page

FORM = "comparison/saved_comparison_form.html"


@require_safe
def saved_comparison_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    kept = SavedComparison.objects.visible_to(user).select_related("owner").order_by("-changed_at", "-pk")
    return render_page(request, "comparison/saved_comparison_list.html", {"kept": kept, "nav": "compare"})


@require_safe
def saved_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """The stable address of a kept comparison: its page, with its note."""
    kept = get_object_or_404(SavedComparison.objects.visible_to(cast("User", request.user)), pk=pk)
    return redirect(str(open_address(kept)))


@require_POST
def saved_comparison_create(request: HttpRequest) -> HttpResponse:
    form = SaveComparisonForm(request.POST)
    if form.is_valid():
        try:
            kept = save_comparison(**form.cleaned_data, by=cast("User", request.user))
        except NameTakenError as error:
            form.add_error("name", str(error))
        except EmptyComparisonError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {kept.name}.")
            return redirect(kept)
    context = {"form": form, "nav": "compare", "title": "Save this comparison", "kept": None}
    return render_page(request, FORM, context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_comparison_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    kept = _own(user, pk)
    # The form works on a copy: a refused name must not stand in the heading.
    sent = request.POST if request.method == "POST" else None
    initial = {"name": kept.name, "note": kept.note, "is_shared": kept.is_shared}
    form = ChangeComparisonForm(sent, initial=initial)
    if form.is_valid():
        try:
            change_comparison(comparison=kept, **form.cleaned_data, by=user)
        except NameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Saved: {form.cleaned_data['name']}.")
            return redirect(kept)
    context = {"form": form, "nav": "compare", "title": kept.name, "kept": kept}
    return render_page(request, FORM, context, status=422 if form.errors else 200)


@require_POST
def saved_comparison_delete(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    kept = _own(user, pk)
    delete_comparison(comparison=kept, by=user)
    messages.success(request, f"Removed: {kept.name}.")
    return redirect("saved-comparison-list")


def _own(user: User, pk: int) -> SavedComparison:
    """404 for a comparison one may not see, 403 for a colleague's."""
    kept = get_object_or_404(SavedComparison.objects.visible_to(user), pk=pk)
    if kept.owner_id != user.pk:
        raise PermissionDenied
    return kept

"""Searching what is disclosed, similar passages, and searches that are kept."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from comparison.models import SavedSearch
from comparison.owned import NameTakenError
from comparison.searching.forms import RenameSearchForm, SaveSearchForm, SearchForm, SimilarForm
from comparison.searching.pages import build_page, list_groups, list_saved
from comparison.searching.searches import change_search, delete_search, read_search, save_search
from comparison.searching.similar import build_similar_page
from config.accounts.models import User
from config.htmx import render_page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    asked = read_search(request.GET, user)
    context = {
        "form": SearchForm({"q": asked.typed}),
        "result": build_page(asked, user),
        "saved": list_saved(user),
        "groups": list_groups(user),
        "save_form": SaveSearchForm(initial={"name": asked.typed[:120], "query": asked.query}),
        "nav": "search",
    }
    return render_page(request, "comparison/search.html", context, partial="search-result")


@require_safe
def search_similar(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = SimilarForm(request.GET)
    form.is_valid()
    result = build_similar_page(user, form.cleaned_data)
    context = {
        "form": SimilarForm({"text": result.text, "peers": result.peers.slug if result.peers else ""}),
        "result": result,
        "groups": list_groups(user),
        "nav": "search",
    }
    return render_page(request, "comparison/search_similar.html", context)


@require_POST
def saved_search_create(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = SaveSearchForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            saved = save_search(
                name=given["name"], query=given["query"], is_shared=given["is_shared"], by=user
            )
        except NameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Saved: {saved.name}.")
            return redirect(saved)
    context = {"form": form, "nav": "search", "title": "Save this search", "saved": None}
    return render_page(request, "comparison/saved_search.html", context, status=422)


def saved_search_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    saved = _own(user, pk)
    # The form works on a copy: a refused name must not stand in the heading.
    sent = request.POST if request.method == "POST" else None
    form = RenameSearchForm(sent, initial={"name": saved.name, "is_shared": saved.is_shared})
    if form.is_valid():
        given = form.cleaned_data
        try:
            change_search(search=saved, name=given["name"], is_shared=given["is_shared"], by=user)
        except NameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Saved: {given['name']}.")
            return redirect(saved)
    context = {"form": form, "nav": "search", "title": saved.name, "saved": saved}
    return render_page(request, "comparison/saved_search.html", context, status=422 if form.errors else 200)


@require_POST
def saved_search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    saved = _own(user, pk)
    delete_search(search=saved, by=user)
    messages.success(request, f"Removed: {saved.name}.")
    return redirect("search")


def _own(user: User, pk: int) -> SavedSearch:
    """404 for a search one may not see, 403 for a colleague's."""
    saved = get_object_or_404(SavedSearch.objects.visible_to(user), pk=pk)
    if saved.owner_id != user.pk:
        raise PermissionDenied
    return saved

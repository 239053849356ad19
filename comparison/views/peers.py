"""Peer groups: listed, shown with their members, made, changed and removed."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comparison.benchmarks.forms import OutcomeForm
from comparison.models import PeerGroup
from comparison.peers.forms import MembersForm, PeerGroupForm
from comparison.peers.groups import PeerError, change_group, create_group, delete_group, may_edit
from comparison.peers.pages import build_group, list_groups
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission


@require_safe
def peer_group_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    return render_page(
        request, "comparison/peer_group_list.html", {"groups": list_groups(user), "nav": "peers"}
    )


@require_safe
def peer_group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    listing = OutcomeForm(request.GET)
    listing.is_valid()  # an odd page number is the first page
    page = build_group(user, _find(user, slug), listing.cleaned_data.get("page"))
    return render_page(request, "comparison/peer_group_detail.html", {"page": page, "nav": "peers"})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ)
def peer_group_create(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    sent = request.POST if request.method == "POST" else None
    form = PeerGroupForm(sent, user=user, initial=MembersForm(request.GET).initial_members(user))
    if form.is_valid():
        try:
            group = create_group(**form.values(), by=user)
        except PeerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {group.name}.")
            return redirect(group)
    return _show_form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.READ)
def peer_group_edit(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    group = _find_own(user, slug)
    sent = request.POST if request.method == "POST" else None
    form = PeerGroupForm(sent, user=user, initial=PeerGroupForm.initial_of(group))
    if form.is_valid():
        try:
            change_group(group=group, **form.values(), by=user)
        except PeerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved: {group.name}.")
            return redirect(group)
    return _show_form(request, form, group)


@require_POST
@require_permission(Permission.READ)
def peer_group_delete(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    group = _find_own(user, slug)
    delete_group(group=group, by=user)
    messages.success(request, f"Removed: {group.name}.")
    return redirect("peer-group-list")


def _find(user: User, slug: str) -> PeerGroup:
    return get_object_or_404(PeerGroup.objects.visible_to(user).select_related("owner"), slug=slug)


def _find_own(user: User, slug: str) -> PeerGroup:
    """404 for a group one may not see, 403 for one that another person keeps."""
    group = _find(user, slug)
    if not may_edit(group, user):
        raise PermissionDenied
    return group


def _show_form(request: HttpRequest, form: PeerGroupForm, group: PeerGroup | None) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "group": group, "nav": "peers"}
    return render_page(request, "comparison/peer_group_form.html", context, status=status)

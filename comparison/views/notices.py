"""Following, and the notices it brings."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from comparison.comparing.comparisons import find_columns
from comparison.watching.follows import (
    choose_frequency,
    follow,
    follows_of,
    frequency_of,
    mark_read,
    newest_of,
    notices_of,
    unfollow,
)
from comparison.watching.forms import DigestForm, FollowForm, MarkReadForm, NoticeFilterForm
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.queries import paginate


@require_safe
@require_permission(Permission.READ)
def notice_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = NoticeFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    notices = notices_of(user)
    if given.get("show") == "unread":
        notices = notices.filter(seen_at=None)
    page = paginate(notices, given.get("page"))
    columns = find_columns(user, [notice.filing for notice in page])
    context = {
        "page": page,
        "with_before": {column.filing.pk for column in columns if column.before},
        "show": given.get("show", ""),
        "newest": newest_of(user),
        "is_following": not page.object_list and follows_of(user).exists(),
        "nav": "notices",
    }
    return render_page(request, "comparison/notice_list.html", context, partial="notice-rows")


@require_safe
@require_permission(Permission.READ)
def follow_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    context = {
        "follows": list(follows_of(user)),
        "digest": DigestForm(initial={"frequency": frequency_of(user)}),
        "nav": "notices",
    }
    return render_page(request, "comparison/notice_follows.html", context)


@require_POST
@require_permission(Permission.READ)
def notice_read(request: HttpRequest) -> HttpResponse:
    form = MarkReadForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        mark_read(by=cast("User", request.user), up_to=given["up_to"], notice=given["notice"])
    return redirect("notice-list")


@require_POST
@require_permission(Permission.READ)
def notice_digest(request: HttpRequest) -> HttpResponse:
    form = DigestForm(request.POST)
    if form.is_valid():
        digest = choose_frequency(by=cast("User", request.user), frequency=form.cleaned_data["frequency"])
        messages.success(request, f"Notices are sent by e-mail {digest.get_frequency_display()}.")
    return redirect("follow-list")


@require_POST
@require_permission(Permission.READ)
def follow_create(request: HttpRequest) -> HttpResponse:
    form = FollowForm(request.POST, user=cast("User", request.user))
    target = form.find_target()
    if target is None:
        raise Http404("Nothing of that name can be followed.")
    follow(target=target, by=form.user)
    messages.success(request, f"You follow {target}. What happens to it is shown under Notices.")
    return redirect(form.cleaned_data["next"] or "follow-list")


@require_POST
@require_permission(Permission.READ)
def follow_delete(request: HttpRequest) -> HttpResponse:
    form = FollowForm(request.POST, user=cast("User", request.user))
    found = form.find_follow()
    if found is None:
        raise Http404("Nothing of that name is followed.")
    unfollow(follow=found, by=form.user)
    messages.success(request, f"You no longer follow {found}.")
    return redirect(form.cleaned_data["next"] or "follow-list")

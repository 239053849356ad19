"""The crosswalk between two frameworks: shown to everybody, decided by reviewers."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comparison.crosswalk.forms import CrosswalkForm, LinkForm
from comparison.crosswalk.pages import build_crosswalk
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.crosswalk import UNDECIDED, CrosswalkError, check_seen, decide_link, withdraw_link
from disclosures.models import CrosswalkLink, Element, Framework


@require_safe
def crosswalk(request: HttpRequest) -> HttpResponse:
    """The frameworks named by `left` and `right`; without both, a plan and what issuers disclose by."""
    form = CrosswalkForm(request.GET)
    if not form.is_valid():
        raise BadRequest("The address names a framework oddly.")
    frameworks = _frameworks(cast("User", request.user))
    known = {framework.slug: framework for framework in frameworks}
    asked = [form.cleaned_data[side] for side in ("left", "right")]
    if unknown := [slug for slug in asked if slug and slug not in known]:
        raise Http404(f"No framework {unknown[0]} is in use.")
    left = known.get(asked[0]) or frameworks[0]
    right = known.get(asked[1]) or next(one for one in reversed(frameworks) if one.pk != left.pk)
    context = {
        "frameworks": frameworks,
        "left": left,
        "right": right,
        "page": None if left.pk == right.pk else build_crosswalk(left, right),
        "nav": "frameworks",
    }
    return render_page(request, "comparison/crosswalk.html", context)


@require_POST
@require_permission(Permission.ANNOTATE)
def crosswalk_decide(request: HttpRequest) -> HttpResponse:
    """Joins two elements, sets them apart, or takes such a decision back."""
    form, user = LinkForm(request.POST), cast("User", request.user)
    if not form.is_valid():
        raise BadRequest("The form does not name two elements in use.")
    left, right, verdict = (form.cleaned_data[name] for name in ("left", "right", "verdict"))
    try:
        with transaction.atomic():
            if check_seen(left, right, seen=form.cleaned_data["seen"], verdict=verdict, by=user):
                _decide(left, right, verdict, form.cleaned_data["reason"], user)
    except CrosswalkError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Recorded.")
    query = {"left": left.framework.slug, "right": right.framework.slug}
    return redirect(f"{reverse('crosswalk', query=query)}#{left.slug}")


def _decide(left: Element, right: Element, verdict: str, reason: str, by: User) -> None:
    if verdict != UNDECIDED:
        decide_link(left=left, right=right, verdict=verdict, reason=reason, by=by)
        return
    pair = CrosswalkLink.objects.filter(left__in=[left, right], right__in=[left, right])
    for link in pair.filter(is_withdrawn=False):
        withdraw_link(link=link, by=by)


def _frameworks(user: User) -> list[Framework]:
    """Plans first: they are what is joined with the others. Taxonomies last."""
    rows = Framework.objects.visible_to(user).published().defer("source_text", "reading", "reread")
    return sorted(rows.order_by("kind", "name"), key=lambda one: one.kind != Framework.Kind.PLAN)

"""A plan before it is published: its points and demands looked through by an admin."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures import plan_reviews
from disclosures.models import Element, Framework
from disclosures.plan_forms import PlanForm, RequirementForm
from disclosures.plan_reviews import PlanError
from disclosures.queries import describe_plan

ASKED = {"publish": Framework.Status.PUBLISHED, "unpublish": Framework.Status.DRAFT}
TOLD: dict[str, str] = {
    Framework.Status.PUBLISHED: "Published: everybody sees it, and disclosures are held against it.",
    Framework.Status.DRAFT: "It is a draft again.",
}


@require_safe
@require_permission(Permission.UPLOAD)
def plan_review(request: HttpRequest, slug: str) -> HttpResponse:
    return _show(request, _find(slug))


@require_POST
@require_permission(Permission.UPLOAD)
def plan_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes the plan, takes it back, undoes the last change, or settles a new reading."""
    plan, form = _find(slug), PlanForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, "There is no such change.")
    try:
        with plan_reviews.as_seen(plan, form.cleaned_data["seen"]):
            told = _change_plan(plan, form.cleaned_data["action"], cast("User", request.user))
    except PlanError as error:
        plan = _find(slug)
        if plan.status != ASKED.get(form.cleaned_data["action"]):
            return _show(request, plan, str(error))
        told = TOLD[plan.status]  # the button was pressed twice: it stands as it was asked to
    messages.success(request, told)
    return redirect("plan-review", slug)


@require_POST
@require_permission(Permission.UPLOAD)
def requirement_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Words, moves, joins, splits, leaves out or takes back one requirement."""
    plans = Element.objects.filter(framework__kind=Framework.Kind.PLAN)
    element = get_object_or_404(plans.select_related("framework", "parent"), slug=slug)
    form = RequirementForm(request.POST)
    if not form.is_valid():
        told = "; ".join(str(error) for own in form.errors.values() for error in own)
        return _show(request, element.framework, told, sent_to=element)
    try:
        with plan_reviews.as_seen(element.framework, form.cleaned_data["seen"]):
            _change_requirement(element, form, cast("User", request.user))
    except PlanError as error:
        return _show(request, _find(element.framework.slug), str(error), sent_to=element)
    messages.success(request, "Changed.")
    return redirect(f"{reverse('plan-review', args=[element.framework.slug])}#{element.slug}")


def _find(slug: str) -> Framework:
    return get_object_or_404(
        Framework.objects.select_related("document"), slug=slug, kind=Framework.Kind.PLAN
    )


def _show(
    request: HttpRequest, plan: Framework, refusal: str = "", *, sent_to: Element | None = None
) -> HttpResponse:
    """The page; a refused form of the requirement `sent_to` keeps what was typed."""
    context = {
        "page": describe_plan(plan),
        "refusal": refusal,
        "sent_to": sent_to.pk if sent_to else None,
        "sent": request.POST,
        "nav": "frameworks",
    }
    return render_page(request, "disclosures/plan_review.html", context, status=422 if refusal else 200)


def _change_plan(plan: Framework, action: str, by: User) -> str:
    """Does it; what is told to the admin."""
    match action:
        case "publish":
            plan_reviews.publish_plan(framework=plan, by=by)
            return TOLD[Framework.Status.PUBLISHED]
        case "unpublish":
            plan_reviews.unpublish_plan(framework=plan, by=by)
            return TOLD[Framework.Status.DRAFT]
        case "take":
            plan_reviews.take_reading(framework=plan, by=by)
            return "The new reading stands; undo brings back what stood before."
        case "keep":
            plan_reviews.keep_requirements(framework=plan, by=by)
            return "The requirements stay as they are."
        case _:
            return f"Undone: {plan_reviews.undo_last(framework=plan, by=by)}."


def _change_requirement(element: Element, form: RequirementForm, by: User) -> None:
    given = form.cleaned_data
    match given["action"]:
        case "word":
            plan_reviews.edit_requirement(element=element, name=given["name"], label=given["label"], by=by)
        case "up" | "down" as way:
            plan_reviews.move_requirement(element=element, is_up=way == "up", by=by)
        case "drop":
            plan_reviews.drop_requirement(element=element, by=by)
        case "restore":
            plan_reviews.restore_requirement(element=element, by=by)
        case "join":
            plan_reviews.join_requirement(element=element, by=by)
        case _:
            plan_reviews.split_requirement(element=element, parts=form.lines, by=by)

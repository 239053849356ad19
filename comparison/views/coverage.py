"""Which demands of a plan issuers answer: chosen, shown, reviewed, and taken along."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from comparison.comparing.choosing import offer_filings
from comparison.comparing.queries import find_filings
from comparison.coverage.addresses import CoverageAddress
from comparison.coverage.forms import CoverageChoiceForm, CoverageForm, ReviewForm, WithdrawForm
from comparison.coverage.pages import CoveragePage, build_coverage
from comparison.coverage.queries import find_plan, offer_plans, ready_filings
from comparison.coverage.reviews import review_coverage, withdraw_review
from comparison.models import CoverageReview
from comparison.reviewing.reviews import ReviewError
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.models import Framework


@require_safe
def coverage_list(request: HttpRequest) -> HttpResponse:
    """Published plans, and filings to hold against one; with both chosen, leads to their page."""
    user = cast("User", request.user)
    form = CoverageChoiceForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    plans = offer_plans(user)
    plan = next((one for one in plans if one.slug == given.get("plan")), plans[0] if plans else None)
    filings = find_filings(user, given.get("f") or [])
    if plan and filings and not given.get("choose"):
        return redirect(str(CoverageAddress(plan.slug, tuple(filing.slug for filing in filings))))
    ready = ready_filings(user) if plan else ()
    context = {
        "plans": plans,
        "plan": plan,
        "ready": ready,
        "address": CoverageAddress(plan.slug, tuple(f.slug for f in ready)) if plan else None,
        "offer": offer_filings(user, filings, given.get("q", "")),
        "form": form,
        "nav": "coverage",
    }
    status = 200 if form.is_valid() else 400
    return render_page(request, "comparison/coverage_list.html", context, status=status)


@require_safe
def coverage_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan by the filings named by `f`; without any, those that suit it best."""
    plan = _find(request, slug)
    form = CoverageForm(request.GET)
    if not form.is_valid():
        raise BadRequest("The address names a filing or a demand oddly.")
    if not form.cleaned_data["f"]:
        return redirect(CoverageAddress(slug).choose)
    page = _build(request, plan, form)
    if missing := len(form.cleaned_data["f"]) - len(page.columns):
        is_one = missing == 1
        messages.warning(request, f"{missing} of the filings {'is' if is_one else 'are'} not held here.")
    if page.opened is None and page.address.requirement:
        raise Http404("No such demand.")
    return _show(request, page, form)


@require_POST
@require_permission(Permission.ANNOTATE)
def coverage_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirms or overrules one proposal."""
    plan, user = _find(request, slug), cast("User", request.user)
    form = ReviewForm(request.POST, user=user, framework=plan)
    if not form.is_valid():
        return _show_refused(request, plan, form)
    try:
        review = review_coverage(**form.cleaned_data, by=user)
    except ReviewError as error:
        form.add_error(None, str(error))
        return _show_refused(request, plan, form)
    messages.success(request, f"Recorded: {review.issuer}, {review.get_verdict_display()}.")
    return redirect(f"{_came_from(request, plan)}#demand")


@require_POST
@require_permission(Permission.ANNOTATE)
def coverage_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes a review back, so that the proposal stands again."""
    plan, user = _find(request, slug), cast("User", request.user)
    form = WithdrawForm(request.POST, user=user, framework=plan)
    if not form.is_valid():
        return _show_refused(request, plan, form)
    try:
        withdraw_review(**form.cleaned_data, by=user)
    except ReviewError as error:
        form.add_error(None, str(error))
        return _show_refused(request, plan, form)
    messages.success(request, "Taken back: the proposal stands again.")
    return redirect(f"{_came_from(request, plan)}#demand")


def _find(request: HttpRequest, slug: str) -> Framework:
    plan = find_plan(cast("User", request.user), slug)
    if plan is None:
        raise Http404("No such plan, or it is still a draft.")
    return plan


def _build(request: HttpRequest, plan: Framework, form: CoverageForm, refused: str = "") -> CoveragePage:
    user = cast("User", request.user)
    filings = find_filings(user, form.cleaned_data["f"])
    return build_coverage(user, plan, filings, form.address(plan, filings), refused)


def _came_from(request: HttpRequest, plan: Framework) -> CoverageAddress:
    """The page the form was sent from, as it said in `query`; what makes no sense leads to the plan."""
    form = CoverageForm(QueryDict(request.POST.get("query", "")[:4000]))
    if not form.is_valid():
        return CoverageAddress(plan.slug)
    return form.address(plan, find_filings(cast("User", request.user), form.cleaned_data["f"]))


def _show_refused(request: HttpRequest, plan: Framework, refused: Form) -> HttpResponse:
    """The page again, with what was refused and why."""
    form = CoverageForm(QueryDict(request.POST.get("query", "")[:4000]))
    if not form.is_valid():
        raise BadRequest("The form does not say which page it comes from.")
    page = _build(request, plan, form, request.POST.get("filing", ""))
    return _show(request, page, form, refused)


def _show(
    request: HttpRequest, page: CoveragePage, form: CoverageForm, refused: Form | None = None
) -> HttpResponse:
    verdicts = CoverageReview.Verdict.choices
    context = {
        "page": page,
        "form": form,
        "refused": refused,
        "has_own_place": any(column.is_refused for column in page.side),
        "verdicts": verdicts,
        "nav": "coverage",
    }
    return render_page(request, "comparison/coverage_detail.html", context, status=422 if refused else 200)

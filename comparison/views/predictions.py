"""Predicted elements of untagged filings: what waits for a reviewer, what was decided, the labels."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comparison.exports.labels import open_labels
from comparison.models import Judgement
from comparison.predictions import judgements
from comparison.predictions.forms import ConfirmAllForm, JudgementForm, PredictionFilterForm
from comparison.predictions.queries import find_named, find_predictions, name_text, read_passage
from comparison.reviewing.history import judgement_history
from comparison.reviewing.reviews import ReviewError
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.models import Element, Filing

UNPROCESSABLE = 422
INCOMPLETE = "The page did not say what is to be decided. Look at it again."


@require_safe
def prediction_list(request: HttpRequest) -> HttpResponse:
    """The queue, the least sure first."""
    return _show_list(request)


def _show_list(request: HttpRequest, refusal: str = "") -> HttpResponse:
    user = cast("User", request.user)
    form = PredictionFilterForm(request.GET, user=user)
    form.is_valid()  # what does not make sense filters nothing
    given = form.cleaned_data
    context = {
        "form": form,
        "queue": find_predictions(user, given),
        "show": given.get("show", ""),
        "filing": given.get("filing"),
        "elements": list(judgements.nameable_elements()),
        "refusal": refusal,
        "nav": "gaps",
    }
    status = UNPROCESSABLE if refusal else 200
    return render_page(
        request, "comparison/prediction_list.html", context, partial="prediction-rows", status=status
    )


@require_safe
def prediction_detail(request: HttpRequest, slug: str, element: str) -> HttpResponse:
    """All that is predicted of, and decided about, one element of a filing."""
    filing = get_object_or_404(
        Filing.objects.visible_to(request.user).select_related("issuer").defer("reading_text"), slug=slug
    )
    return _show_detail(request, filing, get_object_or_404(judgements.nameable_elements(), slug=element))


def _show_detail(request: HttpRequest, filing: Filing, element: Element, refusal: str = "") -> HttpResponse:
    rows = find_named(filing, element)
    context = {
        "filing": filing,
        "element": element,
        "rows": rows,
        "undecided": sum(row.waits for row in rows),
        "seen": name_text(rows),
        "elements": list(judgements.nameable_elements()),
        "refusal": refusal,
        "nav": "gaps",
    }
    status = UNPROCESSABLE if refusal else 200
    return render_page(request, "comparison/prediction_detail.html", context, status=status)


@require_safe
def prediction_passage(request: HttpRequest, slug: str, start: int) -> HttpResponse:
    """What one passage of a filing without tags speaks of; reviewers name what the model did not."""
    filings = Filing.objects.visible_to(request.user).select_related("issuer")
    page = read_passage(get_object_or_404(filings, slug=slug), start)
    if page is None:
        raise Http404("No passage that can be named begins here.")
    context = {
        "page": page,
        "rows": page.rows,
        "elements": list(judgements.nameable_elements()),
        "nav": "gaps",
    }
    return render_page(request, "comparison/prediction_passage.html", context)


@require_safe
def judgement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with all that was recorded about it."""
    found = Judgement.objects.visible_to(request.user).for_list().select_related("withdrawn_by")
    judgement = get_object_or_404(found.defer("filing__reading_text"), pk=pk)
    context = {
        "judgement": judgement,
        "history": judgement_history(judgement),
        "may_withdraw": judgements.may_withdraw(judgement, cast("User", request.user)),
        "nav": "gaps",
    }
    return render_page(request, "comparison/judgement_detail.html", context)


@require_POST
@require_permission(Permission.ANNOTATE)
def prediction_judge(request: HttpRequest) -> HttpResponse:
    """Records a verdict on one passage."""
    user = cast("User", request.user)
    form = JudgementForm(request.POST, user=user)
    if not form.is_valid():
        return _show_list(request, INCOMPLETE)
    given = form.cleaned_data
    filing, element = given["filing"], given["element"]
    passage = judgements.Judged((given["start"], given["end"]), given["words"], given["seen"])
    try:
        (judgement,) = judgements.judge_passages(
            filing=filing,
            element=element,
            passages=[passage],
            verdict=given["verdict"],
            instead=given["instead"],
            by=user,
        )
    except ReviewError as error:
        return _show_detail(request, filing, element, str(error))
    instead = f", {judgement.instead.name}" if judgement.instead else ""
    messages.success(request, f"Recorded for {element.name}: {judgement.get_verdict_display()}{instead}.")
    return redirect(given["next"] or reverse("prediction-detail", args=[filing.slug, element.slug]))


@require_POST
@require_permission(Permission.ANNOTATE)
def prediction_confirm(request: HttpRequest) -> HttpResponse:
    """Confirms every passage that is only predicted under an element of a filing."""
    user = cast("User", request.user)
    form = ConfirmAllForm(request.POST, user=user)
    if not form.is_valid():
        return _show_list(request, INCOMPLETE)
    filing, element = form.cleaned_data["filing"], form.cleaned_data["element"]
    rows = find_named(filing, element)
    if name_text(rows) != form.cleaned_data["seen"]:
        return _show_detail(request, filing, element, "It has changed since you opened it. Look at it again.")
    passages = [judgements.Judged((row.start, row.end), row.text, row.seen) for row in rows if row.waits]
    try:
        done = judgements.judge_passages(
            filing=filing, element=element, passages=passages, verdict=judgements.CONFIRMED, by=user
        )
    except ReviewError as error:
        return _show_detail(request, filing, element, str(error))
    messages.success(request, f"{len(done)} passages of {element.name} confirmed.")
    return redirect("prediction-detail", filing.slug, element.slug)


@require_POST
@require_permission(Permission.ANNOTATE)
def prediction_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a decision back."""
    user = cast("User", request.user)
    found = Judgement.objects.visible_to(user).select_related("filing", "element")
    judgement = get_object_or_404(found, pk=pk)
    if not judgements.may_withdraw(judgement, user):
        raise PermissionDenied
    try:
        judgements.withdraw_judgement(judgement=judgement, by=user)
    except ReviewError as error:
        return _show_list(request, str(error))
    messages.success(request, "Taken back. It stays in the records.")
    if judgement.filing is None:
        return redirect("prediction-list")
    return redirect("prediction-detail", judgement.filing.slug, judgement.element.slug)


@require_safe
@require_permission(Permission.ANNOTATE)
def label_export(request: HttpRequest) -> FileResponse:
    """Every standing decision as a line of JSON."""
    user = cast("User", request.user)
    labels = open_labels(Judgement.objects.visible_to(user))
    return FileResponse(labels, as_attachment=True, filename="labels.jsonl", content_type="application/jsonl")

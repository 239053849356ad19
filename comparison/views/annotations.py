"""One note or gap: written, read, edited, decided, taken back."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from comparison.models import Annotation
from comparison.reviewing import reviews
from comparison.reviewing.anchoring import take_quote
from comparison.reviewing.forms import (
    AnnotationForm,
    DecisionForm,
    EditForm,
    NewPlaceForm,
    PlaceForm,
    ReopenForm,
    TargetForm,
)
from comparison.reviewing.history import annotation_history
from comparison.reviewing.queries import own_excerpt, proposed_excerpt
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission

UNPROCESSABLE = 422


def find_annotation(request: HttpRequest, pk: int) -> Annotation:
    people = ("created_by", "decided_by", "withdrawn_by")
    found = Annotation.objects.visible_to(request.user).for_list().select_related("issuer", *people)
    return get_object_or_404(found, pk=pk)


@require_permission(Permission.ANNOTATE)
def annotation_create(request: HttpRequest) -> HttpResponse:
    """GET shows the form for what the address names; POST writes."""
    user = cast("User", request.user)
    if request.method != "POST":
        return _show_form(request, AnnotationForm(user=user, initial=_read_target(request, user)))
    form = AnnotationForm(request.POST, user=user)
    if not form.is_valid():
        return _show_form(request, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    names = ("issuer", "element", "filing", "kind", "body", "quote")
    fields = {name: given[name] for name in names}
    try:
        annotation = reviews.annotate(**fields, fiscal_year=given["year"], place=form.place, by=user)
    except reviews.TextChangedError as error:
        form.add_error(None, str(error))
        return _show_form(request, form, status=UNPROCESSABLE)
    messages.success(request, "Gap noted." if annotation.kind == Annotation.Kind.GAP else "Note saved.")
    place = (
        f"{annotation.filing.get_absolute_url()}#note-{annotation.pk}" if annotation.filing else annotation
    )
    return redirect(given["next"] or place)


def _read_target(request: HttpRequest, user: User) -> dict[str, object]:
    """What the query string says the note is to be about, with the words as they stand now."""
    target = TargetForm(request.GET, user=user)
    if not target.is_valid():
        raise Http404("This address does not say what the note is about.")
    given = target.cleaned_data
    if target.place is None:
        return given
    try:
        quote = take_quote(given["filing"].reading_text, *target.place)
    except ValueError as error:
        raise Http404(str(error)) from error
    return {**given, "start": quote.start, "end": quote.end, "quote": quote.words}


def _show_form(request: HttpRequest, form: AnnotationForm, status: int = 200) -> HttpResponse:
    shown = form.shown_target()
    return render_page(
        request, "comparison/annotation_form.html", {"form": form, **shown, "nav": "gaps"}, status=status
    )


@require_safe
def annotation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show_detail(request, find_annotation(request, pk))


def _show_detail(
    request: HttpRequest, annotation: Annotation, refused: Form | None = None, refusal: str = ""
) -> HttpResponse:
    is_decided = bool(annotation.decided_by_id)
    decision = ReopenForm if is_decided else DecisionForm
    context = {
        "annotation": annotation,
        "history": annotation_history(annotation),
        "excerpt": own_excerpt(annotation),
        "proposed": proposed_excerpt(annotation),
        "form": refused or decision(initial={"seen": annotation.decided_at, "status": "open"}),
        "refusal": refusal,
        "may_edit": reviews.may_edit(annotation, cast("User", request.user)),
        "nav": "gaps",
    }
    status = UNPROCESSABLE if refusal or refused else 200
    return render_page(request, "comparison/annotation_detail.html", context, status=status)


@require_permission(Permission.ANNOTATE)
def annotation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    annotation, user = find_annotation(request, pk), cast("User", request.user)
    if not reviews.may_edit(annotation, user):
        raise PermissionDenied
    start = {"body": annotation.body, "seen": annotation.edited_at}
    form = EditForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        try:
            reviews.edit_annotation(annotation=annotation, **form.cleaned_data, by=user)
        except reviews.ReviewError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(annotation)
    context = {"annotation": annotation, "form": form, "nav": "gaps"}
    status = UNPROCESSABLE if form.errors else 200
    return render_page(request, "comparison/annotation_edit.html", context, status=status)


@require_POST
@require_permission(Permission.ANNOTATE)
def annotation_decide(request: HttpRequest, pk: int) -> HttpResponse:
    annotation, user = find_annotation(request, pk), cast("User", request.user)
    form: Form = (ReopenForm if request.POST.get("status") == "open" else DecisionForm)(request.POST)
    if not form.is_valid():
        return _show_detail(request, annotation, refused=form)
    try:
        reviews.decide_gap(annotation=annotation, **form.cleaned_data, by=user)
    except reviews.ReviewError as error:
        return _show_detail(request, find_annotation(request, pk), refusal=str(error))
    messages.success(request, f"Recorded: {annotation.get_status_display()}.")
    return redirect(annotation)


@require_POST
@require_permission(Permission.ANNOTATE)
def annotation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_back(request, pk, restore=False)


@require_POST
@require_permission(Permission.ANNOTATE)
def annotation_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_back(request, pk, restore=True)


def _take_back(request: HttpRequest, pk: int, *, restore: bool) -> HttpResponse:
    annotation, user = find_annotation(request, pk), cast("User", request.user)
    if not reviews.may_edit(annotation, user):
        raise PermissionDenied
    change = reviews.restore_annotation if restore else reviews.withdraw_annotation
    try:
        change(annotation=annotation, by=user)
    except reviews.ReviewError as error:
        return _show_detail(request, find_annotation(request, pk), refusal=str(error))
    messages.success(request, "Restored." if restore else "Withdrawn. It stays in the records.")
    return redirect(annotation)


@require_POST
@require_permission(Permission.ANNOTATE)
def annotation_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Says whether the words at the proposed place are the note's words."""
    annotation, user = find_annotation(request, pk), cast("User", request.user)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _show_detail(request, annotation, refusal="Say whether these are the words.")
    try:
        if form.cleaned_data["answer"] == "confirm":
            reviews.confirm_moved(annotation=annotation, words=form.cleaned_data["words"], by=user)
        else:
            reviews.reject_moved(annotation=annotation, by=user)
    except reviews.ReviewError as error:
        return _show_detail(request, find_annotation(request, pk), refusal=str(error))
    messages.success(request, "Recorded.")
    return redirect(annotation)


@require_POST
@require_permission(Permission.ANNOTATE)
def annotation_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets a note whose words are gone on other words of its filing."""
    annotation, user = find_annotation(request, pk), cast("User", request.user)
    form = NewPlaceForm(request.POST, user=user)
    if not form.is_valid():
        return _show_detail(request, annotation, refusal="Choose the words in the filing.")
    try:
        reviews.place_anew(annotation=annotation, **form.cleaned_data, by=user)
    except reviews.ReviewError as error:
        return _show_detail(request, find_annotation(request, pk), refusal=str(error))
    messages.success(request, f"The {annotation.get_kind_display()} stands on these words now.")
    return redirect(f"{form.cleaned_data['filing'].get_absolute_url()}#note-{annotation.pk}")

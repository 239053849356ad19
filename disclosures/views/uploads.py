"""Bringing filings in: files, a text, an address; watching them being read; what a source does not say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, require_permission
from disclosures.forms import FORM_CHOICES, AddressForm, AnswerForm, PageForm, TextForm, UploadForm
from disclosures.identity import suggest_issuers
from disclosures.models import Upload, UploadItem
from disclosures.parsing.errors import ParseError
from disclosures.queries import items_of, uploads_page
from disclosures.reader_pool import ReaderEndedError
from disclosures.uploads import answer_item, discard_item, receive_address, receive_text, receive_upload


def signed_in(request: HttpRequest) -> User:
    """The user of a request that a permission has let through."""
    if not isinstance(request.user, User):
        msg = "The view must be guarded by require_permission."
        raise TypeError(msg)
    return request.user


@require_permission(Permission.UPLOAD)
def upload_list(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        return redirect(receive_upload(files=form.cleaned_data["documents"], by=signed_in(request)))
    return show_way_in(request, form, "files")


@require_permission(Permission.UPLOAD)
def upload_text(request: HttpRequest) -> HttpResponse:
    form = TextForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text, by = form.cleaned_data["text"], signed_in(request)
        return redirect(receive_text(text=text, details=form.details(), by=by))
    return show_way_in(request, form, "text")


@require_permission(Permission.UPLOAD)
def upload_address(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(receive_address(address=form.cleaned_data["address"], by=signed_in(request)))
    return show_way_in(request, form, "address")


def show_way_in(request: HttpRequest, form: UploadForm | TextForm | AddressForm, way: str) -> HttpResponse:
    """The page of uploads with one of the ways in: a tab each, with an address of its own."""
    context = {
        "form": form,
        "way": way,
        "page": uploads_page(PageForm(request.GET).given.get("page")),
        "form_choices": FORM_CHOICES,
        "nav": "uploads",
    }
    return render_page(request, "disclosures/upload_list.html", context, status=422 if form.errors else 200)


@require_safe
@require_permission(Permission.UPLOAD)
def upload_detail(request: HttpRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(Upload.objects.select_related("created_by"), pk=pk)
    items = items_of(upload)
    done = sum(item.is_settled for item in items)
    context = {
        "upload": upload,
        "items": items,
        "done": done,
        "is_done": done == len(items),
        "nav": "uploads",
    }
    return render_page(request, "disclosures/upload_detail.html", context, partial="upload-progress")


@require_permission(Permission.UPLOAD)
def upload_item_answer(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(UploadItem.objects.select_related("upload", "document"), pk=pk)
    if item.status != UploadItem.Status.ASKS:
        return redirect(item.upload)
    form = AnswerForm(request.POST if request.method == "POST" else None, item=item)
    if form.is_valid():
        try:
            answered = answer_item(item=item, details=form.details(), by=signed_in(request))
        except (ParseError, ReaderEndedError) as error:
            form.add_error(None, f"{error} Nothing is stored yet; try once more.")
        else:
            messages.success(request, answered.sentence)
            return redirect(item.upload)
    suggestions = (
        suggest_issuers(form["issuer_name"].value() or item.name) if "issuer_name" in form.fields else []
    )
    context = {
        "item": item,
        "form": form,
        "suggestions": suggestions,
        "form_choices": FORM_CHOICES,
        "nav": "uploads",
    }
    return render_page(
        request, "disclosures/upload_item_answer.html", context, status=422 if form.errors else 200
    )


@require_POST
@require_permission(Permission.UPLOAD)
def upload_item_discard(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(UploadItem.objects.select_related("upload"), pk=pk)
    discard_item(item=item)
    return redirect(item.upload)

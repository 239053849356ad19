"""A person's own keys for the API."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from config.accounts.models import User
from config.accounts.tokens import TooManyTokensError, create_token, revoke_token
from config.htmx import render_page
from config.permissions import Permission, require_permission


class TokenForm(forms.Form):
    name = forms.CharField(max_length=120, label="What it is for", help_text="“Weekly report”, for example.")


@never_cache
@require_permission(Permission.READ)
def api_tokens(request: HttpRequest) -> HttpResponse:
    """The keys, and a new one. A new key is shown in the answer that made it and nowhere else."""
    user = cast("User", request.user)
    form, key = TokenForm(), ""
    if request.method == "POST":
        form = TokenForm(request.POST)
        if form.is_valid():
            try:
                _token, key = create_token(name=form.cleaned_data["name"], by=user)
                form = TokenForm()
            except TooManyTokensError as error:
                form.add_error("name", str(error))
    context = {"form": form, "key": key, "tokens": user.tokens.filter(revoked_at=None)}
    return render_page(request, "accounts/api_tokens.html", context, status=422 if form.errors else 200)


@require_POST
@require_permission(Permission.READ)
def api_token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    token = get_object_or_404(user.tokens, pk=pk)
    if revoke_token(token=token, by=user):
        messages.success(request, f"The key “{token.name}” is refused from now on.")
    return redirect("api-tokens")

"""Addresses under /api/. No redirect to the log-in, no HTML: programs are answered in JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from comparison.api.errors import refuse
from comparison.api.interface import api
from comparison.views import api_docs


def answer_program(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What Django does for people is undone: no redirect to the log-in, no page for a wrong method."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = refuse(405, "Nothing can be written here: use GET.")
            response["Allow"] = "GET"
        patch_vary_headers(response, ("Authorization", "Cookie"))
        patch_cache_control(response, private=True)
        return response

    return answer


def show_not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    return refuse(404, "There is no such address; /api/openapi.json lists those there are.")


def _addresses() -> list[URLPattern]:
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in patterns:
        pattern.callback = answer_program(pattern.callback)
    return patterns


urlpatterns = [
    path("docs", api_docs.show_docs, name="api-docs"),
    path("", (_addresses(), "ninja", "api")),
    path("<path:rest>", answer_program(show_not_found), name="api-not-found"),
]

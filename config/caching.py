"""What browsers and proxies may keep of an answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

Answering = Callable[[HttpRequest], HttpResponseBase]


def keep_private(get_response: Answering) -> Answering:
    """Middleware: no cache that people share keeps a page, and a browser asks again before it shows one.

    Logging out also empties the browser's own cache, or its Back button would show what was read before.
    Static files are answered before this and may be kept.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        if request.method == "POST" and request.path in {reverse("logout"), reverse("admin:logout")}:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return answer

"""Pages that htmx may ask a part of."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

VARY = ("HX-Request", "HX-Target", "HX-History-Restore-Request")


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only its partial named `partial` when htmx asks for the element of that id.

    A history restore always gets the page, because htmx then replaces all of the body. The answer varies
    by those headers, so that no cache hands a part to somebody who wants the page.
    """
    htmx = HtmxDetails(request)
    wants_part = bool(partial) and htmx.target == partial and not htmx.history_restore_request
    name = f"{template}#{partial}" if htmx and wants_part else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, VARY)
    return response

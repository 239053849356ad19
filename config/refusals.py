"""Pages for refusals that Django would send without a word."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render

Answering = Callable[[HttpRequest], HttpResponseBase]


def explain_wrong_method(get_response: Answering) -> Answering:
    """Middleware: who opens an address that only takes a form is told so.

    That happens to people who were logged out meanwhile: logging in leads on to where their form was sent.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return answer

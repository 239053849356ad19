"""Every refusal is a problem in JSON (RFC 9457): type, title, status, detail and, for bad input, errors."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

PROBLEM_JSON = "application/problem+json"


class BadInput(Schema):
    where: str
    """"query filing", "path slug" …"""
    why: str


class ProblemOut(Schema):
    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[BadInput] = []


REFUSALS: dict[Any, Any] = dict.fromkeys((400, 401, 404, 405, 422, 429), ProblemOut)


def refuse(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }
    response = JsonResponse(body, status=status, content_type=PROBLEM_JSON)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Collate"'
    return response


def set_handlers(api: NinjaAPI) -> None:
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _validation_error)


def _http_error(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    if isinstance(error, Throttled):
        response = refuse(429, "Too many requests; ask again after a pause.")
        response["Retry-After"] = str(max(1, round(error.wait or 1)))
        return response
    if not isinstance(error, HttpError):
        raise TypeError("An exception handler is given exceptions.")
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        return refuse(401, "Send a key: “Authorization: Bearer …”. Keys are made under /account/tokens/.")
    return refuse(error.status_code, str(error))


def _not_found(_request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    return refuse(404, str(error) or "There is no such thing.")


def _validation_error(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    if not isinstance(error, ValidationError):
        raise TypeError("An exception handler is given exceptions.")
    errors = [
        {"where": " ".join(str(part) for part in entry["loc"]), "why": str(entry["msg"])}
        for entry in error.errors
    ]
    return refuse(422, "The address asks for something that cannot be meant.", errors)

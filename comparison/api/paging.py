"""Lists in pieces: limit and offset, and the addresses of the next and the previous piece."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.pagination import PaginationBase

LARGEST_LIMIT = 200
LARGEST_OFFSET = 10_000_000


class Paging(PaginationBase):
    """Adds `limit` and `offset` to an operation; its answer is {items, count, next, previous}."""

    class Input(Schema):
        limit: int = Field(50, ge=1, le=LARGEST_LIMIT, description="Rows of one answer, 200 at most.")
        offset: int = Field(0, ge=0, le=LARGEST_OFFSET, description="Rows to leave out before.")

    class Output(Schema):
        items: list[Any]
        count: int
        next: str | None
        previous: str | None

    def paginate_queryset(
        self, queryset: QuerySet[Any], pagination: Any, request: HttpRequest, **_params: Any
    ) -> dict[str, Any]:
        limit, offset = pagination.limit, pagination.offset
        count = queryset.order_by().count()
        # Keys are chosen first: what a list counts and joins is then made for the rows of this piece alone.
        piece = queryset.values("pk")[offset : offset + limit]
        return {
            "items": list(queryset.filter(pk__in=piece)),
            "count": count,
            "next": address_of(request, limit, offset + limit) if offset + limit < count else None,
            "previous": address_of(request, limit, max(0, offset - limit)) if offset else None,
        }


def address_of(request: HttpRequest, limit: int, offset: int) -> str:
    """This address with another piece of its list."""
    query = request.GET.copy()
    query["limit"], query["offset"] = str(limit), str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

"""What programs can ask, as a page: made from the OpenAPI schema, without scripts."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from comparison.api.description import list_operations
from config.htmx import render_page
from config.permissions import Permission, require_permission


@require_safe
@require_permission(Permission.READ)
def show_docs(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": list_operations(),
        "schema": reverse("api:openapi-json"),
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render_page(request, "comparison/api_docs.html", context)

"""The page a load balancer asks whether this process can serve."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:  # Django passes it
    """Answers `ok` once the database has answered; a database that does not is a 500 with its log line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")

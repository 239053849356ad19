"""The queue of gaps and notes."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comparison.models import Annotation
from comparison.predictions.queries import count_waiting
from comparison.reviewing.forms import GapFilterForm
from comparison.reviewing.queries import find_annotations
from config.accounts.models import User
from config.htmx import render_page


@require_safe
def gap_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = GapFilterForm(request.GET, user=user)
    form.is_valid()  # what does not make sense is said beside its field and filters nothing
    given = form.cleaned_data
    queue = find_annotations(Annotation.objects.visible_to(user), given)
    context = {
        "form": form,
        "queue": queue,
        "status": given.get("status", ""),
        "predictions": count_waiting(user),
        "nav": "gaps",
    }
    return render_page(request, "comparison/gap_list.html", context, partial="gap-rows")

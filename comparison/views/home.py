"""The first page: what is here, and a comparison one click away."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comparison.comparing.addresses import CompareAddress
from comparison.comparing.choosing import ready_made
from comparison.comparing.queries import count_held, latest_filings
from comparison.coverage.queries import offer_plans
from config.accounts.models import User
from config.htmx import render_page


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    ready = ready_made(user)
    context = {
        "held": count_held(user),
        "latest": latest_filings(user),
        "ready": ready,
        "plans": offer_plans(user),
        "address": str(CompareAddress(tuple(filing.slug for filing in ready))),
    }
    return render_page(request, "home.html", context)

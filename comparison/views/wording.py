"""Who uses a sentence, and what a filing shares with others."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comparison.reading.pages import find_filing
from comparison.wording.badges import read_key
from comparison.wording.forms import WordingForm
from comparison.wording.pages import build_filing_wordings, build_wording, find_uses, years_of
from config.accounts.models import User
from config.htmx import render_page
from disclosures.models import Filing


@require_safe
def wording_detail(request: HttpRequest, digits: str) -> HttpResponse:
    """Every place of a sentence and its near-copies."""
    key = read_key(digits)
    uses = find_uses(cast("User", request.user), key) if key is not None else None
    if key is None or uses is None:
        raise Http404("No such wording.")
    form = WordingForm(request.GET, years=years_of(uses))
    form.is_valid()  # an odd filter is told of beside its field and chooses nothing
    result = build_wording(uses, key, form.cleaned_data)
    context = {"form": form, "result": result, "page": result.page, "nav": "filings"}
    return render_page(request, "comparison/wording_detail.html", context)


@require_safe
def filing_wordings(request: HttpRequest, slug: str) -> HttpResponse:
    filing = find_filing(Filing.objects.visible_to(cast("User", request.user)), slug)
    if filing is None:
        raise Http404("No such filing.")
    context = {"filing": filing, "result": build_filing_wordings(filing), "nav": "filings"}
    return render_page(request, "comparison/wording_filing.html", context)

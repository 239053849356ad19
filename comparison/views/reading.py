"""The reading page of a filing."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comparison.benchmarks.tag_quality import faults_in
from comparison.comparing.comparisons import find_before
from comparison.models import Annotation
from comparison.predictions.queries import count_unsure
from comparison.reading.pages import find_filing, read_filing
from comparison.reviewing.anchoring import fingerprint
from comparison.reviewing.forms import DialogForm, PlacingForm
from comparison.reviewing.proposals import propose_gaps
from comparison.searching.pages import find_hit_bar
from config.accounts.models import User
from config.htmx import render_page
from config.permissions import Permission, has_permission
from disclosures.models import Filing


@require_safe
def filing_detail(request: HttpRequest, slug: str) -> HttpResponse:
    user = cast("User", request.user)
    filing = find_filing(Filing.objects.visible_to(user), slug)
    if filing is None:
        raise Http404("No such filing.")
    reading = read_filing(filing, Annotation.objects.visible_to(user))
    about = {"issuer": filing.issuer, "year": filing.fiscal_year, "filing": filing}
    context = {
        "reading": reading,
        "unsure": count_unsure(filing) if reading.is_predicted else 0,
        "findings": faults_in(reading),
        "proposed": propose_gaps(reading),
        "filing": filing,
        "before": find_before(user, filing),
        "form": DialogForm(user=user, initial=about),
        "hit_bar": find_hit_bar(request.GET, user),
        "placing": _find_placing(request, user, filing),
        "fingerprint": fingerprint(filing.reading_text),
        "nav": "filings",
    }
    return render_page(request, "comparison/reading.html", context)


def _find_placing(request: HttpRequest, user: User, filing: Filing) -> Annotation | None:
    """The note that this address wants on other words; None unless the user may place it here."""
    form = PlacingForm(request.GET)
    if not form.is_valid() or not has_permission(user, Permission.ANNOTATE):
        return None
    adrift = Annotation.objects.visible_to(user).adrift(filing).select_related("element", "created_by")
    return adrift.filter(pk=form.cleaned_data["place"]).first()

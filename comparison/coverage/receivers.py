"""What follows when filings, plans or the crosswalk change.

Receivers run inside the transaction of the write; proposals are made by a job.
"""

import pghistory
from django.db import transaction

from comparison.deriving import ask_soon
from comparison.models import CoverageReview
from disclosures.models import Filing


def cover_changed(sender: object, **_kwargs: object) -> None:
    """Receiver of filing_stored, filings_loaded, framework_changed and crosswalk_changed."""
    transaction.on_commit(ask_for_coverage)


def move_reviews(sender: type[Filing], filing: Filing, **_kwargs: object) -> None:
    """Receiver of filing_stored: a filing whose year or issuer was corrected takes its reviews along.

    One whose place is taken by the review of another filing stays where it was.
    """
    keys = {"issuer": filing.issuer_id, "fiscal_year": filing.fiscal_year}
    taken = CoverageReview.objects.filter(**keys).values("requirement")
    left_behind = CoverageReview.objects.filter(filing=filing).exclude(**keys).exclude(requirement__in=taken)
    with pghistory.context(action="moved with its filing", filing=filing.slug):
        left_behind.update(issuer=filing.issuer, fiscal_year=filing.fiscal_year)


def ask_for_coverage() -> None:
    """Has proposals made soon, once however much changes until then."""
    from comparison.tasks import propose_coverage  # not ready when apps start

    ask_soon(propose_coverage)

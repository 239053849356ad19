"""What the page that begins with a plan offers to hold against it."""

import pytest
from django.test import Client
from django.urls import reverse

from comparison.coverage.storing import refresh_coverage
from tests.comparison.coverage.plans import DRILLED, make_plan
from tests.factories import PROCESSES, make_filing

pytestmark = pytest.mark.django_db


def test_what_somebody_brought_in_is_offered_before_the_market(viewer_client: Client) -> None:
    make_plan()
    given: tuple[tuple[str, str, str, int], ...] = (
        ("Alder", "20-F", "notes_archive", 2026),
        ("Birch", "10-K", "inline_xbrl", 2025),
        ("Cedar", "20-F", "rpage_text", 2024),
        ("Doveside", "Web disclosure", "web_disclosure", 2018),
        ("Elm", "10-K", "notes_archive", 2026),
    )
    for name, form, source, year in given:
        make_filing(name, texts={PROCESSES: DRILLED}, form=form, source_format=source, fiscal_year=year)
    refresh_coverage()
    ready = viewer_client.get(reverse("coverage-list")).context["ready"]
    assert [filing.issuer.name for filing in ready] == ["Doveside", "Cedar", "Birch", "Alder"]

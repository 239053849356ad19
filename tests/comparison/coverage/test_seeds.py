"""The way of docs/coverage.md with the real documents: two 20-F, a platform's page and a plan."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.coverage.addresses import CoverageAddress
from comparison.coverage.storing import refresh_coverage
from disclosures.identity import Details
from disclosures.models import Filing, Framework
from disclosures.plan_reviews import publish_plan
from disclosures.sources import ingest_file

pytestmark = pytest.mark.django_db

SOURCES = {
    "000": Details("First Lender", "", "20-F", 2024),
    "001": Details("Second Lender", "", "20-F", 2024),
    "002": Details("Platform", "", "Web disclosure", 2018),
    "003": Details(),
}


@pytest.fixture
def address(shared_data: Path) -> CoverageAddress:
    for start, details in SOURCES.items():
        (path,) = (shared_data / "seeds").glob(f"{start}_*")
        assert [outcome.is_stored for outcome in ingest_file(path, details=details)] == [True]
    plan = Framework.objects.get(kind=Framework.Kind.PLAN)
    publish_plan(framework=plan, by=None)
    refresh_coverage()
    slugs = Filing.objects.order_by("issuer__name").values_list("slug", flat=True)
    return CoverageAddress(plan.slug, tuple(slugs))


def test_one_page_says_which_demands_each_text_answers(
    viewer_client: Client, address: CoverageAddress
) -> None:
    page = viewer_client.get(str(address)).context["page"]
    assert [column.filing.issuer.name for column in page.columns] == [
        "First Lender",
        "Platform",
        "Second Lender",
    ]
    assert [len(point.rows) for point in page.points] == [5, 3, 7, 5, 4]
    rows = {row.requirement.key.rpartition(":")[2]: row for row in page.rows}

    def said(number: str) -> list[str]:
        return [cell.verdict.value for cell in rows[number].cells]

    # Nobody speaks of models; everybody of cybersecurity; only the second lender of partners' security.
    assert [said(f"3-{demand}") for demand in range(1, 8)] == [["not_addressed"] * 3] * 7
    assert said("4-1") == ["addressed"] * 3
    assert said("1-3")[0] == said("1-3")[2] == "not_addressed"
    assert said("5-2") == ["not_addressed", "not_addressed", "addressed"]
    assert [cell.word for cell in rows["1-4"].cells][2] != "nothing found"
    with_words = [cell for row in page.rows for cell in row.cells if cell.verdict.value != "not_addressed"]
    assert [cell for cell in with_words if cell.lead not in cell.filing.reading_text] == []


def test_report_taken_along_has_every_demand_and_text(
    viewer_client: Client, address: CoverageAddress
) -> None:
    file: Any = viewer_client.get(
        f"{reverse('coverage-export', args=[address.framework, 'csv'])}?{address.query}"
    )
    lines = list(csv.DictReader(StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert len(lines) == 24 * 3
    assert {line["basis"] for line in lines} == {"proposed"}
    assert all(line["quotes"] for line in lines if line["verdict"] == "addressed")

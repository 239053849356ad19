"""Filings whose words no element names are held against a plan all the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from comparison.coverage.addresses import CoverageAddress
from comparison.coverage.queries import ready_filings
from comparison.coverage.storing import refresh_coverage
from comparison.models import FilingCoverage
from config.accounts.models import User
from disclosures.models import Filing, Framework, Passage
from disclosures.parsing.types import SourceFormat
from tests.comparison.coverage.plans import ASIDE, CHECKED, DRILLED, demand, make_plan
from tests.factories import BOARD, make_filing, make_untagged

pytestmark = pytest.mark.django_db


def page_of(client: Client, plan: Framework, *filings: Filing) -> Any:
    address = CoverageAddress(
        plan.slug, tuple(filing.slug for filing in filings), requirement=demand(plan, "1-1").slug
    )
    return client.get(str(address))


def words_of(page: Any) -> list[list[str]]:
    return [[cell.word for cell in row.cells] for row in page.rows]


def test_text_without_named_elements_is_read_as_a_whole(viewer_client: Client) -> None:
    plan, filing = make_plan(), make_untagged("Alder", text=f"{ASIDE}\n\n{DRILLED}\n\n{CHECKED}")
    filing.values.all().delete()
    refresh_coverage()
    page = page_of(viewer_client, plan, filing).context["page"]
    assert words_of(page) == [["addresses it"], ["addresses it"], ["nothing found"]]
    assert [cell.lead for row in page.rows for cell in row.cells] == [DRILLED, CHECKED, ""]


def test_words_beside_predicted_passages_are_read_too(viewer_client: Client) -> None:
    plan, filing = make_plan(), make_untagged("Alder", text=f"{ASIDE}\n\n{DRILLED}\n\n{CHECKED}")
    drilled = filing.reading_text.index(DRILLED)
    Passage.objects.filter(value__filing=filing, start=drilled).delete()
    assert Passage.objects.filter(value__filing=filing).exists()
    refresh_coverage()
    page = page_of(viewer_client, plan, filing).context["page"]
    assert [cell.lead for row in page.rows for cell in row.cells] == [DRILLED, CHECKED, ""]


def test_what_came_last_is_read_first_whenever_its_issuer_was_first_held() -> None:
    make_plan()
    early, late = (make_untagged(name, text=DRILLED) for name in ("Alder", "Birch"))
    Filing.objects.filter(pk=early.pk).update(stored_at=late.stored_at + timedelta(minutes=1))
    assert refresh_coverage(most=1) == 1
    assert FilingCoverage.objects.get().filing == early


def test_plan_begins_with_the_latest_filing_of_each_issuer(viewer: User) -> None:
    make_plan()
    filed, market = (
        make_filing("Alder", texts={BOARD: DRILLED}, fiscal_year=year, source_format=source, cik="0009900001")
        for year, source in ((2022, SourceFormat.INLINE_XBRL), (2024, SourceFormat.NOTES_ARCHIVE))
    )
    refresh_coverage()
    assert filed.issuer == market.issuer
    assert ready_filings(viewer) == (market,)


def test_passages_that_no_tag_holds_are_no_part_of_a_tagged_disclosure(viewer_client: Client) -> None:
    plan, filing = make_plan(), make_filing("Alder", texts={"": DRILLED, BOARD: ASIDE})
    refresh_coverage()
    assert words_of(page_of(viewer_client, plan, filing).context["page"]) == [["nothing found"]] * 3


def test_filing_without_words_has_nothing_to_read(viewer_client: Client) -> None:
    plan, filing = make_plan(), make_untagged("Alder", text="")
    assert refresh_coverage() == 0
    response = page_of(viewer_client, plan, filing)
    assert words_of(response.context["page"]) == [["nothing to read"]] * 3
    content = response.content.decode()
    assert "3 not read." in content
    assert "No words of it are held here: what it says is not known." in content

"""Where a fetch is asked for, and how its page is made; nothing is asked of EDGAR here."""

from typing import Any

import pytest

from disclosures.models import EdgarFetch, EdgarFetchItem, Issuer
from tests.factories import make_filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(settings: Any) -> Issuer:
    settings.EDGAR_CONTACT = "Harbour Readers mail@example.org"
    return Issuer.objects.create(name="Lantern Tide Holdings", slug="lantern-tide", cik="0009900077")


def test_issuer_page_offers_the_fetch_to_admins_only(
    issuer: Issuer, admin_client: Any, reviewer_client: Any
) -> None:
    pages = [c.get(issuer.get_absolute_url()).content.decode() for c in (admin_client, reviewer_client)]
    assert ["Fetch from EDGAR" in found for found in pages] == [True, False]
    Issuer.objects.update(cik=None)
    assert "Fetch from EDGAR" not in admin_client.get(issuer.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_fetch_page_takes_the_same_queries_for_one_filing_and_three(
    issuer: Issuer, admin_client: Any, django_assert_num_queries: Any, count: int
) -> None:
    fetch = EdgarFetch.objects.create(issuer=issuer)
    for number in range(count):
        filing = make_filing()
        EdgarFetchItem.objects.create(
            fetch=fetch, accession=f"0009900077-25-00010{number}", form="10-K", status="stored", filing=filing
        )
    with django_assert_num_queries(5):
        admin_client.get(fetch.get_absolute_url())

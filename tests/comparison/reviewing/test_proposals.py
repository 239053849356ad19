"""Gaps proposed from what a disclosure leaves open, noted with one click, then no longer proposed."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from comparison.models import Annotation
from comparison.reading.pages import find_filing, read_filing
from comparison.reviewing.proposals import ProposedGap, propose_gaps
from disclosures.identity import Details
from disclosures.ingest import read_document, receive_document, store_parsed
from disclosures.models import Filing
from tests.factories import BOARD, make_filing

pytestmark = pytest.mark.django_db

PAGE = b"""Registration information

Supervising authority: Harbour Finance Bureau

Filing date

Filing number: HB-12

Fund custody

At the Quay Bank since May 2025.

Risk management structure

A committee meets monthly. The emergency plan is tried each year.
"""


@pytest.fixture(autouse=True)
def documents_in_a_folder_of_their_own(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def store(page: bytes) -> Filing:
    document = receive_document(data=page, name="page.txt", by=None)
    (parsed,) = read_document(document)
    stored = store_parsed(document=document, part=0, parsed=parsed, details=Details("Quay Lending"), by=None)
    assert stored.filing
    return stored.filing


def proposed(filing: Filing) -> dict[str, ProposedGap]:
    found = find_filing(Filing.objects.all(), filing.slug)
    assert found
    reading = read_filing(found, Annotation.objects.all())
    return {gap.element.slug: gap for gap in propose_gaps(reading)}


def test_what_is_named_and_empty_and_what_is_not_found_is_proposed() -> None:
    gaps = proposed(store(PAGE))

    assert {slug: gap.sentence.partition(".")[0] for slug, gap in gaps.items()} == {
        "company-name": "Nothing was found on “Company name”",
        "registration": "Nothing was found on “Registration and filing”",
        "filing-time": "“Filing date” is named, and nothing stands there",
        "business-licence": "Nothing was found on “Business licence”",
        "security-level": "Nothing was found on “Security level of the system”",
        "website-record": "Nothing was found on “Website record”",
        "risks-and-controls": "Nothing was found on “Risks and controls”",
        "post-loan-management": "Nothing was found on “Post-loan management”",
        "customer-service": "Nothing was found on “Customer service”",
        "working-hours": "Nothing was found on “Working hours”",
    }


def test_empty_label_is_the_quote_of_its_gap() -> None:
    filing = store(PAGE)
    gap = proposed(filing)["filing-time"]
    assert gap.place
    assert filing.reading_text[slice(*gap.place)] == "Filing date"
    assert gap.sentence == (
        "“Filing date” is named, and nothing stands there. "
        "The guideline asks: when the filing with the regulator was made."
    )
    asked = parse_qs(urlsplit(gap.address).query)
    assert asked == {
        "issuer": [filing.issuer.slug],
        "year": ["2025"],
        "filing": [filing.slug],
        "start": [str(gap.place[0])],
        "end": [str(gap.place[1])],
        "body": [gap.sentence],
        "element": ["filing-time"],
        "kind": ["gap"],
    }


def test_reviewer_notes_a_proposed_gap_and_it_is_proposed_no_more(reviewer_client: Client) -> None:
    filing = store(PAGE)
    gap = proposed(filing)["filing-time"]
    form = reviewer_client.get(gap.address).context["form"]
    given = {name: form[name].value() for name in form.fields}
    given = {name: value.slug if hasattr(value, "slug") else value for name, value in given.items()}

    answer = reviewer_client.post("/annotations/new/", given)

    assert answer.status_code == 302, answer.context["form"].errors
    noted = Annotation.objects.get()
    assert (noted.kind, noted.quote, noted.body) == ("gap", "Filing date", gap.sentence)
    assert "filing-time" not in proposed(filing)


def test_viewer_sees_what_is_proposed_and_only_reviewers_may_note_it(
    viewer_client: Client, reviewer_client: Client
) -> None:
    address = store(PAGE).get_absolute_url()
    seen = [client.get(address).content.decode() for client in (viewer_client, reviewer_client)]
    assert ["Proposed gaps" in page for page in seen] == [True, True]
    assert ["Note the gap" in page for page in seen] == [False, True]


def test_tagged_filing_has_none_proposed() -> None:
    assert proposed(make_filing(texts={BOARD: "The board oversees it."})) == {}


def test_real_platform_page_has_its_empty_fields_and_missing_number_proposed(shared_data: Path) -> None:
    filing = store(next((shared_data / "seeds").glob("002_*")).read_bytes())
    gaps = proposed(filing)
    assert list(gaps) == ["company-name", "filing-time", "filing-number", "website-record"]
    quoted = [filing.reading_text[slice(*gap.place)] if gap.place else "" for gap in gaps.values()]
    assert [quote.split()[:2] for quote in quoted] == [[], ["Archiving", "time"], [], ["Obtained", "website"]]

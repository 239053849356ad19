"""The reading page of a filing."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from comparison.models import Annotation
from comparison.reading.pages import find_filing, is_expected, read_filing
from disclosures.models import Filing, Passage, SourceDocument
from disclosures.parsing.types import Problem, Severity, SourceFormat
from tests.comparison.rows import TEXT, WORDS, make_annotation
from tests.factories import BOARD, COMMITTEE, MATERIAL_FLAG, PROCESSES, element, make_filing, make_untagged

pytestmark = pytest.mark.django_db


def read(filing: Filing) -> Any:
    found = find_filing(Filing.objects.all(), filing.slug)
    assert found
    return read_filing(found, Annotation.objects.all())


def words_by_slug(reading: Any) -> dict[str, str]:
    return {told.element.slug: told.word for group in reading.outline for told in group.entries}


def test_page_is_for_people_who_are_signed_in(client: Client, viewer_client: Client) -> None:
    filing = make_filing()
    address = filing.get_absolute_url()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={address}")
    assert viewer_client.get(address).status_code == 200


def test_page_is_found_by_accession_number(viewer_client: Client) -> None:
    filing = make_filing(accession="0009900001-25-000001")
    Filing.objects.filter(pk=filing.pk).update(slug="an-older-address")
    for name in ("an-older-address", "0009900001-25-000001"):
        assert viewer_client.get(f"/filings/{name}/").status_code == 200
    assert viewer_client.get("/filings/nothing-like-it/").status_code == 404


def test_page_shows_the_text_character_for_character(viewer_client: Client) -> None:
    text = "Fees & “care” <b>of</b> data.\nSecond line.\n\n• An item 𝔸."
    filing = make_filing(texts={BOARD: text})
    page = viewer_client.get(filing.get_absolute_url()).content.decode()
    runs = re.findall(r'data-start="(\d+)">(.*?)</p>', page, re.DOTALL)
    shown = {int(start): re.sub(r"<[^>]+>", "", words) for start, words in runs}
    assert shown == {
        0: "Fees &amp; “care” &lt;b&gt;of&lt;/b&gt; data.\nSecond line.",
        text.index("•"): "• An item 𝔸.",
    }


def test_page_links_elements_both_ways(viewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: "The board oversees it.", PROCESSES: "We look for threats."})
    page = viewer_client.get(filing.get_absolute_url()).content.decode()
    assert page.count('id="board-oversight"') == 1
    assert 'data-el="board-oversight" href="#in-board-oversight"' in page
    assert 'id="in-board-oversight"><a data-el="board-oversight" href="#board-oversight"' in page


def test_outline_tells_present_absent_and_flags() -> None:
    filing = make_filing(texts={BOARD: "The board oversees it."}, flags={MATERIAL_FLAG: False})
    reading = read(filing)
    words = words_by_slug(reading)
    assert (words["board-oversight"], words["material-effect-flag"]) == ("discloses", "no")
    assert words["board-committee"] == "not tagged in this filing"
    assert len(words) == 16  # the annual elements: an incident is not asked of a 10-K
    assert [told.element.slug for told in reading.placeless] == ["material-effect-flag"]


def test_outline_tells_a_flag_that_contradicts_its_text() -> None:
    effect = MATERIAL_FLAG.replace("Flag", "TextBlock")
    denial = "No cybersecurity threat has materially affected us, or is reasonably likely to."
    reading = read(make_filing(texts={effect: denial}, flags={MATERIAL_FLAG: True}))
    told = {entry.element.slug: entry for group in reading.outline for entry in group.entries}
    assert told["material-effect-flag"].state == "conflict"
    assert told["material-effect-flag"].conflict == "The flag says materially affected, the text denies it."


def test_is_expected_goes_by_the_form() -> None:
    board = element(BOARD)
    incident = element("cyd:MaterialCybersecurityIncidentNatureTextBlock")
    assert [is_expected(board, form) for form in ("10-K", "10-K/A", "20-F", "8-K")] == [
        True,
        True,
        True,
        False,
    ]
    assert [is_expected(incident, form) for form in ("10-K", "20-F", "8-K", "8-K/A")] == [
        False,
        False,
        True,
        True,
    ]


def test_page_of_an_untagged_filing_says_so(viewer_client: Client) -> None:
    filing = make_filing(texts={"": "Our own words"}, source_format=SourceFormat.UNTAGGED)
    page = viewer_client.get(filing.get_absolute_url()).content.decode()
    assert "Nothing in this filing is tagged, so no element is marked" in page
    assert "Our own words" in page
    other = make_untagged(text="The tide tables hang in the harbour office beside the door.")
    other.values.all().delete()
    page = viewer_client.get(other.get_absolute_url()).content.decode()
    assert "is tagged, and no element was found in its words, so no element is marked" in page
    assert "The text stands below as it was read." in page


def test_page_of_a_filing_without_any_text_promises_none(viewer_client: Client) -> None:
    filing = make_filing(texts={}, source_format=SourceFormat.UNTAGGED)
    page = viewer_client.get(filing.get_absolute_url()).text
    assert "so no element is marked" in page
    assert "The text stands below" not in page
    assert "No text was read from this document." in page


def test_page_of_predictions_shows_their_confidence(viewer_client: Client) -> None:
    filing = make_untagged()
    response = viewer_client.get(filing.get_absolute_url())
    outline = response.context["reading"].outline
    told = {entry.element.slug: entry for group in outline for entry in group.entries}
    confidence = filing.values.get(element__key=BOARD).confidence or 0
    assert told["board-oversight"].state == "predicted"
    assert told["board-oversight"].word.startswith(f"predicted {confidence:.2f}")
    absent = {entry.word for entry in told.values() if not entry.values and entry.element.kind == "text"}
    assert absent == {"not found in its words"}
    assert "Its elements are predicted from the words" in response.content.decode()
    assert [finding.fault.value for finding in response.context["findings"]] == ["nothing-tagged"]


def test_headings_are_headings(viewer_client: Client) -> None:
    filing = make_untagged()
    page = viewer_client.get(filing.get_absolute_url())
    shown = [(p.run.segments[0].text, p.is_heading) for p in page.context["reading"].paragraphs]
    assert [text for text, is_heading in shown if is_heading] == [
        "Risk management and strategy",
        "Governance",
    ]
    assert page.content.decode().count('role="heading"') == 2


def test_problems_are_told_and_notes_folded() -> None:
    problems = (
        Problem("page-furniture", "A page number was dropped.", severity=Severity.NOTE),
        Problem("broken-chain", "A continuation is missing.", severity=Severity.ERROR),
    )
    reading = read(make_filing(problems=problems))
    assert [problem.code for problem in reading.problems] == ["broken-chain"]
    assert [problem.code for problem in reading.remarks] == ["page-furniture"]


def test_amendment_and_original_name_each_other(viewer_client: Client) -> None:
    original = make_filing("Amending Co", accession="0009900002-25-000001")
    amendment = make_filing("Amending Co", form="10-K/A", is_amendment=True, accession="0009900002-25-000002")
    assert "Amended by" in viewer_client.get(original.get_absolute_url()).content.decode()
    assert "0009900002-25-000001" in viewer_client.get(amendment.get_absolute_url()).content.decode()


def test_annotations_are_seen_by_others_where_they_stand(viewer_client: Client) -> None:
    annotation = make_annotation()
    assert annotation.filing
    page = viewer_client.get(annotation.filing.get_absolute_url()).content.decode()
    mark = re.search(r'<mark class="gap">(.*?)</mark>', page)
    assert mark
    assert WORDS in mark.group(1)
    assert f'href="#note-{annotation.pk}"' in mark.group(1)
    assert page.count(f'id="note-{annotation.pk}"') == 1
    assert "Does not say who attends." in page


def test_no_annotation_is_lost_from_the_page() -> None:
    filing = make_filing(texts={BOARD: TEXT})
    kinds = {name: make_annotation(filing) for name in ("anchored", "moved", "orphaned")}
    Annotation.objects.filter(pk=kinds["moved"].pk).update(anchor="moved")
    Annotation.objects.filter(pk=kinds["orphaned"].pk).update(anchor="orphaned")
    outside = make_annotation(filing)
    Annotation.objects.filter(pk=outside.pk).update(start=10**6, end=10**6 + 5)
    whole = make_annotation(filing, place=None, quote="", filing=None, element=element(COMMITTEE))
    reading = read(filing)
    in_text = {note.pk for paragraph in reading.paragraphs for note in paragraph.notes}
    assert in_text == {kinds["anchored"].pk, kinds["moved"].pk}
    assert {note.pk for note in reading.gone} == {kinds["orphaned"].pk, outside.pk}
    assert [note.pk for note in reading.on_elements] == [whole.pk]
    assert [note.pk for note in reading.moved] == [kinds["moved"].pk]


def test_writing_is_offered_to_reviewers_only(viewer_client: Client, reviewer_client: Client) -> None:
    address = make_filing().get_absolute_url()
    assert "data-annotate-run" not in viewer_client.get(address).content.decode()
    assert "<dialog" not in viewer_client.get(address).content.decode()
    assert "data-annotate-run" in reviewer_client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(count: int, viewer_client: Client, django_assert_num_queries: Any) -> None:
    texts = dict(list({BOARD: TEXT, PROCESSES: "Threats.", COMMITTEE: "A committee."}.items())[:count])
    problems = tuple(Problem("odd", "Reads oddly.") for _ in range(count))
    filing = make_filing("Counting Co", texts=texts, problems=problems)
    for _ in range(count):
        make_annotation(filing)
    viewer_client.get(filing.get_absolute_url())
    with django_assert_num_queries(14):
        viewer_client.get(filing.get_absolute_url())


def test_years_are_offered_only_where_the_year_before_is_held(viewer_client: Client) -> None:
    earlier = make_filing("Harrow Pike Group", fiscal_year=2024, texts={BOARD: TEXT})
    later = make_filing("Harrow Pike Group", fiscal_year=2025, texts={BOARD: TEXT})
    filing_pages = [viewer_client.get(f.get_absolute_url()).content.decode() for f in (earlier, later)]
    issuer_page = viewer_client.get(later.issuer.get_absolute_url()).content.decode()

    assert [page.count("Changes since the year before") for page in filing_pages] == [0, 1]
    assert re.findall(r'/compare/years/([^/]+)/"', issuer_page) == [later.slug]


def test_paragraphs_lead_to_similar_passages(viewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: "The board oversees it.", PROCESSES: "We look for threats."})
    stored = Passage.objects.filter(value__filing=filing).order_by("start").values_list("pk", flat=True)
    for address in (filing.get_absolute_url(), f"/compare/?f={filing.slug}&element=board-oversight"):
        page = viewer_client.get(address).content.decode()
        linked = [int(key) for key in re.findall(r'/search/similar/\?passage=(\d+)"', page)]
        assert linked == (list(stored) if address.startswith("/filings/") else [stored[0]])


def test_page_says_where_and_when_its_document_was_fetched(viewer_client: Client) -> None:
    filing = make_filing()
    assert "Fetched from" not in viewer_client.get(filing.get_absolute_url()).content.decode()
    address, moment = "https://shop.example/a?b=1&c=%22", datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    SourceDocument.objects.update(address=address, fetched_at=moment)

    page = viewer_client.get(filing.get_absolute_url()).content.decode()

    shown = f'<a href="{html.escape(address)}" rel="noopener noreferrer nofollow">{html.escape(address)}</a>'
    assert f'{shown} <span class="quiet">on 4 March 2026, 05:06 UTC</span>' in page

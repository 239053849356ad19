"""What is odd about how a filing is tagged."""

import pytest
from django.test import Client
from django.urls import reverse

from comparison.benchmarks.summaries import cover_text, read_years, refresh_summaries
from comparison.benchmarks.tag_quality import Fault, Tagged, expect, faults_of, find_faults
from comparison.models import YearSummary
from disclosures.models import Element, Filing
from disclosures.parsing.types import SourceFormat
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, element, make_filing, make_untagged

pytestmark = pytest.mark.django_db

EFFECT = MATERIAL_FLAG.replace("Flag", "TextBlock")
INCIDENT = "cyd:MaterialCybersecurityIncidentNatureTextBlock"


def elements() -> list[Element]:
    return list(Element.objects.exclude(kind="requirement").order_by("framework", "order", "key"))


def faults(form: str, *tagged: str, **states: Tagged) -> dict[str, list[str]]:
    """Keys of the elements of each finding; what is missing is left out, it is nearly everything."""
    keys = {element(key).pk: states.get(key.rpartition(":")[2], Tagged(words=9)) for key in tagged}
    found = find_faults(expect(form, elements()), keys)
    return {f.fault.value: [e.key for e in f.elements] for f in found if f.fault is not Fault.MISSING}


def test_flag_that_says_yes_wants_its_text() -> None:
    yes, no = Tagged(frozenset({True})), Tagged(frozenset({False}))
    name = MATERIAL_FLAG.rpartition(":")[2]
    assert faults("10-K", MATERIAL_FLAG, **{name: yes}) == {"flag-without-text": [MATERIAL_FLAG]}
    assert faults("10-K", MATERIAL_FLAG, **{name: no}) == {}
    assert faults("10-K", MATERIAL_FLAG, EFFECT, **{name: yes}) == {}


def test_text_wants_one_of_its_flags() -> None:
    assert faults("10-K", EFFECT) == {"text-without-flag": [EFFECT]}
    assert faults("10-K", BOARD) == {}  # no flag answers for it


def test_text_of_one_word_is_as_good_as_empty() -> None:
    name = BOARD.rpartition(":")[2]
    assert faults("20-F", BOARD, **{name: Tagged(words=1)}) == {"empty-text": [BOARD]}
    assert faults("20-F", BOARD, **{name: Tagged(words=2)}) == {}


def test_elements_of_another_form_are_told() -> None:
    assert faults("10-K/A", BOARD, INCIDENT) == {"out-of-place": [INCIDENT]}
    assert faults("8-K", BOARD, INCIDENT) == {"out-of-place": [BOARD]}


def test_repeated_elements_are_told() -> None:
    name = BOARD.rpartition(":")[2]
    assert faults("10-K", BOARD, **{name: Tagged(words=9, times=2)}) == {"repeated": [BOARD]}


def test_missing_elements_are_those_of_the_form() -> None:
    [missing] = find_faults(expect("10-K", elements()), {element(BOARD).pk: Tagged(words=9)})
    assert missing.fault is Fault.MISSING
    assert {found.clause_106 != "" for found in missing.elements} == {True}
    assert len(missing.elements) == 15


def test_nothing_tagged_is_told_of_annual_reports_alone() -> None:
    assert faults("10-K") == {"nothing-tagged": []}
    assert faults("8-K") == {}
    assert faults("Web disclosure") == {}
    assert faults("40-F") == {}


def test_rows_and_the_reading_page_find_the_same(viewer_client: Client) -> None:
    filing = make_filing(texts={BOARD: "word", INCIDENT: "An intruder came."}, flags={MATERIAL_FLAG: True})
    summary = YearSummary.objects.get(filing=filing)
    values = list(filing.values.all())
    found = [finding.fault.value for finding in faults_of(filing.form, values, elements())]
    assert found == ["missing", "flag-without-text", "empty-text", "out-of-place"]
    assert summary.findings == found
    page = viewer_client.get(filing.get_absolute_url()).content.decode()
    assert "Tag quality: 4 findings" in page
    assert 'id="tag-quality"' in page


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (2024, "Elements not tagged, Empty or one-word text."),
        (2023, "no annual filing of fiscal year 2023 is held."),
    ],
)
def test_page_tells_what_is_odd_in_ones_own_filing(viewer_client: Client, year: int, told: str) -> None:
    make_filing("Harrow Pike", texts={BOARD: "word"})
    make_filing("Tarnwick", fiscal_year=2023)
    query = {"own": "Harrow Pike", "year": year, "kind": "unknown"}
    page = viewer_client.get(reverse("tag-quality", query=query)).text
    assert f'<p class="callout"><b>Harrow Pike</b>: {told}</p>' in page


def test_reading_page_without_findings_says_nothing(viewer_client: Client) -> None:
    filing = make_filing(form="Web disclosure", source_format=SourceFormat.WEB_DISCLOSURE)
    assert "Tag quality" not in viewer_client.get(filing.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([], ""),
        ([(0, 3)], " one"),
        ([(0, 7), (4, 7)], " one two"),
        ([(4, 13), (0, 7)], " one two three"),
        ([(0, 3), (8, 13)], " one three"),
    ],
)
def test_text_under_several_elements_counts_once(spans: list[tuple[int, int]], covered: str) -> None:
    assert cover_text("one two three", spans) == covered


def test_summary_follows_the_filing() -> None:
    filing = make_filing("Moving", texts={BOARD: "Four words are here."}, flags={MATERIAL_FLAG: None})
    board, flag = element(BOARD).pk, element(MATERIAL_FLAG).pk
    row = YearSummary.objects.get()
    assert (row.filing_id, row.words, row.tagged) == (filing.pk, 4, sorted([board, flag]))
    assert (row.said_yes, row.said_no, row.has_changed) == ([], [], None)
    amendment = make_filing("Moving", texts={PROCESSES: "Two words."}, form="10-K/A", is_amendment=True)
    assert list(YearSummary.objects.values_list("filing", "form", "words")) == [(amendment.pk, "10-K", 2)]
    amendment.delete()
    assert list(YearSummary.objects.values_list("filing", "words")) == [(filing.pk, 4)]


def test_predictions_count_for_nothing() -> None:
    make_filing("Harrow", fiscal_year=2023)
    make_untagged("Harrow", fiscal_year=2024)
    row = YearSummary.objects.get(fiscal_year=2024)
    assert (row.tagged, row.compared, row.words, row.has_changed) == ([], [], 0, None)
    assert row.findings == ["nothing-tagged"]


def test_tagged_original_stands_for_its_year_beside_a_predicted_amendment() -> None:
    tagged = make_filing("Harrow", accession="0000000001-25-000001")
    make_untagged("Harrow", form="10-K/A", is_amendment=True, accession="0000000001-25-000002")
    assert YearSummary.objects.get().filing == tagged


def test_summary_compares_only_like_sources() -> None:
    make_filing("Archived", fiscal_year=2023, source_format=SourceFormat.NOTES_ARCHIVE)
    make_filing("Archived", fiscal_year=2024)
    make_filing("Archived", fiscal_year=2025)
    changes = YearSummary.objects.order_by("fiscal_year").values_list("fiscal_year", "has_changed")
    assert list(changes) == [(2023, None), (2024, None), (2025, False)]


def test_refreshing_again_changes_nothing() -> None:
    make_filing(texts={BOARD: "One.", PROCESSES: "One."}, flags={MATERIAL_FLAG: True})
    make_filing(form="8-K", texts={INCIDENT: "It happened."})
    before = list(YearSummary.objects.order_by("pk").values())
    assert refresh_summaries() == len(before) == 1
    assert list(YearSummary.objects.order_by("pk").values()) == before
    assert read_years(Filing.objects.filter(pk=before[0]["filing_id"]))[before[0]["filing_id"]].words == 2

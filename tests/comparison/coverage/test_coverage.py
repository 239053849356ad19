"""A plan's coverage: proposals, the page, reviews with their evidence, and what is taken along."""

import csv
import json
import re
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs

import docx
import pytest
from django.test import Client
from django.urls import reverse

from comparison.coverage.addresses import CoverageAddress
from comparison.coverage.reviews import review_coverage
from comparison.coverage.storing import refresh_coverage
from comparison.models import Annotation, CoverageReview, FilingCoverage
from config.accounts.models import User
from disclosures.crosswalk import decide_link
from disclosures.identity import Details
from disclosures.ingest import store_parsed
from disclosures.models import Filing, Framework
from disclosures.plan_reviews import edit_requirement, unpublish_plan
from tests.comparison.coverage.plans import ASIDE, CHECKED, DRILLED, MODELS, demand, make_plan
from tests.comparison.exports.office import W, sheets
from tests.comparison.rows import make_person, read_again, read_untagged_again
from tests.factories import BOARD, PROCESSES, element, make_filing, make_untagged, parsed_filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Framework:
    return make_plan()


@pytest.fixture
def held(plan: Framework) -> tuple[Filing, Filing]:
    """One that answers two of three demands, and one that answers none."""
    speaking = make_filing("Alder", texts={PROCESSES: f"{DRILLED} {ASIDE}\n\n{CHECKED}"}, form="20-F")
    silent = make_filing("Birch", texts={BOARD: ASIDE})
    refresh_coverage()
    return speaking, silent


def page_of(client: Client, plan: Framework, *filings: Filing, **more: str) -> Any:
    address = CoverageAddress(plan.slug, tuple(filing.slug for filing in filings), **more)
    return client.get(str(address)).context["page"]


def verdicts(page: Any) -> list[list[str]]:
    return [[cell.verdict and cell.verdict.value for cell in row.cells] for row in page.rows]


EXPECTED = [["addressed", "not_addressed"], ["addressed", "not_addressed"], ["not_addressed"] * 2]


def review(client: Client, plan: Framework, filing: Filing, number: str = "1-1", **sent: Any) -> Any:
    data = {
        "filing": filing.slug,
        "requirement": demand(plan, number).slug,
        "verdict": "addressed",
        "query": f"f={filing.slug}&requirement={demand(plan, number).slug}",
    }
    return client.post(reverse("coverage-review", args=[plan.slug]), data | sent)


def place_of(filing: Filing, words: str) -> str:
    start = filing.reading_text.index(words)
    return f"{start}-{start + len(words)}"


def test_proposals_are_stored_with_the_words_they_rest_on(
    plan: Framework, held: tuple[Filing, Filing]
) -> None:
    row = FilingCoverage.objects.get(filing=held[0], framework=plan)
    assert sorted(row.cells) == [demand(plan, "1-1").key, demand(plan, "1-2").key]
    answers = row.cells[demand(plan, "1-1").key]["answers"]
    assert [answer["words"] for answer in answers] == [DRILLED]
    start, end = answers[0]["start"], answers[0]["end"]
    assert held[0].reading_text[start:end] == DRILLED
    assert FilingCoverage.objects.get(filing=held[1]).cells == {}


def test_proposals_are_made_once_and_again_after_a_change(
    plan: Framework, held: tuple[Filing, Filing], admin_user: User
) -> None:
    assert refresh_coverage() == 0
    read_again(held[1], DRILLED)
    assert refresh_coverage() == 1
    edit_requirement(element=demand(plan, "2-1"), name="Gardens", label="Keep a garden", by=admin_user)
    assert refresh_coverage() == 2
    decide_link(left=demand(plan, "1-1"), right=element(BOARD), verdict="joined", reason="", by=admin_user)
    assert refresh_coverage() == 2
    unpublish_plan(framework=plan, by=admin_user)
    make_filing("Cedar", texts={BOARD: DRILLED})
    assert refresh_coverage() == 0


def test_proposals_of_a_filing_go_when_nothing_is_read_of_it_any_more(plan: Framework) -> None:
    filing = make_untagged("Alder", text=DRILLED)
    refresh_coverage()
    assert [bool(row.cells) for row in FilingCoverage.objects.all()] == [True]
    read_untagged_again(filing, "")
    refresh_coverage()
    assert not FilingCoverage.objects.exists()


def test_refresh_makes_as_many_as_are_asked_for_of_the_last(plan: Framework) -> None:
    filings = [make_filing(name, texts={PROCESSES: DRILLED}) for name in ("Alder", "Birch", "Cedar")]
    assert (refresh_coverage(most=2), refresh_coverage(most=0)) == (2, 0)
    made = FilingCoverage.objects.order_by("filing").values_list("filing", flat=True)
    assert list(made) == [filing.pk for filing in filings[1:]]
    assert refresh_coverage() == 1


def test_page_lays_demands_by_filings_with_counts(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    page = page_of(viewer_client, plan, *held)
    assert verdicts(page) == EXPECTED
    assert [(point.point.name, len(point.rows)) for point in page.points] == [
        ("Guard the systems", 2),
        ("Know the models", 1),
    ]
    tallies = [(c.tally.addressed, c.tally.partly, c.tally.missing, c.tally.total) for c in page.columns]
    assert tallies == [(2, 0, 1, 3), (0, 0, 3, 3)]
    assert (page.tally.addressed, page.tally.everything, page.tally.reviewed) == (2, 6, 0)


def test_filing_that_is_not_read_yet_says_so(viewer_client: Client, plan: Framework) -> None:
    page = page_of(viewer_client, plan, make_filing(texts={BOARD: DRILLED}))
    assert [row.cells[0].word for row in page.rows] == ["not read yet"] * 3
    assert (page.tally.total, page.tally.unread) == (0, 3)


def test_filing_read_anew_since_is_not_shown_with_old_places(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    read_again(held[0], f"{ASIDE}\n\n{DRILLED}")
    assert page_of(viewer_client, plan, held[0]).rows[0].cells[0].state == "unread"


def test_state_narrows_the_demands(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    page = page_of(viewer_client, plan, *held, state="addressed")
    assert [row.requirement.key for row in page.rows] == [demand(plan, n).key for n in ("1-1", "1-2")]
    assert page.tally.everything == 6


def test_demand_opens_side_by_side_with_quotes(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    page = page_of(viewer_client, plan, *held, requirement=demand(plan, "1-2").slug)
    assert [[shown.answer.words for shown in column.answers] for column in page.side] == [[CHECKED], []]
    start = held[0].reading_text.index(CHECKED)
    assert page.side[0].answers[0].address == f"{held[0].get_absolute_url()}#c{start}"
    back = parse_qs(page.side[0].gap_address.partition("?")[2])["next"]
    assert back == [f"{page.address}#{held[0].slug}"]


@pytest.mark.parametrize("count", [1, 12])
def test_page_query_count_does_not_grow(
    viewer_client: Client, plan: Framework, django_assert_num_queries: Any, count: int
) -> None:
    filings = [make_filing(texts={PROCESSES: f"{DRILLED}\n\n{CHECKED}"}) for _ in range(count)]
    refresh_coverage()
    slugs = tuple(filing.slug for filing in filings)
    address = str(CoverageAddress(plan.slug, slugs, demand(plan, "1-1").slug))
    with django_assert_num_queries(10):
        assert viewer_client.get(address).status_code == 200


def test_reviewer_confirms_with_words(
    reviewer_client: Client, reviewer: User, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    answer = review(reviewer_client, plan, held[0], places=[place_of(held[0], DRILLED)], remark="Clear.")
    assert answer.status_code == 302
    note = Annotation.objects.get()
    assert (note.quote, note.element, note.anchor) == (DRILLED, demand(plan, "1-1"), "anchored")
    page = page_of(reviewer_client, plan, held[0], requirement=demand(plan, "1-1").slug)
    cell = page.side[0].cell
    assert (cell.review.reviewed_by, cell.review.remark, cell.proposed_word) == (reviewer, "Clear.", "")
    assert (cell.lead, page.side[0].can_take, page.tally.reviewed) == (DRILLED, False, 1)


def test_reviewer_overrules_and_notes_a_gap(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], verdict="not_addressed", is_gap="on", remark="Not each half year.")
    cell = page_of(reviewer_client, plan, held[0]).rows[0].cells[0]
    assert (cell.word, cell.proposed_word) == ("does not", "addresses it")
    assert [(gap.body, gap.status) for gap in cell.gaps] == [("Not each half year.", "open")]
    queue = reviewer_client.get(reverse("gap-list")).context["queue"]
    assert [gap.element for gap in queue.page] == [demand(plan, "1-1")]


def test_review_goes_along_to_another_filing_of_the_year_and_not_to_the_next(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], verdict="not_addressed")
    amended = make_filing("Alder", texts={BOARD: ASIDE}, form="20-F/A")
    later = make_filing("Alder", texts={BOARD: ASIDE}, form="20-F", fiscal_year=2025)
    cells = page_of(reviewer_client, plan, held[0], amended, later).rows[0].cells
    assert [cell.review is not None for cell in cells] == [True, True, False]


def test_review_goes_along_when_the_year_of_its_filing_is_corrected(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], verdict="not_addressed")
    filing = held[0]
    assert filing.fiscal_year != 2025
    corrected = parsed_filing({BOARD: DRILLED}, issuer_name=filing.issuer.name, fiscal_year=2025)
    store_parsed(document=filing.document, part=0, parsed=corrected, details=Details(), by=None)
    filing.refresh_from_db()
    assert (filing.fiscal_year, CoverageReview.objects.get().fiscal_year) == (2025, 2025)
    assert page_of(reviewer_client, plan, filing).rows[0].cells[0].review is not None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose the words it rests on"),
        ({"verdict": "maybe"}, "Select a valid choice"),
        ({"places": ["0-3"]}, "The filing was read again"),
        ({"seen": "2024-05-01T00:00:00+00:00", "verdict": "not_addressed"}, "quicker"),
    ],
)
def test_refused_review_says_why_and_writes_nothing(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing], sent: Any, sentence: str
) -> None:
    answer = review(reviewer_client, plan, held[0], **sent)
    told = " ".join(str(error) for own in answer.context["refused"].errors.values() for error in own)
    assert answer.status_code == 422
    assert sentence in told
    assert (CoverageReview.objects.count(), Annotation.objects.count()) == (0, 0)
    assert [column.is_refused for column in answer.context["page"].side] == [True]


def test_refused_review_keeps_what_was_chosen_and_typed(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    sent = {"verdict": "partly", "remark": "Drills <b>only</b>", "is_gap": "on"}
    answer = review(reviewer_client, plan, held[0], **sent)
    assert answer.status_code == 422
    form = answer.text.partition("review-fold")[2]
    assert re.findall(r'name="verdict" value="(\w+)" checked', form) == ["partly"]
    assert re.findall(r'name="(places|is_gap)"[^>]* checked', form) == ["is_gap"]
    assert "Drills &lt;b&gt;only&lt;/b&gt;</textarea>" in form
    # Its links lead back to the plan's page: the address that refused answers to no link.
    assert re.findall(r'href="(\?[^"]*)"', answer.text) == []
    files = re.findall(r'href="[^"]*/export/\w+/(\?[^"]*)"', answer.text)
    assert files == [f"?f={held[0].slug}"] * 4


def test_second_reviewer_is_told_of_the_first(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], verdict="not_addressed")
    assert review(reviewer_client, plan, held[0], verdict="not_addressed").status_code == 422
    seen = CoverageReview.objects.get().reviewed_at.isoformat()
    places = [place_of(held[0], DRILLED)]
    again = review(reviewer_client, plan, held[0], verdict="partly", places=places, seen=seen)
    assert again.status_code == 302
    assert CoverageReview.objects.get().verdict == "partly"


def test_review_taken_back_leaves_the_proposal_and_its_records(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], verdict="not_addressed")
    known = CoverageReview.objects.get()
    sent = {"review": known.pk, "seen": known.reviewed_at.isoformat(), "query": f"f={held[0].slug}"}
    address = reverse("coverage-withdraw", args=[plan.slug])
    assert reviewer_client.post(address, sent).status_code == 302
    assert verdicts(page_of(reviewer_client, plan, held[0]))[0] == ["addressed"]
    again = reviewer_client.post(address, sent)
    assert again.status_code == 422
    assert len(re.findall('class="error-summary"', again.text)) == 1
    assert known.events.count() == 2
    assert review(reviewer_client, plan, held[0], verdict="not_addressed").status_code == 302


def test_evidence_that_moved_is_marked(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], places=[place_of(held[0], DRILLED)])
    read_again(held[0], f"{DRILLED} Now in other words.")
    refresh_coverage()
    cell = page_of(reviewer_client, plan, held[0]).rows[0].cells[0]
    assert (cell.has_lost_words, cell.evidence[0].anchor) == (True, "moved")


def test_viewer_may_not_review(viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]) -> None:
    assert review(viewer_client, plan, held[0]).status_code == 403


def take(client: Client, plan: Framework, kind: str, *filings: Filing) -> bytes:
    address = reverse("coverage-export", args=[plan.slug, kind], query={"f": [f.slug for f in filings]})
    return b"".join(client.get(address).streaming_content)


def test_csv_and_json_have_the_rows_of_the_page(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    lines = list(csv.DictReader(StringIO(take(viewer_client, plan, "csv", *held).decode("utf-8-sig"))))
    told = json.loads(take(viewer_client, plan, "json", *held))
    flat = [verdict for row in EXPECTED for verdict in row]
    assert [line["verdict"] for line in lines] == flat
    assert [answer["verdict"] for answer in told["answers"]] == flat
    assert (lines[0]["quotes"], lines[0]["basis"], lines[0]["demand"]) == (DRILLED, "proposed", "1-1")
    assert told["filings"][0]["told"] == "2 of 3 addressed, 0 in part, 1 not; 0 of 3 reviewed"


def test_workbook_and_report_hold_demands_and_quotes(
    reviewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    review(reviewer_client, plan, held[0], places=[place_of(held[0], DRILLED)])
    book = sheets(take(reviewer_client, plan, "xlsx", *held))
    assert list(book) == ["Overview", "Answers"]
    assert [row[7] for row in book["Answers"][1:]] == [DRILLED, "", CHECKED, "", "", ""]
    report = docx.Document(BytesIO(take(reviewer_client, plan, "docx", *held)))
    headings = [p.text for p in report.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert headings == [row.requirement.name for row in page_of(reviewer_client, plan, *held).rows]
    overview, first, *_ = report.tables
    assert [cell.text for cell in overview.rows[0].cells] == [
        "Demand",
        "Alder\n20-F 2024",
        "Birch\n10-K 2024",
    ]
    assert [row.cells[2].text for row in overview.rows[1:]] == ["– nothing found (proposed)"] * 3
    # The row that is repeated on each page is a head, not somebody's answer.
    assert [cell.text for cell in first.rows[0].cells] == ["Disclosure", "What it says"]
    assert f"“{DRILLED}”" in first.rows[1].cells[1].text
    repeated = [row._tr.find(f".//{W}tblHeader") is not None for row in first.rows]
    assert repeated == [True, *(False for _ in held)]
    told = [p.text for p in report.paragraphs]
    assert any(text.startswith("1 of 6 answers are a reviewer's. The others are proposed") for text in told)
    assert f"No answer was found in any of them to: {MODELS}." in told
    assert "Point 1: Guard the systems" in told


@pytest.mark.parametrize("name", ["coverage-print", "coverage-export"])
def test_taking_along_refuses_what_is_not_held(viewer_client: Client, plan: Framework, name: str) -> None:
    arguments = [plan.slug, "csv"] if name == "coverage-export" else [plan.slug]
    address = reverse(name, args=arguments, query={"f": "nobody"})
    assert viewer_client.get(address).status_code == 404


def test_page_to_print_holds_the_quotes(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    query = {"f": [filing.slug for filing in held]}
    answer = viewer_client.get(reverse("coverage-print", args=[plan.slug], query=query))
    assert answer.status_code == 200
    assert answer.content.decode().count(CHECKED) == 1


def test_draft_has_no_coverage_page(viewer_client: Client, reviewer_client: Client) -> None:
    draft = make_plan(is_published=False)
    filing = make_filing(texts={BOARD: DRILLED})
    address = str(CoverageAddress(draft.slug, (filing.slug,)))
    assert [client.get(address).status_code for client in (viewer_client, reviewer_client)] == [404, 404]


def test_choosing_leads_to_the_page(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    page = viewer_client.get(reverse("coverage-list"))
    assert [one.slug for one in page.context["plans"]] == [plan.slug]
    assert [filing.slug for filing in page.context["ready"]] == [held[0].slug]
    chosen = viewer_client.get(reverse("coverage-list", query={"plan": plan.slug, "f": held[1].slug}))
    assert chosen.url == str(CoverageAddress(plan.slug, (held[1].slug,)))


def test_more_filings_than_fit_are_refused_in_words(
    viewer_client: Client, plan: Framework, held: tuple[Filing, Filing]
) -> None:
    many = [f"filing-{number}" for number in range(25)]
    page = viewer_client.get(reverse("coverage-list", query={"plan": plan.slug, "f": many}))
    assert page.status_code == 400
    assert "Up to 24 filings fit beside a plan; choose fewer." in page.content.decode()


def test_reviews_of_two_issuers_stand_apart(plan: Framework, held: tuple[Filing, Filing]) -> None:
    for filing in held:
        review_coverage(
            filing=filing,
            requirement=demand(plan, "2-1"),
            verdict="not_addressed",
            places=[],
            remark="",
            is_gap=False,
            seen=None,
            by=make_person("reviewer"),
        )
    assert CoverageReview.objects.count() == 2

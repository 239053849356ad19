from datetime import date

import pytest

from comparison.comparing.comparisons import choose_filings, compare_filings, open_row, pick_filing
from comparison.comparing.presenting import show_requirements
from comparison.comparing.queries import fetch_catalogue, fetch_requirements, filings_to_compare
from disclosures.models import Element, Filing, Topic
from disclosures.parsing.types import ParsedRequirement, SourceFormat
from tests.factories import BOARD, PROCESSES, make_filing, make_untagged

pytestmark = pytest.mark.django_db

ORGANISATION = "online_lending:risk-organisation"
HOTLINE = "online_lending:customer-service"


def stored(filing: Filing) -> Filing:
    return filings_to_compare(None).get(pk=filing.pk)


def test_pick_filing_takes_the_latest_amendment_that_carries_elements() -> None:
    original = make_filing("Harrow", accession="0000000001-25-000001", filed=date(2025, 3, 1))
    early = make_filing(
        "Harrow", form="10-K/A", is_amendment=True, accession="0000000001-25-000002", filed=date(2025, 4, 1)
    )
    late = make_filing(
        "Harrow", form="10-K/A", is_amendment=True, accession="0000000001-25-000003", filed=date(2025, 5, 1)
    )
    empty = make_filing(
        "Harrow",
        form="10-K/A",
        is_amendment=True,
        accession="0000000001-25-000004",
        filed=date(2025, 6, 1),
        texts={},
    )
    filings = [stored(filing) for filing in (original, early, late, empty)]
    assert pick_filing(filings) == late
    assert pick_filing([filings[0], filings[3]]) == original
    assert pick_filing([]) is None


def test_compare_filings_says_that_an_amendment_was_taken() -> None:
    make_filing("Harrow")
    make_filing("Harrow", form="10-K/A", is_amendment=True, filed=date(2025, 5, 3))
    comparison = compare_filings(None, choose_filings(None, ["harrow"]))
    assert [column.filing.form for column in comparison.columns] == ["10-K/A"]
    assert comparison.columns[0].note == "the amendment filed 3 May 2025, taken before the original"


def test_choose_filings_takes_the_latest_annual_filing_or_the_year_asked_for() -> None:
    older, latest = make_filing("Harrow", fiscal_year=2023), make_filing("Harrow", fiscal_year=2024)
    make_filing("Harrow", form="8-K", fiscal_year=2025)
    assert choose_filings(None, ["harrow", "nobody"]) == [latest]
    assert choose_filings(None, ["harrow"], 2023) == [older]
    assert choose_filings(None, ["harrow"], 2019) == []


def test_compare_filings_holds_against_a_year_before_that_carries_elements() -> None:
    untagged = make_filing("Harrow", texts={}, fiscal_year=2023)
    now = make_filing("Harrow", fiscal_year=2024)
    assert compare_filings(None, [stored(now)]).columns[0].before is None
    untagged.delete()
    before = make_filing("Harrow", fiscal_year=2023)
    assert compare_filings(None, [stored(now)]).columns[0].before == before


def test_a_web_disclosure_joins_through_the_crosswalk_and_keeps_its_other_elements() -> None:
    filing = make_filing("Harrow", texts={BOARD: "Our board oversees cyber risk."})
    web = make_filing(
        "Vale",
        texts={ORGANISATION: "Risk is controlled by four bodies.", HOTLINE: "Call us between nine and five."},
        form="Web disclosure",
        source_format=SourceFormat.WEB_DISCLOSURE,
    )
    comparison = compare_filings(None, [stored(filing), stored(web)])
    row = comparison.find_row("board-oversight")
    assert row is not None
    assert [(cell.state.value, [joined.element.key for joined in cell.joined]) for cell in row.cells] == [
        ("disclosed", []),
        ("predicted", [ORGANISATION]),
    ]
    hotline = comparison.find_row("customer-service")
    assert hotline is not None
    assert [cell.state.value for cell in hotline.cells] == ["silent", "predicted"]
    assert comparison.find_row("risk-organisation") is None


def test_web_disclosures_alone_are_compared_in_their_own_framework() -> None:
    web = make_filing(
        "Vale",
        texts={ORGANISATION: "Four bodies."},
        form="Web disclosure",
        source_format=SourceFormat.WEB_DISCLOSURE,
    )
    row = compare_filings(None, [stored(web)]).find_row("risk-organisation")
    assert row is not None
    assert [cell.state.value for cell in row.cells] == ["predicted"]


def test_open_row_takes_up_to_four_filings_that_speak() -> None:
    silent = make_filing("Harrow", texts={PROCESSES: "We test our systems."})
    speaking = [make_filing(texts={BOARD: "Our board oversees cyber risk."}) for _ in range(5)]
    comparison = compare_filings(None, [stored(filing) for filing in (silent, *speaking)])
    row = comparison.find_row("board-oversight")
    assert row is not None
    assert [column.filing for column in open_row(comparison, row).columns] == speaking[:4]
    chosen = open_row(comparison, row, [silent.slug, speaking[4].slug])
    assert [column.filing for column in chosen.columns] == [silent, speaking[4]]


def test_requirements_of_a_plan_stand_beside_elements_of_their_topic() -> None:
    from disclosures.ingest import receive_document
    from disclosures.parsing.types import ParsedFiling
    from disclosures.plan_reviews import publish_plan
    from disclosures.plans import store_plan

    document = receive_document(data=b"plan", name="plan.txt", by=None)
    demands = (
        ParsedRequirement(1, 0, "Strategy", "Firms shall set a strategy with their board of directors."),
        ParsedRequirement(1, 1, "Board", "The board of directors approves the strategy."),
        ParsedRequirement(2, 0, "Hotlines", "Firms answer complaints within a day."),
    )
    plan, _ = store_plan(
        document=document,
        parsed=ParsedFiling(SourceFormat.REGULATOR_PLAN, title="Plan", requirements=demands),
    )
    assert fetch_requirements(fetch_catalogue(), [BOARD]) == []
    publish_plan(framework=plan, by=None)
    points = show_requirements(fetch_requirements(fetch_catalogue(), [BOARD]))
    assert [(point.plan, point.title, [demand.asks for demand in point.demands]) for point in points] == [
        ("Plan", "Strategy", ["The board of directors approves the strategy."])
    ]
    assert Topic.objects.filter(elements__in=Element.objects.filter(key=BOARD)).exists()


def test_pick_filing_never_prefers_predictions_to_tags() -> None:
    tagged = make_filing("Harrow", accession="0000000001-25-000001", filed=date(2025, 3, 1))
    amendment = make_untagged(
        "Harrow", form="10-K/A", is_amendment=True, accession="0000000001-25-000002", filed=date(2025, 4, 1)
    )
    assert pick_filing([stored(tagged), stored(amendment)]) == tagged
    alone = make_untagged("Tarnwick", accession="0000000002-25-000001", filed=date(2025, 3, 1))
    amended = make_untagged(
        "Tarnwick", form="10-K/A", is_amendment=True, accession="0000000002-25-000002", filed=date(2025, 4, 1)
    )
    assert pick_filing([stored(alone), stored(amended)]) == amended


def test_predicted_cells_have_their_state_and_no_change() -> None:
    make_untagged("Harrow", fiscal_year=2023)
    tagged = make_filing("Harrow", texts={BOARD: "The board oversees."}, fiscal_year=2024)
    untagged = make_untagged("Tarnwick", fiscal_year=2024)
    compared = compare_filings(None, [stored(tagged), stored(untagged)])
    row = compared.find_row("board-oversight")
    assert row is not None
    assert [(cell.state.value, cell.has_changed) for cell in row.cells] == [
        ("disclosed", None),
        ("predicted", None),
    ]
    assert compared.columns[0].before is not None

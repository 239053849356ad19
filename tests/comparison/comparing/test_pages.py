"""The compare page, the chooser and the years."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comparison.comparing.readings import refresh_readings
from config.accounts.models import User
from disclosures.models import Filing
from tests.comparison.rows import make_annotation
from tests.factories import (
    BOARD,
    COMMITTEE,
    MATERIAL_FLAG,
    PROCESSES,
    UNTAGGED_ITEM,
    element,
    make_filing,
    make_untagged,
)

pytestmark = pytest.mark.django_db

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
QUARTERLY_TOO = "Every quarter the audit committee receives the security officer's report on cyber risk."
HOTLINE = "Customers reach our hotline on working days between nine and five."


def grid_address(*filings: Filing, **more: Any) -> str:
    return reverse("compare", query={"f": [filing.slug for filing in filings], **more})


def two_filings() -> tuple[Filing, Filing]:
    harrow = make_filing(
        "Harrow Pike", texts={BOARD: f"{QUARTERLY}\n\n{HOTLINE}"}, flags={MATERIAL_FLAG: False}
    )
    vale = make_filing("Meridian Vale", texts={BOARD: QUARTERLY_TOO}, form="20-F")
    return harrow, vale


def test_compare_asks_a_stranger_to_log_in(client: Client) -> None:
    for name in ("compare", "home"):
        assert client.get(reverse(name)).url == f"{reverse('login')}?next={reverse(name)}"


def test_compare_refuses_writing(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    viewer_client.post(grid_address(harrow, vale))
    assert Filing.objects.count() == 2


def test_grid_lays_a_10k_beside_a_20f(viewer_client: Client) -> None:
    page = viewer_client.get(grid_address(*two_filings())).context["page"]
    assert [column.name for column, _ in page.columns] == ["Harrow Pike", "Meridian Vale"]
    shown = {
        row.row.element.slug: [(cell.cell.state.value, cell.word) for cell in row.cells]
        for group in page.groups
        for row in group.rows
    }
    assert shown["board-oversight"] == [("disclosed", "discloses"), ("disclosed", "discloses")]
    assert shown["material-effect"] == [("denied", "denies"), ("silent", "says nothing")]
    flags = [
        [(flag.word) for flag in cell.flags]
        for group in page.groups
        for row in group.rows
        for cell in row.cells
        if row.row.element.slug == "material-effect"
    ]
    assert flags == [["no"], ["not tagged"]]
    assert page.silent == ("Governance: management", "Incidents")


@pytest.mark.parametrize("filing_count", [2, 10])
def test_grid_query_count_does_not_grow_with_filings(
    viewer_client: Client, django_assert_num_queries: Any, filing_count: int
) -> None:
    texts = {BOARD: QUARTERLY, PROCESSES: HOTLINE}
    filings = []
    for _ in range(filing_count):
        filing = make_filing(texts=texts, flags={MATERIAL_FLAG: False})
        make_filing(filing.issuer.name, texts=texts, fiscal_year=2023)
        make_annotation(filing, place=None, quote="")
        filings.append(filing)
    address = grid_address(*filings)
    with django_assert_num_queries(13):
        assert viewer_client.get(address).status_code == 200


@pytest.mark.parametrize("filing_count", [2, 4])
def test_side_by_side_query_count_does_not_grow_with_filings(
    viewer_client: Client, django_assert_num_queries: Any, filing_count: int
) -> None:
    filings = [make_filing(texts={BOARD: QUARTERLY}) for _ in range(filing_count)]
    for filing in filings:
        make_annotation(filing, place=None, quote="")
    address = grid_address(*filings, element="board-oversight")
    refresh_readings()
    with django_assert_num_queries(15):
        assert viewer_client.get(address).status_code == 200


def test_row_opens_side_by_side_with_passages_level(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    opened = viewer_client.get(grid_address(harrow, vale, element="board-oversight")).context["page"].row
    assert opened.summary == "One passage is shared, one is only in Harrow Pike."
    assert [[shown.passage.text for shown in level.passages] for level in opened.shared] == [
        [QUARTERLY, QUARTERLY_TOO]
    ]
    assert [[shown.passage.text for shown in own] for own in opened.only] == [[HOTLINE], []]
    start = harrow.reading_text.index(HOTLINE)
    assert opened.only[0][0].address == f"{harrow.get_absolute_url()}#c{start}"


def test_flag_opens_the_row_of_its_text(viewer_client: Client) -> None:
    page = viewer_client.get(grid_address(*two_filings(), element="material-effect-flag")).context["page"]
    assert page.row.row.element.slug == "material-effect"


def test_words_under_two_elements_are_shown_once_with_both_names(viewer_client: Client) -> None:
    # The factory puts elements one after the other; here both stand at the same place.
    filing = make_filing(texts={BOARD: QUARTERLY, COMMITTEE: QUARTERLY})
    first, second = filing.values.order_by("position")
    second.passages.update(start=first.passages.get().start, end=first.passages.get().end)
    page = viewer_client.get(grid_address(filing, make_filing(), element="board-oversight")).context["page"]
    shown = [passage for own in page.row.only for passage in own]
    assert [
        (passage.passage.text, passage.also) for passage in shown if passage.issuer == filing.issuer.name
    ] == [(QUARTERLY, ("Board committee",))]


def test_panel_part_holds_no_page_heading(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    address = grid_address(harrow, vale, element="board-oversight", **{"in": harrow.slug})
    headers = {"HX-Request": "true", "HX-Target": "panel"}
    part = viewer_client.get(address, headers=headers).content.decode()
    whole = viewer_client.get(address).content.decode()
    assert ("<h1" in part, "<h2>Harrow Pike</h2>" in part, HOTLINE in part) == (False, True, True)
    assert ("<h1" in whole, "<h2>Harrow Pike</h2>" in whole) == (True, True)


def test_side_by_side_part_holds_no_page_heading(viewer_client: Client) -> None:
    address = grid_address(*two_filings(), element="board-oversight")
    headers = {"HX-Request": "true", "HX-Target": "side-by-side"}
    part = viewer_client.get(address, headers=headers).content.decode()
    assert ("<h1" in part, "Only here" in part, "data-grid" in part) == (False, True, False)


@pytest.mark.parametrize(("role", "count"), [("viewer", 0), ("reviewer", 1), ("admin", 1)])
def test_only_who_may_annotate_is_offered_a_gap(client: Client, role: str, count: int) -> None:
    user = User.objects.create_user(f"{role}-here", "right-horse-battery", role=role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    harrow, vale = two_filings()
    address = grid_address(harrow, vale, element="board-committee", **{"in": vale.slug})
    content = client.get(address).content.decode()
    assert content.count("Note a gap") == count
    gap = "issuer=meridian-vale&amp;year=2024&amp;element=board-committee&amp;kind=gap"
    assert content.count(gap) == count


def test_grid_and_panel_show_annotations(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    make_annotation(harrow, place=None, quote="", body="Does not say who attends.")
    page = viewer_client.get(
        grid_address(harrow, vale, element="board-oversight", **{"in": harrow.slug})
    ).context["page"]
    marks = {
        row.row.element.slug: [cell.marks.gaps for cell in row.cells]
        for group in page.groups
        for row in group.rows
    }
    assert marks["board-oversight"] == [1, 0]
    assert [note.body for note in page.cell.column.annotations] == ["Does not say who attends."]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("f=unknown", 200),
        ("f=%00", 400),
        ("f=-1&f=" + "9" * 300, 400),
        ("year=" + "9" * 30, 400),
        ("issuer=harrow-pike&year=-1", 400),
        ("issuer=nobody", 302),
        ("q=%00", 400),
        ("f=harrow-pike-10-k-2024&element=%00", 400),
        ("f=harrow-pike-10-k-2024&element=nothing", 404),
        ("f=harrow-pike-10-k-2024&element=board-oversight&in=nobody", 200),
        ("f=harrow-pike-10-k-2024&element=board-oversight&side=nobody", 200),
        ("&".join(f"f=a{n}" for n in range(30)), 400),
    ],
)
def test_compare_answers_any_address(viewer_client: Client, query: str, status: int) -> None:
    two_filings()
    assert viewer_client.get(f"{reverse('compare')}?{query}").status_code == status


def test_compare_by_issuer_and_year_leads_to_the_filings(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    make_filing("Harrow Pike", fiscal_year=2025)
    response = viewer_client.get(f"{reverse('compare')}?issuer=meridian-vale&issuer=harrow-pike&year=2024")
    assert response.url == grid_address(vale, harrow)


def test_compare_by_one_issuer_leads_to_choosing_others(viewer_client: Client) -> None:
    harrow, _ = two_filings()
    response = viewer_client.get(f"{reverse('compare')}?issuer=harrow-pike")
    assert response.url == f"{grid_address(harrow)}&choose=1"
    offer = viewer_client.get(response.url).context["offer"]
    chosen = [choice.filing for entry in offer.issuers for choice in entry.choices if choice.is_chosen]
    assert chosen == [harrow]


def test_chooser_offers_a_comparison_in_one_click(viewer_client: Client) -> None:
    filings = two_filings()
    offer = viewer_client.get(reverse("compare")).context["offer"]
    assert offer.address == grid_address(*filings)


def test_chooser_finds_issuers_by_name_and_keeps_what_is_chosen(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    offer = viewer_client.get(f"{grid_address(harrow)}&choose=1&q=merid").context["offer"]
    assert ([entry.issuer for entry in offer.issuers], offer.chosen) == ([vale.issuer], (harrow,))


@pytest.mark.parametrize("issuer_count", [1, 3])
def test_chooser_query_count(
    viewer_client: Client, django_assert_num_queries: Any, issuer_count: int
) -> None:
    for _ in range(issuer_count):
        make_filing()
    with django_assert_num_queries(7):
        viewer_client.get(reverse("compare"))


def test_chooser_without_filings_says_what_to_do(viewer_client: Client, admin_client: Client) -> None:
    assert "An admin brings filings in" in viewer_client.get(reverse("compare")).content.decode()
    assert "Upload filings" in admin_client.get(reverse("compare")).content.decode()


def test_years_show_changes_first(viewer_client: Client) -> None:
    make_filing(
        "Harrow Pike",
        texts={BOARD: f"{HOTLINE}\n\n{QUARTERLY}"},
        flags={MATERIAL_FLAG: False},
        fiscal_year=2023,
    )
    now = make_filing(
        "Harrow Pike",
        texts={BOARD: f"{HOTLINE}\n\n{QUARTERLY.replace('every quarter', 'every month')}"},
        flags={MATERIAL_FLAG: True},
    )
    page = viewer_client.get(reverse("compare-years", args=[now.slug])).context["page"]
    assert [(shown.row.change.value, shown.row.elements) for shown in page.changes] == [
        ("edited", ("Board oversight",))
    ]
    assert [[p.text for p in shown.row.new] for shown in page.unchanged] == [[HOTLINE]]
    assert [
        (e.element.element.slug, e.element.change.value, e.flag_before, e.flag_now) for e in page.elements
    ] == [
        ("material-effect-flag", "flag flipped", "no", "yes"),
        ("board-oversight", "edited", "", ""),
    ]
    assert page.elements[1].edit == "4\N{NARROW NO-BREAK SPACE}% of the words: one of two passages edited"


def test_years_say_which_of_several_filings_of_a_year_were_taken(viewer_client: Client) -> None:
    make_filing("Harrow Pike", texts={BOARD: HOTLINE}, fiscal_year=2023)
    make_filing(
        "Harrow Pike",
        texts={BOARD: QUARTERLY},
        form="10-K/A",
        fiscal_year=2023,
        is_amendment=True,
        filed=date(2024, 5, 3),
    )
    now = make_filing("Harrow Pike", texts={BOARD: QUARTERLY})
    response = viewer_client.get(reverse("compare-years", args=[now.slug]))
    redline = response.context["page"].redline
    assert (redline.before.form, redline.changes, redline.note) == ("10-K/A", (), "")
    assert redline.before_note == "the amendment filed 3 May 2024, taken before the original"
    assert redline.before_note in response.content.decode()


@pytest.mark.parametrize("value_count", [1, 3])
def test_years_query_count(viewer_client: Client, django_assert_num_queries: Any, value_count: int) -> None:
    texts = dict(list({BOARD: QUARTERLY, COMMITTEE: HOTLINE, PROCESSES: QUARTERLY_TOO}.items())[:value_count])
    make_filing("Harrow Pike", texts=texts, fiscal_year=2023)
    now = make_filing("Harrow Pike", texts=texts)
    with django_assert_num_queries(10):
        viewer_client.get(reverse("compare-years", args=[now.slug]))


def test_untagged_filing_is_not_called_silent_where_nothing_was_found(viewer_client: Client) -> None:
    tagged = make_filing("Harrow Pike", texts={PROCESSES: HOTLINE})
    untagged = make_untagged("Tarnwick", text=UNTAGGED_ITEM.split("\n\n")[4])
    slug = element(PROCESSES).slug
    page = viewer_client.get(grid_address(tagged, untagged, element=slug)).content.decode()
    assert "one is only in Harrow Pike, nothing was found in the words of Tarnwick." in page
    found = viewer_client.get(reverse("search", query={"element": slug, "state": "silent"})).content.decode()
    assert '<span class="st st-silent">not found in its words</span>' in found


def test_years_hold_the_whole_of_an_untagged_item_against_the_tags(viewer_client: Client) -> None:
    make_untagged("Harrow Pike", text=f"{UNTAGGED_ITEM}\n\n{HOTLINE}", fiscal_year=2023)
    oversight = UNTAGGED_ITEM.split("\n\n")[4]
    now = make_filing("Harrow Pike", texts={BOARD: f"{oversight}\n\n{HOTLINE}"})
    response = viewer_client.get(reverse("compare-years", args=[now.slug]))
    page = response.context["page"]
    assert [shown.row.new[0].text for shown in page.unchanged] == [oversight, HOTLINE]
    assert {shown.row.change.value for shown in page.changes} == {"dropped"}
    assert (page.elements, page.unchanged_elements) == ((), ())
    assert "A year without tags" in response.content.decode()


@pytest.mark.parametrize("copies", [1, 3])
def test_years_of_an_untagged_filing_query_count(
    viewer_client: Client, django_assert_num_queries: Any, copies: int
) -> None:
    make_untagged("Harrow Pike", text="\n\n".join([UNTAGGED_ITEM] * copies), fiscal_year=2023)
    now = make_filing("Harrow Pike")
    with django_assert_num_queries(9):
        viewer_client.get(reverse("compare-years", args=[now.slug]))


def test_grid_words_a_prediction_with_its_confidence(viewer_client: Client) -> None:
    filing = make_untagged("Harrow Pike")
    response = viewer_client.get(grid_address(filing))
    shown = [shown for group in response.context["page"].groups for shown in group.rows]
    (board,) = [row.cells[0] for row in shown if row.row.element.slug == "board-oversight"]
    confidence = filing.values.get(element__slug="board-oversight").confidence or 0
    assert board.word.startswith(f"predicted {confidence:.2f}")
    assert "untagged: elements predicted" in response.content.decode()


def test_years_without_an_earlier_filing_say_so(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike")
    make_filing("Harrow Pike", fiscal_year=2022)
    response = viewer_client.get(reverse("compare-years", args=[filing.slug]))
    assert response.context["page"] is None
    assert "No earlier year to hold it against" in response.content.decode()


def test_years_of_an_unknown_filing_are_not_found(viewer_client: Client) -> None:
    assert viewer_client.get(reverse("compare-years", args=["nothing"])).status_code == 404


def test_home_leads_to_a_comparison_and_counts_what_is_here(viewer_client: Client) -> None:
    harrow, vale = two_filings()
    make_annotation(harrow, place=None, quote="")
    context = viewer_client.get(reverse("home")).context
    assert context["address"] == grid_address(harrow, vale)
    held = context["held"]
    assert (held.issuers, held.filings, held.with_elements, held.values, held.open_gaps, held.notes) == (
        2,
        2,
        2,
        3,
        1,
        0,
    )
    assert [filing for filing, _ in context["latest"]] == [vale, harrow]


def test_home_of_a_fresh_database_says_what_to_do_next(viewer_client: Client, admin_client: Client) -> None:
    assert "once an admin has uploaded them" in viewer_client.get(reverse("home")).content.decode()
    assert "Upload filings" in admin_client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("filing_count", [1, 3])
def test_home_query_count(viewer_client: Client, django_assert_num_queries: Any, filing_count: int) -> None:
    for _ in range(filing_count):
        make_filing()
    with django_assert_num_queries(10):
        viewer_client.get(reverse("home"))


def test_years_name_what_was_split(viewer_client: Client) -> None:
    first = "Divers inspect the anchor chain of every buoy each spring and write down what they find."
    second = "The harbour master reads their reports and orders repairs before the summer season begins."
    make_filing("Harrow Pike", texts={BOARD: f"{first} {second}"}, fiscal_year=2023)
    filing = make_filing("Harrow Pike", texts={BOARD: f"{first}\n\n{second}"}, fiscal_year=2024)
    page = viewer_client.get(reverse("compare-years", args=[filing.slug])).context["page"]
    assert [shown.row.word for shown in (*page.changes, *page.unchanged)] == ["split"]

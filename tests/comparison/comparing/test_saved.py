"""Saved comparisons, and what narrows and sorts the grid."""

import pytest
from django.test import Client
from django.urls import reverse

from comparison.models import SavedComparison
from config.permissions import Role
from disclosures.models import Filing
from tests.comparison.comparing.test_pages import grid_address
from tests.conftest import make_user, signed_in
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

OVERSIGHT = "The audit committee oversees cyber risk and receives quarterly reports."


def query_of(*filings: Filing) -> str:
    return grid_address(*filings).partition("?")[2]


def save(client: Client, filing: Filing, name: str = "Harbours", **fields: str) -> SavedComparison:
    sent = {"name": name, "note": "Before the meeting", "query": query_of(filing)} | fields
    client.post(reverse("saved-comparison-create"), sent)
    return SavedComparison.objects.get(name=name)


def test_saved_comparison_opens_at_its_address_with_its_note(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike", texts={BOARD: OVERSIGHT})
    kept = save(viewer_client, filing)
    answer = viewer_client.get(kept.get_absolute_url(), follow=True)
    page = answer.context["page"]
    assert [column.name for column, _ in page.columns] == ["Harrow Pike"]
    assert page.saved == kept
    assert "Before the meeting" in answer.content.decode()
    # Another set of filings is another comparison.
    assert page.columns[0][1] == reverse("compare")


def test_saving_needs_filings_and_a_name_of_its_own(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike")
    save(viewer_client, filing)
    create = reverse("saved-comparison-create")
    again = viewer_client.post(create, {"name": "Harbours", "query": query_of(filing)})
    empty = viewer_client.post(create, {"name": "Empty", "query": "element=board-oversight"})
    assert again.status_code == empty.status_code == 422
    assert again.context["form"].errors["name"] == ["You have a saved comparison named “Harbours” already."]
    assert empty.context["form"].non_field_errors() == [
        "There is no comparison to keep: choose filings first."
    ]
    assert SavedComparison.objects.count() == 1


def test_only_what_makes_sense_of_an_address_is_kept(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike")
    kept = save(
        viewer_client, filing, query=f"{query_of(filing)}&saved=77&like=&page=9&element=board-oversight"
    )
    assert kept.query == f"f={filing.slug}&element=board-oversight"


def test_comparison_is_seen_by_others_only_when_shared_and_changed_only_by_its_owner(
    viewer_client: Client,
) -> None:
    filing = make_filing("Harrow Pike")
    own, shared = save(viewer_client, filing), save(viewer_client, filing, "Shared", is_shared="on")
    colleague = signed_in(make_user(Role.REVIEWER))
    listed = colleague.get(reverse("saved-comparison-list")).context["kept"]
    assert list(listed) == [shared]
    assert colleague.get(own.get_absolute_url()).status_code == 404
    # An address with somebody else's key opens the filings, without the note.
    stolen = colleague.get(f"{grid_address(filing)}&saved={own.pk}")
    assert stolen.context["page"].saved is None
    for name in ("saved-comparison-edit", "saved-comparison-delete"):
        assert colleague.post(reverse(name, args=[shared.pk]), {"name": "Mine"}).status_code == 403
    assert SavedComparison.objects.filter(name="Shared").exists()


def test_owner_changes_and_removes(viewer_client: Client) -> None:
    kept = save(viewer_client, make_filing("Harrow Pike"))
    edit = reverse("saved-comparison-edit", args=[kept.pk])
    viewer_client.post(edit, {"name": "Ports", "note": ""})
    kept.refresh_from_db()
    assert (kept.name, kept.note) == ("Ports", "")
    assert "Saved: Ports." in viewer_client.get(reverse("saved-comparison-list")).text
    viewer_client.post(reverse("saved-comparison-delete", args=[kept.pk]))
    assert not SavedComparison.objects.exists()
    assert "Removed: Ports." in viewer_client.get(reverse("saved-comparison-list")).text


def grid_rows(client: Client, address: str) -> list[str]:
    groups = client.get(address).context["page"].groups
    return [row.row.element.slug for group in groups for row in group.rows]


def test_grid_shows_one_group_and_one_state(viewer_client: Client) -> None:
    filing = make_filing(
        "Harrow Pike", texts={BOARD: OVERSIGHT, PROCESSES: OVERSIGHT}, flags={MATERIAL_FLAG: False}
    )
    everything = grid_rows(viewer_client, grid_address(filing))
    group = viewer_client.get(grid_address(filing)).context["page"].groups[0].name
    assert set(grid_rows(viewer_client, grid_address(filing, group=group))) < set(everything)
    assert grid_rows(viewer_client, grid_address(filing, state="denied")) == ["material-effect"]
    assert grid_rows(viewer_client, grid_address(filing, state="nonsense")) == everything
    nothing = viewer_client.get(grid_address(filing, state="conflict"))
    assert "No element is like that here." in nothing.content.decode()


def test_columns_are_sorted_by_likeness_to_one(viewer_client: Client) -> None:
    harrow = make_filing("Harrow Pike", texts={BOARD: OVERSIGHT})
    vale = make_filing("Meridian Vale", texts={BOARD: "Harbour pilots read tide tables."})
    quay = make_filing("Quay Street", texts={BOARD: OVERSIGHT})
    page = viewer_client.get(grid_address(vale, quay, harrow, like=harrow.slug)).context["page"]
    assert [column.name for column, _ in page.columns] == ["Harrow Pike", "Quay Street", "Meridian Vale"]
    row = next(
        row for group in page.groups for row in group.rows if row.row.element.slug == "board-oversight"
    )
    assert [cell.cell.lead for cell in row.cells] == [
        OVERSIGHT,
        OVERSIGHT,
        "Harbour pilots read tide tables.",
    ]
    without = page.columns[0][1]
    assert "like=" not in without


def test_cell_says_how_near_it_is_to_four_peers(viewer_client: Client) -> None:
    filings = [make_filing(f"Harbour {number}", texts={BOARD: OVERSIGHT}) for number in range(4)]
    page = viewer_client.get(grid_address(*filings)).context["page"]
    row = next(
        row for group in page.groups for row in group.rows if row.row.element.slug == "board-oversight"
    )
    assert [cell.closeness for cell in row.cells] == [100, 100, 100, 100]

"""A plan from its reading to its publishing: drafts, changes by an admin, and readings that come later."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config.accounts.models import User
from disclosures.ingest import receive_document
from disclosures.models import Element, Framework
from disclosures.parsing.types import ParsedFiling, SourceFormat
from disclosures.plan_reviews import (
    PlanError,
    drop_requirement,
    edit_requirement,
    join_requirement,
    keep_requirements,
    move_requirement,
    plan_history,
    publish_plan,
    restore_requirement,
    split_requirement,
    standing,
    take_reading,
    undo_last,
    unpublish_plan,
)
from disclosures.plans import store_plan
from tests.comparison.coverage.plans import DEMANDS, DRILLS, PARTNERS, demand, make_plan, read_plan_again

pytestmark = pytest.mark.django_db


def names(plan: Framework) -> list[str]:
    return [element.name for element in standing(plan)]


AS_READ = ["Guard the systems", DRILLS, PARTNERS, "Know the models", DEMANDS[4].title]


@pytest.fixture
def draft() -> Framework:
    return make_plan(is_published=False)


def test_plan_is_a_draft_with_its_demands_and_their_quotes(draft: Framework) -> None:
    assert (draft.status, names(draft)) == ("draft", AS_READ)
    assert demand(draft, "1-1").asks == DRILLS.lower()
    assert demand(draft, "1-1").label == DRILLS
    assert [entry["number"] for entry in draft.reading] == ["1", "1-1", "1-2", "2", "2-1"]


def test_untouched_draft_is_made_anew_by_another_reading(draft: Framework) -> None:
    read_plan_again(draft, DEMANDS[:3])
    assert names(draft) == AS_READ[:3]
    assert not Element.objects.filter(key=f"{draft.slug}:2-1").exists()
    assert draft.reread is None


def test_edited_draft_is_left_as_it_is_by_another_reading(draft: Framework, admin_user: User) -> None:
    edit_requirement(element=demand(draft, "1-1"), name="Drills", label="Hold drills", by=admin_user)
    read_plan_again(draft, DEMANDS[:3])
    assert names(draft) == ["Guard the systems", "Drills", *AS_READ[2:]]
    assert [entry["number"] for entry in draft.reread or []] == ["1", "1-1", "1-2"]


def test_plan_taken_back_to_a_draft_is_left_as_it_is_by_another_reading(admin_user: User) -> None:
    plan = make_plan(by=admin_user)
    unpublish_plan(framework=plan, by=admin_user)
    read_plan_again(plan, DEMANDS[:3])
    assert (names(plan), plan.reread is not None) == (AS_READ, True)


def test_two_plans_of_one_title_stand_beside_each_other() -> None:
    first = make_plan(is_published=False)
    document = receive_document(data=b"another edition", name="again.txt", by=None)
    parsed = ParsedFiling(SourceFormat.REGULATOR_PLAN, title=first.name, requirements=DEMANDS)
    second, is_new = store_plan(document=document, parsed=parsed)
    assert (is_new, second.slug) == (True, f"{first.slug}-v2")
    assert names(first) == names(second) == AS_READ


def test_requirement_changed_meanwhile_is_changed_as_it_stands(draft: Framework, admin_user: User) -> None:
    known, parts = (
        demand(draft, "1-2"),
        ["check the security of third-party partners", "before contracts are signed"],
    )
    split_requirement(element=demand(draft, "1-2"), parts=parts, by=admin_user)
    with pytest.raises(PlanError, match="stay as they are"):
        split_requirement(element=known, parts=parts, by=admin_user)
    assert len(standing(draft)) == 6


def test_new_reading_is_taken_once(draft: Framework, admin_user: User) -> None:
    publish_plan(framework=draft, by=admin_user)
    read_plan_again(draft, DEMANDS[:3])
    known = Framework.objects.get(pk=draft.pk)
    take_reading(framework=draft, by=admin_user)
    with pytest.raises(PlanError, match="no other reading"):
        take_reading(framework=known, by=admin_user)


def test_reading_without_demands_is_kept_as_what_it_is(admin_user: User) -> None:
    plan = make_plan()
    read_plan_again(plan, ())
    keep_requirements(framework=plan, by=admin_user)
    assert (plan.reading, plan.reread, names(plan)) == ([], None, AS_READ)


def test_published_plan_is_left_as_it_is_by_another_reading() -> None:
    plan = make_plan()
    read_plan_again(plan, DEMANDS[:3])
    assert (names(plan), plan.reread is not None) == (AS_READ, True)
    read_plan_again(plan, DEMANDS)
    assert plan.reread is None


def test_new_reading_can_be_taken_and_undone(draft: Framework, admin_user: User) -> None:
    publish_plan(framework=draft, by=admin_user)
    read_plan_again(draft, (replace(DEMANDS[0], title="Guard all systems"), *DEMANDS[1:3]))
    take_reading(framework=draft, by=admin_user)
    assert (names(draft), draft.reread) == (["Guard all systems", *AS_READ[1:3]], None)
    undo_last(framework=draft, by=admin_user)
    assert names(draft) == AS_READ


def test_new_reading_can_be_let_be(admin_user: User) -> None:
    plan = make_plan()
    read_plan_again(plan, DEMANDS[:3])
    keep_requirements(framework=plan, by=admin_user)
    assert (plan.reread, len(plan.reading), names(plan)) == (None, 3, AS_READ)


def test_moving_swaps_neighbours_and_stops_at_the_end(draft: Framework, admin_user: User) -> None:
    move_requirement(element=demand(draft, "1-2"), is_up=True, by=admin_user)
    assert names(draft)[:3] == ["Guard the systems", PARTNERS, DRILLS]
    with pytest.raises(PlanError, match="at the end"):
        move_requirement(element=demand(draft, "1-2"), is_up=True, by=admin_user)


def test_moving_a_point_takes_its_demands_along(draft: Framework, admin_user: User) -> None:
    move_requirement(element=demand(draft, "2"), is_up=True, by=admin_user)
    assert names(draft) == [*AS_READ[3:], *AS_READ[:3]]


def test_dropping_leaves_out_and_restoring_takes_back(draft: Framework, admin_user: User) -> None:
    drop_requirement(element=demand(draft, "1"), by=admin_user)
    assert names(draft) == AS_READ[3:]
    restore_requirement(element=demand(draft, "1-2"), by=admin_user)
    assert names(draft) == ["Guard the systems", PARTNERS, *AS_READ[3:]]


def test_joining_keeps_both_quotes(draft: Framework, admin_user: User) -> None:
    join_requirement(element=demand(draft, "1-1"), by=admin_user)
    joined = demand(draft, "1-1")
    assert joined.asks == f"{DRILLS.lower()}\n\n{PARTNERS.lower()}"
    assert joined.label == f"{DRILLS}; {PARTNERS[:1].lower()}{PARTNERS[1:]}"
    assert names(draft) == ["Guard the systems", DRILLS, *AS_READ[3:]]
    with pytest.raises(PlanError, match="No demand follows"):
        join_requirement(element=joined, by=admin_user)


def test_splitting_keeps_the_plans_words(draft: Framework, admin_user: User) -> None:
    parts = ["check the security of third-party partners", "before contracts are signed"]
    split_requirement(element=demand(draft, "1-2"), parts=parts, by=admin_user)
    assert [element.asks for element in standing(draft)[2:4]] == parts
    assert standing(draft)[3].key == f"{draft.slug}:1-3"
    undo_last(framework=draft, by=admin_user)
    assert (names(draft), demand(draft, "1-2").asks) == (AS_READ, PARTNERS.lower())


@pytest.mark.parametrize("parts", [["check the security", "of partners"], [PARTNERS.lower()], []])
def test_splitting_refuses_other_words(draft: Framework, admin_user: User, parts: list[str]) -> None:
    with pytest.raises(PlanError):
        split_requirement(element=demand(draft, "1-2"), parts=parts, by=admin_user)
    assert names(draft) == AS_READ


def test_undo_goes_back_one_change_and_undo_of_undo_brings_it_again(
    draft: Framework, admin_user: User
) -> None:
    with pytest.raises(PlanError, match="Nothing was changed"):
        undo_last(framework=draft, by=admin_user)
    drop_requirement(element=demand(draft, "2"), by=admin_user)
    edit_requirement(element=demand(draft, "1-1"), name="Drills", label="Hold drills", by=admin_user)
    assert undo_last(framework=draft, by=admin_user) == "worded “Drills”"
    assert names(draft) == AS_READ[:3]
    undo_last(framework=draft, by=admin_user)
    assert names(draft) == ["Guard the systems", "Drills", PARTNERS]
    assert [(change.who, change.action) for change in plan_history(draft)] == [
        (admin_user, "undid: undid: worded “Drills”"),
        (admin_user, "undid: worded “Drills”"),
        (admin_user, "worded “Drills”"),
        (admin_user, "left out “Know the models”"),
    ]


def test_publishing_shows_the_plan_and_can_be_taken_back(draft: Framework, admin_user: User) -> None:
    publish_plan(framework=draft, by=admin_user)
    assert (draft.status, draft.published_by) == ("published", admin_user)
    unpublish_plan(framework=draft, by=admin_user)
    assert (draft.status, draft.published_at, draft.published_by) == ("draft", None, None)


def test_plan_without_demands_is_not_published(admin_user: User) -> None:
    with pytest.raises(PlanError, match="without demands"):
        publish_plan(framework=make_plan(demands=DEMANDS[:1], is_published=False), by=admin_user)


def test_draft_is_seen_by_reviewers_and_admins_only(
    draft: Framework, viewer_client: Client, reviewer_client: Client
) -> None:
    page = draft.get_absolute_url()
    assert (viewer_client.get(page).status_code, reviewer_client.get(page).status_code) == (404, 200)
    shown = [
        framework.slug for framework in viewer_client.get(reverse("framework-list")).context["frameworks"]
    ]
    assert shown == ["online_lending", "cyd"]
    assert not Element.objects.in_use().filter(framework=draft).exists()


def seen(plan: Framework) -> str:
    """What the forms of the review page say about the state they stand on."""
    edited_at = Framework.objects.get(pk=plan.pk).edited_at
    return edited_at.isoformat() if edited_at else ""


def change(client: Client, element: Element, **sent: str) -> Any:
    given = {"seen": seen(element.framework), **sent}
    return client.post(reverse("requirement-change", args=[element.slug]), given)


def change_plan(client: Client, plan: Framework, action: str, **sent: str) -> Any:
    given = {"seen": seen(plan), "action": action, **sent}
    return client.post(reverse("plan-change", args=[plan.slug]), given)


def test_review_page_changes_and_publishes(draft: Framework, admin_client: Client) -> None:
    page = reverse("plan-review", args=[draft.slug])
    assert admin_client.get(page).context["page"].demand_count == 3
    element = demand(draft, "1-1")
    answer = change(admin_client, element, action="word", name="Drills", label="Hold drills")
    assert (answer.status_code, answer.url) == (302, f"{page}#{element.slug}")
    change(admin_client, demand(draft, "1-2"), action="drop")
    assert change_plan(admin_client, draft, "undo").url == page
    change_plan(admin_client, draft, "publish")
    draft.refresh_from_db()
    assert (draft.status, names(draft)[1:3]) == ("published", ["Drills", PARTNERS])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"action": "word", "name": "", "label": "x"}, "Say it in a few words."),
        ({"action": "up"}, "It stands at the end already."),
        ({"action": "split", "parts": "other\nwords"}, "The words of the plan stay as they are"),
        ({"action": "fly"}, "Select a valid choice"),
    ],
)
def test_refused_change_says_why(
    draft: Framework, admin_client: Client, sent: dict[str, str], sentence: str
) -> None:
    answer = change(admin_client, demand(draft, "1-1"), **sent)
    assert answer.status_code == 422
    assert sentence in answer.context["refusal"]


@pytest.mark.parametrize("action", ["join", "down", "drop"])
def test_change_sent_twice_is_done_once(draft: Framework, admin_client: Client, action: str) -> None:
    first, page = demand(draft, "1-1"), seen(draft)
    assert change(admin_client, first, action=action, seen=page).status_code == 302
    once = names(draft)
    again = change(admin_client, first, action=action, seen=page)
    assert again.status_code == 422
    assert "was changed after this page was opened" in again.context["refusal"]
    assert names(draft) == once


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_publishing_sent_twice_is_no_mistake(draft: Framework, admin_client: Client, action: str) -> None:
    if action == "unpublish":
        change_plan(admin_client, draft, "publish")
    page = seen(draft)
    assert change_plan(admin_client, draft, action, seen=page).status_code == 302
    edited = Framework.objects.get(pk=draft.pk).edited_at
    assert change_plan(admin_client, draft, action, seen=page).status_code == 302
    assert Framework.objects.get(pk=draft.pk).edited_at == edited


def test_undo_sent_twice_undoes_once(draft: Framework, admin_client: Client) -> None:
    change(admin_client, demand(draft, "1-2"), action="drop")
    page = seen(draft)
    assert change_plan(admin_client, draft, "undo", seen=page).status_code == 302
    undone = names(draft)
    assert change_plan(admin_client, draft, "undo", seen=page).status_code == 422
    assert names(draft) == undone


def test_second_admin_does_not_write_over_the_first(draft: Framework, admin_client: Client) -> None:
    page, element = seen(draft), demand(draft, "1-1")
    change(admin_client, element, action="word", name="Drills", label="Hold drills", seen=page)
    later = change(admin_client, element, action="word", name="Exercises", label="Exercise <b>", seen=page)
    assert later.status_code == 422
    assert names(draft)[1] == "Drills"
    content = later.content.decode()
    assert 'value="Exercises"' in content  # what was typed is kept
    assert "Exercise &lt;b&gt;</textarea>" in content


def test_refused_wording_keeps_what_was_typed(draft: Framework, admin_client: Client) -> None:
    answer = change(admin_client, demand(draft, "1-1"), action="word", name="x" * 121, label="Hold drills")
    assert answer.status_code == 422
    assert f'value="{"x" * 121}"' in answer.content.decode()


def test_review_page_tells_how_a_later_reading_differs(admin_client: Client) -> None:
    plan = make_plan()
    other = replace(DEMANDS[1], wording="hold drills each month")
    read_plan_again(plan, (DEMANDS[0], other, *DEMANDS[2:]))
    page = admin_client.get(reverse("plan-review", args=[plan.slug])).context["page"]
    assert (page.new_words, page.lost_words) == (("hold drills each month",), (DRILLS.lower(),))

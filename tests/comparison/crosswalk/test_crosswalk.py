"""The crosswalk: topics, what people decide over them, and what is suggested."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from comparison.alignment.coverage import AnswerSentence
from comparison.alignment.crosswalk import JoinableElement, suggest_pairs
from comparison.comparing.queries import fetch_catalogue, fetch_requirements
from comparison.coverage.storing import read_demands
from comparison.crosswalk.storing import refresh_suggestions
from comparison.models import CrosswalkSuggestion
from config.accounts.models import User
from disclosures.catalogue import sync_frameworks
from disclosures.crosswalk import CrosswalkError, decide_link, fetch_joined, withdraw_link
from disclosures.models import CrosswalkLink, Element, Framework
from tests.comparison.coverage.plans import ASIDE, CHECKED, DRILLED, demand, make_plan, read_plan_again
from tests.comparison.rows import make_person
from tests.factories import BOARD, COMMITTEE, PROCESSES, element, make_filing

pytestmark = pytest.mark.django_db

LEVEL = "online_lending:security-level"


@pytest.fixture
def plan() -> Framework:
    return make_plan()


def is_joined(one: Element, other: Element) -> bool | None:
    """True where a person said so, False by a topic, None not at all."""
    forth, back = (fetch_joined().get(a.pk, {}).get(b.pk) for a, b in ((one, other), (other, one)))
    assert forth is back
    return forth


def decide(left: Element, right: Element, verdict: str, by: User) -> CrosswalkLink:
    return decide_link(left=left, right=right, verdict=verdict, reason="", by=by)


def test_topic_joins_until_a_person_sets_apart(reviewer: User) -> None:
    processes, level = element(PROCESSES), element(LEVEL)
    assert is_joined(processes, level) is False
    link = decide(level, processes, "apart", reviewer)
    assert is_joined(processes, level) is None
    withdraw_link(link=link, by=reviewer)
    assert is_joined(processes, level) is False


def test_person_joins_what_no_topic_joins(plan: Framework, reviewer: User) -> None:
    drills, board = demand(plan, "1-1"), element(BOARD)
    assert is_joined(drills, board) is None
    decide(drills, board, "joined", reviewer)
    assert is_joined(drills, board) is True
    assert fetch_requirements(fetch_catalogue(), [BOARD]) == [drills]
    (own,) = (own for own in read_demands(plan) if own.key == drills.key)
    assert own.linked[BOARD] > max(link for key, link in own.linked.items() if key != BOARD)


def test_decision_outlives_a_new_release_and_a_new_reading(plan: Framework, reviewer: User) -> None:
    decide(demand(plan, "1-1"), element(BOARD), "joined", reviewer)
    decide(element(PROCESSES), element(LEVEL), "apart", reviewer)
    sync_frameworks()
    read_plan_again(plan, ())
    assert is_joined(demand(plan, "1-1"), element(BOARD)) is True
    assert is_joined(element(PROCESSES), element(LEVEL)) is None


def test_elements_of_one_framework_are_not_joined(reviewer: User) -> None:
    with pytest.raises(CrosswalkError, match="same framework"):
        decide(element(BOARD), element(COMMITTEE), "joined", reviewer)


def post(
    client: Client, left: Element, right: Element, verdict: str, reason: str = "", seen: str | None = None
) -> Any:
    """With the decision that stands now as the one that was seen, unless another is given."""
    pair = CrosswalkLink.objects.filter(left__in=[left, right], right__in=[left, right], is_withdrawn=False)
    stands = pair.first()
    if seen is None:
        seen = stands.decided_at.isoformat() if stands else ""
    sent = {"left": left.slug, "right": right.slug, "verdict": verdict, "reason": reason, "seen": seen}
    return client.post(reverse("crosswalk-decide"), sent)


def page_of(client: Client, left: str, right: str) -> Any:
    return client.get(reverse("crosswalk", query={"left": left, "right": right})).context["page"]


def partners(page: Any, key: str) -> dict[str, list[str]]:
    (row,) = (row for row in page.rows if row.element.key == key)
    return {name: [p.element.key for p in getattr(row, name)] for name in ("joined", "apart", "suggested")}


def test_page_shows_decisions_with_who_and_why(
    reviewer_client: Client, reviewer: User, plan: Framework
) -> None:
    drills, board = demand(plan, "1-1"), element(BOARD)
    answer = post(reviewer_client, drills, board, "joined", "The board drills too.")
    assert answer.url == f"{reverse('crosswalk')}?left={plan.slug}&right=cyd#{drills.slug}"
    page = page_of(reviewer_client, plan.slug, "cyd")
    assert BOARD in partners(page, drills.key)["joined"]
    post(reviewer_client, drills, board, "apart")
    assert partners(page_of(reviewer_client, plan.slug, "cyd"), drills.key)["apart"] == [BOARD]
    for _ in range(2):  # a second click records nothing
        post(reviewer_client, drills, board, "undecided")
    page = page_of(reviewer_client, "cyd", plan.slug)
    assert partners(page, BOARD) == {"joined": [], "apart": [], "suggested": []}
    assert [(change.who, change.told, change.reason) for change in page.history] == [
        (reviewer, "took the decision back", ""),
        (reviewer, "do not", ""),
        (reviewer, "speak of the same thing", "The board drills too."),
    ]


def test_second_reviewer_is_told_of_the_first(reviewer_client: Client, plan: Framework) -> None:
    drills, board = demand(plan, "1-1"), element(BOARD)
    rita = make_person("reviewer", name="Rita Reviewer")
    decide_link(left=drills, right=board, verdict="joined", reason="Boards drill.", by=rita)
    for verdict in ("apart", "joined"):
        answer = reviewer_client.get(post(reviewer_client, drills, board, verdict, seen="").url)
        (told,) = answer.context["messages"]
        assert str(told) == (
            "Nothing was changed. Rita Reviewer decided “speak of the same thing” about them: Boards drill. "
            "Look at it again."
        )
    link = CrosswalkLink.objects.get()
    assert (link.verdict, link.decided_by, link.reason) == ("joined", rita, "Boards drill.")


def test_decision_sent_twice_is_recorded_as_one(reviewer_client: Client, plan: Framework) -> None:
    drills, board = demand(plan, "1-1"), element(BOARD)
    for _ in range(2):
        answer = reviewer_client.get(post(reviewer_client, drills, board, "joined", seen="").url)
        assert [str(told) for told in answer.context["messages"]] == ["Recorded."]
    assert [change.told for change in page_of(reviewer_client, plan.slug, "cyd").history] == [
        "speak of the same thing"
    ]


def test_decision_about_a_decision_taken_back_meanwhile_is_refused(
    reviewer_client: Client, reviewer: User, plan: Framework
) -> None:
    drills, board = demand(plan, "1-1"), element(BOARD)
    link = decide_link(left=drills, right=board, verdict="joined", reason="", by=reviewer)
    seen = link.decided_at.isoformat()
    withdraw_link(link=link, by=reviewer)
    answer = reviewer_client.get(post(reviewer_client, drills, board, "apart", seen=seen).url)
    assert [str(told) for told in answer.context["messages"]] == [
        "That decision was taken back meanwhile. Look at it again."
    ]


def test_page_opens_with_a_plan_beside_the_taxonomy(viewer_client: Client, plan: Framework) -> None:
    make_plan("Another Plan")
    sides = viewer_client.get(reverse("crosswalk")).context
    assert [sides["left"].kind, sides["right"].slug] == ["plan", "cyd"]


def test_texts_disclosed_under_an_element_suggest_it(viewer_client: Client, plan: Framework) -> None:
    make_filing("Alder", texts={BOARD: CHECKED})
    make_filing("Birch", texts={BOARD: CHECKED})
    make_filing("Cedar", texts={BOARD: ASIDE, COMMITTEE: DRILLED})
    refresh_suggestions()
    own = CrosswalkSuggestion.objects.filter(right__framework=plan) | CrosswalkSuggestion.objects.filter(
        left__framework=plan
    )
    found = {
        frozenset((one.left.key, one.right.key)): (one.answering, one.texts)
        for one in own.select_related("left", "right")
    }
    assert found[frozenset((BOARD, demand(plan, "1-2").key))] == (2, 3)
    assert found[frozenset((COMMITTEE, demand(plan, "1-1").key))] == (1, 1)
    page = page_of(viewer_client, plan.slug, "cyd")
    assert partners(page, demand(plan, "1-1").key)["suggested"] == [COMMITTEE]


@pytest.mark.parametrize("count", [0, 6])
def test_page_query_count_does_not_grow(
    viewer_client: Client, plan: Framework, reviewer: User, django_assert_num_queries: Any, count: int
) -> None:
    for other in Element.objects.filter(framework__slug="cyd")[:count]:
        decide(demand(plan, "1-1"), other, "joined", reviewer)
    address = reverse("crosswalk", query={"left": plan.slug, "right": "cyd"})
    with django_assert_num_queries(11 if count else 10):
        assert viewer_client.get(address).status_code == 200


def test_viewer_may_not_decide(viewer_client: Client, plan: Framework) -> None:
    assert post(viewer_client, demand(plan, "1-1"), element(BOARD), "joined").status_code == 403


def test_elements_with_other_words_and_texts_are_not_suggested() -> None:
    def joinable(key: str, words: str, *texts: str) -> JoinableElement:
        sentences = [[AnswerSentence(text, text, 0, len(text), {})] for text in texts]
        return JoinableElement(key, words, "", sentences)

    drills = joinable("plan:1", "carry out drills each half year")
    said = joinable("own:1", "Exercises", "Drills are held each half year.", "A drill each half year.")
    garden = joinable("own:2", "Garden", "Pear trees stand in it.")
    (pair,) = suggest_pairs([drills], [said, garden])
    assert (pair.left, pair.right, pair.answering, pair.texts) == ("plan:1", "own:1", 2, 2)


def test_suggestions_are_asked_for_again_when_a_filing_goes(
    django_capture_on_commit_callbacks: Any,
) -> None:
    filing = make_filing(texts={COMMITTEE: DRILLED})
    with django_capture_on_commit_callbacks(execute=True):
        filing.delete()
    jobs = ProcrastinateJob.objects.values_list("task_name", flat=True)
    assert list(jobs).count("comparison.tasks.suggest_links") == 1

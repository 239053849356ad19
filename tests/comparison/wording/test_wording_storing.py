"""Which sentences are counted, and that the counts stay right whatever happens to the filings."""

import pytest
from django.db.models import Count

from comparison.models import FilingWording, SentenceUse, Wording
from comparison.wording.storing import refresh_wordings
from disclosures.models import Filing
from tests.comparison.wording.sentences import OWN, PLAN, PLAN_DENIED, PLAN_NEAR, SAME
from tests.factories import BOARD, COMMITTEE, make_filing

pytestmark = pytest.mark.django_db


def hold(issuer: str, *sentences: str, year: int = 2024) -> Filing:
    return make_filing(issuer, texts={BOARD: " ".join(sentences)}, fiscal_year=year)


def issuers_of(filing: Filing) -> list[int]:
    """How many issuers use each of the filing's sentences, in reading order."""
    return list(filing.sentences.order_by("start").values_list("wording__issuers", flat=True))


def everything() -> tuple[object, ...]:
    """The rows without the keys that a database gives out."""
    return (
        sorted(Wording.objects.values_list()),
        sorted(SentenceUse.objects.values_list("filing", "issuer", "wording", "start", "end")),
        sorted(FilingWording.objects.values_list()),
    )


def test_a_sentence_counts_its_issuers_once_each() -> None:
    first = hold("Alpha", SAME, OWN)
    hold("Alpha", SAME, year=2023)
    hold("Beta", SAME, SAME)
    assert refresh_wordings() == 3
    assert issuers_of(first) == [2, 1]
    assert (first.wording.sentences, first.wording.shared) == (2, 1)


def test_near_copies_are_a_family_and_denials_are_none() -> None:
    plan, near, denied = hold("Alpha", PLAN), hold("Beta", PLAN_NEAR), hold("Gamma", PLAN_DENIED)
    refresh_wordings()
    assert [issuers_of(filing) for filing in (plan, near, denied)] == [[2], [2], [1]]


def test_a_near_copy_that_comes_later_joins_the_family() -> None:
    plan = hold("Alpha", PLAN)
    refresh_wordings()
    near = hold("Beta", PLAN_NEAR)
    assert refresh_wordings() == 1
    assert (issuers_of(plan), issuers_of(near)) == ([2], [2])
    assert (plan.wording.shared, near.wording.shared) == (1, 1)


def test_a_sentence_under_two_elements_counts_once() -> None:
    filing = make_filing("Alpha", texts={BOARD: SAME, COMMITTEE: OWN})
    filing.values.create(
        element_id=filing.values.get(element__key=COMMITTEE).element_id,
        position=9,
        text=SAME,
        spans=[[0, len(SAME)]],
        origin="tagged",
    )
    refresh_wordings()
    assert filing.wording.sentences == 2


def test_counting_again_changes_nothing() -> None:
    hold("Alpha", PLAN, SAME)
    hold("Beta", PLAN_NEAR, OWN)
    refresh_wordings()
    before = everything()
    assert refresh_wordings() == 0
    assert everything() == before


def test_a_replaced_text_loses_its_sentences() -> None:
    first, second = hold("Alpha", SAME), hold("Beta", SAME)
    refresh_wordings()
    first.reading_text = OWN
    first.save()
    assert refresh_wordings() == 1
    assert (issuers_of(first), issuers_of(second)) == ([1], [1])
    second.wording.refresh_from_db()
    assert (first.wording.shared, second.wording.shared) == (0, 0)


def test_a_filing_of_another_issuer_counts_for_that_one() -> None:
    first, second = hold("Alpha", SAME), hold("Beta", SAME)
    refresh_wordings()
    Filing.objects.filter(pk=second.pk).update(issuer=first.issuer)
    assert refresh_wordings() == 1
    assert issuers_of(first) == [1]


def test_a_removed_filing_is_counted_no_more() -> None:
    first, second = hold("Alpha", SAME, OWN), hold("Beta", SAME)
    refresh_wordings()
    first.delete()
    assert refresh_wordings() == 1
    assert issuers_of(second) == [1]
    assert list(Wording.objects.annotate(n=Count("uses")).values_list("n", flat=True)) == [1]
    assert FilingWording.objects.count() == 1


def test_the_head_of_a_family_stays_while_others_are_in_it() -> None:
    head = hold("Alpha", PLAN)
    refresh_wordings()
    near = hold("Beta", PLAN_NEAR)
    refresh_wordings()
    head.delete()
    refresh_wordings()
    again = hold("Gamma", PLAN)
    refresh_wordings()
    assert (issuers_of(near), issuers_of(again)) == ([2], [2])


def test_one_round_and_many_count_the_same() -> None:
    texts = {"Alpha": PLAN, "Beta": f"{PLAN} {SAME}", "Gamma": f"{PLAN_NEAR} {OWN}", "Delta": SAME}
    filings = []
    for issuer, text in texts.items():
        filings.append(hold(issuer, text))
        refresh_wordings()
    by_rounds = everything()
    Wording.objects.all().delete()
    SentenceUse.objects.all().delete()
    FilingWording.objects.all().delete()
    refresh_wordings()
    assert everything() == by_rounds
    assert [issuers_of(filing) for filing in filings] == [[3], [3, 2], [3, 1], [2]]


def test_nothing_to_count_takes_no_rows() -> None:
    filing = hold("Alpha", "See Item 1A.")
    refresh_wordings()
    assert (filing.wording.sentences, filing.wording.shared) == (0, 0)
    assert refresh_wordings() == 0

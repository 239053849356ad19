"""Followed issuers are looked up on EDGAR: only those, only once, only when somebody wants it."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comparison.models import Follow, PeerGroup
from comparison.tasks import look_out_for_filings
from comparison.watching.following import followed_issuer_ids
from disclosures.models import EdgarFetch, Issuer
from tests.factories import BOARD, element

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuers() -> list[Issuer]:
    return [
        Issuer.objects.create(name=f"Issuer {number}", slug=f"issuer-{number}", cik=f"990020000{number}")
        for number in range(4)
    ]


@pytest.fixture
def follows(issuers: list[Issuer], viewer: Any, reviewer: Any) -> None:
    group = PeerGroup.objects.create(name="Shipping", slug="shipping", owner=reviewer)
    group.issuers.set(issuers[:2])
    Follow.objects.create(owner=viewer, issuer=issuers[0])
    Follow.objects.create(owner=reviewer, issuer=issuers[0])
    Follow.objects.create(owner=reviewer, peer_group=group)
    Follow.objects.create(owner=reviewer, element=element(BOARD))


def test_followed_are_issuers_and_members_of_groups(issuers: list[Issuer], follows: None) -> None:
    assert followed_issuer_ids() == {issuers[0].pk, issuers[1].pk}


def test_who_has_left_follows_nothing(issuers: list[Issuer], follows: None, reviewer: Any) -> None:
    reviewer.is_active = False
    reviewer.save()
    assert followed_issuer_ids() == {issuers[0].pk}


@pytest.mark.parametrize(("is_on", "count"), [(False, 0), (True, 2)])
def test_nightly_job_looks_only_when_switched_on(
    follows: None, settings: Any, is_on: bool, count: int
) -> None:
    settings.EDGAR_FOLLOW, settings.EDGAR_CONTACT = is_on, "Example Ltd desk@collate.example"
    for _ in range(2):
        look_out_for_filings(timestamp=0)
    assert EdgarFetch.objects.filter(started_by=None).count() == count


def test_command_looks_once_whatever_is_switched_on(
    issuers: list[Issuer], follows: None, settings: Any, capsys: Any
) -> None:
    settings.EDGAR_CONTACT = ""
    with pytest.raises(CommandError, match="set COLLATE_EDGAR_CONTACT to a name and a mail address"):
        call_command("follow")
    settings.EDGAR_CONTACT = "Example Ltd desk@collate.example"
    call_command("follow")
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "2 issuers with a CIK are followed; the worker looks them up."
    assert EdgarFetch.objects.count() == 2

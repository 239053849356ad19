"""Notices by e-mail: who gets one, what it says, and that nothing is sent twice."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from comparison.models import Digest, Notice
from comparison.watching.digests import Sent, send_digests
from comparison.watching.follows import choose_frequency, follow, mark_read
from config.accounts.models import User
from tests.comparison.rows import make_person
from tests.factories import make_filing

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def reader(viewer: User) -> User:
    viewer.email = "reader@collate.example"
    viewer.save()
    return viewer


def make_notice(owner: User, text: str = "Since fiscal year 2023 nothing changed.") -> Notice:
    filing = make_filing(f"Harrow & Pike {Notice.objects.count()}")
    made = follow(target=filing.issuer, by=owner)
    return Notice.objects.create(follow=made, kind=Notice.Kind.NEW_FILING, filing=filing, what_changed=text)


def recipients() -> list[str]:
    return sorted(to for sent in mail.outbox for to in sent.to)


def test_digest_says_what_changed_why_and_where(reader: User, settings: Any) -> None:
    settings.SITE_URL = "https://collate.example"
    notice = make_notice(reader)
    assert send_digests(MORNING) == Sent(1, 0)
    (sent,) = mail.outbox
    assert sent.subject == "Collate: 1 notice"
    assert sent.body.rstrip().splitlines() == [
        "1 thing happened to what you follow.",
        "",
        "",
        "Harrow & Pike 0, 10-K 2024 – new filing",
        "Since fiscal year 2023 nothing changed.",
        "Why: you follow the issuer Harrow & Pike 0",
        f"https://collate.example/filings/{notice.filing.slug}/",
        "",
        "",
        "",
        "All notices, and how often you get this mail: https://collate.example/notices/",
    ]
    html = str(sent.alternatives[0].content)
    assert f'<a href="https://collate.example/filings/{notice.filing.slug}/">Harrow &amp; Pike' in html


def test_nothing_is_sent_twice(reader: User) -> None:
    make_notice(reader)
    assert [send_digests(MORNING), send_digests(MORNING)] == [Sent(1, 0), Sent(0, 0)]
    assert send_digests(MORNING + timedelta(days=1)) == Sent(0, 0)
    assert Notice.objects.get().mailed_at == MORNING


def test_second_notice_of_a_day_waits_for_the_next(reader: User) -> None:
    make_notice(reader)
    send_digests(MORNING)
    make_notice(reader)
    assert send_digests(MORNING + timedelta(hours=3)) == Sent(0, 0)
    assert send_digests(MORNING + timedelta(hours=24)) == Sent(1, 0)


def test_weekly_and_never(reader: User) -> None:
    choose_frequency(by=reader, frequency="weekly")
    make_notice(reader)
    send_digests(MORNING)
    make_notice(reader)
    assert send_digests(MORNING + timedelta(days=1)) == Sent(0, 0)
    assert send_digests(MORNING + timedelta(days=7)) == Sent(1, 0)
    choose_frequency(by=reader, frequency="none")
    make_notice(reader)
    assert send_digests(MORNING + timedelta(days=30)) == Sent(0, 0)


def test_who_gets_none(reader: User) -> None:
    make_notice(make_person("reviewer"))  # has no address
    gone = make_person("admin")
    make_notice(gone)
    User.objects.filter(pk=gone.pk).update(is_active=False, email="gone@collate.example")
    read = make_notice(reader)
    mark_read(by=reader, up_to=read.pk)
    assert send_digests(MORNING) == Sent(0, 0)
    assert recipients() == []


class RefusingBackend(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("no")


def test_refused_mail_waits_for_the_next_run(reader: User, settings: Any) -> None:
    make_notice(reader)
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.RefusingBackend"}}
    with pytest.raises(CommandError, match="1 could not be sent"):
        call_command("send_digests")
    assert (Notice.objects.get().mailed_at, Digest.objects.get().sent_at) == (None, None)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    call_command("send_digests")
    assert recipients() == ["reader@collate.example"]


def test_long_digest_counts_the_rest(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comparison.watching.digests.MOST_PER_MAIL", 2)
    for _ in range(3):
        make_notice(reader)
    send_digests(MORNING)
    assert mail.outbox[0].subject == "Collate: 3 notices"
    assert "And 1 more on the page." in mail.outbox[0].body.splitlines()
    assert not Notice.objects.filter(mailed_at=None).exists()

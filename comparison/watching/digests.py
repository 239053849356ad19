"""Unread notices by e-mail, as often as their reader wants. Safe to run twice and at the same time."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from comparison.models import Digest, Notice
from comparison.watching.follows import notices_of
from config.accounts.models import User
from config.permissions import Permission, has_permission

MOST_PER_MAIL = 100
"""Entries of one mail; the rest is counted and can be read on the page."""

# A job that runs each morning starts some minutes early or late.
DUE_AFTER = {
    Digest.Frequency.DAILY: timedelta(hours=20),
    Digest.Frequency.WEEKLY: timedelta(days=6, hours=20),
}

log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many digests went out, and how many could not be handed to the mail server."""

    mails: int
    failures: int


def send_digests(now: datetime | None = None) -> Sent:
    """Sends every digest that is due and has something to tell."""
    moment = now or timezone.now()
    waiting = User.objects.filter(is_active=True, follows__notices__in=_unsent()).exclude(email="")
    mails = failures = 0
    for user in waiting.distinct():
        if not has_permission(user, Permission.READ) or not _claim(user, moment):
            continue
        if send_digest(user, moment):
            mails += 1
        else:
            failures += 1
    return Sent(mails, failures)


def send_digest(user: User, moment: datetime) -> bool:
    """Sends one person's unread notices. False when the mail server refused: they wait for the next run."""
    claimed = _unsent().filter(follow__owner=user).update(mailed_at=moment)
    if not claimed:
        return True
    notices = list(notices_of(user).filter(mailed_at=moment).order_by("-pk")[:MOST_PER_MAIL])
    try:
        _mail(user, notices, claimed - len(notices)).send()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("The digest of %s could not be sent: %s", user.username, error)
        Notice.objects.filter(follow__owner=user, mailed_at=moment).update(mailed_at=None)
        Digest.objects.filter(owner=user, sent_at=moment).update(sent_at=None)
        return False
    return True


def _unsent() -> QuerySet[Notice]:
    return Notice.objects.filter(seen_at=None, mailed_at=None)


def _claim(user: User, moment: datetime) -> bool:
    """True for the one run that may send this person's digest now."""
    digest, _created = Digest.objects.get_or_create(owner=user)
    wait = DUE_AFTER.get(Digest.Frequency(digest.frequency))
    if wait is None:
        return False
    is_due = Q(sent_at=None) | Q(sent_at__lte=moment - wait)
    own = Digest.objects.filter(is_due, owner=user, frequency=digest.frequency)
    return bool(own.update(sent_at=moment))


def _mail(user: User, notices: list[Notice], more: int) -> EmailMultiAlternatives:
    count = len(notices) + more
    context = {
        "user": user,
        "notices": notices,
        "more": more,
        "count": count,
        "site": settings.SITE_URL,
        "page": f"{settings.SITE_URL}{reverse('notice-list')}",
    }
    mail = EmailMultiAlternatives(
        subject=f"Collate: {count} {'notice' if count == 1 else 'notices'}",
        body=render_to_string("email/digest.txt", context),
        to=[user.email],
    )
    mail.attach_alternative(render_to_string("email/digest.html", context), "text/html")
    return mail

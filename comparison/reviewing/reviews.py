"""What reviewers do: notes and gaps, decisions about them, and the places they stand on. Every write."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils import timezone

from comparison.models import Annotation, Judgement
from comparison.reviewing.anchoring import Quote, State, fingerprint, take_quote
from config.accounts.models import User
from config.permissions import Permission, has_permission
from disclosures.models import Element, Filing, Issuer


class ReviewError(Exception):
    """The change was refused; the sentence is for the person who tried."""


class TextChangedError(ReviewError):
    """The words sent are not those of the filing's text."""


class ChangedMeanwhileError(ReviewError):
    """Somebody else was quicker; what they did is in the sentence."""


def may_edit(annotation: Annotation, user: User) -> bool:
    """Whoever wrote it, and admins."""
    is_admin = has_permission(user, Permission.MANAGE_PEOPLE)
    is_author = annotation.created_by_id == user.pk and has_permission(user, Permission.ANNOTATE)
    return is_admin or is_author


@contextmanager
def recorded(by: User, action: str) -> Iterator[None]:
    """One transaction, whose history events name who did what."""
    with transaction.atomic(), pghistory.context(user=by.pk, action=action):
        yield


def annotate(
    *,
    issuer: Issuer,
    element: Element,
    fiscal_year: int,
    kind: str,
    body: str,
    by: User,
    filing: Filing | None = None,
    place: tuple[int, int] | None = None,
    quote: str = "",
) -> Annotation:
    """Writes a note or a gap: on the words at `place` of the filing, or on the element as a whole.

    `quote` is what its author saw there, white space aside. Raises TextChangedError if the text no longer
    says so; the quote that is kept is cut from the text here.
    """
    is_gap = kind == Annotation.Kind.GAP
    with recorded(by, f"wrote a {kind}"):
        annotation = Annotation(
            issuer=issuer,
            element=element,
            fiscal_year=fiscal_year,
            filing=filing,
            kind=kind,
            body=body,
            anchor=Annotation.Anchor.WHOLE,
            status=Annotation.Status.OPEN if is_gap else "",
            created_by=by,
        )
        if filing is not None and place is not None:
            # Locked: a new reading of the filing waits, and then finds this annotation to look after.
            locked = Filing.objects.select_for_update().get(pk=filing.pk)
            set_quote(annotation, check_quote(locked, place, quote))
        annotation.save()
    return annotation


def check_quote(filing: Filing, place: tuple[int, int], seen: str) -> Quote:
    """The quote at a place of a filing's text, if somebody saw these words there; else TextChangedError."""
    try:
        taken = take_quote(filing.reading_text, *place)
    except ValueError as exc:
        raise TextChangedError("The filing has no words at this place: its text has changed.") from exc
    if taken.words.split() != seen.split():
        raise TextChangedError(
            "The text has changed since you opened it. Go back to the filing and mark the words again."
        )
    return taken


def set_quote(quoted: Annotation | Judgement, quote: Quote) -> None:
    """Puts it on these words; saving is the caller's."""
    quoted.anchor = State.ANCHORED
    quoted.start, quoted.end = quote.start, quote.end
    quoted.quote, quoted.prefix, quoted.suffix = quote.words, quote.prefix, quote.suffix
    quoted.text_hash = quote.text_hash


def edit_annotation(*, annotation: Annotation, body: str, seen: datetime | None, by: User) -> None:
    """Replaces what a note says. `seen` is its edited_at as its editor knew it.

    Raises ChangedMeanwhileError if it was edited since, or is withdrawn.
    """
    with recorded(by, "edited it"):
        standing = Annotation.objects.standing().filter(pk=annotation.pk, edited_at=seen)
        if not standing.update(body=body, edited_at=timezone.now()):
            raise _too_late(annotation)
    annotation.refresh_from_db()


def decide_gap(*, annotation: Annotation, status: str, reason: str, seen: datetime | None, by: User) -> None:
    """Accepts a gap, says that it is none (with the reason), or opens a decided one again.

    `seen` is its decided_at as the reviewer knew it: of two who decide at once the second is told, by
    ChangedMeanwhileError. Raises ReviewError where a reason is missing.
    """
    if status == Annotation.Status.NOT_A_GAP and not reason.strip():
        raise ReviewError("Say why it is not a gap.")
    is_open = status == Annotation.Status.OPEN
    known = Annotation.objects.gaps().filter(pk=annotation.pk, decided_at=seen)
    known = known.exclude(status="open") if is_open else known.filter(status="open")
    with recorded(by, "opened it again" if is_open else f"decided: {Annotation.Status(status).label}"):
        decided = known.update(
            status=status,
            reason=reason,
            decided_by=None if is_open else by,
            decided_at=None if is_open else timezone.now(),
        )
        if not decided:
            raise _too_late(annotation)
    annotation.refresh_from_db()


def withdraw_annotation(*, annotation: Annotation, by: User) -> None:
    """Takes a note back. It stays in the records and can be restored."""
    with recorded(by, "withdrew it"):
        standing = Annotation.objects.standing().filter(pk=annotation.pk)
        if not standing.update(withdrawn_at=timezone.now(), withdrawn_by=by):
            raise _too_late(annotation)
    annotation.refresh_from_db()


def restore_annotation(*, annotation: Annotation, by: User) -> None:
    """Puts a withdrawn note back as it was."""
    with recorded(by, "restored it"):
        withdrawn = Annotation.objects.filter(pk=annotation.pk, withdrawn_at__isnull=False)
        if not withdrawn.update(withdrawn_at=None, withdrawn_by=None):
            raise _too_late(annotation)
    annotation.refresh_from_db()


def confirm_moved(*, annotation: Annotation, words: str, by: User) -> None:
    """The words at the proposed place are the note's words from now on. `words` are those the person saw.

    Raises TextChangedError if the text has others there by now, ChangedMeanwhileError if nothing waits.
    """
    with recorded(by, "confirmed the place"):
        current, filing = _lock_moved(annotation)
        set_quote(current, check_quote(filing, _place(current), words))
        current.save()
    annotation.refresh_from_db()


def reject_moved(*, annotation: Annotation, by: User) -> None:
    """The words at the proposed place are other words: the note is listed as one whose words are gone."""
    with recorded(by, "rejected the place"):
        current, _filing = _lock_moved(annotation)
        current.anchor = State.ORPHANED
        current.save(update_fields=["anchor"])
    annotation.refresh_from_db()


def place_anew(
    *, annotation: Annotation, filing: Filing, place: tuple[int, int], seen: str, by: User
) -> None:
    """Sets a note whose words moved or are gone on other words, which a person chose in the filing.

    `seen` is the `fingerprint` of the text they were chosen in. Raises TextChangedError if the filing has
    another text by now or no words there, ChangedMeanwhileError if the note stands already or is withdrawn.
    """
    with recorded(by, "placed it on other words"):
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        current = Annotation.objects.adrift(locked).filter(pk=annotation.pk).select_for_update().first()
        if current is None:
            raise _too_late(annotation)
        if fingerprint(locked.reading_text) != seen:
            raise TextChangedError("The text has changed since you opened it. Choose the words again.")
        try:
            set_quote(current, take_quote(locked.reading_text, *place))
        except ValueError as exc:
            raise TextChangedError(str(exc)) from exc
        current.filing = locked
        current.save()
    annotation.refresh_from_db()


def _lock_moved(annotation: Annotation) -> tuple[Annotation, Filing]:
    """The row and its filing, locked in the order in which a new reading locks them."""
    filing = Filing.objects.select_for_update().filter(pk=annotation.filing_id or 0).first()
    moved = Annotation.objects.standing().filter(pk=annotation.pk, anchor=State.MOVED, filing=filing)
    current = moved.select_for_update().first()
    if current is None or filing is None:
        raise _too_late(annotation)
    return current, filing


def _place(annotation: Annotation) -> tuple[int, int]:
    if annotation.start is None or annotation.end is None:  # the database refuses it beside a quote
        raise ValueError(f"Annotation {annotation.pk} has a quote without a place.")
    return annotation.start, annotation.end


def _too_late(annotation: Annotation) -> ChangedMeanwhileError:
    """Says where it stands now, to somebody whose change came too late."""
    now = Annotation.objects.select_related("withdrawn_by", "decided_by").get(pk=annotation.pk)
    if now.withdrawn_by:
        return ChangedMeanwhileError(f"{now.withdrawn_by} has withdrawn it meanwhile.")
    if now.decided_by:
        return ChangedMeanwhileError(f"{now.decided_by} has decided it: {now.get_status_display()}.")
    stands = now.get_status_display() or now.get_anchor_display()
    return ChangedMeanwhileError(f"It was changed meanwhile, and stands as: {stands}.")

"""What people made of the disclosures. It hangs on stable keys and quotes, never on parsed rows."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from comparison.models.querysets import AnnotationQuerySet

ANCHORED_STATES = ("anchored", "moved", "orphaned")


@pghistory.track()
class Annotation(models.Model):
    """A reviewer's note or gap, on words of a disclosure or on an element as a whole.

    The keys are issuer, element and fiscal year. Words are kept as a quote with its surroundings and its
    place in the filing's reading text; when that text changes the place is looked for again, and what is
    not surely the same words waits for a person (comparison.anchoring).
    """

    class Kind(models.TextChoices):
        NOTE = "note", "note"
        GAP = "gap", "gap"

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        NOT_A_GAP = "not_a_gap", "not a gap"

    class Anchor(models.TextChoices):
        WHOLE = "whole", "on the element as a whole"
        ANCHORED = "anchored", "on these words"
        MOVED = "moved", "the words moved: to be confirmed"
        ORPHANED = "orphaned", "the words are gone"

    issuer = models.ForeignKey("disclosures.Issuer", on_delete=models.PROTECT, related_name="annotations")
    element = models.ForeignKey("disclosures.Element", on_delete=models.PROTECT, related_name="annotations")
    fiscal_year = models.PositiveSmallIntegerField()
    filing = models.ForeignKey(
        "disclosures.Filing",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="annotations",
        help_text="The filing it was written on; empty on an element the issuer is silent about.",
    )
    kind = models.CharField(max_length=4, choices=Kind)
    body = models.TextField()

    anchor = models.CharField(max_length=8, choices=Anchor)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=64, blank=True, help_text="Characters before the quote.")
    suffix = models.CharField(max_length=64, blank=True, help_text="Characters after the quote.")
    start = models.PositiveIntegerField(null=True, blank=True, help_text="In the filing's reading text.")
    end = models.PositiveIntegerField(null=True, blank=True)
    text_hash = models.CharField(max_length=32, blank=True, help_text="Hash of the paragraphs it touches.")

    status = models.CharField(max_length=9, choices=Status, blank=True, help_text="Gaps only.")
    reason = models.TextField(blank=True, help_text="Why it was decided so.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annotations"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["issuer", "fiscal_year", "element"])]
        constraints = [
            models.CheckConstraint(
                name="annotation_only_gaps_have_a_status",
                condition=Q(kind="note", status="")
                | Q(kind="gap", status__in=["open", "accepted", "not_a_gap"]),
            ),
            models.CheckConstraint(
                name="annotation_decided_at_and_by_together",
                condition=Q(status__in=["", "open"], decided_at=None, decided_by=None)
                | Q(status__in=["accepted", "not_a_gap"], decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="annotation_not_a_gap_has_a_reason", condition=~Q(status="not_a_gap", reason="")
            ),
            models.CheckConstraint(
                name="annotation_quote_and_place_together",
                condition=Q(anchor="whole", quote="", start=None, end=None)
                | (
                    Q(anchor__in=ANCHORED_STATES, start__isnull=False, end__gt=models.F("start"))
                    & ~Q(quote="")
                ),
            ),
            models.CheckConstraint(
                name="annotation_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("annotation-detail", args=[self.pk])

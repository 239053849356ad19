"""What reviewers decided about predicted elements. It hangs on stable keys and a quote, never on values."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from comparison.models.querysets import JudgementQuerySet
from disclosures.coding.naming import NAMED


@pghistory.track()
class Judgement(models.Model):
    """A reviewer's word on whether a passage of an untagged filing speaks of an element.

    Kept as a label for whoever builds the element model anew; it trains nothing by itself. Like an
    annotation it knows issuer, element and fiscal year, and its passage as a quote with its surroundings.
    Only while it is anchored does it decide which values the filing has.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", "confirmed"
        REJECTED = "rejected", "rejected"
        OTHER = "other", "another element"

    class Anchor(models.TextChoices):
        ANCHORED = "anchored", "on these words"
        MOVED = "moved", "the words moved: to be decided again"
        ORPHANED = "orphaned", "the words are gone"

    issuer = models.ForeignKey("disclosures.Issuer", on_delete=models.PROTECT, related_name="judgements")
    element = models.ForeignKey("disclosures.Element", on_delete=models.PROTECT, related_name="judgements")
    fiscal_year = models.PositiveSmallIntegerField()
    filing = models.ForeignKey(
        "disclosures.Filing", on_delete=models.SET_NULL, null=True, blank=True, related_name="judgements"
    )
    verdict = models.CharField(max_length=9, choices=Verdict)
    instead = models.ForeignKey(
        "disclosures.Element",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the passage speaks of, where it is another element.",
    )
    confidence = models.FloatField(null=True, blank=True, help_text="Of the prediction that was judged.")

    anchor = models.CharField(max_length=8, choices=Anchor)
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True, help_text="Characters before the quote.")
    suffix = models.CharField(max_length=64, blank=True, help_text="Characters after the quote.")
    start = models.PositiveIntegerField(help_text="In the filing's reading text.")
    end = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=32, help_text="Hash of the paragraphs it touches.")

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judgements"
    )
    decided_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["issuer", "fiscal_year", "element"])]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "element", "start"],
                condition=Q(withdrawn_at=None, anchor="anchored"),
                name="judgement_is_one_per_passage",
            ),
            models.CheckConstraint(
                name="judgement_other_names_the_element",
                condition=Q(verdict="other", instead__isnull=False) | (~Q(verdict="other") & Q(instead=None)),
            ),
            models.CheckConstraint(
                name="judgement_has_words_and_place", condition=Q(end__gt=models.F("start")) & ~Q(quote="")
            ),
            models.CheckConstraint(
                name="judgement_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.get_verdict_display()}"

    @property
    def was_predicted(self) -> bool:
        """Whether the model had named the element; where it had not, a confirmation names it."""
        return self.confidence is not None and self.confidence >= NAMED

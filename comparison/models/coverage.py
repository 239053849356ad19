"""What filings say to the demands of a plan: proposed by the program, and what reviewers made of it."""

import pghistory
from django.conf import settings
from django.db import models

from comparison.models.querysets import CoverageReviewQuerySet


class FilingCoverage(models.Model):
    """The proposals for one filing and one plan; made again when either changes.

    `cells` has per requirement's key its verdict, score and the sentences that answer it, as places in the
    filing's reading text (comparison.coverage.storing).
    """

    filing = models.ForeignKey("disclosures.Filing", on_delete=models.CASCADE, related_name="coverage")
    framework = models.ForeignKey("disclosures.Framework", on_delete=models.CASCADE, related_name="coverage")
    stored_at = models.DateTimeField(help_text="Filing.stored_at when its text was read.")
    stamp = models.CharField(max_length=32, help_text="Of the demands, their links and the way of scoring.")
    cells = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "framework"], name="coverage_once_per_filing_and_plan")
        ]
        # Which filings answer anything is asked of a whole market: reading every `cells` for it takes 0.15 s.
        indexes = [
            models.Index(fields=["filing"], condition=~models.Q(cells={}), name="coverage_with_answers")
        ]

    def __str__(self) -> str:
        return f"filing {self.filing_id}, plan {self.framework_id}"


@pghistory.track()
class CoverageReview(models.Model):
    """A reviewer's verdict: what an issuer's disclosure of a year does with a requirement.

    The words it rests on are the reviewer's notes on the same keys, which are anchored like every note.
    """

    class Verdict(models.TextChoices):
        ADDRESSED = "addressed", "addressed"
        PARTLY = "partly", "partly addressed"
        NOT_ADDRESSED = "not_addressed", "not addressed"

    issuer = models.ForeignKey("disclosures.Issuer", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey("disclosures.Element", on_delete=models.PROTECT, related_name="reviews")
    fiscal_year = models.PositiveSmallIntegerField()
    filing = models.ForeignKey(
        "disclosures.Filing",
        on_delete=models.SET_NULL,
        null=True,
        related_name="coverage_reviews",
        help_text="What was reviewed: it takes the review along when its issuer or year is corrected.",
    )
    verdict = models.CharField(max_length=13, choices=Verdict)
    remark = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)

    objects = CoverageReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "requirement", "fiscal_year"], name="coverage_reviewed_once_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issuer}, {self.requirement}: {self.get_verdict_display()}"


class CrosswalkSuggestion(models.Model):
    """Two elements of different frameworks that may speak of the same thing. Derived, made anew as a whole.

    `answering` of `texts` issuers' texts under one of them answer what the other asks.
    """

    left = models.ForeignKey("disclosures.Element", on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey("disclosures.Element", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(help_text="0 to 1.")
    by_words = models.FloatField(help_text="0 to 1, of their names and what they ask.")
    answering = models.PositiveIntegerField()
    texts = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="suggestion_once_per_pair")]

    def __str__(self) -> str:
        return f"{self.left_id} and {self.right_id}: {self.score}"

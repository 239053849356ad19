"""One row per issuer and fiscal year: what figures about the whole market are counted from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comparison.models.querysets import YearSummaryQuerySet


class YearSummary(models.Model):
    """What an issuer's annual filing of a year tags, in numbers. Derived; comparison.benchmarks writes it.

    The filing is the one that comparison.comparisons.pick_filing takes. Arrays hold keys of elements:
    `tagged` at all, flags that say yes or no, texts that the year before has too (`compared`), and those of
    them whose words differ (`changed`).
    """

    filing = models.OneToOneField(
        "disclosures.Filing", on_delete=models.CASCADE, primary_key=True, related_name="summary"
    )
    issuer = models.ForeignKey("disclosures.Issuer", on_delete=models.CASCADE, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=40, help_text="Without /A: an amendment stands for its original.")
    tagged = ArrayField(models.IntegerField(), default=list)
    said_yes = ArrayField(models.IntegerField(), default=list)
    said_no = ArrayField(models.IntegerField(), default=list)
    compared = ArrayField(models.IntegerField(), default=list)
    changed = ArrayField(models.IntegerField(), default=list)
    words = models.PositiveIntegerField(help_text="Of all texts; repeated paragraphs count once.")
    has_changed = models.BooleanField(null=True, help_text="Any words; empty without a tagged year before.")
    findings = ArrayField(
        models.CharField(max_length=20), default=list, help_text="Codes of comparison.tag_quality."
    )

    objects = YearSummaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "fiscal_year"], name="summary_is_one_per_year")
        ]
        indexes = [models.Index(fields=["fiscal_year", "form"])]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.fiscal_year}"

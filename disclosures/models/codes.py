"""What the codebook's rules read from a filing. Derived: disclosures.codes.storing writes it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class CodedFiling(models.Model):
    """All codebook values of one filing in one row, replaced as a whole.

    marks  what is searched and counted: one number for each thing the text says (disclosures.codes.marks)
    codes  {attribute: {value, state, evidence: [{quote, start, end, element}]}}, every attribute; places
           count characters of the filing's reading text

    The other columns say what the values were read from; where the filing, its issuer's type, the filing of
    the year before or the rules are others by now, the row is stale.
    """

    filing = models.OneToOneField(
        "disclosures.Filing", on_delete=models.CASCADE, primary_key=True, related_name="coded"
    )
    rules = models.CharField(max_length=12, help_text="Version of the rules.")
    text_stored_at = models.DateTimeField(help_text="Filing.stored_at when its text was read.")
    kind = models.CharField(max_length=15, blank=True, help_text="The issuer's type.")
    prior_stored_at = models.DateTimeField(null=True, help_text="Of the filing of the year before.")
    marks = ArrayField(models.IntegerField(), default=list)
    codes = models.JSONField(default=dict)

    class Meta:
        indexes = [GinIndex(fields=["marks"], name="coded_filing_marks")]

    def __str__(self) -> str:
        return f"codes of filing {self.filing_id}"

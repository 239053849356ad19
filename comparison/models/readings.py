"""What the element model says of each filing's sentences, kept so that no page asks it again. Derived."""

from django.db import models


class FilingReading(models.Model):
    """Sentences of a filing with the confidence of each element, written and read by
    comparison.comparing.readings.

    It hangs on the filing by a key without a constraint, and says of which state of it and of which model it
    is: any other means to read again. It is taken away where a reviewer's decision names other passages.
    """

    filing = models.OneToOneField(
        "disclosures.Filing",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="reading",
    )
    stored_at = models.DateTimeField(help_text="Filing.stored_at when its text was read.")
    model = models.CharField(max_length=16, help_text="Checksum of the element model's file.")
    sentences = models.BinaryField(help_text="Packed by comparison.readings.")

    def __str__(self) -> str:
        return f"filing {self.filing_id}"

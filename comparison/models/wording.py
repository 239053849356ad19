"""Sentences across everything stored: which stand where, and who else uses them. All derived.

comparison.wording.storing writes these rows behind the filings. They hang on them by keys without a
constraint: a filing may go, or be replaced, at any time, and that job's next round puts the counts right.
"""

from django.db import models


class Wording(models.Model):
    """The folded words of a sentence, once, and their family: near-copies of one wording, its head.

    `key` is the hash of `folded` (comparison.alignment.wording). `issuers` counts the distinct issuers that
    use any wording of the family. Heads alone carry the keys by which near-copies find them.
    """

    key = models.BigIntegerField(primary_key=True)
    folded = models.TextField(help_text="The words, with one blank between.")
    family = models.BigIntegerField(db_index=True, help_text="Key of the head; a head's is its own.")
    issuers = models.PositiveIntegerField(help_text="Distinct issuers that use the family.")
    part_a = models.BigIntegerField(null=True)
    part_b = models.BigIntegerField(null=True)
    part_c = models.BigIntegerField(null=True)
    part_d = models.BigIntegerField(null=True)
    part_e = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_heads_have_parts",
                condition=models.Q(family=models.F("key"))
                | models.Q(part_a=None, part_b=None, part_c=None, part_d=None, part_e=None),
            )
        ]
        indexes = [
            models.Index(
                fields=[part], name=f"wording_{part}", condition=models.Q(**{f"{part}__isnull": False})
            )
            for part in ("part_a", "part_b", "part_c", "part_d", "part_e")
        ]

    def __str__(self) -> str:
        return self.folded[:60]


class SentenceUse(models.Model):
    """One place where a wording stands; `start` and `end` count characters of the filing's reading text."""

    filing = models.ForeignKey(
        "disclosures.Filing",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="sentences",
    )
    issuer = models.ForeignKey(
        "disclosures.Issuer",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    wording = models.ForeignKey(
        Wording, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="uses"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "start"], name="one_sentence_begins_at_a_place")
        ]
        indexes = [models.Index(fields=["wording", "issuer"], name="sentence_use_by_wording")]

    def __str__(self) -> str:
        return f"filing {self.filing_id}, {self.start} to {self.end}"


class FilingWording(models.Model):
    """What was counted of a filing, and of which state of it: other times or issuers mean to count again."""

    filing = models.OneToOneField(
        "disclosures.Filing",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="wording",
    )
    issuer_id = models.BigIntegerField()
    stored_at = models.DateTimeField(help_text="Filing.stored_at when its text was read.")
    sentences = models.PositiveIntegerField()
    shared = models.PositiveIntegerField(help_text="Of them, those that another issuer uses, or nearly.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shared_sentences_are_sentences",
                condition=models.Q(shared__lte=models.F("sentences")),
            )
        ]

    def __str__(self) -> str:
        return f"filing {self.filing_id}: {self.shared} of {self.sentences}"

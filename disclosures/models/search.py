"""What is searched: passages as they stand in their filings, and the words they are made of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class IndexedPassage(models.Model):
    """One place in a filing with every element it stands under: what a search finds, and counts once.

    Kept narrow on purpose: a search for a common word reads every row. Made from passages by
    disclosures.search.index; it goes with them by constraints of the database (migration 0003_search), so
    that deleting through Django and by plain SQL come to the same.
    """

    passage = models.OneToOneField(
        "disclosures.Passage",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="indexed",
    )
    filing = models.ForeignKey(
        "disclosures.Filing", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    elements = ArrayField(models.IntegerField(), help_text="Ids of the elements, in ascending order.")
    text_hash = models.CharField(max_length=32)
    search = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="indexed_passage_search"),
            models.Index(fields=["text_hash"], name="indexed_passage_text_hash"),
        ]

    def __str__(self) -> str:
        return f"passage {self.passage_id}"


class SearchWord(models.Model):
    """A word stem, its commonest form, and in how many indexed passages it stands."""

    lexeme = models.TextField(primary_key=True)
    word = models.TextField()
    passages = models.PositiveIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], name="search_word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word

"""Comparisons that people keep."""

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse

from comparison.models.querysets import OwnedQuerySet


@pghistory.track()
class SavedComparison(models.Model):
    """A comparison under a name, with a note of its maker. `query` is the query string of the page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comparisons")
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True, max_length=4_000)
    query = models.TextField()
    is_shared = models.BooleanField("colleagues may open it", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet["SavedComparison"].as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="comparison_name_is_unique_per_owner")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("saved-comparison", args=[self.pk])

"""Sets of issuers that people compare with."""

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse

from comparison.models.querysets import OwnedQuerySet


@pghistory.track()
class PeerGroup(models.Model):
    """Issuers picked by hand, by a rule, or both; usable wherever a set of issuers can be chosen.

    `rule` holds what comparison.peers.Rule states (form, SIC division, country, size band, issuer type);
    empty for a group picked by hand.
    """

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="peer_groups")
    is_shared = models.BooleanField("colleagues may use it", default=False)
    rule = models.JSONField(default=dict, blank=True)
    issuers = models.ManyToManyField("disclosures.Issuer", related_name="peer_groups", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet["PeerGroup"].as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("peer-group-detail", args=[self.slug])

"""What people follow, and what they are told of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from comparison.models.querysets import OwnedQuerySet


class SavedSearch(models.Model):
    """A search under a name. `query` is the query string of the search page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(max_length=120)
    query = models.TextField()
    is_shared = models.BooleanField("colleagues may use it", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet["SavedSearch"].as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="search_name_is_unique_per_owner")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('search')}?{self.query}"


class Follow(models.Model):
    """Somebody wants to hear of one issuer, peer group, element, or search."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    issuer = models.ForeignKey(
        "disclosures.Issuer", on_delete=models.CASCADE, null=True, blank=True, related_name="followers"
    )
    peer_group = models.ForeignKey(
        "comparison.PeerGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="followers"
    )
    element = models.ForeignKey(
        "disclosures.Element", on_delete=models.CASCADE, null=True, blank=True, related_name="followers"
    )
    search = models.ForeignKey(
        SavedSearch, on_delete=models.CASCADE, null=True, blank=True, related_name="followers"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_has_one_target",
                condition=Q(issuer__isnull=False, peer_group=None, element=None, search=None)
                | Q(issuer=None, peer_group__isnull=False, element=None, search=None)
                | Q(issuer=None, peer_group=None, element__isnull=False, search=None)
                | Q(issuer=None, peer_group=None, element=None, search__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["owner", "issuer", "peer_group", "element", "search"],
                nulls_distinct=False,
                name="follow_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return str(self.issuer or self.peer_group or self.element or self.search)


class Notice(models.Model):
    """One thing that happened to what somebody follows: why it is shown, and what changed."""

    class Kind(models.TextChoices):
        NEW_FILING = "new_filing", "new filing"
        CHANGED_ELEMENT = "changed_element", "changed element"
        NEW_HIT = "new_hit", "new hit"

    follow = models.ForeignKey(Follow, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=15, choices=Kind)
    filing = models.ForeignKey("disclosures.Filing", on_delete=models.CASCADE, related_name="notices")
    element = models.ForeignKey(
        "disclosures.Element", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    what_changed = models.TextField()
    more = models.PositiveIntegerField(
        default=0, help_text="Of the same follow on the same day, not told one by one."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow", "kind", "filing", "element"],
                nulls_distinct=False,
                name="notice_is_given_once",
            )
        ]

    def __str__(self) -> str:
        return self.what_changed[:80]

    def get_absolute_url(self) -> str:
        """The filing, at the element where there is one."""
        place = f"#{self.element.slug}" if self.element else ""
        return f"{self.filing.get_absolute_url()}{place}"

    @property
    def words(self) -> str:
        """What changed, and how much more there is that is not told one by one."""
        rest = f"\nAnd {self.more:,} more on the same day, not told one by one." if self.more else ""
        return f"{self.what_changed}{rest}"


class Digest(models.Model):
    """How often somebody gets notices by e-mail. Without a row: daily."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "every week"
        NONE = "none", "never"

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest")
    frequency = models.CharField(max_length=6, choices=Frequency, default=Frequency.DAILY)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digest_frequency_is_known", condition=Q(frequency__in=["daily", "weekly", "none"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.get_frequency_display()}"

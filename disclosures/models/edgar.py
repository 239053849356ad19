"""Fetches from EDGAR: who asked for what, what became of each filing, and the pace that all keep."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class EdgarFetch(models.Model):
    """One look-up of an issuer's filings on EDGAR. Runs as a job; what it found are its items."""

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "stopped"

    issuer = models.ForeignKey("disclosures.Issuer", on_delete=models.CASCADE, related_name="edgar_fetches")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty for a look-out for new filings of followed issuers.",
    )
    started_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    sentence = models.TextField(blank=True, help_text="Why it stopped, or what it found.")

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer"],
                condition=models.Q(status__in=["waiting", "running"]),
                name="edgar_fetch_runs_once_per_issuer",
            ),
            models.CheckConstraint(
                name="edgar_fetch_failure_has_a_sentence",
                condition=~models.Q(status="failed") | ~models.Q(sentence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"EDGAR filings of {self.issuer}"

    def get_absolute_url(self) -> str:
        return reverse("edgar-fetch-detail", args=[self.pk])

    @property
    def is_settled(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED}


class EdgarFetchItem(models.Model):
    """One filing that a fetch found on EDGAR."""

    class Status(models.TextChoices):
        FOUND = "found", "waiting"
        STORED = "stored", "stored"
        HELD = "held", "already held"
        REFUSED = "refused", "not stored"

    fetch = models.ForeignKey(EdgarFetch, on_delete=models.CASCADE, related_name="items")
    accession = models.CharField("accession number", max_length=20)
    form = models.CharField(max_length=40)
    filed = models.DateField(null=True)
    period_end = models.DateField(null=True)
    status = models.CharField(max_length=7, choices=Status, default=Status.FOUND)
    sentence = models.TextField(blank=True)
    filing = models.ForeignKey(
        "disclosures.Filing", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["fetch", "-filed", "accession"]
        constraints = [
            models.UniqueConstraint(fields=["fetch", "accession"], name="edgar_fetch_finds_a_filing_once")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.accession}"

    @property
    def is_settled(self) -> bool:
        return self.status != self.Status.FOUND


class RequestPace(models.Model):
    """When the next request to a service may start: one row, reserved slot by slot by every process."""

    service = models.CharField(max_length=20, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.service}, next request at {self.next_at}"

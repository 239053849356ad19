"""What was handed in and what became of it, file by file."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Upload(models.Model):
    """What was handed in together: files, a pasted text, or the address of a page."""

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Upload {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("upload-detail", args=[self.pk])


class UploadItem(models.Model):
    """One file, text or address of an upload, or one filing of a file that holds several."""

    class Status(models.TextChoices):
        FETCHING = "fetching", "being fetched"
        RECEIVED = "received", "waiting"
        READING = "reading", "being read"
        ASKS = "asks", "needs an answer"
        STORED = "stored", "stored"
        HELD = "held", "already held"
        REFUSED = "refused", "refused"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=255)
    document = models.ForeignKey(
        "disclosures.SourceDocument", on_delete=models.SET_NULL, null=True, blank=True, related_name="items"
    )
    part = models.PositiveSmallIntegerField(default=0)
    address = models.TextField(blank=True, help_text="Web address that was asked for, as it was given.")
    status = models.CharField(max_length=8, choices=Status, default=Status.RECEIVED)
    code = models.CharField(max_length=60, blank=True)
    sentence = models.TextField(blank=True, help_text="What became of it, for the uploader.")
    filing = models.ForeignKey(
        "disclosures.Filing", on_delete=models.SET_NULL, null=True, blank=True, related_name="upload_items"
    )
    framework = models.ForeignKey(
        "disclosures.Framework", on_delete=models.SET_NULL, null=True, blank=True, related_name="upload_items"
    )
    answers = models.JSONField(default=dict, help_text="What the uploader said that the source does not.")

    class Meta:
        ordering = ["upload", "pk"]
        constraints = [
            models.CheckConstraint(
                name="upload_refusal_has_a_sentence",
                condition=~models.Q(status="refused") | ~models.Q(sentence=""),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_settled(self) -> bool:
        return self.status not in {self.Status.FETCHING, self.Status.RECEIVED, self.Status.READING}

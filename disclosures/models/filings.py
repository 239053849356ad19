"""Issuers, their filings, and each governance element with the place it came from."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse

from disclosures.countries import country_name
from disclosures.models.querysets import FilingQuerySet, IssuerQuerySet
from disclosures.parsing.types import SourceFormat


class IssuerKind(models.TextChoices):
    """Kinds of issuers whose disclosures must not be mixed in one figure without saying so."""

    OPERATING = "operating", "operating company"
    BANK_OR_INSURER = "bank_or_insurer", "bank or insurer"
    SPAC_OR_SHELL = "spac_or_shell", "blank-cheque or shell company"
    FUND_OR_TRUST = "fund_or_trust", "fund or trust"


@pghistory.track()
class Issuer(models.Model):
    """Someone who discloses: a registrant, or an operator of a platform without a CIK."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    cik = models.CharField(
        "CIK",
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", "A CIK is ten digits, zeros in front.")],
    )

    country = models.CharField(
        max_length=2,
        blank=True,
        help_text="Country of the business address, ISO 3166; empty where not known.",
    )
    sic = models.PositiveSmallIntegerField("SIC code", null=True, blank=True)
    public_float = models.BigIntegerField(null=True, blank=True, help_text="US dollars, latest stated.")
    kind = models.CharField(
        "issuer type", max_length=15, choices=IssuerKind, blank=True, help_text="Empty where not known."
    )
    kind_reason = models.CharField(max_length=200, blank=True, help_text="What the type was derived from.")

    objects = IssuerQuerySet.as_manager()

    class Meta:
        ordering = [Upper("name")]
        indexes = [
            models.Index(fields=["kind", "sic"]),
            models.Index(Upper("name"), "id", name="issuer_by_name"),
            GinIndex(fields=["name"], name="issuer_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="issuer_kind_has_its_reason", condition=models.Q(kind="") | ~models.Q(kind_reason="")
            ),
            models.CheckConstraint(
                name="issuer_cik_is_ten_digits",
                condition=models.Q(cik__isnull=True) | models.Q(cik__regex=r"^\d{10}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("issuer-detail", args=[self.slug])

    @property
    def country_name(self) -> str:
        return country_name(self.country)


def document_path(document: "SourceDocument", filename: str) -> str:
    """Documents lie under their hash: the name an uploader gave never reaches the disk."""
    return f"{document.sha256[:2]}/{document.sha256}"


class SourceDocument(models.Model):
    """The bytes as received, once: all that was parsed can be made again from them."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255, help_text="File name as first received.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content = models.FileField(upload_to=document_path, max_length=100)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    address = models.TextField(
        blank=True, help_text="Web address these bytes were first fetched from; empty for a file or a text."
    )
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="document_sha256_is_hex", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="document_address_and_fetched_at_together",
                condition=models.Q(address="", fetched_at=None)
                | (~models.Q(address="") & models.Q(fetched_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_store(self) -> bool:
        """Whether its bytes are there; a store may lose files."""
        return self.content.storage.exists(str(self.content.name))

    def read(self) -> bytes:
        with self.content.open("rb") as stored:
            content: bytes = stored.read()
            return content

    @transaction.atomic
    def discard_if_unused(self) -> None:
        """Drops bytes that nothing was read from and nobody waits for; the file goes with the commit."""
        if not SourceDocument.objects.select_for_update().filter(pk=self.pk).exists():
            return  # somebody else was quicker
        is_used = self.filings.exists() or hasattr(self, "framework")
        if not is_used and not self.items.filter(status__in=["received", "reading", "asks"]).exists():
            storage, name = self.content.storage, str(self.content.name)
            self.delete()
            transaction.on_commit(lambda: storage.delete(name))


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["reading_text"]
)
class Filing(models.Model):
    """One disclosure of one issuer for one year or event, whatever it came as."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="filings")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="filings")
    part = models.PositiveSmallIntegerField(
        default=0, help_text="Which of the document's filings: a zip may hold several."
    )
    slug = models.SlugField(max_length=120, unique=True)
    form = models.CharField(max_length=40, help_text="10-K, 20-F/A, 8-K … or “Web disclosure”.")
    accession = models.CharField("accession number", max_length=20, unique=True, null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField()
    period_end = models.DateField(null=True, blank=True)
    filed = models.DateField(null=True, blank=True)
    is_amendment = models.BooleanField(default=False)
    amends = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="amendments"
    )
    source_format = models.CharField(max_length=20, choices=[(f.value, f.value) for f in SourceFormat])
    reading_text = models.TextField(
        blank=True, help_text="The disclosure in reading order; locators count its characters."
    )
    stored_at = models.DateTimeField(auto_now=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = [Upper("issuer__name"), "-fiscal_year", "form"]
        constraints = [
            models.UniqueConstraint(fields=["document", "part"], name="filing_is_read_once_per_document"),
            models.CheckConstraint(
                name="filing_fiscal_year_is_plausible",
                condition=models.Q(fiscal_year__gte=1990, fiscal_year__lte=2100),
            ),
            models.CheckConstraint(
                name="filing_accession_has_its_form",
                condition=models.Q(accession__isnull=True)
                | models.Q(accession__regex=r"^\d{10}-\d{2}-\d{6}$"),
            ),
            models.CheckConstraint(
                name="filing_only_amendments_amend",
                condition=models.Q(amends__isnull=True) | models.Q(is_amendment=True),
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "fiscal_year"]),
            models.Index(
                models.F("filed").desc(nulls_last=True), models.F("id").desc(), name="filing_newest_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer.name}, {self.form} {self.fiscal_year}"

    def get_absolute_url(self) -> str:
        return reverse("filing-detail", args=[self.slug])


GIVEN_ORIGINS = ("tagged", "heading")
"""Origins of values that the source itself names, by a tag or a heading: figures count no others."""


class ElementValue(models.Model):
    """What a filing says under one element. Replaced as a whole when its document is read again."""

    class Origin(models.TextChoices):
        TAGGED = "tagged", "tagged by the issuer"
        HEADING = "heading", "read from headings"
        PREDICTED = "predicted", "predicted from the words"
        CONFIRMED = "confirmed", "predicted, and confirmed by a reviewer"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="values")
    element = models.ForeignKey("disclosures.Element", on_delete=models.PROTECT, related_name="values")
    position = models.PositiveSmallIntegerField(help_text="Order in the filing, from 0.")
    flag = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    evidence = models.TextField(blank=True, help_text="The words a flag wraps.")
    document_name = models.CharField(max_length=255, blank=True, help_text="Member of the filing.")
    source_id = models.CharField(max_length=255, blank=True, help_text="id attribute in that document.")
    spans = models.JSONField(default=list, help_text="[[start, end], …] in the filing's reading text.")
    heading = models.JSONField(default=list, help_text="Headings over it, outermost first.")
    context_start = models.DateField(null=True)
    context_end = models.DateField(null=True)
    dimensions = models.JSONField(default=dict)
    is_nil = models.BooleanField(default=False)
    origin = models.CharField(max_length=9, choices=Origin)
    confidence = models.FloatField(
        null=True, help_text="Of a prediction, 0 to 1: the highest of its passages. From 0.5 on it is named."
    )

    class Meta:
        ordering = ["filing", "position"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "position"], name="value_position_is_unique"),
            models.CheckConstraint(
                name="value_confidence_is_of_a_prediction",
                condition=Q(origin__in=["tagged", "heading"], confidence=None)
                | Q(origin="predicted", confidence__gte=0, confidence__lte=1)
                | Q(origin="confirmed", confidence=None)
                | Q(origin="confirmed", confidence__gte=0, confidence__lte=1),
            ),
            models.CheckConstraint(
                name="value_flag_is_never_predicted",
                condition=Q(flag=None) | Q(origin__in=["tagged", "heading"]),
            ),
        ]
        indexes = [
            models.Index(fields=["element", "filing"]),
            models.Index(fields=["filing"], name="predicted_values", condition=Q(origin="predicted")),
        ]

    def __str__(self) -> str:
        return f"{self.element} of {self.filing}"


class Passage(models.Model):
    """A paragraph of an element's text, normalised once so that comparing never does it again."""

    value = models.ForeignKey(ElementValue, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(help_text="Paragraph of the element, from 0.")
    text = models.TextField()
    normalised = models.TextField()
    text_hash = models.CharField(max_length=32, help_text="Hash of the normalised text.")
    start = models.PositiveIntegerField(help_text="First character in the filing's reading text.")
    end = models.PositiveIntegerField()
    confidence = models.FloatField(
        null=True, help_text="Of a prediction: the highest among the passage's sentences."
    )

    class Meta:
        ordering = ["value", "position"]
        constraints = [
            models.UniqueConstraint(fields=["value", "position"], name="passage_position_is_unique"),
            models.CheckConstraint(
                name="passage_is_not_empty", condition=models.Q(end__gt=models.F("start"))
            ),
        ]
        # Not db_index: of a text column that makes a second index, for prefixes, which nobody asks for.
        indexes = [models.Index(fields=["text_hash"], name="passage_text_hash")]

    def __str__(self) -> str:
        return self.text[:60]


class LeftPassage(models.Model):
    """A paragraph of an untagged filing in which no element is named: reviewers go through them.

    Made with the filing's predicted values; the words are in its reading text.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="left")
    start = models.PositiveIntegerField(help_text="First character in the filing's reading text.")
    end = models.PositiveIntegerField()
    nearest = models.ForeignKey(
        "disclosures.Element",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The element the model came nearest to.",
    )
    confidence = models.FloatField(help_text="Of that element, below 0.5 or rejected by a reviewer.")

    class Meta:
        ordering = ["filing", "start"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "start"], name="left_passage_is_one_per_place"),
            models.CheckConstraint(
                name="left_passage_is_not_empty", condition=models.Q(end__gt=models.F("start"))
            ),
        ]
        indexes = [models.Index(fields=["-confidence", "id"], name="left_passages_in_order")]

    def __str__(self) -> str:
        return f"{self.filing}, characters {self.start} to {self.end}"


class StoredProblem(models.Model):
    """Something of a filing that could not be read, or reads oddly."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8)
    message = models.TextField()
    locator = models.TextField(blank=True)

    class Meta:
        ordering = ["filing", "position"]

    def __str__(self) -> str:
        return self.message

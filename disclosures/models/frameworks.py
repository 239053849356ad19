"""Frameworks: the ordered elements an issuer can speak about, and what joins two frameworks."""

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse

from disclosures.models.querysets import ElementQuerySet, FrameworkQuerySet


@pghistory.track(exclude=["source_text", "reading", "reread"])
class Framework(models.Model):
    """A tree of elements: a taxonomy, a disclosure guideline, or a regulator's plan.

    A plan is a draft until an admin publishes it. `reading` is what its requirements were made from, `reread`
    what a later reading of the document says differently, until an admin takes it over or lets it be.
    """

    class Kind(models.TextChoices):
        TAXONOMY = "taxonomy", "taxonomy"
        GUIDELINE = "guideline", "disclosure guideline"
        PLAN = "plan", "regulator's plan"

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    document = models.OneToOneField(
        "disclosures.SourceDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="framework",
        help_text="The plan it was made from; empty for frameworks that come with Collate.",
    )
    source_text = models.TextField(blank=True, help_text="Reading text of that document.")
    status = models.CharField(max_length=9, choices=Status, default=Status.PUBLISHED)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person last changed its requirements."
    )
    reading = models.JSONField(default=list, help_text="Points and demands as they were read.")
    reread = models.JSONField(null=True, blank=True, help_text="A later reading that differs.")

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="framework_only_plans_are_drafts",
                condition=models.Q(status="published") | models.Q(kind="plan"),
            ),
            models.CheckConstraint(
                name="framework_plan_has_document",
                condition=~models.Q(kind="plan") | models.Q(document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("framework-detail", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


@pghistory.track()
class Element(models.Model):
    """One thing a framework asks about: a flag, a text, or a demand of a plan."""

    class Kind(models.TextChoices):
        FLAG = "flag", "flag"
        TEXT = "text", "text"
        REQUIREMENT = "requirement", "requirement"

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="elements")
    key = models.CharField(max_length=200, unique=True, help_text="cyd:… or online_lending:…")
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=11, choices=Kind)
    label = models.CharField(max_length=300, help_text="Official label.")
    name = models.CharField(max_length=120, help_text="The reader's words.")
    asks = models.TextField(blank=True, help_text="What is asked for, in a sentence; a plan's own words.")
    clause_106 = models.CharField("Item 106 clause", max_length=40, blank=True)
    clause_20f = models.CharField("Form 20-F clause", max_length=40, blank=True)
    clause_8k = models.CharField("Form 8-K clause", max_length=60, blank=True)
    group = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    text_element = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="flags",
        help_text="For a flag: the text it answers for.",
    )
    is_dropped = models.BooleanField(
        default=False, help_text="A demand that an admin left out; it can be taken back in."
    )

    objects = ElementQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "order", "key"]
        constraints = [
            models.CheckConstraint(
                name="element_only_flags_have_a_text",
                condition=models.Q(kind="flag") | models.Q(text_element__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def clause(self) -> str:
        return self.clause_106 or self.clause_20f or self.clause_8k


class Topic(models.Model):
    """A crosswalk entry: elements of several frameworks that speak of the same thing.

    Those that come with Collate, and plans by their words; what people decide about a pair is a
    CrosswalkLink. disclosures.crosswalk reads both together.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()
    elements = models.ManyToManyField(Element, related_name="topics")

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CrosswalkLink(models.Model):
    """What a person decided about two elements of different frameworks: that they are joined, or are not.

    `left` is the element whose key comes first. Withdrawn, it leaves the pair to the topics again.
    """

    class Verdict(models.TextChoices):
        JOINED = "joined", "speak of the same thing"
        APART = "apart", "do not"

    left = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=6, choices=Verdict)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="crosswalk_link_once_per_pair"),
            models.CheckConstraint(
                name="crosswalk_link_of_two_elements", condition=~models.Q(left=models.F("right"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} and {self.right}: {self.get_verdict_display()}"

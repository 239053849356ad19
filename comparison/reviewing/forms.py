"""What people send to the pages of notes and gaps, query strings included."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from comparison.models import Annotation
from config.accounts.models import User
from config.addresses import LocalAddressField
from disclosures.models import Element, Filing, Framework, Issuer

MAX_BODY = 10_000
MAX_QUOTE = 20_000
MAX_OFFSET = 2_147_483_647
"""Largest number of the column that keeps offsets."""


class ElementIterator(ModelChoiceIterator[Element]):
    """Elements under the names of their framework and group."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for name, elements in groupby(self.queryset, key=lambda e: f"{e.framework.name}: {e.group}"):
            yield (name, [self.choice(element) for element in elements])


class ElementField(forms.ModelChoiceField[Element]):
    """A governance element, by its slug."""

    iterator = ElementIterator

    def __init__(self, **kwargs: Any) -> None:
        elements = Element.objects.in_use().with_framework().order_by("framework", "order", "key")
        super().__init__(elements, to_field_name="slug", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        if obj.parent_id is None and obj.framework.kind == Framework.Kind.PLAN:
            return f"{obj.name} (the point as a whole)"  # its first demand often bears the same name
        return f"{obj.name} {obj.clause}".strip()


class TargetForm(forms.Form):
    """What a note is about: an issuer's year; where known the element, the filing and the words in it."""

    issuer = forms.ModelChoiceField(
        Issuer.objects.none(), to_field_name="slug", widget=forms.HiddenInput, label="Issuer"
    )
    year = forms.IntegerField(label="Fiscal year", min_value=1990, max_value=2100, widget=forms.HiddenInput)
    filing = forms.ModelChoiceField(
        Filing.objects.none(), to_field_name="slug", required=False, widget=forms.HiddenInput, label="Filing"
    )
    start = forms.IntegerField(
        required=False, min_value=0, max_value=MAX_OFFSET, widget=forms.HiddenInput, label="First character"
    )
    end = forms.IntegerField(
        required=False, min_value=1, max_value=MAX_OFFSET, widget=forms.HiddenInput, label="Last character"
    )
    kind = forms.ChoiceField(label="What it is", choices=Annotation.Kind, required=False)
    element = ElementField(label="About", empty_label="Choose an element", required=False)
    body = forms.CharField(label="What you noticed", required=False, max_length=MAX_BODY)
    next = LocalAddressField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuers, filings = self.fields["issuer"], self.fields["filing"]
        issuers.queryset = Issuer.objects.visible_to(user)  # type: ignore[attr-defined]  # a model choice
        filings.queryset = Filing.objects.visible_to(user).select_related("issuer")  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        filing = given.get("filing")
        if filing and (filing.issuer != given.get("issuer") or filing.fiscal_year != given.get("year")):
            self.add_error("filing", "This filing is of another issuer or another fiscal year.")
        start, end = given.get("start"), given.get("end")
        if (start is None) != (end is None) or (start is not None and (filing is None or end <= start)):
            self.add_error("start", "The marked words have no beginning or no end. Mark them again.")
        return given

    @property
    def place(self) -> tuple[int, int] | None:
        """The marked characters; None for an element as a whole. Only after is_valid()."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return None if start is None or end is None else (start, end)


class AnnotationForm(TargetForm):
    """A note or a gap as it is written. `quote` is what its author saw marked."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=[("note", "A note"), ("gap", "A gap: something is missing, or not said")],
        widget=forms.RadioSelect,
        initial="note",
    )
    element = ElementField(label="About", empty_label="Choose an element")
    body = forms.CharField(
        label="What you noticed", max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 4})
    )
    quote = forms.CharField(required=False, max_length=MAX_QUOTE, widget=forms.HiddenInput)

    field_order = ("kind", "element", "body")

    def shown_target(self) -> dict[str, Any]:
        """What the page says that the note is about, before and after it was sent."""
        given = self.cleaned_data if self.is_bound else self.initial
        return {name: given.get(name) for name in ("issuer", "year", "filing", "quote", "next")}


class DialogForm(AnnotationForm):
    """The same in the dialog over a filing, where the button that opened it has chosen the kind."""

    kind = forms.ChoiceField(choices=Annotation.Kind, widget=forms.HiddenInput, initial="note")


class SeenInput(forms.HiddenInput):
    """A moment, to the microsecond, as its page knew it."""

    def format_value(self, value: datetime | str | None) -> str:
        return value.isoformat() if isinstance(value, datetime) else value or ""


class EditForm(forms.Form):
    body = forms.CharField(
        label="What you noticed", max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 6})
    )
    seen = forms.DateTimeField(required=False, widget=SeenInput)


class DecisionForm(forms.Form):
    status = forms.ChoiceField(
        label="Is it a gap?",
        choices=[("accepted", "Yes, it is a gap"), ("not_a_gap", "No, it is not")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where it is not a gap: what the disclosure says, and where.",
    )
    seen = forms.DateTimeField(required=False, widget=SeenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("status") == Annotation.Status.NOT_A_GAP and not given.get("reason"):
            self.add_error("reason", "Say why it is not a gap.")
        return given


class ReopenForm(forms.Form):
    status = forms.ChoiceField(choices=[("open", "Open")], widget=forms.HiddenInput, initial="open")
    reason = forms.CharField(
        label="Why it is open again", max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.DateTimeField(required=False, widget=SeenInput)


class PlaceForm(forms.Form):
    """Whether the words at a proposed place are the note's words; `words` are those that were shown."""

    answer = forms.ChoiceField(choices=[("confirm", "Yes"), ("reject", "No")])
    words = forms.CharField(max_length=MAX_QUOTE * 2, widget=forms.HiddenInput)


class NewPlaceForm(forms.Form):
    """Where a note goes: "first-last" characters of the filing's text, and which text that was."""

    filing = forms.ModelChoiceField(Filing.objects.none(), to_field_name="slug")
    place = forms.RegexField(r"^\d{1,9}-\d{1,9}$")
    seen = forms.CharField(max_length=64)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filings = Filing.objects.visible_to(user)
        self.fields["filing"].queryset = filings  # type: ignore[attr-defined]  # a model choice

    def clean_place(self) -> tuple[int, int]:
        start, _, end = self.cleaned_data["place"].partition("-")
        return int(start), int(end)


class PlacingForm(forms.Form):
    """Query string of the reading page: the note that is to be placed on other words."""

    place = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class GapFilterForm(forms.Form):
    """Query string of the queue. What does not make sense is said beside its field and filters nothing."""

    kind = forms.ChoiceField(
        label="Show", required=False, choices=[("", "Gaps"), ("note", "Notes"), ("all", "Gaps and notes")]
    )
    status = forms.ChoiceField(
        required=False,
        choices=[("", "Any"), *Annotation.Status.choices, ("withdrawn", "withdrawn")],
        widget=forms.HiddenInput,  # the tabs over the list choose it
    )
    issuer = forms.ModelChoiceField(
        Issuer.objects.none(), to_field_name="slug", required=False, empty_label="Any issuer"
    )
    framework = forms.ModelChoiceField(
        Framework.objects.published(), to_field_name="slug", required=False, empty_label="Any framework"
    )
    element = ElementField(required=False, empty_label="Any element")
    year = forms.IntegerField(
        label="Fiscal year",
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "w-year"}),
    )
    author = forms.ModelChoiceField(
        User.objects.none(), to_field_name="username", required=False, empty_label="Anyone"
    )
    anchor = forms.ChoiceField(
        label="Place", required=False, choices=[("", "Any"), *Annotation.Anchor.choices]
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = Annotation.objects.visible_to(user)
        issuers, authors = self.fields["issuer"], self.fields["author"]
        issuers.queryset = (  # type: ignore[attr-defined]  # a model choice
            Issuer.objects.visible_to(user).filter(pk__in=written.values("issuer"))
        )
        authors.queryset = User.objects.filter(pk__in=written.values("created_by"))  # type: ignore[attr-defined]  # as above

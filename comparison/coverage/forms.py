"""What people send to the pages of coverage, query strings included."""

from typing import Any

from django import forms

from comparison.comparing.forms import MAX_FILINGS, SlugListField
from comparison.coverage.addresses import CoverageAddress
from comparison.models import CoverageReview
from comparison.reviewing.forms import MAX_BODY, SeenInput
from disclosures.models import Element, Filing, Framework

_ODD = {"invalid_choice": "The address names a filing oddly."}


class FilingsForm(forms.Form):
    """The filings to hold against a plan."""

    f = SlugListField(required=False, error_messages=_ODD)

    def clean_f(self) -> list[str]:
        slugs: list[str] = self.cleaned_data["f"]
        if len(slugs) > MAX_FILINGS:
            raise forms.ValidationError(f"Up to {MAX_FILINGS} filings fit beside a plan; choose fewer.")
        return slugs


class CoverageForm(FilingsForm):
    """Query string of the page, and of its exports."""

    requirement = forms.SlugField(required=False, max_length=120)
    state = forms.ChoiceField(
        label="Demands that somebody",
        required=False,
        choices=[
            ("", "any"),
            ("addressed", "addresses"),
            ("partly", "addresses in part"),
            ("not_addressed", "does not address"),
        ],
    )

    def address(self, framework: Framework, filings: list[Filing]) -> CoverageAddress:
        given = self.cleaned_data
        slugs = tuple(filing.slug for filing in filings)
        return CoverageAddress(framework.slug, slugs, given["requirement"], given["state"])


class CoverageChoiceForm(FilingsForm):
    """Query string of the page where plan and filings are chosen."""

    plan = forms.SlugField(required=False, max_length=80)
    q = forms.CharField(required=False, max_length=200, label="Find an issuer by name")
    choose = forms.BooleanField(required=False)


class PlacesField(forms.MultipleChoiceField):
    """Repeated "first-last" characters of a filing's reading text."""

    def valid_value(self, value: Any) -> bool:
        first, _, last = str(value).partition("-")
        return first.isascii() and last.isascii() and first.isdigit() and last.isdigit() and len(value) < 20

    def clean(self, value: Any) -> list[tuple[int, int]]:
        places = (str(part).split("-") for part in super().clean(value))
        return [(int(first), int(last)) for first, last in places]


class ReviewForm(forms.Form):
    """A reviewer's verdict on one filing and one demand. `seen` is the review's time as its page knew it."""

    filing = forms.ModelChoiceField(
        Filing.objects.none(), to_field_name="slug", widget=forms.HiddenInput, label="Filing"
    )
    requirement = forms.ModelChoiceField(
        Element.objects.none(), to_field_name="slug", widget=forms.HiddenInput, label="Demand"
    )
    verdict = forms.ChoiceField(
        label="The disclosure", choices=CoverageReview.Verdict.choices, widget=forms.RadioSelect
    )
    places = PlacesField(label="Words it rests on", required=False)
    remark = forms.CharField(
        label="Why", required=False, max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_gap = forms.BooleanField(label="Note what is missing as a gap", required=False)
    seen = forms.DateTimeField(required=False, widget=SeenInput)

    def __init__(self, *args: Any, user: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filings = Filing.objects.visible_to(user).select_related("issuer")
        demands = Element.objects.in_use().filter(framework=framework).select_related("framework")
        self.fields["filing"].queryset = filings  # type: ignore[attr-defined]  # a model choice
        self.fields["requirement"].queryset = demands  # type: ignore[attr-defined]  # a model choice


class WithdrawForm(forms.Form):
    """Which review is taken back, as its page knew it."""

    review = forms.ModelChoiceField(CoverageReview.objects.none())
    seen = forms.DateTimeField(widget=SeenInput)

    def __init__(self, *args: Any, user: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviews = CoverageReview.objects.visible_to(user).filter(requirement__framework=framework)
        self.fields["review"].queryset = reviews  # type: ignore[attr-defined]  # a model choice

"""What people send to the page of a crosswalk, query string included."""

from typing import Any

from django import forms

from disclosures.crosswalk import UNDECIDED
from disclosures.models import CrosswalkLink, Element


class CrosswalkForm(forms.Form):
    """Query string: which two frameworks."""

    left = forms.SlugField(required=False, max_length=80)
    right = forms.SlugField(required=False, max_length=80)


class LinkForm(forms.Form):
    """A decision about two elements; "undecided" takes an earlier one back."""

    left = forms.ModelChoiceField(Element.objects.none(), to_field_name="slug", label="Element")
    right = forms.ModelChoiceField(Element.objects.none(), to_field_name="slug", label="Other element")
    verdict = forms.ChoiceField(choices=[*CrosswalkLink.Verdict.choices, (UNDECIDED, UNDECIDED)])
    seen = forms.CharField(required=False, max_length=40)
    reason = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("left", "right"):
            elements = Element.objects.in_use().with_framework()
            self.fields[name].queryset = elements  # type: ignore[attr-defined]  # a model choice

"""What the address of a comparison says."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from comparison.comparing.addresses import CompareAddress

MAX_FILINGS = 24
"""Columns of one grid."""
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")


class SlugListField(forms.MultipleChoiceField):
    """A repeated parameter of slugs, each once, in its order. What is no slug is refused."""

    def valid_value(self, value: Any) -> bool:
        return _SLUG.fullmatch(str(value)) is not None

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean([part for part in value or () if part])))


class PageForm(forms.Form):
    """Which page of a long list; one that is no number is the first."""

    page = forms.IntegerField(required=False, min_value=1, max_value=10**6)


class CompareForm(PageForm):
    f = SlugListField(required=False, error_messages={"invalid_choice": "The address names a filing oddly."})
    issuer = SlugListField(
        required=False, error_messages={"invalid_choice": "The address names an issuer oddly."}
    )
    side = SlugListField(
        required=False, error_messages={"invalid_choice": "The address names a filing oddly."}
    )
    year = forms.IntegerField(required=False, min_value=1990, max_value=2100)
    element = forms.SlugField(required=False, max_length=120)
    choose = forms.BooleanField(required=False)
    group = forms.CharField(required=False, max_length=120)
    state = forms.CharField(required=False, max_length=20)
    like = forms.SlugField(required=False, max_length=120)
    saved = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    q = forms.CharField(required=False, max_length=200, label="Find an issuer by name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "in" is the word for an address; as a class attribute Python refuses it.
        self.fields["in"] = forms.SlugField(required=False, max_length=120)

    def clean_f(self) -> list[str]:
        slugs: list[str] = self.cleaned_data["f"]
        if len(slugs) > MAX_FILINGS:
            raise forms.ValidationError(f"Up to {MAX_FILINGS} filings fit in one comparison; choose fewer.")
        return slugs

    def address(self, slugs: Sequence[str]) -> CompareAddress:
        """What a valid form asks for, of the filings with these slugs."""
        given = self.cleaned_data
        return CompareAddress(
            tuple(slugs),
            given["element"],
            given["in"],
            tuple(given["side"]),
            given["group"],
            given["state"],
            given["like"],
            given["saved"],
            given["page"] or 1,
        )

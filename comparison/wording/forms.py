"""What the list of a wording's users is asked for."""

from typing import Any

from django import forms

from disclosures.models.filings import IssuerKind

COPIES = (
    ("", "the same words, and nearly"),
    ("same", "only the same words"),
    ("near", "only nearly the same"),
)


class WordingForm(forms.Form):
    """Filters of the list; an odd value is refused and chooses nothing."""

    year = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="Fiscal year")
    kind = forms.ChoiceField(
        required=False, choices=[("", "all types"), *IssuerKind.choices], label="Issuer type"
    )
    copies = forms.ChoiceField(required=False, choices=COPIES, label="Words")
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  # tells mypy
        field.choices = [("", "all years"), *((str(year), str(year)) for year in years)]
        for name in ("year", "kind", "copies"):
            self.fields[name].widget.attrs["class"] = "select"

"""What is sent to keep a comparison."""

from typing import Any

from django import forms

from comparison.models import SavedComparison


class SaveComparisonForm(forms.ModelForm[SavedComparison]):
    """Keeping a comparison: the page's query string comes along, hidden."""

    class Meta:
        model = SavedComparison
        fields = ["name", "note", "is_shared", "query"]
        widgets = {"query": forms.HiddenInput(), "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["query"].required = False  # what is missing is said in words by the domain function


class ChangeComparisonForm(forms.ModelForm[SavedComparison]):
    class Meta:
        model = SavedComparison
        fields = ["name", "note", "is_shared"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

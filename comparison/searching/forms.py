"""What the addresses of the search pages say, and what is sent to keep a search."""

from typing import Any

from django import forms

from comparison.models import SavedSearch
from disclosures.search.criteria import State
from disclosures.search.hits import MULTIPLE, Sort
from disclosures.search.similar import MAX_CHARACTERS

CONTROL = dict.fromkeys([*range(32), 127])
MAX_VALUES = 30


class WordsField(forms.CharField):
    """Whatever somebody types; characters that no text holds are blanks. It cannot be wrong."""

    def to_python(self, value: Any) -> str:
        return str(value or "").translate(dict.fromkeys(CONTROL, " ")).strip()


class ValuesField(forms.MultipleChoiceField):
    """A repeated parameter, each value once. Values that cannot be are left out: they would match nothing."""

    def clean(self, value: Any) -> list[str]:
        plain = (str(part) for part in value or ())
        return [part for part in dict.fromkeys(plain) if len(part) <= 60 and part.isprintable()][:MAX_VALUES]


class YearsField(ValuesField):
    def clean(self, value: Any) -> list[str]:
        return [year for year in super().clean(value) if year.isdecimal() and 1990 <= int(year) <= 2100]


class SearchForm(forms.Form):
    """Query string of the search page."""

    q = WordsField(
        label="Search disclosures",
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "aria-describedby": "language"}
        ),
    )
    element = forms.SlugField(required=False, max_length=120)
    state = forms.ChoiceField(required=False, choices=[("", ""), *((state, state) for state in State)])
    framework = forms.SlugField(required=False, max_length=80)
    issuer = forms.SlugField(required=False, max_length=80)
    peers = forms.SlugField(required=False, max_length=80)
    form = ValuesField(required=False)
    year = YearsField(required=False)
    country = ValuesField(required=False)
    division = ValuesField(required=False)
    kind = ValuesField(required=False)
    size = ValuesField(required=False)
    code = ValuesField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(sort, sort) for sort in Sort])
    open = forms.ChoiceField(required=False, choices=[(name, name) for name in MULTIPLE])
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class HitForm(forms.Form):
    """Query string of a reading page that was opened from a search."""

    search = WordsField(required=False)
    hit = forms.IntegerField(required=False, min_value=1, max_value=10_000_000)


class SimilarForm(forms.Form):
    """Query string of the page of similar passages: a paragraph, or the passage it is."""

    text = forms.CharField(
        label="Paragraph",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"Up to {MAX_CHARACTERS:,} characters are read.",
    )
    passage = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    peers = forms.SlugField(required=False, max_length=80)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"].validators = []  # a NUL is a blank like any other

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\0", " ")[:MAX_CHARACTERS]


class SaveSearchForm(forms.ModelForm[SavedSearch]):
    """Keeping a search: the page's query string comes along, hidden."""

    class Meta:
        model = SavedSearch
        fields = ["name", "is_shared", "query"]
        widgets = {"query": forms.HiddenInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["query"].required = False


class RenameSearchForm(forms.ModelForm[SavedSearch]):
    class Meta:
        model = SavedSearch
        fields = ["name", "is_shared"]

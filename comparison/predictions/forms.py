"""What people send to the pages of predictions, query strings included."""

from typing import Any

from django import forms
from django.db.models import Q

from comparison.models import Judgement
from comparison.predictions.judgements import nameable_elements
from comparison.reviewing.forms import MAX_OFFSET
from config.accounts.models import User
from config.addresses import LocalAddressField
from disclosures.models import Element, ElementValue, Filing, Issuer, LeftPassage

MAX_WORDS = 200_000
"""Characters of a paragraph; an item is seldom longer as a whole."""


class ValueForm(forms.Form):
    """An element of a filing, and where to go afterwards."""

    filing = forms.ModelChoiceField(Filing.objects.none(), to_field_name="slug")
    element = forms.ModelChoiceField(Element.objects.none(), to_field_name="slug")
    next = LocalAddressField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filings = Filing.objects.visible_to(user).select_related("issuer")
        self.fields["filing"].queryset = filings  # type: ignore[attr-defined]  # a model choice
        self.fields["element"].queryset = nameable_elements()  # type: ignore[attr-defined]  # a model choice


class JudgementForm(ValueForm):
    """A verdict on one passage. `words` are those its reviewer saw, `seen` when it was decided before."""

    start = forms.IntegerField(min_value=0, max_value=MAX_OFFSET)
    end = forms.IntegerField(min_value=1, max_value=MAX_OFFSET)
    words = forms.CharField(max_length=MAX_WORDS)
    seen = forms.DateTimeField(required=False)
    verdict = forms.ChoiceField(choices=Judgement.Verdict.choices)
    instead = forms.ModelChoiceField(Element.objects.none(), to_field_name="slug", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["instead"].queryset = nameable_elements()  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("verdict") != Judgement.Verdict.OTHER:
            given["instead"] = None  # the choice stands in the same form as the other buttons
        return given


class ConfirmAllForm(ValueForm):
    """Confirms what is still only predicted of an element; `seen` names it as the reviewer saw it."""

    seen = forms.CharField(max_length=64)


class PredictionFilterForm(forms.Form):
    """Query string of the queue. What does not make sense filters nothing."""

    show = forms.ChoiceField(
        required=False,
        choices=[(name, name) for name in ("", "all", "left", "decided", "adrift")],
        widget=forms.HiddenInput,  # the tabs over the list choose it
    )
    issuer = forms.ModelChoiceField(
        Issuer.objects.none(), to_field_name="slug", required=False, empty_label="Any issuer"
    )
    element = forms.ModelChoiceField(
        Element.objects.none(), to_field_name="slug", required=False, empty_label="Any element"
    )
    filing = forms.ModelChoiceField(
        Filing.objects.none(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        predicted = ElementValue.objects.filter(origin=ElementValue.Origin.PREDICTED)
        waiting = Q(pk__in=predicted.values("filing")) | Q(pk__in=LeftPassage.objects.values("filing"))
        held = Filing.objects.filter(waiting).values("issuer")
        # Sets, not joins: joins would multiply filings by passages by decisions at every view.
        known = Q(pk__in=held) | Q(pk__in=Judgement.objects.values("issuer"))
        issuers = Issuer.objects.visible_to(user).filter(known)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]  # a model choice
        self.fields["element"].queryset = nameable_elements()  # type: ignore[attr-defined]  # a model choice
        filings = Filing.objects.visible_to(user).select_related("issuer").defer("reading_text")
        self.fields["filing"].queryset = filings  # type: ignore[attr-defined]  # a model choice

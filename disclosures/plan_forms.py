"""What an admin sends while looking a plan's demands through."""

from typing import Any

from django import forms

MAX_SPLIT = 10_000


class SeenForm(forms.Form):
    """`seen` tells which state of the plan stood on the page: empty before the first change."""

    seen = forms.CharField(required=False, max_length=40)


class PlanForm(SeenForm):
    """What happens to the plan as a whole."""

    action = forms.ChoiceField(
        choices=[
            ("publish", "Publish"),
            ("unpublish", "Take back to a draft"),
            ("undo", "Undo"),
            ("take", "Take the new reading"),
            ("keep", "Keep what stands"),
        ]
    )


class RequirementForm(SeenForm):
    """What happens to one requirement; `name` and `label` to word it, `parts` to split it."""

    action = forms.ChoiceField(
        choices=[
            ("word", "Save the wording"),
            ("up", "Up"),
            ("down", "Down"),
            ("drop", "Leave out"),
            ("restore", "Take back in"),
            ("join", "Join with the next"),
            ("split", "Split"),
        ]
    )
    name = forms.CharField(label="Short name", max_length=120, required=False)
    label = forms.CharField(label="What it asks", max_length=300, required=False)
    parts = forms.CharField(label="The plan's words", max_length=MAX_SPLIT, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("action") == "word":
            for field in ("name", "label"):
                if not given.get(field):
                    self.add_error(field, "Say it in a few words.")
        return given

    @property
    def lines(self) -> list[str]:
        """The parts, one per line. Only after is_valid()."""
        return [line.strip() for line in self.cleaned_data["parts"].splitlines() if line.strip()]

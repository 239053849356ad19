"""What the pages of watching take in."""

from typing import Any

from django import forms

from comparison.models import Digest, Follow
from comparison.watching.follows import Target, find_follow, find_target
from config.accounts.models import User
from config.addresses import LocalAddressField

LARGEST_KEY = 2**63 - 1


class FollowForm(forms.Form):
    """Names what is followed. `cleaned_data["target"]` is the row, visible to the user."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("issuer", "peer_group", "element", "search")])
    key = forms.CharField(max_length=120)
    next = LocalAddressField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def find_target(self) -> Target | None:
        """None when the form is not valid, or nothing of that name is visible to the user."""
        if not self.is_valid():
            return None
        return find_target(self.user, self.cleaned_data["kind"], self.cleaned_data["key"])

    def find_follow(self) -> Follow | None:
        """None when the form is not valid, or the user follows nothing of that name."""
        if not self.is_valid():
            return None
        return find_follow(self.user, self.cleaned_data["kind"], self.cleaned_data["key"])


class MarkReadForm(forms.Form):
    up_to = forms.IntegerField(min_value=0, max_value=LARGEST_KEY)
    notice = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)


class DigestForm(forms.Form):
    frequency = forms.ChoiceField(choices=Digest.Frequency.choices, label="Send notices by e-mail")


class NoticeFilterForm(forms.Form):
    show = forms.ChoiceField(choices=[("", "all"), ("unread", "unread only")], required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

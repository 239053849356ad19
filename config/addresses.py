"""Addresses that a form brings along."""

from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 4000
"""Characters: the page of a plan and 24 filings with long names."""


class LocalAddressField(forms.CharField):
    """Where to go afterwards: an address of this site, or nothing. What is none, or too long, is nothing."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": "Where to go afterwards", **kwargs})

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        is_ours = len(address) <= LONGEST and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        return address if is_ours else ""

"""What people send to the pages of peer groups."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Upper

from comparison.comparing.forms import SlugListField
from comparison.models import PeerGroup
from comparison.peers.groups import Rule
from config.accounts.models import User
from disclosures.identity import suggest_issuers
from disclosures.market.issuer_sets import DIVISIONS, SIZES
from disclosures.models import Filing, Issuer, IssuerKind

_CIK = re.compile(r"(\d{1,10})(?:\s|$)", re.ASCII)
MOST_PICKED = 500
"""Lines of a list picked by hand."""
SUGGESTIONS = 3


class PeerGroupForm(forms.Form):
    """A group's name, the issuers picked by hand, one a line, and the parts of its rule."""

    name = forms.CharField(label="Name", max_length=120)
    issuers = forms.CharField(
        label="Issuers picked by hand",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line: the name, or the CIK (the name may follow it).",
    )
    kinds = forms.MultipleChoiceField(
        label="Issuer type", choices=IssuerKind, required=False, widget=forms.CheckboxSelectMultiple
    )
    forms_filed = forms.MultipleChoiceField(
        label="Files the form", required=False, widget=forms.CheckboxSelectMultiple
    )
    sizes = forms.MultipleChoiceField(
        label="Size (public float)",
        choices=[(name, name.capitalize()) for name in SIZES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    divisions = forms.MultipleChoiceField(
        label="Industry (SIC division)",
        choices=[(name, name.capitalize()) for name in DIVISIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.CharField(
        label="Countries",
        required=False,
        max_length=800,
        help_text="Two-letter codes of the business address, as in US, CA.",
        widget=forms.TextInput(attrs={"class": "w-medium"}),
    )
    is_shared = forms.BooleanField(label="Colleagues may use it", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        held = Filing.objects.visible_to(user).order_by("form").values_list("form", flat=True).distinct()
        names = dict.fromkeys(form.removesuffix("/A") for form in held)
        self.fields["forms_filed"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # a choice

    @classmethod
    def initial_of(cls, group: PeerGroup) -> dict[str, Any]:
        """What the form shows of a stored group."""
        rule = Rule.from_json(group.rule)
        return {
            "name": group.name,
            "is_shared": group.is_shared,
            "issuers": _list_members(group.issuers.all()),
            "kinds": rule.kinds,
            "forms_filed": rule.forms,
            "sizes": rule.sizes,
            "divisions": rule.divisions,
            "countries": ", ".join(rule.countries),
        }

    def clean_issuers(self) -> list[Issuer]:
        lines = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["issuers"].splitlines()))))
        if len(lines) > MOST_PICKED:
            raise forms.ValidationError(f"At most {MOST_PICKED} issuers can be picked by hand; use the rule.")
        found = find_issuers(lines, self.user)
        unknown = [line for line in lines if line not in found]
        if unknown:
            raise forms.ValidationError([_unknown(line) for line in unknown[:SUGGESTIONS]])
        return list({issuer.pk: issuer for issuer in found.values()}.values())

    def clean_countries(self) -> tuple[str, ...]:
        codes = [part.strip().upper() for part in self.cleaned_data["countries"].replace(";", ",").split(",")]
        odd = [code for code in codes if code and not (len(code) == 2 and code.isascii() and code.isalpha())]
        if odd:
            raise forms.ValidationError(f"“{odd[0]}” is no two-letter country code.")
        return tuple(dict.fromkeys(filter(None, codes)))

    def rule(self) -> Rule:
        given = self.cleaned_data
        return Rule(
            forms=tuple(given["forms_filed"]),
            divisions=tuple(given["divisions"]),
            countries=given["countries"],
            sizes=tuple(given["sizes"]),
            kinds=tuple(given["kinds"]),
        )

    def values(self) -> dict[str, Any]:
        """Arguments of comparison.peers.create_group and change_group."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "rule": self.rule(),
            "issuers": given["issuers"],
            "is_shared": given["is_shared"],
        }


class MembersForm(forms.Form):
    """Issuers that the address names for a new group: those of a comparison."""

    issuer = SlugListField(required=False)

    def initial_members(self, user: User) -> dict[str, str]:
        """What the form of a new group begins with; nothing where the address names issuers oddly."""
        if not self.is_valid() or not self.cleaned_data["issuer"]:
            return {}
        named = Issuer.objects.visible_to(user).filter(slug__in=self.cleaned_data["issuer"])
        return {"issuers": _list_members(named)}


def _list_members(issuers: QuerySet[Issuer]) -> str:
    picked = issuers.order_by(Upper("name")).values_list("name", "cik")
    return "\n".join(f"{cik} {name}" if cik else name for name, cik in picked)


def find_issuers(lines: Iterable[str], user: User) -> dict[str, Issuer]:
    """Issuers by the line that names them: a CIK with or without the name after it, the slug, or the name."""
    wanted = list(lines)
    ciks = {match[1].zfill(10): line for line in wanted if (match := _CIK.match(line))}
    folded = {line.lower(): line for line in wanted}
    named = Q(cik__in=ciks) | Q(slug__in=folded)
    for line in wanted:
        named |= Q(name__iexact=line)
    found: dict[str, Issuer] = {}
    for issuer in Issuer.objects.visible_to(user).filter(named).order_by("-pk") if wanted else ():
        naming = (ciks.get(issuer.cik or ""), folded.get(issuer.slug), folded.get(issuer.name.lower()))
        found |= {line: issuer for line in naming if line is not None}
    return found


def _unknown(line: str) -> str:
    near = " or ".join(issuer.name for issuer in suggest_issuers(line, SUGGESTIONS))
    return f"No issuer is called “{line[:80]}”." + (f" Perhaps {near}?" if near else "")

"""Flags beside their text, tags counted, text shared and changed."""

import pytest

from disclosures.coding.codebook import flags, quality
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.types import State, Value


@pytest.mark.parametrize(
    ("tagged", "value", "state"),
    [
        ({flags.MATERIAL: True}, True, State.DISCLOSED),
        ({flags.MATERIAL: False}, False, State.DENIED),
        ({}, "absent", State.SILENT),
    ],
)
def test_flag_has_three_states(tagged: dict[str, bool], value: Value, state: State) -> None:
    coded = flags.code_materially_affected_flag(Disclosure("", flags=tagged))
    assert (coded.value, coded.state) == (value, state)


@pytest.mark.parametrize(
    ("text", "tagged", "conflicts"),
    [
        ("Threats have not materially affected us.", {flags.MATERIAL: True}, ("materially_affected",)),
        ("Threats have not materially affected us.", {flags.MATERIAL: False}, ()),
        ("Threats have not materially affected us.", {}, ()),
        ("We lock our doors.", {flags.MATERIAL: True, flags.ENGAGED: False}, ()),
        ("We engage outside consultants to test security.", {flags.ENGAGED: False}, ("third_party_engaged",)),
        ("We may engage outside security consultants if needed.", {flags.ENGAGED: False}, ()),
        (
            "Cyber risk is part of our enterprise risk management.",
            {flags.INTEGRATED: False},
            ("processes_integrated",),
        ),
    ],
)
def test_conflicts_of_flag_and_text(text: str, tagged: dict[str, bool], conflicts: tuple[str, ...]) -> None:
    assert quality.code_flag_text_conflict(Disclosure(text, flags=tagged)).value == conflicts


def test_only_annual_elements_count_for_completeness() -> None:
    concepts = frozenset({flags.MATERIAL, flags.ENGAGED, "cyd:MaterialCybersecurityIncidentNatureTextBlock"})
    assert quality.code_tag_completeness(Disclosure("", concepts=concepts)).value == 2


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("We take security seriously.", 1),
        ("We guard the data of our patients.", 2),
        ("Our CISO runs it. The Audit Committee hears of it quarterly.", 3),
        ("Our CISO has 20 years behind him. We follow NIST. The Audit Committee meets.", 4),
        ("", 1),
    ],
)
def test_specificity(text: str, level: int) -> None:
    assert quality.code_specificity(Disclosure(text)).value == level


def test_boilerplate_share_needs_other_issuers() -> None:
    text = "We lock our doors. We train our people."
    assert quality.code_boilerplate_share(Disclosure(text)).value is None
    shared = frozenset({"we lock our doors."})
    assert quality.code_boilerplate_share(Disclosure(text, common=shared)).value == 50


@pytest.mark.parametrize(
    ("prior", "value"),
    [
        (None, None),
        ("We train our people in ten towns.", "identical"),
        ("We trained our people in ten towns.", "modified"),
        ("Nothing of that.", "rewritten"),
    ],
)
def test_change_from_the_year_before(prior: str | None, value: Value) -> None:
    assert (
        quality.code_yoy_change(Disclosure("We train our people in ten towns.", prior=prior)).value == value
    )

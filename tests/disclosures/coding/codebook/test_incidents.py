"""Materiality, incidents, escalation, management's committees, the issuer: one table."""

import pytest

from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.registry import CODERS
from disclosures.coding.codebook.types import State, Value

NONE = "none_material_to_date"
CASES: tuple[tuple[str, str, Value], ...] = (
    ("materiality_statement", "Cyber threats have not materially affected us.", NONE),
    (
        "materiality_statement",
        "We know of no risks that have materially affected or are reasonably likely to materially affect us.",
        NONE,
    ),
    ("materiality_statement", "To date, none of them has had a material impact on our business.", NONE),
    (
        "materiality_statement",
        "The theft of last May has materially affected our results.",
        "affirmed_material",
    ),
    (
        "materiality_statement",
        "Such risks have not materially affected us, with the exception of the incident we described.",
        "affirmed_material",
    ),
    (
        "materiality_statement",
        "To date, we have not experienced any cyber attacks.",
        "not_aware_any_incident",
    ),
    (
        "materiality_statement",
        "There can be no assurance that our safeguards will prevent a breach.",
        "cannot_assure_only",
    ),
    (
        "materiality_statement",
        "We describe how threats could materially affect us under Risk Factors.",
        "silent",
    ),
    ("materiality_statement", "Hackers have caused material harm to many other companies.", "silent"),
    (
        "reasonably_likely_prong",
        "We know of no threats that have affected or are reasonably likely to materially affect us.",
        "answered",
    ),
    (
        "reasonably_likely_prong",
        "Threats, if realized, are reasonably likely to materially affect us.",
        "conditional",
    ),
    ("reasonably_likely_prong", "Cyber threats have not materially affected us.", "only_past"),
    ("reasonably_likely_prong", "We train our people.", "absent"),
    ("past_incident_described", "In May 2024 we detected unauthorized access to our mail servers.", "yes"),
    ("past_incident_described", "We spent $2 million on the security incident.", "yes"),
    ("past_incident_described", "From time to time we experience attacks.", "no"),
    ("past_incident_described", "In 2024 we did not experience any material incident.", "no"),
    (
        "past_incident_described",
        "If an incident is material, a Form 8-K will be filed on the incident.",
        "no",
    ),
    ("escalation_time_limit", "Incidents are escalated to the CISO within 24 hours.", "24 hours"),
    ("escalation_time_limit", "The team reports each incident within forty-eight hours.", "48 hours"),
    ("escalation_time_limit", "The regulator must be notified of a breach within 72 hours.", None),
    ("escalation_time_limit", "We watch our systems 24 hours a day.", None),
    (
        "escalation_process",
        "By its severity, an incident is escalated to management.",
        "described_with_severity_tiers",
    ),
    ("escalation_process", "Incidents are escalated to our General Counsel.", "described"),
    ("escalation_process", "Incidents are not escalated.", "absent"),
    (
        "materiality_determination_process",
        "Our Disclosure Committee decides whether an incident is material.",
        ("cross_functional", "disclosure_committee"),
    ),
    ("materiality_determination_process", "Counsel assesses the materiality of an incident.", ("legal",)),
    ("materiality_determination_process", "Our executives manage the material risks we face.", ()),
    ("cross_reference", "See Item 1A, Risk Factors, for more.", "item_1A"),
    ("cross_reference", "For more, see Item 3.D of this report.", "item_3D"),
    ("cross_reference", "These are discussed in the section on risk factors.", "other"),
    ("cross_reference", "We lock our doors.", "none"),
    ("management_committee", "Our Security Steering Committee meets monthly.", "yes"),
    ("management_committee", "The Audit Committee of the Board oversees cyber risk.", "no"),
    ("management_committee", "We follow the Federal Financial Institutions Examination Council.", "no"),
    ("management_committee", "We do not have a steering committee.", "no"),
    (
        "management_committee",
        "Management informs the audit committee of risks during committee meetings.",
        "no",
    ),
    ("management_committee", "It is reported to the appropriate Board committees.", "no"),
    (
        "management_committee",
        "The Audit Committee is made up of members with senior management background and sees to threats.",
        "no",
    ),
    (
        "management_committee",
        "The Audit Committee, composed of directors independent of our management, sees to threats.",
        "no",
    ),
    (
        "past_incident_described",
        "No past incidents have materially affected our financial condition as of December 31, 2024.",
        "no",
    ),
    ("past_incident_described", "As of March 2024, we suffered a ransomware attack at one mill.", "yes"),
    ("past_incident_described", "As of March 31, 2024, our tools had detected several attacks.", "no"),
    ("management_committee_size", "Our Cyber Steering Committee is comprised of nine executives.", 9),
    ("management_committee_size", "Our Cyber Steering Committee consists of at least four members.", 4),
    ("management_committee_size", "The Audit Committee consists of three members.", None),
    ("management_committee_size", "Our Cyber Steering Committee meets monthly.", None),
    (
        "process_for_informing_management",
        "The CISO is informed of incidents through daily alerts from the team.",
        "described",
    ),
    ("process_for_informing_management", "Management is informed about incidents.", "generic"),
    ("process_for_informing_management", "We lock our doors.", "absent"),
    ("issuer_type", "We are a blank check company.", "spac_or_shell"),
    ("issuer_type", "The Adviser serves the Fund; the Fund and the Trust have no staff.", "fund_or_trust"),
    ("issuer_type", "The Bank answers to the OCC and the FDIC.", "bank_or_insurer"),
    ("issuer_type", "We sell ropes.", "operating"),
    ("no_program_statement", "We have not adopted any cybersecurity risk management program.", "yes"),
    ("no_program_statement", "We do not maintain any formal processes for assessing cyber threats.", "yes"),
    ("no_program_statement", "We have no personnel or processes of our own for this purpose.", "no"),
    ("no_program_statement", "No security program can remove every risk.", "no"),
    ("no_program_statement", "We do not have a board committee for our cybersecurity program.", "no"),
    ("no_program_statement", "We have adopted a cybersecurity program.", "no"),
)


@pytest.mark.parametrize(("attribute", "text", "value"), CASES)
def test_value(attribute: str, text: str, value: Value) -> None:
    assert CODERS[attribute](Disclosure(text)).value == value


def test_a_denied_effect_is_a_denial() -> None:
    coded = CODERS["materiality_statement"](Disclosure("Threats have not materially affected us."))
    assert coded.state is State.DENIED


def test_issuer_type_of_the_caller_goes_before_the_words() -> None:
    text = "We are a blank check company."
    assert CODERS["issuer_type"](Disclosure(text, kind="operating")).value == "operating"

"""Practices of the programme: one table, an attribute, a sentence, the value."""

import pytest

from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.registry import CODERS
from disclosures.coding.codebook.types import State, Value

CASES: tuple[tuple[str, str, Value], ...] = (
    ("erm_integration", "Cyber risk is integrated into our enterprise risk management.", "yes"),
    ("erm_integration", "Our cyber processes form part of the company's overall risk management.", "yes"),
    (
        "erm_integration",
        "Our cyber processes have not been integrated into our overall risk management.",
        "denied",
    ),
    ("erm_integration", "We scan our systems for cyber threats.", "not_mentioned"),
    ("third_party_assessors", "We engage outside consultants to test our defences.", "yes"),
    ("third_party_assessors", "Independent third parties assess our security every year.", "yes"),
    (
        "third_party_assessors",
        "We do not engage any assessors, consultants or auditors for security.",
        "denied",
    ),
    (
        "third_party_assessors",
        "We have not set up processes for security or engaged third parties to assess it.",
        "denied",
    ),
    (
        "third_party_assessors",
        "We may in the future engage third-party assessors for our security.",
        "not_mentioned",
    ),
    (
        "third_party_assessors",
        "We assess risks associated with our use of third-party providers.",
        "not_mentioned",
    ),
    (
        "third_party_assessors",
        "We use an independent insurance company to cover claims after a cyber incident.",
        "not_mentioned",
    ),
    (
        "third_party_assessors",
        "Indicators that have values outside of thresholds lead to a review by our security support.",
        "not_mentioned",
    ),
    ("third_party_assessors", "An independent board member reads our security report.", "not_mentioned"),
    ("tpsp_oversight", "We review the security practices of our vendors before we sign.", "yes"),
    ("tpsp_oversight", "We have a vendor risk management programme.", "yes"),
    (
        "tpsp_oversight",
        "We do not have processes to oversee risks associated with third-party service providers.",
        "denied",
    ),
    ("tpsp_oversight", "We are assessed for risk by an independent third party.", "not_mentioned"),
    ("incident_response_plan", "We maintain an incident response plan.", "yes"),
    ("incident_response_plan", "Our playbooks say what to do.", "yes"),
    ("incident_response_plan", "We do not have a formal incident response plan.", "no"),
    ("incident_response_plan", "We have hired staff with incident skills.", "no"),
    ("tabletop_exercise", "We hold tabletop exercises each spring.", "yes"),
    ("tabletop_exercise", "We simulate a ransomware attack with our executives.", "yes"),
    ("tabletop_exercise", "We hold regular exercises to test these plans.", "yes"),
    ("tabletop_exercise", "We run phishing simulations and exercises by e-mail.", "no"),
    ("tabletop_exercise", "Directors exercise their oversight of incident response.", "no"),
    ("tabletop_exercise", "We have not conducted tabletop exercises.", "no"),
    ("penetration_testing", "Outside firms run penetration tests.", "yes"),
    ("penetration_testing", "We do penetration and vulnerability testing.", "yes"),
    ("penetration_testing", "A penetration of our systems could hurt us.", "no"),
    ("penetration_testing", "We do not perform penetration tests.", "no"),
    ("employee_training", "All employees complete security training.", "yes"),
    ("employee_training", "Security awareness and phishing training is mandatory.", "yes"),
    ("employee_training", "We do not provide security training to our employees.", "no"),
    ("employee_training", "Through his years of formal training he knows the field.", "no"),
    ("phishing_simulation", "We send simulated phishing mails to staff.", "yes"),
    ("phishing_simulation", "Staff are tested with phishing campaigns.", "yes"),
    ("phishing_simulation", "Phishing attacks are a threat to us.", "no"),
    ("phishing_simulation", "We do not run phishing tests.", "no"),
    ("internal_audit_role", "Internal audit reviews our security controls.", "yes"),
    ("internal_audit_role", "We follow internal audit standards.", "no"),
    ("internal_audit_role", "He has years of experience in internal audit.", "no"),
    ("internal_audit_role", "Our security is not reviewed by internal audit.", "no"),
    ("cyber_insurance", "We carry cyber liability insurance.", "yes"),
    ("cyber_insurance", "There is no assurance that our cyber insurance will cover every loss.", "yes"),
    ("cyber_insurance", "We do not currently maintain cybersecurity insurance.", "denied"),
    ("cyber_insurance", "Losses from a breach may not be covered by our insurance policies.", "yes"),
    ("cyber_insurance", "We have not lost much, most costs being covered by cyber insurance.", "yes"),
    ("cyber_insurance", "Without delay we might face costs beyond the limits of our insurance cover.", "yes"),
    ("cyber_insurance", "We are regulated by the insurance commissioner on data security.", "not_mentioned"),
    ("cyber_insurance", "Costs came to little, net of insurance recoveries.", "not_mentioned"),
    (
        "technical_controls",
        "We use multi-factor authentication, encryption and backups.",
        ("MFA", "backup_DR", "encryption"),
    ),
    ("technical_controls", "We do not use encryption.", ()),
    ("technical_controls", "We train our people.", ()),
    ("ai_mentioned", "Attackers use artificial intelligence.", ("threat",)),
    ("ai_mentioned", "Our policy on generative AI binds all staff.", ("governance",)),
    ("ai_mentioned", "We use machine learning to find odd log-ins.", ("tool",)),
    ("ai_mentioned", "We said so again.", ()),
    (
        "framework",
        "Our programme is based on the NIST Cybersecurity Framework and ISO/IEC 27001.",
        ("ISO27001", "NIST"),
    ),
    ("framework", "We comply with PCI DSS and the CIS Controls.", ("CIS", "PCI")),
    ("framework", "We obtain SOC 2 reports from our vendors.", ("none",)),
    ("framework", "She has years of experience and certifications in COBIT.", ("none",)),
    ("framework", "We follow sound practice.", ("none",)),
    ("framework_relation", "We are certified under ISO 27001.", "certified"),
    ("framework_relation", "Our policies are based on NIST.", "aligned_or_based_on"),
    (
        "framework_relation",
        "We use the NIST framework as a guide. This does not imply that we meet any technical standards.",
        "used_as_guide_with_disclaimer",
    ),
    ("framework_relation", "We follow sound practice.", "none"),
)


@pytest.mark.parametrize(("attribute", "text", "value"), CASES)
def test_practice(attribute: str, text: str, value: Value) -> None:
    assert CODERS[attribute](Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("We carry cyber insurance.", State.DISCLOSED),
        ("We do not carry cyber insurance.", State.DENIED),
        ("We carry umbrellas.", State.SILENT),
    ],
)
def test_state_tells_denial_from_silence(text: str, state: State) -> None:
    assert CODERS["cyber_insurance"](Disclosure(text)).state is state


def test_a_hedged_claim_yields_to_a_denial() -> None:
    text = "We do not engage third-party security assessors. We will consult outside security experts."
    coded = CODERS["third_party_assessors"](Disclosure(text))
    assert (coded.value, coded.evidence[0].quote) == (
        "denied",
        "We do not engage third-party security assessors.",
    )

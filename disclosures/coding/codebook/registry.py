"""All attributes of the codebook: the function that codes each, and what `attributes.toml` says of it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from disclosures.coding.codebook import (
    board,
    briefers,
    certificates,
    expertise,
    flags,
    incidents,
    issuer,
    leads,
    management,
    materiality,
    programme,
    quality,
    standards,
    third_parties,
)
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.types import Coded

CODERS: Mapping[str, Callable[[Disclosure], Coded]] = {
    "board_oversight_body": board.code_board_oversight_body,
    "board_reporting_cadence": board.code_board_reporting_cadence,
    "ad_hoc_briefing": board.code_ad_hoc_briefing,
    "who_briefs_board": briefers.code_who_briefs_board,
    "reports_to_board": board.code_reports_to_board,
    "reports_to_board_flag": flags.code_reports_to_board_flag,
    "director_cyber_expertise": board.code_director_cyber_expertise,
    "lead_title": leads.code_lead_title,
    "outsourced_lead": leads.code_outsourced_lead,
    "reporting_line": leads.code_reporting_line,
    "management_committee": management.code_management_committee,
    "management_committee_size": management.code_management_committee_size,
    "experience_years": expertise.code_experience_years,
    "certifications": certificates.code_certifications,
    "degrees": expertise.code_degrees,
    "prior_roles_gov_mil": expertise.code_prior_roles,
    "expertise_disclosed": expertise.code_expertise_disclosed,
    "process_for_informing_management": management.code_process_for_informing_management,
    "framework": standards.code_framework,
    "framework_relation": standards.code_framework_relation,
    "erm_integration": programme.code_erm_integration,
    "third_party_assessors": third_parties.code_third_party_assessors,
    "tpsp_oversight": third_parties.code_tpsp_oversight,
    "incident_response_plan": programme.code_incident_response_plan,
    "tabletop_exercise": programme.code_tabletop_exercise,
    "penetration_testing": programme.code_penetration_testing,
    "employee_training": programme.code_employee_training,
    "phishing_simulation": programme.code_phishing_simulation,
    "technical_controls": programme.code_technical_controls,
    "internal_audit_role": programme.code_internal_audit_role,
    "cyber_insurance": programme.code_cyber_insurance,
    "ai_mentioned": programme.code_ai_mentioned,
    "materiality_statement": materiality.code_materiality_statement,
    "reasonably_likely_prong": materiality.code_reasonably_likely_prong,
    "past_incident_described": incidents.code_past_incident,
    "cross_reference": incidents.code_cross_reference,
    "escalation_process": incidents.code_escalation_process,
    "escalation_time_limit": incidents.code_escalation_time_limit,
    "materiality_determination_process": incidents.code_materiality_determination,
    "issuer_type": issuer.code_issuer_type,
    "no_program_statement": issuer.code_no_program_statement,
    "materially_affected_flag": flags.code_materially_affected_flag,
    "tag_completeness": quality.code_tag_completeness,
    "flag_text_conflict": quality.code_flag_text_conflict,
    "specificity": quality.code_specificity,
    "boilerplate_share": quality.code_boilerplate_share,
    "yoy_change": quality.code_yoy_change,
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the codebook says of an attribute.

    number  its number in the codebook ("A01"); "" for the two that only the coding guide has
    kind    yes_no, state (yes, denied, not_mentioned), category, list, number, text or flag
    values  the closed list of allowed values; empty where they are open
    words   what people call a value, where that is not the value with blanks for underlines
    chip    how a value is said in two words, "{}" for the value; "" for what is no chip
    under   the elements beside which the chip stands
    """

    name: str
    number: str
    label: str
    group: str
    clause: str
    kind: str
    values: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    chip: str = ""
    under: tuple[str, ...] = ()

    def name_value(self, value: object) -> str:
        """A value, or an item of a list, as people say it."""
        if value is None:
            return "nothing said"
        word = str(value).lower() if isinstance(value, bool) else str(value)
        return self.words.get(word, word.replace("_", " "))

    def name_values(self, value: object) -> str:
        """The same of a whole value: the items of a list with commas."""
        items = value if isinstance(value, list | tuple) else [value]
        return ", ".join(map(self.name_value, items)) or "nothing said"


@cache
def load_attributes() -> dict[str, Attribute]:
    """The attributes by name, in the codebook's order."""
    data = tomllib.loads(Path(__file__).with_name("attributes.toml").read_text(encoding="utf-8"))
    return {
        name: Attribute(
            name=name,
            **{**entry, "values": tuple(entry.get("values", ())), "under": tuple(entry.get("under", ()))},
        )
        for name, entry in data.items()
    }


def code_disclosure(disclosure: Disclosure) -> dict[str, Coded]:
    """Every attribute's value with its evidence, in the codebook's order."""
    return {name: CODERS[name](disclosure) for name in load_attributes()}

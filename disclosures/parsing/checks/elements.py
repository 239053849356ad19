"""Checks on a filing's cyd elements: names, form, and flags beside their texts."""

from collections.abc import Iterator

from disclosures.frameworks.loader import ElementData, load_framework
from disclosures.parsing.types import ParsedFiling, Problem, Severity

INCIDENT_FORMS = frozenset({"8-K", "6-K"})
ANNUAL_FORMS = frozenset({"10-K", "10-KT", "20-F", "40-F"})
INCIDENT_GROUP = "incidents"


def cyd_elements() -> dict[str, ElementData]:
    """The cyd taxonomy's elements by their key."""
    return {element.key: element for element in load_framework("cyd").elements}


def concepts_of(filing: ParsedFiling) -> tuple[str, ...]:
    """The filing's cyd concepts, each once, in order."""
    return tuple(dict.fromkeys(e.concept for e in filing.elements if e.concept.startswith("cyd:")))


def concepts_are_known(filing: ParsedFiling) -> Iterator[Problem]:
    """Every cyd concept stands in the taxonomy; another one is kept and named."""
    known = cyd_elements()
    for concept in concepts_of(filing):
        if concept not in known:
            yield Problem("concept-unknown", f"The cyd taxonomy has no element {concept}.", concept)


def concepts_fit_form(filing: ParsedFiling) -> Iterator[Problem]:
    """Incident elements belong to 8-K and 6-K, the others to annual reports; filers mix them."""
    known = cyd_elements()
    form = filing.form.removesuffix("/A")
    for concept in concepts_of(filing):
        if concept not in known:
            continue
        is_incident = known[concept].group == INCIDENT_GROUP
        if (is_incident and form in ANNUAL_FORMS) or (not is_incident and form in INCIDENT_FORMS):
            kind = "an incident" if is_incident else "an annual report"
            yield Problem(
                "concept-unusual-in-form",
                f"{concept} is meant for {kind}; the form is {filing.form}.",
                concept,
                Severity.NOTE,
            )


def flags_have_their_text(filing: ParsedFiling) -> Iterator[Problem]:
    """A flag that says yes rests on a text; without one nobody can see what it means."""
    known, present = cyd_elements(), frozenset(concepts_of(filing))
    for element in filing.elements:
        text = known[element.concept].text_element if element.concept in known else ""
        if element.flag and text and text not in present:
            yield Problem(
                "flag-without-text",
                f"{element.concept} is true, but {text} is not tagged.",
                element.concept,
                Severity.NOTE,
            )


def texts_have_their_flag(filing: ParsedFiling) -> Iterator[Problem]:
    """A text that a flag answers for has that flag; an absent flag is not "no"."""
    known, present = cyd_elements(), frozenset(concepts_of(filing))
    for concept in concepts_of(filing):
        flag = known[concept].flag_element if concept in known else ""
        if flag and flag not in present:
            yield Problem(
                "text-without-flag", f"{concept} is tagged, but {flag} is not.", concept, Severity.NOTE
            )

"""A parsed filing as the JSON object that `manage.py extract` prints; docs/extract-format.md describes it."""

from typing import Any

from disclosures.parsing.types import ElementKind, ParsedElement, ParsedFiling, ParsedRequirement, Problem


def extract_filing(filing: ParsedFiling, *, path: str) -> dict[str, Any]:
    """The filing in plain values; what is unknown is None. `path` is the file as it was named."""
    extract: dict[str, Any] = {
        "path": path,
        "source_format": filing.source_format.value,
        "form": filing.form or None,
        "issuer": {"name": filing.issuer_name or None, "cik": filing.cik or None},
        "period_end": filing.period_end.isoformat() if filing.period_end else None,
        "fiscal_year": filing.fiscal_year,
        "is_amendment": filing.is_amendment,
        "elements": [extract_element(element) for element in filing.elements],
        "problems": [extract_problem(problem) for problem in filing.problems],
        "accession": filing.accession or None,
    }
    if filing.requirements:
        extract["requirements"] = [extract_requirement(requirement) for requirement in filing.requirements]
    return extract


def extract_element(element: ParsedElement) -> dict[str, Any]:
    """One element. For a flag, `text` and `evidence` both hold the words it wraps."""
    is_flag = element.kind is ElementKind.FLAG
    evidence = element.evidence or element.text
    return {
        "concept": element.concept,
        "kind": element.kind.value,
        "flag": element.flag,
        "text": (element.text or element.evidence) if is_flag else element.text,
        "evidence": evidence if is_flag else element.evidence,
        "paragraphs": list(element.paragraphs),
        "locator": str(element.locator),
    }


def extract_problem(problem: Problem) -> dict[str, Any]:
    """One problem."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "locator": problem.locator,
    }


def extract_requirement(requirement: ParsedRequirement) -> dict[str, Any]:
    """One demand of a regulator's plan."""
    return {
        "point": requirement.point,
        "demand": requirement.demand,
        "title": requirement.title,
        "quote": requirement.quote,
        "locator": str(requirement.locator),
    }

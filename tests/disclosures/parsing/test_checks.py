"""Each check on filings made for it."""

from datetime import date
from typing import Any

import pytest

from disclosures.parsing.checks import run_checks
from disclosures.parsing.types import ElementKind, ParsedElement, ParsedFiling, Problem, SourceFormat

INTEGRATED = "cyd:CybersecurityRiskManagementProcessesIntegrated"
NATURE = "cyd:MaterialCybersecurityIncidentNatureTextBlock"


def flag(concept: str, value: bool | None) -> ParsedElement:
    return ParsedElement(concept, ElementKind.FLAG, flag=value)


def text(concept: str) -> ParsedElement:
    return ParsedElement(concept, ElementKind.TEXT, text="Words.")


def filing(*elements: ParsedElement, **changes: Any) -> ParsedFiling:
    """A filing that has nothing wrong with it, save for `changes`."""
    fields: dict[str, Any] = {
        "source_format": SourceFormat.INLINE_XBRL,
        "issuer_name": "Harbour Rope Co",
        "cik": "0000001234",
        "form": "10-K",
        "period_end": date(2024, 12, 31),
    }
    return ParsedFiling(elements=elements, **(fields | changes))


def codes(parsed: ParsedFiling) -> list[str]:
    return [problem.code for problem in run_checks(parsed)]


@pytest.mark.parametrize(
    ("parsed", "expected"),
    [
        (filing(), []),
        (filing(issuer_name=""), ["issuer-missing"]),
        (filing(cik="12x"), ["cik-invalid"]),
        (filing(cik="0000000000"), ["cik-invalid"]),
        (filing(cik=""), []),
        (filing(period_end=None), ["period-missing"]),
        (filing(period_end=date(1024, 1, 1)), ["period-implausible"]),
        (filing(filed=date(2024, 12, 30)), ["period-implausible"]),
        (filing(filed=date(2024, 12, 31)), []),
        (filing(source_format=SourceFormat.WEB_DISCLOSURE, period_end=None), []),
        (filing(source_format=SourceFormat.REGULATOR_PLAN, period_end=None, issuer_name=""), []),
    ],
)
def test_description_is_checked(parsed: ParsedFiling, expected: list[str]) -> None:
    assert codes(parsed) == expected


@pytest.mark.parametrize(
    ("parsed", "expected"),
    [
        (filing(flag(f"{INTEGRATED}Flag", True), text(f"{INTEGRATED}TextBlock")), []),
        (filing(flag(f"{INTEGRATED}Flag", True)), ["flag-without-text"]),
        (filing(flag(f"{INTEGRATED}Flag", False)), []),
        (filing(flag(f"{INTEGRATED}Flag", None)), []),
        (filing(text(f"{INTEGRATED}TextBlock")), ["text-without-flag"]),
        (filing(text("cyd:SomethingNewTextBlock")), ["concept-unknown"]),
        (filing(text("online_lending:Licence")), []),
        (filing(text(NATURE), form="8-K"), []),
        (filing(text(NATURE), form="6-K/A"), []),
        (filing(text(NATURE), form=""), []),
        (filing(text(NATURE), form="20-F"), ["concept-unusual-in-form"]),
        (
            filing(text("cyd:CybersecurityRiskRoleOfManagementTextBlock"), form="8-K"),
            ["concept-unusual-in-form"],
        ),
        (filing(text(NATURE), text(NATURE)), ["concept-unusual-in-form"]),
    ],
)
def test_elements_are_checked(parsed: ParsedFiling, expected: list[str]) -> None:
    assert codes(parsed) == expected


def test_what_the_reader_said_is_not_said_again() -> None:
    assert codes(filing(issuer_name="", problems=(Problem("issuer-missing", "Not named."),))) == []

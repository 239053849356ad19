"""Years, certificates, degrees, former posts."""

import pytest

from disclosures.coding.codebook import certificates, expertise
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.types import Value


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Our CISO has over 18 years of experience in security.", (18,)),
        ("She has more than twenty-five years of experience; he has 12+ years in the field.", (25, 12)),
        ("He brings two decades of experience in IT.", (20,)),
        ("She has over a decade of experience leading security teams.", (10,)),
        ("He has worked in technology for the last thirty years.", (30,)),
        ("In the past three years, we have not experienced a material breach.", ()),
        ("We test the plan every two years.", ()),
        ("The fiscal years ended June 30 were calm.", ()),
    ],
)
def test_experience_years(text: str, years: tuple[int, ...]) -> None:
    assert expertise.code_experience_years(Disclosure(text)).value == years


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("She is a Certified Information Systems Security Professional (CISSP).", ("CISSP",)),
        ("He is a certified information security manager.", ("certified information security manager",)),
        ("The team holds CISSP and CISM certifications.", ("CISSP", "CISM")),
        (
            "He has ten years of experience and certifications, including TOGAF, BlueLock and ITIL.",
            ("TOGAF", "ITIL", "BlueLock"),
        ),
        ("We follow the advisories of the Infrastructure Security Agency (CISA).", ()),
        ("Our data centres are ISO 27001 certified.", ()),
        ("Our CISO is not CISSP certified.", ()),
    ],
)
def test_certifications(text: str, names: tuple[str, ...]) -> None:
    assert certificates.code_certifications(Disclosure(text)).value == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("She holds a Bachelor of Science in computing.", "yes"),
        ("Our CIO has an M.B.A. from a state college.", "yes"),
        ("He earned a master's degree in security.", "yes"),
        ("He does not hold a degree in computing.", "no"),
        ("We use the guide to combat threats under the Master Services Agreement.", "no"),
    ],
)
def test_degrees(text: str, value: str) -> None:
    assert expertise.code_degrees(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our CISO served in the U.S. Navy for a time.", ("military",)),
        ("She was formerly with the Federal Bureau of Investigation.", ("law_enforcement",)),
        ("We would notify law enforcement in our service area.", ("none",)),
        ("We sell ropes.", ("none",)),
    ],
)
def test_prior_roles(text: str, value: Value) -> None:
    assert expertise.code_prior_roles(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our CISO has 20 years of experience.", "specific"),
        ("Our CIO has extensive experience in security.", "generic"),
        ("Our CIO leads the team.", "absent"),
    ],
)
def test_expertise_disclosed(text: str, value: str) -> None:
    assert expertise.code_expertise_disclosed(Disclosure(text)).value == value

"""Rows that a reader laid level by hand: the same things said in other words, of two and of three issuers."""

from collections.abc import Sequence

import pytest

from comparison.alignment.issuer_sides import PROCESSES, Column
from comparison.alignment.levels import lay_level
from tests.comparison.alignment.test_levels import column

REPORTS = "Our security chief reports to the audit committee each quarter on cybersecurity risks."
UPDATES = "The audit committee receives quarterly updates on cybersecurity risks from management."
BRIEFS = "Each quarter management briefs the audit committee on cybersecurity risks."
TWENTY = "Our CISO has over twenty years of experience in information security."
FIFTEEN = "The harbour's security chief has fifteen years of experience guarding networks of ports."
HOTLINE = "Customers reach our hotline on working days between nine and five."
ROPES = "Ropes are coiled by hand."

OVERSEES = "The board's audit committee oversees cybersecurity risk and hears from the CISO each quarter."
DELEGATES = (
    "Our directors delegated oversight of cyber risk to the Audit Committee, which hears quarterly reports."
)
WATCHES = (
    "Each quarter the security chief briefs the audit committee, which watches over cyber risk for the board."
)
AUDITOR = "Our CISO, a certified information systems auditor, has led security teams for eighteen years."
CISSP = "The chief information security officer has twenty years of experience and holds a CISSP."
DEGREE = "He holds a degree in computer science and has been in information security since 2001."
MONTHLY = "Management's security committee, made up of the CIO and the general counsel, meets monthly."
CONVENES = "A cyber steering committee of senior management, among them the CIO, convenes every month."

SUPPLIERS = "Before a supplier gets access to our data we look into its security, and again each year."
VENDORS = "Third-party vendors undergo a security review during onboarding and yearly thereafter."
NIST = "The programme follows the NIST Cybersecurity Framework."
INSTITUTE = "We use the framework of the National Institute of Standards and Technology (NIST) as a guide."
REHEARSED = "An incident response plan says who is told of a breach, and is rehearsed in tabletop exercises."
TESTED = "Our incident response plan is tested through tabletop exercises."
INSURED = "We carry cyber insurance that covers part of such losses."
NOT_ENOUGH = "Our insurance may not be enough to cover all losses from a cyberattack."

type Rows = list[tuple[str | None, ...]]
CASES: dict[str, tuple[str, list[list[str]], Rows]] = {
    "a report three issuers word differently": (
        "",
        [[REPORTS, HOTLINE], [UPDATES], [ROPES, BRIEFS]],
        [(REPORTS, UPDATES, BRIEFS)],
    ),
    "years of experience of people who are called differently": (
        "",
        [[REPORTS, TWENTY], [FIFTEEN, UPDATES]],
        [(REPORTS, UPDATES), (TWENTY, FIFTEEN)],
    ),
    "oversight, expertise and a committee of two issuers": (
        "",
        [[OVERSEES, AUDITOR, MONTHLY], [CISSP, CONVENES, DELEGATES]],
        [(OVERSEES, DELEGATES), (AUDITOR, CISSP), (MONTHLY, CONVENES)],
    ),
    "the same with a third issuer that has no committee": (
        "",
        [[OVERSEES, AUDITOR, MONTHLY], [CISSP, CONVENES, DELEGATES], [WATCHES, DEGREE]],
        [(OVERSEES, DELEGATES, WATCHES), (AUDITOR, CISSP, DEGREE), (MONTHLY, CONVENES, None)],
    ),
    "topics within the processes": (
        PROCESSES,
        [[SUPPLIERS, NIST, REHEARSED, INSURED], [NOT_ENOUGH, VENDORS, INSTITUTE, TESTED]],
        [(SUPPLIERS, VENDORS), (NIST, INSTITUTE), (REHEARSED, TESTED), (INSURED, NOT_ENOUGH)],
    ),
    "nothing in common": ("", [[HOTLINE, REPORTS], [ROPES, INSURED]], []),
}


def lay_by_machine(base: str, columns: Sequence[Sequence[str]]) -> set[tuple[str | None, ...]]:
    rows = lay_level([Column(column(*texts), base=base) for texts in columns]).rows
    return {tuple(cell.text if cell else None for cell in row.cells) for row in rows if row.is_shared}


@pytest.mark.parametrize("case", CASES)
def test_rows_are_those_laid_by_hand(case: str) -> None:
    base, columns, expected = CASES[case]
    assert lay_by_machine(base, columns) == set(expected)


@pytest.mark.parametrize("case", CASES)
def test_rows_are_those_laid_by_hand_whatever_the_order(case: str) -> None:
    base, columns, expected = CASES[case]
    turned = [list(reversed(texts)) for texts in reversed(columns)]
    assert lay_by_machine(base, turned) == {tuple(reversed(row)) for row in expected}

"""Board attributes on invented sentences: said, denied, silent, and words that only look alike."""

import pytest

from disclosures.coding.codebook import board
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.types import State


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Our Board has delegated oversight of cyber risk to its Audit Committee.", ("audit",)),
        ("The Audit & Risk Committee oversees information security.", ("audit_and_risk_combined",)),
        ("The Technology Committee of the Board oversees cyber risk.", ("technology_or_cyber",)),
        ("The Innovation and Systems (I&S) Committee of our Board oversees it.", ("technology_or_cyber",)),
        ("The Nominating and Governance Committee oversees cyber risk.", ("nominating_governance",)),
        ("The entire Board oversees risks from cybersecurity threats.", ("full_board_only",)),
        ("Our supervisory board oversees cybersecurity.", ("supervisory_board",)),
        (
            "The Board oversees cyber risk. Our Security Committee, made up of executives, runs drills.",
            ("full_board_only",),
        ),
        ("We have not tasked our Board with any oversight of cyber risk.", ("none_disclosed",)),
        ("We run scans every night.", ("none_disclosed",)),
    ],
)
def test_oversight_body(text: str, bodies: tuple[str, ...]) -> None:
    assert board.code_board_oversight_body(Disclosure(text)).value == bodies


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("The CISO reports to the Audit Committee every quarter.", "quarterly"),
        ("The Board is briefed by the CIO at least annually and more often as needed.", "annual"),
        ("Twice a year our CIO presents to the Board on cyber risk.", "semiannual"),
        (
            "Management provides the Risk Committee with monthly updates, as the Board asked.",
            "more_than_quarterly",
        ),
        ("The Board receives periodic updates on cybersecurity.", "regular_unspecified"),
        ("The CIO informs the Board promptly of any material incident.", "as_needed_only"),
        (
            "The Steering Committee, led by the CISO, meets quarterly. The CISO updates the Board yearly.",
            "annual",
        ),
        ("Staff complete annual training. The Board oversees cyber risk.", "not_stated"),
        ("The CISO meets weekly with the CIO and reports annually to the Board.", "annual"),
    ],
)
def test_reporting_cadence(text: str, cadence: str) -> None:
    assert board.code_board_reporting_cadence(Disclosure(text)).value == cadence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The CIO updates the Board quarterly and as needed.", "yes"),
        ("The Audit Committee is notified of significant security incidents.", "yes"),
        ("The Board receives quarterly reports on incidents and threats.", "no"),
        ("A key function of the Board is informed oversight of material cyber threats.", "no"),
        ("Alerts are escalated promptly to the security desk.", "no"),
    ],
)
def test_ad_hoc_briefing(text: str, value: str) -> None:
    assert board.code_ad_hoc_briefing(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("Our Head of IT briefs the Board on cyber risk.", "yes", State.DISCLOSED),
        ("Our IT team does not report to the Board.", "denied", State.DENIED),
        ("The Board oversees cyber risk.", "not_mentioned", State.SILENT),
        ("The CISO reports to the CIO.", "not_mentioned", State.SILENT),
    ],
)
def test_reports_to_board(text: str, value: str, state: State) -> None:
    coded = board.code_reports_to_board(Disclosure(text))
    assert (coded.value, coded.state) == (value, state)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("One member of the Audit Committee has experience in cybersecurity.", "yes_unnamed"),
        ("Ms. Fern, a director, brings expertise in information security to the Board.", "yes_named"),
        ("None of our directors has specific cybersecurity expertise.", "explicitly_none"),
        ("Our directors do not have cybersecurity expertise.", "explicitly_none"),
        ("Our Director of IT has experience in cybersecurity and briefs the Board.", "not_stated"),
    ],
)
def test_director_expertise(text: str, value: str) -> None:
    assert board.code_director_cyber_expertise(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "The Board oversees cyber risk. The Audit Risk Committee, comprised of members of executive"
            " management, tests it.",
            ("full_board_only",),
        ),
        (
            "Quarry's Enterprise Risk Management Committee updates the Board, which oversees cyber risk.",
            ("full_board_only",),
        ),
        ("The Audit Committee, comprised of independent directors, oversees cyber risk.", ("audit",)),
        ("The Audit Committee consists of members with management skills and oversees it.", ("audit",)),
    ],
)
def test_committee_of_managers_is_none_of_the_board(text: str, bodies: tuple[str, ...]) -> None:
    assert board.code_board_oversight_body(Disclosure(text)).value == bodies


def test_committee_at_the_level_of_management_is_none_of_the_board() -> None:
    text = (
        "The corporate governance committee of the board oversees cyber risk with the Data Compliance"
        " Committee. At the management level, we have a Data Compliance Committee."
    )
    assert board.code_board_oversight_body(Disclosure(text)).value == ("nominating_governance",)

"""Who informs the board, on invented sentences: who tells, who is told, and words that only look alike."""

import pytest

from disclosures.coding.codebook import briefers
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.types import Value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The CISO and the General Counsel brief the Audit Committee.", ("CISO", "GC")),
        ("Management updates the Board each year.", ("management_generic",)),
        ("Our outside consultants present their findings to the Board.", ("external_provider",)),
        ("The CISO reports to the CIO.", ()),
    ],
)
def test_who_briefs_board(text: str, value: Value) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The Board is informed of incidents outside the regular schedule by the CISO.", ("CISO",)),
        ("Outside of quarterly meetings the Audit Committee is informed of incidents.", ()),
        ("The Board monitors the reports of our third-party provider.", ()),
        ("An external adviser reports to the Audit Committee on cyber risk.", ("external_provider",)),
        ("The Audit Committee receives updates from an outside firm each year.", ("external_provider",)),
        ("The independent directors provide the Board with their views.", ()),
    ],
)
def test_outsiders_who_brief_the_board(text: str, value: Value) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The Board oversees cyber risk management and is informed about threats.", ()),
        ("The Audit Committee is updated on the management of cyber threats.", ()),
        ("Incidents are reported to management and the Board.", ()),
        ("Our management reports to the Board on cyber threats.", ("management_generic",)),
        ("The Board receives reports from management on cyber threats.", ("management_generic",)),
    ],
)
def test_managers_brief_the_board_and_the_management_of_something_does_not(text: str, value: Value) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The IT team reports to the CEO, the executive committee and the Board.", ("management_generic",)),
        ("Our Audit Committee will communicate the findings to our CEO.", ()),
        ("The IT manager reports to the CIO, who reports to the Board.", ("CIO", "head_of_IT")),
        ("The CISO reports to the CEO and briefs the Board each quarter.", ("CISO",)),
    ],
)
def test_officers_who_are_told_beside_the_board_do_not_brief_it(text: str, value: Value) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our processes inform executive management and our Board of cyber threats.", ()),
        ("The response plan has us notify the CFO, the CEO and, if material, the Board.", ()),
        ("The security desk keeps the Board and senior management informed.", ()),
        ("Our CEO, our CFO and the Board are informed of incidents by the CISO.", ("CISO",)),
        ("Senior management and the Audit Committee receive monthly reports from our CIO.", ("CIO",)),
        ("The CISO provides the Chief Executive Officer and the Audit Committee with updates.", ("CISO",)),
        ("The CISO briefs the Board and the General Counsel each quarter.", ("CISO",)),
        ("Reports on threats are delivered to the Board as well as to the CFO.", ()),
        ("The CISO and the Audit Committee meet each quarter to discuss threats.", ("CISO",)),
        (
            "The steering group is the channel between management and the Board and reports monthly.",
            ("management_generic",),
        ),
        ("Both management and the Audit Committee report threats to our Board.", ("management_generic",)),
        ("Management, including our CFO, keeps the Board apprised of threats.", ("CFO",)),
        ("The Board receives reports from our CISO or experts as part of the Board's studies.", ("CISO",)),
        (
            "Oversight includes reports from management and the chairs of committees of the Board.",
            ("management_generic",),
        ),
        ("Incidents are escalated to our CEO, CFO and GC, as well as to the Audit Committee.", ()),
        ("The CISO and the CIO brief the Board.", ("CIO", "CISO")),
        ("The Audit Committee receives reports from the CISO and the CFO.", ("CFO", "CISO")),
        ("Our CIO meets with the Board, and our CISO updates the Audit Committee.", ("CIO", "CISO")),
    ],
)
def test_who_shares_the_role_of_the_board_does_not_brief_it(text: str, value: Value) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Each quarter our Board is updated by the CISO and the Cyber Risk Committee.", ("CISO",)),
        ("The Board is kept informed by management and the Risk Committee.", ("management_generic",)),
        ("Our Board hears reports from the CISO, the CIO, and the IT Risk Committee.", ("CIO", "CISO")),
        ("The Board gets briefings from our CFO, our CISO and the Compliance Committee.", ("CFO", "CISO")),
        ("The CISO and the Security Committee (a body of managers) brief the Board.", ("CISO",)),
        ("Our CISO or the Risk Committee chair briefs the Board.", ("CISO",)),
        ("The CIO and the Technology Risk Committee have briefed the Board.", ("CIO",)),
        ("The CIO and the Risk Committee will also update the Board on threats.", ("CIO",)),
        ("The CISO and the Board Risk Committee brief the Board.", ("CISO",)),
        ("The CISO and the Board's Risk Committee have briefed the Board.", ("CISO",)),
    ],
)
def test_officers_who_brief_the_board_together_with_a_committee(text: str, value: Value) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == value


@pytest.mark.parametrize(
    "text",
    [
        "The CISO and the Risk Committee have been informed, as has the Board.",
        "The plan was reviewed by management and the Audit Committee, and incidents are reported to them.",
        "Incidents are reported to the CISO and the Risk Committee chair of the Board.",
        "Reports of the plan are approved by our CEO and the Audit Committee.",
        "Incidents are reported to the Incident Desk, CEO, CFO, General Counsel and Audit Committee.",
        "Our Chief Legal Officer, CFO and Audit Committee receive updates on threats.",
    ],
)
def test_officers_who_are_told_together_with_a_committee_do_not_brief(text: str) -> None:
    assert briefers.code_who_briefs_board(Disclosure(text)).value == ()


def test_committee_of_management_in_a_list_is_not_the_board() -> None:
    text = (
        "Our Cyber Steering Committee is made up of executives. "
        "The CISO and the Cyber Steering Committee prepare the Board's yearly briefings."
    )
    assert briefers.code_who_briefs_board(Disclosure(text)).value == ("CISO",)

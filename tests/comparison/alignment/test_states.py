import pytest

from comparison.alignment.states import FlagState, State, find_conflict, is_denied, judge_cell, read_flag
from comparison.alignment.values import ComparedValue, Origin

BOARD = "cyd:CybersecurityRiskBoardOfDirectorsOversightTextBlock"
INTEGRATED = "cyd:CybersecurityRiskManagementProcessesIntegratedFlag"
INTEGRATED_TEXT = "cyd:CybersecurityRiskManagementProcessesIntegratedTextBlock"
THIRD_PARTY = "cyd:CybersecurityRiskManagementThirdPartyEngagedFlag"
MATERIAL = "cyd:CybersecurityRiskMateriallyAffectedOrReasonablyLikelyToMateriallyAffectRegistrantFlag"

DENYING = [
    "We have not engaged any assessors, consultants or auditors.",
    "The Company does not have a cybersecurity programme.",
    "We do not currently maintain formal processes for assessing cyber risk.",
    "As a shell company, we have not adopted any cybersecurity risk management program.",
    "Harrow Pike has never established a committee for such matters.",
    "No committee of the board has been charged with cyber risk.",
    "None of our directors has expertise in cybersecurity.",
    "There is no subcommittee for monitoring cybersecurity.",
    "Our management has no specific expertise in such matters.",
    "We don't have a chief information security officer or similar position.",
    "The Trust did not use third-party service providers for testing its systems.",
    "We do not have employees with information technology experience.",
    "Our cybersecurity processes have not been integrated into our overall risk management.",
    "The Bank lacks a dedicated cybersecurity team.",
    "We have not yet appointed an officer for information security. See Item 1A for more on our risks.",
]
NOT_DENYING = [
    "We do not only engage assessors; our auditors test the controls as well.",
    "There can be no assurance that our processes will prevent every attack.",
    "While we do not have a dedicated committee, our full board oversees cyber risk.",
    "As we do not have a separate committee, the audit committee reviews these risks each quarter.",
    "We do not have a CISO, but our Chief Technology Officer leads the programme.",
    "Our board has not delegated this task, and it reviews the programme itself every quarter.",
    "We have not experienced any cybersecurity incidents.",
    "Our insurance may not cover all losses from an attack.",
    "The committee meets no less than four times a year with our officers.",
    "We cannot eliminate all risks from the use of third-party providers.",
    "Our board oversees cyber risk through its audit committee.",
    "We do not tolerate breaches of our information security policies.",
    "Not all of our vendors give us reports, so our team assesses them itself.",
    "Without exception, the audit committee reviews each report of our officer.",
    "The Company does not employ in-house staff and relies on a managed service provider.",
    "Our programme is not limited to technical measures and covers training.",
    "",
]
EFFECT_DENIED = [
    "We are not aware of any risks that have materially affected or are likely to materially affect us.",
    "No cybersecurity threats have materially affected, or are likely to materially affect, us.",
    "To date, cybersecurity incidents have not had a material impact on our results.",
    "We did not identify threats that materially affected or were reasonably likely to materially affect us. "
    "However, future incidents could have a material effect on our business.",
    "In 2024 we did not experience any material cybersecurity incidents.",
    "Neither we nor our vendors have suffered a security breach.",
    "None of these events has materially affected our operations.",
    "We do not believe that such risks have had a material adverse effect, nor that any is reasonably likely "
    "to have a material adverse effect on us. For more information see Item 1A.",
]
EFFECT_NOT_DENIED = [
    "In October 2024 an attack closed two plants. The incident has materially affected our results.",
    "We have not been materially affected so far, but we face risks that are reasonably likely to materially "
    "affect us.",
    "We cannot be certain that these measures prevent incidents that could materially affect us.",
    "There is no assurance that threats will not materially affect our business.",
    "We describe whether such risks have materially affected us in Item 1A.",
    "Other than the event of last May, no incident has materially affected us.",
    "No earlier event was material; however, the one in March had a material impact on our sales.",
    "Our results have not been materially affected, and threats could materially affect us later.",
    "Cyber threats may materially affect our strategy.",
]


@pytest.mark.parametrize("text", DENYING)
def test_is_denied_for_a_text_that_only_disclaims(text: str) -> None:
    assert is_denied(BOARD, text) is True


@pytest.mark.parametrize("text", NOT_DENYING)
def test_is_denied_is_false_where_something_is_told_or_nothing_is_sure(text: str) -> None:
    assert is_denied(BOARD, text) is False


@pytest.mark.parametrize("text", EFFECT_DENIED)
def test_material_flag_true_against_a_text_that_only_denies_is_a_conflict(text: str) -> None:
    flags = [ComparedValue(MATERIAL, flag=True)]
    assert find_conflict(MATERIAL, flags, text) == "The flag says materially affected, the text denies it."
    assert find_conflict(MATERIAL, [ComparedValue(MATERIAL, flag=False)], text) == ""


@pytest.mark.parametrize("text", EFFECT_NOT_DENIED)
def test_material_flag_true_is_no_conflict_where_the_text_does_not_surely_deny(text: str) -> None:
    assert find_conflict(MATERIAL, [ComparedValue(MATERIAL, flag=True)], text) == ""


def test_material_flag_false_against_a_text_that_affirms_is_a_conflict() -> None:
    flags = [ComparedValue(MATERIAL, flag=False)]
    text = "An attack in May closed two plants and the incident has materially affected our results."
    assert (
        find_conflict(MATERIAL, flags, text) == "The flag says not materially affected, the text says it was."
    )
    assert find_conflict(MATERIAL, flags, "Threats could materially affect us.") == ""
    assert find_conflict(MATERIAL, flags, "risks, which have materially affected the Company.") == ""


@pytest.mark.parametrize(
    ("key", "flag", "text", "sentence"),
    [
        (
            THIRD_PARTY,
            False,
            "We engage consultants to test our systems.",
            "The flag says no, the text says yes.",
        ),
        (THIRD_PARTY, False, "We have not engaged consultants to test our systems.", ""),
        (THIRD_PARTY, False, "We use our own staff and do not engage auditors.", ""),
        (THIRD_PARTY, True, "We have not engaged any consultants.", "The flag says yes, the text denies it."),
        (THIRD_PARTY, True, "consultants", ""),
        (
            INTEGRATED,
            False,
            "Our processes are integrated into our risk management.",
            "The flag says no, the text says yes.",
        ),
        (INTEGRATED, False, "Our processes are not integrated into our risk management.", ""),
        (
            INTEGRATED,
            True,
            "Our processes are not integrated into our risk management.",
            "The flag says yes, the text denies it.",
        ),
    ],
)
def test_find_conflict_of_other_flags(key: str, flag: bool, text: str, sentence: str) -> None:
    assert find_conflict(key, [ComparedValue(key, flag=flag, evidence=text)], "") == sentence


def test_find_conflict_reports_a_flag_tagged_both_ways() -> None:
    flags = [ComparedValue(INTEGRATED, flag=True), ComparedValue(INTEGRATED, flag=False)]
    assert find_conflict(INTEGRATED, flags, "") == "The flag is tagged both true and false."


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ([], FlagState.ABSENT),
        ([ComparedValue(INTEGRATED, flag=None)], FlagState.NIL),
        ([ComparedValue(INTEGRATED, flag=False)], FlagState.FALSE),
        ([ComparedValue(INTEGRATED, flag=None), ComparedValue(INTEGRATED, flag=True)], FlagState.TRUE),
    ],
)
def test_read_flag_keeps_absent_apart_from_false(values: list[ComparedValue], state: FlagState) -> None:
    assert read_flag(values) is state


def text_value(text: str, origin: Origin = Origin.TAGGED) -> ComparedValue:
    return ComparedValue(BOARD, text=text, origin=origin)


SILENCE = "We have not established a committee."


@pytest.mark.parametrize(
    ("flags", "texts", "state"),
    [
        ({}, [], State.SILENT),
        ({}, [text_value(".")], State.SILENT),
        ({}, [text_value("true")], State.SILENT),
        ({}, [text_value("Our board oversees.")], State.DISCLOSED),
        ({}, [text_value("Our board oversees.", Origin.HEADING)], State.PREDICTED),
        ({}, [text_value("Our board oversees.", Origin.PREDICTED)], State.PREDICTED),
        ({}, [text_value("Our board oversees.", Origin.CONFIRMED)], State.DISCLOSED),
        ({}, [text_value(SILENCE, Origin.PREDICTED)], State.PREDICTED),
        ({}, [text_value(SILENCE, Origin.CONFIRMED)], State.DENIED),
        (
            {},
            [text_value("Our board oversees.", Origin.CONFIRMED), text_value(SILENCE, Origin.PREDICTED)],
            State.DISCLOSED,
        ),
        ({}, [text_value("We have not established a committee.")], State.DENIED),
        ({INTEGRATED: [ComparedValue(INTEGRATED, flag=True)]}, [], State.DISCLOSED),
        ({INTEGRATED: [ComparedValue(INTEGRATED, flag=None)]}, [], State.SILENT),
        ({INTEGRATED: [ComparedValue(INTEGRATED, flag=False)]}, [], State.DENIED),
        (
            {INTEGRATED: [ComparedValue(INTEGRATED, flag=False)]},
            [text_value("Risks are reviewed.")],
            State.DENIED,
        ),
        ({INTEGRATED: []}, [text_value("Our board oversees.")], State.DISCLOSED),
    ],
)
def test_judge_cell(flags: dict[str, list[ComparedValue]], texts: list[ComparedValue], state: State) -> None:
    assert judge_cell(flags, texts, INTEGRATED_TEXT) == (state, "")


def test_judge_cell_leaves_a_text_disclosed_where_a_flag_on_something_else_is_false() -> None:
    flags = {THIRD_PARTY: [ComparedValue(THIRD_PARTY, flag=False)]}
    assert judge_cell(flags, [text_value("Our team tests the systems.")], BOARD) == (State.DISCLOSED, "")
    assert judge_cell(flags, [], BOARD) == (State.SILENT, "")


def test_judge_cell_puts_a_conflict_first() -> None:
    flags = {MATERIAL: [ComparedValue(MATERIAL, flag=True)]}
    texts = [
        ComparedValue(MATERIAL.replace("Flag", "TextBlock"), text="No incident has materially affected us.")
    ]
    assert judge_cell(flags, texts, MATERIAL.replace("Flag", "TextBlock")) == (
        State.CONFLICT,
        "The flag says materially affected, the text denies it.",
    )

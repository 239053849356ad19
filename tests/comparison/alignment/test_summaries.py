import pytest

from comparison.alignment.issuer_sides import Column
from comparison.alignment.levels import lay_level
from comparison.alignment.pieces import cut_long
from comparison.alignment.summaries import summarise_edit, summarise_row
from comparison.alignment.values import ComparedPassage
from comparison.alignment.years import align_years

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
QUARTERLY_TOO = "Every quarter the audit committee receives the security officer's report on cyber risk."
HOTLINE = "Customers reach our hotline on working days between nine and five."
EXPERTISE = "Our security officer has eighteen years of experience in protecting payment networks."


def passage(text: str, start: int = 0) -> ComparedPassage:
    folded = " ".join(text.casefold().split())
    return ComparedPassage(text, folded, folded, start, start + len(text))


def column(*texts: str) -> list[ComparedPassage]:
    return [passage(text, 1000 * index) for index, text in enumerate(texts)]


def test_summarise_row_ends_with_one_full_stop() -> None:
    columns = [column(QUARTERLY), column(HOTLINE)]
    assert summarise_row(lay_level([Column(own) for own in columns]).rows, ["Ann", "Bo, Inc."]) == (
        "No passages are shared, one is only in Ann, one is only in Bo, Inc."
    )


def test_summarise_row_counts_sentences_that_stay_together_once() -> None:
    whole = passage(
        " ".join([EXPERTISE, HOTLINE, "We also answer letters within a week of their arrival."] * 2)
    )
    columns = [cut_long([whole]), column(QUARTERLY)]
    assert len(columns[0]) == 6
    assert summarise_row(lay_level([Column(own) for own in columns]).rows, ["Ann", "Bo"]) == (
        "No passages are shared, one is only in Ann, one is only in Bo."
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([column(QUARTERLY), column(QUARTERLY_TOO)], "One passage is shared."),
        ([column(QUARTERLY, HOTLINE), column(QUARTERLY_TOO)], "One passage is shared, one is only in Ann."),
        ([column(QUARTERLY, HOTLINE), []], "No passages are shared, two are only in Ann, Bo says nothing."),
        ([[], []], "None of them says anything here."),
    ],
)
def test_summarise_row(columns: list[list[ComparedPassage]], sentence: str) -> None:
    assert summarise_row(lay_level([Column(own) for own in columns]).rows, ["Ann", "Bo"]) == sentence


@pytest.mark.parametrize(
    ("columns", "flagged", "sentence"),
    [
        (
            [column(QUARTERLY), []],
            {"Ann", "Bo"},
            "No passages are shared, one is only in Ann, Bo gives a flag without words.",
        ),
        ([[], []], {"Ann", "Bo"}, "Ann and Bo give a flag without words."),
        ([[], []], {"Bo"}, "Bo gives a flag without words, Ann says nothing."),
    ],
)
def test_summarise_row_does_not_call_silent_who_answers_with_a_flag(
    columns: list[list[ComparedPassage]], flagged: set[str], sentence: str
) -> None:
    rows = lay_level([Column(own) for own in columns]).rows
    assert summarise_row(rows, ["Ann", "Bo"], flagged=flagged) == sentence


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            [column(QUARTERLY, HOTLINE), []],
            "No passages are shared, two are only in Ann, nothing was found in the words of Bo.",
        ),
        ([[], []], "Nothing was found here in any of them."),
    ],
)
def test_summarise_row_does_not_call_silent_what_was_only_not_found(
    columns: list[list[ComparedPassage]], sentence: str
) -> None:
    rows = lay_level([Column(own) for own in columns]).rows
    assert summarise_row(rows, ["Ann", "Bo"], {"Bo"}) == sentence


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ([QUARTERLY, HOTLINE], [QUARTERLY, HOTLINE], ""),
        (
            [QUARTERLY, HOTLINE, EXPERTISE],
            [HOTLINE, EXPERTISE, QUARTERLY],
            "hardly any of the words: one of three passages moved",
        ),
        (
            [QUARTERLY, HOTLINE],
            [QUARTERLY.replace("every quarter", "every month"), HOTLINE, EXPERTISE],
            "21\N{NARROW NO-BREAK SPACE}% of the words: one of three passages edited, one new",
        ),
        (
            [f"{HOTLINE} " * 60],
            [f"{HOTLINE} " * 60 + "Ask."],
            "hardly any of the words: one edited",
        ),
    ],
)
def test_summarise_edit(old: list[str], new: list[str], words: str) -> None:
    assert summarise_edit(align_years(column(*old), column(*new))) == words


def test_summarise_edit_of_nothing_is_empty() -> None:
    assert summarise_edit([]) == ""

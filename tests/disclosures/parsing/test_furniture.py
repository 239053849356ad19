"""Telling page furniture from words."""

import pytest

from disclosures.parsing.furniture import is_furniture, is_furniture_line


@pytest.mark.parametrize(
    "line",
    [
        "23",
        "- 23 -",
        "F-12",
        "S-24",
        "24-A",
        "xii",
        "Page 23 of 140",
        "Table of Contents",
        "25. Table of Contents\tQuarry Lamp Inc.",
        "25. Table of Contents Quarry Lamp Inc.",
        "2024 Annual Report\t17",
        "23 | Quarry Lamp Holdings Corporation 2024 Form 10-K",
        "Quarry Lamp Inc. | 17",
        "For the fiscal year ended June 30, 2025",
    ],
)
def test_line_is_furniture(line: str) -> None:
    assert is_furniture_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Governance",
        "Lamp committee\t12",
        "Our risks are told in this annual report on Form 10-K.",
        "mix",
        "We drill the crew, as the annual report of the harbour master of the town asks of all",
    ],
)
def test_line_with_words_is_no_furniture(line: str) -> None:
    assert not is_furniture_line(line)


def test_running_head_needs_a_mark_beside_it() -> None:
    assert is_furniture(["24", "Quarry Lamp Holdings Corporation"])
    assert not is_furniture(["Quarry Lamp Holdings Corporation"])

"""The many ways in which an R page arrives as text; whole pages stand under golden/."""

from datetime import date

import pytest

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import rpage_text

FLAG = "Cybersecurity Risk Management Processes Integrated"
TEXT = "Cybersecurity Risk Role of Management"
HEAD = "Cyber\n12 Months Ended\nDec. 31, 2024\n"


def values(page: str) -> list[bool | str | None]:
    """What the page's elements hold, flags as their value, texts as their words."""
    filing = rpage_text.parse(page.encode())
    return [element.text or element.flag for element in filing.elements]


@pytest.mark.parametrize(
    "row",
    [
        f"|{FLAG} [Flag]\n|true",
        f"|{FLAG} [Flag]\n| true |",
        f"| {FLAG} [Flag] | true |",
        f"{FLAG} [Flag]\ntrue",
        f"{FLAG} [Flag]\ttrue",
        f"{FLAG} [Flag] true",
        f"{FLAG} true",
        f"{FLAG}: true",
        f"{FLAG}\n\n\ntrue",
        f"{FLAG.upper()} [FLAG]\nTRUE",
        f"{FLAG.replace(' ', chr(160))} [Flag]\ntrue",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_flag_is_read_however_the_row_is_written(row: str, line_end: str) -> None:
    assert values((HEAD + row + "\n").replace("\n", line_end)) == [True]


@pytest.mark.parametrize(
    "row",
    [
        f"|{TEXT} [Text Block]\n|\nOne.\nTwo.",
        f"|{TEXT} [Text Block]\n|One.\nTwo.",
        f"{TEXT}\nOne.\n\nTwo.",
        f"{TEXT} [Text Block]\tOne.\nTwo.",
        f"\n\n{TEXT} [Text Block]\n\n   One.   \n\tTwo.\n\n",
    ],
)
def test_text_is_read_however_the_row_is_written(row: str) -> None:
    assert values(HEAD + row) == ["One.\n\nTwo."]


@pytest.mark.parametrize(
    ("header", "end", "year"),
    [
        ("Cyber\n|12 Months Ended\nDec. 31, 2024", date(2024, 12, 31), 2024),
        ("Cyber\n12 Months Ended Jan. 26, 2025", date(2025, 1, 26), 2025),
        ("Cyber\n|6 Months Ended\nJun. 30, 2025", date(2025, 6, 30), 2025),
        ("Cyber\n|0 Months Ended\nDec. 05, 2025", date(2025, 12, 5), 2025),
        ("Cyber\n|Sept. 28, 2024", date(2024, 9, 28), 2024),
        ("Cyber\n|12 Months Ended\nJanuary 3, 2026", date(2026, 1, 3), 2025),
        ("Cyber", None, None),
        ("Cyber\n|12 Months Ended\nFeb. 30, 2025", None, None),
    ],
)
def test_period_is_read_from_the_header(header: str, end: date | None, year: int | None) -> None:
    filing = rpage_text.parse(f"{header}\n|{FLAG} [Flag]\n|true".encode())
    assert (filing.title, filing.period_end, filing.fiscal_year) == ("Cyber", end, year)


def test_label_inside_a_sentence_is_no_row() -> None:
    page = f"{HEAD}|{TEXT} [Text Block]\n|We describe {FLAG} [Flag] below.\n|{FLAG} [Flag]\n|false"
    assert values(page) == [f"We describe {FLAG} [Flag] below.", False]


def test_words_after_a_label_belong_to_the_sentence_not_to_a_row() -> None:
    page = f"{HEAD}|{TEXT} [Text Block]\n|\n{TEXT} is a matter of habit here.\nIt works."
    assert values(page) == [f"{TEXT} is a matter of habit here.\n\nIt works."]


def test_elements_after_the_references_are_said_to_be_left_out() -> None:
    page = f"{HEAD}|{FLAG} [Flag]\n|true\n|X\n- References\n+ Details\n|{TEXT} [Text Block]\n|Late."
    filing = rpage_text.parse(page.encode())
    assert len(filing.elements) == 1
    assert [(p.code, p.locator) for p in filing.problems] == [("text-after-references", "line 9")]


def test_single_timing_label_is_taken_for_timing_and_said_to_be_unclear() -> None:
    page = f"{HEAD}|Material Cybersecurity Incident Timing [Text Block]\n|We saw it at noon."
    filing = rpage_text.parse(page.encode())
    assert [e.concept for e in filing.elements] == ["cyd:MaterialCybersecurityIncidentTimingTextBlock"]
    assert [problem.code for problem in filing.problems] == ["label-ambiguous"]


def test_timing_beside_a_scope_label_is_timing() -> None:
    rows = (
        f"|Material Cybersecurity Incident {name} [Text Block]\n|It was {name}.\n"
        for name in ("Scope", "Timing")
    )
    filing = rpage_text.parse((HEAD + "".join(rows)).encode())
    assert [(e.concept.split("Incident")[1], e.text) for e in filing.elements] == [
        ("ScopeTextBlock", "It was Scope."),
        ("TimingTextBlock", "It was Timing."),
    ]
    assert filing.problems == ()


def test_columns_parted_by_tabs_go_to_their_periods() -> None:
    page = f"Cyber\n12 Months Ended\nDec. 31, 2024\tDec. 31, 2023\n{FLAG} [Flag]\ttrue\tfalse\n"
    filing = rpage_text.parse(page.encode())
    assert [(e.flag, e.context.end) for e in filing.elements] == [
        (True, date(2024, 12, 31)),
        (False, date(2023, 12, 31)),
    ]


def test_table_row_in_a_text_keeps_its_cells() -> None:
    assert values(f"{HEAD}{TEXT} [Text Block]\nPost\tYears\nMate\t7\n") == ["Post\tYears\n\nMate\t7"]


def test_page_as_a_table_of_bars_is_read() -> None:
    page = (
        "| Cyber | 12 Months Ended |\n| | Dec. 31, 2024 |\n| --- | --- |\n"
        f"| {FLAG} [Flag] | false |\n| {TEXT} [Text Block] | The mate signs. |\n"
    )
    filing = rpage_text.parse(page.encode())
    assert (filing.title, filing.period_end) == ("Cyber", date(2024, 12, 31))
    assert [element.text or element.flag for element in filing.elements] == [False, "The mate signs."]


@pytest.mark.parametrize(
    "opening", ["X\n- References", "|X\n- Definition", "X\n\n- Definition of the element"]
)
def test_reference_blocks_are_left_out(opening: str) -> None:
    page = (
        f"{HEAD}|{TEXT} [Text Block]\n|The mate signs.\n{opening}\nReference 1: presentationRef\n+ Details\n"
    )
    assert values(page) == ["The mate signs."]


def test_page_without_elements_is_refused_by_its_title() -> None:
    with pytest.raises(ParseError, match=r"^The R page “Pay” holds no cybersecurity element"):
        rpage_text.parse(b"Pay\n|12 Months Ended\nDec. 31, 2024\n|Pay Ratio\n|7\n|X\n- References\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"We describe cybersecurity risk and the role of management.",
        f"<html><body><td>{TEXT} [Text Block]</td></body></html>".encode(),
        b"ITEM 1C. CYBERSECURITY\n\nWe lock the doors.",
    ],
)
def test_other_text_does_not_look_like_a_page(data: bytes) -> None:
    assert not rpage_text.looks_like(data)

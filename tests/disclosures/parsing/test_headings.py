"""Enumerators and lines that look like headings."""

import pytest

from disclosures.parsing.headings import Depth, find_enumerator, is_heading_like, strip_enumerator


@pytest.mark.parametrize(
    ("line", "depth", "rest"),
    [
        ("I.the main dangers", Depth.PART, "the main dangers"),
        ("IV. Loans", Depth.PART, "Loans"),
        ("一、备案信息", Depth.PART, "备案信息"),
        ("第三条 风险", Depth.PART, "风险"),
        ("Article 3 Custody", Depth.PART, "Custody"),
        ("2. Loans", Depth.NUMBER, "Loans"),
        ("2.Loans", Depth.NUMBER, "Loans"),
        ("1、Loans", Depth.NUMBER, "Loans"),
        ("3) Loans", Depth.NUMBER, "Loans"),
        ("1.2 Loans", Depth.SUBNUMBER, "Loans"),
        ("(4) Loans", Depth.BRACKET, "Loans"),
        ("（四）贷款", Depth.SUBPART, "贷款"),
        ("③ 贷款", Depth.BRACKET, "贷款"),
        ("(b) Loans", Depth.LETTER, "Loans"),
        ("b. Loans", Depth.LETTER, "Loans"),
        ("• Loans", Depth.BULLET, "Loans"),
        ("- Loans", Depth.BULLET, "Loans"),
    ],
)
def test_enumerator_is_told_from_its_words(line: str, depth: Depth, rest: str) -> None:
    found = find_enumerator(line)
    assert found is not None
    assert (found.depth, line[found.end :]) == (depth, rest)


@pytest.mark.parametrize(
    "line",
    ["Loans", "2019 was a year", "3.5 percent", "12%", "-+ 0.00%", "Interest", "- 4 degrees", "e-mail"],
)
def test_enumerator_is_none_in_other_lines(line: str) -> None:
    assert find_enumerator(line) is None


@pytest.mark.parametrize(
    "line", ["Fund custody", "3. Fund custody:", "资金存管", "Registration no later than May"]
)
def test_heading_like_line(line: str) -> None:
    assert is_heading_like(line)


@pytest.mark.parametrize(
    "line",
    [
        "We keep the money apart.",
        "name = value",
        "<div>",
        "Twelve;",
        "1.",
        "---",
        "0.4%",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "",
    ],
)
def test_heading_like_refuses_sentences_code_and_figures(line: str) -> None:
    assert not is_heading_like(line)


def test_strip_enumerator_leaves_the_words_of_a_heading() -> None:
    assert strip_enumerator("II. Loans after lending:") == "Loans after lending"

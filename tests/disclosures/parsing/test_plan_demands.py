"""What the demands of a plan are called, and lists of risks taken one by one. All texts are invented."""

import pytest

from disclosures.parsing.formats.regulator_plan.demands import make_title, name_demands


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("banks are required to keep records.", "Keep records"),
        ("continuously improve the transparency of models;", "Improve the transparency of models"),
        ("Soup is served", "Soup is served"),
        ("lenders must report losses", "Report losses"),
        ("lenders must not share data", "Must not share data"),
        ("lenders may not share data", "May not share data"),
        ("appoint a manager who must report", "Appoint a manager who must report"),
        (
            "strengthen the protection of every record that lenders hand over so that nobody can read it",
            "Strengthen the protection of every record that lenders hand over",
        ),
        (
            "establish an inventory of each and every single application with its owner, supplier and age",
            "Establish an inventory of each and every single application with its owner…",
        ),
        ("x" * 100, "X" + "x" * 78 + "…"),
    ],
)
def test_title_is_short_and_starts_with_the_verb(quote: str, title: str) -> None:
    assert make_title(quote) == title


@pytest.mark.parametrize(
    ("quote", "wordings"),
    [
        (
            "Watch liquidity risk and credit risk daily.",
            ["Watch liquidity risk daily.", "Watch credit risk daily."],
        ),
        (
            "limit market risk, model risk, and outsourcing risks online",
            ["limit market risk online", "limit model risk online", "limit outsourcing risks online"],
        ),
        ("管理流动性风险、操作风险", ["管理流动性风险", "操作风险"]),
        ("limit credit risk, fraud and technology risk", ["limit credit risk, fraud and technology risk"]),
        ("limit credit risk, market risk, and fraud", ["limit credit risk, market risk, and fraud"]),
        ("limit credit risk", ["limit credit risk"]),
        ("limit credit risk and market risk and fraud", ["limit credit risk and market risk and fraud"]),
        (
            "limit fraud and credit risk and e-money risk",
            ["limit fraud and credit risk", "limit fraud and e-money risk"],
        ),
    ],
)
def test_list_of_risks_is_one_demand_each(quote: str, wordings: list[str]) -> None:
    assert list(name_demands(quote)) == wordings


@pytest.mark.parametrize("repeated", ["a-", "a risk and ", "a risk, "])
def test_long_words_and_lists_take_their_length_in_time(repeated: str) -> None:
    quote = f"limit {repeated * 100_000}and fraud"
    assert name_demands(quote) == (quote,)

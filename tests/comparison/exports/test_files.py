import pytest

from comparison.exports.files import defuse


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_defuse_puts_a_quote_before_what_a_spreadsheet_would_run(value: str) -> None:
    assert defuse(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Our board", "(c)(1)", "1 - 1", "'=1"])
def test_defuse_leaves_other_values_alone(value: str) -> None:
    assert defuse(value) == value

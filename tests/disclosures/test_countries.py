"""Codes of countries, and which of the two lists a code is of."""

import pytest

from disclosures.countries import TABLE, country_name, read_edgar_country


@pytest.mark.parametrize(
    ("code", "name"), [("CN", "China"), ("KY", "Cayman Islands"), ("HK", "Hong Kong"), ("ZZ", "ZZ"), ("", "")]
)
def test_country_has_its_name(code: str, name: str) -> None:
    assert country_name(code) == name


@pytest.mark.parametrize(
    ("code", "country"),
    [
        *(("CA", "US"), ("de", "US"), ("A6", "CA"), ("Z4", "CA"), ("F4", "CN"), ("K3", "HK"), ("E9", "KY")),
        *(("X1", "US"), ("PR", "PR"), ("XX", ""), ("", "")),
    ],
)
def test_edgar_code_is_read_as_a_country(code: str, country: str) -> None:
    assert read_edgar_country(code) == country


def test_table_names_each_country_and_code_once() -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    edgar = [code for _, codes, _ in rows for code in codes.split()]
    assert len({iso for iso, _, _ in rows}) == len({name for _, _, name in rows}) == len(rows)
    assert len(set(edgar)) == len(edgar)

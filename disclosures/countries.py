"""Countries by their codes: ISO 3166, which is what is stored, and EDGAR's own. Pure.

EDGAR writes the state or country of an address in two signs of its own (its list of state and country codes):
"CA" is California there and Canada in ISO 3166, "F4" is China.
"""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("countries.tsv")
"""ISO code; EDGAR's codes of the country, its states and provinces, with a space between; name."""


def country_name(code: str) -> str:
    """The name of a country by its ISO 3166 code; a code that is none of them as it stands."""
    return _names().get(code, code)


def read_edgar_country(code: str) -> str:
    """ISO 3166 code of the country that EDGAR's state or country code lies in; empty where it is unknown."""
    return _from_edgar().get(code.strip().upper(), "")


def _rows() -> list[list[str]]:
    return [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@cache
def _names() -> dict[str, str]:
    return {iso: name for iso, _, name in _rows()}


@cache
def _from_edgar() -> dict[str, str]:
    return {code: iso for iso, codes, _ in _rows() for code in codes.split()}

"""Codes as plain values for JSON and as lines for reading."""

from collections.abc import Iterator, Mapping
from typing import Any

from disclosures.coding.codebook.registry import load_attributes
from disclosures.coding.codebook.types import Coded


def report_codes(coded: Mapping[str, Coded], *, accession: str | None) -> dict[str, Any]:
    """One filing as `manage.py code` prints it; docs/codebook.md describes the keys."""
    evident = {name: own.evidence for name, own in coded.items() if own.evidence}
    return {
        "accession": accession,
        "values": {name: _plain(own) for name, own in coded.items()},
        "evidence": {name: evidence[0].quote for name, evidence in evident.items()},
        "states": {name: own.state.value for name, own in coded.items()},
        "locators": {name: [one.locator for one in evidence] for name, evidence in evident.items()},
    }


def write_codes(coded: Mapping[str, Coded], *, title: str) -> Iterator[str]:
    """The lines of one filing: every attribute by its label, its value, and the first quote under it."""
    yield title
    for name, attribute in load_attributes().items():
        own = coded[name]
        value = own.value
        words = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        yield f"  {attribute.label}: {words or 'none'} ({own.state.value})"
        if own.evidence:
            yield f"      “{own.evidence[0].quote}”"


def _plain(own: Coded) -> Any:
    return list(own.value) if isinstance(own.value, tuple) else own.value

"""Every fact of the real filings, against what three other readers found in them alike."""

import json
from pathlib import Path
from typing import Any

import pytest

from disclosures.parsing.formats import inline_xbrl
from disclosures.parsing.text import fold
from disclosures.parsing.types import ElementKind, ParsedElement

STEMS = (
    "6-k_0001493152-24-052394",
    "8-k_0001020859-25-000036",
    "8-k_0001437749-26-009193",
    "8-k_0001493152-26-013239",
    "8-k_0001679788-25-000094",
    "8-k_0001683168-25-006583",
    "8-k_0001834584-25-000196",
    "8-ka_0001683168-26-000732",
    "8-ka_0001834584-25-000202",
    "abbv-10-k-2025-02-14",
    "amzn-10-k-2025-02-07",
    "googl-10-k-2025-02-05",
    "ibm-10-k-2025-02-25",
    "jnj-10-k-2025-02-13",
    "ko-10-k-2025-02-20",
    "nvda-10-k-2025-02-26",
    "tsla-10-k-2025-01-30",
    "unh-10-k-2025-02-27",
    "wmt-10-k-2025-03-14",
)


def expected_fact(fact: dict[str, Any]) -> tuple[str, bool | None, str]:
    flag = {"true": True, "false": False}[fact["value"]] if fact["type"] == "boolean" else None
    return fact["concept"], flag, fold(fact["text"])


def read_fact(element: ParsedElement) -> tuple[str, bool | None, str]:
    return element.concept, element.flag, fold(element.text)


@pytest.mark.parametrize("stem", STEMS)
def test_facts_of_a_real_filing_equal_the_truth(shared_data: Path, stem: str) -> None:
    truth = json.loads((shared_data / "truth" / f"{stem}.json").read_text(encoding="utf-8"))
    folder = "ixbrl_10k" if "-10-k-" in stem else "ixbrl_8k"
    path = shared_data / "filings" / folder / f"{stem}.htm"

    filing = inline_xbrl.parse(path.read_bytes(), path.name)

    facts = [read_fact(element) for element in filing.elements]
    assert sorted(facts, key=repr) == sorted(map(expected_fact, truth["facts"]), key=repr)
    dei = {name: values[0]["value"] for name, values in truth["dei"].items()}
    assert filing.form == dei["DocumentType"]
    assert filing.cik == dei["EntityCentralIndexKey"]
    assert str(filing.period_end) == dei["DocumentPeriodEndDate"]


@pytest.mark.parametrize("stem", STEMS)
def test_spans_of_a_real_filing_lead_back_to_the_words(shared_data: Path, stem: str) -> None:
    folder = "ixbrl_10k" if "-10-k-" in stem else "ixbrl_8k"
    path = shared_data / "filings" / folder / f"{stem}.htm"

    filing = inline_xbrl.parse(path.read_bytes(), path.name)

    for element in filing.elements:
        slices = [filing.reading_text[span.start : span.end] for span in element.locator.spans]
        assert fold(" ".join(slices)) == fold(element.text)
        assert element.evidence == (element.text if element.kind is ElementKind.FLAG else "")

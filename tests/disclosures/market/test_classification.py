"""Divisions, size bands and kinds of issuers."""

import json
from collections import Counter
from pathlib import Path

import pytest

from disclosures.market.classification import SIC_DIVISIONS, SIZE_BANDS, derive_kind, sic_division, size_band
from disclosures.market.notes.filings import build_filing
from disclosures.market.notes.members import Reading, Refused, read_filings
from disclosures.models import IssuerKind


@pytest.mark.parametrize(
    ("sic", "division"),
    [
        (None, "not stated"),
        (1040, "Mining"),
        (2834, "Manufacturing"),
        (6022, "Finance, insurance and real estate"),
        (7372, "Services"),
        (99, "not stated"),
        (5812, "Retail trade"),
    ],
)
def test_sic_division(sic: int | None, division: str) -> None:
    assert sic_division(sic) == division


def test_divisions_do_not_overlap() -> None:
    edges = [edge for first, last, _ in SIC_DIVISIONS for edge in (first, last)]
    assert edges == sorted(set(edges))


@pytest.mark.parametrize(
    ("dollars", "band"),
    [
        (None, "not stated"),
        (0, "under $75m"),
        (74_999_999, "under $75m"),
        (75_000_000, "$75m to $700m"),
        (700_000_000, "$700m to $2bn"),
        (2_000_000_000, "$2bn to $10bn"),
        (10**12, "$10bn or more"),
    ],
)
def test_size_band(dollars: int | None, band: str) -> None:
    assert size_band(dollars) == band
    assert band in dict(SIZE_BANDS)


@pytest.mark.parametrize(
    ("name", "sic", "text", "kind"),
    [
        ("INVENTED KILNS INC", 3250, "We fire bricks.", "operating"),
        ("HARBOR ACQUISITION CORP II", 6770, "", "spac_or_shell"),
        ("HARBOR ACQUISITION CORP II", 7372, "", "spac_or_shell"),
        ("HARBOR HOLDINGS INC", 7372, "We are a blank check company with no operations.", "spac_or_shell"),
        ("HARBOR HOLDINGS INC", 6770, "Our CISO guards our customers.", "operating"),
        ("HARBOR PHARMA INC", 2834, "We have no commercial operations yet.", "operating"),
        ("HARBOR PHARMA INC", 2834, "no effect on our results of operations", "operating"),
        ("HARBOR BANCORP, INC.", 6022, "", "bank_or_insurer"),
        ("HARBOR BANCORP, INC.", 6153, "", "bank_or_insurer"),
        ("NORTHERN HARBOR TRUST CORP", 6022, "", "bank_or_insurer"),
        ("HARBOR MUTUAL INC", 6331, "", "bank_or_insurer"),
        ("HARBOR AGENTS INC", 6411, "", "operating"),
        ("HARBOR LIFE INSURANCE CO", 6411, "", "bank_or_insurer"),
        ("HARBOR PROPERTY TRUST", 6798, "", "operating"),
        ("HARBOR LIQUIDATING TRUST", 6798, "", "fund_or_trust"),
        ("HARBOR SILVER ETF", 6221, "", "fund_or_trust"),
        ("HARBOR L.P.", 6221, "The General Partner looks after it.", "fund_or_trust"),
        ("HARBOR TOKENS INC", 6221, "We value the trust of our customers.", "operating"),
        ("HARBOR ENERGY FUND LLC", 1382, "", "fund_or_trust"),
        ("HARBOR LENDING CORP", None, "Our Adviser watches our systems.", "fund_or_trust"),
        ("HARBOR LENDING CORP", None, "We train our employees.", "operating"),
        ("HARBOR LENDING CORP", None, "", ""),
    ],
)
def test_derive_kind(name: str, sic: int | None, text: str, kind: str) -> None:
    found, reason = derive_kind(name, sic, [text])
    assert found == kind
    assert bool(reason) == bool(kind)
    assert found in IssuerKind.values or found == ""


def test_derive_kind_of_a_registrant_without_a_code() -> None:
    assert derive_kind("HARBOR LENDING CORP", None, [], is_registered=True) == (
        "fund_or_trust",
        "The SEC gives it no SIC code, as with investment companies.",
    )


def test_derive_kind_agrees_with_people_who_read_the_texts(shared_data: Path) -> None:
    """51 issuers coded by reading: all agree today."""
    coded = {
        entry["adsh"]: entry["issuer_type"]
        for line in (shared_data / "coded.jsonl").read_text(encoding="utf-8").splitlines()
        if (entry := json.loads(line))
    }
    told: Counter[bool] = Counter()
    for path in sorted((shared_data / "fsn").glob("*_notes.zip")):
        with path.open("rb") as file:
            for raw in read_filings(file, Reading()):
                if (kind := coded.get(raw.submission["adsh"])) is not None:
                    filing = build_filing(raw, Refused())
                    told[filing.issuer.kind == kind] += 1
    assert told.total() == len(coded)
    assert told[True] >= 50

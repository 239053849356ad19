"""Codebook values are stored behind the filings, and are others as soon as what they rest on is."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosures.codes import storing
from disclosures.codes.marks import mark_denied, mark_disclosed, mark_value
from disclosures.codes.processes import start_coders
from disclosures.codes.storing import advance_codes, refresh_codes
from disclosures.coding.codebook.disclosure import Disclosure
from disclosures.coding.codebook.registry import code_disclosure, load_attributes
from disclosures.coding.codebook.version import rules_version
from disclosures.models import CodedFiling, Filing, Issuer
from tests.comparison.rows import read_untagged_again
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, make_filing, make_untagged

pytestmark = pytest.mark.django_db

OVERSIGHT = "The audit committee of our board oversees cybersecurity risk and is briefed every quarter."
PROGRAMME = "Our programme follows the NIST framework and ISO 27001. We do not carry cyber insurance."


def hold(issuer: str = "Alpha", text: str = OVERSIGHT, *, year: int = 2024, **fields: Any) -> Filing:
    return make_filing(issuer, texts={BOARD: text, PROCESSES: PROGRAMME}, fiscal_year=year, **fields)


def test_values_states_and_quotes_are_kept() -> None:
    filing = hold(flags={MATERIAL_FLAG: False})
    assert refresh_codes() == 1
    coded = filing.coded
    assert coded.rules == rules_version()
    assert coded.codes.keys() == load_attributes().keys()
    assert coded.codes["board_oversight_body"] == {
        "value": ["audit"],
        "state": "disclosed",
        "evidence": [{"quote": OVERSIGHT, "start": 0, "end": len(OVERSIGHT), "element": BOARD}],
    }
    assert coded.codes["cyber_insurance"]["state"] == "denied"
    assert coded.codes["tabletop_exercise"] == {"value": "no", "state": "silent"}
    assert set(coded.marks) >= {
        mark_disclosed("framework"),
        mark_value("framework", "ISO27001"),
        mark_value("framework", "NIST"),
        mark_denied("cyber_insurance"),
        mark_value("materially_affected_flag", False),
    }
    assert mark_disclosed("cyber_insurance") not in coded.marks


def test_every_quote_stands_at_its_place() -> None:
    filing = hold()
    refresh_codes()
    quotes = [one for own in filing.coded.codes.values() for one in own.get("evidence", ())]
    assert len(quotes) > 3
    assert [one["quote"] for one in quotes] == [
        filing.reading_text[one["start"] : one["end"]] for one in quotes
    ]


def test_coding_again_changes_nothing() -> None:
    hold()
    refresh_codes()
    before = list(CodedFiling.objects.values())
    assert refresh_codes() == 0
    assert refresh_codes(everything=True) == 1
    assert list(CodedFiling.objects.values()) == before


def test_a_replaced_text_is_coded_anew() -> None:
    filing = hold()
    refresh_codes()
    filing.reading_text = "We hold an exercise for incidents each spring."
    filing.save()
    filing.values.all().delete()
    assert refresh_codes() == 1
    filing.coded.refresh_from_db()
    assert filing.coded.codes["tabletop_exercise"]["state"] == "disclosed"
    assert filing.coded.codes["board_oversight_body"]["state"] == "silent"


@pytest.mark.parametrize("column", ["rules", "kind"])
def test_values_read_by_other_rules_are_stale(column: str) -> None:
    hold()
    refresh_codes()
    CodedFiling.objects.update(**{column: "elder"})
    assert refresh_codes() == 1
    assert CodedFiling.objects.values_list("rules", "kind").get() == (rules_version(), "")


def test_the_type_of_the_issuer_is_taken_over() -> None:
    filing = hold()
    refresh_codes()
    Issuer.objects.update(kind="bank_or_insurer", kind_reason="named so")
    assert refresh_codes() == 1
    filing.coded.refresh_from_db()
    assert filing.coded.codes["issuer_type"]["value"] == "bank_or_insurer"


def test_the_year_before_tells_the_change() -> None:
    hold(year=2023)
    filing = hold(year=2024)
    refresh_codes()
    assert filing.coded.codes["yoy_change"] == {"value": "identical", "state": "disclosed"}


def test_a_year_before_that_comes_later_or_goes_is_seen() -> None:
    filing = hold(year=2024)
    refresh_codes()
    assert filing.coded.codes["yoy_change"] == {"value": None, "state": "silent"}
    before = hold(text="Nobody in particular looks after any of this here.", year=2023)
    assert refresh_codes() == 2
    filing.coded.refresh_from_db()
    assert filing.coded.codes["yoy_change"]["value"] == "modified"
    before.delete()
    assert refresh_codes() == 1
    filing.coded.refresh_from_db()
    assert filing.coded.codes["yoy_change"]["value"] is None


def test_another_issuers_year_before_is_none() -> None:
    hold("Beta", year=2023)
    filing = hold("Alpha", year=2024)
    refresh_codes()
    assert filing.coded.codes["yoy_change"]["value"] is None


def test_a_removed_filing_takes_its_values_along() -> None:
    hold().delete()
    refresh_codes()
    filing = hold()
    refresh_codes()
    filing.delete()
    assert CodedFiling.objects.count() == 0


def test_rounds_and_one_go_come_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        hold(name)
    told: list[tuple[int, int]] = []
    refresh_codes()
    whole = list(CodedFiling.objects.order_by("pk").values())
    CodedFiling.objects.all().delete()
    monkeypatch.setattr(storing, "FILINGS_AT_ONCE", 2)
    refresh_codes(progress=lambda done, of: told.append((done, of)))
    assert list(CodedFiling.objects.order_by("pk").values()) == whole
    assert told == [(2, 3), (3, 3)]


def test_a_job_does_one_round_and_asks_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        hold(name)
    monkeypatch.setattr(storing, "FILINGS_AT_ONCE", 2)
    waiting = ProcrastinateJob.objects.filter(task_name="disclosures.codes.tasks.code_filings")
    advance_codes()
    assert (CodedFiling.objects.count(), waiting.count()) == (2, 1)
    advance_codes()
    assert CodedFiling.objects.count() == 3


def test_processes_code_like_this_one() -> None:
    disclosures = [Disclosure(f"{OVERSIGHT} Report {number}.") for number in range(45)]
    with start_coders(len(disclosures), processes=2) as coders:
        assert list(coders.code(disclosures)) == [code_disclosure(own) for own in disclosures]


def test_filing_in_which_nothing_was_read_has_no_values() -> None:
    empty = make_untagged("Vale", text="")
    flagged = make_filing("Alder", texts={}, flags={MATERIAL_FLAG: False})
    assert refresh_codes() == 1
    assert list(CodedFiling.objects.values_list("filing", flat=True)) == [flagged.pk]
    assert storing.count_stale() == 0
    assert not empty.reading_text


def test_filing_stored_anew_with_nothing_in_it_loses_its_values() -> None:
    filing = make_untagged("Vale", text=f"Governance\n\n{OVERSIGHT}")
    refresh_codes()
    assert CodedFiling.objects.count() == 1
    read_untagged_again(filing, "")
    refresh_codes()
    assert CodedFiling.objects.count() == 0

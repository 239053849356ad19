import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comparison.naming import UnknownIssuerError, find_issuer
from tests.comparison.rows import make_annotation
from tests.factories import BOARD, MATERIAL_FLAG, make_filing

pytestmark = pytest.mark.django_db

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
QUARTERLY_TOO = "Every quarter the audit committee receives the security officer's report on cyber risk."


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("compare", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def issuers() -> None:
    filing = make_filing(
        "Harrow Pike Group", texts={BOARD: QUARTERLY}, flags={MATERIAL_FLAG: False}, cik="0000000042"
    )
    make_filing("Meridian Vale", texts={BOARD: f"=SUM(A1) {QUARTERLY_TOO}"}, form="20-F")
    make_annotation(filing, place=None, quote="")


def row_of(content: dict[str, Any], element: str, issuer: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        row for row in content["rows"] if (row["element"], row["issuer"]) == (element, issuer)
    ]
    assert len(found) == 1
    return found[0]


def test_compare_json_holds_the_rows_of_the_page(issuers: None) -> None:
    content = json.loads(run("harrow-pike-group", "meridian-vale", "--format", "json"))
    assert content["filings"][0] == {
        "filing": "harrow-pike-group-10-k-2024",
        "issuer": {"name": "Harrow Pike Group", "cik": "0000000042"},
        "form": "10-K",
        "fiscal_year": 2024,
        "accession": None,
        "period_end": None,
        "is_amendment": False,
        "taken": "",
        "year_before": None,
    }
    assert row_of(content, "board-oversight", "Harrow Pike Group") == {
        "group": "Governance: board",
        "concept": BOARD,
        "element": "board-oversight",
        "name": "Board oversight",
        "clause": "(c)(1)",
        "issuer": "Harrow Pike Group",
        "cik": "0000000042",
        "filing": "harrow-pike-group-10-k-2024",
        "form": "10-K",
        "fiscal_year": 2024,
        "state": "disclosed",
        "word": "discloses",
        "flags": [],
        "first_words": QUARTERLY,
        "text": QUARTERLY,
        "evidence": "",
        "conflict": "",
        "read_from": [],
        "same_words_as": [],
        "changed_since_last_year": None,
        "notes": 0,
        "gaps": 1,
        "accession": None,
        "start": 0,
        "end": len(QUARTERLY),
        "address": "/filings/harrow-pike-group-10-k-2024/#board-oversight",
        "source": "/filings/harrow-pike-group-10-k-2024/source/",
    }
    flags = [
        row_of(content, "material-effect", issuer)["flags"][0]["state"]
        for issuer in ("Harrow Pike Group", "Meridian Vale")
    ]
    assert flags == ["false", "absent"]
    assert "alignment" not in content


def test_compare_json_of_one_element_holds_its_alignment(issuers: None) -> None:
    content = json.loads(
        run("Harrow Pike Group", "Meridian Vale", "--element", "Board oversight", "--format", "json")
    )
    assert [row["element"] for row in content["rows"]] == ["board-oversight", "board-oversight"]
    assert content["aligned_filings"] == ["harrow-pike-group-10-k-2024", "meridian-vale-20-f-2024"]
    assert content["alignment"][0]["cells"] == [
        {"text": QUARTERLY, "start": 0, "end": len(QUARTERLY)},
        {"text": f"=SUM(A1) {QUARTERLY_TOO}", "start": 0, "end": len(QUARTERLY_TOO) + 9},
    ]
    assert content["summary"] == "One passage is shared."


def test_compare_csv_is_defused(issuers: None) -> None:
    lines = list(csv.DictReader(StringIO(run("42", "meridian vale", "--format", "csv"))))
    texts = {line["issuer"]: line["text"] for line in lines if line["element"] == "board-oversight"}
    assert texts == {"Harrow Pike Group": QUARTERLY, "Meridian Vale": f"'=SUM(A1) {QUARTERLY_TOO}"}
    flags = {line["issuer"]: line["flags"] for line in lines if line["element"] == "material-effect"}
    assert flags == {
        "Harrow Pike Group": f"{MATERIAL_FLAG}=false",
        "Meridian Vale": f"{MATERIAL_FLAG}=absent",
    }


def test_compare_text_fits_the_width(issuers: None) -> None:
    text = run("harrow-pike-group", "meridian-vale")
    assert max(len(line) for line in text.splitlines()) <= 120
    assert ("● discloses" in text, "○ denies" in text, "1 gap" in text) == (True, True, True)


def test_compare_text_of_one_element_says_what_is_shared(issuers: None) -> None:
    assert run("harrow-pike-group", "meridian-vale", "--element", BOARD).splitlines()[:2] == [
        "Board oversight (c)(1)",
        "One passage is shared.",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Harow",), "No issuer is called “Harow”. Did you mean: Harrow Pike Group?"),
        (("Zzyzx",), "No issuer is called “Zzyzx”."),
        (
            ("harrow-pike-group", "--year", "2019"),
            "Harrow Pike Group has no annual filing for fiscal year 2019; years held: 2024.",
        ),
        (("harrow-pike-group", "--year", "-1"), "--year takes a year between 1990 and 2100."),
    ],
)
def test_compare_says_what_is_not_held(issuers: None, arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert (str(refused.value), refused.value.returncode) == (sentence, 2)


def test_compare_names_the_elements_it_knows(issuers: None) -> None:
    with pytest.raises(
        CommandError, match=r"No element is called “nothing”\. Known here: processes, integration,"
    ):
        run("harrow-pike-group", "--element", "nothing")


@pytest.mark.parametrize(
    "words", ["harrow-pike-group", "HARROW PIKE GROUP", "42", "0000000042", "harow pike grup"]
)
def test_find_issuer_by_slug_name_or_cik(issuers: None, words: str) -> None:
    assert find_issuer(words).name == "Harrow Pike Group"


def test_find_issuer_does_not_choose_between_two(issuers: None) -> None:
    make_filing("Harrow Pike Holdings")
    with pytest.raises(UnknownIssuerError, match="Did you mean: Harrow Pike"):
        find_issuer("Harrow Pike")

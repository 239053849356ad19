"""The redline in Word: accepting gives this year's text, rejecting last year's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disclosures.models import Filing
from tests.comparison.exports.office import Office, W, office, passages, read_part, settle
from tests.factories import BOARD, COMMITTEE, make_filing

__all__ = ["office"]
pytestmark = pytest.mark.django_db

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
HOTLINE = "Customers reach our hotline on working days between nine and five, and write at any time."
TRAINING = "All employees are trained in recognising suspicious messages when they join and every year after."
VENDORS = "We look into the security of suppliers before we sign with them and once a year from then on."
RESPONSE = "An incident response plan names who decides, whom they tell and how soon they have to do it."
HEBREW = "ועדת הביקורת מקבלת דיווח על סיכוני סייבר בכל רבעון מקצין אבטחת המידע של החברה."
CHINESE = "董事会每季度听取首席信息安全官关于网络安全风险的汇报，并监督风险管理流程的执行情况。"

CASES = {
    "edited": ([QUARTERLY, HOTLINE], [QUARTERLY.replace("every quarter", "every month"), HOTLINE]),
    "added first": ([HOTLINE], [TRAINING, HOTLINE]),
    "added last": ([HOTLINE], [HOTLINE, TRAINING]),
    "dropped first": ([TRAINING, HOTLINE], [HOTLINE]),
    "dropped last": ([HOTLINE, TRAINING], [HOTLINE]),
    "split": ([f"{QUARTERLY} {HOTLINE}", VENDORS], [QUARTERLY, HOTLINE, VENDORS]),
    "merged": ([QUARTERLY, HOTLINE, VENDORS], [f"{QUARTERLY} {HOTLINE}", VENDORS]),
    "moved": ([QUARTERLY, HOTLINE, TRAINING, VENDORS], [HOTLINE, TRAINING, VENDORS, QUARTERLY]),
    "moved and edited": (
        [QUARTERLY, HOTLINE, TRAINING],
        [HOTLINE, TRAINING, QUARTERLY.replace("every quarter", "twice a year")],
    ),
    "turned around": ([QUARTERLY, HOTLINE, TRAINING, VENDORS], [VENDORS, TRAINING, HOTLINE, QUARTERLY]),
    "typography": (
        ["The board’s “audit committee” meets — often."],
        ['The board\'s "audit committee" meets - often.'],
    ),
    "white space and case": (["The  Board meets\u00a0often here."], ["The board meets often here."]),
    "nothing alike": ([QUARTERLY], [VENDORS]),
    "the same": ([QUARTERLY, HOTLINE], [QUARTERLY, HOTLINE]),
    "right to left": ([HEBREW, HOTLINE], [HEBREW.replace("רבעון", "חודש"), HOTLINE]),
    "chinese": ([CHINESE], [CHINESE.replace("每季度", "每月")]),
    "markup": (["<r>A & B</r> <w:p/> =1+1 meet often"], ["<r>A & B</r> <w:p/> =1+1 meet seldom"]),
    "all at once": (
        [QUARTERLY, f"{HOTLINE} {TRAINING}", VENDORS, RESPONSE],
        [
            RESPONSE.replace("how soon", "by when"),
            HOTLINE,
            TRAINING,
            "New here, and like nothing else.",
            QUARTERLY,
        ],
    ),
}


def two_years(old: list[str], new: list[str]) -> Filing:
    make_filing(
        "Harrow Pike", texts={BOARD: "\n\n".join(old)}, fiscal_year=2023, accession="0000000042-24-000001"
    )
    return make_filing("Harrow Pike", texts={BOARD: "\n\n".join(new)}, accession="0000000042-25-000001")


def redline_of(client: Client, filing: Filing) -> bytes:
    response: Any = client.get(reverse("years-export", args=[filing.slug, "docx"]))
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("case", CASES)
def test_changes_settle_to_either_year(viewer_client: Client, case: str) -> None:
    old, new = CASES[case]
    data = redline_of(viewer_client, two_years(old, new))
    assert passages(data, accept=True) == new
    assert passages(data, accept=False) == old


@pytest.mark.parametrize(
    "case", ["edited", "split", "merged", "moved and edited", "all at once", "right to left"]
)
def test_libreoffice_settles_to_either_year(viewer_client: Client, office: Office, case: str) -> None:
    old, new = CASES[case]
    data = redline_of(viewer_client, two_years(old, new))
    known = {*old, *new}
    for accept, expected in ((True, new), (False, old)):
        lines = office.settle(data, accept=accept).splitlines()
        assert [line for line in lines if line in known] == expected
        assert [
            line for line in lines if "0000000042-2" in line and not line.startswith(("This", "Last"))
        ] != []


def test_an_edited_word_is_one_deletion_and_one_insertion(viewer_client: Client) -> None:
    data = redline_of(viewer_client, two_years(*CASES["edited"]))
    body = read_part(data, "word/document.xml")
    changes = [
        (node.tag.removeprefix(W), "".join(node.itertext()), node.get(f"{W}author"))
        for node in body.iter(f"{W}ins", f"{W}del")
    ]
    assert changes == [("del", "quarter", "Collate"), ("ins", "month", "Collate")]


def test_typography_has_an_author_of_its_own(viewer_client: Client) -> None:
    body = read_part(redline_of(viewer_client, two_years(*CASES["typography"])), "word/document.xml")
    assert {node.get(f"{W}author") for node in body.iter(f"{W}ins", f"{W}del")} == {"Collate (typography)"}


def test_a_move_is_named_on_both_ends(viewer_client: Client) -> None:
    body = read_part(redline_of(viewer_client, two_years(*CASES["moved"])), "word/document.xml")
    names = [
        [node.get(f"{W}name") for node in body.iter(f"{W}{end}RangeStart")] for end in ("moveFrom", "moveTo")
    ]
    assert names == [["move1"], ["move1"]]


def test_numbers_of_changes_are_unique(viewer_client: Client) -> None:
    body = read_part(redline_of(viewer_client, two_years(*CASES["all at once"])), "word/document.xml")
    kinds = [
        f"{W}{kind}"
        for kind in ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart")
    ]
    numbers = [node.get(f"{W}id") for node in body.iter(*kinds)]
    assert len(numbers) == len(set(numbers)) > 5


def test_passages_are_cited_under_their_element(viewer_client: Client) -> None:
    old = {BOARD: QUARTERLY, COMMITTEE: TRAINING}
    make_filing("Harrow Pike", texts=old, fiscal_year=2023, accession="0000000042-24-000001")
    now = make_filing("Harrow Pike", texts={BOARD: QUARTERLY}, accession="0000000042-25-000001")
    data = redline_of(viewer_client, now)
    end = len(QUARTERLY)
    assert [line for line in settle(data, accept=True) if line[0] in {"Heading2", "Citation", "Passage"}] == [
        ("Heading2", "Board oversight"),
        ("Passage", QUARTERLY),
        (
            "Citation",
            f"10-K 2024 0000000042-25-000001, Board oversight, characters 0–{end}; "
            f"10-K 2023 0000000042-24-000001, Board oversight, characters 0–{end}",
        ),
    ]
    gone = [words for style, words in settle(data, accept=False) if style == "Citation"][1]
    assert (
        gone
        == f"10-K 2023 0000000042-24-000001, Board committee, characters {end + 2}–{end + 2 + len(TRAINING)}"
    )


def test_control_characters_are_shown_as_replaced(viewer_client: Client) -> None:
    data = redline_of(
        viewer_client,
        two_years(["Bell\x07 and \x0bmore here \ufffe."], ["Bell\x07 and \x0bmore there \ufffe."]),
    )
    assert passages(data, accept=True) == ["Bell\ufffd and \ufffdmore there \ufffd."]

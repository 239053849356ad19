"""The comparison in Word: a table per element, issuers as columns, every cell cited."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disclosures.models import Filing
from tests.comparison.exports.office import Office, W, office, read_part
from tests.factories import BOARD, COMMITTEE, PROCESSES, make_filing

__all__ = ["office"]
pytestmark = pytest.mark.django_db

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
HOTLINE = "Customers reach our hotline on working days between nine and five."
HEBREW = "ועדת הביקורת מקבלת דיווח על סיכוני סייבר בכל רבעון."
CHINESE = "董事会每季度听取首席信息安全官的汇报。"


def document_of(client: Client, *filings: Filing, **more: Any) -> bytes:
    query = {"f": [filing.slug for filing in filings], **more}
    response: Any = client.get(reverse("compare-export", args=["docx"], query=query))
    return b"".join(response.streaming_content)


def tables(data: bytes) -> list[list[list[list[str]]]]:
    """Per table its rows, per row its cells, per cell its paragraphs."""
    body = read_part(data, "word/document.xml").find(f"{W}body")
    return [
        [
            [["".join(p.itertext()) for p in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        for table in body.iter(f"{W}tbl")
    ]


def headings(data: bytes, level: int) -> list[str]:
    body = read_part(data, "word/document.xml")
    styled = body.iterfind(f".//{W}p/{W}pPr/{W}pStyle[@{W}val='Heading{level}']")
    return ["".join(style.getparent().getparent().itertext()) for style in styled]


def test_each_element_is_a_table_with_issuers_as_columns(viewer_client: Client) -> None:
    harrow = make_filing(
        "Harrow Pike", texts={BOARD: f"{QUARTERLY}\n\n{HOTLINE}"}, accession="0000000042-25-000001"
    )
    data = document_of(
        viewer_client, harrow, make_filing("Meridian Vale", texts={BOARD: HEBREW}, form="20-F")
    )
    found = tables(data)
    names = headings(data, 2)
    end = len(QUARTERLY) + 2 + len(HOTLINE)
    assert (len(found), names[0]) == (len(names), "Board oversight (c)(1)")
    assert found[0] == [
        [["Harrow Pike", "10-K 2024"], ["Meridian Vale", "20-F 2024"]],
        [
            [
                *("● discloses", QUARTERLY, HOTLINE),
                f"0000000042-25-000001, Board oversight (c)(1), characters 0–{end}",
            ],
            [
                *("● discloses", HEBREW),
                f"meridian-vale-20-f-2024, Board oversight (c)(1), characters 0–{len(HEBREW)}",
            ],
        ],
    ]
    assert headings(data, 1) == ["Governance: board"]


def test_pages_lie_on_their_side_and_heads_repeat(viewer_client: Client) -> None:
    body = read_part(document_of(viewer_client, make_filing(texts={BOARD: HEBREW})), "word/document.xml")
    size = next(body.iter(f"{W}pgSz"))
    assert (size.get(f"{W}orient"), int(size.get(f"{W}w")) > int(size.get(f"{W}h"))) == ("landscape", True)
    assert len(list(body.iter(f"{W}tblHeader"))) == len(list(body.iter(f"{W}tbl")))
    right_to_left = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]
    assert ["".join(p.itertext()) for p in right_to_left] == [HEBREW]


def test_more_filings_than_fit_go_into_further_tables(viewer_client: Client) -> None:
    filings = [make_filing(f"Issuer {letter}", texts={BOARD: QUARTERLY}) for letter in "ABCDEF"]
    found = tables(document_of(viewer_client, *filings))
    assert [[cell[0] for cell in table[0]] for table in found[:2]] == [
        ["Issuer A", "Issuer B", "Issuer C", "Issuer D"],
        ["Issuer E", "Issuer F"],
    ]


def test_long_words_under_two_elements_stand_once(viewer_client: Client) -> None:
    text = " ".join([QUARTERLY] * 5)
    harrow = make_filing("Harrow Pike", texts={PROCESSES: text, BOARD: text, COMMITTEE: QUARTERLY})
    data = document_of(viewer_client, harrow, make_filing("Meridian Vale", texts={BOARD: text}))
    found = dict(zip(headings(data, 2), tables(data), strict=False))
    assert found["Processes for managing threats (b)(1)"][1][0][-2] == text
    board = found["Board oversight (c)(1)"][1]
    assert board[0][-2] == "The same words as under “Processes for managing threats” above."
    assert board[1][-2] == text
    assert found["Board committee (c)(1)"][1][0][-2] == QUARTERLY


def test_one_element_has_its_passages_level_and_the_rest_below(viewer_client: Client) -> None:
    filings = [make_filing(f"Issuer {letter}", texts={BOARD: QUARTERLY}) for letter in "ABCDE"]
    found = tables(
        document_of(viewer_client, *filings, element="board-oversight", side=[f.slug for f in filings[:2]])
    )
    cited = [f"{filing.slug}, Board oversight, characters 0–{len(QUARTERLY)}" for filing in filings[:2]]
    assert found[0] == [
        [["Shared"], ["Issuer A", "10-K 2024"], ["Issuer B", "10-K 2024"]],
        [[""], ["● discloses"], ["● discloses"]],
        [["the same words"], [QUARTERLY, cited[0]], [QUARTERLY, cited[1]]],
    ]
    assert [cell[0] for cell in found[1][0]] == ["Issuer C", "Issuer D", "Issuer E"]


def test_libreoffice_reads_the_document(viewer_client: Client, office: Office) -> None:
    texts = {BOARD: f"{QUARTERLY}\n\n{HEBREW}\n\n{CHINESE}", PROCESSES: "=1+1 & <b>"}
    data = document_of(viewer_client, make_filing("Harrow Pike", texts=texts), make_filing("Meridian Vale"))
    lines = office.convert(data, "docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").splitlines()
    assert [line for line in lines if line in {QUARTERLY, HEBREW, CHINESE, "=1+1 & <b>"}].count(
        QUARTERLY
    ) == 1
    assert {QUARTERLY, HEBREW, CHINESE, "=1+1 & <b>"} - set(lines) == set()

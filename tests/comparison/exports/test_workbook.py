"""The Excel file: every text is there, as text, and its sheets can be opened."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from comparison.exports.sheets import Link, SheetWriter, open_book
from disclosures.models import Filing
from tests.comparison.exports.office import Office, S, office, read_part, read_string, sheets
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, make_filing

__all__ = ["office"]
pytestmark = pytest.mark.django_db

QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
HOTLINE = "Customers reach our hotline on working days between nine and five."
ARABIC = "تتلقى لجنة التدقيق تقريرا عن المخاطر السيبرانية كل ربع سنة."
CHINESE = "董事会每季度听取首席信息安全官的汇报。"


def workbook_of(client: Client, *filings: Filing, **more: Any) -> bytes:
    query = {"f": [filing.slug for filing in filings], **more}
    response: Any = client.get(reverse("compare-export", args=["xlsx"], query=query))
    return b"".join(response.streaming_content)


def links(data: bytes, number: int) -> list[str]:
    with ZipFile(BytesIO(data)) as package:
        name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        return package.read(name).decode().split('Target="')[1:] if name in package.namelist() else []


def test_overview_holds_states_words_and_changes(viewer_client: Client) -> None:
    make_filing("Harrow Pike", texts={BOARD: HOTLINE}, fiscal_year=2023)
    harrow = make_filing(
        "Harrow Pike",
        texts={BOARD: QUARTERLY},
        flags={MATERIAL_FLAG: False},
        accession="0000000042-25-000001",
    )
    vale = make_filing("Meridian Vale", texts={PROCESSES: HOTLINE}, form="20-F")
    found = sheets(workbook_of(viewer_client, harrow, vale))
    rows = {row[0]: row[1:] for row in found["Overview"]}
    assert rows["Element"] == [
        "Clause",
        "Harrow Pike\n10-K 2024\n0000000042-25-000001",
        "Meridian Vale\n20-F 2024",
    ]
    assert rows["Board oversight"] == ["(c)(1)", f"● discloses  Δ changed\n{QUARTERLY}", "– says nothing"]
    assert rows["Nothing is named here about: Governance: management, Incidents."] == []
    assert [row[:2] for row in found["Filings"]] == [
        ["Issuer", "CIK"],
        ["Harrow Pike", ""],
        ["Meridian Vale", ""],
    ]


def test_a_sheet_per_element_cites_each_text(viewer_client: Client) -> None:
    harrow = make_filing("Harrow Pike", texts={BOARD: QUARTERLY}, accession="0000000042-25-000001")
    data = workbook_of(viewer_client, harrow, make_filing("Meridian Vale", texts={PROCESSES: HOTLINE}))
    rows = sheets(data)["Board oversight"]
    assert rows[0] == ["Board oversight (c)(1)"]
    assert rows[5] == [
        *("Harrow Pike", "10-K 2024", "● discloses", "no year before", "", "", QUARTERLY),
        f"0000000042-25-000001, Board oversight (c)(1), characters 0–{len(QUARTERLY)}",
        *("Open", "Download", "", ""),
    ]
    assert rows[6][:3] == ["Meridian Vale", "10-K 2024", "– says nothing"]
    number = list(sheets(data)).index("Board oversight") + 1
    assert [link.split('"')[0] for link in links(data, number)] == [
        f"http://testserver{reverse('compare')}?f={harrow.slug}&amp;f=meridian-vale-10-k-2024&amp;element=board-oversight",
        f"http://testserver{harrow.get_absolute_url()}",
        f"http://testserver{harrow.get_absolute_url()}source/",
        "http://testserver/filings/meridian-vale-10-k-2024/",
        "http://testserver/filings/meridian-vale-10-k-2024/source/",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "=1+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("https://example.org/policy", "https://example.org/policy"),
        ("20260101", "20260101"),
        ("<r>bold</r>", "<r>bold</r>"),
        ("<r><t>x</t></r></is></c>", "<r><t>x</t></r></is></c>"),
        ("_x0041_ _x000d_", "_x0041_ _x000d_"),
        ("bell\x07 and \ufffe", "bell\ufffd and \ufffd"),
        (ARABIC, ARABIC),
        (CHINESE, CHINESE),
    ],
)
def test_texts_stay_texts(viewer_client: Client, text: str, shown: str) -> None:
    data = workbook_of(viewer_client, make_filing("Harrow Pike", texts={BOARD: text}))
    number = list(sheets(data)).index("Board oversight") + 1
    cells = read_part(data, f"xl/worksheets/sheet{number}.xml").iter(f"{S}c")
    assert [(cell.get("t"), read_string(cell)) for cell in cells if cell.get("r") == "G6"] == [
        ("inlineStr", shown)
    ]


def test_a_text_longer_than_a_row_can_show_goes_on_below(viewer_client: Client) -> None:
    text = " ".join(f"{QUARTERLY} ({number})" for number in range(75))
    make_filing("Harrow Pike", texts={BOARD: HOTLINE}, fiscal_year=2023)
    filing = make_filing("Harrow Pike", texts={BOARD: text}, accession="0000000042-25-000001")
    data = workbook_of(viewer_client, filing)
    found = sheets(data)["Board oversight"][5:]
    assert "".join(row[6] for row in found) == text
    cited = f"0000000042-25-000001, Board oversight (c)(1), characters 0–{len(text)}"
    assert [row[:6] + row[7:9] for row in found] == [
        ["Harrow Pike", "10-K 2024", "● discloses", "Δ changed", "", f"{part} of 3", cited, "Open"]
        for part in (1, 2, 3)
    ]
    assert [row[9] for row in found] == ["Download", "", ""]
    number = list(sheets(data)).index("Board oversight") + 1
    rows = read_part(data, f"xl/worksheets/sheet{number}.xml").iter(f"{S}row")
    assert [float(row.get("ht")) for row in rows if int(row.get("r")) > 5] == [408.0, 408.0, 165.0]


def test_an_edited_text_longer_than_a_row_can_show_goes_on_below(viewer_client: Client) -> None:
    old = " ".join(f"{QUARTERLY} ({number})" for number in range(70))
    new = old.replace("every quarter. (30)", "every month. (30)")
    make_filing("Harrow Pike", texts={BOARD: old}, fiscal_year=2023)
    now = make_filing("Harrow Pike", texts={BOARD: new})
    response: Any = viewer_client.get(reverse("years-export", args=[now.slug, "xlsx"]))
    data = b"".join(response.streaming_content)
    rows = sheets(data)["Changes"][4:]
    assert [(row[0], row[3]) for row in rows] == [
        ("edited", f"{part} of {len(rows)}") for part in range(1, 5)
    ]
    assert ["".join(row[column] for row in rows) for column in (4, 5, 6)] == [
        old,
        old.replace("quarter. (30)", "quartermonth. (30)"),
        new,
    ]
    looks = [
        node.find(f"{S}rPr/{S}strike") is not None
        for node in read_part(data, "xl/worksheets/sheet1.xml").iter(f"{S}r")
        if "".join(node.itertext()) == "quarter"
    ]
    assert looks == [True]


def test_more_links_than_a_sheet_takes_stand_as_text() -> None:
    stream = BytesIO()
    book, looks = open_book(stream, "Links")
    writer = SheetWriter(book.add_worksheet("Links"), looks, (20, 20), links=65_529)
    address = "http://testserver/filings/0000000042-25-000001/"
    writer.add_row([Link(address, "Open"), Link(address, "Open")], ["link", "link"])
    book.close()
    assert sheets(stream.getvalue()) == {"Links": [["Open", address]]}
    assert len(links(stream.getvalue(), 1)) == 1


def test_days_are_days(viewer_client: Client) -> None:
    filing = make_filing("Harrow Pike", period_end=date(2024, 12, 31), filed=date(2025, 2, 27))
    row = sheets(workbook_of(viewer_client, filing))["Filings"][1]
    assert [date(1899, 12, 30) + timedelta(days=int(day)) for day in row[4:6]] == [
        date(2024, 12, 31),
        date(2025, 2, 27),
    ]


def test_one_element_has_its_passages_level(viewer_client: Client) -> None:
    harrow = make_filing("Harrow Pike", texts={BOARD: f"{QUARTERLY}\n\n{HOTLINE}"})
    vale = make_filing("Meridian Vale", texts={BOARD: QUARTERLY})
    found = sheets(workbook_of(viewer_client, harrow, vale, element="board-oversight"))
    assert list(found) == ["Overview", "Filings", "Side by side", "Board oversight"]
    end = len(QUARTERLY)
    assert found["Side by side"][3:] == [
        [
            "the same words",
            *(QUARTERLY, f"{harrow.slug}, Board oversight, characters 0–{end}"),
            *(QUARTERLY, f"{vale.slug}, Board oversight, characters 0–{end}"),
        ],
        [
            "only here",
            *(HOTLINE, f"{harrow.slug}, Board oversight, characters {end + 2}–{end + 2 + len(HOTLINE)}"),
            *("", ""),
        ],
    ]


def test_head_and_first_column_stay_in_sight(viewer_client: Client) -> None:
    data = workbook_of(viewer_client, make_filing("Harrow Pike"))
    for number in range(1, len(sheets(data)) + 1):
        pane = next(read_part(data, f"xl/worksheets/sheet{number}.xml").iter(f"{S}pane"))
        assert (pane.get("state"), int(pane.get("xSplit")) > 0) == ("frozen", True)


@pytest.mark.parametrize(("filings", "wide"), [(2, 1), (6, 2)])
def test_an_overview_of_many_filings_is_printed_on_several_sheets(
    viewer_client: Client, filings: int, wide: int
) -> None:
    data = workbook_of(viewer_client, *(make_filing(f"Issuer {number}") for number in range(filings)))
    setup = next(read_part(data, "xl/worksheets/sheet1.xml").iter(f"{S}pageSetup"))
    assert (int(setup.get("fitToWidth", "1")), setup.get("fitToHeight")) == (wide, "0")


def test_years_hold_each_passage_and_each_element(viewer_client: Client) -> None:
    make_filing("Harrow Pike", texts={BOARD: f"{HOTLINE}\n\n{QUARTERLY}"}, fiscal_year=2023)
    now = make_filing("Harrow Pike", texts={BOARD: f"{HOTLINE}\n\n{QUARTERLY.replace('quarter', 'month')}"})
    response: Any = viewer_client.get(reverse("years-export", args=[now.slug, "xlsx"]))
    found = sheets(b"".join(response.streaming_content))
    assert [(row[0], row[2], row[4], row[6]) for row in found["Changes"][4:]] == [
        ("edited", "Board oversight", QUARTERLY, QUARTERLY.replace("quarter", "month")),
        ("unchanged", "Board oversight", HOTLINE, HOTLINE),
    ]
    assert found["Changes"][4][5] == QUARTERLY.replace("quarter", "quartermonth")
    assert [row[:3] for row in found["Elements"][1:]] == [["Board oversight", "(c)(1)", "edited"]]


def test_libreoffice_reads_the_workbook(viewer_client: Client, office: Office) -> None:
    texts = {BOARD: f"=1+1 {QUARTERLY}\n\n{ARABIC}\n\n{CHINESE}"}
    data = workbook_of(viewer_client, make_filing("Harrow Pike", texts=texts), make_filing("Meridian Vale"))
    text = office.convert(data, "xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")
    assert f"● discloses\n=1+1 {QUARTERLY}" in text.decode()

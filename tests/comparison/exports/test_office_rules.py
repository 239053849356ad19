"""What Word and Excel refuse to open, or mend with a warning, though LibreOffice does not mind.

Sources: ECMA-376 part 1 (the order of elements in 17.3 and 17.4, ids in 17.13, sheets in 18.3), and the
limits that Microsoft publishes for Excel.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from comparison.exports.sheets import Link, SheetWriter, open_book
from disclosures.models import Filing
from tests.comparison.exports.office import S, W, read_part, read_string, sheets
from tests.factories import BOARD, MATERIAL_FLAG, PROCESSES, make_filing

pytestmark = pytest.mark.django_db

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ORDER = {
    "p": ["pPr", "*"],
    "pPr": ["pStyle", "keepNext", "bidi", "spacing", "jc", "rPr"],
    "rPr": ["ins", "del", "moveFrom", "moveTo", "rFonts", "b", "color", "sz", "u", "rtl", "lang"],
    "r": ["rPr", "*"],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "tblPr": ["tblStyle", "tblW", "tblBorders", "tblLayout"],
    "tr": ["trPr", "tc"],
    "tc": ["tcPr", "p"],
    "tcPr": ["tcW", "shd"],
}
CHANGES = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart")
QUARTERLY = "The audit committee receives a report on cyber risk from the security officer every quarter."
HOTLINE = "Customers reach our hotline on working days between nine and five, and write at any time."
TRAINING = "All employees are trained in recognising suspicious messages when they join and every year after."
HEBREW = "ועדת הביקורת מקבלת דיווח על סיכוני סייבר בכל רבעון מקצין אבטחת המידע של החברה."


def two_years() -> Filing:
    """Edited, moved, split, dropped and new passages, signs that XML lacks, and a flag turned round."""
    once = "Only once\x07 was this said, and never again after."
    old = [QUARTERLY, f"{HOTLINE} {TRAINING}", HEBREW, once]
    new = [HOTLINE, TRAINING, HEBREW.replace("רבעון", "חודש"), QUARTERLY, "New here.\x07"]
    made: dict[str, Any] = {"fiscal_year": 2023, "flags": {MATERIAL_FLAG: False}}
    make_filing("Harrow Pike", texts={BOARD: "\n\n".join(old)}, **made)
    made = {"flags": {MATERIAL_FLAG: True}, "accession": "0000000042-25-000001"}
    return make_filing("Harrow Pike", texts={BOARD: "\n\n".join(new)}, **made)


def files_of(client: Client, filing: Filing, kind: str) -> dict[str, bytes]:
    other = make_filing(
        "Meridian Vale's [very] long name: with signs?" * 3, texts={PROCESSES: f"=1+1 {HOTLINE}"}
    )
    query = {"f": [filing.slug, other.slug]}
    addresses = {
        "grid": reverse("compare-export", args=[kind], query=query),
        "row": reverse("compare-export", args=[kind], query={**query, "element": "board-oversight"}),
        "years": reverse("years-export", args=[filing.slug, kind]),
    }
    found: dict[str, bytes] = {}
    for name, address in addresses.items():
        response: Any = client.get(address)
        found[name] = b"".join(response.streaming_content)
    return found


def name_of(node: Any) -> str:
    return str(etree.QName(node).localname)


def out_of_order(body: Any) -> Iterator[tuple[str, list[str]]]:
    for parent, order in ORDER.items():
        for node in body.iter(f"{W}{parent}"):
            names = [name_of(child) for child in node]
            places = [order.index(name) if name in order else order.index("*") for name in names]
            if any(before > after for before, after in pairwise(places)):
                yield parent, names


def test_elements_of_documents_stand_in_their_order(viewer_client: Client) -> None:
    for data in files_of(viewer_client, two_years(), "docx").values():
        body = read_part(data, "word/document.xml")
        assert list(out_of_order(body)) == []
        assert [cell for cell in body.iter(f"{W}tc") if name_of(cell[-1]) != "p"] == []
        for table in body.iter(f"{W}tbl"):
            widths = len(table.find(f"{W}tblGrid"))
            assert {len(list(row.iter(f"{W}tc"))) for row in table.iter(f"{W}tr")} == {widths}
        # Two tables that follow each other are one to Word.
        tables = [node.getnext() for node in body.iter(f"{W}tbl")]
        assert {name_of(following) for following in tables} == {"p"}


def test_changes_have_a_number_of_their_own_an_author_and_a_day(viewer_client: Client) -> None:
    body = read_part(files_of(viewer_client, two_years(), "docx")["years"], "word/document.xml")
    changes = [node for kind in CHANGES for node in body.iter(f"{W}{kind}")]
    numbers = [node.get(f"{W}id") for node in changes]
    assert {name_of(node) for node in changes} == set(CHANGES)
    assert len(set(numbers)) == len(numbers)
    assert all(node.get(f"{W}author") for node in changes)
    assert [
        day
        for node in changes
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", day := node.get(f"{W}date"))
    ] == []


def test_a_move_begins_once_ends_once_and_holds_only_what_moved(viewer_client: Client) -> None:
    body = read_part(files_of(viewer_client, two_years(), "docx")["years"], "word/document.xml")
    for side, other in (("moveFrom", "ins"), ("moveTo", "del")):
        starts = [node.get(f"{W}id") for node in body.iter(f"{W}{side}RangeStart")]
        assert starts == [node.get(f"{W}id") for node in body.iter(f"{W}{side}RangeEnd")]
        for start in body.iter(f"{W}{side}RangeStart"):
            paragraph = start.getnext()
            assert list(paragraph.iter(f"{W}{other}")) == []
            assert paragraph.find(f"{W}pPr/{W}rPr/{W}{side}") is not None


def test_deleted_words_are_deleted_words(viewer_client: Client) -> None:
    body = read_part(files_of(viewer_client, two_years(), "docx")["years"], "word/document.xml")
    inside = {
        name_of(change) for node in body.iter(f"{W}delText") for change in node.iterancestors(f"{W}del")
    }
    outside = [
        node.text for node in body.iter(f"{W}t") if next(node.iterancestors(f"{W}del"), None) is not None
    ]
    assert (inside, outside) == ({"del"}, [])


def test_documents_say_who_made_them_and_nothing_of_a_template(viewer_client: Client) -> None:
    for data in files_of(viewer_client, two_years(), "docx").values():
        core = read_part(data, "docProps/core.xml")
        told = {name_of(node): node.text for node in core}
        assert (told["creator"], told["description"]) == ("Collate", None)
        assert told["created"] > "2026"
        with ZipFile(BytesIO(data)) as package:
            assert [name for name in package.namelist() if "stylesWithEffects" in name] == []
        modes = [
            node.get(f"{W}val")
            for node in read_part(data, "word/settings.xml").iter(f"{W}compatSetting")
            if node.get(f"{W}name") == "compatibilityMode"
        ]
        assert modes == ["15"]


def test_links_lead_to_relations_that_are_there(viewer_client: Client) -> None:
    for data in files_of(viewer_client, two_years(), "docx").values():
        known = {node.get("Id"): node for node in read_part(data, "word/_rels/document.xml.rels")}
        links = [node.get(f"{R}id") for node in read_part(data, "word/document.xml").iter(f"{W}hyperlink")]
        assert len(links) > 2
        assert {known[link].get("TargetMode") for link in links} == {"External"}


def test_sheets_keep_to_what_excel_takes(viewer_client: Client) -> None:
    for data in files_of(viewer_client, two_years(), "xlsx").values():
        names = [node.get("name") for node in read_part(data, "xl/workbook.xml").iter(f"{S}sheet")]
        assert len({name.casefold() for name in names}) == len(names)
        assert [name for name in names if len(name) > 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name)] == []
        for number in range(1, len(names) + 1):
            sheet = read_part(data, f"xl/worksheets/sheet{number}.xml")
            cells = list(sheet.iter(f"{S}c"))
            assert max(len(read_string(cell).encode("utf-16-le")) // 2 for cell in cells) <= 32_767
            assert [cell for cell in cells if cell.get("t") not in {None, "inlineStr"}] == []
            assert [width for width in sheet.iter(f"{S}col") if float(width.get("width")) > 255] == []
            assert [row for row in sheet.iter(f"{S}row") if float(row.get("ht", "0")) > 409.5] == []


def test_links_of_sheets_lead_to_cells_and_pages_that_are_there(viewer_client: Client) -> None:
    for data in files_of(viewer_client, two_years(), "xlsx").values():
        names = list(sheets(data))
        for number in range(1, len(names) + 1):
            links = list(read_part(data, f"xl/worksheets/sheet{number}.xml").iter(f"{S}hyperlink"))
            assert len({link.get("ref") for link in links}) == len(links)
            inside = [link.get("location") for link in links if link.get(f"{R}id") is None]
            sheets_named = {place.rsplit("!", 1)[0].strip("'").replace("''", "'") for place in inside}
            assert sheets_named - set(names) == set()
            outside = {link.get(f"{R}id") for link in links} - {None}
            assert outside == set(relations_of(data, number))


def relations_of(data: bytes, sheet: int) -> dict[str, str]:
    name = f"xl/worksheets/_rels/sheet{sheet}.xml.rels"
    with ZipFile(BytesIO(data)) as package:
        if name not in package.namelist():
            return {}
    return {node.get("Id"): node.get("Target") for node in read_part(data, name)}


@pytest.mark.parametrize(("signs", "told"), [(2_000, ["Open"]), (2_001, [])])
def test_an_address_longer_than_a_link_stands_as_text(signs: int, told: list[str]) -> None:
    stream = BytesIO()
    book, looks = open_book(stream, "Links")
    address = "http://testserver/".ljust(signs, "a")
    SheetWriter(book.add_worksheet("Links"), looks, (20,)).add_line(Link(address, "Open"), "link")
    book.close()
    assert sheets(stream.getvalue()) == {"Links": [told or [address]]}
    assert list(relations_of(stream.getvalue(), 1).values()) == ([address] if told else [])

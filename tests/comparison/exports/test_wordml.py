"""Parts of a Word file: tables whose short rows stay whole, and links."""

import pytest
from docx import Document
from docx.oxml.ns import qn

from comparison.exports.wordml import SHORT, append, make_link, make_paragraph, make_table, make_text


@pytest.mark.parametrize(("signs", "is_kept"), [(SHORT, True), (SHORT + 1, False)])
def test_row_is_kept_whole_up_to_so_many_characters(signs: int, is_kept: bool) -> None:
    rows = [[[make_text("Facts", "Head")]], [[make_text("Facts", "x" * signs)]]]
    table = make_table((1_000,), rows, whole=True)
    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in table.iter(qn("w:tr"))] == [
        True,
        is_kept,
    ]


def test_links_lead_each_to_its_own_address() -> None:
    document = Document()
    addresses = [f"https://collate.example/filings/{number}/" for number in (1, 2, 1)]
    append(document, *(make_paragraph("Normal", [make_link(document, own, "Open")]) for own in addresses))
    links = document.element.body.iter(qn("w:hyperlink"))
    assert [document.part.rels[link.get(qn("r:id"))].target_ref for link in links] == addresses

"""The parts of a Word document: runs, paragraphs, tables, links, and changes to accept or reject.

python-docx gives the package, its styles and its relations; paragraphs are made as XML here, because it knows
no tracked changes and takes a table's cells one by one by walking all of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from comparison.exports.characters import keep_xml

type Node = Any
"""An lxml element with python-docx's own classes, which it does not type."""

INK, QUIET, ACCENT = RGBColor(0x1F, 0x23, 0x28), RGBColor(0x51, 0x57, 0x5F), RGBColor(0x1D, 0x5C, 0x63)
STYLES = {
    # name: size, bold, colour, points before, points after
    "Disclosure": (10, False, INK, 0, 6),
    "Passage": (10.5, False, INK, 0, 3),
    "Citation": (7.5, False, QUIET, 0, 8),
    "Facts": (9, False, QUIET, 0, 4),
    "Table head": (9.5, True, INK, 2, 2),
}
WORD_MODE = "15"
"""That of Word 2013 and later. Source: [MS-DOCX] 2.5.3 (compatibilityMode)."""
SHORT = 700
"""Characters of a cell, about a third of a page in a narrow column."""
_BREAKS = re.compile(r"([\n\t])")


@dataclass(frozen=True, slots=True)
class Revision:
    """Who changed it and when, as Word shows it: the author of a tracked change."""

    author: str
    moment: datetime


def open_document(title: str, *, landscape: bool) -> Document:
    """An empty A4 document with the styles of STYLES and Word's own headings."""
    document = docx.Document()
    _clean(document)
    document.core_properties.title = keep_xml(title)[:255]
    document.core_properties.author = "Collate"
    section = document.sections[0]
    wide, high = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = wide, high
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)
    _style(document)
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Citation"]
    footer._p.append(make_run(f"{title}  ·  page "))
    footer._p.append(_page_number())
    return document


def _clean(document: Document) -> None:
    """Takes out what python-docx's template brings: its own date and remark, the styles once more for
    Word 2010 (which then differ), and the mode in which Word lays text out as it did then."""
    properties = document.core_properties
    properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    relations = document.part.rels
    for name in [n for n, own in relations.items() if own.reltype.endswith("/stylesWithEffects")]:
        del relations[name]
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_MODE)


def _style(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    for name, (size, bold, colour, before, after) in STYLES.items():
        own = document.styles.add_style(name, 1)
        own.base_style = normal
        own.font.size, own.font.bold, own.font.color.rgb = Pt(size), bold, colour
        own.paragraph_format.space_before, own.paragraph_format.space_after = Pt(before), Pt(after)
    for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 12)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb = "Calibri", Pt(size), INK
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        heading.paragraph_format.keep_with_next = True
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _page_number() -> Node:
    field = OxmlElement("w:fldSimple", {qn("w:instr"): "PAGE"})
    field.append(make_run("1"))
    return field


def append(document: Document, *nodes: Node) -> None:
    """Puts nodes at the end, before the section's properties."""
    last = document.element.body.sectPr
    for node in nodes:
        last.addprevious(node)


def make_paragraph(style: str, content: Iterable[Node] = (), *, text: str = "", keep: bool = False) -> Node:
    """A paragraph; its direction is that of the first letter of `text`. `keep`: on one page with the next."""
    paragraph = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(OxmlElement("w:pStyle", {qn("w:val"): style.replace(" ", "")}))
    if keep:
        properties.append(OxmlElement("w:keepNext"))
    if is_right_to_left(text):
        properties.append(OxmlElement("w:bidi"))
    paragraph.append(properties)
    for node in content:
        paragraph.append(node)
    return paragraph


def make_text(style: str, text: str, *, bold: bool = False, keep: bool = False) -> Node:
    return make_paragraph(style, [make_run(text, bold=bold)] if text else (), text=text, keep=keep)


def make_run(text: str, *, bold: bool = False, deleted: bool = False) -> Node:
    """A run of words; line breaks and tabs become Word's own."""
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if bold:
        properties.append(OxmlElement("w:b"))
    if is_right_to_left(text):
        properties.append(OxmlElement("w:rtl"))
    if len(properties):
        run.append(properties)
    for part in filter(None, _BREAKS.split(text)):
        run.append(_make_part(part, deleted))
    return run


def _make_part(part: str, deleted: bool) -> Node:
    if part in "\n\t":
        return OxmlElement("w:br" if part == "\n" else "w:tab")
    node = OxmlElement("w:delText" if deleted else "w:t")
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    node.text = keep_xml(part)
    return node


def make_link(document: Document, address: str, words: str) -> Node:
    # relate_to() looks through all relations for the same address: a report has a thousand of them.
    relations = document.part.rels
    relation = f"link{len(relations)}"
    relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, keep_xml(address), relation, is_external=True)
    link = OxmlElement("w:hyperlink", {qn("r:id"): relation})
    run = make_run(words)
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    properties.insert(0, OxmlElement("w:u", {qn("w:val"): "single"}))
    properties.insert(0, OxmlElement("w:color", {qn("w:val"): "1D5C63"}))
    link.append(run)
    return link


def make_change(kind: str, number: int, by: Revision, runs: Sequence[Node] = ()) -> Node:
    """w:ins, w:del, w:moveFrom or w:moveTo; without runs the mark of a paragraph's end."""
    attributes = {
        qn("w:id"): str(number),
        qn("w:author"): by.author,
        qn("w:date"): by.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    change = OxmlElement(f"w:{kind}", attributes)
    for run in runs:
        change.append(run)
    return change


def make_range(kind: str, end: str, number: int, by: Revision | None = None, name: str = "") -> Node:
    """The Start or the End of what was moved; both starts of a move bear its name."""
    attributes = {qn("w:id"): str(number)}
    if by is not None:
        attributes |= {
            qn("w:name"): name,
            qn("w:author"): by.author,
            qn("w:date"): by.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    return OxmlElement(f"w:{kind}Range{end}", attributes)


def mark_end(paragraph: Node, change: Node) -> None:
    """Says that a paragraph's end itself was put in or taken out."""
    properties = OxmlElement("w:rPr")
    properties.append(change)
    paragraph.find(qn("w:pPr")).append(properties)


def make_table(
    widths: Sequence[int], rows: Iterable[Sequence[Sequence[Node]]], *, heads: int = 1, whole: bool = False
) -> Node:
    """A table of cells, each a sequence of paragraphs; `widths` in twentieths of a point.

    The first `heads` rows are repeated on every page. Of the others a row of few words begins on a new page
    where it does not fit if rows are to stay `whole`.
    """
    table = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(OxmlElement("w:tblStyle", {qn("w:val"): "TableGrid"}))
    properties.append(OxmlElement("w:tblW", {qn("w:w"): str(sum(widths)), qn("w:type"): "dxa"}))
    properties.append(_table_borders())
    properties.append(OxmlElement("w:tblLayout", {qn("w:type"): "fixed"}))
    table.append(properties)
    grid = OxmlElement("w:tblGrid")
    for width in widths:
        grid.append(OxmlElement("w:gridCol", {qn("w:w"): str(width)}))
    table.append(grid)
    for number, cells in enumerate(rows):
        table.append(_make_row(widths, cells, is_head=number < heads, whole=whole))
    return table


def _count_signs(cell: Sequence[Node]) -> int:
    # Not itertext(): it asks paragraphs and runs for their text, too, and counts every sign three times.
    texts = (qn("w:t"), qn("w:delText"))
    return sum(len(words.text or "") for node in cell for words in node.iter(*texts))


def _table_borders() -> Node:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        look = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:space"): "0", qn("w:color"): "DEDAD1"}
        borders.append(OxmlElement(f"w:{side}", look))
    return borders


def _make_row(widths: Sequence[int], cells: Sequence[Sequence[Node]], *, is_head: bool, whole: bool) -> Node:
    row = OxmlElement("w:tr")
    is_kept = is_head or (whole and max(map(_count_signs, cells)) <= SHORT)
    marks = (("w:cantSplit", is_kept), ("w:tblHeader", is_head))
    if wanted := [OxmlElement(name) for name, is_wanted in marks if is_wanted]:
        properties = OxmlElement("w:trPr")
        properties.extend(wanted)
        row.append(properties)
    for width, content in zip(widths, cells, strict=True):
        cell = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(OxmlElement("w:tcW", {qn("w:w"): str(width), qn("w:type"): "dxa"}))
        if is_head:
            shade = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): "F3F1EC"}
            properties.append(OxmlElement("w:shd", shade))
        cell.append(properties)
        for node in content or (make_paragraph("Disclosure"),):
            cell.append(node)
        row.append(cell)
    return row


def is_right_to_left(text: str) -> bool:
    """By its first letter, as Unicode's rule P2 has it."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((found in {"R", "AL"} for found in directions if found in {"L", "R", "AL"}), False)


def cut_paragraphs(text: str) -> Iterator[str]:
    return (part for part in text.split("\n\n") if part)

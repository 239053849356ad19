"""PDFs with text, made here with fpdf2; real filings printed by a browser are in tests/browser."""

import io
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest

from disclosures.coding.passages import name_passages
from disclosures.parsing import registry
from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.pdf import looks_like, read_document
from disclosures.parsing.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from disclosures.parsing.types import PageStart, ParsedFiling, Severity, SourceFormat
from tests.disclosures.parsing.documents import zip_of
from tests.disclosures.parsing.pdfs import (
    COVER,
    OVERSIGHT,
    PROGRAMME,
    Sheet,
    filing_pdf,
    picture,
    picture_pdf,
    protected_pdf,
)

POINTS = (
    'The "Harbour Plan" names the dangers of online banking.',
    "First, banks are required to tie every project to a strategy of their board, and must strengthen the "
    "management of liquidity risk.",
    "Second, institutions must protect personal information, run drills, and tell the regulator of an "
    "incident within a day.",
    "Third, supervise partner institutions and prevent that outside risk is carried in; compliance is "
    "checked.",
)


def read(data: bytes) -> ParsedFiling:
    (filing,) = registry.read(data, "a.pdf")
    return filing


def paragraphs(sheet: Sheet) -> list[str]:
    return read_document(sheet.bytes()).text.split("\n\n")


def refusal(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[str, str]:
    with pytest.raises(ParseError) as caught:
        registry.read(data, "a.pdf", limits)
    return caught.value.code, str(caught.value)


def test_filing_is_read_as_an_untagged_one() -> None:
    filing = read(filing_pdf().bytes())
    assert filing.source_format is SourceFormat.UNTAGGED
    assert (filing.form, filing.issuer_name, filing.period_end) == (
        "10-K",
        "Tin Lantern Inc.",
        date(2024, 6, 30),
    )
    assert filing.reading_text.split("\n\n") == [
        "Item 1C. Cybersecurity",
        "Risk Management and Strategy",
        PROGRAMME,
        "Governance",
        OVERSIGHT,
    ]


def test_locators_say_the_page() -> None:
    passages = name_passages(read(filing_pdf().bytes()))
    assert [(p.headings, str(p.locator).partition(";")[0]) for p in passages] == [
        (("Risk Management and Strategy",), "a.pdf#page=3"),
        (("Governance",), "a.pdf#page=4"),
    ]


def test_running_heads_and_page_numbers_are_left_out_and_nothing_else() -> None:
    document = read_document(filing_pdf().bytes())
    assert document.text.split("\n\n") == [
        *COVER,
        "TABLE OF CONTENTS",
        "Item 1B.\tUnresolved Staff Comments\t3",
        "Item 1C.\tCybersecurity\t3",
        "Item 2.\tProperties\t4",
        "Item 1B. Unresolved Staff Comments",
        "None.",
        "Item 1C. Cybersecurity",
        "Risk Management and Strategy",
        PROGRAMME,
        "Governance",
        OVERSIGHT,
        "Item 2. Properties",
        "Two mills and a wharf.",
    ]
    sentence = "Running heads, running feet and page numbers of 4 pages were left out: “Tin Lantern"
    assert [(p.code, p.severity, p.message) for p in document.problems] == [
        ("furniture-dropped", Severity.NOTE, f"{sentence} Inc. Annual Report”.")
    ]


def test_number_at_the_foot_of_a_single_page_is_left_out_other_lines_stay() -> None:
    sheet = Sheet(head="Notice to lamplighters", foot="{page}")
    sheet.add_page()
    sheet.paragraph(PROGRAMME)
    sheet.row("Lamps", "", "12")
    assert paragraphs(sheet) == ["Notice to lamplighters", PROGRAMME, "Lamps\t12"]


def test_lines_that_repeat_within_pages_stay() -> None:
    sheet = Sheet()
    for number, name in enumerate(("First", "Second", "Third", "Fourth"), 3):
        sheet.add_page()
        sheet.paragraph(f"{name} of the lamps.")
        for _ in range(number):
            sheet.paragraph(OVERSIGHT)
            sheet.paragraph("See above.")
    assert paragraphs(sheet).count("See above.") == 18


def test_word_cut_at_a_line_end_is_made_whole_and_a_compound_keeps_its_hyphen() -> None:
    sheet = Sheet()
    sheet.add_page()
    sheet.set_font("Times", size=11)
    for line in (
        "Every third-party supplier and its management of risk are part of our pro-",
        "gramme, and we look at whether each third-",
        "party gives the manage-",
        "ment of its own lamps the care that a well-",
        "kept ledger for the years 2023-",
        "2024 asks for, as each lamp is kept with the others.",
    ):
        sheet.cell(0, 5, line, new_x="LEFT", new_y="NEXT")
    assert " ".join(paragraphs(sheet)) == (
        "Every third-party supplier and its management of risk are part of our programme, and we look at "
        "whether each third-party gives the management of its own lamps the care that a well-kept ledger for "
        "the years 2023-2024 asks for, as each lamp is kept with the others."
    )


def test_paragraph_goes_on_over_the_end_of_a_page() -> None:
    sheet = Sheet(head="Tin Lantern Inc.", foot="{page}")
    sheet.add_page()
    while sheet.get_y() < sheet.h - 48:
        sheet.paragraph("Lamps are lit at dusk.")
    sheet.paragraph(" ".join([PROGRAMME, OVERSIGHT]))
    assert sheet.page_no() == 2
    assert paragraphs(sheet)[-1] == " ".join([PROGRAMME, OVERSIGHT])


def test_paragraphs_without_space_between_them_are_told_by_indents_and_short_last_lines() -> None:
    sheet = Sheet()
    sheet.add_page()
    sheet.multi_cell(0, 5, f"{PROGRAMME}\n        {OVERSIGHT}\n{PROGRAMME}", align="L")
    assert paragraphs(sheet) == [PROGRAMME, OVERSIGHT, PROGRAMME]


def test_bold_heading_right_above_its_text_is_a_paragraph_of_its_own() -> None:
    sheet = Sheet()
    sheet.add_page()
    sheet.set_font("Times", "B", 11)
    sheet.cell(0, 5, "Board oversight of the risks that come from threats to the lamps", new_y="NEXT")
    sheet.set_x(sheet.l_margin)
    sheet.paragraph(OVERSIGHT)
    assert paragraphs(sheet)[1:] == [OVERSIGHT]


def test_bullets_are_items_each() -> None:
    sheet = Sheet()
    sheet.add_page()
    items = ("we test our locks and hire people who try to open them without a key, in spring;", "we drill.")
    for words in items:
        sheet.cell(8, 5, "-")
        sheet.multi_cell(70, 5, words, align="L", new_x="LMARGIN", new_y="NEXT")
    assert paragraphs(sheet) == [f"- {words}" for words in items]


@pytest.mark.parametrize("is_row_by_row", [False, True])
def test_columns_are_read_one_after_the_other(is_row_by_row: bool) -> None:
    sheet = Sheet()
    sheet.add_page()
    columns: Any = [
        sheet.multi_cell(85, 5, words, align="L", dry_run=True, output="LINES")
        for words in (PROGRAMME, OVERSIGHT)
    ]
    lines = [
        (x, 30 + 5 * number, line)
        for x, column in zip((15, 115), columns, strict=True)
        for number, line in enumerate(column)
    ]
    for x, y, line in sorted(lines, key=lambda one: one[1]) if is_row_by_row else lines:
        sheet.text(x, y, line)
    assert paragraphs(sheet) == [PROGRAMME, OVERSIGHT]


def test_words_that_stand_in_disorder_in_the_file_are_read_from_the_top_down() -> None:
    sheet = Sheet()
    sheet.add_page()
    names = ["first", "second", "third", "fourth", "fifth", "sixth"]
    for place in reversed(range(6)):
        sheet.text(20, 40 + 12 * place, f"The {names[place]} lamp.")
    assert paragraphs(sheet) == [f"The {name} lamp." for name in names]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_page_stored_turned_is_read_upright(turn: int) -> None:
    sheet = Sheet()
    sheet.add_page()
    with sheet.rotation(turn, sheet.w / 2, sheet.h / 2):
        for words in (PROGRAMME, OVERSIGHT):
            sheet.set_xy(55, sheet.get_y() + 45)
            sheet.paragraph(words, width=100)
    document = pypdfium2.PdfDocument(sheet.bytes())
    document[0].set_rotation(turn)
    turned = io.BytesIO()
    document.save(turned)
    document.close()
    assert read_document(turned.getvalue()).text.split("\n\n") == [PROGRAMME, OVERSIGHT]


def test_plan_in_a_pdf_is_read_as_one_with_the_page_of_each_point() -> None:
    sheet = Sheet()
    for point in POINTS:
        sheet.add_page()
        sheet.paragraph(point)
    filing = read(sheet.bytes())
    assert filing.source_format is SourceFormat.REGULATOR_PLAN
    assert [(r.point, r.locator.element_id) for r in filing.requirements if not r.demand] == [
        (1, "page=2"),
        (2, "page=3"),
        (3, "page=4"),
    ]


def test_scan_is_refused() -> None:
    what = "This PDF is a scan: it holds pictures of pages and no text"
    instead = "hand in one with text, or the filing as HTML or text."
    assert refusal(picture_pdf(3)) == ("no-text", f"{what}; {instead}")


def test_pdf_without_anything_is_refused() -> None:
    sheet = Sheet()
    sheet.add_page()
    assert refusal(sheet.bytes()) == (
        "no-text",
        "This PDF holds no text; hand in one with text, or the filing as HTML or text.",
    )


def test_pages_with_pictures_alone_are_named() -> None:
    sheet = filing_pdf()
    sheet.head = sheet.foot = ""
    sheet.add_page()
    sheet.image(picture(), w=100)
    codes = {problem.code: problem for problem in read(sheet.bytes()).problems}
    assert codes["pages-without-text"].message == (
        "Pages with pictures and no text, of which nothing was read: 5."
    )
    assert codes["pages-without-text"].locator == "page 5"


def test_protected_pdf_is_refused() -> None:
    assert refusal(protected_pdf()) == (
        "password-protected",
        "This PDF is protected by a password; hand in a copy without one.",
    )


def test_pdf_that_only_forbids_changes_is_read() -> None:
    sheet = filing_pdf()
    sheet.set_encryption(owner_password="owner")
    assert read(sheet.bytes()).reading_text == read(filing_pdf().bytes()).reading_text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<", filing_pdf().bytes()[:2000]])
def test_broken_pdf_is_refused(data: bytes) -> None:
    assert refusal(data) == ("broken-pdf", "This PDF is damaged or cut off: it cannot be opened.")


def test_pdf_without_its_end_is_read_and_says_so() -> None:
    data = filing_pdf().bytes()
    cut = data[: data.rindex(b"%%EOF")]
    problems = {problem.code: problem.severity for problem in read(cut).problems}
    assert problems["truncated"] is Severity.ERROR
    assert "truncated" not in {problem.code for problem in read(data).problems}


def test_too_many_pages_are_refused() -> None:
    assert refusal(filing_pdf().bytes(), replace(DEFAULT_LIMITS, pdf_pages=3)) == (
        "too-many-pages",
        "The PDF has 4 pages; at most 3 are read.",
    )


def test_too_many_characters_are_refused() -> None:
    assert refusal(filing_pdf().bytes(), replace(DEFAULT_LIMITS, pdf_characters=500)) == (
        "too-many-characters",
        "The PDF has more than 500 characters; no more are read.",
    )


@pytest.mark.parametrize("layers", [1, 2])
def test_part_that_unpacks_to_too_much_is_refused(layers: int) -> None:
    packed = b"BT /F 9 Tf 50 700 Td (Lamps are lit.) Tj ET\n" * 60_000
    for _ in range(layers):
        packed = zlib.compress(packed)
    data = b"%%PDF-1.7\n4 0 obj\n<</Filter[%b]/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        b"/FlateDecode" * layers,
        len(packed),
        packed,
    )
    assert refusal(data, replace(DEFAULT_LIMITS, pdf_stream_bytes=MEGABYTE)) == (
        "archive-bomb",
        "A part of this PDF unpacks to more than 1 MB; no page needs as much.",
    )
    assert refusal(data)[0] == "broken-pdf"
    picture = data.replace(b"/Filter", b"/Subtype/Image/Filter")
    assert refusal(picture, replace(DEFAULT_LIMITS, pdf_stream_bytes=MEGABYTE))[0] == "broken-pdf"


def test_pdf_of_something_else_is_refused() -> None:
    sheet = Sheet()
    sheet.add_page()
    sheet.paragraph("Opening hours of the baths: nine to five, on holidays ten to four.")
    assert refusal(sheet.bytes()) == (
        "unknown-format",
        f"This is a PDF without a disclosure that is known here. {registry.ACCEPTED}",
    )


def test_pdf_in_a_zip_is_read() -> None:
    (filing,) = registry.read(zip_of(("papers/a.pdf", filing_pdf().bytes())))
    assert (filing.source_format, filing.documents) == (SourceFormat.UNTAGGED, ("papers/a.pdf",))
    assert filing.pages[0] == PageStart(3, 0)


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"%PDF-1.4\n", True),
        (b"\r\n%PDF-2.0\n", True),
        (b"junk of a mail program\n%PDF-1.4\n", True),
        (b"<p>A file starts with %PDF-1.4</p>", False),
        (b"x" * 1024 + b"%PDF-1.4\n", False),
    ],
)
def test_pdf_is_told_by_its_mark(data: bytes, is_one: bool) -> None:
    assert looks_like(data) is is_one

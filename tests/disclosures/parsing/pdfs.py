"""PDFs made on the spot, all invented."""

import io
from collections.abc import Sequence

from fpdf import FPDF
from PIL import Image

COVER = (
    "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
    "FORM 10-K",
    "For the fiscal year ended June 30, 2024",
    "Tin Lantern Inc.",
    "(Exact name of registrant as specified in its charter)",
)
PROGRAMME = (
    "We run a cybersecurity program that finds, weighs and handles threats to the lamps we make and to the "
    "ledgers we keep of them. The program is part of the way in which we handle every other risk, and "
    "outside advisers test it each spring."
)
OVERSIGHT = (
    "The audit committee of our board oversees the risks from cybersecurity threats. It hears from the head "
    "of information security four times a year, and at once when something has happened that matters."
)


class Sheet(FPDF):
    """A PDF whose pages bear a running head and a running foot with the number of the page."""

    def __init__(self, *, head: str = "", foot: str = "") -> None:
        super().__init__(format="letter")
        self.head, self.foot = head, foot
        self.set_auto_page_break(auto=True, margin=30)
        self.set_font("Times", size=11)

    def header(self) -> None:
        self.set_font("Times", size=9)
        if self.head:
            self.cell(0, 6, self.head, align="C", new_x="LEFT", new_y="NEXT")
            self.ln(6)
        self.set_font("Times", size=11)

    def footer(self) -> None:
        self.set_y(-18)
        self.set_font("Times", size=9)
        if self.foot:
            self.cell(0, 6, self.foot.format(page=self.page_no()), align="C")
        self.set_font("Times", size=11)

    def paragraph(self, words: str, *, width: float = 0, style: str = "", size: float = 11) -> None:
        """Words broken at the margin, space below them."""
        self.set_font("Times", style, size)
        self.multi_cell(width, 5 * size / 11, words, align="L", new_x="LEFT", new_y="NEXT")
        self.ln(4)
        self.set_font("Times", size=11)

    def row(self, *cells: str, widths: Sequence[float] = (25, 120, 20)) -> None:
        """A row of a table, one line high."""
        for words, width in zip(cells, widths, strict=False):
            self.cell(width, 6, words)
        self.ln(6)

    def bytes(self) -> bytes:
        return bytes(self.output())


def filing_pdf() -> Sheet:
    """A short 10-K: cover, contents, its items over several pages."""
    sheet = Sheet(head="Tin Lantern Inc. Annual Report", foot="- {page} -")
    sheet.add_page()
    for line in COVER:
        sheet.paragraph(line)
    sheet.add_page()
    sheet.paragraph("TABLE OF CONTENTS", style="B")
    sheet.row("Item 1B.", "Unresolved Staff Comments", "3")
    sheet.row("Item 1C.", "Cybersecurity", "3")
    sheet.row("Item 2.", "Properties", "4")
    sheet.add_page()
    sheet.paragraph("Item 1B. Unresolved Staff Comments", style="B")
    sheet.paragraph("None.")
    sheet.paragraph("Item 1C. Cybersecurity", style="B")
    sheet.paragraph("Risk Management and Strategy", style="BI")
    sheet.paragraph(PROGRAMME)
    sheet.add_page()
    sheet.paragraph("Governance", style="BI")
    sheet.paragraph(OVERSIGHT)
    sheet.paragraph("Item 2. Properties", style="B")
    sheet.paragraph("Two mills and a wharf.")
    return sheet


def picture() -> io.BytesIO:
    """A grey rectangle."""
    file = io.BytesIO()
    Image.new("L", (40, 60), 200).save(file, "PNG")
    return file


def picture_pdf(pages: int = 1) -> bytes:
    """A scan: pictures of pages and no text."""
    sheet = FPDF()
    for _ in range(pages):
        sheet.add_page()
        sheet.image(picture(), w=180)
    return bytes(sheet.output())


def protected_pdf() -> bytes:
    """A PDF that opens with a password only."""
    sheet = filing_pdf()
    sheet.set_encryption(owner_password="owner", user_password="user")
    return sheet.bytes()

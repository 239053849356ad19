"""Whole annual reports, all invented: cover, contents, every item, exhibits, signatures; in several layouts.

A report is a list of parts; a layout writes them as filing agents do.
"""

import html
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from tests.disclosures.parsing.pdfs import Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """One item: its number ("16K", "" for a part of the report), its title, its paragraphs."""

    number: str
    title: str
    paragraphs: tuple[str, ...] = ()


COVER_20F = (
    "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
    "FORM 20-F",
    "ANNUAL REPORT PURSUANT TO SECTION 13 OR 15(d) OF THE SECURITIES EXCHANGE ACT OF 1934",
    "For the fiscal year ended December 31, 2024",
    "Pewter Gull Shipping Ltd.",
    "(Exact name of Registrant as specified in its charter)",
    "Indicate by check mark which financial statement item the registrant has elected to follow. "
    "☐ Item 17 ☐ Item 18",
)
COVER_10K = (
    "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
    "FORM 10-K",
    "For the fiscal year ended June 30, 2024",
    "Tin Lantern Inc.",
    "(Exact name of registrant as specified in its charter)",
)
OWN = (
    "Risk Management and Strategy",
    "We have put in place processes for assessing, identifying and managing material risks from "
    "cybersecurity threats. They are part of our enterprise risk management, follow the NIST framework "
    "and bring training, penetration tests and an incident response exercise each year.",
    "We engage outside consultants to assess our ships' networks, and we ask our service providers for a "
    "report on their controls before any of our data goes to them.",
    "No cybersecurity incident has materially affected us during the year. See “Item 3. Key Information—D. "
    "Risk Factors—A breach of our systems could harm us.”",
    "Governance",
    "Our board of directors oversees the risks from cybersecurity threats. The audit committee hears from "
    "our chief information security officer each quarter, and at once when an incident may be material.",
    "Our chief information security officer has eighteen years of experience and leads a team of six, which "
    "watches our systems by day and night and escalates what it finds to the executive committee.",
)
"""The cybersecurity item's paragraphs under its heading."""
RISKS = (
    "A breach of our systems could harm us.",
    "A cyber attack, malware or ransomware could disrupt our voyages, damage our reputation, lead to "
    "litigation, fines and the loss of customers, and adversely affect our results. Our board and its "
    "committees may fail to notice it. See “Item 16K. Cybersecurity” for how we manage such risks.",
    "Freight rates may fall, and our results may fall with them.",
)
_20F = (
    ("1", "Identity of Directors, Senior Management and Advisers"),
    ("2", "Offer Statistics and Expected Timetable"),
    ("3", "Key Information"),
    ("4", "Information on the Company"),
    ("4A", "Unresolved Staff Comments"),
    ("5", "Operating and Financial Review and Prospects"),
    ("6", "Directors, Senior Management and Employees"),
    ("7", "Major Shareholders and Related Party Transactions"),
    ("8", "Financial Information"),
    ("9", "The Offer and Listing"),
    ("10", "Additional Information"),
    ("11", "Quantitative and Qualitative Disclosures About Market Risk"),
    ("12", "Description of Securities Other than Equity Securities"),
    ("13", "Defaults, Dividend Arrearages and Delinquencies"),
    ("14", "Material Modifications to the Rights of Security Holders and Use of Proceeds"),
    ("15", "Controls and Procedures"),
    ("16A", "Audit Committee Financial Expert"),
    ("16B", "Code of Ethics"),
    ("16C", "Principal Accountant Fees and Services"),
    ("16D", "Exemptions from the Listing Standards for Audit Committees"),
    ("16E", "Purchases of Equity Securities by the Issuer and Affiliated Purchasers"),
    ("16F", "Change in Registrant's Certifying Accountant"),
    ("16G", "Corporate Governance"),
    ("16H", "Mine Safety Disclosure"),
    ("16I", "Disclosure Regarding Foreign Jurisdictions that Prevent Inspections"),
    ("16J", "Insider Trading Policies"),
    ("16K", "Cybersecurity"),
    ("17", "Financial Statements"),
    ("18", "Financial Statements"),
    ("19", "Exhibits"),
)
_10K = (
    ("1", "Business"),
    ("1A", "Risk Factors"),
    ("1B", "Unresolved Staff Comments"),
    ("1C", "Cybersecurity"),
    ("2", "Properties"),
    ("3", "Legal Proceedings"),
    ("4", "Mine Safety Disclosures"),
    ("5", "Market for Registrant's Common Equity"),
    ("7", "Management's Discussion and Analysis"),
    ("8", "Financial Statements and Supplementary Data"),
    ("9A", "Controls and Procedures"),
    ("10", "Directors, Executive Officers and Corporate Governance"),
    ("15", "Exhibits and Financial Statement Schedules"),
)
_PARTS_20F = {"1": "PART I", "13": "PART II", "17": "PART III"}
_PARTS_10K = {"1": "PART I", "5": "PART II", "10": "PART III", "15": "PART IV"}
_FILLING = (
    "Our twelve ships carried grain and salt between four harbours this year; two were in dock for a month.",
    "Our audit committee met six times. Its members are independent, and one is a financial expert.",
    "We have adopted an insider trading policy and a code of ethics that apply to directors and officers.",
    "Details are given in note 4 to our financial statements, which begin on page F-1.",
)


def annual_report(form: str = "20-F", own: Sequence[str] = OWN) -> tuple[Part, ...]:
    """The items of a whole report; `own` are the paragraphs of the cybersecurity item."""
    items, parts = (_20F, _PARTS_20F) if form == "20-F" else (_10K, _PARTS_10K)
    report = []
    for place, (number, title) in enumerate(items):
        if number in parts:
            report.append(Part("", parts[number]))
        words: tuple[str, ...] = (_FILLING[place % 4], _FILLING[(place + 1) % 4])
        if number in ("3", "1A"):
            words = ("D. Risk Factors", *RISKS)
        elif number in ("4A", "1B", "16H", "16D"):
            words = ("Not applicable.",)
        elif number in ("16K", "1C"):
            words = tuple(own)
        report.append(Part(number, title, words))
    report.append(Part("", "SIGNATURES", ("The registrant has duly caused this report to be signed.",)))
    return tuple(report)


def change_part(
    report: Iterable[Part],
    item: str,
    *,
    number: str = "",
    title: str = "",
    paragraphs: tuple[str, ...] = (),
) -> tuple[Part, ...]:
    """The report with another number, title or other paragraphs of one item."""
    return tuple(
        Part(number or part.number, title or part.title, paragraphs or part.paragraphs)
        if part.number == item
        else part
        for part in report
    )


def heading_of(part: Part) -> str:
    return f"ITEM {part.number}. {part.title.upper()}" if part.number else part.title


def cover_of(report: Sequence[Part]) -> tuple[str, ...]:
    return COVER_20F if any(part.number.startswith("16") for part in report) else COVER_10K


def _page(body: str) -> bytes:
    return f"<html><head><title>Report</title></head><body>{body}</body></html>".encode()


def _cover_html(report: Sequence[Part]) -> str:
    return "".join(f'<p align="center">{escape(line)}</p>' for line in cover_of(report))


def _furniture(number: int) -> str:
    return (
        f'<p style="text-align:center">{number}</p><hr style="page-break-after:always"/>'
        '<p><a href="#toc">Table of Contents</a></p>'
    )


def write_paragraphs(report: Sequence[Part]) -> bytes:
    """Headings in bold paragraphs, contents in a table of three columns, a page break in each item."""
    rows = "".join(
        f'<tr><td>Item {part.number}.</td><td><a href="#i{part.number}">{escape(part.title)}</a></td>'
        f"<td>{page}</td></tr>"
        for page, part in enumerate(report, start=3)
        if part.number
    )
    body = _cover_html(report) + f'<p id="toc"><b>TABLE OF CONTENTS</b></p><table>{rows}</table>'
    for page, part in enumerate(report, start=3):
        body += f'<p id="i{part.number}"><b>{escape(heading_of(part))}</b></p>'
        middle = len(part.paragraphs) // 2
        for place, words in enumerate(part.paragraphs):
            if place == middle and len(words.split()) > 20:
                cut = words.index(" ", len(words) // 2)
                body += f"<p>{escape(words[:cut])}</p>{_furniture(page)}<p>{escape(words[cut + 1 :])}</p>"
            else:
                body += f"<p>{escape(words)}</p>"
    return _page(body)


def write_tables(report: Sequence[Part]) -> bytes:
    """Each heading in a table of two columns, number and title apart; everything in upper-case tags."""
    body = _cover_html(report)
    body += "<P>INDEX</P><TABLE>" + "".join(
        f"<TR><TD>ITEM {part.number}.</TD><TD>&nbsp;</TD><TD>{escape(part.title)}</TD><TD>{page}</TD></TR>"
        for page, part in enumerate(report, start=3)
    )
    body += "</TABLE>"
    for page, part in enumerate(report, start=3):
        number = f"Item&nbsp;{part.number}." if part.number else "&nbsp;"
        body += (
            f'<TABLE WIDTH="100%"><TR><TD WIDTH="10%"><A NAME="i{page}"></A><B>{number}</B></TD>'
            f"<TD><B>{escape(part.title)}</B></TD></TR></TABLE>"
        )
        body += "".join(
            f"<TABLE><TR><TD>&nbsp;</TD><TD>{escape(words)}</TD></TR></TABLE>" for words in part.paragraphs
        )
        body += f"<P>{page}<BR>Table of Contents</P>"
    return _page(body)


def write_spans(report: Sequence[Part]) -> bytes:
    """Nested blocks, every word in an element of its own, no-break spaces between them."""

    def spans(words: str) -> str:
        return "&nbsp;".join(
            f'<span style="font-size:10pt">{escape(word)}</span>' for word in words.split(" ")
        )

    body = "".join(f"<div><div>{spans(line)}</div></div>" for line in cover_of(report))
    for part in report:
        if part.number:
            body += (
                f"<div><div>{spans(f'Item {part.number}. {part.title}')}</div><div>{part.number}</div></div>"
            )
    for part in report:
        body += f'<div><div style="font-weight:700">{spans(heading_of(part))}</div>'
        body += "".join(f"<div><div>{spans(words)}</div></div>" for words in part.paragraphs)
        body += f"</div>{_furniture(len(part.title))}"
    return _page(body)


def write_text(report: Sequence[Part]) -> bytes:
    """Plain text, wrapped, contents with leaders, page numbers and <PAGE> between the items."""
    lines = ["\n".join(line.center(78) for line in textwrap.wrap(words, 70)) for words in cover_of(report)]
    lines.append("TABLE OF CONTENTS")
    for page, part in enumerate(report, start=3):
        lines.append(f"{f'Item {part.number}.  {part.title} '.ljust(70, '.')} {page}")
    for page, part in enumerate(report, start=3):
        lines.append(heading_of(part))
        lines += [textwrap.fill(words, 76, initial_indent="   ") for words in part.paragraphs]
        lines.append(f"{page}".center(78) + "\n<PAGE>")
    return "\n\n".join(lines).encode()


def write_preformatted(report: Sequence[Part]) -> bytes:
    """The same text as a page that shows it as it is."""
    shown = html.escape(write_text(report).decode())
    return f"<html><head><title>report.txt</title></head><body><pre>{shown}</pre></body></html>".encode()


def write_pdf(report: Sequence[Part]) -> bytes:
    """A PDF with running head and foot."""
    sheet = Sheet(head="Annual Report on Form", foot="{page}")
    sheet.add_page()
    for line in cover_of(report):
        sheet.paragraph(make_plain(line))
    sheet.add_page()
    sheet.paragraph("TABLE OF CONTENTS", style="B")
    for page, part in enumerate(report, start=3):
        sheet.row(f"Item {part.number}." if part.number else "", make_plain(part.title), str(page))
    sheet.add_page()
    for part in report:
        sheet.paragraph(make_plain(heading_of(part)), style="B")
        for words in part.paragraphs:
            sheet.paragraph(make_plain(words))
    return sheet.bytes()


def make_plain(words: str) -> str:
    """Words in the letters that a PDF's standard fonts have."""
    return words.translate({ord("“"): '"', ord("”"): '"', ord("—"): "-", ord("☐"): "[ ]"})


LAYOUTS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "paragraphs": write_paragraphs,
    "tables": write_tables,
    "spans": write_spans,
    "text": write_text,
    "text in a page": write_preformatted,
    "pdf": write_pdf,
}

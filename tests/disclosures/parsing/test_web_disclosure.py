"""An issuer's own page read as sections, fields and measures. All texts are invented."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats.web_disclosure import looks_like, parse
from disclosures.parsing.formats.web_disclosure.mentioned_dates import find_latest_year
from disclosures.parsing.registry import read
from disclosures.parsing.types import ElementKind, ParsedFiling, Severity, SourceFormat

REPOSITORY = Path(__file__).resolve().parents[3]

PAGE = """\
Service hotline: 400-555-0199

Registration information

Financial supervision departmentHarbour Finance Bureau

Archiving time

Filing registration

Papers were handed in on 4 March 2021. The bureau has not answered yet.

Business licence

The licence is asked for once the filing is complete.

Fund custody information

Lenders' money lies at the Quay Bank.

Our cafeteria

Soup is served at noon.

Risk management information

Major risks and control measures

Two people look at every loan.

I. the main risks are as follows:

1.False names. Papers are compared with the register.

2. Lost contracts Each is kept twice.

II.Loan project management

1. A message is sent ten days before.

After ninety days the file goes to counsel.

Website record icon
"""

HTML = """\
<html><body><nav>Home</nav><h1>Disclosure</h1>
<h2>Registration and filing</h2>
<table><tr><td>Full name of the company</td><td>Lantern Loans Ltd</td></tr>
<tr><td>Supervising authority</td><td>Harbour Finance Bureau</td></tr>
<tr><td>Filing date</td><td> </td></tr></table>
<p><strong>Security level protection</strong></p><p>Graded in 2022, valid until 2031.</p>
<h2>Risk management</h2><h3>1. Main risks</h3><ol><li>Fraud. Papers are read.</li><li>Outages.</li></ol>
<h4>How fraud is met</h4><p>Twice.</p>
</body></html>
"""


def summarise(filing: ParsedFiling) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [
        (element.concept.removeprefix("online_lending:"), element.heading, element.paragraphs)
        for element in filing.elements
    ]


def check_places(filing: ParsedFiling) -> None:
    """Every element's spans cut its text out of the reading text."""
    for element in filing.elements:
        cut = [filing.reading_text[span.start : span.end] for span in element.locator.spans]
        assert "\n\n".join(cut) == element.text


def test_web_disclosure_as_text_gives_sections_fields_and_measures() -> None:
    filing = parse(PAGE.encode(), "page.txt")
    registration = "Registration information"
    risks = ("Risk management information", "Major risks and control measures")
    assert summarise(filing) == [
        ("customer-service", ("Service hotline",), ("400-555-0199",)),
        ("supervisor", (registration, "Financial supervision department"), ("Harbour Finance Bureau",)),
        ("filing-time", (registration, "Archiving time"), ()),
        (
            "registration",
            (registration, "Filing registration"),
            ("Papers were handed in on 4 March 2021. The bureau has not answered yet.",),
        ),
        (
            "business-licence",
            ("Business licence",),
            ("The licence is asked for once the filing is complete.",),
        ),
        ("fund-depository", ("Fund custody information",), ("Lenders' money lies at the Quay Bank.",)),
        (
            "risks-and-controls",
            risks,
            (
                "Two people look at every loan.",
                "I. the main risks are as follows:",
                "1.False names. Papers are compared with the register.",
                "2. Lost contracts Each is kept twice.",
            ),
        ),
        (
            "post-loan-management",
            (*risks, "Loan project management"),
            ("1. A message is sent ten days before.", "After ninety days the file goes to counsel."),
        ),
        ("website-record", ("Website record icon",), ()),
    ]
    check_places(filing)
    assert filing.reading_text.split() == PAGE.split()
    assert {element.kind for element in filing.elements} == {ElementKind.TEXT}
    assert {element.locator.document for element in filing.elements} == {"page.txt"}


def test_web_disclosure_reports_what_is_missing_empty_or_unnamed() -> None:
    filing = parse(PAGE.encode())
    assert [(problem.code, problem.severity) for problem in filing.problems] == [
        ("issuer-missing", Severity.WARNING),
        ("period-from-text", Severity.NOTE),
        ("empty-field", Severity.NOTE),
        ("section-unnamed", Severity.WARNING),
        ("empty-section", Severity.NOTE),
    ]
    unnamed = filing.problems[3]
    spans = re.findall(r"char=(\d+),(\d+)", unnamed.locator)
    assert [filing.reading_text[int(start) : int(end)] for start, end in spans] == [
        "Our cafeteria",
        "Soup is served at noon.",
    ]
    assert (filing.source_format, filing.form, filing.fiscal_year) == (SourceFormat.WEB_DISCLOSURE, "", 2021)


def test_web_disclosure_as_html_gives_tables_bold_headings_and_lists() -> None:
    filing = parse(HTML.encode())
    top = ("Disclosure", "Registration and filing")
    assert summarise(filing) == [
        ("company-name", (*top, "Full name of the company"), ("Lantern Loans Ltd",)),
        ("supervisor", (*top, "Supervising authority"), ("Harbour Finance Bureau",)),
        ("filing-time", (*top, "Filing date"), ()),
        (
            "security-level",
            ("Disclosure", "Security level protection"),
            ("Graded in 2022, valid until 2031.",),
        ),
        (
            "risks-and-controls",
            ("Disclosure", "Risk management", "Main risks"),
            ("1. Fraud. Papers are read.", "2. Outages.", "How fraud is met", "Twice."),
        ),
    ]
    check_places(filing)
    assert [problem.code for problem in filing.problems] == [
        "page-furniture",
        "period-from-text",
        "empty-field",
    ]
    assert filing.problems[0].message == (
        "Left out as no part of the disclosure: 1 line (navigation 1): “Home”."
    )
    assert (filing.issuer_name, filing.fiscal_year) == ("Lantern Loans Ltd", 2022)


def test_web_disclosure_in_chinese_is_named_by_its_headings() -> None:
    page = (
        "一、备案登记信息\n\n备案登记时间：\n\n监管部门：海港金融局\n\n二、资金存管\n\n资金存放于码头银行。\n"
    )
    filing = parse(page.encode())
    assert summarise(filing) == [
        ("filing-time", ("备案登记信息", "备案登记时间"), ()),
        ("supervisor", ("备案登记信息", "监管部门"), ("海港金融局",)),
        ("fund-depository", ("资金存管",), ("资金存放于码头银行。",)),
    ]
    assert looks_like(page.encode())


def test_web_disclosure_in_a_chinese_encoding_is_read() -> None:
    page = "<html><head><meta charset='gbk'></head><body><h2>资金存管</h2><p>码头银行。</p></body></html>"
    assert parse(page.encode("gbk")).reading_text == "资金存管\n\n码头银行。"


@pytest.mark.parametrize(
    ("page", "value"),
    [
        ("Filing number\n\nHB-12", "HB-12"),
        ("Filing number\tHB-12", "HB-12"),
        ("Filing number: HB-12", "HB-12"),
        ("Filing number：HB-12", "HB-12"),
        ("Filing number HB-12", "HB-12"),
        ("Filing numberHB-12", "HB-12"),
        ("Filing number ...... HB-12", "HB-12"),
        ("Filing number - HB-12", "HB-12"),
        ("Filing number      HB-12", "HB-12"),
        ("Filing No. HB-12", "HB-12"),
        ("# Filing number\n\nHB-12", "HB-12"),
        ("2. Filing number: HB-12", "HB-12"),
        ("Filing number:\nHB-12", "HB-12"),
        ("Filing number:", ""),
        ("Filing number\t", ""),
        ("Filing number\n\nFund custody\n\nAt the Quay Bank.", ""),
    ],
)
def test_field_value_is_found_in_every_habit(page: str, value: str) -> None:
    filing = parse(page.encode())
    first = filing.elements[0]
    assert (first.concept, first.text) == ("online_lending:filing-number", value)
    check_places(filing)


def test_label_at_the_start_of_a_sentence_is_no_field() -> None:
    filing = parse(b"Fund custody\n\nFiling numbers are given by the bureau within a month.")
    assert summarise(filing) == [
        ("fund-depository", ("Fund custody",), ("Filing numbers are given by the bureau within a month.",))
    ]


def test_numbered_measure_with_a_label_stays_in_its_section() -> None:
    page = "Major risks\n\n1. Fraud. Papers are read.\n\n2. Major events: a group meets within an hour.\n"
    assert summarise(parse(page.encode())) == [
        (
            "risks-and-controls",
            ("Major risks",),
            ("1. Fraud. Papers are read.", "2. Major events: a group meets within an hour."),
        ),
        (
            "major-events",
            ("Major risks", "Major events"),
            ("2. Major events: a group meets within an hour.",),
        ),
    ]


def test_sentence_that_begins_with_another_element_speaks_of_it_too() -> None:
    page = (
        "Major risks\n\nTwo people look at every loan. "
        "Our risk committee meets monthly; risk control is strict. The emergency plan is tried each year.\n"
    )
    filing = parse(page.encode())
    assert [(e.concept.partition(":")[2], e.heading[-1], e.text) for e in filing.elements] == [
        ("risks-and-controls", "Major risks", page.split("\n\n")[1].strip()),
        (
            "risk-organisation",
            "risk committee",
            "Our risk committee meets monthly; risk control is strict.",
        ),
        ("major-events", "emergency plan", "The emergency plan is tried each year."),
    ]
    check_places(filing)


def test_sentence_in_chinese_that_begins_with_another_element_speaks_of_it_too() -> None:
    page = "主要风险\n\n每笔贷款由两人审核。应急预案每年演练一次。\n"
    assert summarise(parse(page.encode())) == [
        ("risks-and-controls", ("主要风险",), ("每笔贷款由两人审核。应急预案每年演练一次。",)),
        ("major-events", ("主要风险", "应急预案"), ("应急预案每年演练一次。",)),
    ]


def test_text_before_the_first_heading_is_reported() -> None:
    filing = parse(b"Welcome to all of our lenders, old and new.\n\nFund custody\n\nAt the Quay Bank.")
    assert [problem.code for problem in filing.problems] == [
        "issuer-missing",
        "period-missing",
        "section-unnamed",
    ]
    assert filing.problems[2].locator == "#;char=0,43"


def test_web_disclosure_without_words_is_refused() -> None:
    with pytest.raises(ParseError) as refused:
        parse(b"<html><body><script>x()</script></body></html>")
    assert refused.value.code == "no-text"


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("since May 2019 and 2 June 2020", 2020),
        ("on June 2, 2020", 2020),
        ("on 2020-06-02", 2020),
        ("on 02/06/2020", 2020),
        ("2020年6月", 2020),
        ("in 2017", 2017),
        ("from 2019-02-03, valid until 2031-01-01", 2019),
        ("expires on 1 May 2031", None),
        ("room 2014", None),
        ("number 2020-4711", None),
    ],
)
def test_latest_year_mentioned(words: str, year: int | None) -> None:
    assert find_latest_year(words) == year


@pytest.mark.parametrize("page", [PAGE, HTML])
def test_looks_like_accepts_a_web_disclosure(page: str) -> None:
    assert looks_like(page.encode())


def test_text_that_a_page_shows_as_it_is_is_read_like_the_text() -> None:
    shown = f"<html><head><title>a.txt</title></head><body><pre>{PAGE}</pre><p>1 of 1</p></body></html>"
    assert parse(shown.encode()) == parse(PAGE.encode())
    nested = shown.replace("<pre>", "<pre><pre>").replace("</pre>", "</pre></pre>")
    assert parse(nested.encode()) == parse(PAGE.encode())


def test_pictures_and_scripts_within_a_page_do_not_count_for_its_size() -> None:
    built_in = f"<img src='data:image/png;base64,{'A' * 2_000_000}'><script>{'x = 1;' * 400_000}</script>"
    (filing,) = read(HTML.replace("<body>", f"<body>{built_in}").encode())
    assert filing.source_format is SourceFormat.WEB_DISCLOSURE
    assert filing.reading_text == parse(HTML.encode()).reading_text


def test_page_of_many_words_is_refused_for_its_size() -> None:
    with pytest.raises(ParseError, match="pages that show more than 2 MB"):
        read(HTML.replace("<body>", f"<body><p>{'many words ' * 200_000}</p>").encode())


def test_page_of_an_issuer_that_files_with_the_sec_is_a_web_disclosure() -> None:
    words = "Investors: see Form 20-F, Item 16K, filed with the Securities and Exchange Commission."
    (filing,) = read(f"{PAGE}\n{words}\n".encode())
    assert filing.source_format is SourceFormat.WEB_DISCLOSURE
    assert words in filing.reading_text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"%PDF-1.7 Business licence",
        b"Bread\n\nIngredients\n\nFlour\n\nMain risks\n\nIt may burn.",
        b"Service hotline: 1\n\nWorking hours: 9\n\nContact us",
        PAGE.encode() + b"\nItem 1C. Cybersecurity",
        PAGE.encode() + b"\nCybersecurity Risk Role of Management [Text Block]",
        b"def fund_custody():\n    return 'business licence'\n\nbusiness_licence = fund_custody()\n",
        b"[[elements]]\nlabel = 'Fund custody'\n\n[[elements]]\nlabel = 'Business licence'\n",
    ],
)
def test_looks_like_refuses_other_documents(data: bytes) -> None:
    assert not looks_like(data)


def test_looks_like_refuses_our_own_sources() -> None:
    sources = [*(REPOSITORY / "disclosures").rglob("*.py"), *(REPOSITORY / "disclosures").rglob("*.toml")]
    assert [path.name for path in sources if looks_like(path.read_bytes())] == []


LINES = st.sampled_from(
    [line for line in PAGE.splitlines() if line] + ["Filing number: 7", "(a) x", "9:00", "• y."]
)


@given(st.lists(LINES, min_size=1, max_size=25), st.sampled_from(["\n", "\n\n"]))
def test_any_order_of_lines_keeps_every_word_and_place(lines: list[str], separator: str) -> None:
    text = separator.join(lines)
    filing = parse(text.encode())
    assert filing.reading_text.split() == text.split()
    check_places(filing)
    taken = sorted(
        (span.start, -span.end)
        for element in filing.elements
        for span in element.locator.spans
        if element.text
    )
    # Apart, or one within the other: a measure that speaks of another element too.
    assert all(-before[1] <= after[0] or before[1] <= after[1] for before, after in pairwise(taken))

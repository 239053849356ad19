"""An ordinary page cut into blocks."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.parsing.html_blocks import cut_html
from disclosures.parsing.page_blocks import Block, cut_text, place_blocks
from disclosures.parsing.safexml import parse_html

VOCABULARY = ["alpha", "1.", "(b)", "Loans", "•", "gamma.", "delta,", "12%", "资金", "e;"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=30)
LINES = st.lists(st.one_of(WORDS.map(" ".join), st.just("")), min_size=1, max_size=12)


def texts_of(html: str) -> list[str]:
    return [block.text for block in cut_html(parse_html(html.encode())) if not block.furniture]


@given(LINES)
def test_cut_text_loses_no_word_and_places_every_block(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks = cut_text(text)
    reading_text, spans = place_blocks(blocks)
    assert reading_text.split() == text.split()
    assert [reading_text[span.start : span.end] for span in spans] == [block.text for block in blocks]


@given(LINES)
def test_cut_html_loses_no_word_of_paragraphs(lines: list[str]) -> None:
    html = (
        "<body>" + "".join(f"<div>{line}<p>{line}<b>{line}</b></p>{line}</div>" for line in lines) + "</body>"
    )
    blocks = cut_html(parse_html(html.encode()))
    # A <b> starts inside a word where no blank is before it: that word stays one.
    glued = " ".join(f"{line} {line}{line} {line}" for line in lines)
    assert " ".join(block.text for block in blocks).split() == glued.split()


def test_cut_text_joins_lines_broken_at_the_margin() -> None:
    text = (
        "The money of lenders is kept at a bank of the region, apart from\n"
        "the platform's own, under an agreement of this year which holds\n"
        "until it is given up.\nHotline: 400-1\n\nNext"
    )
    assert [block.text for block in cut_text(text)] == [
        "The money of lenders is kept at a bank of the region, apart from the platform's own, under an "
        "agreement of this year which holds until it is given up.",
        "Hotline: 400-1",
        "Next",
    ]


def test_cut_text_keeps_long_lines_apart_without_a_blank_line() -> None:
    long_line = (
        "All measures are decided by the same four people, who meet in the first week of every month at ten."
    )
    text = f"{long_line} Then they go.\n{long_line} Then they stay."
    assert len(cut_text(text)) == 2


def test_cut_text_reads_a_tab_as_cells() -> None:
    assert cut_text("Filing number\t AB 12") == (
        Block("Filing number\tAB 12", stands_alone=True, is_row=True),
    )


def test_cut_text_reads_marks_of_plain_text() -> None:
    text = "## Custody ##\n=====\n**Hours**\n\nNumber     AB 12\n\n# \n\n- one"
    assert [(block.text, block.level, block.is_row) for block in cut_text(text)] == [
        ("Custody", 2, False),
        ("Hours", 0, False),
        ("Number\tAB 12", 0, True),
        ("#", 0, False),
        ("- one", 0, False),
    ]


def test_cut_html_takes_the_main_content_only() -> None:
    html = (
        "<html><head><title>T</title></head><body><nav>Menu</nav><header>Top</header>"
        "<main><header><h1>Title</h1></header><script>x()</script><style>p{}</style>"
        "<p>Words<!-- no --> stay</p><aside>Ad</aside><p style='display: none'>Hidden</p>"
        "<form><input value='q'><button>Go</button></form></main><footer>End</footer></body></html>"
    )
    assert texts_of(html) == ["Title", "Words stay"]


def test_cut_html_reads_a_page_within_one_form() -> None:
    assert texts_of("<body><form><p>Words</p><button>Go</button></form></body>") == ["Words"]


def test_cut_html_keeps_levels_bold_lines_lists_and_rows() -> None:
    html = (
        "<body><h2>Custody</h2><p><b>At a bank</b></p><p>Held <b>apart</b>.</p>"
        "<ol start='3'><li>One</li><li><p>Two</p><p>more</p></li></ol><ul><li>Dot</li></ul>"
        "<table><tr><td>Number</td><td></td></tr></table><dl><dt>Hours</dt><dd>9 to 5</dd></dl></body>"
    )
    blocks = cut_html(parse_html(html.encode()))
    assert [
        (block.text, block.level, block.stands_alone, block.is_row, block.is_item) for block in blocks
    ] == [
        ("Custody", 2, True, False, False),
        ("At a bank", 0, True, False, False),
        ("Held apart.", 0, False, False, False),
        ("3. One", 0, False, False, True),
        ("4. Two", 0, False, False, True),
        ("more", 0, False, False, True),
        ("• Dot", 0, False, False, True),
        ("Number\t", 0, False, True, False),
        ("Hours\t9 to 5", 0, False, True, False),
    ]


def test_cut_html_reads_a_layout_table_as_blocks() -> None:
    html = "<table><tr><td><h3>Left</h3><p>a</p></td><td><ul><li>b</li></ul></td></tr></table>"
    assert texts_of(f"<body>{html}</body>") == ["Left", "a", "• b"]


def test_cut_html_reads_a_long_definition_as_blocks() -> None:
    assert texts_of("<dl><dt>Risks</dt><dd><ul><li>a</li></ul></dd></dl>") == ["Risks", "• a"]


def test_cut_html_survives_deep_nesting() -> None:
    html = "<div>" * 200 + "deep" + "</div>" * 200
    assert texts_of(html) == ["deep"]


@pytest.mark.parametrize("length", [16, 40])
def test_cut_text_joins_lines_beside_a_long_web_address(length: int) -> None:
    words = (
        "We keep a watch on the quay by day and by night. The watch writes down who comes and who goes. "
        f"Anybody may read the book at https://quay.example/{'book/' * length} and ask what it means. "
        "Each spring the book is read aloud to the council, which asks the harbour master what it means."
    )
    found = cut_text(textwrap.fill(words, 80, break_long_words=False))
    assert [block.text for block in found] == [words]


def test_cut_text_keeps_lines_without_blanks_apart_where_no_margin_broke_them() -> None:
    """Chinese has no blanks: a line is no single word that a margin could not break."""
    lines = ["资金由银行存管" * 30, "平台", "借款人的信息每月公布" * 9, "风险由四人评估" * 30]
    assert [block.text for block in cut_text("\n".join(lines))] == lines

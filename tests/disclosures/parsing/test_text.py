"""Flattening of markup: blocks, lists, tables, breaks and white space."""

import pytest

from disclosures.parsing.errors import ParseError
from disclosures.parsing.safexml import parse_html, parse_xml
from disclosures.parsing.text import Flattener, flatten, goes_on, is_marker


def flat(markup: str) -> str:
    return flatten(parse_html(f"<div>{markup}</div>".encode()))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("<span>One</span><span>Two</span>", "OneTwo"),
        ("<b>One</b> <i>Two</i>", "One Two"),
        ("  One \n\t two&#160; three ", "One two three"),
        ("“Quoted” – it’s AT&amp;T&#8482;", "“Quoted” – it’s AT&T™"),
        ("One<br/>two", "One\ntwo"),
        ("One<br/> <br/>two", "One\n\ntwo"),
        ('<div style="display:inline">One</div><div style="display: inline">two</div>', "Onetwo"),
        ("One<script>x()</script><style>p{}</style> two", "One two"),
        ("H<sub>2</sub>O<sup>1</sup>", "H2O1"),
        ("", ""),
    ],
)
def test_flatten_keeps_paragraphs_and_words(markup: str, text: str) -> None:
    assert flat(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ul><li>One</li><li>Two</li></ul>", "• One\n\n• Two"),
        ("<ul><li><p>One</p></li></ul>", "• One"),
        ("<ul><li>• One</li></ul>", "• One"),
        ("<ul><li></li><li>Two</li></ul>", "• Two"),
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n\n2. Two"),
        ('<ol type="a" start="3"><li>One</li><li>Two</li></ol>', "c. One\n\nd. Two"),
        (
            '<ol type="I"><li>1</li><li>2</li><li>3</li><li>Four</li></ol>',
            "I. 1\n\nII. 2\n\nIII. 3\n\nIV. Four",
        ),
        ("<ol><li>(i) One</li></ol>", "(i) One"),
        ("<ul><li>One<ul><li>Inner</li></ul></li></ul>", "• One\n\n• Inner"),
        ("<table><tr><td>●</td><td>One</td></tr><tr><td>●</td><td>Two</td></tr></table>", "● One\n\n● Two"),
        ('<div style="float:left">•</div><div>One</div>', "• One"),
        ("<p>(a)</p><p>One</p>", "(a) One"),
    ],
)
def test_flatten_puts_marker_and_item_on_one_line(markup: str, text: str) -> None:
    assert flat(markup) == text


def test_flatten_writes_a_table_row_by_row() -> None:
    markup = (
        "<p>Committees</p><table><thead><tr><th>Body</th><th></th><th>Meets</th></tr></thead>"
        "<tr><td><p>Audit</p><p>committee</p></td><td>&#160;</td><td>monthly</td></tr></table><p>End</p>"
    )
    assert flat(markup) == "Committees\n\nBody\tMeets\n\nAudit committee\tmonthly\n\nEnd"


def test_flatten_reads_a_layout_table_as_paragraphs() -> None:
    assert flat("<table><tr><td></td><td><p>One</p><p>Two</p></td></tr></table>") == "One\n\nTwo"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("we maintain a", "third-party program", True),
        ("reports to the", "Audit Committee", True),
        ("reviewed it,", "Management said", True),
        ("reviewed it.", "then it", False),
        ("“reviewed it.”", "then it", False),
        ("RISK MANAGEMENT", "Our board", False),
        ("", "then", False),
        ("Notes", "The board asks", False),
        ("Risk Items", "We ask", False),
        ("as told in Note", "12 to our statements", True),
        ("as told in Items", "1A and 7", True),
        ("as told in Section", "“The watch”", True),
        ("asked for under", "Regulation S-K", True),
    ],
)
def test_goes_on_needs_an_open_end_and_a_fitting_start(left: str, right: str, expected: bool) -> None:
    assert goes_on(left, right) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("•", True), ("(iv)", True), ("12.", True), ("12", False), ("no", False)]
)
def test_is_marker(text: str, expected: bool) -> None:
    assert is_marker(text) is expected


def test_marks_start_at_the_first_word_and_end_after_the_last() -> None:
    root = parse_xml(b"<div><p>One <i> two </i></p><p> <b/> </p><p>three</p></div>").root
    inner, empty = root[0][0], root[1][0]
    flattener = Flattener(marks={root: "all", inner: "inner", empty: "empty"})

    flattener.walk(root)

    assert flattener.text == "One two\n\nthree"
    assert [flattener.span(mark) for mark in ("all", "inner", "empty")] == [(0, 14), (4, 7), None]


def test_table_row_in_a_cell_of_a_layout_table_stays_one_line() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    assert flat(f"<table><tr><td><p>Before</p>{inner}</td></tr></table>") == "Before\n\na\tb"


def test_flatten_refuses_what_is_nested_too_deeply() -> None:
    root = parse_xml(b"<div>" * 240 + b"x" + b"</div>" * 240).root
    with pytest.raises(ParseError) as caught:
        flatten(root)
    assert caught.value.code == "too-deep"

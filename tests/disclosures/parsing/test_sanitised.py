"""Markup for display: nothing that runs, styles or links."""

import pytest

from disclosures.parsing.sanitised import render_spans, sanitise
from disclosures.parsing.text import Style
from disclosures.parsing.types import Span


@pytest.mark.parametrize(
    ("markup", "clean"),
    [
        ('<p style="x" class="y" id="z" onclick="e()">Hi</p>', "<p>Hi</p>"),
        ("<script>e()</script><style>p{}</style>Hi", "Hi"),
        ('<a href="javascript:e()">Hi</a><img src="x" onerror="e()">', "Hi"),
        ("<ul><li><strong>a</strong><em>b</em><sup>c</sup><sub>d</sub></li></ul>",) * 2,
        (
            '<table><tbody><tr><td colspan="2" width="9">a</td></tr></tbody></table>',
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
        ("a<br>b &amp; c", "a<br>b &amp; c"),
        ("<iframe src='x'>no</iframe><form><input>Hi</form>", "Hi"),
    ],
)
def test_sanitise_keeps_only_harmless_tags(markup: str, clean: str) -> None:
    assert sanitise(markup) == clean


def test_render_spans_writes_paragraphs_lists_and_tables() -> None:
    text = "A <b> & c\nnext\n\n• One\n\n• Two\n\nBody\tMeets\nAudit\tmonthly"
    assert render_spans(text, [Span(0, len(text))]) == (
        "<p>A &lt;b&gt; &amp; c<br>next</p><ul><li>One</li><li>Two</li></ul>"
        "<table><tbody><tr><td>Body</td><td>Meets</td></tr><tr><td>Audit</td><td>monthly</td></tr></tbody></table>"
    )


def test_render_spans_cuts_styles_at_the_span() -> None:
    styles = [(0, 7, Style.STRONG), (8, 11, Style.EMPHASIS)]
    rendered = render_spans("Our CISO may act", [Span(4, 11)], styles)
    assert rendered == "<p><strong>CIS</strong>O<em> ma</em></p>"

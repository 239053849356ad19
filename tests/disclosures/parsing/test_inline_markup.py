"""Inline XBRL written oddly: white space in tokens, blocks by style, characters nobody sees."""

from datetime import date

from disclosures.parsing.formats import inline_xbrl
from disclosures.parsing.types import Context, ParsedFiling

from .samples import BOARD, THIRD_PARTY_FLAG, block, continuation, inline


def texts(filing: ParsedFiling) -> list[str]:
    return [element.text for element in filing.elements]


def test_white_space_around_names_and_ids_means_nothing() -> None:
    first = block(BOARD, "<p>The board meets with</p>", 'id="f1 " continuedAt=" n1\n"')
    flag = block(THIRD_PARTY_FLAG, "engages", 'id="f2" format=" ixt:fixed-true "')
    body = first + continuation(" n1", "<p>outside counsel.</p>") + f"<p>It {flag} them.</p>"
    document = inline(body).replace(b'contextRef="c1"', b'contextRef=" c1 "')
    filing = inline_xbrl.parse(document.replace(b'name="cyd:', b'name="\n cyd:'), "a.htm")

    assert texts(filing) == ["The board meets with outside counsel.", "engages"]
    assert filing.elements[1].flag is True
    assert filing.elements[0].context == Context("0000012345", date(2024, 7, 1), date(2025, 6, 30))
    assert filing.elements[0].locator.element_id == "f1"
    assert filing.problems == ()


def test_blocks_made_by_style_are_paragraphs() -> None:
    body = '<span style="display:block">One is here.</span><span style="display: block">Two is here.</span>'
    filing = inline_xbrl.parse(inline(block(BOARD, body)))

    assert texts(filing) == ["One is here.\n\nTwo is here."]


def test_characters_without_width_are_left_out() -> None:
    body = "<p>Cyber&#173;watch at&#8203; sea&#65279;.</p><p>&#8203;</p><p>It is kept.</p>"
    filing = inline_xbrl.parse(inline(block(BOARD, body)))

    assert texts(filing) == ["Cyberwatch at sea.\n\nIt is kept."]

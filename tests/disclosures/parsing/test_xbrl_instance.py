"""Reading an XBRL instance with text blocks as escaped XHTML."""

import html
from datetime import date

import pytest

from disclosures.parsing.formats import xbrl_instance
from disclosures.parsing.types import ParsedFiling, Severity, SourceFormat, Span

from .samples import BOARD, CYD, MANAGEMENT, PROCESSES, THIRD_PARTY_FLAG, context


def fact(concept: str, value: str, attributes: str = 'id="f1"') -> str:
    return f'<cyd:{concept} contextRef="c1" {attributes}>{html.escape(value)}</cyd:{concept}>'


def instance(*facts: str, cover: bool = True) -> bytes:
    dei = (
        '<dei:EntityRegistrantName contextRef="c1">Fernwood Optics Inc.</dei:EntityRegistrantName>'
        '<dei:EntityCentralIndexKey contextRef="c1">0000012345</dei:EntityCentralIndexKey>'
        '<dei:DocumentType contextRef="c1">10-K/A</dei:DocumentType>'
        '<dei:DocumentPeriodEndDate contextRef="c1">2025-06-30</dei:DocumentPeriodEndDate>'
        '<dei:AmendmentFlag contextRef="c1">true</dei:AmendmentFlag>'
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><xbrl xmlns="http://www.xbrl.org/2003/instance"'
        f' xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:cyd="{CYD}"'
        ' xmlns:dei="http://xbrl.sec.gov/dei/2025" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{context()}{dei if cover else ''}{''.join(facts)}</xbrl>"
    ).encode()


def codes(filing: ParsedFiling) -> list[str]:
    return [problem.code for problem in filing.problems]


def test_parse_gives_cover_texts_and_flags() -> None:
    data = instance(
        fact(PROCESSES, "<div><p>We <b>test</b> &amp; train.</p><p>Advisers help.</p></div>"),
        fact(THIRD_PARTY_FLAG, "true", 'id="f2"'),
    )
    filing = xbrl_instance.parse(data, "0000012345-25-000007_htm.xml")

    assert filing.source_format is SourceFormat.XBRL_INSTANCE
    assert (filing.issuer_name, filing.cik, filing.form) == ("Fernwood Optics Inc.", "0000012345", "10-K/A")
    assert (filing.period_end, filing.is_amendment) == (date(2025, 6, 30), True)
    text, flag = filing.elements
    assert text.paragraphs == ("We test & train.", "Advisers help.")
    assert (flag.flag, flag.text, flag.locator.spans) == (True, "", ())
    assert codes(filing) == []


def test_block_within_an_earlier_or_later_one_gets_its_place_inside() -> None:
    data = instance(
        fact(BOARD, "<p>It meets.</p>"),
        fact(PROCESSES, "<p>The board acts.</p><p>It meets.</p>", 'id="f2"'),
        fact(MANAGEMENT, "<p>Others act.</p>", 'id="f3"'),
    )
    filing = xbrl_instance.parse(data)

    assert filing.reading_text == "The board acts.\n\nIt meets.\n\nOthers act."
    assert [e.locator.spans for e in filing.elements] == [(Span(17, 26),), (Span(0, 26),), (Span(28, 39),)]
    assert [e.text for e in filing.elements] == ["It meets.", "The board acts.\n\nIt meets.", "Others act."]


def test_nil_and_plain_text_values() -> None:
    data = instance(
        fact(THIRD_PARTY_FLAG, "", 'xsi:nil="true"'), fact(BOARD, "The board\n meets, 3 < 4.", 'id="f2"')
    )
    filing = xbrl_instance.parse(data)

    assert [(e.flag, e.is_nil, e.text) for e in filing.elements] == [
        (None, True, ""),
        (None, False, "The board meets, 3 < 4."),
    ]


def test_no_cyd_facts_is_a_warning() -> None:
    assert [(p.code, p.severity) for p in xbrl_instance.parse(instance()).problems] == [
        ("no-cyd-facts", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (instance(), True),
        (b"<xbrl><a/></xbrl>", False),
        (b'<html xmlns:xbrli="http://www.xbrl.org/2003/instance"><p>xbrl</p></html>', False),
    ],
)
def test_looks_like_asks_for_root_and_namespace(data: bytes, expected: bool) -> None:
    assert xbrl_instance.looks_like(data) is expected


def test_entity_in_a_value_without_tags_is_a_character() -> None:
    filing = xbrl_instance.parse(instance(fact(BOARD, "Ropes &amp; Sails keep watch.")))

    assert [element.text for element in filing.elements] == ["Ropes & Sails keep watch."]

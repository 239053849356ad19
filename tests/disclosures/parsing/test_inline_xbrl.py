"""Reading inline XBRL: chains, joins, layout and odd facts, on invented documents."""

from datetime import date
from pathlib import Path

import pytest

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import inline_xbrl
from disclosures.parsing.types import Context, ElementKind, ParsedFiling, Severity, SourceFormat, Span

from .samples import (
    BOARD,
    MANAGEMENT,
    PROCESSES,
    THIRD_PARTY_FLAG,
    block,
    context,
    continuation,
    inline,
)


def codes(filing: ParsedFiling) -> list[str]:
    return [problem.code for problem in filing.problems]


def texts(filing: ParsedFiling) -> list[str]:
    return [element.text for element in filing.elements]


def test_parse_gives_issuer_form_and_period_from_the_cover() -> None:
    filing = inline_xbrl.parse(inline(block(BOARD, "<p>The board reviews.</p>")), "0000012345-25-000007.htm")

    assert filing.source_format is SourceFormat.INLINE_XBRL
    assert (filing.issuer_name, filing.cik, filing.form) == ("Fernwood Optics Inc.", "0000012345", "10-K")
    assert (filing.period_end, filing.fiscal_year) == (date(2025, 6, 30), 2025)
    assert (filing.is_amendment, filing.accession) == (False, "0000012345-25-000007")
    assert filing.documents == ("0000012345-25-000007.htm",)
    assert codes(filing) == []


def test_parse_gives_concept_context_and_locator_of_a_block() -> None:
    body = block(BOARD, '<p>The <b>board</b> reviews.</p><p>It meets  "often"&#160;&#8212; monthly.</p>')
    filing = inline_xbrl.parse(inline(body), "a.htm")

    (element,) = filing.elements
    assert element.concept == f"cyd:{BOARD}"
    assert element.kind is ElementKind.TEXT
    assert element.flag is None
    assert element.paragraphs == ("The board reviews.", 'It meets "often" — monthly.')
    assert element.context == Context("0000012345", date(2024, 7, 1), date(2025, 6, 30))
    assert str(element.locator) == "a.htm#f1;char=0,47"


def test_nested_facts_have_their_spans_inside_the_outer_one() -> None:
    flag = block(THIRD_PARTY_FLAG, "engages assessors", 'id="f2" format="ixt:fixed-true"')
    body = block(PROCESSES, f"<p>Our team {flag} twice a year.</p>")
    filing = inline_xbrl.parse(inline(body))

    outer, inner = filing.elements
    assert filing.reading_text == "Our team engages assessors twice a year."
    assert outer.locator.spans == (Span(0, 40),)
    assert inner.locator.spans == (Span(9, 26),)
    assert (inner.flag, inner.evidence, inner.text) == (True, "engages assessors", "engages assessors")


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        ("", "No customers were hit."),
        (" ", "N o customers were hit."),
        ("</p><p>", "N o customers were hit."),
        ("</p><div>19</div><div>Table of Contents</div><p>", "N o customers were hit."),
    ],
)
def test_fragments_join_as_the_layout_between_them_says(gap: str, text: str) -> None:
    first = block(BOARD, "N", 'id="f1" continuedAt="n1"')
    filing = inline_xbrl.parse(inline(f"<p>{first}{gap}{continuation('n1', 'o customers were hit.')}</p>"))

    assert texts(filing) == [text]
    assert filing.reading_text == text


def test_page_furniture_between_fragments_is_dropped_with_a_note() -> None:
    first = block(BOARD, "<p>The committee meets with</p>", 'id="f1" continuedAt="n1"')
    after = continuation("n1", "<p>outside counsel.</p><p>It reports.</p>")
    filing = inline_xbrl.parse(inline(f"{first}<p>19</p><hr/><p>Table of Contents</p>{after}"), "a.htm")

    assert filing.elements[0].paragraphs == ("The committee meets with outside counsel.", "It reports.")
    (problem,) = filing.problems
    assert (problem.code, problem.severity) == ("furniture-dropped", Severity.NOTE)
    assert "“19 Table of Contents”" in problem.message
    assert problem.locator == "a.htm#n1"


def test_body_text_between_fragments_is_reported_as_skipped() -> None:
    first = block(BOARD, "<p>The committee meets monthly.</p>", 'id="f1" continuedAt="n1"')
    middle = "<p>Our insurance covers some of the costs that an incident may cause to us.</p>"
    filing = inline_xbrl.parse(inline(f"{first}{middle}{continuation('n1', '<p>It reports.</p>')}"))

    assert texts(filing) == ["The committee meets monthly.\n\nIt reports."]
    assert [(p.code, p.severity) for p in filing.problems] == [("text-skipped", Severity.WARNING)]


def test_fact_leaping_over_another_element_keeps_two_spans() -> None:
    body = (
        block(BOARD, "<p>First part.</p>", 'id="f1" continuedAt="n1"')
        + block(MANAGEMENT, "<p>Management acts.</p>", 'id="f2"')
        + continuation("n1", "<p>Last part.</p>")
    )
    filing = inline_xbrl.parse(inline(body))

    assert filing.reading_text == "First part.\n\nManagement acts.\n\nLast part."
    assert filing.elements[0].locator.spans == (Span(0, 11), Span(31, 41))
    assert texts(filing) == ["First part.\n\nLast part.", "Management acts."]
    assert [(p.code, p.severity) for p in filing.problems] == [("text-skipped", Severity.NOTE)]


def test_missing_continuation_keeps_what_is_there() -> None:
    filing = inline_xbrl.parse(inline(block(BOARD, "The board meets often.", 'id="f1" continuedAt="gone"')))

    assert texts(filing) == ["The board meets often."]
    assert codes(filing) == ["continuation-missing"]


def test_circular_chain_ends() -> None:
    body = (
        block(BOARD, "<p>One two.</p>", 'id="f1" continuedAt="n1"')
        + continuation("n1", "<p>Three.</p>", 'continuedAt="n2"')
        + continuation("n2", "<p>Four.</p>", 'continuedAt="n1"')
    )
    filing = inline_xbrl.parse(inline(body))

    assert texts(filing) == ["One two.\n\nThree.\n\nFour."]
    assert codes(filing) == ["continuation-circular"]


def test_backward_chain_is_read_in_the_order_of_the_chain() -> None:
    body = continuation("n1", "<p>Second.</p>") + block(
        BOARD, "<p>First one.</p>", 'id="f1" continuedAt="n1"'
    )
    filing = inline_xbrl.parse(inline(body))

    assert filing.reading_text == "Second.\n\nFirst one."
    assert texts(filing) == ["First one.\n\nSecond."]
    assert codes(filing) == ["continuation-backwards"]


def test_duplicate_continuation_ids_lose_no_words() -> None:
    body = block(BOARD, "<p>First one.</p>", 'id="f1" continuedAt="n1"')
    body += continuation("n1", "<p>Second.</p>") + continuation("n1", "<p>Third.</p>")
    filing = inline_xbrl.parse(inline(body))

    assert texts(filing) == ["First one.\n\nSecond.\n\nThird."]
    assert codes(filing) == ["continuation-duplicate"]


def test_shared_continuation_belongs_to_both_facts() -> None:
    body = (
        block(BOARD, "<p>Board first.</p>", 'id="f1" continuedAt="n1"')
        + block(MANAGEMENT, "<p>Management too.</p>", 'id="f2" continuedAt="n1"')
        + continuation("n1", "<p>Shared end.</p>")
    )
    filing = inline_xbrl.parse(inline(body))

    assert texts(filing) == ["Board first.\n\nShared end.", "Management too.\n\nShared end."]
    assert "continuation-shared" in codes(filing)


@pytest.mark.parametrize(
    ("format_name", "words", "flag"),
    [
        ("ixt:fixed-true", "no", True),
        ("ixt:fixed-false", "yes, we have", False),
        ("x:booleantrue", "incorporate", True),
        ("ixt4:booleanfalse", "Board", False),
        ("", "true", True),
        ("", "0", False),
    ],
)
def test_flag_value_comes_from_its_format(format_name: str, words: str, flag: bool) -> None:
    attributes = f'id="f1" format="{format_name}"' if format_name else 'id="f1"'
    filing = inline_xbrl.parse(inline(f"<p>{block(THIRD_PARTY_FLAG, words, attributes)}</p>"))

    assert [(e.flag, e.evidence) for e in filing.elements] == [(flag, words)]
    assert codes(filing) == []


@pytest.mark.parametrize("attributes", ['id="f1"', 'id="f1" format="ixt:num-dot-decimal"'])
def test_flag_without_a_readable_value_has_none(attributes: str) -> None:
    filing = inline_xbrl.parse(inline(f"<p>{block(THIRD_PARTY_FLAG, 'Yes', attributes)}</p>"))

    assert [e.flag for e in filing.elements] == [None]
    assert codes(filing) == ["flag-unreadable"]


def test_nil_flag_has_no_value_and_no_problem() -> None:
    filing = inline_xbrl.parse(inline(f"<p>{block(THIRD_PARTY_FLAG, '', 'xsi:nil="true"')}</p>"))

    assert [(e.flag, e.is_nil, e.text) for e in filing.elements] == [(None, True, "")]
    assert codes(filing) == []


def test_excluded_words_are_left_out_and_the_sentence_closes() -> None:
    body = block(BOARD, "<p>It meets with</p><ix:exclude><p>20</p></ix:exclude><p>outside counsel.</p>")
    filing = inline_xbrl.parse(inline(body))

    assert texts(filing) == ["It meets with outside counsel."]


def test_continuation_inside_its_own_fact_is_read_once() -> None:
    inner = continuation("n1", "inner")
    filing = inline_xbrl.parse(inline(block(BOARD, f"The {inner} board.", 'id="f1" continuedAt="n1"')))

    assert texts(filing) == ["The inner board."]


def test_undisplayed_words_are_no_text() -> None:
    body = block(BOARD, '<p>The board<span style="DISPLAY: none">draft</span> meets.</p>')
    assert texts(inline_xbrl.parse(inline(body))) == ["The board meets."]


def test_hidden_facts_are_kept_with_a_problem() -> None:
    hidden = block(BOARD, "&lt;p&gt;raw", 'id="f1"').replace("&lt;p&gt;raw", "The board meets often.")
    hidden += block(THIRD_PARTY_FLAG, "true", 'id="f2"')
    filing = inline_xbrl.parse(inline("", hidden=hidden))

    assert [(e.flag, e.text) for e in filing.elements] == [(None, "The board meets often."), (True, "true")]
    assert filing.reading_text == "The board meets often."
    assert codes(filing).count("hidden-fact") == 2


def test_same_element_twice_is_kept_and_a_conflict_is_a_warning() -> None:
    body = "<p>" + block(THIRD_PARTY_FLAG, "we do", 'id="f1" format="ixt:fixed-true"')
    body += " " + block(THIRD_PARTY_FLAG, "we do not", 'id="f2" format="ixt:fixed-false"') + "</p>"
    filing = inline_xbrl.parse(inline(body))

    assert [e.flag for e in filing.elements] == [True, False]
    assert [(p.code, p.severity) for p in filing.problems] == [("repeated-element", Severity.WARNING)]


@pytest.mark.parametrize(
    ("words", "code"), [(".", "hardly-any-text"), ("CISO", "hardly-any-text"), ("true", "flag-in-text")]
)
def test_text_block_that_holds_hardly_anything_is_reported(words: str, code: str) -> None:
    filing = inline_xbrl.parse(inline(f"<p>{block(BOARD, words)}</p>"))

    assert texts(filing) == [words]
    assert codes(filing) == [code]


def test_any_prefix_and_the_older_namespace_are_read() -> None:
    data = inline(block(BOARD, "The board meets."), ix="http://www.xbrl.org/2008/inlineXBRL")
    data = (
        data.replace(b"cyd:", b"risk:")
        .replace(b"xmlns:cyd", b"xmlns:risk")
        .replace(b"ix:", b"i:")
        .replace(b":ix=", b":i=")
    )
    filing = inline_xbrl.parse(data)

    assert [e.concept for e in filing.elements] == [f"cyd:{BOARD}"]
    assert inline_xbrl.looks_like(data)


def test_namespace_declared_on_the_fact_is_read() -> None:
    body = block(BOARD, "The board meets.", 'id="f1" xmlns:cyd="http://xbrl.sec.gov/cyd/2024"')
    assert [e.concept for e in inline_xbrl.parse(inline(body, cyd="")).elements] == [f"cyd:{BOARD}"]


def test_undeclared_prefix_is_read_as_the_conventional_one() -> None:
    filing = inline_xbrl.parse(inline(block(BOARD, "The board meets."), cyd=""))

    assert [e.concept for e in filing.elements] == [f"cyd:{BOARD}"]
    assert codes(filing) == ["undeclared-prefix"]


def test_prefix_of_another_taxonomy_is_not_cyd() -> None:
    filing = inline_xbrl.parse(inline(block(BOARD, "The board."), cyd='xmlns:cyd="http://example.com/2025"'))

    assert filing.elements == ()
    assert codes(filing) == ["no-cyd-facts"]


@pytest.mark.parametrize(
    "wrap", [b"<XBRL>\n%s\n</XBRL>\n", b"\xef\xbb\xbf%s", b"\n\n %s", b"<TEXT><XBRL>%s</XBRL></TEXT>"]
)
def test_wrapped_documents_are_unwrapped(wrap: bytes) -> None:
    assert texts(inline_xbrl.parse(wrap % inline(block(BOARD, "The board meets.")))) == ["The board meets."]


def test_facts_contexts_and_continuations_may_stand_in_different_documents() -> None:
    cover = inline("<p>FORM 10-K</p>")
    first = inline(
        block(BOARD, "<p>The board</p>", 'id="f1" continuedAt="n9"'), hidden="", contexts="<!-- -->"
    )
    last = inline(continuation("n9", "<p>meets monthly.</p>"), hidden="", contexts="<!-- -->")
    filing = inline_xbrl.parse_documents([("a.htm", cover), ("b.htm", first), ("c.htm", last)])

    assert texts(filing) == ["The board meets monthly."]
    assert filing.elements[0].context.entity == "0000012345"
    assert filing.elements[0].locator.document == "b.htm"
    assert (filing.form, filing.documents) == ("10-K", ("a.htm", "b.htm", "c.htm"))
    assert codes(filing) == []


def test_two_registrants_are_reported() -> None:
    body = block(BOARD, "The board meets.") + block(MANAGEMENT, "We act at once.", 'id="f2"').replace(
        '"c1"', '"c2"'
    )
    filing = inline_xbrl.parse(inline(body, contexts=context() + context("c2", cik="0000098765")))

    assert codes(filing) == ["several-registrants"]


@pytest.mark.parametrize(("start", "end"), [("2025-07-01", "2024-06-30"), ("1899-01-01", "1899-12-31")])
def test_period_that_makes_no_sense_is_reported(start: str, end: str) -> None:
    filing = inline_xbrl.parse(
        inline(block(BOARD, "The board meets."), contexts=context(start=start, end=end))
    )

    assert set(codes(filing)) == {"period-implausible"}


def test_cover_facts_absent_fall_back_to_context_and_cover_words() -> None:
    body = "<p>UNITED STATES</p><p>FORM&#160;20-F/A</p>" + block(BOARD, "The board meets.")
    filing = inline_xbrl.parse(inline(body, hidden="", contexts=context(cik="12345")))

    assert (filing.form, filing.cik, filing.is_amendment) == ("20-F/A", "0000012345", True)
    assert (filing.period_end, filing.fiscal_year) == (date(2025, 6, 30), 2025)


@pytest.mark.parametrize("cik", ["0000000000", "12345678901", "none"])
def test_cik_that_is_none_is_reported(cik: str) -> None:
    filing = inline_xbrl.parse(inline(block(BOARD, "The board meets."), hidden="", contexts=context(cik=cik)))

    assert filing.cik == ""
    assert "cik-invalid" in codes(filing)


def test_fact_without_context_is_kept() -> None:
    body = block(BOARD, "The board meets.").replace('"c1"', '"c9"')
    filing = inline_xbrl.parse(inline(body))

    assert texts(filing) == ["The board meets."]
    assert codes(filing) == ["context-missing"]


def test_image_is_left_out_with_a_note() -> None:
    filing = inline_xbrl.parse(
        inline(block(BOARD, '<p>See the chart.</p><img src="c.jpg" alt="Reporting lines"/>'))
    )

    assert texts(filing) == ["See the chart."]
    assert [(p.code, p.severity) for p in filing.problems] == [("image-dropped", Severity.NOTE)]


def test_truncated_document_is_refused_by_name() -> None:
    data = inline(block(BOARD, "The board meets."))
    with pytest.raises(ParseError, match=r"^a\.htm: The file is truncated") as caught:
        inline_xbrl.parse(data[: len(data) // 2], "a.htm")
    assert caught.value.code == "truncated"


def test_damaged_filing_gives_all_facts_by_their_prefix(shared_data: Path) -> None:
    path = shared_data / "filings" / "damaged" / "ibm-20241231_prefix-undeclared.htm"
    sound = shared_data / "filings" / "ixbrl_10k" / "ibm-10-k-2025-02-25.htm"

    damaged = inline_xbrl.parse(path.read_bytes(), path.name)
    whole = inline_xbrl.parse(sound.read_bytes(), sound.name)

    assert [(e.concept, e.flag, e.text) for e in damaged.elements] == [
        (e.concept, e.flag, e.text) for e in whole.elements
    ]
    assert (damaged.cik, damaged.form, damaged.fiscal_year) == (whole.cik, whole.form, whole.fiscal_year)
    assert codes(damaged).count("undeclared-prefix") == 2

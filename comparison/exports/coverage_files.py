"""A plan's coverage as an Excel workbook and as a Word report."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import IO

from docx.document import Document

from comparison.exports.coverage import SHAPES, ExportedAnswer, ExportedCoverage, tell_tally
from comparison.exports.sheets import Link, SheetWriter, Styled, open_book
from comparison.exports.wordml import (
    Node,
    append,
    cut_paragraphs,
    make_link,
    make_paragraph,
    make_run,
    make_table,
    make_text,
    open_document,
)

LOOKS = {"disclosed": "disclosed", "partly": "predicted", "silent": "silent", "unread": "text"}
LEGEND = (
    ("disclosed", "addresses it"),
    ("partly", "in part"),
    ("silent", "nothing that answers it was found, or a reviewer says so"),
    ("unread", "not read yet, or nothing to read"),
)
ANSWER_HEAD = (
    *("Point", "Demand", "Issuer", "Filing", "Answer", "Basis", "Score", "Words", "Cited as"),
    *("Reviewed by", "On", "Why", "Gaps", "Open"),
)
ANSWER_WIDTHS = (24, 34, 24, 13, 16, 12, 7, 80, 30, 16, 11, 30, 30, 10)
ANSWER_LOOKS = (
    *("small", "name", "text", "text", "text", "text", "number", "text", "small"),
    *("text", "text", "text", "text", "link"),
)
WIDTHS = (3_200, 11_800)
"""Of a demand's table in the report: who, and what is said; twentieths of a point of A4 landscape."""
OVERVIEW_LABEL = 4_200
OVERVIEW_COLUMNS = 5
"""Filings beside each other in the report's overview; more stand in further tables."""


def write_coverage_workbook(content: ExportedCoverage, stream: IO[bytes]) -> None:
    """An overview of demands by filings, and a sheet with a row per demand and filing."""
    book, looks = open_book(stream, content.title)
    columns = content.page.columns
    writer = SheetWriter(book.add_worksheet("Overview"), looks, (44, *(30 for _ in columns)))
    writer.add_line(content.title, "title")
    writer.add_line(Link(content.address, "Open this page"), "quiet-link")
    writer.add_line("   ".join(f"{SHAPES[state]} {word}" for state, word in LEGEND), "note")
    heads = (f"{c.filing.issuer.name}\n{c.filing.form} {c.filing.fiscal_year}" for c in columns)
    writer.add_head(("Demand", *heads), frozen=1)
    writer.add_row(("All demands", *(tell_tally(c.tally) for c in columns)), ["small"] * (len(columns) + 1))
    for point, demands in groupby(content.demands, key=lambda answers: answers[0].point):
        writer.add_row((point, *("" for _ in columns)), ["group"] * (len(columns) + 1))
        for answers in demands:
            cells = (Styled(_brief(answer), LOOKS[answer.state]) for answer in answers)
            writer.add_row((answers[0].name, *cells), ("name", *("text" for _ in columns)))
    detail = SheetWriter(book.add_worksheet("Answers"), looks, ANSWER_WIDTHS)
    detail.add_head(ANSWER_HEAD, frozen=3)
    for answer in content.answers:
        detail.add_row(_row(answer), ANSWER_LOOKS)
    book.close()


def _brief(answer: ExportedAnswer) -> str:
    gaps = f"{len(answer.gaps)} gap{'' if len(answer.gaps) == 1 else 's'}" if answer.gaps else ""
    return "\n".join(filter(None, (answer.told, gaps)))


def _row(answer: ExportedAnswer) -> tuple[str | int | Link | None, ...]:
    return (
        answer.point,
        answer.wording,
        answer.issuer,
        f"{answer.form} {answer.fiscal_year}",
        f"{SHAPES[answer.state]} {answer.word}",
        answer.basis,
        answer.score,
        "\n\n".join(quote.words for quote in answer.quotes),
        "\n".join(quote.cited for quote in answer.quotes),
        answer.reviewed_by,
        answer.reviewed_on,
        answer.remark,
        "\n\n".join(answer.gaps),
        Link(answer.address, "Open"),
    )


def write_coverage_report(content: ExportedCoverage, stream: IO[bytes]) -> None:
    """Demand by demand: what is asked in the plan's words, then who answers it and in whose words."""
    document = open_document(content.title, landscape=True)
    append(document, make_text("Title", content.title))
    for filing in content.filings:
        lead = make_run(f"{filing['issuer']}, {filing['form']} {filing['fiscal_year']}  ", bold=True)
        append(document, make_paragraph("Facts", [lead, make_run(str(filing["told"]))]))
    append(document, make_paragraph("Facts", [make_link(document, content.address, "Open this page")]))
    append(document, make_text("Facts", content.note))
    if content.unanswered:
        append(document, make_text("Facts", f"No answer was found in any of them to: {content.unanswered}."))
    _write_overview(document, content)
    for point, demands in groupby(content.demands, key=lambda answers: answers[0].point):
        append(document, make_text("Heading 1", point))
        for answers in demands:
            _write_demand(document, answers)
    document.save(stream)


def _write_overview(document: Document, content: ExportedCoverage) -> None:
    """All demands by filings, in a word each; left out where one demand is taken along."""
    demands = list(content.demands)
    if len(demands) == 1:
        return
    append(document, make_text("Heading 1", "Overview"))
    for first in range(0, len(content.page.columns), OVERVIEW_COLUMNS):
        part = slice(first, first + OVERVIEW_COLUMNS)
        shown = [(answers[0].name, answers[part]) for answers in demands]
        width = (sum(WIDTHS) - OVERVIEW_LABEL) // len(shown[0][1])
        heads = [[make_text("Table head", "Demand")]]
        heads += [
            [make_text("Table head", own.issuer), make_text("Facts", f"{own.form} {own.fiscal_year}")]
            for own in shown[0][1]
        ]
        rows = [
            [[make_text("Facts", name)], *([make_text("Facts", own.told)] for own in answers)]
            for name, answers in shown
        ]
        widths = (OVERVIEW_LABEL, *(width for _ in shown[0][1]))
        append(document, make_table(widths, [heads, *rows], whole=True), make_paragraph("Citation"))


def _write_demand(document: Document, answers: Sequence[ExportedAnswer]) -> None:
    append(document, make_text("Heading 2", answers[0].name))
    quote = cut_paragraphs(answers[0].quote)
    append(document, *(make_text("Disclosure", part, keep=True) for part in quote))
    heads = [[make_text("Table head", word)] for word in ("Disclosure", "What it says")]
    rows = [[list(_who(document, answer)), list(_said(document, answer))] for answer in answers]
    append(document, make_table(WIDTHS, [heads, *rows], whole=True), make_paragraph("Citation"))


def _who(document: Document, answer: ExportedAnswer) -> Iterator[Node]:
    yield make_text("Table head", answer.issuer)
    yield make_paragraph(
        "Facts", [make_link(document, answer.address, f"{answer.form} {answer.fiscal_year}")]
    )


def _said(document: Document, answer: ExportedAnswer) -> Iterator[Node]:
    yield make_text("Table head", answer.told)
    for quote in answer.quotes:
        denial = "says it is not so: " if quote.is_denial else ""
        yield make_text("Disclosure", f"{denial}“{quote.words}”")
        kind = "evidence" if quote.is_evidence else f"proposed, {quote.score} of 100"
        yield make_paragraph("Citation", [make_link(document, quote.address, f"{quote.cited}; {kind}")])
    if answer.remark:
        yield make_text("Facts", f"{answer.reviewed_by}: {answer.remark}")
    yield from (make_text("Facts", f"Gap: {gap}") for gap in answer.gaps)

"""The documents of one filing, however they were packed, read as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from disclosures.parsing.errors import ParseError
from disclosures.parsing.formats import inline_xbrl, rpage_html, untagged, xbrl_instance
from disclosures.parsing.reading import PARAGRAPH_BREAK
from disclosures.parsing.types import (
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    Severity,
    SourceFormat,
    Span,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a filing: its file name, its bytes and, where the packing tells, its type."""

    name: str
    data: bytes
    type: str = ""


def read_package(members: Sequence[Member], *, source_format: SourceFormat) -> ParsedFiling:
    """The filing that `members` are together.

    EDGAR packs the same facts up to three times: the first kind that holds cyd facts is taken, inline
    documents before an instance before R pages. What the first readable kind says of issuer and period
    is kept. Without cyd facts the main document is read as untagged, and so is the filing's format, however
    it was packed. ParseError if nothing is readable.
    """
    described: ParsedFiling | None = None
    failures: list[ParseError] = []
    for read in (read_inline, read_instance, read_pages):
        try:
            filing = read(members)
        except ParseError as error:
            failures.append(error)
            continue
        if filing is None:
            continue
        described = filing if described is None else merge_description(described, filing)
        if described.elements:
            break
    if described is None and failures:
        # A tagged document that cannot be read is never taken for an untagged one.
        raise failures[0]
    if described is None:
        described = read_untagged(members)
    elif not described.elements:
        described = untagged.describe(described, [(m.name, m.data) for m in main_documents(members)])
    lost = (Problem(failure.code, str(failure), severity=Severity.ERROR) for failure in failures)
    documents = described.documents or tuple(member.name for member in members)
    return replace(
        described,
        source_format=source_format if described.elements else SourceFormat.UNTAGGED,
        documents=documents,
        problems=(*described.problems, *lost),
    )


def read_inline(members: Sequence[Member]) -> ParsedFiling | None:
    """The inline documents read as one set."""
    documents = [(member.name, member.data) for member in members if inline_xbrl.looks_like(member.data)]
    return inline_xbrl.parse_documents(documents) if documents else None


def read_instance(members: Sequence[Member]) -> ParsedFiling | None:
    """The first instance; a filing has one."""
    for member in members:
        if xbrl_instance.looks_like(member.data):
            return xbrl_instance.parse(member.data, member.name)
    return None


def read_pages(members: Sequence[Member]) -> ParsedFiling | None:
    """Those R pages that show cyd elements, one after the other; the others are about something else."""
    pages = []
    for member in members:
        if rpage_html.looks_like(member.data) and rpage_html.has_cyd_rows(member.data):
            pages.append(rpage_html.parse(member.data, member.name))
    if not pages:
        return None
    whole = pages[0]
    for page in pages[1:]:
        whole = append_page(whole, page)
    return whole


def append_page(whole: ParsedFiling, page: ParsedFiling) -> ParsedFiling:
    """`whole` with the elements of one more page, its spans moved behind the text so far."""
    offset = len(whole.reading_text) + len(PARAGRAPH_BREAK) if whole.reading_text else 0
    joint = PARAGRAPH_BREAK.join(text for text in (whole.reading_text, page.reading_text) if text)
    return replace(
        whole,
        reading_text=joint,
        elements=(*whole.elements, *(move_spans(element, offset) for element in page.elements)),
        problems=(*whole.problems, *page.problems),
        form=whole.form or page.form,
        documents=(*whole.documents, *page.documents),
    )


def move_spans(element: ParsedElement, offset: int) -> ParsedElement:
    """`element` with its spans `offset` characters further."""
    spans = tuple(Span(span.start + offset, span.end + offset) for span in element.locator.spans)
    place = Locator(element.locator.document, element.locator.element_id, spans)
    return replace(element, locator=place)


def merge_description(first: ParsedFiling, second: ParsedFiling) -> ParsedFiling:
    """`second`, its facts and text, under what `first` says of issuer, form and period."""
    problems = tuple(problem for problem in first.problems if problem.code != untagged.NO_FACTS)
    return replace(
        second,
        problems=(*problems, *(problem for problem in second.problems if problem not in problems)),
        form=first.form or second.form,
        issuer_name=first.issuer_name or second.issuer_name,
        cik=first.cik or second.cik,
        accession=first.accession or second.accession,
        period_end=first.period_end or second.period_end,
        fiscal_year=first.fiscal_year or second.fiscal_year,
        is_amendment=first.is_amendment or second.is_amendment,
        documents=tuple(dict.fromkeys((*first.documents, *second.documents))),
    )


def main_documents(members: Sequence[Member]) -> tuple[Member, ...]:
    """The documents a person reads, the filing's own form first: no exhibits, no R pages, no schemas."""
    readable = [m for m in members if untagged.is_readable(m.data) and not rpage_html.looks_like(m.data)]
    own = [member for member in readable if not member.type.upper().startswith("EX-")]
    return tuple(own or readable)


def read_untagged(members: Sequence[Member]) -> ParsedFiling:
    """The first document that can be read without tags; else the first failure, if there was one."""
    errors: list[ParseError] = []
    for member in main_documents(members):
        try:
            return untagged.parse(member.data, member.name)
        except ParseError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    raise ParseError(
        "no-cyd-facts", "None of the documents in it is a filing with a cybersecurity disclosure."
    )

"""Inline XBRL: one or several documents of a filing (Inline XBRL 1.0 and 1.1) to its governance elements."""

from collections.abc import Sequence
from itertools import islice

from disclosures.parsing.contexts import read_context
from disclosures.parsing.cover import CoverFact, find_accession, read_cover
from disclosures.parsing.elements import find_element_problems, kind_of
from disclosures.parsing.errors import ParseError
from disclosures.parsing.facts import is_nil, read_token
from disclosures.parsing.flags import read_flag
from disclosures.parsing.formats.inline_xbrl.chains import Chain, follow, follow_chains
from disclosures.parsing.formats.inline_xbrl.documents import Fragment, InlineDocument, read_document
from disclosures.parsing.formats.inline_xbrl.reading import Reading, read_in_order
from disclosures.parsing.text import flatten, fold
from disclosures.parsing.types import (
    Context,
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    SourceFormat,
)

_HEAD_BYTES = 65536
_COVER_PIECES = 400


def looks_like(data: bytes) -> bool:
    """Whether the start of the document names an inline XBRL namespace or uses its conventional prefix."""
    head = data[:_HEAD_BYTES]
    return (b"/inlineXBRL" in head and b"http://www.xbrl.org/20" in head) or b"<ix:header" in head


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """Read a filing of one document. ParseError if it is no well-formed, safe XML."""
    return parse_documents([(name, data)])


def parse_documents(documents: Sequence[tuple[str, bytes]]) -> ParsedFiling:
    """Read the documents, as pairs of name and bytes, of one filing together; facts may go on across them.

    ParseError, naming the document, if one of them is no well-formed, safe XML.
    """
    read = [_read_named(number, name, data) for number, (name, data) in enumerate(documents)]
    chains, chain_problems = follow_chains(read)
    reading = read_in_order(chains)
    contexts = _Contexts(read)
    elements = tuple(_build_element(chain, reading, contexts) for chain in chains)
    cover = read_cover(
        _cover_facts(read, contexts),
        [element.context for element in elements] or contexts.first(),
        _cover_text(read),
    )
    problems = [problem for document in read for problem in document.problems]
    problems += [*chain_problems, *reading.problems, *contexts.problems, *cover.problems]
    problems += [_note_hidden(chain) for chain in chains if chain.fact in reading.hidden]
    problems += find_element_problems(elements)
    return ParsedFiling(
        source_format=SourceFormat.INLINE_XBRL,
        reading_text=reading.text,
        elements=elements,
        problems=tuple(dict.fromkeys(problems)),
        form=cover.form,
        issuer_name=cover.issuer_name,
        cik=cover.cik,
        accession=next((number for name, _ in documents if (number := find_accession(name))), ""),
        period_end=cover.period_end,
        fiscal_year=cover.fiscal_year,
        is_amendment=cover.is_amendment,
        documents=tuple(name for name, _ in documents),
    )


class _Contexts:
    """The contexts of all documents by id, read when a fact asks for one."""

    def __init__(self, documents: Sequence[InlineDocument]) -> None:
        self._documents = documents
        self._read: dict[tuple[int, str], Context] = {}
        self.problems: list[Problem] = []

    def of(self, fragment: Fragment) -> Context:
        identifier = read_token(fragment.element, "contextRef")
        key = (fragment.order[0], identifier)
        if key not in self._read:
            element = self._documents[fragment.order[0]].find_context(identifier)
            if element is None:
                found = (document.find_context(identifier) for document in self._documents)
                element = next((context for context in found if context is not None), None)
            if element is None:
                where = str(Locator(fragment.document, fragment.element_id))
                sentence = f"The context “{identifier}” of a fact is not in the filing."
                self.problems.append(Problem("context-missing", sentence, where))
            self._read[key] = Context() if element is None else read_context(element)
        return self._read[key]

    def first(self) -> list[Context]:
        """The first context of the filing: all that speaks for it where nothing is tagged."""
        found = (document.find_context() for document in self._documents)
        return [read_context(element) for element in found if element is not None][:1]


def _read_named(number: int, name: str, data: bytes) -> InlineDocument:
    try:
        return read_document(number, name, data)
    except ParseError as error:
        if not name:
            raise
        raise ParseError(error.code, f"{name}: {error}") from error


def _build_element(chain: Chain, reading: Reading, contexts: _Contexts) -> ParsedElement:
    fact = chain.fact
    kind = kind_of(chain.concept)
    spans = reading.spans_of(chain.fragments)
    text = reading.words_of(spans)
    if not text and fact in reading.hidden:
        text = "\n\n".join(words for f in chain.fragments if (words := flatten(f.element)))
    has_no_value = is_nil(fact.element)
    is_flag = kind is ElementKind.FLAG
    return ParsedElement(
        concept=f"cyd:{chain.concept}",
        kind=kind,
        flag=read_flag(read_token(fact.element, "format"), text) if is_flag and not has_no_value else None,
        text=text,
        evidence=text if is_flag else "",
        locator=Locator(fact.document, fact.element_id, spans),
        context=contexts.of(fact),
        is_nil=has_no_value,
    )


def _cover_facts(documents: Sequence[InlineDocument], contexts: _Contexts) -> list[CoverFact]:
    facts = []
    for document in documents:
        for name, fact in document.covers:
            pieces = follow(documents, f"dei:{name}", fact, [])
            words = fold("".join(flatten(piece.element) for piece in pieces))
            facts.append(CoverFact(name, words, read_token(fact.element, "format"), contexts.of(fact)))
    return facts


def _cover_text(documents: Sequence[InlineDocument]) -> str:
    """The first words of the filing, for a cover without a tagged document type."""
    if any(name == "DocumentType" for document in documents for name, _ in document.covers):
        return ""
    pieces: list[str] = []
    for document in documents:
        body = next(document.root.iter("{*}body"), document.root)
        pieces.extend(str(piece) for piece in islice(body.itertext(), _COVER_PIECES))
    return " ".join(pieces)


def _note_hidden(chain: Chain) -> Problem:
    return Problem(
        "hidden-fact",
        f"cyd:{chain.concept} is tagged where no reader sees it, which EDGAR does not allow for cyd.",
        str(Locator(chain.fact.document, chain.fact.element_id)),
    )

"""XBRL instance (`…_htm.xml`): the facts EDGAR extracts from inline XBRL, text blocks as escaped XHTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from disclosures.parsing.contexts import CONTEXT, read_context
from disclosures.parsing.cover import COVER_CONCEPTS, CoverFact, find_accession, read_cover
from disclosures.parsing.elements import find_element_problems, kind_of
from disclosures.parsing.facts import CYD_NAMESPACE, DEI_NAMESPACE, is_nil, read_token
from disclosures.parsing.flags import read_flag
from disclosures.parsing.reading import join_texts
from disclosures.parsing.safexml import parse_html, parse_xml
from disclosures.parsing.text import flatten, fold
from disclosures.parsing.types import (
    Context,
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    SourceFormat,
    Span,
)

_HEAD_BYTES = 65536
_ROOT = re.compile(rb"<(?:[\w.-]+:)?xbrl[\s>]")
_INSTANCE = b"http://www.xbrl.org/2003/instance"
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:[a-zA-Z][a-zA-Z0-9]*|#\d+|#x[0-9a-fA-F]+);")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A cyd fact before its place in the reading text is known; `text` is flattened."""

    element: etree._Element
    concept: str
    text: str

    @property
    def is_nil(self) -> bool:
        return is_nil(self.element)

    @property
    def kind(self) -> ElementKind:
        return kind_of(self.concept)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all facts of the document share: its name, reading text, and contexts by id."""

    name: str
    text: str
    contexts: dict[str, Context]


def looks_like(data: bytes) -> bool:
    """Whether the root is `xbrl` of the instance namespace; its declarations stand in the first bytes."""
    head = data[:_HEAD_BYTES]
    return _INSTANCE in head and _ROOT.search(head) is not None


def parse(data: bytes, name: str = "") -> ParsedFiling:
    """Read an instance. ParseError if it is no well-formed, safe XML.

    A text that stands within an earlier or longer one is placed inside it; flags have a value and no words.
    """
    document = parse_xml(data)
    root = document.root
    contexts = {read_token(element, "id"): read_context(element) for element in root.iterchildren(CONTEXT)}
    facts = [_read_fact(element, concept) for element, concept in _find_facts(root, "cyd")]
    texts = [fact.text if fact.kind is ElementKind.TEXT else "" for fact in facts]
    reading_text, spans = join_texts(texts)
    whole = _Whole(name, reading_text, contexts)
    elements = tuple(_build_element(fact, places, whole) for fact, places in zip(facts, spans, strict=True))
    covers = [
        CoverFact(concept, _words(element), "", contexts.get(read_token(element, "contextRef"), Context()))
        for element, concept in _find_facts(root, "dei")
        if concept in COVER_CONCEPTS
    ]
    used = [element.context for element in elements] or list(contexts.values())[:1]
    cover = read_cover(covers, used)
    missing = _find_missing_contexts(facts, contexts, name)
    problems = (*document.problems, *cover.problems, *missing, *find_element_problems(elements))
    return ParsedFiling(
        source_format=SourceFormat.XBRL_INSTANCE,
        reading_text=reading_text,
        elements=elements,
        problems=tuple(dict.fromkeys(problems)),
        form=cover.form,
        issuer_name=cover.issuer_name,
        cik=cover.cik,
        accession=find_accession(name),
        period_end=cover.period_end,
        fiscal_year=cover.fiscal_year,
        is_amendment=cover.is_amendment,
        documents=(name,),
    )


def _find_facts(root: etree._Element, taxonomy: str) -> list[tuple[etree._Element, str]]:
    """The facts of one taxonomy with their local names, in document order."""
    namespace = {"cyd": CYD_NAMESPACE, "dei": DEI_NAMESPACE}[taxonomy]
    found = []
    for element in root.iterchildren(etree.Element):
        uri, _, local = str(element.tag)[1:].rpartition("}")
        if namespace.match(uri):
            found.append((element, local))
    return found


def _read_fact(element: etree._Element, concept: str) -> _Fact:
    """Flatten the fact's value: escaped markup if it holds a tag or an entity, else words."""
    value = element.text or ""
    if len(element) or not _MARKUP.search(value):
        return _Fact(element, concept, fold(_words(element)))
    return _Fact(element, concept, flatten(parse_html(f"<div>{value}</div>".encode())))


def _words(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _build_element(fact: _Fact, spans: tuple[Span, ...], whole: _Whole) -> ParsedElement:
    is_flag = fact.kind is ElementKind.FLAG
    text = "\n\n".join(whole.text[span.start : span.end] for span in spans)
    return ParsedElement(
        concept=f"cyd:{fact.concept}",
        kind=fact.kind,
        flag=read_flag("", fact.text) if is_flag and not fact.is_nil else None,
        text=text,
        locator=Locator(whole.name, read_token(fact.element, "id"), spans),
        context=whole.contexts.get(read_token(fact.element, "contextRef"), Context()),
        is_nil=fact.is_nil,
    )


def _find_missing_contexts(facts: Sequence[_Fact], contexts: dict[str, Context], name: str) -> list[Problem]:
    return [
        Problem(
            "context-missing",
            f"The context “{read_token(fact.element, 'contextRef')}” of a fact is not in the filing.",
            str(Locator(name, read_token(fact.element, "id"))),
        )
        for fact in facts
        if read_token(fact.element, "contextRef") not in contexts
    ]

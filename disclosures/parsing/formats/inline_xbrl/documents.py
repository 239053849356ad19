"""One document of an inline XBRL filing: its cyd and dei facts, continuations and contexts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from disclosures.parsing.contexts import CONTEXT
from disclosures.parsing.cover import COVER_CONCEPTS
from disclosures.parsing.facts import CYD_NAMESPACE, DEI_NAMESPACE, read_token
from disclosures.parsing.safexml import CONVENTIONAL_NAMESPACES, parse_xml, undeclared_prefix
from disclosures.parsing.types import Problem

IX_NAMESPACES = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")

_INNER_DECLARATION = re.compile(rb"""xmlns(?::[\w.-]+)?\s*=\s*["']https?://xbrl\.(?:sec\.gov|us)/""")
_FACTS = tuple(f"{{{namespace}}}nonNumeric" for namespace in IX_NAMESPACES)
_CONTINUATIONS = tuple(f"{{{namespace}}}continuation" for namespace in IX_NAMESPACES)


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """A fact's element or one of its continuations; `order` counts through all documents of the filing."""

    element: etree._Element
    document: str
    order: tuple[int, int]

    @property
    def mark(self) -> str:
        return f"{self.order[0]}.{self.order[1]}"

    @property
    def element_id(self) -> str:
        return read_token(self.element, "id")


@dataclass(slots=True)
class InlineDocument:
    """What was found in one document, in document order. Facts are pairs of local name and fragment."""

    name: str
    root: etree._Element
    disclosures: list[tuple[str, Fragment]] = field(default_factory=list)
    covers: list[tuple[str, Fragment]] = field(default_factory=list)
    continuations: dict[str, list[Fragment]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _contexts: dict[str, etree._Element] = field(default_factory=dict)
    _unread: Iterator[etree._Element] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        self._unread = self.root.iter(CONTEXT)

    def find_context(self, identifier: str | None = None) -> etree._Element | None:
        """The context with that id, or the first of all. Of hundreds declared, few are used."""
        if identifier in self._contexts:
            return self._contexts[identifier]
        for element in self._unread:
            found = read_token(element, "id")
            self._contexts.setdefault(found, element)
            if identifier is None or found == identifier:
                return element
        return None


def read_document(number: int, name: str, data: bytes) -> InlineDocument:
    """Parse a document and list its parts in one pass. ParseError if it is no well-formed, safe XML."""
    parsed = parse_xml(data)
    document = InlineDocument(name, parsed.root, problems=list(parsed.problems))
    names = Names(parsed.root, data)
    wanted = (*_FACTS, *_CONTINUATIONS)
    for position, element in enumerate(parsed.root.iter(*wanted)):
        if element.tag in _FACTS:
            taxonomy, concept = names.resolve(element)
            if taxonomy == "cyd":
                document.disclosures.append((concept, Fragment(element, name, (number, position))))
            elif taxonomy == "dei" and concept in COVER_CONCEPTS:
                document.covers.append((concept, Fragment(element, name, (number, position))))
        else:
            fragment = Fragment(element, name, (number, position))
            document.continuations.setdefault(fragment.element_id, []).append(fragment)
    document.problems.extend(undeclared_prefix(prefix) for prefix in sorted(names.undeclared))
    return document


class Names:
    """Tells by the namespace of its prefix which taxonomy a fact's name is from: "cyd", "dei" or another."""

    def __init__(self, root: etree._Element, data: bytes) -> None:
        self.undeclared: set[str] = set()
        self._root_names = {prefix or "": _taxonomy(uri) for prefix, uri in root.nsmap.items()}
        # Asking each element for its namespaces is slow, and never needed where the root declares both.
        is_complete = {"cyd", "dei"} <= set(self._root_names.values())
        self._is_declared_below_root = not is_complete and _INNER_DECLARATION.search(data) is not None

    def resolve(self, element: etree._Element) -> tuple[str, str]:
        """Taxonomy and local name of the fact."""
        prefix, _, local = element.get("name", "").rpartition(":")
        prefix = prefix.strip()
        if self._is_declared_below_root:
            uri = element.nsmap.get(prefix or None)
            taxonomy = _taxonomy(uri) if uri else None
        else:
            taxonomy = self._root_names.get(prefix)
        if taxonomy is None and prefix in ("cyd", "dei"):
            self.undeclared.add(prefix)
            taxonomy = _taxonomy(CONVENTIONAL_NAMESPACES[prefix])
        return taxonomy or "", local.strip()


def _taxonomy(uri: str) -> str:
    if CYD_NAMESPACE.match(uri):
        return "cyd"
    return "dei" if DEI_NAMESPACE.match(uri) else ""


def find_continuations(
    documents: Iterable[InlineDocument], identifier: str, near: Fragment
) -> list[Fragment]:
    """The continuations with that id: those of the same document, else those of the whole filing."""
    listed = list(documents)
    own = listed[near.order[0]].continuations.get(identifier)
    return own or [found for document in listed for found in document.continuations.get(identifier, [])]

"""What facts have in common in XBRL and Inline XBRL: their taxonomies' namespaces, tokens, nil."""

import re

from lxml import etree

CYD_NAMESPACE = re.compile(r"https?://xbrl\.sec\.gov/cyd/[^/]+/?$")
DEI_NAMESPACE = re.compile(r"https?://xbrl\.(?:sec\.gov|us)/dei/[^/]+/?$")

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def read_token(element: etree._Element, attribute: str) -> str:
    """The attribute without white space around it, which names and ids may have (XML Schema 2, 4.3.6)."""
    return element.get(attribute, "").strip()


def is_nil(element: etree._Element) -> bool:
    """Whether the fact says that it has no value."""
    return read_token(element, _NIL) in ("true", "1")

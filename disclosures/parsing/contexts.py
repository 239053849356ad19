"""XBRL contexts: whose fact it is, for which period, in which dimensions."""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from disclosures.parsing.periods import parse_date
from disclosures.parsing.text import raw_text
from disclosures.parsing.types import Context

XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
CONTEXT = f"{XBRLI}context"


def read_context(element: etree._Element) -> Context:
    """The values of one `xbrli:context`; an instant is a period that ends then and has no start."""
    instant = _date(element, "instant")
    return Context(
        entity=(element.findtext(f"{XBRLI}entity/{XBRLI}identifier") or "").strip(),
        start=_date(element, "startDate"),
        end=instant or _date(element, "endDate"),
        dimensions=tuple(_dimensions(element)),
    )


def _date(context: etree._Element, name: str) -> date | None:
    return parse_date(context.findtext(f"{XBRLI}period/{XBRLI}{name}") or "")


def _dimensions(context: etree._Element) -> Iterator[tuple[str, str]]:
    for member in context.iter(f"{XBRLDI}explicitMember", f"{XBRLDI}typedMember"):
        yield member.get("dimension", ""), raw_text(member).strip()

"""Finding Form 8-K Item 1.05 (Material Cybersecurity Incidents) in the text of an untagged report. Pure.

A current report is short, has no table of contents and numbers its items by section (1.05, 7.01, 9.01).
Form 6-K numbers none: there a heading of the matter opens it.
"""

import re

from disclosures.parsing.items import FoundItem, cut_lines, cut_stretches, says_something
from disclosures.parsing.types import Span

ITEM = "1.05"
LONGEST_HEADING = 200

_INCIDENTS = r"(?:disclosure\s+of\s+(?:an?\s+)?)?(?:material\s+)?cyber[\s-]?security\s+incidents?"
_OPENS = re.compile(
    rf"^(?:item\s*1\s*\.\s*05(?!\d)[\W_]*(?:$|{_INCIDENTS})|{_INCIDENTS}\s*[.:]?$)",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"^(?:item\s*1\s*\.\s*05[\W_]*)?(?:{_INCIDENTS})?\s*[.:]?$", re.IGNORECASE)
_CLOSES = re.compile(
    r"^(?:item\s*[1-9]\s*\.\s*\d{2}(?!\d)|signatures?(?:\s*\(s\))?\s*[.:]?$|exhibit\s+index\s*[.:]?$"
    r"|pursuant\s+to\s+the\s+requirements\s+of\s+the\s+securities\s+exchange\s+act)",
    re.IGNORECASE,
)


def find_incident_item(text: str) -> FoundItem | None:
    """The longest section under a heading of Item 1.05, heading included; None where none holds words."""
    lines = cut_lines(text)
    best: Span | None = None
    for start, end in cut_stretches(lines, opens_incident, closes_incident):
        own = [line for line in lines[start:end] if not is_incident_heading(line.text)]
        if not any(says_something(line.text) for line in own):
            continue
        span = Span(lines[start].span.start, lines[end - 1].span.end)
        if best is None or span.end - span.start > best.end - best.start:
            best = span
    return FoundItem(best, ITEM) if best else None


def opens_incident(line: str) -> bool:
    """Whether the item begins with this line: its heading, with words of the item behind it or none."""
    return _OPENS.match(line) is not None


def closes_incident(line: str) -> bool:
    """Whether another item or the signatures begin with this line."""
    return _CLOSES.match(line) is not None and not opens_incident(line)


def is_incident_heading(line: str) -> bool:
    """Whether a line is the item's heading and no more."""
    return len(line) <= LONGEST_HEADING and _HEADING.match(line) is not None and bool(line.strip())

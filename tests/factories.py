"""Rows for tests, made by the app's own domain functions wherever one exists."""

import itertools
from collections.abc import Mapping
from typing import Any

from config.accounts.models import User
from disclosures.identity import Details
from disclosures.ingest import receive_document, store_parsed
from disclosures.models import Element, Filing
from disclosures.parsing.types import (
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    SourceFormat,
    Span,
)

numbers = itertools.count(1)

BOARD = "cyd:CybersecurityRiskBoardOfDirectorsOversightTextBlock"
COMMITTEE = "cyd:CybersecurityRiskBoardCommitteeOrSubcommitteeResponsibleForOversightTextBlock"
PROCESSES = "cyd:CybersecurityRiskManagementProcessesForAssessingIdentifyingAndManagingThreatsTextBlock"
MATERIAL_FLAG = "cyd:CybersecurityRiskMateriallyAffectedOrReasonablyLikelyToMateriallyAffectRegistrantFlag"


UNTAGGED_ITEM = "\n\n".join(
    (
        "Risk management and strategy",
        "We run a program to identify, assess and manage material risks from cybersecurity threats.",
        "We train our employees and test our systems against cybersecurity threats every year.",
        "Governance",
        "Our Board of Directors oversees cybersecurity risk. The Audit Committee hears from our CISO.",
        "Our CISO has more than twenty years of experience in information security.",
    )
)


def parsed_filing(
    texts: dict[str, str] | None = None, flags: Mapping[str, bool | None] | None = None, **fields: Any
) -> ParsedFiling:
    """A parsed filing whose elements stand one after the other in its reading text; "" is no element."""
    elements: list[ParsedElement] = []
    reading = ""
    for concept, text in (texts if texts is not None else {BOARD: "The board oversees."}).items():
        start = len(reading) + 2 if reading else 0
        reading = f"{reading}\n\n{text}" if reading else text
        locator = Locator("filing.htm", f"f-{len(elements)}", (Span(start, start + len(text)),))
        if concept:
            elements.append(ParsedElement(concept, ElementKind.TEXT, text=text, locator=locator))
    for concept, flag in (flags or {}).items():
        elements.append(
            ParsedElement(
                concept, ElementKind.FLAG, flag=flag, locator=Locator("filing.htm", f"f-{len(elements)}")
            )
        )
    defaults: dict[str, Any] = {
        "source_format": SourceFormat.INLINE_XBRL,
        "form": "10-K",
        "fiscal_year": 2024,
        "documents": ("filing.htm",),
    }
    return ParsedFiling(reading_text=reading, elements=tuple(elements), **{**defaults, **fields})


def make_filing(
    issuer: str = "",
    *,
    texts: dict[str, str] | None = None,
    flags: Mapping[str, bool | None] | None = None,
    problems: tuple[Problem, ...] = (),
    by: User | None = None,
    **fields: Any,
) -> Filing:
    """A stored filing of an invented issuer; `fields` go to ParsedFiling."""
    number = next(numbers)
    document = receive_document(data=f"document {number}".encode(), name=f"filing-{number}.htm", by=by)
    parsed = parsed_filing(
        texts, flags, issuer_name=issuer or f"Issuer {number}", problems=problems, **fields
    )
    stored = store_parsed(document=document, part=0, parsed=parsed, details=Details(), by=by)
    assert stored.filing is not None
    return stored.filing


def make_untagged(issuer: str = "", text: str = UNTAGGED_ITEM, **fields: Any) -> Filing:
    """A stored filing without tags, whose item is `text`."""
    return make_filing(issuer, texts={"": text}, source_format=SourceFormat.UNTAGGED, **fields)


def element(key: str) -> Element:
    return Element.objects.get(key=key)

"""The values a reader returns. Bytes go in, these come out; nothing here touches Django or a clock."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """How much a Problem should worry the reader: a note, something to check, something lost."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class ElementKind(StrEnum):
    """What an element holds: a yes-or-no answer or words."""

    FLAG = "flag"
    TEXT = "text"


class SourceFormat(StrEnum):
    """What a source document turned out to be, told from its content."""

    INLINE_XBRL = "inline_xbrl"
    XBRL_INSTANCE = "xbrl_instance"
    RPAGE_HTML = "rpage_html"
    RPAGE_TEXT = "rpage_text"
    SUBMISSION = "submission"
    ZIP = "zip"
    UNTAGGED = "untagged"
    WEB_DISCLOSURE = "web_disclosure"
    REGULATOR_PLAN = "regulator_plan"
    NOTES_ARCHIVE = "notes_archive"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, or reads oddly. `locator` says where, in `Locator` form or words."""

    code: str
    message: str
    locator: str = ""
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of a filing's reading text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageStart:
    """Page `page` (from 1) of a PDF begins at character `start` of a text, with its first whole paragraph."""

    page: int
    start: int


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a value stands: document of the filing, id of the element in it, spans of the reading text.

    Written as an address with an RFC 5147 character range per span:
    `ibm-20241231.htm#f-120;char=512,1043`.
    """

    document: str = ""
    element_id: str = ""
    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        fragment = "".join(f";char={span.start},{span.end}" for span in self.spans)
        anchor = f"#{self.element_id}{fragment}" if self.element_id or fragment else ""
        return f"{self.document}{anchor}"


@dataclass(frozen=True, slots=True)
class Context:
    """The XBRL context of a fact: whose it is, for which period, in which dimensions (axis to member)."""

    entity: str = ""
    start: date | None = None
    end: date | None = None
    dimensions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedElement:
    """One governance element as the source gives it.

    concept     key of the element in its framework: `cyd:…`, `online_lending:…`
    flag        true, false, or None for "no value" (a text, or a nil fact)
    text        the words, paragraphs joined by a blank line; for a flag the words it wraps
    evidence    the words a flag rests on; empty for texts
    paragraphs  `text` cut at its blank lines; a list item starts with "• " or its own number,
                a table row is one line with cells joined by a tab
    heading     path of headings over it, outermost first (web disclosures, plans)
    """

    concept: str
    kind: ElementKind
    flag: bool | None = None
    text: str = ""
    evidence: str = ""
    locator: Locator = field(default_factory=Locator)
    context: Context = field(default_factory=Context)
    label: str = ""
    heading: tuple[str, ...] = ()
    is_nil: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(part for part in self.text.split("\n\n") if part)


@dataclass(frozen=True, slots=True)
class ParsedRequirement:
    """One demand of a plan; `point` and `demand` number it from 1 (demand 0 is the point itself).

    wording  of a demand, what is asked in the plan's words: the quote, or where that lists several risks, the
             clause with one of them
    """

    point: int
    demand: int
    title: str
    quote: str
    locator: Locator = field(default_factory=Locator)
    wording: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFiling:
    """All that one filing says, whatever it came as. Fields the source does not give are empty or None.

    reading_text  the disclosure in reading order, paragraphs joined by a blank line; every
                  `Locator.spans` counts characters of it
    requirements  filled for a regulator's plan only; `title` then names the plan
    pages         filled for a PDF only: where its pages begin in the reading text
    """

    source_format: SourceFormat
    reading_text: str = ""
    elements: tuple[ParsedElement, ...] = ()
    problems: tuple[Problem, ...] = ()
    form: str = ""
    issuer_name: str = ""
    cik: str = ""
    accession: str = ""
    period_end: date | None = None
    fiscal_year: int | None = None
    filed: date | None = None
    is_amendment: bool = False
    documents: tuple[str, ...] = ()
    requirements: tuple[ParsedRequirement, ...] = ()
    title: str = ""
    pages: tuple[PageStart, ...] = ()

    def locate(self, span: Span) -> Locator:
        """The locator of a stretch of the reading text; in a PDF with the page it begins on (RFC 8118)."""
        document = self.documents[0] if self.documents else ""
        page = find_page(self.pages, span.start)
        return Locator(document, f"page={page}" if page else "", (span,))


def find_page(pages: Sequence[PageStart], place: int) -> int | None:
    """The page that character `place` of a text stands on, as far as its page starts tell."""
    before = bisect_right(pages, place, key=lambda page: page.start)
    return pages[before - 1].page if before else None

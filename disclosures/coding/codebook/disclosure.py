"""A filing as the attribute functions see it: its sentences, its flags, and where to find words in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from disclosures.coding.codebook.scope import is_denied, is_hedged, is_prospect
from disclosures.coding.codebook.sentences import Sentence, fold_letters, place_sentences
from disclosures.coding.codebook.types import LONGEST_QUOTE, Coded, Evidence, State, Value
from disclosures.parsing.types import ElementKind, ParsedFiling, Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a sentence that a pattern found; `start` and `end` count within the sentence."""

    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]

    @property
    def is_denied(self) -> bool:
        return is_denied(self.sentence.plain, self.start, self.end)

    @property
    def is_hedged(self) -> bool:
        return is_hedged(self.sentence.plain, self.start)

    @property
    def is_prospect(self) -> bool:
        return is_prospect(self.sentence.plain, self.start)


@dataclass(frozen=True)
class Disclosure:
    """What is coded. Make it with `read_disclosure`. `memory` belongs to `remembered`.

    flags          values of the filing's cyd flags by concept; a flag that is not tagged is not in it
    concepts       cyd concepts that the filing uses
    kind           the issuer's type where the caller knows it (SIC code, name); "" otherwise
    common         folded sentences that three or more other issuers use word for word; None if not known
    prior          reading text of the filing a year before; None if not known
    """

    text: str
    flags: Mapping[str, bool] = field(default_factory=dict)
    concepts: frozenset[str] = frozenset()
    spans: tuple[tuple[Span, str], ...] = ()
    form: str = ""
    issuer_name: str = ""
    kind: str = ""
    common: frozenset[str] | None = None
    prior: str | None = None
    memory: dict[Callable[..., object], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return place_sentences(self.text)

    @cached_property
    def plain(self) -> str:
        return fold_letters(self.text)

    def find(self, pattern: re.Pattern[str], *, among: Iterable[Sentence] | None = None) -> Iterator[Hit]:
        """All places of `pattern` (written for folded text), sentence by sentence."""
        if pattern.search(self.plain) is None:
            return
        for sentence in self.sentences if among is None else among:
            for found in pattern.finditer(sentence.plain):
                yield Hit(sentence, found.start(), found.end())

    def quote(self, hit: Hit) -> Evidence:
        """The words of a hit with as much of their sentence as a quote may hold."""
        start, end = widen(hit.sentence.text, hit.start, hit.end)
        first = hit.sentence.span.start
        span = Span(first + start, first + end)
        return Evidence(self.text[span.start : span.end], span, self.concept_at(span))

    def concept_at(self, span: Span) -> str:
        """The element whose text holds the span, the shortest where elements overlap."""
        holders = [
            (own.end - own.start, concept)
            for own, concept in self.spans
            if own.start <= span.start and span.end <= own.end
        ]
        return min(holders)[1] if holders else ""

    def disclosed(self, value: Value, hits: Iterable[Hit]) -> Coded:
        return Coded(value, State.DISCLOSED, tuple(self.quote(hit) for hit in hits))

    def denied(self, value: Value, hits: Iterable[Hit]) -> Coded:
        return Coded(value, State.DENIED, tuple(self.quote(hit) for hit in hits))


def remembered[T](function: Callable[[Disclosure], T]) -> Callable[[Disclosure], T]:
    """`function`, worked out once per disclosure: several attributes rest on the same findings."""

    @wraps(function)
    def recall(disclosure: Disclosure) -> T:
        if function not in disclosure.memory:
            disclosure.memory[function] = function(disclosure)
        found: T = disclosure.memory[function]
        return found

    return recall


def silent(value: Value) -> Coded:
    """A value for "not mentioned"."""
    return Coded(value, State.SILENT)


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of a quote around text[start:end]: the sentence if it is short, else whole words of it."""
    if len(text) <= LONGEST_QUOTE:
        return 0, len(text)
    end = min(end, start + LONGEST_QUOTE)
    first = max(0, min(start, end - LONGEST_QUOTE + (LONGEST_QUOTE - (end - start)) * 2 // 3))
    last = min(len(text), first + LONGEST_QUOTE)
    while 0 < first < start and text[first - 1] not in " \n\t":
        first += 1
    while len(text) > last > end and text[last] not in " \n\t":
        last -= 1
    own = text[first:last]
    return first + len(own) - len(own.lstrip()), first + len(own.rstrip())


def read_disclosure(
    filing: ParsedFiling,
    *,
    kind: str = "",
    common: frozenset[str] | None = None,
    prior: str | None = None,
) -> Disclosure:
    """The disclosure of a parsed filing; the keywords are what only the caller can know (see Disclosure)."""
    flags = {e.concept: e.flag for e in filing.elements if e.flag is not None}
    spans = tuple(
        (span, element.concept)
        for element in filing.elements
        if element.kind is ElementKind.TEXT
        for span in element.locator.spans
    )
    return Disclosure(
        text=filing.reading_text,
        flags=flags,
        concepts=frozenset(element.concept for element in filing.elements),
        spans=spans,
        form=filing.form,
        issuer_name=filing.issuer_name,
        kind=kind,
        common=common,
        prior=prior,
    )

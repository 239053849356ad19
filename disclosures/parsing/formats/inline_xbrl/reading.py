"""The reading text of a filing: its disclosures flattened once, with the place of every fragment."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from lxml import etree

from disclosures.parsing.formats.inline_xbrl.chains import Chain
from disclosures.parsing.formats.inline_xbrl.documents import IX_NAMESPACES, Fragment
from disclosures.parsing.furniture import is_furniture
from disclosures.parsing.text import Flattener, Gap, fold, goes_on, is_block, is_marker, is_unseen, local_name
from disclosures.parsing.types import Locator, Problem, Severity, Span

_UNSHOWN = frozenset(f"{{{ns}}}{name}" for ns in IX_NAMESPACES for name in ("hidden", "header"))
_MOST_PIECES_BETWEEN, _MOST_NODES_BETWEEN = 300, 3000
"""Facts with more pieces of text, or elements, between them are too far apart to share a sentence."""


@dataclass(slots=True)
class Reading:
    """The text, where each fragment stands in it, and which fragments are not shown."""

    text: str = ""
    places: dict[Fragment, Span] = field(default_factory=dict)
    hidden: set[Fragment] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def spans_of(self, fragments: Iterable[Fragment]) -> tuple[Span, ...]:
        """The places of the fragments in their order; what only white space parts becomes one span."""
        spans: list[Span] = []
        for place in (self.places[f] for f in fragments if f in self.places):
            if any(span.start <= place.start and place.end <= span.end for span in spans[-1:]):
                continue  # a continuation inside the fragment that names it
            if spans and place.start >= spans[-1].end and not self.text[spans[-1].end : place.start].strip():
                spans[-1] = Span(spans[-1].start, place.end)
            else:
                spans.append(place)
        return tuple(spans)

    def words_of(self, spans: Sequence[Span]) -> str:
        """The text of the spans, joined as they stand in the document: block by block or in one sentence."""
        parts: list[str] = []
        for position, span in enumerate(spans):
            words = self.text[span.start : span.end]
            if position:
                parts.append(self._join(spans[position - 1], span))
            parts.append(words)
        return "".join(parts)

    def _join(self, left: Span, right: Span) -> str:
        between = self.text[left.end : right.start]
        if between and "\n" not in between:
            return " "
        if goes_on(self.text[left.start : left.end], self.text[right.start : right.end]):
            return " "
        return "\n\n"


def read_in_order(chains: Sequence[Chain]) -> Reading:
    """Flatten the outermost facts and continuations of all documents in document order.

    What is not shown (`ix:hidden`, `display:none`) comes last if it is text, and stays out if it is a flag.
    """
    fragments = sorted({f for chain in chains for f in chain.fragments}, key=lambda f: f.order)
    by_element = {fragment.element: fragment for fragment in fragments}
    outermost = {f: _outermost(f, by_element) for f in fragments}
    reading = Reading(hidden={f for f in fragments if _is_hidden(f.element)})
    flat = Flattener(marks={f.element: f.mark for f in fragments})
    shown = [f for f in fragments if outermost[f] is f and f not in reading.hidden]
    bridged = _bridged(chains, outermost, shown)
    for position, region in enumerate(shown):
        if position:
            before = shown[position - 1]
            _cross(flat, before, region, region in bridged, reading.problems)
        flat.walk(region.element)
    _add_hidden_texts(flat, chains, reading)
    reading.text = flat.text
    reading.places = {f: Span(*place) for f in fragments if (place := flat.span(f.mark))}
    reading.problems.extend(_note_images(flat))
    reading.problems.extend(_note_skipped(chains, reading))
    return reading


def _outermost(fragment: Fragment, by_element: dict[etree._Element, Fragment]) -> Fragment:
    holders = [by_element[a] for a in fragment.element.iterancestors() if a in by_element]
    return holders[-1] if holders else fragment


def _is_hidden(element: etree._Element) -> bool:
    return any(a.tag in _UNSHOWN or is_unseen(a) for a in element.iterancestors())


def _bridged(
    chains: Sequence[Chain], outermost: dict[Fragment, Fragment], shown: Sequence[Fragment]
) -> set[Fragment]:
    """The regions that some chain has come to from an earlier one: what lies before them was skipped."""
    ranks = {region: rank for rank, region in enumerate(shown)}
    bridged: set[Fragment] = set()
    for chain in chains:
        met = [ranks[outermost[f]] for f in chain.fragments if outermost[f] in ranks]
        if met:
            bridged.update(shown[min(met) + 1 : max(met) + 1])
    return bridged


def _cross(
    flat: Flattener, left: Fragment, right: Fragment, is_bridged: bool, problems: list[Problem]
) -> None:
    """Go from one region to the next, keeping the layout between them and leaving out the words."""
    flat.skipped.clear()
    if left.order[0] != right.order[0]:
        flat.widen(Gap.PARAGRAPH)
        flat.is_soft = is_bridged
        return
    flat.muted += 1
    is_near = _walk_between(flat, left.element, right.element)
    flat.muted -= 1
    words = fold(" ".join(flat.skipped))
    flat.is_soft = is_bridged and is_near
    if not is_near:
        flat.widen(Gap.PARAGRAPH)
    if not words:
        return
    if not is_bridged:
        flat.widen(Gap.PARAGRAPH)
        return
    flat.widen(Gap.SPACE)
    if is_marker(flat.skipped[-1]) and not flat.skipped[-1].strip("().").isalnum():
        flat.is_soft = False
    problems.append(_note_dropped(flat.skipped, right, is_near))


def _is_no_text(pieces: Sequence[str]) -> bool:
    """Whether the pieces are a bullet, or page furniture."""
    if all(is_marker(piece) or not re.search(r"\w", piece) for piece in pieces):
        return True
    return is_furniture(pieces)


def _note_dropped(pieces: Sequence[str], before: Fragment, is_complete: bool) -> Problem:
    words = fold(" ".join(pieces))
    where = str(Locator(before.document, before.element_id))
    quote = words if len(words) <= 200 else f"{words[:200]}…"
    if is_complete and _is_no_text(pieces):
        sentence = f"Between two fragments of a disclosure, page furniture was left out: “{quote}”."
        return Problem("furniture-dropped", sentence, where, Severity.NOTE)
    sentence = f"Between two fragments of a disclosure stands text that belongs to no element: “{quote}”."
    return Problem("text-skipped", sentence, where, Severity.WARNING)


def _walk_between(flat: Flattener, left: etree._Element, right: etree._Element) -> bool:
    """Pass what lies between two elements to the muted flattener; False if that is too much to look at."""
    above_right = set(right.iterancestors())
    node = left
    for _ in range(_MOST_NODES_BETWEEN):
        if len(flat.skipped) > _MOST_PIECES_BETWEEN:
            break
        _write_tail(flat, node)
        following = node.getnext()
        while following is None:
            parent = node.getparent()
            if parent is None:
                return False
            node = parent
            _break_at(flat, node)
            _write_tail(flat, node)
            following = node.getnext()
        while following in above_right:
            _break_at(flat, following)
            flat.write(following.text or "")
            following = following[0]
        if following is right:
            return True
        _skip(flat, following)
        node = following
    return False


def _write_tail(flat: Flattener, node: etree._Element) -> None:
    if node.tail:
        flat.write(node.tail)


def _skip(flat: Flattener, element: etree._Element) -> None:
    """Note the words of an element between two regions, at most a few hundred pieces of them."""
    inner = islice(element.iter(etree.Element), 50)
    if any(is_block(node, local_name(node)) or local_name(node) == "br" for node in inner):
        flat.widen(Gap.PARAGRAPH)
    if not is_unseen(element) and local_name(element):
        for piece in islice(element.itertext(), _MOST_PIECES_BETWEEN):
            flat.write(str(piece))


def _break_at(flat: Flattener, element: etree._Element) -> None:
    if is_block(element, local_name(element)):
        flat.widen(Gap.PARAGRAPH)


def _add_hidden_texts(flat: Flattener, chains: Sequence[Chain], reading: Reading) -> None:
    for chain in chains:
        if chain.concept.endswith("Flag"):
            continue
        for fragment in chain.fragments:
            if fragment in reading.hidden and flat.span(fragment.mark) is None:
                flat.widen(Gap.PARAGRAPH)
                flat.is_soft = False
                flat.walk(fragment.element)


def _note_images(flat: Flattener) -> list[Problem]:
    return [
        Problem("image-dropped", f"An image was left out of the text: “{image}”.", severity=Severity.NOTE)
        for image in flat.images
    ]


def _note_skipped(chains: Sequence[Chain], reading: Reading) -> list[Problem]:
    """Chains that leap over words of other elements: nothing is lost, but it explains the shorter text."""
    notes: dict[Span, Problem] = {}
    for chain in chains:
        spans = reading.spans_of(chain.fragments)
        for left, right in pairwise(spans):
            if left.end <= right.start:
                count = len(reading.text[left.end : right.start].split())
                sentence = f"cyd:{chain.concept} leaps over {count} words that belong to other elements."
                locator = Locator(chain.fact.document, chain.fact.element_id, (Span(left.end, right.start),))
                note = Problem("text-skipped", sentence, str(locator), Severity.NOTE)
                notes.setdefault(Span(left.end, right.start), note)
    return list(notes.values())

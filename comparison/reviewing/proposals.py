"""Gaps that a disclosure's own reading proposes: what its guideline asks for and it leaves open.

Nothing is written: a reviewer notes the gap, with these words or others, and decides it like any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from comparison.alignment.states import State
from comparison.reading.pages import Reading, Told
from disclosures.models import Element, Filing


@dataclass(frozen=True, slots=True)
class ProposedGap:
    """A sentence for the reviewer, and the words it stands on: a label without a value, or none."""

    filing: Filing
    element: Element
    sentence: str
    place: tuple[int, int] | None

    @property
    def address(self) -> str:
        """The form for noting it, filled in."""
        filing = self.filing
        start, end = self.place or ("", "")
        about = {"issuer": filing.issuer.slug, "year": filing.fiscal_year, "filing": filing.slug}
        words = {"start": start, "end": end, "body": self.sentence}
        given = {**about, "element": self.element.slug, "kind": "gap", **words}
        return f"{reverse('annotation-create')}?{urlencode({k: v for k, v in given.items() if v != ''})}"


def propose_gaps(reading: Reading) -> tuple[ProposedGap, ...]:
    """What a disclosure read by a guideline leaves empty or out, save what people have noted already.

    Nothing for tagged filings: an element that is not tagged may still stand in the words.
    """
    return tuple(_propose(reading))


def _propose(reading: Reading) -> Iterator[ProposedGap]:
    for group in reading.outline:
        for told in group.entries:
            is_noted = any(note.kind == "gap" for note in told.notes)
            if told.state is not State.SILENT or told.element.clause or is_noted:
                continue
            place = _find_label(reading.filing, told)
            if told.values:
                label = told.values[0].heading[-1] if told.values[0].heading else told.element.name
                sentence = f"“{label}” is named, and nothing stands there."
            else:
                sentence = f"Nothing was found on “{told.element.name}”."
            yield ProposedGap(reading.filing, told.element, f"{sentence}{_asked(told.element)}", place)


def _asked(element: Element) -> str:
    """What the guideline asks, as a sentence behind another one; empty where it does not say."""
    asks = element.asks
    return f" The guideline asks: {asks[0].lower()}{asks[1:]}" if asks else ""


def _find_label(filing: Filing, told: Told) -> tuple[int, int] | None:
    """Where the label of an empty value stands: right before the place the value would have."""
    for value in told.values:
        if value.heading and value.spans:
            label, end = value.heading[-1], value.spans[0][0]
            if label and filing.reading_text[:end].endswith(label):
                return end - len(label), end
    return None

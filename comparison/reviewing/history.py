"""What was recorded about a note or a decision: who, when, from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from comparison.models import Annotation, Judgement
from config.accounts.models import User
from disclosures.models import Element

ANNOTATION_FIELDS = {
    "kind": "what it is",
    "body": "words",
    "element_id": "element",
    "fiscal_year": "fiscal year",
    "anchor": "place",
    "quote": "quote",
    "status": "status",
    "reason": "reason",
    "withdrawn_at": "withdrawn",
}
"""What of an annotation's events is told to readers, and under which name."""
JUDGEMENT_FIELDS = {
    "verdict": "decision",
    "instead_id": "element it speaks of",
    "fiscal_year": "fiscal year",
    "anchor": "place",
    "quote": "quote",
    "withdrawn_at": "taken back",
}
"""The same of a decision about a prediction."""
ELEMENT_FIELDS = frozenset({"element_id", "instead_id"})
"""Those whose values are keys of elements."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after a change; `before` is empty when it was written."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded change. `who` is None where the program read a text again by itself."""

    at: datetime
    who: User | None
    action: str
    differences: tuple[Difference, ...]


def annotation_history(annotation: Annotation) -> list[Change]:
    """Every recorded change, oldest first. Three queries, however many changes there are."""
    return _tell(annotation.events, ANNOTATION_FIELDS)  # type: ignore[attr-defined]  # pghistory adds it


def judgement_history(judgement: Judgement) -> list[Change]:
    """The same of a decision."""
    return _tell(judgement.events, JUDGEMENT_FIELDS)  # type: ignore[attr-defined]  # pghistory adds it


def _tell(recorded: Any, fields: Mapping[str, str]) -> list[Change]:
    every = recorded.select_related("pgh_context").order_by("pgh_id")
    # What one act changes in several steps is one change: the last step says what came of it.
    events = [
        list(steps)[-1] for _, steps in groupby(every, key=lambda own: own.pgh_context_id or own.pgh_id)
    ]
    contexts = [event.pgh_context.metadata if event.pgh_context else {} for event in events]
    people = User.objects.in_bulk({context["user"] for context in contexts if context.get("user")})
    keys = {getattr(event, name) for event in events for name in fields if name in ELEMENT_FIELDS}
    elements = Element.objects.in_bulk(keys - {None})
    before: Any = None
    changes: list[Change] = []
    for event, context in zip(events, contexts, strict=True):
        who = people.get(context.get("user"))
        action = context.get("action") or ("wrote it" if before is None else "changed it")
        differences = tuple(_differences(before, event, fields, elements)) if before else ()
        # Looked for in a new reading and found where they were: the program changed places nobody reads.
        if who or differences or before is None:
            changes.append(Change(event.pgh_created_at, who, action, differences))
        before = event
    return changes


def _differences(
    before: Any, after: Any, fields: Mapping[str, str], elements: Mapping[int, Element]
) -> Iterator[Difference]:
    for name, label in fields.items():
        if getattr(before, name) != getattr(after, name):
            yield Difference(label, _shown(before, name, elements), _shown(after, name, elements))


def _shown(event: Any, name: str, elements: Mapping[int, Element]) -> str:
    value = getattr(event, name)
    if name in ELEMENT_FIELDS:
        return str(elements.get(value, ""))
    if name == "withdrawn_at":
        return "yes" if value else "no"
    display = getattr(event, f"get_{name}_display", None)
    return str(display() if display else value)

"""The reading page of one filing: its text with elements and annotations marked, and what lies around it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from comparison.alignment.states import State, find_conflict, has_words, judge_cell
from comparison.alignment.values import ComparedValue, Origin
from comparison.comparing.codes import CodeGroup, fetch_all_codes, show_codes
from comparison.models import Annotation
from comparison.models.querysets import AnnotationQuerySet
from comparison.predictions.confidence import word_origin
from comparison.predictions.queries import find_nameable
from comparison.reading.marking import ElementPlace, NotePlace, Paragraph, Run, Segment, mark_text
from comparison.reading.places import Places
from comparison.reviewing.queries import annotations_of
from comparison.wording.badges import Badge, Badges, fetch_badges
from disclosures.coding.passages import is_section_heading
from disclosures.models import Element, ElementValue, Filing, Passage, StoredProblem
from disclosures.models.querysets import FilingQuerySet
from disclosures.parsing.headings import strip_enumerator
from disclosures.parsing.types import Severity, SourceFormat
from disclosures.predictions import is_predictable

FORMAT_WORDS = {
    SourceFormat.INLINE_XBRL: "the filing itself, tagged in its text (inline XBRL)",
    SourceFormat.XBRL_INSTANCE: "the tagged data of a filing, without its page (XBRL instance)",
    SourceFormat.RPAGE_HTML: "EDGAR's page of the tagged elements (R page)",
    SourceFormat.RPAGE_TEXT: "EDGAR's page of the tagged elements, copied as text (R page)",
    SourceFormat.SUBMISSION: "the complete submission in one file",
    SourceFormat.ZIP: "a zip of the filing's documents",
    SourceFormat.UNTAGGED: "a filing without tags",
    SourceFormat.NOTES_ARCHIVE: "the SEC's notes archive, whose text is damaged and in guessed paragraphs",
    SourceFormat.WEB_DISCLOSURE: "the issuer's own web page, read by its headings",
    SourceFormat.REGULATOR_PLAN: "a regulator's plan",
}
"""Source formats in the reader's words."""

CONFIRMED = "confirmed"

_CLAUSE_OF_FORM = {"10-K": "clause_106", "10-KT": "clause_106", "20-F": "clause_20f"}
_EVENT_FORMS = frozenset({"8-K", "6-K"})


@dataclass(frozen=True, slots=True)
class Told:
    """How one element stands in the filing: its state and the words for it, and where to find it.

    conflict  a sentence where a flag surely contradicts its text
    """

    element: Element
    values: tuple[ElementValue, ...]
    state: State
    word: str
    conflict: str
    notes: tuple[Annotation, ...]

    @property
    def is_from_words(self) -> bool:
        """Predicted, confirmed or not."""
        return any(Origin(value.origin).is_from_words for value in self.values)

    @property
    def heading(self) -> str:
        """Headings over its first value, outermost first."""
        return " › ".join(self.values[0].heading) if self.values else ""


@dataclass(frozen=True, slots=True)
class OutlineGroup:
    name: str
    entries: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """Words with the classes of what covers them; `links` lead to the notes that end here."""

    text: str
    slugs: str
    classes: str
    depth: int
    mark: str
    links: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class ShownRun:
    start: int
    segments: tuple[ShownSegment, ...]


@dataclass(frozen=True, slots=True)
class ShownLabel:
    told: Told
    is_first: bool
    classes: str
    prediction: str = ""
    """How sure the element is here: a confidence, or "confirmed"; empty where its source names it."""

    @property
    def state(self) -> State:
        return State.DISCLOSED if self.prediction == CONFIRMED else State.PREDICTED


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    start: int
    end: int
    slug: str
    rows: tuple[tuple[ShownRun, ...], ...]
    is_table: bool
    is_heading: bool
    labels: tuple[ShownLabel, ...]
    notes: tuple[Annotation, ...]
    passage: int | None
    """Key of the stored passage that begins here."""
    badge: Badge | None

    @property
    def run(self) -> ShownRun:
        return self.rows[0][0]

    @property
    def is_item(self) -> bool:
        """A list item, which readers of markup mark with a bullet."""
        return self.run.segments[0].text.startswith("•")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page shows. A query each: values, problems, notes, elements, amendments, passages, badges,
    codes, shared sentences."""

    filing: Filing
    source: str
    amendments: tuple[Filing, ...]
    paragraphs: tuple[ShownParagraph, ...]
    outline: tuple[OutlineGroup, ...]
    placeless: tuple[Told, ...]
    problems: tuple[StoredProblem, ...]
    remarks: tuple[StoredProblem, ...]
    on_elements: tuple[Annotation, ...]
    moved: tuple[Annotation, ...]
    gone: tuple[Annotation, ...]
    has_values: bool
    codes: tuple[CodeGroup, ...]
    """Codebook values; none while the filing waits to be coded."""
    nameable: frozenset[int]
    """First characters of the paragraphs whose element a reviewer may name; none where tags do."""

    @property
    def is_predicted(self) -> bool:
        """Whether the elements marked were named from the words, for want of tags."""
        return self.has_values and is_predictable(self.filing)


def find_filing(filings: FilingQuerySet, slug: str) -> Filing | None:
    """The filing with this address: its slug, or its accession number if it got one later."""
    related = filings.select_related("issuer", "document", "amends").defer("amends__reading_text")
    found = related.filter(Q(slug=slug) | Q(accession=slug))
    return next(iter(sorted(found, key=lambda filing: filing.slug != slug)), None)


def read_filing(filing: Filing, annotations: AnnotationQuerySet) -> Reading:
    """Assembles the page of a filing from `find_filing`."""
    values = list(filing.values.select_related("element__framework", "element__text_element"))
    problems = list(filing.problems.all())
    notes = list(annotations_of(filing, annotations))
    told = {entry.element.slug: entry for entry in _tell(filing, values, notes)}
    quoted = [note for note in notes if note.anchor in {"anchored", "moved"} and note.filing_id == filing.pk]
    paragraphs = _mark(filing, values, quoted)
    in_text = {key for paragraph in paragraphs for key in paragraph.notes}
    placed = {slug for paragraph in paragraphs for slug in paragraph.slugs}
    by_key = {note.pk: note for note in notes}
    passages, predictions = _read_passages(filing)
    headings = frozenset(words.casefold() for value in values for words in value.heading)
    beside = _Beside(told, by_key, passages, predictions, fetch_badges([filing.pk]), headings)
    return Reading(
        filing=filing,
        source=FORMAT_WORDS[SourceFormat(filing.source_format)],
        amendments=tuple(filing.amendments.defer("reading_text").order_by("filed", "pk")),
        paragraphs=tuple(_show_paragraph(filing, paragraph, beside) for paragraph in paragraphs),
        outline=_group(told.values()),
        placeless=tuple(told[slug] for slug in told if told[slug].values and slug not in placed),
        problems=tuple(problem for problem in problems if problem.severity != Severity.NOTE),
        remarks=tuple(problem for problem in problems if problem.severity == Severity.NOTE),
        on_elements=tuple(note for note in notes if note.anchor == "whole"),
        moved=tuple(note for note in quoted if note.anchor == "moved"),
        gone=tuple(note for note in notes if note.anchor != "whole" and note.pk not in in_text),
        has_values=bool(values),
        codes=show_codes(filing, fetch_all_codes([filing.pk])[filing.pk], Places.of([filing])),
        nameable=find_nameable(filing),
    )


def _read_passages(filing: Filing) -> tuple[dict[int, int], dict[tuple[str, int], str]]:
    """Keys of the passages by their first character; how sure predicted ones are, by element's slug, too."""
    passages: dict[int, int] = {}
    predictions: dict[tuple[str, int], str] = {}
    rows = Passage.objects.filter(value__filing=filing).order_by("pk")
    columns = ("pk", "start", "confidence", "value__origin", "value__element__slug")
    for pk, start, confidence, origin, slug in rows.values_list(*columns):
        passages[start] = pk
        if Origin(origin).is_from_words:
            predictions[slug, start] = CONFIRMED if origin == Origin.CONFIRMED else f"{confidence:.2f}"
    return passages, predictions


def _tell(filing: Filing, values: Sequence[ElementValue], notes: Sequence[Annotation]) -> Iterator[Told]:
    """Every element the filing has or should have, in the frameworks' order."""
    own: dict[int, list[ElementValue]] = {}
    for value in values:
        own.setdefault(value.element_id, []).append(value)
    frameworks = {value.element.framework_id for value in values}
    elements = Element.objects.filter(framework__in=frameworks).order_by("framework", "order", "key")
    for element in elements:
        present = tuple(own.get(element.pk, ()))
        about = tuple(note for note in notes if note.element_id == element.pk)
        if present or about or is_expected(element, filing.form):
            state, word = _judge(element, present, filing)
            conflict = _find_conflict(element, present, own.get(element.text_element_id or 0, ()))
            yield Told(element, present, State.CONFLICT if conflict else state, word, conflict, about)


def is_expected(element: Element, form: str) -> bool:
    """Whether a form of this kind should speak of the element: its rule has a clause for the form.

    A guideline's elements, which have no clauses, are expected of every disclosure read by it.
    """
    base = form.removesuffix("/A")
    if base in _EVENT_FORMS:
        return bool(element.clause_8k)
    if base in _CLAUSE_OF_FORM:
        return bool(getattr(element, _CLAUSE_OF_FORM[base]))
    return not element.clause


def _judge(element: Element, values: Sequence[ElementValue], filing: Filing) -> tuple[State, str]:
    if not values:
        return State.SILENT, _word_absence(element, filing)
    if element.kind == Element.Kind.FLAG:
        return _judge_flag({value.flag for value in values})
    text = "\n".join(value.text for value in values)
    if not has_words(text):
        return State.SILENT, "tagged, but empty" if element.clause else "named, but left empty"
    compared = [_as_compared(value) for value in values]
    state, _ = judge_cell({}, compared, element.key)
    origin = word_origin(compared)
    if state is State.PREDICTED:
        return state, origin or "read from its heading"
    word = "denies" if state is State.DENIED else "discloses"
    return state, f"{word}, {origin}" if origin else word


def _word_absence(element: Element, filing: Filing) -> str:
    if not element.clause:
        return "not found in this disclosure"
    is_named = is_predictable(filing) and element.kind == Element.Kind.TEXT
    return "not found in its words" if is_named else "not tagged in this filing"


def _as_compared(value: ElementValue) -> ComparedValue:
    return ComparedValue(
        value.element.key,
        flag=value.flag,
        text=value.text,
        evidence=value.evidence,
        origin=Origin(value.origin),
        confidence=value.confidence,
    )


def _find_conflict(element: Element, flags: Sequence[ElementValue], texts: Sequence[ElementValue]) -> str:
    if element.kind != Element.Kind.FLAG or not flags:
        return ""
    return find_conflict(
        element.key, [_as_compared(value) for value in flags], "\n\n".join(value.text for value in texts)
    )


def _judge_flag(flags: set[bool | None]) -> tuple[State, str]:
    """A flag tagged twice may say both; one without a value says neither."""
    if flags >= {True, False}:
        return State.CONFLICT, "tagged both yes and no"
    if True in flags:
        return State.DISCLOSED, "yes"
    return (State.DENIED, "no") if False in flags else (State.SILENT, "tagged without a value")


def _group(entries: Iterable[Told]) -> tuple[OutlineGroup, ...]:
    return tuple(
        OutlineGroup(name, tuple(group))
        for name, group in groupby(entries, key=lambda told: told.element.group)
    )


def _mark(filing: Filing, values: Sequence[ElementValue], notes: Sequence[Annotation]) -> list[Paragraph]:
    spans: dict[str, list[tuple[int, int]]] = {}
    flags: set[str] = set()
    for value in values:
        spans.setdefault(value.element.slug, []).extend((start, end) for start, end in value.spans)
        if value.element.kind == Element.Kind.FLAG:
            flags.add(value.element.slug)
    places = [ElementPlace(slug, tuple(own), slug in flags) for slug, own in spans.items() if own]
    marks = [
        NotePlace(note.pk, note.start, note.end)
        for note in notes
        if note.start is not None and note.end is not None
    ]
    return mark_text(filing.reading_text, places, marks)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside paragraphs: elements by slug, notes by key, passages and predictions by place."""

    told: Mapping[str, Told]
    notes: Mapping[int, Annotation]
    passages: Mapping[int, int]
    predictions: Mapping[tuple[str, int], str]
    badges: Badges
    headings: Collection[str]
    """What elements were read under, in lower case; none where tags name them."""


def _show_paragraph(
    filing: Filing,
    paragraph: Paragraph,
    beside: _Beside,
) -> ShownParagraph:
    return ShownParagraph(
        start=paragraph.start,
        end=paragraph.end,
        slug=paragraph.slug,
        rows=tuple(tuple(_show_run(run, beside.notes) for run in row) for row in paragraph.rows),
        is_table=paragraph.is_table,
        is_heading=not paragraph.is_table and _is_heading(filing, paragraph, beside.headings),
        labels=tuple(
            ShownLabel(
                beside.told[label.slug],
                label.is_first,
                _classes({"el-label-on": not label.is_start, "el-label-flag": label.is_flag}),
                beside.predictions.get((label.slug, paragraph.start), ""),
            )
            for label in paragraph.labels
        ),
        notes=tuple(beside.notes[key] for key in paragraph.notes),
        passage=beside.passages.get(paragraph.start),
        badge=beside.badges.find(filing.pk, (paragraph.start, paragraph.end)),
    )


def _is_heading(filing: Filing, paragraph: Paragraph, headings: Collection[str]) -> bool:
    """By the headings its elements were read under; elsewhere by its looks."""
    words = filing.reading_text[paragraph.start : paragraph.end]
    return strip_enumerator(words).casefold() in headings if headings else is_section_heading(words)


def _show_run(run: Run, notes: Mapping[int, Annotation]) -> ShownRun:
    return ShownRun(run.start, tuple(_show_segment(segment, notes) for segment in run.segments))


def _show_segment(segment: Segment, notes: Mapping[int, Annotation]) -> ShownSegment:
    over = [notes[key] for key in segment.notes]
    is_gap = any(note.kind == Annotation.Kind.GAP for note in over)
    is_moved = bool(over) and all(note.anchor == "moved" for note in over)
    return ShownSegment(
        text=segment.text,
        slugs=" ".join(segment.slugs),
        classes=_classes({"el": segment.depth > 0, "el-flag": segment.is_evidence}),
        depth=segment.depth,
        mark=_classes({"gap": is_gap, "note": bool(over) and not is_gap, "is-moved": is_moved}),
        links=tuple(notes[key] for key in segment.ending),
    )


def _classes(names: Mapping[str, bool]) -> str:
    return " ".join(name for name, applies in names.items() if applies)

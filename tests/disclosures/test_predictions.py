"""Values of filings without tags: named from their words when they are stored."""

from pathlib import Path

import pytest
from django.db.models import Count

from disclosures.coding.naming import CONCEPTS, NAMED
from disclosures.coding.passages import name_passages
from disclosures.coding.predictions import Ruling
from disclosures.identity import Details
from disclosures.ingest import receive_document, store_parsed
from disclosures.models import ElementValue, Filing, IndexedPassage, LeftPassage
from disclosures.parsing import registry
from disclosures.parsing.types import SourceFormat, Span
from disclosures.predictions import apply_rulings
from disclosures.rereading import Reread, reread_documents
from tests.disclosures.parsing.documents import (
    inline_document,
    submission_document,
    zip_of,
)
from tests.factories import BOARD, UNTAGGED_ITEM, make_filing, make_untagged, parsed_filing

pytestmark = pytest.mark.django_db


def kinds(filing: Filing) -> set[tuple[str, bool | None]]:
    return set(filing.values.values_list("origin", "flag"))


def test_untagged_filing_has_predicted_texts_and_no_flags() -> None:
    filing = make_untagged()
    assert kinds(filing) == {("predicted", None)}
    assert filing.values.filter(element__kind="flag").count() == 0
    board = filing.values.get(element__key=BOARD)
    assert "Our Board of Directors oversees cybersecurity risk." in board.text
    assert board.confidence is not None
    assert NAMED <= board.confidence <= 1


WHOLE_ITEM = f"Item 1C. Cybersecurity\n\n{UNTAGGED_ITEM}"
UNTAGGED_PAGE = "".join(f"<p>{words}</p>" for words in WHOLE_ITEM.split("\n\n"))
PAGE = (
    "<html><body><p>FORM 10-K</p><p>Tin Lantern Inc.</p><p>(Exact name of registrant as specified)</p>"
    f"{UNTAGGED_PAGE}<p>Item 2. Properties</p></body></html>"
).encode()
BARE_INLINE = inline_document("").replace(b"</body>", f"{UNTAGGED_PAGE}</body>".encode())


@pytest.mark.parametrize(
    "packed",
    [
        PAGE,
        submission_document(("a.htm", PAGE)),
        submission_document(("a.htm", BARE_INLINE), ("ex.htm", b"<html><body>A list.</body></html>")),
        zip_of(("a.htm", PAGE)),
        zip_of(("a.htm", BARE_INLINE), ("FilingSummary.xml", b"<x/>"), ("a.xsd", b"<x/>")),
        BARE_INLINE,
    ],
    ids=["page", "submission", "submission of inline XBRL", "zip", "package", "inline XBRL"],
)
def test_filing_without_tags_is_predicted_however_it_was_packed(packed: bytes) -> None:
    document = receive_document(data=packed, name="x", by=None)
    (parsed,) = registry.read(packed)
    details = Details("Tin Lantern Inc.", form="10-K", fiscal_year=2024)
    filing = store_parsed(document=document, part=0, parsed=parsed, details=details, by=None).filing
    assert filing is not None
    assert filing.reading_text == WHOLE_ITEM
    assert kinds(filing) == {("predicted", None)}


def test_places_are_those_of_the_reading_text() -> None:
    filing = make_untagged()
    for value in filing.values.all():
        assert "\n\n".join(filing.reading_text[start:end] for start, end in value.spans) == value.text
        passages = list(value.passages.values_list("start", "end", "text"))
        assert [[start, end] for start, end, _ in passages] == value.spans
        assert [filing.reading_text[start:end] for start, end, _ in passages] == [w for *_, w in passages]


def test_confidence_of_a_value_is_the_highest_of_its_passages() -> None:
    for value in make_untagged().values.prefetch_related("passages"):
        assert value.confidence == max(passage.confidence or 0 for passage in value.passages.all())


@pytest.mark.parametrize("form", ["8-K", "6-K/A"])
def test_event_report_without_tags_has_no_values(form: str) -> None:
    assert make_untagged(form=form).values.count() == 0


def test_tagged_filing_is_never_predicted() -> None:
    assert kinds(make_filing()) == {("tagged", None)}


def test_fuller_source_of_the_same_filing_replaces_predictions() -> None:
    filing = make_untagged("Harrow")
    again = make_filing("Harrow", texts={BOARD: "The board oversees."})
    assert again == filing
    assert list(filing.values.values_list("element__key", "origin", "confidence")) == [
        (BOARD, "tagged", None)
    ]
    assert list(ElementValue.objects.values_list("confidence", "passages__confidence")) == [(None, None)]


def test_predicted_passages_are_found_by_a_search() -> None:
    filing = make_untagged()
    places = filing.values.values("passages__start").distinct().count()
    assert IndexedPassage.objects.filter(filing=filing).count() == places


def test_changed_text_is_predicted_anew() -> None:
    filing = make_untagged("Harrow")
    shorter = parsed_filing(
        {"": UNTAGGED_ITEM.partition("\n\nGovernance")[0]},
        issuer_name="Harrow",
        source_format=SourceFormat.UNTAGGED,
    )
    store_parsed(document=filing.document, part=0, parsed=shorter, details=Details(), by=None)
    assert filing.values.filter(element__key=BOARD).count() == 0
    assert filing.values.count() > 0


def test_passages_without_an_element_are_kept_with_the_nearest() -> None:
    filing = make_untagged("Harrow")
    assert filing.left.count() == 0
    words = UNTAGGED_ITEM.split("\n\n")[5]
    start = filing.reading_text.index(words)
    span = Span(start, start + len(words))
    apply_rulings(filing, [Ruling(span, concept, False) for concept in CONCEPTS])
    left = filing.left.get()
    assert filing.reading_text[left.start : left.end] == words
    assert left.nearest.key in CONCEPTS
    make_filing("Harrow", texts={BOARD: "The board oversees."})
    assert LeftPassage.objects.count() == 0


def test_list_of_filings_counts_predictions() -> None:
    filing = make_untagged()
    counted = Filing.objects.annotate(n=Count("values")).get(pk=filing.pk)
    assert counted.n == filing.values.count() > 0


def store_file(path: Path, *, is_untagged: bool = False) -> Filing:
    data = path.read_bytes()
    read = registry.read_untagged if is_untagged else registry.read
    (parsed,) = read(data, path.name)
    document = receive_document(data=data, name=path.name, by=None)
    details = Details("Invented Mills", form="10-K", fiscal_year=2023)
    stored = store_parsed(document=document, part=0, parsed=parsed, details=details, by=None)
    assert stored.filing is not None
    return stored.filing


def test_real_untagged_filings_say_what_classify_says(shared_data: Path) -> None:
    paths = sorted((shared_data / "filings" / "untagged").glob("*.htm"))
    assert paths
    for path in paths:
        filing = store_file(path)
        (parsed,) = registry.read(path.read_bytes(), path.name)
        named = {
            (concept, passage.locator.spans[0].start)
            for passage in name_passages(parsed)
            for concept, confidence in passage.elements.items()
            if confidence >= NAMED
        }
        assert set(filing.values.values_list("element__key", "passages__start")) == named
        assert kinds(filing) == {("predicted", None)}
        before = list(filing.values.values_list("element", "position", "text", "confidence"))
        assert list(reread_documents([filing.document])) == [Reread(filing.document, (filing,))]
        assert list(filing.values.values_list("element", "position", "text", "confidence")) == before


def test_real_tagged_filings_with_their_tags_hidden_have_values(shared_data: Path) -> None:
    paths = sorted((shared_data / "filings" / "ixbrl_10k").glob("*.htm"))[:3]
    assert len(paths) == 3
    for path in paths:
        filing = store_file(path, is_untagged=True)
        assert kinds(filing) == {("predicted", None)}
        assert filing.values.filter(element__key=BOARD).exists()

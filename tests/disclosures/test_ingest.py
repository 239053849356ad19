"""Storing parsed filings: identity, replacement, amendments, passages; nothing half-stored."""

from datetime import date
from typing import Any

import pghistory.models
import pytest
from django.db import DataError, transaction

from config.accounts.models import User
from disclosures.identity import Details, MissingDetailsError
from disclosures.ingest import Stored, receive_document, store_again, store_parsed
from disclosures.models import Element, Filing, Issuer, SourceDocument
from disclosures.parsing.errors import ParseError
from disclosures.parsing.types import (
    ElementKind,
    Locator,
    ParsedElement,
    ParsedFiling,
    Problem,
    SourceFormat,
    Span,
)
from tests.factories import BOARD, COMMITTEE, MATERIAL_FLAG, make_filing, parsed_filing

pytestmark = pytest.mark.django_db


def store(
    data: bytes,
    parsed: ParsedFiling,
    *,
    part: int = 0,
    details: Details | None = None,
    by: User | None = None,
) -> Stored:
    document = receive_document(data=data, name="filing.htm", by=by)
    return store_parsed(document=document, part=part, parsed=parsed, details=details or Details(), by=by)


def test_store_parsed_keeps_values_flags_passages_and_problems() -> None:
    text = "The board oversees.\n\nIt meets every quarter."
    parsed = parsed_filing(
        {BOARD: text},
        {MATERIAL_FLAG: False},
        issuer_name="Harrow Pike Group",
        cik="0009900001",
        problems=(Problem("furniture-dropped", "A page number was left out."),),
    )

    filing = store(b"one", parsed).filing

    assert filing is not None
    assert list(filing.values.values_list("element__key", "flag", "text", "origin")) == [
        (BOARD, None, text, "tagged"),
        (MATERIAL_FLAG, False, "", "tagged"),
    ]
    passages = filing.values.get(element__key=BOARD).passages.all()
    assert [(p.text, filing.reading_text[p.start : p.end]) for p in passages] == [
        ("The board oversees.", "The board oversees."),
        ("It meets every quarter.", "It meets every quarter."),
    ]
    assert list(filing.problems.values_list("code", flat=True)) == ["furniture-dropped"]
    assert filing.issuer.cik == "0009900001"


def test_store_parsed_says_when_nothing_was_found() -> None:
    parsed = parsed_filing({}, form="S-3/A", issuer_name="Harrow Pike Group")
    assert store(b"one", parsed).sentence == (
        "Stored as Harrow Pike Group, S-3/A 2024. Nothing that it discloses was found: comparisons and"
        " searches hold nothing of it."
    )


def test_receive_document_keeps_the_same_bytes_once() -> None:
    first = receive_document(data=b"the same", name="a.htm", by=None)
    second = receive_document(data=b"the same", name="b.htm", by=None)

    assert first == second
    assert second.read() == b"the same"
    assert SourceDocument.objects.count() == 1


def test_receive_document_brings_a_lost_file_back() -> None:
    document = receive_document(data=b"the same", name="a.htm", by=None)
    document.content.delete(save=False)

    assert receive_document(data=b"the same", name="a.htm", by=None).read() == b"the same"


@pytest.mark.parametrize(
    ("parsed", "missing"),
    [
        ({"issuer_name": "", "form": "10-K"}, ("issuer",)),
        ({"issuer_name": "A", "form": ""}, ("form",)),
        ({"issuer_name": "", "form": "", "fiscal_year": None}, ("issuer", "form", "fiscal_year")),
    ],
)
def test_store_parsed_asks_for_what_neither_source_nor_uploader_says(
    parsed: dict[str, Any], missing: tuple[str, ...]
) -> None:
    with pytest.raises(MissingDetailsError) as caught:
        store(b"one", parsed_filing(**parsed))

    assert caught.value.fields == missing
    assert Issuer.objects.count() == 0
    assert Filing.objects.count() == 0


def test_store_parsed_takes_what_the_uploader_says() -> None:
    details = Details("Lanternfish Credit", "0009900002", "20-F", 2023)

    filing = store(b"one", parsed_filing(issuer_name="", form="", fiscal_year=None), details=details).filing

    assert filing is not None
    assert (filing.issuer.name, filing.issuer.cik, filing.form, filing.fiscal_year) == (
        "Lanternfish Credit",
        "0009900002",
        "20-F",
        2023,
    )


@pytest.mark.parametrize(
    ("typed", "form"), [("20-f", "20-F"), ("WEB DISCLOSURE", "Web disclosure"), (" 8-k/a ", "8-K/A")]
)
def test_a_form_is_stored_in_its_one_spelling(typed: str, form: str) -> None:
    details = Details("Lanternfish Credit", "0009900002", typed, 2023)

    filing = store(b"one", parsed_filing(issuer_name="", form="", fiscal_year=None), details=details).filing

    assert filing is not None
    assert filing.form == form


def test_store_parsed_prefers_what_the_source_says_over_the_uploader() -> None:
    parsed = parsed_filing(issuer_name="Harrow Pike Group", form="10-K", fiscal_year=2024)

    filing = store(b"one", parsed, details=Details("Somebody else", "", "20-F", 1999)).filing

    assert filing is not None
    assert (filing.issuer.name, filing.form, filing.fiscal_year) == ("Harrow Pike Group", "10-K", 2024)


def test_the_year_of_an_r_page_is_the_uploaders_to_say() -> None:
    page = parsed_filing(
        source_format=SourceFormat.RPAGE_HTML,
        issuer_name="",
        period_end=date(2025, 3, 31),
        fiscal_year=2025,
    )

    filing = store(b"page", page, details=Details("Quillmark", fiscal_year=2024)).filing

    assert filing is not None
    assert filing.fiscal_year == 2024


def test_the_same_filing_from_a_fuller_source_replaces_the_text_at_the_same_address() -> None:
    details = Details("Lanternfish Credit", "", "20-F", 2024)
    page = parsed_filing({BOARD: "Short."}, source_format=SourceFormat.RPAGE_TEXT, issuer_name="", form="")
    before = store(b"page", page, details=details).filing
    whole = parsed_filing(
        {BOARD: "The board oversees."},
        issuer_name="Lanternfish Credit",
        form="20-F",
        accession="0009900002-25-000001",
    )

    after = store(b"whole", whole)

    assert before is not None
    assert after.filing == before
    assert (after.is_new, after.filing.slug) == (False, before.slug)
    assert list(after.filing.values.values_list("text", flat=True)) == ["The board oversees."]


def test_the_same_filing_from_a_poorer_source_changes_nothing() -> None:
    whole = parsed_filing({BOARD: "The board oversees."}, issuer_name="Lanternfish Credit", form="20-F")
    store(b"whole", whole)
    page = parsed_filing(
        {BOARD: "Short."},
        source_format=SourceFormat.RPAGE_TEXT,
        issuer_name="Lanternfish Credit",
        form="20-F",
    )

    stored = store(b"page", page)

    assert "already held from a fuller source" in stored.sentence
    assert Filing.objects.count() == 1
    assert list(stored.filing.values.values_list("text", flat=True)) == ["The board oversees."]


def test_two_accession_numbers_of_one_year_are_two_filings() -> None:
    for number in ("0009900001-25-000001", "0009900001-25-000002"):
        make_filing("Harrow Pike Group", accession=number)

    assert list(Filing.objects.order_by("slug").values_list("slug", flat=True)) == [
        "0009900001-25-000001",
        "0009900001-25-000002",
    ]


def test_an_accession_number_of_another_issuer_is_refused_and_changes_nothing() -> None:
    held = make_filing("Harrow Pike Group", cik="0009900001", accession="0009900001-25-000001")
    other = parsed_filing(
        {BOARD: "Ours."}, issuer_name="Somebody", cik="0009900009", accession="0009900001-25-000001"
    )

    with pytest.raises(ParseError) as caught:
        store(b"other", other)

    assert caught.value.code == "accession-of-another-issuer"
    assert list(Issuer.objects.values_list("name", flat=True)) == ["Harrow Pike Group"]
    assert list(held.values.values_list("text", flat=True)) == ["The board oversees."]


def test_two_event_reports_without_accession_are_two_filings() -> None:
    for day in (date(2025, 3, 1), date(2025, 7, 1)):
        make_filing("Harrow Pike Group", form="8-K", period_end=day)

    assert list(Filing.objects.order_by("slug").values_list("slug", flat=True)) == [
        "harrow-pike-group-8-k-2024",
        "harrow-pike-group-8-k-2024-2",
    ]


@pytest.mark.parametrize("amendment_first", [False, True])
def test_an_amendment_points_at_what_it_amends_whichever_came_first(amendment_first: bool) -> None:
    def original() -> Filing:
        return make_filing("Harrow Pike Group", form="10-K")

    def amendment() -> Filing:
        return make_filing("Harrow Pike Group", form="10-K/A", is_amendment=True)

    for make in (amendment, original) if amendment_first else (original, amendment):
        make()

    assert Filing.objects.get(form="10-K/A").amends == Filing.objects.get(form="10-K")
    assert Filing.objects.get(form="10-K").amends is None


def read_again(filing: Filing, **fields: Any) -> None:
    """The same bytes, read otherwise."""
    with transaction.atomic():
        store_again(filing.document, [parsed_filing(issuer_name=filing.issuer.name, **fields)])


def test_an_amendment_that_turns_out_to_be_none_amends_nothing() -> None:
    original = make_filing("Harrow Pike Group", form="10-K")
    filing = make_filing("Harrow Pike Group", form="10-K/A", is_amendment=True)
    assert Filing.objects.get(pk=filing.pk).amends == original

    read_again(filing, form="10-K", period_end=date(2024, 6, 30))

    again = Filing.objects.get(pk=filing.pk)
    assert (again.form, again.is_amendment, again.amends) == ("10-K", False, None)


def test_an_amendment_leaves_a_filing_that_turns_out_to_be_another_years() -> None:
    first = make_filing("Harrow Pike Group", form="10-K", accession="0009900001-25-000001")
    amendment = make_filing("Harrow Pike Group", form="10-K/A", is_amendment=True)

    read_again(first, fiscal_year=2023)
    assert Filing.objects.get(pk=amendment.pk).amends is None

    second = make_filing("Harrow Pike Group", form="10-K", accession="0009900001-25-000002")
    assert Filing.objects.get(pk=amendment.pk).amends == second

    read_again(second, form="10-K/A", is_amendment=True)
    assert list(Filing.objects.values_list("form", "amends").order_by("pk")) == [
        ("10-K", None),
        ("10-K/A", None),
        ("10-K/A", None),
    ]


def test_an_amendment_prefers_an_original_whose_day_of_filing_is_known() -> None:
    filed = make_filing("Harrow Pike Group", accession="0009900001-25-000001", filed=date(2025, 2, 1))
    make_filing("Harrow Pike Group", accession="0009900001-25-000002")

    amendment = make_filing("Harrow Pike Group", form="10-K/A", is_amendment=True)

    assert Filing.objects.get(pk=amendment.pk).amends == filed


def test_a_file_held_for_one_issuer_is_not_stored_for_another() -> None:
    held = store(b"one", parsed_filing(issuer_name="Harrow Pike Group")).filing

    with pytest.raises(ParseError) as caught:
        store(b"one", parsed_filing(issuer_name="Sable Reach Ltd"))

    assert str(caught.value) == f"This file is held as {held}, and this source names Sable Reach Ltd."


def test_an_issuer_is_found_by_cik_before_its_name() -> None:
    make_filing("Harrow Pike Group", cik="0009900001", fiscal_year=2023)
    make_filing("HARROW PIKE GROUP INC", cik="0009900001", fiscal_year=2024)

    assert list(Issuer.objects.values_list("name", "cik")) == [("Harrow Pike Group", "0009900001")]


def test_two_issuers_of_one_name_with_different_ciks_stay_apart() -> None:
    make_filing("Meridian", cik="0009900001")
    make_filing("Meridian", cik="0009900002")

    assert sorted(Issuer.objects.values_list("slug", "cik")) == [
        ("meridian", "0009900001"),
        ("meridian-2", "0009900002"),
    ]


def test_an_issuer_first_known_by_name_gets_its_cik_later() -> None:
    make_filing("Lanternfish Credit", fiscal_year=2023)
    make_filing("Lanternfish Credit", cik="0009900002", fiscal_year=2024)

    assert list(Issuer.objects.values_list("name", "cik")) == [("Lanternfish Credit", "0009900002")]


def test_a_concept_the_framework_does_not_know_is_kept_under_its_own_name() -> None:
    unknown = "cyd:CybersecurityRiskQuantumReadinessTextBlock"
    filing = make_filing("Harrow Pike Group", texts={unknown: "We prepare."})

    value = filing.values.get()
    assert (value.element.key, value.text) == (unknown, "We prepare.")
    assert Element.objects.get(key=unknown).group == "Not in the framework yet"


def test_the_same_text_under_two_elements_is_stored_under_both() -> None:
    filing = make_filing("Harrow Pike Group", texts={BOARD: "The board.", COMMITTEE: "The board."})

    hashes = set(filing.values.values_list("passages__text_hash", flat=True))
    assert filing.values.count() == 2
    assert len(hashes) == 1


def test_passages_of_a_value_drawn_from_two_spans_know_both_ends() -> None:
    reading = "Alpha beta\n\nnot ours\n\ngamma delta."
    element = ParsedElement(
        BOARD,
        ElementKind.TEXT,
        text="Alpha beta gamma delta.",
        locator=Locator("filing.htm", "f-1", (Span(0, 10), Span(22, 34))),
    )
    parsed = parsed_filing({}, issuer_name="Harrow Pike Group")
    parsed = type(parsed)(
        source_format=parsed.source_format,
        reading_text=reading,
        elements=(element,),
        form="10-K",
        fiscal_year=2024,
        issuer_name="Harrow Pike Group",
    )

    filing = store(b"one", parsed).filing

    assert filing is not None
    assert list(filing.values.get().passages.values_list("start", "end")) == [(0, 34)]


def test_a_failure_in_the_middle_leaves_nothing() -> None:
    unstorable = ParsedElement(BOARD, ElementKind.TEXT, text="NUL \0 inside")
    parsed = parsed_filing({}, issuer_name="Harrow Pike Group")
    broken = type(parsed)(
        source_format=parsed.source_format,
        elements=(unstorable,),
        form="10-K",
        fiscal_year=2024,
        issuer_name="Harrow Pike Group",
    )

    with pytest.raises(DataError, match="NUL"):
        store(b"one", broken)

    assert (Issuer.objects.count(), Filing.objects.count()) == (0, 0)


def test_who_stored_a_filing_is_recorded(admin_user: User) -> None:
    filing = make_filing("Harrow Pike Group", by=admin_user)

    events: Any = pghistory.models.Events.objects
    event = events.tracks(filing).first()
    assert event.pgh_context["user"] == admin_user.pk
    assert event.pgh_context["action"] == "ingest"

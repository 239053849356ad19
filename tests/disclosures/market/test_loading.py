"""Notes archives stored: merged once, fuller sources kept, issuers updated, notes looked for again."""

from datetime import date
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Model

from comparison.models import Annotation, YearSummary
from comparison.reviewing.reviews import annotate
from config.accounts.models import User
from disclosures.ingest import receive_document
from disclosures.market.loading import Loaded, load_archives, receive_archive
from disclosures.models import (
    Element,
    ElementValue,
    Filing,
    IndexedPassage,
    Issuer,
    Passage,
    SourceDocument,
    StoredProblem,
    UploadItem,
)
from disclosures.uploads import read_item, receive_upload
from tests.comparison.rows import make_person
from tests.disclosures.market.archives import (
    BOARD,
    BOARD_TEXT,
    ENGAGED,
    PROCESSES,
    PROCESSES_TEXT,
    accession,
    archive,
    fact,
    plain_archive,
    submission,
)
from tests.factories import make_filing, make_untagged

pytestmark = pytest.mark.django_db


def load(*archives: bytes) -> list[Loaded]:
    documents = [receive_document(data=data, name="2025_02_notes.zip", by=None) for data in archives]
    return list(load_archives(documents, by=None))


def counts(loaded: Loaded) -> tuple[int, int, int, int]:
    return (loaded.new, loaded.replaced, loaded.same, loaded.held)


def rows() -> dict[str, list[dict[str, Any]]]:
    """All that a load writes, keys included: equal lists mean that nothing was written again."""
    tables: tuple[type[Model], ...] = (
        Issuer,
        Filing,
        ElementValue,
        Passage,
        StoredProblem,
        IndexedPassage,
        YearSummary,
        SourceDocument,
    )
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}


def test_an_archive_is_stored() -> None:
    (loaded,) = load(plain_archive())
    filing = Filing.objects.get()
    assert counts(loaded) == (1, 0, 0, 0)
    assert (filing.slug, filing.accession, filing.form) == (accession(1), accession(1), "10-K")
    assert (filing.fiscal_year, filing.filed, filing.source_format) == (
        2024,
        date(2025, 2, 14),
        "notes_archive",
    )
    assert filing.document.name == "2025_02_notes.zip"
    assert [(v.element.key, v.flag, v.spans) for v in filing.values.select_related("element")] == [
        (f"cyd:{PROCESSES}", None, [[0, len(filing.reading_text)]]),
        (f"cyd:{ENGAGED}", True, []),
        (f"cyd:{BOARD}", None, [[len(filing.reading_text) - len(BOARD_TEXT), len(filing.reading_text)]]),
    ]
    for passage in Passage.objects.all():
        assert filing.reading_text[passage.start : passage.end] == passage.text
    assert Passage.objects.count() == 5
    assert IndexedPassage.objects.count() == 4
    assert [problem.code for problem in filing.problems.all()] == ["damaged-text"]


def test_issuer_facts_are_stored_with_the_reason_of_the_kind() -> None:
    load(plain_archive())
    issuer = Issuer.objects.get()
    assert (issuer.name, issuer.slug, issuer.cik) == (
        "INVENTED KILNS 1 INC",
        "invented-kilns-1-inc",
        "0000001001",
    )
    assert (issuer.country, issuer.sic, issuer.public_float) == ("US", 3250, 120_000_000)
    assert (issuer.kind, issuer.kind_reason) == (
        "operating",
        "SIC 3250 (Manufacturing), and no sign of another type.",
    )


def test_loading_the_same_archive_again_changes_nothing() -> None:
    load(plain_archive())
    before = rows()
    (again,) = load(plain_archive())
    assert counts(again) == (0, 0, 1, 0)
    assert rows() == before


def test_the_same_filing_in_another_archive_with_the_same_words_stays() -> None:
    load(plain_archive())
    other = archive(
        [submission(7, cik="7007", name="OTHER KILNS INC"), submission()],
        [
            fact(BOARD, BOARD_TEXT),
            fact(PROCESSES, PROCESSES_TEXT),
            fact(ENGAGED, "true"),
            fact(BOARD, "A council.", 7),
        ],
    )
    (loaded,) = load(other)
    assert counts(loaded) == (1, 0, 1, 0)


def test_an_archive_of_other_bytes_that_brings_nothing_new_is_not_kept() -> None:
    load(plain_archive())
    before = rows()
    (loaded,) = load(plain_archive(prevrpt="1"))
    assert counts(loaded) == (0, 0, 1, 0)
    assert rows() == before


def test_a_newer_archive_replaces_and_notes_look_for_their_words() -> None:
    load(plain_archive())
    filing = Filing.objects.get()
    start = filing.reading_text.index("Each spring")
    note = annotate(
        issuer=filing.issuer,
        element=Element.objects.get(key=f"cyd:{PROCESSES}"),
        fiscal_year=2024,
        kind="note",
        body="Who?",
        by=make_person("reviewer"),
        filing=filing,
        place=(start, start + 28),
        quote=filing.reading_text[start : start + 28],
    )
    changed = archive([submission()], [fact(PROCESSES, "Now we keep no list. " + BOARD_TEXT)])
    (loaded,) = load(changed)
    note.refresh_from_db()
    filing.refresh_from_db()
    assert counts(loaded) == (0, 1, 0, 0)
    assert note.anchor == Annotation.Anchor.ORPHANED
    assert filing.reading_text == "Now we keep no list. " + BOARD_TEXT
    assert ElementValue.objects.count() == 1
    assert IndexedPassage.objects.count() == Passage.objects.count() == 1


def test_notes_whose_filing_was_deleted_find_it_in_a_later_load() -> None:
    load(plain_archive())
    filing = Filing.objects.get()
    start = filing.reading_text.index("Each spring")
    note = annotate(
        issuer=filing.issuer,
        element=Element.objects.get(key=f"cyd:{PROCESSES}"),
        fiscal_year=2024,
        kind="note",
        body="Who?",
        by=make_person("reviewer"),
        filing=filing,
        place=(start, start + 28),
        quote=filing.reading_text[start : start + 28],
    )
    filing.delete()
    note.refresh_from_db()
    assert note.filing is None
    load(plain_archive())
    note = Annotation.objects.get()
    assert (note.filing, note.start) == (Filing.objects.get(), start)
    assert note.anchor == Annotation.Anchor.MOVED


def test_a_filing_from_a_real_document_stays_whichever_came_first() -> None:
    held = make_filing("Kilns", accession=accession(1), cik="0000001001", fiscal_year=2024)
    (loaded,) = load(plain_archive())
    held.refresh_from_db()
    assert counts(loaded) == (0, 0, 0, 1)
    assert held.source_format == "inline_xbrl"
    assert not SourceDocument.objects.filter(name="2025_02_notes.zip").exists()
    issuer = Issuer.objects.get()
    assert (issuer.name, issuer.sic) == ("Kilns", 3250)


def test_a_real_document_that_comes_later_replaces_the_archive_text() -> None:
    load(plain_archive())
    stored = make_filing("Kilns", accession=accession(1), cik="0000001001", fiscal_year=2024)
    filing = Filing.objects.get()
    assert (filing.pk, filing.source_format) == (stored.pk, "inline_xbrl")
    assert filing.reading_text == "The board oversees."


def test_an_untagged_filing_of_the_year_without_its_number_is_taken_for_the_same() -> None:
    held = make_filing("INVENTED KILNS 1 INC", cik="0000001001", fiscal_year=2024, source_format="untagged")
    (loaded,) = load(plain_archive())
    held.refresh_from_db()
    assert counts(loaded) == (0, 1, 0, 0)
    assert (held.accession, held.source_format, Filing.objects.count()) == (accession(1), "notes_archive", 1)


def test_issuer_facts_follow_the_newest_submission_and_names_stay() -> None:
    load(plain_archive(name="OLD KILNS INC", filed="20250214"))
    newer = archive(
        [
            submission(
                2, cik="1001", name="NEW KILNS INC", sic="6770", pubfloatusd="", filed="20260214", fy="2025"
            )
        ],
        [fact(BOARD, "A board.", 2)],
    )
    older = archive(
        [
            submission(
                3, cik="1001", countryba="CA", sic="1040", filed="20240214", fy="2023", period="20231231"
            )
        ],
        [fact(BOARD, "A board.", 3)],
    )
    load(newer)
    load(older)
    issuer = Issuer.objects.get()
    assert (issuer.name, issuer.sic, issuer.kind) == ("OLD KILNS INC", 6770, "spac_or_shell")
    assert (issuer.public_float, issuer.country) == (120_000_000, "US")


def test_a_type_told_from_words_gives_way_to_the_one_of_the_industry_code() -> None:
    make_filing(
        "Kilns", texts={f"cyd:{BOARD}": "Our employees report to it."}, cik="0000001001", fiscal_year=2026
    )
    before = Issuer.objects.get()
    assert (before.kind, before.kind_reason) == (
        "operating",
        "Its text speaks of “Our employees”; its SIC code is not known.",
    )
    load(plain_archive(sic="6022"))
    issuer = Issuer.objects.get()
    assert (issuer.kind, issuer.kind_reason) == ("bank_or_insurer", "SIC 6022: banking.")


def test_an_issuer_known_by_name_only_is_given_its_cik() -> None:
    held = make_filing("Invented Kilns 1 Inc", fiscal_year=2019)
    load(plain_archive())
    assert list(Issuer.objects.values_list("pk", "cik")) == [(held.issuer_id, "0000001001")]


def test_two_issuers_of_one_name_have_an_address_each() -> None:
    load(
        archive(
            [submission(1, name="KILNS INC"), submission(2, name="KILNS INC")],
            [fact(BOARD, "A board.", 1), fact(BOARD, "A board.", 2)],
        )
    )
    assert sorted(Issuer.objects.values_list("slug", flat=True)) == ["kilns-inc", "kilns-inc-0000001002"]


def test_amendments_point_at_their_originals_whichever_came_first() -> None:
    amendment = archive(
        [submission(2, cik="1001", form="10-K/A", filed="20250401")], [fact(BOARD, "New.", 2)]
    )
    load(amendment)
    assert Filing.objects.get().amends is None
    load(plain_archive())
    amended = Filing.objects.get(form="10-K/A")
    assert amended.amends == Filing.objects.get(form="10-K")


def test_an_amendment_leaves_an_original_that_turns_out_to_be_another_years() -> None:
    amendment = submission(2, cik="1001", form="10-K/A", filed="20250401")
    texts = [fact(BOARD, "A board.", 1), fact(BOARD, "New.", 2)]
    load(archive([submission(), amendment], texts))
    assert Filing.objects.get(form="10-K/A").amends == Filing.objects.get(form="10-K")
    load(archive([submission(fy="2023", period="20231231"), amendment], texts))
    assert Filing.objects.get(form="10-K").fiscal_year == 2023
    assert Filing.objects.get(form="10-K/A").amends is None


def test_an_amendment_of_an_issuer_the_archive_names_otherwise_leaves_its_original_too() -> None:
    make_untagged("Glazed Kilns", accession=accession(1))
    make_untagged("Glazed Kilns", form="10-K/A", is_amendment=True)
    assert Filing.objects.get(form="10-K/A").amends == Filing.objects.get(form="10-K")
    load(archive([submission(fy="2023", period="20231231")], [fact(BOARD, "A board.", 1)]))
    assert list(Filing.objects.values_list("fiscal_year", "amends").order_by("pk")) == [
        (2023, None),
        (2024, None),
    ]


def test_an_unknown_element_is_kept_under_its_own_name() -> None:
    load(archive([submission()], [fact("KilnGlazingTextBlock", "We glaze.", version="cyd/2031")]))
    assert ElementValue.objects.get().element.key == "cyd:KilnGlazingTextBlock"


def test_an_archive_that_cannot_be_used_stops_no_other_one() -> None:
    first, second = load(plain_archive()[:90], plain_archive())
    assert (first.error.code, counts(second)) == ("broken-zip", (1, 0, 0, 0))
    assert SourceDocument.objects.count() == 1


def test_history_says_who_wrote_the_rows() -> None:
    load(plain_archive())
    contexts = [context.metadata["action"] for context in pghistory.models.Context.objects.all()]
    assert contexts == ["load_notes"]


def test_a_file_is_received_in_pieces_once(tmp_path: Path) -> None:
    path = tmp_path / "2025_02_notes.zip"
    path.write_bytes(plain_archive())
    document = receive_archive(path, by=None)
    assert receive_archive(path, by=None) == document
    assert (document.read(), document.size) == (path.read_bytes(), path.stat().st_size)


def test_upload_of_an_archive_is_one_item_with_its_counts(admin_user: User) -> None:
    upload = receive_upload(files=[SimpleUploadedFile("n.zip", plain_archive())], by=admin_user)
    item = upload.items.get()
    read_item(item.pk)
    item.refresh_from_db()
    assert (item.status, Filing.objects.count()) == (UploadItem.Status.STORED, 1)
    assert item.sentence.startswith("1 filings new, 0 replaced, 0 held already")
    again = receive_upload(files=[SimpleUploadedFile("n.zip", plain_archive())], by=admin_user).items.get()
    read_item(again.pk)
    again.refresh_from_db()
    assert again.status == UploadItem.Status.HELD


def test_the_command_for_single_documents_names_the_one_for_archives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "2025_02_notes.zip"
    path.write_bytes(plain_archive())
    with pytest.raises(CommandError, match="1 could not be stored"):
        call_command("ingest", path)
    told = "2025_02_notes.zip: This is a notes archive of the SEC; manage.py load_notes brings it in."
    assert [line.rpartition("/")[2] for line in capsys.readouterr().err.splitlines()] == [told]
    assert Filing.objects.count() == 0


def test_an_archive_is_read_again_by_its_loader(capsys: pytest.CaptureFixture[str]) -> None:
    load(plain_archive())
    held = rows()
    Filing.objects.update(reading_text="Older rules read this.")
    call_command("reread")
    told = "2025_02_notes.zip: 0 filings new, 1 replaced, 0 held already, 0 left alone"
    assert capsys.readouterr().out.startswith(told)
    assert Filing.objects.get().reading_text == held["Filing"][0]["reading_text"]


def test_a_damaged_archive_that_is_read_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    load(plain_archive())
    before = rows()
    document = SourceDocument.objects.get()
    whole = document.read()
    with document.content.storage.open(str(document.content.name), "wb") as stored:
        stored.write(whole[:45] + bytes(20) + whole[65:])
    with pytest.raises(CommandError, match="1 documents can no longer be read"):
        call_command("reread")
    assert rows() == before

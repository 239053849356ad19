"""Notes archives read: members, repaired texts, guessed paragraphs, places in the reading text."""

import io
import zipfile
from datetime import date

import pytest

from disclosures.market.notes.filings import NotesFiling, build_filing
from disclosures.market.notes.layout import cut_paragraphs, lay_out
from disclosures.market.notes.members import RawFiling, Reading, Refused, looks_like_notes, read_filings
from disclosures.market.notes.paragraphs import guess_breaks
from disclosures.market.notes.repair import count_lost, repair_text
from disclosures.market.notes.rows import prepare_batch
from disclosures.parsing.errors import ParseError
from disclosures.parsing.reading import join_texts
from disclosures.parsing.types import Span
from tests.disclosures.market.archives import (
    BOARD,
    BOARD_TEXT,
    ENGAGED,
    PROCESSES,
    PROCESSES_TEXT,
    ROLE,
    accession,
    archive,
    fact,
    plain_archive,
    submission,
)


def read(data: bytes) -> tuple[list[RawFiling], Reading]:
    reading = Reading()
    return list(read_filings(io.BytesIO(data), reading)), reading


def build(data: bytes) -> tuple[list[NotesFiling | None], Refused]:
    raws, reading = read(data)
    return [build_filing(raw, reading.refused) for raw in raws], reading.refused


def test_looks_like_notes() -> None:
    assert looks_like_notes(io.BytesIO(plain_archive()))
    assert not looks_like_notes(io.BytesIO(b"PK\x03\x04 broken"))
    assert not looks_like_notes(io.BytesIO(b""))


def test_a_filing_with_everything() -> None:
    (filing,), refused = build(plain_archive())
    parsed = filing.parsed
    assert (parsed.form, parsed.cik, parsed.accession) == ("10-K", "0000001001", accession(1))
    assert (parsed.fiscal_year, parsed.period_end, parsed.filed) == (
        2024,
        date(2024, 12, 31),
        date(2025, 2, 14),
    )
    assert [(e.concept.removeprefix("cyd:"), e.flag, e.text) for e in parsed.elements] == [
        (PROCESSES, None, parsed.reading_text),
        (ENGAGED, True, ""),
        (BOARD, None, BOARD_TEXT),
    ]
    assert parsed.reading_text.split("\n\n") == [
        "Item 1C. Cybersecurity Risk Management and Strategy",
        "We keep a list of what may go wrong with our kilns. Each spring an outside firm tries to get in.",
        "Governance",
        BOARD_TEXT,
    ]
    assert [problem.code for problem in parsed.problems] == ["damaged-text"]
    assert (filing.issuer.sic, filing.issuer.country, filing.issuer.public_float) == (3250, "US", 120_000_000)
    assert refused.counts == {}


def test_rows_that_make_no_sense_are_counted_and_the_rest_is_read() -> None:
    data = archive(
        [
            submission(1),
            submission(1),
            submission(2, cik="none"),
            submission(3, fy="", period=""),
            submission(4, form=""),
            submission(5, adsh="junk"),
        ],
        [fact(BOARD, "A board.", number) for number in (1, 2, 3, 4, 9)]
        + [fact(BOARD, "A board.", 1, adsh="junk")],
        extra="too\tfew\tcyd/2024\n\n",
    )
    filings, refused = build(data)
    assert [filing.parsed.accession for filing in filings if filing] == [accession(1)]
    assert refused.counts == {
        "row-columns": 1,
        "row-without-submission": 1,
        "submission-repeated": 1,
        "cik-invalid": 1,
        "year-unknown": 1,
        "form-missing": 1,
        "accession-invalid": 1,
    }
    assert "txt.tsv, line 8" in refused.first["row-columns"]


def test_rows_of_other_taxonomies_are_not_read() -> None:
    data = archive([submission()], [fact("Revenues", "1", version="us-gaap/2024"), fact(BOARD, "A board.")])
    (filing,), _ = build(data)
    assert [element.concept for element in filing.parsed.elements] == [f"cyd:{BOARD}"]


def test_a_submission_without_cyd_rows_is_no_filing() -> None:
    assert read(archive([submission()], []))[0] == []


@pytest.mark.parametrize(
    ("value", "flag", "is_nil"),
    [
        ("true", True, False),
        ("FALSE", False, False),
        ("1", True, False),
        ("0", False, False),
        ("1.0000", True, False),
        ("0.0000", False, False),
        ("", None, True),
        ("perhaps", None, False),
    ],
)
def test_flags(value: str, flag: bool | None, is_nil: bool) -> None:
    (filing,), _ = build(archive([submission()], [fact(ENGAGED, value)]))
    (element,) = filing.parsed.elements
    assert (element.flag, element.is_nil, element.evidence) == (
        flag,
        is_nil,
        "perhaps" if value == "perhaps" else "",
    )


def test_flags_in_num_tsv_are_read_as_well() -> None:
    data = archive([submission()], [], numbers=[fact(ENGAGED, "1.0000")])
    (filing,), _ = build(data)
    assert [element.flag for element in filing.parsed.elements] == [True]


def test_a_concept_tagged_several_times_is_kept_every_time() -> None:
    data = archive([submission()], [fact(BOARD, "A board."), fact(BOARD, "A council.", iprx="1")])
    (filing,), _ = build(data)
    assert [element.text for element in filing.parsed.elements] == ["A board.", "A council."]
    assert "repeated-element" in [problem.code for problem in filing.parsed.problems]


def test_dimensions_and_co_registrants_are_kept_with_their_facts() -> None:
    data = archive(
        [submission(nciks="2")],
        [
            fact(BOARD, "A board."),
            fact(BOARD, "A council.", dimn="1", dimh="0xab"),
            fact(BOARD, "A senate.", dimn="1", dimh="0xcd"),
            fact(BOARD, "A diet.", coreg="SUBSIDIARY"),
        ],
        dimensions=[{"dimhash": "0xab", "segments": "LegalEntity=KilnsNorth;"}],
    )
    (filing,), _ = build(data)
    found = {element.text: dict(element.context.dimensions) for element in filing.parsed.elements}
    assert found == {
        "A board.": {},
        "A council.": {"LegalEntity": "KilnsNorth"},
        "A senate.": {"dimension hash": "0xcd"},
        "A diet.": {"dei:LegalEntityAxis": "SUBSIDIARY"},
    }
    assert "co-registrants" in [problem.code for problem in filing.parsed.problems]


def test_a_text_that_was_cut_off_says_so() -> None:
    (filing,), _ = build(archive([submission()], [fact(BOARD, "A board.", txtlen="900")]))
    assert "text-cut-off" in [problem.code for problem in filing.parsed.problems]


def test_an_archive_without_a_column_is_refused_as_a_whole() -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as file:
        file.writestr("sub.tsv", "adsh\tname\n")
        file.writestr("txt.tsv", "adsh\ttag\tversion\tddate\tvalue\n")
    with pytest.raises(ParseError) as error:
        read(broken.getvalue())
    assert error.value.code == "notes-columns"


def test_a_damaged_zip_is_refused() -> None:
    data = plain_archive()
    with pytest.raises(ParseError) as error:
        read(data[:60])
    assert error.value.code == "broken-zip"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"the ""Board"" meets"', 'the "Board" meets'),
        ('"Board" and "Council"', '"Board" and "Council"'),
        ("R&amp;D, R&amp;amp;D, 5 &lt; 6", "R&D, R&D, 5 < 6"),
        ("a\xa0b  c\u200bd", "a b cd"),
        ("C ybersecurity is", "Cybersecurity is"),
        ("Item 1C. C ybersecurity is", "Item 1C. Cybersecurity is"),
        ("A board", "A board"),
        ("I think", "I think"),
        ("nul\x00byte", "nulbyte"),
    ],
)
def test_repair_text(value: str, text: str) -> None:
    assert repair_text(value) == text


def test_count_lost() -> None:
    assert count_lost("boards", "7") == 1
    assert count_lost('"the ""Board"""', "11") == 0
    assert count_lost("boards", "") == 0


def test_paragraphs_of_the_same_words_are_cut_alike_whatever_stands_before_them() -> None:
    sentences = [
        f"Kiln {n * 37} is looked after by a warden who reports on it each spring." for n in range(90)
    ]
    whole = " ".join(sentences)
    late = " ".join(sentences[3:])
    cuts = {whole[place + 1 : place + 40] for place in guess_breaks(whole)}
    later = [late[place + 1 : place + 40] for place in guess_breaks(late)]
    assert len(later) > 3
    assert set(later[1:]) <= cuts


def test_abbreviations_and_short_texts_are_not_cut() -> None:
    assert guess_breaks("Kilns Inc. A board meets. It has Mr. Stone on it.") == []


def test_lay_out_agrees_with_the_slow_way_on_places() -> None:
    texts = ["One two three. Four five six.", "Four five six.", "", "Four fi ve six.", "Alone.", "."]
    reading, spans = lay_out(texts)
    slow, slow_spans = join_texts(texts[:5])
    assert reading == f"{slow}\n\n."
    assert [(span,) if span else () for span in spans[:5]] == list(slow_spans)
    assert spans[5] == Span(len(slow) + 2, len(slow) + 3)


def test_lay_out_counts_guessed_paragraphs() -> None:
    reading, spans = lay_out([PROCESSES_TEXT, BOARD_TEXT])
    assert reading[spans[1].start : spans[1].end] == BOARD_TEXT
    assert reading.replace("\n\n", " ") == PROCESSES_TEXT
    assert spans[0] is not None
    pieces = cut_paragraphs(reading, spans[0])
    assert [reading[piece.start : piece.end] for piece in pieces] == reading.split("\n\n")


def test_a_text_within_another_one_takes_its_place_in_the_nearest() -> None:
    (filing,), _ = build(
        archive([submission()], [fact(PROCESSES, PROCESSES_TEXT), fact(ROLE, "twice a year")])
    )
    role = filing.parsed.elements[1]
    (span,) = role.locator.spans
    assert filing.parsed.reading_text[span.start : span.end] == "twice a year"


def test_rows_escape_what_copy_would_take_for_its_own() -> None:
    batch = prepare_batch(read(archive([submission()], [fact(BOARD, "C:\\new and N.")]))[0])
    (line,) = batch.rows["value"].decode().splitlines()
    assert line.split("\t")[4] == "C:\\\\new and N."
    assert batch.filings == 1

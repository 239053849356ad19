"""Marking elements and notes in a reading text."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from comparison.reading.marking import ElementPlace, Label, NotePlace, Paragraph, cut_paragraphs, mark_text
from disclosures.parsing import registry

TEXT = (
    "The board oversees the programme. It meets monthly.\n\nOur head of security reports to it.\n\nPage end."
)


def place(slug: str, words: str, *, is_flag: bool = False, text: str = TEXT) -> ElementPlace:
    start = text.index(words)
    return ElementPlace(slug, ((start, start + len(words)),), is_flag)


def pieces(paragraph: Paragraph) -> list[tuple[str, tuple[str, ...], int]]:
    return [(s.text, s.slugs, s.depth) for s in paragraph.run.segments]


def test_cut_paragraphs_keeps_offsets_and_drops_blank_lines() -> None:
    text = "\n\n  One.\n \nTwo\nlines. \n\n\n"
    assert [text[start:end] for start, end in cut_paragraphs(text)] == ["One.", "Two\nlines."]
    assert cut_paragraphs("") == []
    assert cut_paragraphs(" \n\n ") == []


def test_mark_text_without_places_is_the_text() -> None:
    paragraphs = mark_text(TEXT, [], [])
    assert [pieces(p) for p in paragraphs] == [[(TEXT[p.start : p.end], (), 0)] for p in paragraphs]
    assert [p.labels for p in paragraphs] == [(), (), ()]


def test_mark_text_whole_paragraph_is_named_in_the_margin_only() -> None:
    first = mark_text(TEXT, [place("board", "The board oversees the programme. It meets monthly.")], [])[0]
    assert first.labels == (Label("board", is_first=True, is_start=True, is_flag=False),)
    assert pieces(first) == [("The board oversees the programme. It meets monthly.", ("board",), 0)]


def test_mark_text_nested_elements_deepen_and_the_narrowest_names_the_paragraph() -> None:
    outer = ElementPlace("board", ((0, TEXT.index("\n\nPage")),))
    first, second, last = mark_text(TEXT, [place("cadence", "It meets monthly."), outer], [])
    assert pieces(first) == [
        ("The board oversees the programme. ", ("board",), 0),
        ("It meets monthly.", ("board", "cadence"), 1),
    ]
    assert (first.slug, second.slug, last.slug) == ("cadence", "board", "")
    assert second.labels == (Label("board", is_first=False, is_start=False, is_flag=False),)
    assert last.labels == ()


def test_mark_text_same_words_under_two_elements_stand_once_with_both_names() -> None:
    words = "Our head of security reports to it."
    second = mark_text(TEXT, [place("role", words), place("expertise", words)], [])[1]
    assert [label.slug for label in second.labels] == ["role", "expertise"]
    assert pieces(second) == [(words, ("role", "expertise"), 0)]


def test_mark_text_overlap_is_cut_where_either_begins_or_ends() -> None:
    first = mark_text(TEXT, [place("a", "The board oversees"), place("b", "oversees the programme.")], [])[0]
    assert pieces(first)[:4] == [
        ("The board ", ("a",), 1),
        ("oversees", ("b", "a"), 2),
        (" the programme.", ("b",), 1),
        (" It meets monthly.", (), 0),
    ]


def test_mark_text_flag_marks_its_evidence() -> None:
    first = mark_text(TEXT, [place("flag", "monthly", is_flag=True)], [])[0]
    assert [(s.text, s.is_evidence, s.depth) for s in first.run.segments] == [
        ("The board oversees the programme. It meets ", False, 0),
        ("monthly", True, 0),
        (".", False, 0),
    ]


def test_mark_text_element_in_two_fragments_has_its_address_at_the_first() -> None:
    element = ElementPlace("board", ((0, 33), (TEXT.index("Page"), len(TEXT))))
    first, second, third = mark_text(TEXT, [element], [])
    assert first.labels == (Label("board", is_first=True, is_start=True, is_flag=False),)
    assert second.labels == ()
    assert third.labels == (Label("board", is_first=False, is_start=True, is_flag=False),)


def test_mark_text_note_over_two_paragraphs_ends_once() -> None:
    note = NotePlace(7, TEXT.index("It meets"), TEXT.index(" reports"))
    first, second, _ = mark_text(TEXT, [], [note])
    assert (first.notes, second.notes) == ((), (7,))
    assert [(s.text, s.notes, s.ending) for s in second.run.segments] == [
        ("Our head of security", (7,), (7,)),
        (" reports to it.", (), ()),
    ]


def test_mark_text_table_has_rows_of_cells() -> None:
    text = "Role\tYears\nChief\t12 years"
    (table,) = mark_text(text, [ElementPlace("experience", ((text.index("12"), len(text)),))], [])
    assert table.is_table
    assert [[text[cell.start : cell.end] for cell in row] for row in table.rows] == [
        ["Role", "Years"],
        ["Chief", "12 years"],
    ]
    assert table.rows[1][1].segments[0].slugs == ("experience",)


def test_mark_text_of_real_filings_marks_each_elements_own_words(shared_data: Path) -> None:
    for path in sorted((shared_data / "filings" / "ixbrl_10k").iterdir()):
        for filing in registry.read(path.read_bytes(), path.name):
            spans: dict[str, list[tuple[int, int]]] = {}
            for entry in filing.elements:
                own = [(span.start, span.end) for span in entry.locator.spans]
                spans.setdefault(entry.concept, []).extend(own)
            places = [ElementPlace(slug, tuple(own)) for slug, own in spans.items()]
            marked: dict[str, set[int]] = {slug: set() for slug in spans}
            for paragraph in mark_text(filing.reading_text, places, []):
                for segment in (s for row in paragraph.rows for run in row for s in run.segments):
                    for slug in segment.slugs:
                        marked[slug].update(range(segment.start, segment.start + len(segment.text)))
            for slug, own in spans.items():
                places_of_words = {
                    at for span in own for at in range(*span) if not filing.reading_text[at].isspace()
                }
                assert {at for at in marked[slug] if not filing.reading_text[at].isspace()} == places_of_words


texts = st.text(alphabet="ab .\n\t", max_size=60)
ranges = st.tuples(st.integers(0, 70), st.integers(0, 70))


@given(texts, st.lists(ranges, max_size=5), st.lists(ranges, max_size=4))
def test_mark_text_shows_every_character_once_whatever_the_places(
    text: str, spans: list[tuple[int, int]], notes: list[tuple[int, int]]
) -> None:
    elements = [ElementPlace(f"e{n}", (span,), n % 2 == 0) for n, span in enumerate(spans)]
    note_places = [NotePlace(n, *note) for n, note in enumerate(notes)]
    paragraphs = mark_text(text, elements, note_places)
    segments = [s for p in paragraphs for row in p.rows for run in row for s in run.segments]
    assert "".join("".join(s.text for s in segments).split()) == "".join(text.split())
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in segments)
    ended = [key for p in paragraphs for key in p.notes]
    with_words = [n.key for n in note_places if text[n.start : n.end].strip()]
    assert sorted(ended) == with_words

from comparison.alignment.pieces import LONG, count_pieces, cut_long, join_pieces
from comparison.alignment.values import ComparedPassage

SENTENCES = tuple(
    f"Sentence {n} tells at some length what our board does about cyber risk each year." for n in range(6)
)


def paragraph(text: str, start: int = 100, *, padding: int = 0) -> ComparedPassage:
    return ComparedPassage(
        text, text.casefold(), "hash", start, start + len(text) + padding, ("A",), heading="Governance"
    )


def test_cut_long_leaves_a_short_paragraph_and_a_table_alone() -> None:
    short = paragraph(" ".join(SENTENCES[:2]))
    table = paragraph("\t".join(["Board 4"] * LONG))
    assert cut_long([short, table]) == (short, table)


def test_cut_long_gives_each_sentence_its_own_place() -> None:
    text = " ".join(SENTENCES)
    pieces = cut_long([paragraph(text)])
    assert [piece.text for piece in pieces] == list(SENTENCES)
    assert [text[piece.start - 100 : piece.end - 100] for piece in pieces] == list(SENTENCES)
    assert [piece.heading for piece in pieces] == ["Governance", "", "", "", "", ""]


def test_cut_long_points_at_the_paragraph_where_white_space_was_folded() -> None:
    whole = paragraph(" ".join(SENTENCES), padding=7)
    assert {(piece.start, piece.end) for piece in cut_long([whole])} == {(whole.start, whole.end)}


def test_join_pieces_puts_neighbours_together_again() -> None:
    pieces = cut_long([paragraph(" ".join(SENTENCES))])
    joined = join_pieces((*pieces[:2], *pieces[3:5], paragraph("Another.")))
    assert [passage.text for passage in joined] == [
        " ".join(SENTENCES[:2]),
        " ".join(SENTENCES[3:5]),
        "Another.",
    ]
    assert (joined[0].start, joined[0].end) == (pieces[0].start, pieces[1].end)


def test_count_pieces_counts_what_cut_long_makes() -> None:
    passages = [paragraph("Short."), paragraph(" ".join(SENTENCES)), paragraph("\t".join(["Board 4"] * LONG))]
    assert count_pieces(passages) == len(cut_long(passages)) == 8


def test_cut_long_goes_on_after_a_sentence_that_does_not_stand_there_word_by_word() -> None:
    text = "Harrow Pike Inc.  " + " ".join(SENTENCES)
    pieces = cut_long([paragraph(text)])
    assert [piece.text for piece in pieces] == [f"Harrow Pike Inc. {SENTENCES[0]}", *SENTENCES[1:]]
    assert text[pieces[1].start - 100 :].startswith(SENTENCES[1])

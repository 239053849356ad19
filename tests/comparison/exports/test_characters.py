import pytest

from comparison.exports.characters import count_lines, cut_for_cells, keep_xml, name_sheets


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain\tand\nlines", "plain\tand\nlines"),
        ("bell\x07", "bell\ufffd"),
        ("\x00\x1f\ud800\ufffe\uffff", "\ufffd" * 5),
        ("עברית 中文 😀", "עברית 中文 😀"),
    ],
)
def test_keep_xml_shows_what_it_replaces(text: str, kept: str) -> None:
    assert keep_xml(text) == kept


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ("",)),
        ("a b", ("a b",)),
        ("one two three four five", ("one two three four ", "five")),
        ("abcdefghijklmnopqrstuvwxyz", ("abcdefghijklmnopqrst", "uvwxyz")),
        ("董事会每季度听取首席信息安全官", ("董事会每季度听取首席", "信息安全官")),
        ("😀" * 12, ("😀" * 10, "😀" * 2)),
        ("one\ntwo\nthree\n\nfour", ("one\ntwo\n", "three\n\n", "four")),
        ("one\ntwo three four", ("one\ntwo three ", "four")),
        ("a line of its own\nand on", ("a line of its own\n", "and on")),
    ],
)
def test_cut_for_cells_cuts_what_two_lines_of_ten_do_not_hold(text: str, pieces: tuple[str, ...]) -> None:
    assert cut_for_cells(text, 10, 2) == pieces
    assert "".join(pieces) == text


def test_cut_for_cells_of_a_long_text_loses_nothing() -> None:
    text = "".join(f"Sentence {number} is here.\n" if number % 7 else "字" * 70 for number in range(900))
    pieces = cut_for_cells(text, 40, 30)
    assert "".join(pieces) == text
    assert max(count_lines(piece.removesuffix("\n"), 40) for piece in pieces) == 30


def test_name_sheets_are_valid_and_unique() -> None:
    given = [
        "Board: oversight?",
        "board oversight",
        "A" * 40,
        "A" * 41,
        "'quoted'",
        "[]",
        "History",
        "",
        "😀" * 20,
        "How it fits overall risk management",
        "How it fits overall risk managements",
        "Thirty-one characters, no more.",
    ]
    assert list(name_sheets(given)) == [
        "Board oversight",
        "board oversight 2",
        "A" * 31,
        "A" * 29 + " 2",
        "quoted",
        "Sheet",
        "History 2",
        "Sheet 2",
        "😀" * 15,
        "How it fits overall risk",
        "How it fits overall risk 2",
        "Thirty-one characters, no more.",
    ]
    assert max(map(len, name_sheets(given))) <= 31

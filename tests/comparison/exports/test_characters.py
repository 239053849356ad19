import pytest

from comparison.exports.characters import cut_for_cells, keep_xml, name_sheets


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
        ("one two three four", ("one two ", "three four")),
        ("abcdefghijkl", ("abcdefghij", "kl")),
        ("😀😀😀😀😀😀", ("😀😀😀😀😀", "😀")),
        ("a\nlonger line", ("a\nlonger ", "line")),
    ],
)
def test_cut_for_cells_loses_nothing(text: str, pieces: tuple[str, ...]) -> None:
    assert cut_for_cells(text, 10) == pieces
    assert "".join(pieces) == text


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
    ]

from comparison.alignment.closeness import measure_closeness, measure_likeness, words_of
from comparison.alignment.grid import Cell
from comparison.alignment.states import State
from comparison.alignment.values import ComparedPassage, ComparedValue


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def test_words_of_a_cell_are_its_different_words_without_the_empty_ones() -> None:
    text = "the committee and the committee’s chair reviewed 24 risks in q3"
    passage = ComparedPassage(text, text, text, 0, len(text))
    cell = Cell(State.DISCLOSED, values=(ComparedValue("x:Board", text=text, passages=(passage,)),))
    assert words_of(cell) == {"committee", "chair", "reviewed", "risks"}


def test_closeness_is_how_many_of_the_others_use_a_word() -> None:
    same = words("board audit committee quarterly report")
    cells = [same, same, same, words("board harbour pilots tide tables"), words("quiet")]
    # Each of the first three: "board" is used by all three others, its four other words by two of them.
    assert measure_closeness(cells) == (11 / 15, 11 / 15, 11 / 15, 3 / 15, None)


def test_closeness_needs_three_others_that_speak() -> None:
    same = words("board audit committee quarterly report")
    assert measure_closeness([same, same, same, frozenset()]) == (None, None, None, None)


def test_likeness_compares_cell_by_cell() -> None:
    own = [words("board audit"), words("ciso reports")]
    assert measure_likeness(own, own) == 1.0
    assert measure_likeness(own, [words("ciso reports"), words("board audit")]) == 0.0
    assert measure_likeness(own, [words("board risk"), frozenset()]) == 2 / 6
    assert measure_likeness([frozenset()], [frozenset()]) == 0.0
